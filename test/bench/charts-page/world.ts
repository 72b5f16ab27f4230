import type { ChartData } from '../../../src-renderer/charts/model';

export const charts = 12;
export const lines = 20;
export const points = 300;
export const step = 1000;

/** A wandering line that is the same in every run. */
function walk(seed: number): (i: number) => number {
  return (i) =>
    50 +
    25 * Math.sin((i + seed * 37) / (11 + (seed % 7))) +
    15 * Math.sin((i * (seed + 3)) / 29) +
    8 * Math.sin(i * 1.7 + seed);
}

/** How many moments are made ready: making them is not what is measured. */
const moments = 40;
let ready: readonly (readonly ChartData[])[] | undefined;

/** What a chart shows `tick` updates after its start: the window moves on by one point each time. */
export function dataOf(chart: number, tick: number): ChartData {
  ready ??= Array.from({ length: moments }, (_, at) =>
    Array.from({ length: charts }, (__, n) => make(n, at)),
  );
  const data = ready[tick]?.[chart];
  if (data === undefined) throw new RangeError('no such moment');
  return data;
}

function make(chart: number, tick: number): ChartData {
  const times = Array.from({ length: points }, (_, i) => (tick + i) * step);
  return {
    times,
    step,
    series: Array.from({ length: lines }, (_, n) => {
      const value = walk(chart * lines + n);
      return {
        key: `container-${String(n)}`,
        name: `container-${String(n)}`,
        values: times.map((_at, i) => ((tick + i + n * 13) % 211 < 4 ? null : value(tick + i))),
      };
    }),
  };
}
