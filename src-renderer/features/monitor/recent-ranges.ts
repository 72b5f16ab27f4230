import type { TypedRange } from '@shared/metrics/range';

const key = 'flotilla.monitor.ranges';
/** As many as stay in sight beside the quick ones. */
export const kept = 4;

export interface RangeStore {
  get(): string | null;
  set(text: string): void;
}

const local: RangeStore = {
  get: () => localStorage.getItem(key),
  set: (text) => localStorage.setItem(key, text),
};

const isRange = (value: unknown): value is TypedRange =>
  typeof value === 'object' &&
  value !== null &&
  'from' in value &&
  'to' in value &&
  typeof value.from === 'string' &&
  typeof value.to === 'string' &&
  value.from.length < 100 &&
  value.to.length < 100;

/** Ranges that somebody typed or picked, the newest first. */
export function recentRanges(store: RangeStore = local): readonly TypedRange[] {
  try {
    const read: unknown = JSON.parse(store.get() ?? '[]');
    return Array.isArray(read) ? read.filter(isRange).slice(0, kept) : [];
  } catch {
    // Damaged: as if none had been chosen.
    return [];
  }
}

/** Puts one first; the same one does not stand there twice. */
export function rememberRange({ from, to }: TypedRange, store: RangeStore = local): void {
  const others = recentRanges(store).filter((each) => each.from !== from || each.to !== to);
  store.set(JSON.stringify([{ from, to }, ...others].slice(0, kept)));
}
