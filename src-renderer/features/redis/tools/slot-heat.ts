import type { ClusterNode } from '@shared/redis-cluster/observed';
import { countSlots, slotCount } from '@shared/redis-cluster/slots';
import { colorOf } from '../picture/model';
import { compareNames } from '@shared/redis-cluster/names';

/** The map is this many slots wide and high. */
export const side = 128;

export interface HeatMaster {
  readonly name: string;
  /** Which of the series colours --c1…--c8. */
  readonly color: number;
  readonly slots: number;
  readonly keys: number;
}

export interface HeatMap {
  /** In the picture's order. */
  readonly masters: readonly HeatMaster[];
  /** Of each slot: the index of its owner in `masters`; -1: nobody. */
  readonly owner: Int16Array;
  /** Of each slot. */
  readonly keys: readonly number[];
  readonly total: number;
  /** From so many keys on a slot is as dark as can be; one slot that holds far more does not blanch all others. */
  readonly full: number;
  /** From so many keys on a slot stands out from all others. */
  readonly hot: number;
}

/** Whose slots are how full, for the map and the tables beside it. `keys`: of each of the 16384 slots. */
export function heatMap(nodes: readonly ClusterNode[], keys: readonly number[]): HeatMap {
  const first = (node: ClusterNode): number => node.slots[0]?.[0] ?? Number.MAX_SAFE_INTEGER;
  const masters = nodes
    .filter(({ role }) => role === 'master')
    .sort((a, b) => first(a) - first(b) || compareNames(a.name, b.name));
  const owner = new Int16Array(slotCount).fill(-1);
  masters.forEach(({ slots }, index) => {
    for (const [from, to] of slots) owner.fill(index, from, to + 1);
  });
  const sums = masters.map(() => 0);
  owner.forEach((index, slot) => {
    if (index >= 0) sums[index] = (sums[index] ?? 0) + (keys[slot] ?? 0);
  });
  const filled = keys.filter((n) => n > 0).sort((a, b) => a - b);
  // Of a hundred filled slots the fullest sets the scale, not the fullest of all.
  const full = Math.max(1, filled[Math.floor((filled.length - 1) * 0.99)] ?? 1);
  return {
    masters: masters.map((node, index) => ({
      name: node.name,
      color: colorOf(index),
      slots: countSlots(node.slots),
      keys: sums[index] ?? 0,
    })),
    owner,
    keys,
    total: keys.reduce((sum, n) => sum + n, 0),
    full,
    hot: Math.max(10, full * 2),
  };
}

/** The lines between slots of different owners, as an SVG path in a square of 128 x 128. */
export function borders(owner: Int16Array): string {
  const parts: string[] = [];
  for (let slot = 0; slot < slotCount; slot++) {
    const x = slot % side;
    const y = Math.floor(slot / side);
    if (x > 0 && owner[slot] !== owner[slot - 1]) parts.push(`M${x} ${y}v1`);
    if (y > 0 && owner[slot] !== owner[slot - side]) parts.push(`M${x} ${y}h1`);
  }
  return parts.join('');
}

/** The fullest slots, the fullest first; none without keys. */
export function fullest(keys: readonly number[], most: number): readonly { slot: number; keys: number }[] {
  return keys
    .map((n, slot) => ({ slot, keys: n }))
    .filter((each) => each.keys > 0)
    .sort((a, b) => b.keys - a.keys || a.slot - b.slot)
    .slice(0, most);
}

export type Rgb = readonly [red: number, green: number, blue: number];
export interface HeatColors {
  readonly none: Rgb;
  readonly low: Rgb;
  readonly high: Rgb;
  readonly hot: Rgb;
  readonly gap: Rgb;
  /** --c1…--c8. */
  readonly series: readonly Rgb[];
}

/** The map's pixels, one a slot, as RGBA. */
export function paint(
  map: HeatMap,
  by: 'keys' | 'owner',
  colors: HeatColors,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(slotCount * 4);
  for (let slot = 0; slot < slotCount; slot++) {
    const index = map.owner[slot] ?? -1;
    const n = map.keys[slot] ?? 0;
    const share = Math.min(1, n / map.full);
    const color =
      index < 0
        ? colors.gap
        : by === 'owner'
          ? (colors.series[(map.masters[index]?.color ?? 1) - 1] ?? colors.none)
          : n === 0
            ? colors.none
            : n >= map.hot
              ? colors.hot
              : colors.low.map((from, i) => from + ((colors.high[i] ?? from) - from) * share);
    pixels.set([...color, 255], slot * 4);
  }
  return pixels;
}

/** Where a key leads from a slot, on the map; undefined: it leads nowhere. */
export function step(slot: number, key: string): number | undefined {
  const to = {
    ArrowLeft: slot - 1,
    ArrowRight: slot + 1,
    ArrowUp: slot - side,
    ArrowDown: slot + side,
    PageUp: slot - 10 * side,
    PageDown: slot + 10 * side,
    Home: 0,
    End: slotCount - 1,
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(slotCount - 1, to));
}
