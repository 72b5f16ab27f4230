import type { SlotRange } from '../ops';

export const slotCount = 16384;

/**
 * The slots of each of `masters` masters, as redis-cli --cluster create splits them: single-precision
 * floats and all, so that the same cluster comes out. 3 -> 5461, 5462, 5461.
 * Source: clusterManagerCommandCreate in redis-cli.c.
 */
export function splitSlots(masters: number): SlotRange[] {
  if (!Number.isInteger(masters) || masters < 1 || masters > slotCount)
    throw new RangeError(`no split of ${slotCount} slots into ${masters}`);
  const perNode = Math.fround(slotCount / masters);
  const ranges: SlotRange[] = [];
  let first = 0;
  let cursor = 0;
  for (let i = 0; i < masters; i++) {
    const rounded = Math.round(Math.fround(Math.fround(cursor + perNode) - 1));
    const last = i === masters - 1 ? slotCount - 1 : Math.max(rounded, first);
    ranges.push([first, last]);
    first = last + 1;
    cursor = Math.fround(cursor + perNode);
  }
  return ranges;
}

/** Every slot of the ranges, in their order. */
export function slotsOf(ranges: readonly SlotRange[]): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

/** How many slots the ranges hold. */
export function countSlots(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
