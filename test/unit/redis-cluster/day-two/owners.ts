import fc from 'fast-check';
import type { SlotRange } from '@shared/ops';
import { normalRanges } from '@shared/redis-cluster/day-two/ranges';
import type { SlotMove, SlotOwner } from '@shared/redis-cluster/day-two/slots';
import { slotCount } from '@shared/redis-cluster/slots';

export const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Masters a, b, c… with as many slots each, from slot 0 on. */
export function owners(...counts: number[]): SlotOwner[] {
  let at = 0;
  return counts.map((count, i) => {
    const slots: SlotRange[] = count === 0 ? [] : [[at, at + count - 1]];
    at += count;
    return { name: `m${i + 1}`, slots };
  });
}

/** Who owns each slot; throws where two do. */
export function ownerOf(all: readonly SlotOwner[]): (string | undefined)[] {
  const found: (string | undefined)[] = Array.from({ length: slotCount });
  for (const { name, slots } of all)
    for (const [from, to] of slots)
      for (let slot = from; slot <= to; slot++) {
        if (found[slot] !== undefined) throw new Error(`slot ${slot} twice`);
        found[slot] = name;
      }
  return found;
}

/** The same after moves; throws where a slot is moved by one who does not own it, or twice. */
export function after(all: readonly SlotOwner[], moves: readonly SlotMove[]): (string | undefined)[] {
  const before = ownerOf(all);
  const result = [...before];
  for (const { from, to, ranges } of moves)
    for (const [first, last] of ranges)
      for (let slot = first; slot <= last; slot++) {
        if (before[slot] !== from || result[slot] !== from) throw new Error(`slot ${slot} is not ${from}'s`);
        result[slot] = to;
      }
  return result;
}

export const countBy = (owned: readonly (string | undefined)[], name: string): number =>
  owned.filter((each) => each === name).length;

/** All 16384 slots dealt out to some masters in chunks, so that ranges are ragged. */
export const ragged = (min: number, max: number) =>
  fc
    .record({
      masters: fc.integer({ min, max }),
      chunks: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3000 })), {
        minLength: 1,
        maxLength: 30,
      }),
    })
    .map(({ masters, chunks }): SlotOwner[] => {
      const slots = Array.from({ length: masters }, (): SlotRange[] => []);
      let at = 0;
      for (const [who, size] of [...chunks, [0, slotCount] as const]) {
        const last = Math.min(slotCount, at + size) - 1;
        if (last >= at) slots[who % masters]?.push([at, last]);
        at = last + 1;
      }
      return slots.map((each, i) => ({ name: `m${i + 1}`, slots: normalRanges(each) }));
    });
