import { Bins, type Buckets } from '@shared/metrics/buckets';
import { type Aggregate, type Metric, type Sample, type Subject } from '@shared/metrics/model';
import type { BinnedSeries } from '@shared/metrics/result';

/** How long samples stay, ms. */
export const ringMs = 15 * 60_000;
/** A sample a second for that long. */
const most = ringMs / 1000;

/** The samples of one subject, oldest overwritten. Grows only where it is fed often enough to need it. */
class Series {
  subject: Subject;
  #size = 64;
  /** Where the next goes, and how many there are. */
  #next = 0;
  #count = 0;
  #times = new Float64Array(64);
  #periods = new Float32Array(64);
  readonly #values = new Map<Metric, Float32Array>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get newest(): number {
    return this.#count === 0 ? 0 : (this.#times[(this.#next - 1 + this.#size) % this.#size] ?? 0);
  }

  add({ at, period, values }: Sample): void {
    if (this.#count === this.#size && this.#size < most && at - this.#oldest() < ringMs) this.#grow();
    this.#times[this.#next] = at;
    this.#periods[this.#next] = period;
    for (const column of this.#values.values()) column[this.#next] = Number.NaN;
    for (const [metric, value] of Object.entries(values) as [Metric, number | null][]) {
      let column = this.#values.get(metric);
      if (column === undefined) {
        column = new Float32Array(this.#size).fill(Number.NaN);
        this.#values.set(metric, column);
      }
      column[this.#next] = value ?? Number.NaN;
    }
    this.#next = (this.#next + 1) % this.#size;
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
    for (let i = 0; i < this.#count; i++) {
      const place = (this.#next - this.#count + i + this.#size) % this.#size;
      const at = this.#times[place] ?? 0;
      if (at < since) continue;
      bins.add({ at, period: this.#periods[place] ?? 0, avg: column[place] ?? Number.NaN });
    }
    return bins.values();
  }

  /** The newest sample's values. */
  last(): Partial<Record<Metric, number>> {
    const place = (this.#next - 1 + this.#size) % this.#size;
    const values: Partial<Record<Metric, number>> = {};
    for (const [metric, column] of this.#values) {
      const value = column[place] ?? Number.NaN;
      if (!Number.isNaN(value)) values[metric] = value;
    }
    return values;
  }

  #oldest(): number {
    return this.#times[(this.#next - this.#count + this.#size) % this.#size] ?? 0;
  }

  #grow(): void {
    const size = Math.min(most, this.#size * 2);
    const inOrder = <A extends Float32Array | Float64Array>(from: A, into: A): A => {
      for (let i = 0; i < this.#count; i++)
        into[i] = from[(this.#next - this.#count + i + this.#size) % this.#size] ?? Number.NaN;
      return into;
    };
    this.#times = inOrder(this.#times, new Float64Array(size));
    this.#periods = inOrder(this.#periods, new Float32Array(size));
    for (const [metric, column] of this.#values)
      this.#values.set(metric, inOrder(column, new Float32Array(size).fill(Number.NaN)));
    this.#next = this.#count;
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
