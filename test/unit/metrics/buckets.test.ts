import { describe, expect, it } from 'vitest';
import { Bins, bucketsAt, bucketsOf } from '../../../src-shared/metrics/buckets';
import { matcherOf } from '../../../src-shared/metrics/match';
import { isExpression } from '../../../src-shared/metrics/regex';
import type { Subject } from '../../../src-shared/metrics/model';
import { resultOf } from '../../../src-shared/metrics/result';

const { NaN: none } = Number;
const list = (values: Float64Array): (number | null)[] =>
  [...values].map((value) => (Number.isNaN(value) ? null : value));

describe('buckets', () => {
  it('cover the range, aligned, never more than asked for', () => {
    for (const [from, to, buckets] of [
      [0, 1000, 300],
      [1_700_000_000_123, 1_700_000_900_123, 300],
      [1_700_000_000_123, 1_700_086_400_123, 300],
      [1_700_000_000_123, 1_702_592_000_123, 2],
      [0, 8.64e15, 5000],
    ] as const) {
      const made = bucketsOf({ from, to, buckets }, 1000);
      expect(made.times.length).toBeLessThanOrEqual(buckets);
      expect(made.times[0]).toBeLessThanOrEqual(from);
      expect((made.times.at(-1) ?? 0) + made.step).toBeGreaterThanOrEqual(to);
      expect((made.times[0] ?? 0) % made.step).toBe(0);
    }
  });

  it('are multiples of the samples’ period', () => {
    expect(bucketsOf({ from: 0, to: 60_000, buckets: 300 }, 10_000).step).toBe(10_000);
    expect(bucketsOf({ from: 0, to: 4_500_000, buckets: 300 }, 10_000).step).toBe(20_000);
  });

  it('a single one is the range, an empty range has none', () => {
    expect(bucketsOf({ from: 123, to: 60_123, buckets: 1 }, 1000)).toEqual({ step: 60_000, times: [123] });
    expect(bucketsOf({ from: 5, to: 5, buckets: 10 }, 1000).times).toEqual([]);
  });

  it('join samples, and leave a gap a gap', () => {
    const buckets = bucketsAt({ from: 0, to: 6000 }, 1000);
    const bins = new Bins(buckets, 'avg');
    // The third is 100 ms late and so misses its bucket; then nothing for two seconds.
    for (const [at, avg] of [
      [900, 10],
      [1900, 20],
      [3000, 30],
      [5900, 60],
    ] as const)
      bins.add({ at, period: at === 3000 ? 1100 : 1000, avg });
    expect(list(bins.values())).toEqual([10, 20, 30, 30, 60, 60]);
    const gap = new Bins(buckets, 'avg');
    for (const at of [500, 4500]) gap.add({ at, period: 400, avg: at });
    expect(list(gap.values())).toEqual([500, null, null, null, 4500, null]);
  });

  it('take the mean by count, the highest of the highest, and the last', () => {
    const buckets = bucketsAt({ from: 0, to: 1000 }, 1000);
    const points = [
      { at: 600, period: 300, avg: 4, min: 3, max: 9, count: 3 },
      { at: 300, period: 300, avg: 8, min: 1, max: 8, count: 1 },
      { at: 900, period: 300, avg: none },
    ];
    const by = (aggregate: 'avg' | 'min' | 'max' | 'last'): number | null | undefined => {
      const bins = new Bins(buckets, aggregate);
      points.forEach((point) => bins.add(point));
      return list(bins.values())[0];
    };
    expect([by('avg'), by('min'), by('max'), by('last')]).toEqual([5, 1, 9, 4]);
  });
});

const subject = (name: string, more: Partial<Subject> = {}): Subject => ({
  kind: 'container',
  key: `id-${name}`,
  name,
  host: 'here',
  ...more,
});

describe('an answer', () => {
  const parts = { step: 1000, times: [0, 1000], tier: 'memory', fresh: 2000 } as const;
  const web = { subject: subject('web', { project: 'shop' }), values: Float64Array.of(1, none) };
  const db = { subject: subject('db', { project: 'shop' }), values: Float64Array.of(5, none) };
  const other = { subject: subject('other'), values: Float64Array.of(3, 4) };

  it('is by name, with null where nothing is known', () => {
    const result = resultOf({ metric: 'cpu' }, parts, [web, other, db]);
    expect(result.series.map(({ name, values }) => [name, values])).toEqual([
      ['db', [5, null]],
      ['other', [3, 4]],
      ['web', [1, null]],
    ]);
    expect(result).toMatchObject({ unit: 'percent', leftOut: 0, complete: 4 / 6 });
  });

  it('keeps the highest', () => {
    const result = resultOf({ metric: 'cpu', top: 1 }, parts, [web, other, db]);
    expect(result.series.map(({ name }) => name)).toEqual(['db']);
    expect(result.leftOut).toBe(2);
  });

  it('joins groups bucket by bucket', () => {
    const sum = resultOf({ metric: 'cpu', groupBy: 'project' }, parts, [web, other, db]);
    expect(sum.series.map(({ key, name, values }) => [key, name, values])).toEqual([
      ['project:', '', [3, 4]],
      ['project:shop', 'shop', [6, null]],
    ]);
    expect(sum.series[1]?.subject).toEqual({ kind: 'group', host: 'here', project: 'shop' });
    const all = resultOf({ metric: 'cpu', groupBy: 'all', groupAggregate: 'max' }, parts, [web, other, db]);
    expect(all.series.map(({ values }) => values)).toEqual([[5, 4]]);
  });
});

describe('a filter', () => {
  const shop = subject('web-1', { project: 'shop', labels: { tier: 'front', toString: 'x' } });
  it('wants every part to match', () => {
    expect(matcherOf({})(shop)).toBe(true);
    expect(matcherOf({ name: ['web-1', 'x'], project: ['shop'] })(shop)).toBe(true);
    expect(matcherOf({ name: { regex: '^web' }, project: ['other'] })(shop)).toBe(false);
    expect(matcherOf({ name: { regex: 'web', not: true } })(shop)).toBe(false);
    expect(matcherOf({ service: { regex: 'web', not: true } })(shop)).toBe(true);
    expect(matcherOf({ kind: 'host' })(shop)).toBe(false);
  });
  it('knows labels by their own names only', () => {
    expect(matcherOf({ labels: { tier: ['front'] } })(shop)).toBe(true);
    expect(matcherOf({ labels: { constructor: { regex: '.' } } })(shop)).toBe(false);
  });
  it('says which expression is none', () => {
    expect(() => matcherOf({ name: { regex: '(' } })).toThrow('“(” is no regular expression');
    // What cannot be matched in linear time is none, and is said; what Grafana knows is.
    expect(() => matcherOf({ name: { regex: '(?=a)' } })).toThrow('is no regular expression');
    expect(matcherOf({ name: { regex: '(?i)^WEB-[[:digit:]]$' } })(shop)).toBe(true);
    expect(isExpression('(')).toBe(false);
    expect(isExpression('船|^web')).toBe(true);
    expect(isExpression('a'.repeat(501))).toBe(false);
  });
  it('is held up by no expression and no text', () => {
    const evil = subject(`${'a'.repeat(50_000)}!`, {});
    for (const regex of ['(a+)+$', '^(a|a)*$', '(.*a){20}$', '(a?){30}a{30}b'])
      expect(matcherOf({ name: { regex } })(evil)).toBe(false);
  });
});
