import type { ChartUnit } from './model';

export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

interface AxisOptions {
  /** The lowest and highest value on show; absent: there is none. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** The lowest above 0: where a log axis may begin. */
  readonly lowPositive?: number;
  readonly unit: ChartUnit;
  readonly log?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** About so many ticks. */
  readonly count: number;
}

const binary = (unit: ChartUnit): boolean => unit === 'bytes' || unit === 'bytes/s';
/** The height of an axis with nothing but zeros: a flat line lies at the foot, not in the middle. */
const least: Readonly<Record<ChartUnit, number>> = {
  percent: 1,
  bytes: 1024,
  decbytes: 1000,
  'bytes/s': 1024,
  bits: 1000,
  'bits/s': 1000,
  cores: 0.1,
  count: 1,
  'ops/s': 1,
  'packets/s': 1,
  seconds: 0.001,
};

/** The next step at or above `raw`: 1, 2, 5 times a power of ten; a power of two for bytes. */
export function niceStep(raw: number, unit: ChartUnit): number {
  if (binary(unit)) return Math.max(1, 2 ** Math.ceil(Math.log2(raw)));
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((each) => each * ten >= raw * (1 - 1e-9)) ?? 10;
  // Things that are counted come whole.
  return unit === 'count' ? Math.max(1, step * ten) : step * ten;
}

/** Where a chart's value axis begins and ends, and its ticks: round numbers, from 0 unless values lie below it. */
export function valueAxis(options: AxisOptions): ValueAxis {
  if (options.log === true) return logAxis(options);
  const { unit, count } = options;
  const low = options.min ?? Math.min(0, options.low ?? 0);
  const wanted = options.max ?? options.high ?? 0;
  const high = Math.max(wanted, low + (options.max === undefined ? least[unit] : Number.EPSILON));
  const step = niceStep((high - low) / Math.max(1, count), unit);
  const min = options.min ?? Math.floor(low / step) * step;
  const max =
    options.max !== undefined && options.max > low ? options.max : Math.ceil(high / step - 1e-9) * step;
  const ticks: number[] = [];
  for (let n = Math.ceil(min / step - 1e-9); n * step <= max + step * 1e-9 && ticks.length < 50; n++)
    // Not -0, which would be written so.
    ticks.push(n * step + 0);
  return { min: min + 0, max, ticks };
}

function logAxis({ low, lowPositive, high, unit, min, max, count }: AxisOptions): ValueAxis {
  const base = binary(unit) ? 2 : 10;
  const power = (value: number, round: (value: number) => number): number =>
    round(Math.log(value) / Math.log(base));
  const from = min !== undefined && min > 0 ? min : (lowPositive ?? (low !== undefined && low > 0 ? low : 1));
  const to = Math.max(max ?? high ?? base, from * base);
  const first = power(from, Math.floor);
  const last = power(to, (value) => Math.ceil(value - 1e-9));
  const every = Math.max(1, Math.ceil((last - first) / Math.max(1, count)));
  const ticks: number[] = [];
  for (let n = first; n <= last; n += every) ticks.push(base ** n);
  return { min: min !== undefined && min > 0 ? min : base ** first, max: max ?? base ** last, ticks };
}
