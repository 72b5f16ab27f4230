import { expect, it } from 'vitest';
import type { MetricQuery, MetricResult } from '@shared/metrics/model';
import { answer } from '../../../../src-main/metrics/queries';
import { Ring } from '../../../../src-main/metrics/ring';
import type { MetricStore } from '../../../../src-main/metrics/types';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const minute = 60_000;
const quarter: MetricQuery = {
  metric: 'cpu',
  filter: {},
  from: now - 15 * minute,
  to: now,
  buckets: 300,
};
const subject = { kind: 'container', key: 'a', name: 'web', host: 'h' } as const;

/** A second each, from then on. */
function ringSince(then: number): Ring {
  const ring = new Ring();
  for (let at = then + 1000; at <= now; at += 1000)
    ring.add({ subject, at, period: 1000, values: { cpu: 25 } });
  return ring;
}

/** A disk that has ten seconds each, from then on. */
function diskSince(then: number): MetricStore {
  const times: number[] = [];
  for (let at = quarter.from; at < now; at += 10_000) times.push(at);
  const result: MetricResult = {
    ...{ metric: 'cpu', unit: 'percent', step: 10_000, times, tier: '10s', fresh: now },
    series: [
      {
        key: 'a',
        name: 'web',
        subject: { kind: 'container', host: 'h' },
        values: times.map((at) => (at < then ? null : 25)),
      },
    ],
    ...{ complete: 1, leftOut: 0 },
  };
  return { query: () => Promise.resolve(result) } as unknown as MetricStore;
}
const known = ({ series }: MetricResult): number =>
  series[0]?.values.filter((value) => value !== null).length ?? 0;

it('tells the last quarter of an hour by the second, though the answer comes a moment later', async () => {
  const began = now - 60 * minute;
  const parts = { ring: ringSince(now - 15 * minute), store: diskSince(began), since: began };
  const told = await answer(quarter, { ...parts, now: now + 40 });
  expect(told).toMatchObject({ tier: 'memory', step: 5000 });
  expect(known(told)).toBe(180);
});

it('tells a history that has only begun by the second', async () => {
  const began = now - 2 * minute;
  const told = await answer(quarter, {
    ...{ ring: ringSince(began), store: diskSince(began), since: began },
    now: now + 40,
  });
  expect(told).toMatchObject({ tier: 'memory', step: 5000 });
  expect(known(told)).toBe(24);
});

it('tells what an earlier start of the app measured out of the disk', async () => {
  const began = now - 2 * minute;
  const told = await answer(quarter, {
    ...{ ring: ringSince(began), store: diskSince(now - 10 * minute), since: began },
    now: now + 40,
  });
  expect(told).toMatchObject({ tier: '10s', step: 10_000 });
  expect(known(told)).toBe(60);
});
