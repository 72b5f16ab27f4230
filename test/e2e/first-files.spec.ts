import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/world';
import { expect, test } from './support';

/* What everybody waits for at every start is what index.html names, and no more than it has to be. */

const renderer = join(root, 'out/renderer');

/** A little above what it is: who passes it looks at what has come along (`codeSplitting` in electron.vite.config.ts). */
const budget = 720_000;

test('the files that the window loads first hold what every page uses, and nothing that opens later', () => {
  const page = readFileSync(join(renderer, 'index.html'), 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(1);
  const bytes = files.reduce((sum, file) => sum + statSync(join(renderer, file)).size, 0);
  expect(bytes).toBeLessThan(budget);
  const text = files.map((file) => readFileSync(join(renderer, file), 'utf8')).join('\n');
  // A table of how Chinese is spoken, the window's other language, and the charts' library.
  expect(text).not.toContain('lüè');
  expect(text).not.toContain('主节点');
  expect(text).not.toContain('chart.js');
});
