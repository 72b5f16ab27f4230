import { describe, expect, it } from 'vitest';
import { ratesBetween, type Reading } from '../../../src-shared/metrics/rates';

/** A reading that came by itself, a second after the last, unless it is said otherwise. */
const reading = (at: number, received: number, more: Partial<Reading> = {}): Reading => ({
  at,
  heard: at,
  expected: 1000,
  counters: { received },
  gauges: { memory: 7 },
  ...more,
});
const polled = (at: number, received: number, more: Partial<Reading> = {}): Reading =>
  reading(at, received, { asked: at - 5, heard: at + 5, expected: 10_000, ...more });

const rate = (before: Reading | undefined, now: Reading): number | null | undefined =>
  ratesBetween(before, now)?.values.received;

describe('rates', () => {
  it('divide by the source’s own time', () => {
    expect(ratesBetween(reading(10_000, 500), reading(11_250, 1750, { heard: 11_000 }))).toEqual({
      at: 11_250,
      period: 1250,
      values: { received: 1000, memory: 7 },
    });
  });

  it('are null at first, gauges are not', () => {
    expect(ratesBetween(undefined, reading(10_000, 500))?.values).toEqual({ received: null, memory: 7 });
  });

  it('are null where the counter began anew, is new, or another start is told', () => {
    expect(rate(reading(10_000, 500), reading(11_000, 20))).toBeNull();
    expect(rate({ ...reading(10_000, 0), counters: {} }, reading(11_000, 20))).toBeNull();
    expect(rate(reading(10_000, 500, { epoch: 'a' }), reading(11_000, 900, { epoch: 'b' }))).toBeNull();
  });

  it('are null after a gap of more than 2.5 periods', () => {
    expect(rate(reading(10_000, 0), reading(12_500, 2500))).toBe(1000);
    expect(rate(reading(10_000, 0), reading(12_501, 2500))).toBeNull();
    // One that was just made faster is measured by the slower.
    expect(rate(polled(10_000, 0), reading(20_000, 10_000))).toBe(1000);
  });

  it('are null when the clock was put back', () => {
    expect(rate(reading(10_000, 0), reading(8000, 900, { heard: 11_000 }))).toBeNull();
    // By five seconds between two that are ten apart.
    const before = polled(100_000, 0);
    const now = polled(105_000, 10_000, { asked: 109_995, heard: 110_005 });
    expect(rate(before, now)).toBeNull();
  });

  it('are null when the clock was put on', () => {
    const before = polled(100_000, 0);
    expect(rate(before, polled(121_000, 900, { asked: 109_995, heard: 110_005 }))).toBeNull();
    expect(rate(reading(10_000, 0), reading(14_700, 900, { heard: 11_000 }))).toBeNull();
  });

  it('stay where the app was held up: the source’s time tells', () => {
    // Three that waited come at once.
    const held = [11_000, 12_000, 13_000].map((at) => reading(at, at, { heard: 13_500 }));
    expect(rate(reading(10_000, 10_000), held[0] as Reading)).toBe(1000);
    expect(rate(held[0], held[1] as Reading)).toBe(1000);
    expect(rate(held[1], held[2] as Reading)).toBe(1000);
  });

  it('take a reading that tells nothing new for none', () => {
    expect(ratesBetween(reading(10_000, 5), reading(10_000, 5))).toBeUndefined();
    expect(ratesBetween(reading(10_000, 5), reading(9900, 5))).toBeUndefined();
  });

  it('know shares of what was counted', () => {
    const share = (part: number, whole: number, at: number): Reading =>
      reading(at, 0, { shares: { throttled: { part, whole } } });
    const between = (a: Reading, b: Reading): unknown => ratesBetween(a, b)?.values.throttled;
    expect(between(share(5, 10, 1000), share(10, 20, 2000))).toBe(50);
    expect(between(share(5, 10, 1000), share(5, 10, 2000))).toBe(0);
    expect(between(share(5, 10, 1000), share(1, 2, 2000))).toBeNull();
  });
});
