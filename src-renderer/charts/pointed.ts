import type { ChartData, PlotLayout } from './model';
import type { SeriesLook } from './palette';
import { bucketAt } from './stats';

export interface PointedRow {
  readonly key: string;
  readonly name: string;
  readonly value: number | null;
  readonly color: number;
  readonly dash: number;
}

export interface Pointed {
  /** The bucket's moment. */
  readonly at: number;
  /** Lines with a value there, highest first. */
  readonly rows: readonly PointedRow[];
  readonly dots: readonly { readonly key: string; readonly y: number; readonly color: number }[];
  /** The line nearest to the pointer. */
  readonly near?: string;
}

/** Above so many lines dots would be a crowd. */
const mostDots = 40;

export function yAt(value: number, { top, bottom, low, high, log }: PlotLayout): number {
  const part = log
    ? Math.log(value / low) / Math.log(high / low)
    : (value - low) / (high - low === 0 ? 1 : high - low);
  return bottom - part * (bottom - top);
}

/** What a chart tells of one moment. */
export function pointed(options: {
  readonly data: ChartData;
  readonly looks: readonly SeriesLook[];
  readonly hidden: ReadonlySet<string>;
  readonly at: number;
  readonly layout: PlotLayout;
  readonly stacked: boolean;
  /** Where the pointer is, in pixels. */
  readonly y: number | undefined;
}): Pointed | undefined {
  const { data, looks, hidden, at, layout, stacked, y } = options;
  const bucket = bucketAt(data, at);
  const moment = data.times[bucket];
  if (moment === undefined) return undefined;
  let sum = 0;
  const found: (PointedRow & { readonly dot: number })[] = [];
  for (const [n, { key, name, values }] of data.series.entries()) {
    const value = values[bucket] ?? null;
    if (value === null || hidden.has(key)) continue;
    sum += value;
    const look = looks[n] ?? { color: 1, dash: 0 };
    found.push({ key, name, value, ...look, dot: yAt(stacked ? sum : value, layout) });
  }
  const near =
    y === undefined
      ? undefined
      : found.reduce<{ key: string; far: number } | undefined>((best, { key, dot }) => {
          const far = Math.abs(dot - y);
          return best === undefined || far < best.far ? { key, far } : best;
        }, undefined)?.key;
  return {
    at: moment,
    rows: found
      .map(({ key, name, value, color, dash }) => ({ key, name, value, color, dash }))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
    dots: found
      .filter(({ dot }) => Number.isFinite(dot) && dot >= layout.top - 1 && dot <= layout.bottom + 1)
      .slice(0, mostDots)
      .map(({ key, dot, color }) => ({ key, y: dot, color })),
    ...(near !== undefined && { near }),
  };
}
