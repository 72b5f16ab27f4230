import type { SlotRange } from '../../ops';

/** Sorted, without overlap, neighbours joined. */
export function normalRanges(ranges: readonly SlotRange[]): SlotRange[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** The slots of `ranges` that are in none of `without`. Both as normalRanges gives them. */
export function subtractRanges(ranges: readonly SlotRange[], without: readonly SlotRange[]): SlotRange[] {
  const left: SlotRange[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    let start = from;
    while (at < without.length && (without[at]?.[1] ?? 0) < start) at++;
    for (let i = at; i < without.length; i++) {
      const [first, last] = without[i] ?? [0, 0];
      if (first > to) break;
      if (first > start) left.push([start, first - 1]);
      start = Math.max(start, last + 1);
    }
    if (start <= to) left.push([start, to]);
  }
  return left;
}

/** Single slots as ranges. */
export function rangesOf(slots: Iterable<number>): SlotRange[] {
  return normalRanges(Array.from(slots, (slot): SlotRange => [slot, slot]));
}

/** Gives slots out of ranges, lowest first. */
export function slotTap(ranges: readonly SlotRange[]): (count: number) => SlotRange[] {
  const sorted = normalRanges(ranges);
  let at = 0;
  let next = sorted[0]?.[0] ?? 0;
  return (count) => {
    const taken: SlotRange[] = [];
    let left = count;
    while (left > 0) {
      const range = sorted[at];
      if (range === undefined) throw new RangeError(`${left} slots more are asked for than there are`);
      const last = Math.min(range[1], next + left - 1);
      taken.push([next, last]);
      left -= last - next + 1;
      if (last === range[1]) {
        at++;
        next = sorted[at]?.[0] ?? 0;
      } else next = last + 1;
    }
    return taken;
  };
}

/** `0-5460, 6000`: for a sentence. Beyond a few, an ellipsis. */
export function rangeText(ranges: readonly SlotRange[], most = 6): string {
  const shown = ranges.slice(0, most).map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  return shown.join(', ') + (ranges.length > most ? ', …' : '');
}
