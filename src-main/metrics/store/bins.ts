import type { Aggregate } from '@shared/metrics/model';
import { unknown } from './columns';

/** Slots of a series that lie one after another. */
interface Slots {
  readonly avg: Float32Array;
  readonly max: Float32Array;
  readonly min: Float32Array;
  readonly count: Uint16Array;
}

/**
 * The buckets of one series, filled from slots: as `Bins` of `src-shared/metrics`, but over whole arrays, for a query
 * goes over a million of slots.
 */
export class SlotBins {
  readonly #sums: Float64Array;
  readonly #weights: Float64Array;
  readonly #closed: Uint8Array;

  /** @param first number of the first bucket's first slot, counted from 1970; @param wide slots of a bucket */
  constructor(
    length: number,
    private readonly first: number,
    private readonly wide: number,
    private readonly aggregate: Aggregate,
  ) {
    this.#sums = new Float64Array(length).fill(Number.NaN);
    this.#weights = new Float64Array(length);
    this.#closed = new Uint8Array(length);
  }

  /** @param slot the number of the arrays' first slot; @param per how many slots of the arrays make one of ours */
  add(slots: Slots, slot: number, per = 1): void {
    const { count, avg } = slots;
    const values = this.aggregate === 'max' ? slots.max : this.aggregate === 'min' ? slots.min : avg;
    const sums = this.#sums;
    const weights = this.#weights;
    const wide = this.wide * per;
    const offset = slot - this.first * per;
    const length = count.length;
    const last = sums.length * wide;
    for (let i = Math.max(0, -offset); i < length && offset + i < last; i++) {
      const bucket = Math.trunc((offset + i) / wide);
      const samples = count[i] ?? 0;
      if (samples === 0) {
        if (avg[i] === unknown) this.#closed[bucket] = 1;
        continue;
      }
      const value = values[i] ?? 0;
      const weight = weights[bucket] ?? 0;
      if (weight === 0) {
        sums[bucket] = value;
        weights[bucket] = samples;
        continue;
      }
      const before = sums[bucket] ?? 0;
      switch (this.aggregate) {
        case 'avg':
          sums[bucket] = before + ((value - before) * samples) / (weight + samples);
          weights[bucket] = weight + samples;
          break;
        case 'max':
          if (value > before) sums[bucket] = value;
          break;
        case 'min':
          if (value < before) sums[bucket] = value;
          break;
        case 'last':
          // Slots come in the order of time.
          sums[bucket] = value;
      }
    }
  }

  /**
   * One a bucket; NaN: nothing is known. `bridge`: an empty bucket between two takes the second one's value, unless it
   * is known not to be known: where a bucket is as wide as samples are apart, one that came a little late is no gap.
   */
  values(bridge: boolean): Float64Array {
    const values = this.#sums;
    if (bridge)
      for (let i = values.length - 2; i > 0; i--)
        if (this.#weights[i] === 0 && this.#weights[i - 1] !== 0 && this.#weights[i + 1] !== 0)
          if (this.#closed[i] === 0) values[i] = values[i + 1] ?? Number.NaN;
    return values;
  }

  /** Whether anything is known. */
  get any(): boolean {
    return this.#weights.some((weight) => weight > 0);
  }
}
