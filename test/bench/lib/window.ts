import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';

/** A program of Electron's with its window, as whoever has been here before starts it: without the first steps. */
export interface OpenWindow {
  readonly pid: number;
  /** Epoch ms at which it was spawned. */
  readonly spawned: number;
  /** Does something with its page; what is measured afterwards is not disturbed by a browser that looks on. */
  with<T>(work: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens an app's folder. */
export async function openWindow(electron: string, app: string): Promise<OpenWindow> {
  const data = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
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
  const close = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  return {
    ...{ pid: child.pid ?? 0, spawned, close },
    with: async (work) => {
      const browser = await attach(port, child);
      try {
        const context = browser.contexts()[0];
        if (context === undefined) throw new Error('the window has no page');
        return await work(context.pages()[0] ?? (await context.waitForEvent('page')));
      } finally {
        await browser.close();
      }
    },
  };
}

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

/** A process and all that it started, and they. */
async function family(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // `pid (name) state ppid …`: a name may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent > 0) parents.set(Number(name), parent);
  }
  const all = [pid];
  for (const one of all) for (const [child, parent] of parents) if (parent === one) all.push(child);
  return all;
}

/** What a process is to Electron: browser (the main process), renderer, gpu-process, utility, zygote. */
async function typeOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  return /--type=([a-z-]+)/.exec(command)?.[1] ?? 'main';
}

/** Proportional set size of a program's processes in bytes, by what they are: shared pages count by their share. */
export async function memoryOf(pid: number): Promise<Readonly<Record<string, number>>> {
  const sizes: Record<string, number> = {};
  for (const one of await family(pid)) {
    const rollup = await readFile(`/proc/${String(one)}/smaps_rollup`, 'utf8').catch(() => '');
    const kib = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    const type = await typeOf(one);
    sizes[type] = (sizes[type] ?? 0) + kib * 1024;
  }
  return sizes;
}

/** CPU seconds that a program's processes have used so far. */
export async function cpuOf(pid: number): Promise<number> {
  let ticks = 0;
  for (const one of await family(pid)) {
    const stat = await readFile(`/proc/${String(one)}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  // Of USER_HZ, which is 100 wherever Node runs on Linux.
  return ticks / 100;
}
