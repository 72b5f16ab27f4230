/**
 * `npm start`: sets up, builds and opens the app. Without a display it runs the tour instead.
 *
 *   node scripts/start.mjs [--dev] [--yes] [-- arguments for the app]
 */
import { spawn } from 'node:child_process';
import { ensureBuild, electronVite } from './lib/build.mjs';
import { hasDisplay } from './lib/display.mjs';
import { electronFlags, electronPath } from './lib/electron.mjs';
import { main } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { setUp } from './setup.mjs';
import { tour } from './tour.mjs';

const args = process.argv.slice(2);
const split = args.indexOf('--');
const own = split < 0 ? args : args.slice(0, split);
const forApp = split < 0 ? [] : args.slice(split + 1);

/** Runs a program in the foreground and takes over its exit code; Ctrl-C ends it, then this. */
function foreground(command, parameters, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 0));
  });
}

await main(async () => {
  const yes = own.includes('--yes');
  if (!hasDisplay()) {
    console.log('There is no display: the tour shows the app instead, and leaves screenshots in tour/.');
    return tour({ yes });
  }
  await setUp({ purpose: 'start', yes });
  if (own.includes('--dev')) {
    const sandbox = electronFlags().includes('--no-sandbox') ? ['--noSandbox'] : [];
    return foreground(process.execPath, [electronVite, 'dev', ...sandbox, '--', ...forApp], {
      ELECTRON_EXEC_PATH: electronPath(),
    });
  }
  await ensureBuild();
  return foreground(electronPath(), [...electronFlags(), root, ...forApp]);
});
