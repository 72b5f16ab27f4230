import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalRanges, rangesOf, rangeText, subtractRanges } from '@shared/redis-cluster/day-two/ranges';
import {
  allocate,
  byTarget,
  drainEvenly,
  newShares,
  pourEvenly,
  reshardMoves,
  scaleInMoves,
  scaleOutMoves,
  type SlotOwner,
} from '@shared/redis-cluster/day-two/slots';
import { countSlots, slotCount, splitSlots } from '@shared/redis-cluster/slots';
import { after, countBy, owners, ragged, sum } from './owners';

describe('ranges', () => {
  it('joins neighbours, and takes away', () => {
    const joined = normalRanges([
      [5, 9],
      [0, 4],
      [11, 11],
    ]);
    expect(joined).toEqual([
      [0, 9],
      [11, 11],
    ]);
    expect(
      subtractRanges(joined, [
        [2, 3],
        [9, 12],
      ]),
    ).toEqual([
      [0, 1],
      [4, 8],
    ]);
    expect(rangesOf([3, 1, 2, 7])).toEqual([
      [1, 3],
      [7, 7],
    ]);
    expect(
      rangeText([
        [0, 5],
        [7, 7],
      ]),
    ).toBe('0-5, 7');
  });

  it('takes away exactly what it is told to', () => {
    const slots = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(slots, slots, (all, some) => {
        const left = subtractRanges(rangesOf(all), rangesOf(some));
        expect(left).toEqual(rangesOf(all.filter((slot) => !some.includes(slot))));
      }),
    );
  });
});

describe('allocate', () => {
  it.each([
    [[5461, 5462, 5461], 4096, [1365, 1366, 1365]],
    [[5462, 5461, 5461], 5000, [1667, 1667, 1666]],
    [[5462, 5461, 5461], 2, [1, 1, 0]],
    [[4096, 4096, 4096, 4096], 4096, [1024, 1024, 1024, 1024]],
    [[100, 0, 1], 101, [100, 0, 1]],
    [[0, 0], 0, [0, 0]],
  ])('of %j gives %i as %j', (counts, n, expected) => expect(allocate(counts, n)).toEqual(expected));

  it('gives all that is asked for, and each within one of its exact part', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4000), { minLength: 1, maxLength: 12 }), fc.nat(), (counts, seed) => {
        const total = sum(counts);
        const n = total === 0 ? 0 : seed % (total + 1);
        const given = allocate(counts, n);
        expect(sum(given)).toBe(n);
        given.forEach((each, i) => {
          const count = counts[i] ?? 0;
          expect(each).toBeLessThanOrEqual(count);
          expect(Math.abs(each - (total === 0 ? 0 : (n * count) / total))).toBeLessThan(1);
        });
      }),
    );
  });

  it('refuses more than there is', () => expect(() => allocate([1, 2], 4)).toThrow(RangeError));
});

describe('pourEvenly and drainEvenly', () => {
  it('find the level', () => {
    expect(pourEvenly([4096, 4096, 4096], 4096)).toEqual([1366, 1365, 1365]);
    expect(pourEvenly([10, 0, 4], 6)).toEqual([0, 5, 1]);
    expect(drainEvenly([5461, 5462, 5461], 4096)).toEqual([1365, 1366, 1365]);
    expect(drainEvenly([10, 2, 7], 5)).toEqual([4, 0, 1]);
  });

  it('end as even as can be', () => {
    const counts = fc.array(fc.nat(3000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(counts, fc.nat(9000), (before, n) => {
        const more = pourEvenly(before, n);
        expect(sum(more)).toBe(n);
        const full = before.map((each, i) => each + (more[i] ?? 0));
        const filled = full.filter((_, i) => (more[i] ?? 0) > 0);
        // Nobody that got something has more than one beyond anybody else.
        if (n > 0) expect(Math.max(...filled) - Math.min(...full)).toBeLessThanOrEqual(1);
        const m = Math.min(n, sum(before));
        const less = drainEvenly(before, m);
        expect(sum(less)).toBe(m);
        const low = before.map((each, i) => each - (less[i] ?? 0));
        const drained = low.filter((_, i) => (less[i] ?? 0) > 0);
        if (m > 0) expect(Math.max(...low) - Math.min(...drained)).toBeLessThanOrEqual(1);
        expect(Math.min(...low)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('scaleOutMoves', () => {
  const built = (masters: number): SlotOwner[] =>
    splitSlots(masters).map((range, i) => ({ name: `m${i + 1}`, slots: [range] }));

  it('3 -> 4: 4096 slots, 1365, 1366 and 1365, the lowest of each', () => {
    expect(scaleOutMoves(built(3), ['new'])).toEqual([
      { from: 'm1', to: 'new', ranges: [[0, 1364]] },
      { from: 'm2', to: 'new', ranges: [[5461, 6826]] },
      { from: 'm3', to: 'new', ranges: [[10923, 12287]] },
    ]);
  });

  it('from any even cluster to an even one, with as few moves as that takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (masters, k) => {
        const all = built(masters);
        const fresh = Array.from({ length: k }, (_, i) => `n${i + 1}`);
        const moves = scaleOutMoves(all, fresh);
        const owned = after(all, moves);
        const counts = [...all.map((each) => each.name), ...fresh].map((name) => countBy(owned, name));
        expect(sum(counts)).toBe(slotCount);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const moved = sum(moves.map((each) => countSlots(each.ranges)));
        expect(moved).toBe(sum(newShares(masters, k)));
        // Each odd slot stays where it is, as long as there are old masters to keep it.
        const least = Math.floor(slotCount / (masters + k)) * k;
        expect(moved).toBe(least + Math.max(0, (slotCount % (masters + k)) - masters));
      }),
      { numRuns: 60 },
    );
  });

  it('takes from the fullest, and moves nothing between old masters', () => {
    fc.assert(
      fc.property(ragged(1, 8), fc.integer({ min: 1, max: 4 }), (all, k) => {
        const fresh = Array.from({ length: k }, (_, i) => `n${i + 1}`);
        const moves = scaleOutMoves(all, fresh);
        const owned = after(all, moves);
        expect(moves.every((each) => fresh.includes(each.to))).toBe(true);
        const givers = new Set(moves.map((each) => each.from));
        const left = all.map((each) => ({ name: each.name, n: countBy(owned, each.name) }));
        const fullest = Math.max(...left.map((each) => each.n));
        for (const each of left) if (givers.has(each.name)) expect(fullest - each.n).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('scaleInMoves', () => {
  it('4 -> 3: as the tutorials do in three steps', () => {
    const [gone, ...stay] = owners(4096, 4096, 4096, 4096);
    const moves = scaleInMoves([gone!], stay);
    expect(moves.map((each) => [each.to, countSlots(each.ranges)])).toEqual([
      ['m2', 1366],
      ['m3', 1365],
      ['m4', 1365],
    ]);
  });

  it('leaves nothing behind, and moves nothing else', () => {
    fc.assert(
      fc.property(ragged(2, 10), fc.integer({ min: 1, max: 9 }), (all, n) => {
        const leaving = all.slice(0, Math.min(n, all.length - 1));
        const staying = all.slice(leaving.length);
        const moves = scaleInMoves(leaving, staying);
        const owned = after(all, moves);
        for (const each of leaving) expect(countBy(owned, each.name)).toBe(0);
        expect(owned.every((each) => each !== undefined)).toBe(true);
        expect(sum(moves.map((each) => countSlots(each.ranges)))).toBe(
          sum(leaving.map((each) => countSlots(each.slots))),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('3 -> 4 -> 3 comes out even', () => {
    const all = splitSlots(3).map((range, i) => ({ name: `m${i + 1}`, slots: [range] }));
    const grown = after(all, scaleOutMoves(all, ['m4']));
    const now = ['m1', 'm2', 'm3', 'm4'].map((name) => ({
      name,
      slots: rangesOf(grown.flatMap((owner, slot) => (owner === name ? [slot] : []))),
    }));
    const shrunk = after(now, scaleInMoves(now.slice(3), now.slice(0, 3)));
    expect(['m1', 'm2', 'm3'].map((name) => countBy(shrunk, name)).sort()).toEqual([5461, 5461, 5462]);
  });
});

describe('reshardMoves', () => {
  it('takes the sources with most slots first', () => {
    const [to, ...sources] = owners(0, 5461, 5462, 5461);
    expect(reshardMoves(sources, to!.name, 4096).map((each) => [each.from, countSlots(each.ranges)])).toEqual(
      [
        ['m3', 1366],
        ['m2', 1365],
        ['m4', 1365],
      ],
    );
  });
});

describe('byTarget', () => {
  it('has one entry a target', () => {
    expect(
      byTarget([
        { from: 'a', to: 'c', ranges: [[0, 1]] },
        { from: 'b', to: 'd', ranges: [[9, 9]] },
        { from: 'a', to: 'c', ranges: [[2, 3]] },
      ]),
    ).toEqual([
      { to: 'c', from: [{ name: 'a', ranges: [[0, 3]] }] },
      { to: 'd', from: [{ name: 'b', ranges: [[9, 9]] }] },
    ]);
  });
});
