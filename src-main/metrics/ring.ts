import { Bins, type Buckets } from '@shared/metrics/buckets';
import { type Aggregate, type Metric, type Sample, type Subject } from '@shared/metrics/model';
import type { BinnedSeries } from '@shared/metrics/result';
import { RingColumn } from './ring-column';

/** How long samples stay, ms. */
export const ringMs = 15 * 60_000;
/** A sample a second for that long. */
const most = ringMs / 1000;

/** The samples of one subject, oldest overwritten. Grows only where it is fed often enough to need it. */
class Series {
  subject: Subject;
  #size = 64;
  /** Samples that were ever added; the newest so many are there. */
  #added = 0;
  #count = 0;
  #times = new Float64Array(64);
  #periods = new Float32Array(64);
  readonly #values = new Map<Metric, RingColumn>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get newest(): number {
    return this.#count === 0 ? 0 : (this.#times[(this.#added - 1) % this.#size] ?? 0);
  }

  add({ at, period, values }: Sample): void {
    if (this.#count === this.#size && this.#size < most && at - this.#oldest() < ringMs) this.#grow();
    this.#times[this.#added % this.#size] = at;
    this.#periods[this.#added % this.#size] = period;
    for (const metric of Object.keys(values) as Metric[])
      if (!this.#values.has(metric)) this.#values.set(metric, new RingColumn());
    for (const [metric, column] of this.#values)
      column.put(this.#added, values[metric] ?? Number.NaN, this.#size);
    this.#added += 1;
    this.#count = Math.min(this.#count + 1, this.#size);
  }

  has(from: number, to: number): boolean {
    return this.#count > 0 && this.newest >= from && this.#oldest() < to;
  }

  /** The buckets of a metric; undefined: it was never measured. */
  bins(metric: Metric, buckets: Buckets, aggregate: Aggregate, since: number): Float64Array | undefined {
    const column = this.#values.get(metric);
    if (column === undefined) return undefined;
    const bins = new Bins(buckets, aggregate);
    for (let each = this.#added - this.#count; each < this.#added; each++) {
      const at = this.#times[each % this.#size] ?? 0;
      if (at < since) continue;
      const period = this.#periods[each % this.#size] ?? 0;
      bins.add({ at, period, avg: column.at(each, this.#size) });
    }
    return bins.values();
  }

  /** The newest sample's values. */
  last(): Partial<Record<Metric, number>> {
    const values: Partial<Record<Metric, number>> = {};
    for (const [metric, column] of this.#values) {
      const value = column.at(this.#added - 1, this.#size);
      if (!Number.isNaN(value)) values[metric] = value;
    }
    return values;
  }

  /** Bytes that the samples take. */
  get bytes(): number {
    const own = this.#times.byteLength + this.#periods.byteLength;
    return [...this.#values.values()].reduce((sum, column) => sum + column.bytes, own);
  }

  #oldest(): number {
    return this.#times[(this.#added - this.#count) % this.#size] ?? 0;
  }

  #grow(): void {
    const [before, size, first] = [this.#size, Math.min(most, this.#size * 2), this.#added - this.#count];
    const moved = <A extends Float32Array | Float64Array>(from: A, into: A): A => {
      for (let each = first; each < this.#added; each++)
        into[each % size] = from[each % before] ?? Number.NaN;
      return into;
    };
    this.#times = moved(this.#times, new Float64Array(size));
    this.#periods = moved(this.#periods, new Float32Array(size));
    for (const column of this.#values.values()) column.resize(size, before, first, this.#added);
    this.#size = size;
  }
}

/** The last quarter of an hour in memory, at the rate at which it was measured. */
export class Ring {
  readonly #series = new Map<string, Series>();
  /** Epoch ms of the newest sample; null: there is none. */
  fresh: number | null = null;

  add(sample: Sample): void {
    const { kind, key } = sample.subject;
    const id = `${kind} ${key}`;
    let series = this.#series.get(id);
    if (series === undefined) this.#series.set(id, (series = new Series(sample.subject)));
    // A container may be renamed.
    series.subject = sample.subject;
    series.add(sample);
    this.fresh = Math.max(this.fresh ?? 0, sample.at);
  }

  /** Lets go of those that told nothing for as long as samples stay. */
  sweep(now: number): void {
    for (const [id, series] of this.#series) if (series.newest < now - ringMs) this.#series.delete(id);
  }

  /** Bytes that all samples take. */
  get bytes(): number {
    return [...this.#series.values()].reduce((sum, series) => sum + series.bytes, 0);
  }

  subjects(from: number, to: number, meant: (subject: Subject) => boolean): Subject[] {
    return [...this.#series.values()]
      .filter((series) => series.has(from, to) && meant(series.subject))
      .map(({ subject }) => subject);
  }

  query(
    { metric, aggregate, since }: { metric: Metric; aggregate: Aggregate; since: number },
    buckets: Buckets,
    meant: (subject: Subject) => boolean,
  ): BinnedSeries[] {
    const found: BinnedSeries[] = [];
    const [first = 0] = buckets.times;
    const last = (buckets.times.at(-1) ?? 0) + buckets.step;
    for (const series of this.#series.values()) {
      if (!series.has(Math.max(first, since), last) || !meant(series.subject)) continue;
      const values = series.bins(metric, buckets, aggregate, since);
      if (values !== undefined && values.some((value) => !Number.isNaN(value)))
        found.push({ subject: series.subject, values });
    }
    return found;
  }

  /** What was last told of a subject, with its time. */
  last(
    kind: Subject['kind'],
    key: string,
  ): { at: number; values: Partial<Record<Metric, number>> } | undefined {
    const series = this.#series.get(`${kind} ${key}`);
    return series === undefined ? undefined : { at: series.newest, values: series.last() };
  }
}
