import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const scripts = fileURLToPath(new URL('../../../scripts/', import.meta.url));

/** What a script and all that it imports at once import from packages: `file: package`. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm)].map(
    ([, from]) => from ?? '',
  );
  return imports.flatMap((from) => {
    if (from.startsWith('node:')) return [];
    if (from.startsWith('.')) return packagesOf(join(dirname(file), from), seen);
    return [`${file.slice(scripts.length)}: ${from}`];
  });
}

describe('the commands that set everything up', () => {
  it.each(['start.mjs', 'test.mjs', 'setup.mjs'])('%s begins before any package is installed', (name) => {
    expect(packagesOf(join(scripts, name))).toEqual([]);
  });

  it('would be caught with one', () => {
    expect(packagesOf(join(scripts, 'schema.mjs'))).toContain('schema.mjs: vite');
  });
});
