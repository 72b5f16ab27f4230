import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the choice of a folder depends on; the process's own unless a test gives another. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/**
 * Where Flotilla keeps runs, locks, settings and adopted clusters: the app and the command share it.
 * FLOTILLA_HOME, else XDG_DATA_HOME/flotilla, else the platform's usual place. Not made here.
 */
export function dataDir(
  { env, platform, home }: Surroundings = { env: process.env, platform: process.platform, home: homedir() },
): string {
  const own = env['FLOTILLA_HOME'];
  if (own) return resolve(own);
  const xdg = env['XDG_DATA_HOME'];
  // The XDG rules tell us to ignore a relative path: https://specifications.freedesktop.org/basedir-spec/
  if (xdg?.startsWith('/')) return join(xdg, 'flotilla');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Flotilla');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Flotilla');
  return join(home, '.local', 'share', 'flotilla');
}
