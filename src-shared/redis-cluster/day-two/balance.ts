import { countSlots } from '../slots';
import { rangesOf } from './ranges';
import { matchMoves, type SlotMove, type SlotOwner } from './slots';

export interface BalanceOptions {
  /** A master's weight by name; 1 where none is given. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Percent. */
  readonly threshold?: number;
  readonly useEmptyMasters?: boolean;
}

export interface Balance {
  readonly moves: readonly SlotMove[];
  /** Masters that take part, with what they have and should have. */
  readonly masters: readonly { readonly name: string; readonly has: number; readonly wants: number }[];
  /** Masters without a slot that were left out. */
  readonly skipped: readonly string[];
}

/**
 * The moves that bring every master to its weight's share, as `--cluster rebalance`: int(16384 / Σw × w), the
 * odd slots to those that have them already, so that as few as possible move. Where nobody is further off than
 * the threshold nothing moves. Source: clusterManagerCommandRebalance in redis-cli.c.
 */
export function balance(owners: readonly SlotOwner[], options: BalanceOptions = {}): Balance {
  const { weights = {}, threshold = 2, useEmptyMasters = false } = options;
  const weight = (name: string): number => (Object.hasOwn(weights, name) ? (weights[name] ?? 1) : 1);
  const all = owners.map((owner) => ({ owner, has: countSlots(owner.slots), weight: weight(owner.name) }));
  const involved = all.filter(({ has }) => useEmptyMasters || has > 0);
  const skipped = all.filter((each) => !involved.includes(each)).map(({ owner }) => owner.name);
  const wants = shares(
    involved.map((each) => each.weight),
    involved.map((each) => each.has),
  );
  const masters = involved.map(({ owner, has }, i) => ({ name: owner.name, has, wants: wants[i] ?? 0 }));
  if (!masters.some((each) => isOff(each, threshold))) return { moves: [], masters, skipped };
  const gives = involved.map(({ owner, has }, i) => ({ ...owner, n: Math.max(0, has - (wants[i] ?? 0)) }));
  const needs = masters.map(({ name, has, wants: want }) => ({ name, n: Math.max(0, want - has) }));
  const moves = matchMoves(
    gives.filter((each) => each.n > 0).sort((a, b) => b.n - a.n),
    needs.filter((each) => each.n > 0).sort((a, b) => b.n - a.n),
    'pairs',
  );
  return { moves, masters, skipped };
}

function isOff({ has, wants }: { readonly has: number; readonly wants: number }, threshold: number): boolean {
  if (has === 0) return wants > 1 || (wants > 0 && threshold === 0);
  return Math.abs(100 - (100 * wants) / has) > threshold;
}

/** Whole numbers in proportion to the weights, each within one of its exact share, that sum up to all slots. */
function shares(weights: readonly number[], counts: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const total = counts.reduce((a, b) => a + b, 0);
  if (sum <= 0) return [...counts];
  const exact = weights.map((each) => (total * each) / sum);
  const whole = exact.map((each) => Math.floor(each + 1e-9));
  const part = exact.map((each, i) => Math.max(0, each - (whole[i] ?? 0)));
  let left = total - whole.reduce((a, b) => a + b, 0);
  const surplus = (i: number): number => Number((counts[i] ?? 0) > (whole[i] ?? 0));
  const order = weights
    .map((_, i) => i)
    .filter((i) => (part[i] ?? 0) > 1e-9)
    .sort((a, b) => surplus(b) - surplus(a) || (part[b] ?? 0) - (part[a] ?? 0) || a - b);
  for (const i of order) {
    if (left <= 0) break;
    whole[i] = (whole[i] ?? 0) + 1;
    left--;
  }
  return whole;
}

/**
 * Which slots go where so that masters hold about equally much (keys, or bytes), with few slots moved: for a
 * reshard request `by: 'ranges'`. A slot is never split, so one that is heavier than a master's share stays.
 *
 * @param load how much each slot holds: 16384 numbers, 0 where there is nothing
 * @param options weights as in `balance`; `tolerance`: percent of a master's share that is near enough
 */
export function balanceByLoad(
  owners: readonly SlotOwner[],
  load: ArrayLike<number>,
  options: { readonly weights?: Readonly<Record<string, number>>; readonly tolerance?: number } = {},
): SlotMove[] {
  const { weights = {}, tolerance = 2 } = options;
  const weight = (name: string): number => (Object.hasOwn(weights, name) ? (weights[name] ?? 1) : 1);
  const sumWeights = owners.reduce((sum, { name }) => sum + weight(name), 0);
  if (sumWeights <= 0) return [];
  const masters = owners.map(({ name, slots }) => {
    const own = slots
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
      .map((slot) => ({ slot, load: load[slot] ?? 0 }));
    return { name, own, has: own.reduce((sum, each) => sum + each.load, 0) };
  });
  const total = masters.reduce((sum, each) => sum + each.has, 0);
  const share = (name: string): number => (total * weight(name)) / sumWeights;
  const slack = (name: string): number => (share(name) * tolerance) / 100;
  const takers = masters
    .map(({ name, has }) => ({ name, room: share(name) - has }))
    .filter(({ name, room }) => room > slack(name));
  const picked = new Map<string, { from: string; to: string; slots: number[] }>();
  for (const { name, own, has } of masters.sort((a, b) => b.has - share(b.name) - (a.has - share(a.name)))) {
    let over = has - share(name);
    if (over <= slack(name)) continue;
    // Heaviest first: the fewest slots for the most load.
    for (const each of own.sort((a, b) => b.load - a.load || a.slot - b.slot)) {
      if (each.load <= 0 || over <= slack(name)) break;
      if (each.load > over) continue;
      const taker = takers.reduce<(typeof takers)[number] | undefined>(
        (best, one) => (best === undefined || one.room > best.room ? one : best),
        undefined,
      );
      if (taker === undefined) break;
      if (each.load > taker.room) continue;
      const key = `${name}\n${taker.name}`;
      const pair = picked.get(key) ?? { from: name, to: taker.name, slots: [] };
      picked.set(key, pair);
      pair.slots.push(each.slot);
      taker.room -= each.load;
      over -= each.load;
    }
  }
  return [...picked.values()].map(({ from, to, slots }) => ({ from, to, ranges: rangesOf(slots) }));
}
