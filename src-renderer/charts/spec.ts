import type { Locale } from '@shared/i18n/types';
import type { Span } from './gestures';
import type { ChartData, ChartLook } from './model';
import type { Inks, PaintSpec } from './paint-spec';
import type { SeriesLook } from './palette';

/** What the worker draws a chart from: numbers in one block, copied here and handed over. */
export function specOf(options: {
  readonly data: ChartData;
  readonly span: Span;
  readonly look: ChartLook;
  readonly looks: readonly SeriesLook[];
  readonly hidden: ReadonlySet<string>;
  /** The line that is pointed at in the legend: the others stand back. */
  readonly strong?: string;
  readonly utc: boolean;
  readonly locale: Locale;
  readonly inks: Inks;
  readonly width: number;
  readonly height: number;
}): PaintSpec {
  const { data, look, looks, hidden, span, strong } = options;
  const { length } = data.times;
  const values = new Float64Array(length * data.series.length);
  let place = 0;
  for (const each of data.series) {
    for (let i = 0; i < length; i++) values[place++] = each.values[i] ?? NaN;
  }
  return {
    width: options.width,
    height: options.height,
    ratio: devicePixelRatio,
    from: span.from,
    to: span.to,
    times: Float64Array.from(data.times),
    step: data.step,
    values,
    lines: data.series.map(({ key, name }, n) => ({
      name,
      color: looks[n]?.color ?? 1,
      dash: looks[n]?.dash ?? 0,
      hidden: hidden.has(key),
      faint: strong !== undefined && strong !== key,
    })),
    unit: look.unit,
    stacked: look.stacked ?? false,
    fill: look.fill ?? false,
    log: look.log ?? false,
    ...(look.min !== undefined && { min: look.min }),
    ...(look.max !== undefined && { max: look.max }),
    thresholds: (look.thresholds ?? []).map(({ value, level }) => ({ value, level })),
    thresholdStyle: look.thresholdStyle ?? 'line',
    locale: options.locale,
    utc: options.utc,
    inks: options.inks,
  };
}
