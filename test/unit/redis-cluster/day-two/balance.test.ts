import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balance, balanceByLoad } from '@shared/redis-cluster/day-two/balance';
import { countSlots, slotCount } from '@shared/redis-cluster/slots';
import { after, countBy, ownerOf, owners, ragged, sum } from './owners';

describe('balance', () => {
  it('evens out with as few moves as possible', () => {
    fc.assert(
      fc.property(ragged(2, 10), fc.boolean(), (all, useEmptyMasters) => {
        const { moves, masters, skipped } = balance(all, { threshold: 0, useEmptyMasters });
        const owned = after(all, moves);
        const counts = masters.map((each) => countBy(owned, each.name));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        for (const name of skipped) expect(countBy(owned, name)).toBe(0);
        // No plan can do with fewer: what is above ceil must go, what is below floor must come.
        const floor = Math.floor(slotCount / masters.length);
        const odd = slotCount % masters.length;
        const wants = [...masters]
          .sort((a, b) => b.has - a.has)
          .map((each, i) => ({ ...each, least: floor + (i < odd ? 1 : 0) }));
        const least = sum(wants.map((each) => Math.max(0, each.has - each.least)));
        expect(sum(moves.map((each) => countSlots(each.ranges)))).toBe(least);
      }),
      { numRuns: 60 },
    );
  });

  it('goes by weights, within one slot of the exact share', () => {
    const weight = fc.constantFrom(0, 0.5, 1, 2, 3.3);
    fc.assert(
      fc.property(ragged(2, 6), fc.array(weight, { minLength: 6, maxLength: 6 }), (all, list) => {
        const weights = Object.fromEntries(all.map((each, i) => [each.name, list[i] ?? 1]));
        const total = sum(Object.values(weights));
        fc.pre(total > 0);
        const { moves } = balance(all, { weights, threshold: 0, useEmptyMasters: true });
        const owned = after(all, moves);
        for (const each of all) {
          const exact = (slotCount * (weights[each.name] ?? 1)) / total;
          expect(Math.abs(countBy(owned, each.name) - exact)).toBeLessThan(1 + 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves well alone below the threshold', () => {
    expect(balance(owners(5500, 5442, 5442)).moves).toEqual([]);
    expect(balance(owners(5600, 5442, 5342)).moves).not.toEqual([]);
  });
});

describe('balanceByLoad', () => {
  it('evens out keys, a slot with many first', () => {
    const all = owners(8192, 8192);
    const load = new Array<number>(slotCount).fill(0);
    for (const [slot, keys] of [
      [1, 600],
      [2, 300],
      [3, 90],
      [4, 10],
      [9000, 200],
    ] as const)
      load[slot] = keys;
    expect(balanceByLoad(all, load)).toEqual([{ from: 'm1', to: 'm2', ranges: [[2, 3]] }]);
  });

  it('never makes it worse, and moves only what its owner has', () => {
    const loads = fc.array(fc.tuple(fc.nat(slotCount - 1), fc.nat(1000)), { maxLength: 200 });
    fc.assert(
      fc.property(ragged(2, 6), loads, (all, list) => {
        const load = new Array<number>(slotCount).fill(0);
        for (const [slot, keys] of list) load[slot] = keys;
        const spread = (owned: readonly (string | undefined)[]): number => {
          const held = all.map(({ name }) => sum(load.filter((_, slot) => owned[slot] === name)));
          const mean = sum(held) / all.length;
          return sum(held.map((each) => Math.abs(each - mean)));
        };
        const moves = balanceByLoad(all, load);
        expect(spread(after(all, moves))).toBeLessThanOrEqual(spread(ownerOf(all)) + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('brings many small ones close to even', () => {
    const all = owners(12000, 4000, 384);
    const load = new Array<number>(slotCount).fill(0).map((_, slot) => (slot * 7919) % 60);
    const owned = after(all, balanceByLoad(all, load));
    const held = all.map(({ name }) => sum(load.filter((_, slot) => owned[slot] === name)));
    const mean = sum(held) / 3;
    for (const each of held) expect(Math.abs(each - mean) / mean).toBeLessThan(0.03);
  });
});
