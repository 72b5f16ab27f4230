import type { Locale } from '@shared/i18n/types';
import type { StatName } from '@shared/metrics/stats';
import type { ChartData, ChartSeries, ChartUnit } from './model';
import { formatValue } from './units';

export type SeriesStats = Readonly<Record<StatName, number | null>>;

/** Of a line of which nothing is known. */
export const noStats: SeriesStats = { last: null, min: null, mean: null, p95: null, max: null, sum: null };

/**
 * The numbers of a line, by the points that are drawn; null where nothing is known. `p95`: the lowest of its values that
 * 95 % of them do not exceed. `sum`: of something a second, how much it was over all that is known; `step` is a point's
 * width in ms.
 */
export function statsOf(values: readonly (number | null)[], step: number): SeriesStats {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return noStats;
  const sorted = Float64Array.from(known).sort();
  const total = known.reduce((sum, value) => sum + value, 0);
  return {
    last,
    min: sorted[0] ?? null,
    mean: total / known.length,
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? null,
    max: sorted.at(-1) ?? null,
    sum: (total * step) / 1000,
  };
}

const totals: Readonly<Partial<Record<ChartUnit, ChartUnit>>> = {
  'bytes/s': 'bytes',
  'bits/s': 'bits',
  'ops/s': 'count',
  'packets/s': 'count',
};

/** What a number of a line counts; undefined: it makes no sense there (a sum of what is not a rate). */
export const statUnit = (stat: StatName, unit: ChartUnit): ChartUnit | undefined =>
  stat === 'sum' ? totals[unit] : unit;

/** A number of a line in its unit; a dash where there is none. */
export function statText(stats: SeriesStats, stat: StatName, unit: ChartUnit, locale: Locale): string {
  const own = statUnit(stat, unit);
  return formatValue(own === undefined ? null : stats[stat], own ?? unit, locale);
}

/** The bucket that a moment lies in, or the nearest one; -1 where there is none. */
export function bucketAt({ times, step }: Pick<ChartData, 'times' | 'step'>, at: number): number {
  const first = times[0];
  if (first === undefined || step <= 0) return -1;
  return Math.max(0, Math.min(times.length - 1, Math.floor((at - first) / step)));
}

/** The values that a stacked chart draws: each line on top of those before it. Unknown adds nothing to the others. */
export function stack(series: readonly ChartSeries[], length: number): (number | null)[][] {
  const sums = new Array<number>(length).fill(0);
  return series.map(({ values }) =>
    sums.map((below, i) => {
      const value = values[i] ?? null;
      if (value === null) return null;
      sums[i] = below + value;
      return below + value;
    }),
  );
}
