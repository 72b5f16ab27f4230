import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacking } from '../../support/world/lacking';

const sources = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => /\.(test|spec)\.ts$/.test(file) && !file.endsWith('skips.test.ts'));

// The summary of `npm test` says of every skipped test why: a skip without a reason hides what is not tried.
describe('a skip', () => {
  it('has its reason', () => {
    const bare = /\.(skipIf|runIf|todo)\b|\bskip\(\s*\)|\b(it|describe)\.skip\b/;
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((file) => bare.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('comes with what is lacking only', () => {
    expect(lacking(undefined)).toEqual({});
    expect(lacking('no engine')).toEqual({ skip: true, meta: { why: 'no engine' } });
  });
});
