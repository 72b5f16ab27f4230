import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricQuery, MetricResult, Sample, Subject } from '@shared/metrics/model';
import { openInflux, type InfluxClient } from '../../src-main/clients/influx';
import { openStore } from '../../src-main/metrics/store/open';
import type { MetricStore } from '../../src-main/metrics/types';
import { startInflux, type InfluxServerProcess } from './lib/influx-server';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;
const period = 10 * second;

interface Case {
  readonly name: string;
  readonly containers: number;
  readonly length: number;
  readonly buckets: number;
  /** The filled history and the measurement that it is read from. */
  readonly data: Filled;
}
interface Filled {
  readonly store: MetricStore;
  readonly measurement: string;
  readonly end: number;
  readonly bytes: number;
}

/**
 * A query over the history on disk (in its thread, as the app has it) beside the same over InfluxDB's raw points: 100
 * containers, 24 h at 10 s, 300 buckets. In `detail`: 7 days, 1,000 containers, buckets of 30 s, which are read from
 * the finest tier, and how long the app's own thread was held up by all the queries.
 */
export default async function bench(options: BenchOptions): Promise<BenchResult> {
  const dir = mkdtempSync(join(tmpdir(), 'flt-bench-'));
  const influx = await startInflux(join(dir, 'influx'));
  const open: MetricStore[] = [];
  try {
    await influx.run('CREATE DATABASE bench');
    const client = await openInflux({ url: influx.url, database: 'bench' }, () => Promise.resolve(''));
    const filled = async (containers: number, length: number): Promise<Filled> => {
      options.log(`filling both with ${String(containers)} containers, ${String(length / hour)} h at 10 s`);
      const data = await fill(influx, join(dir, `own-${String(containers)}`), containers, length);
      open.push(data.store);
      return data;
    };
    const hundred = await filled(100, 7 * day);
    const thousand = await filled(1000, day);
    const main: Case = { name: '24 h', containers: 100, length: day, buckets: 300, data: hundred };
    const others: readonly Case[] = [
      { ...main, name: '24 h in buckets of 30 s, from the 10 s tier', buckets: 2881 },
      { ...main, name: '7 days', length: 7 * day },
      { ...main, name: '24 h of 1,000 containers', containers: 1000, data: thousand },
    ];
    const detail: Record<string, unknown> = {};
    const delay = monitorEventLoopDelay({ resolution: 1 });
    for (const other of others) {
      options.log(other.name);
      const { result } = await timed(other);
      const { ours, peer, ratio, runs } = await compare(
        { ...options, runs: Math.max(5, options.runs) },
        other,
        client,
      );
      detail[other.name] = { ours, peer, ratio, runs, tier: result.tier, step: result.step };
    }
    options.log(main.name);
    const { result } = await timed(main);
    detail['tier'] = result.tier;
    detail['bytes on disk'] = {
      '100 containers, 7 days': hundred.bytes,
      '1,000 containers, 24 h': thousand.bytes,
    };
    const compared = await compare(options, main, client);
    // Alone, so that no answer of the other database is in it.
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, 50));
    delay.reset();
    for (let i = 0; i < 5; i++) await main.data.store.query(queryOf(main));
    detail['longest hold-up of the calling thread, ms'] = Number((delay.max / 1e6).toFixed(1));
    detail['hour of one container, ms'] = await single(main);
    return { ...compared, detail: { ...compared.detail, ...detail } };
  } finally {
    for (const store of open) await store.close();
    await influx.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function compare(options: BenchOptions, what: Case, client: InfluxClient): Promise<BenchResult> {
  return paired(options, {
    ...{
      name: 'query',
      unit: 'ms',
      better: 'lower',
      peerName: 'InfluxDB 1.x, raw points',
      warmUp: 1,
      digits: 1,
    },
    ours: async () => (await timed(what)).ms,
    peer: async () => {
      const step = (await timed(what)).result.step;
      const begin = performance.now();
      const rows = await client.query(
        `SELECT mean("value") AS "value" FROM "${what.data.measurement}" WHERE time >= ${String(what.data.end - what.length)}ms ` +
          `AND time < ${String(what.data.end)}ms GROUP BY time(${String(step)}ms), "container" fill(none)`,
      );
      const ms = performance.now() - begin;
      if (rows.length < what.containers) throw new Error(`InfluxDB gave ${String(rows.length)} rows`);
      return ms;
    },
  });
}

const queryOf = ({ length, buckets, data }: Case): MetricQuery => ({
  ...{ metric: 'cpu', from: data.end - length, to: data.end, buckets },
});

async function timed(what: Case): Promise<{ ms: number; result: MetricResult }> {
  const begin = performance.now();
  const result = await what.data.store.query(queryOf(what));
  const ms = performance.now() - begin;
  const points = result.series.reduce(
    (sum, { values }) => sum + values.filter((value) => value !== null).length,
    0,
  );
  if (result.series.length !== what.containers || points < 0.95 * what.containers * result.times.length)
    throw new Error(`${what.name}: ${String(result.series.length)} series, ${String(points)} points`);
  return { ms, result };
}

async function single({ data }: Case): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < 20; i++) {
    const begin = performance.now();
    await data.store.query({
      ...{ metric: 'cpu', from: data.end - hour, to: data.end, buckets: 360 },
      filter: { name: [`web-${String(i)}`] },
    });
    all.push(performance.now() - begin);
  }
  return Number(median(all).toFixed(2));
}

/** The same samples into both: a load that wanders, as containers' does. */
async function fill(
  influx: InfluxServerProcess,
  dataDir: string,
  containers: number,
  length: number,
): Promise<Filled> {
  const end = Math.floor(Date.now() / period) * period;
  const measurement = `cpu_${String(containers)}`;
  const subjects = Array.from({ length: containers }, (_, n): Subject => {
    const name = `web-${String(n)}`;
    return { kind: 'container', key: name, name, host: 'bench', project: 'bench', service: 'web' };
  });
  const load = subjects.map((_, n) => 5 + (n % 40));
  let now = end - length;
  const own = await openStore({ dataDir, now: () => now, steady: () => now });
  let lines: string[] = [];
  for (; now < end; now += period) {
    const samples = subjects.map((subject, n): Sample => {
      const cpu = Math.max(0, (load[n] ?? 0) + (Math.random() - 0.5));
      load[n] = cpu;
      lines.push(`${measurement},container=${subject.name} value=${String(cpu)} ${String(now)}`);
      return { subject, at: now, period, values: { cpu } };
    });
    own.append(samples);
    if (now % (10 * 60 * second) === 0) await own.flush();
    if (lines.length < 50_000) continue;
    await influx.write('bench', lines);
    lines = [];
  }
  if (lines.length > 0) await influx.write('bench', lines);
  await own.close();
  const thread = join(process.cwd(), 'out/main/metrics-store.js');
  const store = await openStore({ dataDir, thread });
  return { store, measurement, end, bytes: await store.size() };
}
