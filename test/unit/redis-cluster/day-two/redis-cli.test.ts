import { describe, expect, it } from 'vitest';
import { balance, type BalanceOptions } from '@shared/redis-cluster/day-two/balance';
import { reshardMoves } from '@shared/redis-cluster/day-two/slots';
import { countSlots } from '@shared/redis-cluster/slots';
import fixture from './fixtures/redis-cli.json';
import { after, countBy, ownerOf, owners, sum } from './owners';

interface Case {
  readonly has: number[];
  readonly reshard?: number;
  readonly to?: number;
  readonly from?: 'all' | number[];
  readonly rebalance?: BalanceOptions;
  readonly moves: { from: number; to?: number; n: number; slots?: number[] }[];
}
const cases = fixture.cases as unknown as Case[];
const name = (node: number): string => `m${node}`;

describe('reshard, beside what redis-cli plans', () => {
  const reshards = cases.filter((each) => each.reshard !== undefined);
  it.each(reshards.map((each) => [each.has.join('/'), each.reshard, each.from, each] as const))(
    '%s: %i from %j',
    (_, n, __, { has, to = 0, from, moves }) => {
      const all = owners(...has);
      const sources = all.filter(
        (each, i) =>
          each.slots.length > 0 &&
          i + 1 !== to &&
          (from === 'all' || from === undefined || from.includes(i + 1)),
      );
      const ours = reshardMoves(sources, name(to), n ?? 0);
      expect(sum(ours.map((each) => countSlots(each.ranges)))).toBe(n);
      const theirs = new Map(moves.map((each) => [name(each.from), each]));
      if (sum(moves.map((each) => each.n)) === n) {
        // Where it gives what was asked for we give the same: the same masters, numbers and slots.
        expect(ours.map((each) => [each.from, countSlots(each.ranges), each.ranges[0]]).sort()).toEqual(
          moves.map((each) => [name(each.from), each.n, each.slots]).sort(),
        );
      } else {
        for (const { from: source, ranges } of ours) {
          const n = theirs.get(source)?.n ?? 0;
          expect(Math.abs(countSlots(ranges) - n), source).toBeLessThanOrEqual(1);
          // Lowest slots first, as it does.
          if (n > 0) expect(ranges[0]?.[0]).toBe(theirs.get(source)?.slots?.[0]);
        }
      }
    },
  );

  it('has cases of both kinds', () => {
    const exact = reshards.filter((each) => sum(each.moves.map((one) => one.n)) === each.reshard);
    expect(exact.length).toBeGreaterThan(5);
    expect(reshards.length - exact.length).toBeGreaterThan(3);
  });
});

describe('rebalance, beside what redis-cli plans', () => {
  const rebalances = cases.filter((each) => each.rebalance !== undefined);
  it.each(rebalances.map((each) => [each.has.join('/'), JSON.stringify(each.rebalance), each] as const))(
    '%s %s',
    (_, __, { has, rebalance: options = {}, moves }) => {
      const all = owners(...has);
      const ours = balance(all, options).moves;
      // It moves when redis-cli does, not more, and every master ends within three slots of where redis-cli leaves it.
      expect(ours.length > 0).toBe(moves.length > 0);
      expect(sum(ours.map((each) => countSlots(each.ranges)))).toBeLessThanOrEqual(
        sum(moves.map((each) => each.n)),
      );
      const owned = after(all, ours);
      const before = ownerOf(all);
      all.forEach((each, i) => {
        const theirs =
          countBy(before, each.name) +
          sum(moves.map((one) => (one.to === i + 1 ? one.n : one.from === i + 1 ? -one.n : 0)));
        // It rounds every share down and leaves what is over with whoever comes first.
        expect(Math.abs(countBy(owned, each.name) - theirs), each.name).toBeLessThanOrEqual(3);
      });
    },
  );

  it('has cases in balance and out of it', () => {
    expect(rebalances.some((each) => each.moves.length === 0)).toBe(true);
    expect(rebalances.some((each) => each.moves.length > 2)).toBe(true);
  });
});
