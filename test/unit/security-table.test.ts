import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ /.test(line));

test('the table of Electron’s checklist has all twenty points', () => {
  expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(
    Array.from({ length: 20 }, (_, place) => place + 1),
  );
});

test.each(rows.map((row) => [row.split('|').slice(1, 3).join('').trim().replaceAll(/\s+/g, ' '), row]))(
  'what it says of %s is there',
  (_point, row) => {
    // `file`: `words that stand in it`, the line and the test.
    const named = [...row.matchAll(/`([\w./-]+\.\w+)`: `([^`]+)`/g)];
    expect(named.length).toBeGreaterThanOrEqual(2);
    for (const [, file = '', words = ''] of named) expect(readFileSync(file, 'utf8'), file).toContain(words);
  },
);
