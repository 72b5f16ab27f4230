/** Drives the real app through one of the picture projects and leaves its screenshots in a folder of the checkout. */
import { rmSync } from 'node:fs';
import { setUp } from '../setup.mjs';
import { ensureBuild } from './build.mjs';
import { ensureDisplay } from './display.mjs';
import { ok } from './log.mjs';
import { at, root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @param {{name: 'tour' | 'gallery', yes?: boolean, env?: Record<string, string>}} options the project is called as the
 *   folder is
 * @returns {Promise<number>} the exit code
 */
export async function takePictures({ name, yes = false, env = {} }) {
  await setUp({ purpose: 'test', yes });
  await ensureBuild();
  await ensureDisplay();
  rmSync(at(name), { recursive: true, force: true });
  const cli = at('node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run(process.execPath, [cli, 'test', '--project', name, '--reporter', 'list'], {
    cwd: root,
    show: true,
    env,
  });
  if (code === 0) ok(`The screenshots are in ${name}/`);
  return code;
}
