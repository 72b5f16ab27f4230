/** Builds the app into out/, unless what is there was built from these very sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, since } from './log.mjs';
import { at, hashOf, readIf, root, writeWhole } from './paths.mjs';
import { must } from './run.mjs';

const stamp = at('out', '.sources');
const folders = ['src-shared', 'src-main', 'src-renderer', 'resources'];
const files = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
];

/** A hash of all that the build reads. */
function sources() {
  const parts = [];
  const add = (path) => parts.push(path, readFileSync(at(path)));
  for (const folder of folders) {
    const names = readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath ?? each.path, each.name).slice(root.length + 1));
    names.sort().forEach(add);
  }
  files.filter((file) => readIf(at(file)) !== undefined).forEach(add);
  return hashOf(...parts);
}

/** electron-vite's own script: npx would look for it first. */
export const electronVite = at('node_modules', 'electron-vite', 'bin', 'electron-vite.js');

/** Makes sure that out/ holds a build of these sources. */
export async function ensureBuild() {
  const wanted = sources();
  if (readIf(stamp)?.trim() === wanted && readIf(at('out', 'main', 'index.js')) !== undefined) {
    ok('Build is up to date');
    return;
  }
  const start = Date.now();
  await must('building the app', process.execPath, [electronVite, 'build'], {
    cwd: root,
    hint: 'The lines above tell which file does not compile; `npm run check` tells more.',
  });
  writeWhole(stamp, `${wanted}\n`);
  ok(`Build (${since(start)})`);
}
