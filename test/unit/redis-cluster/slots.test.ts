import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSlots, splitSlots } from '@shared/redis-cluster/slots';

const sizes = (masters: number) => splitSlots(masters).map((range) => countSlots([range]));

describe('splitSlots', () => {
  it.each([
    [3, [5461, 5462, 5461]],
    [5, [3277, 3277, 3276, 3277, 3277]],
    [7, [2341, 2340, 2341, 2340, 2341, 2340, 2341]],
    [4, [4096, 4096, 4096, 4096]],
    [1, [16384]],
  ])('splits among %i masters as redis-cli does', (masters, expected) => {
    expect(sizes(masters)).toEqual(expected);
  });

  it('gives the three ranges that every tutorial shows', () => {
    expect(splitSlots(3)).toEqual([
      [0, 5460],
      [5461, 10922],
      [10923, 16383],
    ]);
  });

  it('covers every slot once, in order, and nearly evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (masters) => {
        const ranges = splitSlots(masters);
        expect(ranges).toHaveLength(masters);
        let next = 0;
        const inOrder = ranges.every(([from, to]) => {
          const fits = from === next && to >= from;
          next = to + 1;
          return fits;
        });
        expect(inOrder).toBe(true);
        expect(next).toBe(16384);
        const all = sizes(masters);
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it.each([0, -1, 2.5, 16385, Number.NaN])('refuses %s masters', (masters) => {
    expect(() => splitSlots(masters)).toThrow(RangeError);
  });
});
