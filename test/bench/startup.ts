import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { paired, type BenchOptions, type BenchResult } from './lib/stats';

/** Run under a display; `npm run bench` starts Xvfb where there is none. */
export const needsDisplay = true;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Ends a program that this bench started, and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(late);
}

/** Waits until the debugging port answers; throws after 30 s or when the program has ended. */
async function attach(port: number, child: ChildProcess): Promise<Browser> {
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${String(port)}/json/version`);
      return await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`);
    } catch (error) {
      if (child.exitCode !== null)
        throw new Error(`the program ended with ${String(child.exitCode)}`, { cause: error });
      if (Date.now() > until) throw new Error('no window after 30 s', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Milliseconds from spawn until the page has painted and its script is at work. The page's own clock
 * tells it afterwards (timeOrigin + paint and User Timing entries), so that attaching costs nothing.
 */
async function coldStart(electron: string, app: string, mark: string | undefined): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'flotilla-start-'));
  // As whoever has been here before starts it: without the first steps.
  await mkdir(join(data, 'home'));
  await writeFile(join(data, 'home', 'settings.json'), '{}\n');
  const port = await freePort();
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const spawned = Date.now();
  const child = spawn(
    electron,
    [
      app,
      ...root,
      '--disable-gpu',
      `--user-data-dir=${join(data, 'profile')}`,
      `--remote-debugging-port=${String(port)}`,
    ],
    { stdio: 'ignore', env: { ...process.env, FLOTILLA_HOME: join(data, 'home') } },
  );
  try {
    const browser = await attach(port, child);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('the window has no page');
    const page = context.pages()[0] ?? (await context.waitForEvent('page'));
    const ready = await page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            const own = name === undefined ? paint : performance.getEntriesByName(name)[0];
            if (paint === undefined || own === undefined) setTimeout(look, 20);
            else resolve(performance.timeOrigin + Math.max(paint.startTime, own.startTime));
          };
          look();
        }),
      mark,
    );
    await browser.close();
    return ready - spawned;
  } finally {
    await end(child);
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Cold start to an interactive window, against a bare Electron window of the same runtime. */
export default async function startup(options: BenchOptions & { electron: string }): Promise<BenchResult> {
  return paired(options, {
    name: 'startup',
    unit: 'ms',
    better: 'lower',
    peerName: 'a bare Electron window of the same runtime',
    warmUp: 1,
    digits: 0,
    // The renderer sets this mark when the first page is mounted and answers to input.
    ours: () => coldStart(options.electron, process.cwd(), 'flotilla:interactive'),
    peer: () => coldStart(options.electron, join(process.cwd(), 'test/bench/bare-app'), undefined),
  });
}
