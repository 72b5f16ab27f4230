/** A display for the app: the one at hand, else a virtual one that ends with this process. */
import { spawn } from 'node:child_process';
import { SetupError } from './log.mjs';
import { which } from './run.mjs';

/** Whether a window can be opened without help. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * Starts Xvfb and points DISPLAY at it.
 * @param {{always?: boolean, size?: string}} [options] `always`: even where there is a display
 * @returns {Promise<() => void>} ends it
 */
export async function ensureDisplay({ always = false, size = '1920x1080x24' } = {}) {
  if (process.platform !== 'linux' || (!always && hasDisplay())) return () => undefined;
  if (!which('Xvfb')) {
    throw new SetupError({
      doing: 'starting a virtual display',
      message: 'Xvfb is not installed.',
      hint: 'Install the package xvfb, or set DISPLAY.',
    });
  }
  // Xvfb picks a free number and tells it on file descriptor 3. The signal on this process's death ends it
  // even when this process is killed.
  const command = ['Xvfb', '-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'];
  if (which('setpriv')) command.unshift('setpriv', '--pdeathsig', 'TERM');
  const server = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let problem = '';
  server.stderr.setEncoding('utf8').on('data', (text) => (problem += text));
  const number = await new Promise((resolve, reject) => {
    const fail = (message) =>
      reject(
        new SetupError({ doing: 'starting a virtual display', message, hint: 'Try `Xvfb :99` by hand.' }),
      );
    const timer = setTimeout(() => fail(`Xvfb did not start within 15 s. ${problem}`), 15_000);
    server.on('error', (error) => fail(error.message));
    server.on('exit', (code) => fail(`Xvfb ended with code ${code}. ${problem}`));
    let text = '';
    server.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
  process.env.DISPLAY = `:${number}`;
  process.env.FLOTILLA_XVFB = '1';
  delete process.env.WAYLAND_DISPLAY;
  const stop = () => server.kill('SIGTERM');
  server.removeAllListeners('exit');
  server.unref();
  server.stderr.unref?.();
  server.stdio[3].unref?.();
  process.once('exit', stop);
  return stop;
}
