import { spawn } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { median, type BenchOptions, type BenchResult } from './lib/stats';

/** Run under a display; `npm run bench` starts Xvfb where there is none. */
export const needsDisplay = true;

const page = join(process.cwd(), 'test/bench/charts-page');
const built = join(process.cwd(), 'out/bench/charts-page');
const sides = ['ours', 'uplot', 'untuned'] as const;
type Side = (typeof sides)[number];
/** Updates of each side in a run; the first are thrown away, for code is still being compiled. */
const updates = 12;
const warmUp = 4;

async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: page,
    logLevel: 'error',
    base: './',
    resolve: { alias: { '@shared': join(process.cwd(), 'src-shared') } },
    worker: { format: 'es' },
    plugins: [svelte({ configFile: join(process.cwd(), 'svelte.config.js') })],
    build: { target: 'chrome130', outDir: built, emptyOutDir: true },
  });
}

/** The built page on a port of this computer. */
async function serve(): Promise<{ url: string; close: () => void }> {
  const types: Readonly<Record<string, string>> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(built, path === '/' ? 'index.html' : path);
    if (!file.startsWith(built) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/`, close: () => server.close() };
}

/** Seconds of its own time that the page's main thread has spent in tasks: scripts, styles, layout, painting. */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
}

/** Milliseconds of the main thread that each update took, a second apart, with what an idle second takes taken off. */
async function measure(target: Page, session: CDPSession, url: string, side: Side): Promise<number[]> {
  await target.goto(`${url}?of=${side}`);
  await target.waitForFunction(() => typeof (window as { show?: unknown }).show === 'function');
  const second = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));
  await second();
  await second();
  const during = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await busy(session);
    await work();
    await second();
    return ((await busy(session)) - before) * 1000;
  };
  const call = (tick: number): Promise<void> =>
    target.evaluate((at) => {
      const { show } = window as unknown as { show: (tick: number) => void };
      if (at > 0) show(at);
    }, tick);
  const idle: number[] = [];
  for (let n = 0; n < 3; n++) idle.push(await during(() => call(0)));
  const took: number[] = [];
  for (let n = 1; n <= warmUp + updates; n++) {
    const ms = await during(() => call(n));
    if (n > warmUp) took.push(Math.max(0, ms - median(idle)));
  }
  return took;
}

const share = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(2));
};

/**
 * 12 charts of 20 lines of 300 points, renewed each second in a real window: what an update costs the page's main
 * thread, with legends and frames, against uPlot and chart.js as it comes.
 */
export default async function charts(options: BenchOptions & { electron: string }): Promise<BenchResult> {
  await buildPage();
  const { url, close } = await serve();
  const data = await mkdtemp(join(tmpdir(), 'flotilla-charts-'));
  const port = 40_000 + (process.pid % 20_000);
  const child = spawn(
    options.electron,
    [
      page,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${data}`,
      `--remote-debugging-port=${String(port)}`,
    ],
    { stdio: 'ignore', env: { ...process.env, FLOTILLA_CHARTS_URL: `${url}?of=none` } },
  );
  try {
    const target = await attach(port);
    const session = await target.context().newCDPSession(target);
    // The thread's own time: what other programs take of the computer meanwhile is not in it.
    await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
    await session.send('Performance.enable');
    const all: Record<Side, number[]> = { ours: [], uplot: [], untuned: [] };
    const ratios: number[] = [];
    for (let run = 0; run < options.runs; run++) {
      const order = run % 2 === 0 ? sides : [...sides].reverse();
      const took: Partial<Record<Side, number[]>> = {};
      for (const side of order) {
        const values = await measure(target, session, url, side);
        took[side] = values;
        all[side].push(...values);
      }
      ratios.push(median(took.ours ?? []) / median(took.uplot ?? []));
      options.log(
        `run ${String(run + 1)} of ${String(options.runs)}: ` +
          sides.map((side) => `${side} ${median(took[side] ?? []).toFixed(1)} ms`).join(', '),
      );
    }
    return {
      name: 'charts',
      unit: 'ms of the main thread an update (p50)',
      better: 'lower',
      ours: share(all.ours, 0.5),
      peer: share(all.uplot, 0.5),
      peerName: 'uPlot',
      ratio: Number(median(ratios).toFixed(3)),
      runs: options.runs,
      detail: Object.fromEntries(
        sides.map((side) => [
          side === 'untuned' ? 'chart.js untuned' : side,
          { p50: share(all[side], 0.5), p95: share(all[side], 0.95), updates: all[side].length },
        ]),
      ),
    };
  } finally {
    child.kill('SIGKILL');
    close();
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The window's page, once it has one. */
async function attach(port: number): Promise<Page> {
  for (const until = Date.now() + 30_000; ;) {
    try {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`);
      const context = browser.contexts()[0];
      const found = context?.pages()[0];
      if (found !== undefined) return found;
    } catch (error) {
      if (Date.now() > until) throw new Error('no window after 30 s', { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
