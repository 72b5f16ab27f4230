import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { electronPath } from '../../../scripts/lib/electron.mjs';
import { root, temporaryFolder } from './paths';

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Its FLOTILLA_HOME. Give it to a second launch to meet the app again as it was left. */
  readonly home: string;
  /** The app's own log lines so far, for the message of a failed test. */
  readonly log: () => string;
}

/**
 * Lets `app.evaluate` ask again where the debugger lost the answer: it holds the promise of what it evaluates weakly,
 * and a collection that comes before the main process has run its microtasks takes it away. So what a test evaluates
 * in the main process must bear being done twice.
 */
function asksAgain(app: ElectronApplication): void {
  const once = app.evaluate.bind(app) as (...given: unknown[]) => Promise<unknown>;
  const again = async (tries: number, ...given: unknown[]): Promise<unknown> => {
    try {
      return await once(...given);
    } catch (error) {
      if (tries === 0 || !String(error).includes('garbage collected')) throw error;
      return again(tries - 1, ...given);
    }
  };
  app.evaluate = ((...given: unknown[]) => again(20, ...given)) as typeof app.evaluate;
}

/**
 * Opens the built app in a real window, with a profile and a FLOTILLA_HOME of its own.
 * Close it with `await app.close()`.
 */
export async function launchApp(
  options: { env?: Record<string, string>; home?: string; args?: readonly string[]; firstRun?: boolean } = {},
): Promise<LaunchedApp> {
  const { _electron } = await import('@playwright/test');
  const home = options.home ?? temporaryFolder('home');
  // Who has a settings file has been here before: the first steps are not shown, unless a test asks for them.
  const settings = join(home, 'settings.json');
  if (options.firstRun !== true && !existsSync(settings)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(settings, '{}\n');
  }
  const inherited = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(temporaryFolder('profile'), 'profile')}`,
      root,
      ...(options.args ?? []),
    ],
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...options.env, FLOTILLA_HOME: home },
    timeout: 60_000,
  });
  asksAgain(app);
  let text = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return { app, page, home, log: () => text };
}
