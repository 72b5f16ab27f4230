import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Metric, Subject } from '@shared/metrics/model';
import type { InfluxPoint } from '../../../../src-main/clients/influx';
import { createOutbox, type Outbox } from '../../../../src-main/metrics/influx/outbox';
import { openStore } from '../../../../src-main/metrics/store/open';
import type { MetricStore } from '../../../../src-main/metrics/types';

const minute = 60_000;
const hour = 60 * minute;
const begin = Date.UTC(2026, 2, 1, 6);
const subject: Subject = { kind: 'container', key: 'a', name: "a'b", host: 'here', project: 'x\n"; DROP' };

let dataDir: string;
let now: number;
let store: MetricStore;
/** As the server has them: one a measurement, tags and time. */
let kept: Map<string, InfluxPoint>;
let down: boolean;
let written: number;
const signal = new AbortController().signal;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'flt-outbox-'));
  now = begin;
  store = await openStore({ dataDir, now: () => now, steady: () => now });
  kept = new Map();
  down = false;
  written = 0;
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const send = (points: readonly InfluxPoint[]): Promise<void> => {
  if (down) return Promise.reject(new Error('away'));
  for (const point of points) kept.set(JSON.stringify([point.measurement, point.tags, point.at]), point);
  written += points.length;
  return Promise.resolve();
};
const make = (): Outbox => createOutbox(store, { dataDir, server: 'here', now: () => now });

/** Lets time pass with a sample in 10 s, and tries to write each time. */
async function pass(outbox: Outbox, ms: number, partly = false): Promise<void> {
  for (const end = now + ms; now < end;) {
    now += 10_000;
    store.append([
      { subject, at: now - 1, period: 10_000, values: { cpu: 5, memory: now % 1e6, diskRead: 2 } },
    ]);
    if (now % minute === 0) await store.flush();
    // The source asks first whether the server is there.
    if (down && now % (10 * minute) !== 0) continue;
    await outbox.write(send, partly, signal).catch(() => undefined);
  }
}
const slotsOf = (metric: Metric): number[] =>
  [...kept.values()]
    .filter(({ measurement }) => measurement === `flotilla_${metric}`)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
const all = (from: number, to: number, step = 10_000): number[] =>
  Array.from({ length: (to - from) / step }, (_, i) => from + i * step);

describe('what waits for InfluxDB', () => {
  it('is written slot by slot, and nothing of it twice', async () => {
    const outbox = make();
    await pass(outbox, 10 * minute);
    expect(slotsOf('memory')).toEqual(all(begin, now - 30_000));
    expect(written).toBe(kept.size);
    expect(outbox.waiting()).toBe(0);
    expect([...kept.values()][0]?.tags).toMatchObject({ container_name: "a'b", project: 'x\n"; DROP' });
  });

  it('stays in the history while InfluxDB is away, and is written when it is back', async () => {
    const outbox = make();
    await pass(outbox, 5 * minute, true);
    expect(slotsOf('cpu').length).toBeLessThan(10);
    const lost = now;
    down = true;
    await pass(outbox, 3 * hour, true);
    expect(outbox.waiting()).toBeGreaterThan(1000);
    down = false;
    const back = now;
    await pass(outbox, 5 * minute, true);
    expect(outbox.waiting()).toBe(0);
    expect(slotsOf('diskRead')).toEqual(all(begin, now - 30_000));
    // cAdvisor dropped its part meanwhile: it is written for it, then left to it again.
    const cpu = slotsOf('cpu').filter((at) => at >= lost);
    expect(cpu.slice(0, (back - lost) / 10_000)).toEqual(all(lost, back));
    expect(cpu.at(-1)).toBeLessThan(now - minute);
  });

  it('is found again after a crash', async () => {
    await pass(make(), 5 * minute);
    down = true;
    await pass(make(), 10 * minute);
    down = false;
    await pass(make(), minute);
    expect(slotsOf('memory')).toEqual(all(begin, now - 30_000));
  });

  it('is written for cAdvisor as well where the app began anew while InfluxDB was away', async () => {
    await pass(make(), 5 * minute, true);
    const lost = now;
    down = true;
    // Nobody could open it, and so nobody heard that it is away.
    await pass(make(), 3 * minute, true);
    down = false;
    const back = now;
    await pass(make(), 5 * minute, true);
    expect(slotsOf('cpu')).toEqual(expect.arrayContaining(all(lost - minute, back + minute)));
    expect(slotsOf('cpu').at(-1)).toBeLessThan(now - minute);
    expect(slotsOf('diskRead')).toEqual(all(begin, now - 30_000));
  });

  it('is written by the minute where InfluxDB was away for longer than the history has 10 s', async () => {
    const outbox = make();
    await pass(outbox, 5 * minute);
    down = true;
    await pass(outbox, 26 * hour);
    down = false;
    await pass(outbox, minute);
    const slots = slotsOf('memory');
    // No minute is without.
    expect(new Set(slots.map((at) => Math.floor(at / minute))).size).toBe(
      (now - 30_000 - begin) / minute + 0.5,
    );
    const recent = slots.filter((at) => at >= now - 23 * hour);
    expect(recent).toEqual(all(now - 23 * hour, now - 30_000));
  });

  it('does not wait for a time to which the clock was once ahead', async () => {
    await pass(make(), 2 * minute);
    now -= hour;
    const outbox = make();
    await pass(outbox, 5 * minute);
    expect(slotsOf('memory').some((at) => at < begin)).toBe(true);
  });
});
