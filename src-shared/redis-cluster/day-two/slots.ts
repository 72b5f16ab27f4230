import type { SlotRange } from '../../ops';
import { countSlots, slotCount } from '../slots';
import { normalRanges, slotTap } from './ranges';

/** A master and its slots. */
export interface SlotOwner {
  readonly name: string;
  readonly slots: readonly SlotRange[];
}

/** Slots that go from one master to another. */
export interface SlotMove {
  readonly from: string;
  readonly to: string;
  readonly ranges: SlotRange[];
}

/**
 * How many of `n` slots each source gives: in proportion to what it has, `n` in all (largest remainder).
 * Where redis-cli's own sum is exact the result is redis-cli's: it rounds up for the source with most slots and
 * down for the others, so 4096 of 5461/5462/5461 are 1365/1366/1365, but 5000 become 4999.
 * Source: clusterManagerComputeReshardTable in redis-cli.c.
 *
 * @param counts each source's slots
 * @param n at most their sum
 */
export function allocate(counts: readonly number[], n: number): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (n > total) throw new RangeError(`${n} slots of ${total}`);
  if (total === 0) return counts.map(() => 0);
  // Whole numbers throughout: 16384 x 16384 is far from where they end.
  const given = counts.map((count) => Math.floor((n * count) / total));
  const rest = counts.map((count) => (n * count) % total);
  let left = n - given.reduce((sum, each) => sum + each, 0);
  const most = counts.reduce((best, count, i) => (count > (counts[best] ?? 0) ? i : best), 0);
  const order = counts
    .map((_, i) => i)
    .filter((i) => (rest[i] ?? 0) > 0)
    .sort((a, b) => Number(b === most) - Number(a === most) || (rest[b] ?? 0) - (rest[a] ?? 0) || a - b);
  for (const i of order) {
    if (left === 0) break;
    given[i] = (given[i] ?? 0) + 1;
    left--;
  }
  return given;
}

/**
 * How many of `n` slots each master gets so that all are as even as can be: the emptiest are filled first.
 * Nobody gives any.
 */
export function pourEvenly(counts: readonly number[], n: number): number[] {
  return level(counts, n, 1);
}

/** How many each master gives so that the fullest give first and all end as even as can be; `n` in all. */
export function drainEvenly(counts: readonly number[], n: number): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (n > total) throw new RangeError(`${n} slots of ${total}`);
  return level(counts, n, -1);
}

/** Water finds its level, from below (1) or from above (-1): O(m log m). */
function level(counts: readonly number[], n: number, sign: 1 | -1): number[] {
  const change = counts.map(() => 0);
  const order = counts.map((_, i) => i).sort((a, b) => sign * ((counts[a] ?? 0) - (counts[b] ?? 0)) || a - b);
  let left = n;
  let reached = 0;
  // How many are in the pool, and the level that all in it share.
  for (let i = 0; i < order.length && left > 0; i++) {
    reached = i + 1;
    const here = counts[order[i] ?? 0] ?? 0;
    const next = i + 1 < order.length ? (counts[order[i + 1] ?? 0] ?? 0) : Infinity * sign;
    const step = Math.min(Math.abs(next - here), Math.floor(left / reached));
    if (step > 0) for (let j = 0; j < reached; j++) bump(change, order[j], step);
    left -= step * reached;
    if (step < Math.abs(next - here)) break;
  }
  for (const i of order.slice(0, reached).sort((a, b) => a - b)) {
    if (left === 0) break;
    bump(change, i, 1);
    left--;
  }
  return change;
}

function bump(list: number[], i: number | undefined, by: number): void {
  if (i !== undefined) list[i] = (list[i] ?? 0) + by;
}

/** How many slots each of `fresh` new masters gets beside `old` ones, of `total`: fewest moves, even to one. */
export function newShares(old: number, fresh: number, total = slotCount): number[] {
  const share = Math.floor(total / (old + fresh));
  // The old masters keep the odd slots: these then need not be moved.
  const odd = Math.max(0, (total % (old + fresh)) - old);
  return Array.from({ length: fresh }, (_, i) => share + (i < odd ? 1 : 0));
}

/**
 * Who gives which slots to whom. `spread`: every target takes from all givers in proportion, so that several
 * sources work at the same time. `pairs`: as few pairs as possible. Lowest slots first, targets in order.
 */
export function matchMoves(
  gives: readonly (SlotOwner & { readonly n: number })[],
  needs: readonly { readonly name: string; readonly n: number }[],
  how: 'spread' | 'pairs',
): SlotMove[] {
  const left = gives.map((each) => each.n);
  const taps = gives.map((each) => slotTap(each.slots));
  const moves: SlotMove[] = [];
  const take = (i: number, n: number, to: string): void => {
    const giver = gives[i];
    if (n === 0 || giver === undefined) return;
    moves.push({ from: giver.name, to, ranges: taps[i]?.(n) ?? [] });
    left[i] = (left[i] ?? 0) - n;
  };
  let at = 0;
  for (const need of needs) {
    if (how === 'spread') allocate(left, need.n).forEach((n, i) => take(i, n, need.name));
    else
      for (let open = need.n; open > 0;) {
        while (at < left.length && left[at] === 0) at++;
        const n = Math.min(open, left[at] ?? 0);
        if (n === 0) throw new RangeError(`nobody has the ${open} slots that ${need.name} is to get`);
        take(at, n, need.name);
        open -= n;
      }
  }
  return moves;
}

/** A number of slots from some masters to one, in proportion to what they have; as `--cluster reshard`. */
export function reshardMoves(sources: readonly SlotOwner[], to: string, n: number): SlotMove[] {
  // The order in which redis-cli takes them: most slots first.
  const sorted = sources.map((each) => ({ ...each, n: countSlots(each.slots) })).sort((a, b) => b.n - a.n);
  return matchMoves(sorted, [{ name: to, n }], 'spread');
}

/** The even share of the slots for new masters; nothing moves between old ones. */
export function scaleOutMoves(owners: readonly SlotOwner[], fresh: readonly string[]): SlotMove[] {
  const counts = owners.map((each) => countSlots(each.slots));
  const total = counts.reduce((sum, each) => sum + each, 0);
  const shares = newShares(owners.length, fresh.length, total);
  const gives = drainEvenly(
    counts,
    shares.reduce((sum, each) => sum + each, 0),
  );
  return matchMoves(
    owners.map((each, i) => ({ ...each, n: gives[i] ?? 0 })),
    fresh.map((name, i) => ({ name, n: shares[i] ?? 0 })),
    'spread',
  );
}

/** All slots of the masters that leave, to those that stay: the emptiest are filled first. */
export function scaleInMoves(leaving: readonly SlotOwner[], staying: readonly SlotOwner[]): SlotMove[] {
  const gives = leaving.map((each) => ({ ...each, n: countSlots(each.slots) }));
  const total = gives.reduce((sum, each) => sum + each.n, 0);
  const gets = pourEvenly(
    staying.map((each) => countSlots(each.slots)),
    total,
  );
  const needs = staying.map((each, i) => ({ name: each.name, n: gets[i] ?? 0 }));
  return matchMoves(
    gives,
    needs.filter((each) => each.n > 0),
    'spread',
  );
}

/** Moves grouped by target, targets in the order in which they come up; ranges of a pair joined. */
export function byTarget(
  moves: readonly SlotMove[],
): { readonly to: string; readonly from: { readonly name: string; readonly ranges: SlotRange[] }[] }[] {
  const targets = new Map<string, Map<string, SlotRange[]>>();
  for (const { from, to, ranges } of moves) {
    const sources = targets.get(to) ?? new Map<string, SlotRange[]>();
    targets.set(to, sources);
    const known = sources.get(from);
    if (known === undefined) sources.set(from, [...ranges]);
    else known.push(...ranges);
  }
  return [...targets].map(([to, sources]) => ({
    to,
    from: [...sources].map(([name, ranges]) => ({ name, ranges: normalRanges(ranges) })),
  }));
}
