import type { Aggregate } from './model';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths of buckets that people read well, ms; above them whole days. */
const widths = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  day,
];

/** Buckets of a range: `times` are their begins, epoch ms, multiples of `step`. */
export interface Buckets {
  readonly step: number;
  readonly times: readonly number[];
}

/**
 * The buckets that cover a range: at most as many as asked for, aligned in UTC, so that a range that moves on by a
 * little falls into the same ones. The first begins at or before `from`, the last may end after `to`; both count
 * whole. A single bucket is the range itself.
 *
 * @param finest period of the samples, ms: no bucket is narrower, and each is a multiple of it
 */
export function bucketsOf(
  { from, to, buckets }: { readonly from: number; readonly to: number; readonly buckets: number },
  finest: number,
): Buckets {
  if (to <= from) return { step: finest, times: [] };
  if (buckets <= 1) return { step: Math.max(finest, Math.ceil(to - from)), times: [from] };
  const count = (step: number): number => Math.ceil(to / step) - Math.floor(from / step);
  const fitting = widths.find((step) => step % finest === 0 && count(step) <= buckets);
  if (fitting !== undefined) return bucketsAt({ from, to }, fitting);
  let days = Math.max(1, Math.ceil((to - from) / day / buckets));
  while (count(days * day) > buckets) days++;
  return bucketsAt({ from, to }, days * day);
}

/** The buckets of a width that cover a range. */
export function bucketsAt(
  { from, to }: { readonly from: number; readonly to: number },
  step: number,
): Buckets {
  const times: number[] = [];
  for (let at = Math.floor(from / step) * step; at < to; at += step) times.push(at);
  return { step, times };
}

/** What goes into a bucket: one sample, or what a coarser tier knows of several. */
export interface Point {
  /** Epoch ms: the end of what it stands for. */
  readonly at: number;
  /** ms that it stands for, before `at`. */
  readonly period: number;
  /** NaN: known not to be known. */
  readonly avg: number;
  readonly min?: number;
  readonly max?: number;
  /** Samples in it. Default 1. */
  readonly count?: number;
}

/**
 * Fills the buckets of one series. A sample falls into the bucket of its end. A bucket that none fell into takes the
 * next one's value where that one stands for it as well: samples come a little early or late, which is no gap.
 */
export class Bins {
  readonly #step: number;
  readonly #first: number;
  readonly #aggregate: Aggregate;
  readonly #values: Float64Array;
  /** Of `avg` the samples in it, of `last` the newest sample's time. */
  readonly #weights: Float64Array;
  readonly #covered: Float64Array;
  readonly #coveredUntil: Float64Array;

  constructor({ step, times }: Buckets, aggregate: Aggregate) {
    this.#step = step;
    this.#first = times[0] ?? 0;
    this.#aggregate = aggregate;
    this.#values = new Float64Array(times.length).fill(Number.NaN);
    this.#weights = new Float64Array(times.length);
    this.#covered = new Float64Array(times.length).fill(Number.NaN);
    this.#coveredUntil = new Float64Array(times.length).fill(Infinity);
  }

  add({ at, period, avg, min = avg, max = avg, count = 1 }: Point): void {
    const place = Math.floor((at - this.#first) / this.#step);
    const value = this.#aggregate === 'min' ? min : this.#aggregate === 'max' ? max : avg;
    // It stands for what is before it: a begin right on a border is the bucket's that ends there.
    const from = Math.max(0, Math.floor((at - period - this.#first) / this.#step));
    for (let i = from; i < place && i < this.#covered.length; i++)
      if (at < (this.#coveredUntil[i] ?? 0)) {
        this.#coveredUntil[i] = at;
        this.#covered[i] = value;
      }
    if (place < 0 || place >= this.#values.length || Number.isNaN(value)) return;
    const before = this.#values[place] ?? Number.NaN;
    const weight = this.#weights[place] ?? 0;
    const empty = Number.isNaN(before);
    switch (this.#aggregate) {
      case 'avg':
        this.#values[place] = empty ? value : before + ((value - before) * count) / (weight + count);
        this.#weights[place] = weight + count;
        break;
      case 'min':
        this.#values[place] = empty ? value : Math.min(before, value);
        break;
      case 'max':
        this.#values[place] = empty ? value : Math.max(before, value);
        break;
      case 'last':
        if (!empty && at < weight) return;
        this.#values[place] = value;
        this.#weights[place] = at;
    }
  }

  /** One a bucket; NaN: nothing is known of it. */
  values(): Float64Array {
    return this.#values.map((value, i) => (Number.isNaN(value) ? (this.#covered[i] ?? Number.NaN) : value));
  }
}
