import type { Bit } from './columns';
import type { Entry } from './journal';
import { fine } from './tiers';

/** Entries that wait at most: about ten minutes of a hundred containers where the disk takes nothing. */
const most = 200_000;

/** What came since the last flush, slot by slot. */
export class Pending {
  readonly #hours = new Map<number, Map<number, Entry>>();

  get size(): number {
    let size = 0;
    for (const entries of this.#hours.values()) size += entries.size;
    return size;
  }

  add(hour: number, subject: number, metric: number, slot: number, bit: Bit): void {
    let entries = this.#hours.get(hour);
    if (entries === undefined) this.#hours.set(hour, (entries = new Map<number, Entry>()));
    const key = (subject * 256 + metric) * fine.slots + slot;
    const before = entries.get(key);
    entries.set(key, { subject, metric, slot, ...(before === undefined ? bit : both(before, bit)) });
  }

  hours(): readonly (readonly [number, readonly Entry[]])[] {
    return [...this.#hours].map(([hour, entries]) => [hour, [...entries.values()]] as const);
  }

  clear(): void {
    this.#hours.clear();
  }

  /** Lets go of the oldest where too much waits. */
  limit(): void {
    for (const entries of this.#hours.values())
      for (const key of entries.keys()) {
        if (this.size <= most) return;
        entries.delete(key);
      }
  }
}

/** Two lots of samples as one. */
export function both(a: Bit, b: Bit): Bit {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  return {
    avg: a.avg + ((b.avg - a.avg) * b.count) / count,
    max: Math.max(a.max, b.max),
    min: Math.min(a.min, b.min),
    count,
  };
}
