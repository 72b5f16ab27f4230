import { expect, it } from 'vitest';
import { bucketsOf } from '@shared/metrics/buckets';
import type { Metric, Sample, Subject } from '@shared/metrics/model';
import { Ring } from '../../../../src-main/metrics/ring';

const subject: Subject = { kind: 'container', key: 'a', name: 'web', host: 'h' };
const begin = 1_800_000_000_000;

function filled(samples: number, values: (second: number) => Sample['values']): Ring {
  const ring = new Ring();
  for (let second = 0; second < samples; second++)
    ring.add({ subject, at: begin + second * 1000, period: 0, values: values(second) });
  return ring;
}

/** A value a second, of the last so many. */
function read(ring: Ring, metric: Metric, samples: number, newest: number): (number | null)[] {
  const [from, to] = [begin + (samples - newest) * 1000, begin + samples * 1000];
  const buckets = bucketsOf({ from, to, buckets: newest }, 1000);
  const [series] = ring.query({ metric, aggregate: 'last', since: 0 }, buckets, () => true);
  return Array.from(series?.values ?? [], (value) => (Number.isNaN(value) ? null : value));
}

it('gives back what it was given, while it grows and after it has gone round', () => {
  for (const samples of [10, 64, 65, 500, 900, 2000]) {
    const ring = filled(samples, (second) => ({
      cpu: second,
      pids: 3,
      ...(second > 5 && { memory: second }),
    }));
    const newest = Math.min(samples, 10);
    const expected = Array.from({ length: newest }, (_, i) => samples - newest + i);
    expect(read(ring, 'cpu', samples, newest)).toEqual(expected);
    expect(read(ring, 'pids', samples, newest)).toEqual(expected.map(() => 3));
    expect(read(ring, 'memory', samples, newest)).toEqual(
      expected.map((second) => (second > 5 ? second : null)),
    );
    expect(ring.last('container', 'a')?.values).toMatchObject({ cpu: samples - 1, pids: 3 });
  }
});

it('tells when what stood still moved, was unknown, or was not told', () => {
  const ring = filled(100, (second) => {
    if (second === 95) return {};
    return { pids: second < 93 ? 0 : 1, memoryLimit: second === 97 ? null : 5 };
  });
  expect(read(ring, 'pids', 100, 9)).toEqual([0, 0, 1, 1, null, 1, 1, 1, 1]);
  expect(read(ring, 'memoryLimit', 100, 6)).toEqual([5, null, 5, null, 5, 5]);
});

it('keeps no room for what stands still', () => {
  const moving = filled(900, (second) => ({ cpu: second }));
  const more = filled(900, (second) => ({ cpu: second, pids: 3, memoryLimit: 0.1, cpuLimit: 0 }));
  expect(more.bytes).toBe(moving.bytes);
  const counter = filled(900, (second) => ({ cpu: second, received: second === 0 ? null : 0 }));
  expect(counter.bytes).toBe(moving.bytes);
});
