import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MetricResult } from '../../../src-shared/metrics/model';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { docker, sweep, testLabels } from '../../support/world';

const stem = 'flt-metrics';
let services: Flotilla;

async function container(name: string, script: string, host: object = {}): Promise<string> {
  const made = await docker().createContainer({
    name: `${stem}-${name}`,
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', script],
    Labels: testLabels(stem),
    HostConfig: host,
  });
  await made.start();
  return made.id;
}

/** Asks until an answer will do; what it said last where none does. */
async function until(
  ask: () => Promise<MetricResult | undefined>,
  fits: (result: MetricResult) => boolean,
  ms = 20_000,
): Promise<MetricResult> {
  const end = Date.now() + ms;
  for (;;) {
    const result = await ask();
    if (result !== undefined && fits(result)) return result;
    if (Date.now() > end) throw new Error(`not in time: ${JSON.stringify(result)}`);
    await sleep(250);
  }
}

const newest = (result: MetricResult, key: string): number | undefined =>
  result.series.find((series) => series.key === key)?.values.findLast((value) => value !== null) ?? undefined;

const ask = async (
  metric: 'cpu' | 'memory' | 'hostCpu',
  keys?: string[],
): Promise<MetricResult | undefined> => {
  const now = Date.now();
  const [result] = await services.metrics.query([
    { metric, filter: keys === undefined ? {} : { key: keys }, from: now - 60_000, to: now, buckets: 60 },
  ]);
  return result;
};

beforeAll(async () => {
  await sweep(stem);
  services = await flotilla();
});
afterAll(async () => {
  await services.close();
  await sweep(stem);
});

it('shows a container within seconds, at a sample a second while it is looked at', async () => {
  const id = await container('burner', 'while :; do :; done', {
    NanoCpus: 500_000_000,
    Memory: 64 * 2 ** 20,
  });
  const result = await until(
    () => ask('cpu', [id]),
    ({ series }) => (series[0]?.values.filter((value) => value !== null).length ?? 0) >= 5,
  );
  expect(result.step).toBe(2000);
  expect(newest(result, id)).toBeGreaterThan(30);
  expect(newest(result, id)).toBeLessThan(70);
  const host = await ask('hostCpu');
  expect(host?.series).toHaveLength(1);
});
