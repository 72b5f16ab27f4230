import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlotRange } from '@shared/ops';
import { countSlots, splitSlots } from '@shared/redis-cluster/slots';
import { SlotBoard } from '../../../src-renderer/features/redis/day-two/slot-board';
import { SlotDrag } from '../../../src-renderer/features/redis/day-two/slot-drag.svelte';

const masters = (n: number) => splitSlots(n).map((range, i) => ({ name: `m${i + 1}`, slots: [range] }));
const board3 = () => SlotBoard.of(masters(3));
const tiny = 20;

describe('the board of slots', () => {
  it('tells what is to change hands, and who has what then', () => {
    const board = board3().move([0, 99], 'm3').move([5461, 5560], 'm3');
    expect(board.moves()).toEqual([
      { from: 'm1', to: 'm3', ranges: [[0, 99]] },
      { from: 'm2', to: 'm3', ranges: [[5461, 5560]] },
    ]);
    expect(board.ranges()[2]).toEqual([
      [0, 99],
      [5461, 5560],
      [10_923, 16_383],
    ]);
    expect(board.stretchAt(50)).toEqual([0, 99]);
    expect(board.countIn([0, 199], 'm3')).toBe(100);
  });

  it('takes a move back when its slots come home, in whole or in part', () => {
    const board = board3().move([0, 99], 'm2');
    expect(board.move([0, 99], 'm1').moves()).toEqual([]);
    expect(board.takeBack([50, 99], 'm2').moves()).toEqual([{ from: 'm1', to: 'm2', ranges: [[0, 49]] }]);
    expect(board.reset().moves()).toEqual([]);
  });

  it('moves only what the source has, and never what nobody has', () => {
    const holed = SlotBoard.of([
      { name: 'a', slots: [[0, 99]] },
      { name: 'b', slots: [[200, 299]] },
    ]);
    expect(holed.move([0, 299], 'b', 'a').moves()).toEqual([{ from: 'a', to: 'b', ranges: [[0, 99]] }]);
    expect(holed.move([0, 16_383], 'a').moves()).toEqual([{ from: 'b', to: 'a', ranges: [[200, 299]] }]);
    expect(holed.ownerAt(150)).toBeUndefined();
  });

  it('keeps the wishes when the cluster changes beneath them', () => {
    const wished = board3().move([0, 99], 'm3').move([5461, 5470], 'm1');
    // Half of the first is there by now, and m2 has gone.
    const now = [
      { name: 'm1', slots: [[50, 5460]] as SlotRange[] },
      { name: 'm3', slots: [[0, 49], [10_923, 16_383]] as SlotRange[] }, // prettier-ignore
    ];
    expect(wished.rebase(now).moves()).toEqual([{ from: 'm1', to: 'm3', ranges: [[50, 99]] }]);
  });

  it('loses and doubles no slot, whatever is moved', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 16_383 }), fc.integer({ min: 0, max: 16_383 }))
      .map(([a, b]): SlotRange => [Math.min(a, b), Math.max(a, b)]);
    const wish = fc.record({ range, to: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 8 }), (wishes) => {
        let board = SlotBoard.of(masters(5));
        for (const { range: slots, to } of wishes) board = board.move(slots, `m${to}`);
        const all = board.ranges().flat();
        expect(countSlots(all)).toBe(16_384);
        // What the request says leads to the same board.
        let again = SlotBoard.of(masters(5));
        for (const { from, to, ranges } of board.moves())
          for (const slots of ranges) again = again.move(slots, to, from);
        expect(again.ranges()).toEqual(board.ranges());
      }),
      { numRuns: 40 },
    );
  });
});

describe('dragging on the map', () => {
  it('draws along its own row and drops on another', () => {
    const drag = new SlotDrag();
    expect(drag.down(board3(), { name: 'm1', slot: 1000 })).toBe(true);
    drag.move(board3(), { name: 'm1', slot: 2023 }, tiny);
    expect(drag.drag?.range).toEqual([1000, 2023]);
    // On its way down it keeps the stretch, wherever the pointer is.
    drag.move(board3(), { name: 'm3', slot: 9000 }, tiny);
    expect(drag.drag?.over).toBe('m3');
    expect(drag.up(board3(), tiny).moves()).toEqual([{ from: 'm1', to: 'm3', ranges: [[1000, 2023]] }]);
    expect(drag.drag).toBeUndefined();
  });

  it('takes the whole run when it is pulled straight to another row, or pressed', () => {
    const drag = new SlotDrag();
    drag.down(board3(), { name: 'm2', slot: 6000 });
    drag.move(board3(), { name: 'm1', slot: 6004 }, tiny);
    expect(drag.up(board3(), tiny).moves()).toEqual([{ from: 'm2', to: 'm1', ranges: [[5461, 10_922]] }]);
    drag.down(board3(), { name: 'm2', slot: 6000 });
    drag.up(board3(), tiny);
    expect(drag.selection).toEqual({ name: 'm2', range: [5461, 10_922] });
  });

  it('picks out a stretch, and carries it when it is taken up again', () => {
    const drag = new SlotDrag();
    drag.down(board3(), { name: 'm1', slot: 100 });
    drag.move(board3(), { name: 'm1', slot: 400 }, tiny);
    expect(drag.up(board3(), tiny).moves()).toEqual([]);
    expect(drag.selection).toEqual({ name: 'm1', range: [100, 400] });
    drag.down(board3(), { name: 'm1', slot: 200 });
    drag.move(board3(), { name: 'm1', slot: 5000 }, tiny);
    expect(drag.drag?.range).toEqual([100, 400]);
    drag.move(board3(), { name: 'm2', slot: 5000 }, tiny);
    expect(drag.up(board3(), tiny).moves()).toEqual([{ from: 'm1', to: 'm2', ranges: [[100, 400]] }]);
  });

  it('takes nothing from a row that has nothing there, and drops nothing outside', () => {
    const drag = new SlotDrag();
    expect(drag.down(board3(), { name: 'm1', slot: 9000 })).toBe(false);
    drag.down(board3(), { name: 'm1', slot: 0 });
    drag.move(board3(), { name: 'm1', slot: 99 }, tiny);
    drag.move(board3(), { name: undefined, slot: 99 }, tiny);
    expect(drag.up(board3(), tiny).moves()).toEqual([]);
  });
});
