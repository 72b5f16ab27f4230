import type { ChartData, ChartSeries, StatName } from './model';

export type SeriesStats = Readonly<Record<StatName, number | null>>;

/** What a legend tells of a line; null where nothing is known. */
export function statsOf(values: readonly (number | null)[]): SeriesStats {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  let last: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count += 1;
    last = value;
  }
  return count === 0 ? { last, min: null, mean: null, max: null } : { last, min, max, mean: sum / count };
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
