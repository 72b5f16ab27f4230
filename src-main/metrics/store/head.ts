import { emptyColumns, mix, type Bit, type Columns } from './columns';
import type { Entry } from './journal';
import { fine, hourOf } from './tiers';

/** One series of one hour that is not in chunks yet. */
export interface HeadSeries {
  readonly subject: number;
  readonly metric: number;
  readonly columns: Columns;
}

/**
 * The hours that are not in chunks yet, in memory; the journal on disk holds the same. Small series cost little: the
 * arrays of the extremes are those of the means until a slot has more than one sample.
 */
export class Head {
  readonly #hours = new Map<number, Map<number, HeadSeries>>();

  /** Begins of the hours that it holds, oldest first. */
  hours(): readonly number[] {
    return [...this.#hours.keys()].sort((a, b) => a - b);
  }

  add(hour: number, subject: number, metric: number, slot: number, bit: Bit): void {
    if (slot < 0 || slot >= fine.slots) return;
    let series = this.#hours.get(hour);
    if (series === undefined) this.#hours.set(hour, (series = new Map<number, HeadSeries>()));
    const key = subject * 256 + metric;
    let one = series.get(key);
    if (one === undefined) series.set(key, (one = { subject, metric, columns: thinColumns() }));
    if (one.columns.max === one.columns.avg && bit.count > 0) {
      const had = one.columns.count[slot] ?? 0;
      if (had > 0 || bit.max !== bit.avg || bit.min !== bit.avg)
        series.set(key, (one = { subject, metric, columns: widened(one.columns) }));
    }
    mix(one.columns, slot, bit);
  }

  replay(hour: number, entry: Entry): void {
    this.add(hour, entry.subject, entry.metric, entry.slot, entry);
  }

  series(hour: number): Iterable<HeadSeries> {
    return this.#hours.get(hour)?.values() ?? [];
  }

  of(hour: number, subject: number, metric: number): Columns | undefined {
    return this.#hours.get(hour)?.get(subject * 256 + metric)?.columns;
  }

  drop(hour: number): void {
    this.#hours.delete(hour);
  }

  clear(): void {
    this.#hours.clear();
  }
}

function thinColumns(): Columns {
  const avg = new Float32Array(fine.slots).fill(Number.NaN);
  return { avg, max: avg, min: avg, count: new Uint16Array(fine.slots) };
}

function widened({ avg, count }: Columns): Columns {
  return { ...emptyColumns(0), avg, count, max: avg.slice(), min: avg.slice() };
}

/** Where a moment lies: the begin of its hour, and the slot in it. */
export function placeOf(at: number): { readonly hour: number; readonly slot: number } {
  const hour = hourOf(at);
  return { hour, slot: Math.floor((at - hour) / fine.step) };
}
