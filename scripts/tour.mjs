/**
 * `npm run tour`: drives the real app through its main job on a virtual display and leaves screenshots in
 * tour/.
 */
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './lib/build.mjs';
import { ensureDisplay } from './lib/display.mjs';
import { main, ok } from './lib/log.mjs';
import { at, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** Runs the tour. @param {{yes?: boolean}} options @returns {Promise<number>} the exit code */
export async function tour({ yes = false } = {}) {
  await setUp({ purpose: 'test', yes });
  await ensureBuild();
  await ensureDisplay();
  rmSync(at('tour'), { recursive: true, force: true });
  const cli = at('node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run(process.execPath, [cli, 'test', '--project', 'tour', '--reporter', 'list'], {
    cwd: root,
    show: true,
  });
  if (code === 0) ok('The screenshots are in tour/');
  return code;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => tour({ yes: process.argv.includes('--yes') }));
}
