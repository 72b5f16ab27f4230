import { describe, expect, it } from 'vitest';
import type { SlotRange } from '@shared/ops';
import type { ClusterNode } from '@shared/redis-cluster/observed';
import {
  borders,
  fullest,
  heatMap,
  paint,
  side,
  step,
  type HeatColors,
} from '../../../src-renderer/features/redis/tools/slot-heat';

const node = (name: string, role: ClusterNode['role'], ...slots: SlotRange[]): ClusterNode => ({
  name,
  id: name,
  role,
  slots,
  openSlots: [],
  address: '',
  busPort: 0,
  linkUp: true,
  health: 'ok',
  flags: [],
  configEpoch: 1,
});
const keysOf = (some: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 16_384 }, (_, slot) => some[slot] ?? 0);
const nodes = [node('b', 'master', [100, 16_000]), node('a', 'master', [0, 99]), node('c', 'replica')];

describe('the heat map of slots', () => {
  it('knows whose slots are how full, in the order of the slots', () => {
    const map = heatMap(nodes, keysOf({ 0: 2, 99: 1, 100: 5, 16_383: 7 }));
    expect(map.masters).toEqual([
      { name: 'a', color: 1, slots: 100, keys: 3 },
      { name: 'b', color: 2, slots: 15_901, keys: 5 },
    ]);
    expect([map.owner[99], map.owner[100], map.owner[16_001]]).toEqual([0, 1, -1]);
    expect(map.total).toBe(15);
  });

  it('is not blanched by one slot that holds far more than the others', () => {
    const keys = Array.from({ length: 16_384 }, (_, slot) => (slot === 5 ? 100_000 : 60 + (slot % 3)));
    const map = heatMap(nodes, keys);
    expect(map.full).toBe(62);
    expect(keys.filter((n) => n >= map.hot)).toEqual([100_000]);
  });

  it('draws a line only where the owner changes', () => {
    const owner = new Int16Array(side * side);
    expect(borders(owner)).toBe('');
    owner[side + 1] = 1;
    expect(borders(owner)).toBe('M1 1v1M1 1h1M2 1v1M1 2h1');
  });

  it('names the fullest slots, and none that is empty', () =>
    expect(fullest(keysOf({ 3: 1, 9: 4, 5: 4 }), 5)).toEqual([
      { slot: 5, keys: 4 },
      { slot: 9, keys: 4 },
      { slot: 3, keys: 1 },
    ]));

  it('paints what nobody serves, what is empty, what is full and what is hot apart', () => {
    const colors: HeatColors = {
      none: [1, 1, 1],
      low: [10, 10, 10],
      high: [20, 20, 20],
      hot: [30, 30, 30],
      gap: [40, 40, 40],
      series: [
        [51, 51, 51],
        [52, 52, 52],
      ],
    };
    const filled = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [i + 1, 10]));
    const map = heatMap(nodes, keysOf({ ...filled, 1: 5, 2: 10, 3: 500 }));
    const red = (by: 'keys' | 'owner', slot: number): number | undefined => paint(map, by, colors)[slot * 4];
    expect([0, 1, 2, 3, 16_001].map((slot) => red('keys', slot))).toEqual([1, 15, 20, 30, 40]);
    expect([0, 100, 16_001].map((slot) => red('owner', slot))).toEqual([51, 52, 40]);
  });

  it('is walked with the arrow keys and never left', () => {
    expect(step(0, 'ArrowDown')).toBe(128);
    expect(step(5, 'ArrowUp')).toBe(0);
    expect(step(16_380, 'PageDown')).toBe(16_383);
    expect(step(5, 'End')).toBe(16_383);
    expect(step(5, 'a')).toBeUndefined();
  });
});
