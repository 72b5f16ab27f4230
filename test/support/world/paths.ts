import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'src-shared'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('This is not a Flotilla checkout.');
  return findRoot(parent);
}

/** The checkout's top folder. */
export const root = findRoot(process.cwd());

const made = new Set<string>();

/** A folder of the test's own; it is removed when the test process ends. */
export function temporaryFolder(stem: string): string {
  if (made.size === 0) {
    process.once('exit', () => {
      for (const path of made) rmSync(path, { recursive: true, force: true });
    });
  }
  const path = mkdtempSync(join(tmpdir(), `flotilla-${stem}-`));
  made.add(path);
  return path;
}
