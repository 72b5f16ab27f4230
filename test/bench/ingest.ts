import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFlotilla, type Flotilla } from '../../src-main/wiring';
import { idleContainers } from './lib/containers';
import { paired, type BenchOptions, type BenchResult } from './lib/stats';
import { cpuOf } from './lib/window';

const counts = [10, 50, 100] as const;
const most = 100;
/** Containers of one question: what shows more than thirty at once is an overview, which is sampled less often. */
const perQuery = 25;
const settleMs = 12_000;
const watchMs = 15_000;

/**
 * CPU of the app (its services in this process, the history's thread among them) for each container that is looked at,
 * at a sample a second, beside `docker stats` of the same containers: 100 of them. In `detail`: how it grows with 10, 50
 * and 100, and what it takes when nobody looks.
 */
export default async function ingest(options: BenchOptions): Promise<BenchResult> {
  options.log(`starting ${String(most)} containers`);
  const idle = await idleContainers(most);
  const dataDir = mkdtempSync(join(tmpdir(), 'flt-bench-'));
  const services = await createFlotilla({
    ...{ dataDir, version: 'bench', log: (error) => options.log(String(error)) },
    historyThread: join(process.cwd(), 'out/main/metrics-store.js'),
  });
  try {
    await services.engines.start();
    services.metrics.start();
    await sleep(settleMs);
    const unseen = await ownCpu(() => sleep(watchMs));
    const growth: Record<string, number> = {};
    const rates: Record<string, number> = {};
    for (const count of counts) {
      if (count === most) continue;
      options.log(`${String(count)} containers`);
      const { cpu, rate } = await watched(services, idle.ids.slice(0, count));
      growth[String(count)] = round(cpu);
      rates[String(count)] = rate;
      // Until the last one's streams have ended.
      await sleep(17_000);
    }
    const result = await paired(options, {
      ...{ name: 'ingest', unit: '% of a core for each container', better: 'lower', warmUp: 0, digits: 4 },
      peerName: '`docker stats` of the same containers',
      ours: async () => {
        const { cpu, rate } = await watched(services, idle.ids);
        rates[String(most)] = rate;
        await sleep(17_000);
        return cpu;
      },
      peer: async () => (await dockerStats(idle.ids)) / most,
    });
    return {
      ...result,
      detail: {
        ...result.detail,
        'by containers, % of a core for each': { ...growth, [String(most)]: result.ours },
        'samples a second of each': rates,
        'nobody looks (a sample in 10 s), % of a core for each of 100': round(unseen / most),
      },
    };
  } finally {
    await services.close();
    await idle.remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const round = (value: number): number => Number(value.toFixed(4));

/** Per cent of a core that this process uses meanwhile, all its threads together. */
async function ownCpu(work: () => Promise<unknown>): Promise<number> {
  const [before, began] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - began);
}

interface Watched {
  /** Per cent of a core for each container. */
  readonly cpu: number;
  /** Samples a second of each: less than one where the engine did not keep up. */
  readonly rate: number;
}

/** Looks at containers as charts do that show the last seconds. Throws where nothing is sampled. */
async function watched(services: Flotilla, ids: readonly string[]): Promise<Watched> {
  const look = async () => {
    const to = Date.now();
    const queries = [];
    for (let at = 0; at < ids.length; at += perQuery)
      queries.push({
        // One more than its seconds: a range seldom begins with one, and buckets of two seconds would hide a sample.
        ...{ metric: 'cpu' as const, from: to - watchMs, to, buckets: watchMs / 1000 + 1 },
        filter: { key: ids.slice(at, at + perQuery) },
      });
    return services.metrics.query(queries);
  };
  const hold = async (ms: number): Promise<void> => {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await look();
      await sleep(5000);
    }
  };
  await hold(settleMs);
  const used = await ownCpu(() => hold(watchMs));
  const samples = (await look()).reduce(
    (sum, { series }) =>
      sum + series.reduce((all, { values }) => all + values.filter((v) => v !== null).length, 0),
    0,
  );
  const rate = samples / ids.length / (watchMs / 1000);
  if (rate === 0) throw new Error('nothing was sampled');
  return { cpu: used / ids.length, rate: round(rate) };
}

async function dockerStats(ids: readonly string[]): Promise<number> {
  const child = spawn('docker', ['stats', '--no-trunc', ...ids], { stdio: 'ignore' });
  try {
    await sleep(settleMs);
    const [before, began] = [await cpuOf(child.pid ?? 0), performance.now()];
    await sleep(watchMs);
    return (((await cpuOf(child.pid ?? 0)) - before) / ((performance.now() - began) / 1000)) * 100;
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // It reads three SIGTERMs as an end, and one as nothing while a stream is open.
    child.kill('SIGKILL');
    await gone;
  }
}
