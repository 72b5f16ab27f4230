import type { SlotRange } from '@shared/ops';
import { slotCount } from '@shared/redis-cluster/slots';
import type { SlotBoard } from './slot-board';

/** What is picked out on the map, to be moved. */
export interface Selection {
  readonly name: string;
  readonly range: SlotRange;
}

/** Where the pointer is: a master's row, and a slot along it. */
export interface Spot {
  readonly name: string | undefined;
  readonly slot: number;
}

interface Drag extends Selection {
  readonly anchor: number;
  /** The whole of what was picked out before is carried, rather than a new stretch drawn. */
  readonly carried: boolean;
  /** The row that it would fall on; undefined: its own. */
  readonly over: string | undefined;
}

const clamp = (slot: number): number => Math.max(0, Math.min(slotCount - 1, Math.round(slot)));

/**
 * Dragging on the slot map, apart from pixels. Along a master's own row one draws a stretch; onto another row one
 * carries it there. A press without a stretch takes the whole run of slots under the pointer.
 */
export class SlotDrag {
  selection = $state.raw<Selection | undefined>(undefined);
  drag = $state.raw<Drag | undefined>(undefined);

  /**
   * Begins at a spot.
   *
   * @returns false where nobody's slots are, or another's than this row's: nothing is dragged
   */
  down(board: SlotBoard, spot: Spot): boolean {
    const slot = clamp(spot.slot);
    const { name } = spot;
    const chosen = this.selection;
    if (name === undefined) return false;
    const carried =
      chosen?.name === name && slot >= chosen.range[0] && slot <= chosen.range[1] ? chosen : undefined;
    if (carried === undefined && board.ownerAt(slot) !== name) {
      this.selection = undefined;
      return false;
    }
    this.drag = {
      name,
      anchor: slot,
      range: carried?.range ?? [slot, slot],
      carried: carried !== undefined,
      over: undefined,
    };
    return true;
  }

  /** @param tiny a stretch of fewer slots than this is a tremor of the hand: the whole run is meant */
  move(board: SlotBoard, spot: Spot, tiny: number): void {
    const { drag } = this;
    if (drag === undefined) return;
    if (spot.name === drag.name && !drag.carried) {
      const slot = clamp(spot.slot);
      this.drag = {
        ...drag,
        range: [Math.min(drag.anchor, slot), Math.max(drag.anchor, slot)],
        over: undefined,
      };
      return;
    }
    const over = spot.name === undefined || spot.name === drag.name ? undefined : spot.name;
    const short = !drag.carried && drag.range[1] - drag.range[0] < tiny;
    const range = over !== undefined && short ? (board.stretchAt(drag.anchor) ?? drag.range) : drag.range;
    this.drag = { ...drag, range, over };
  }

  /** Lets go: gives the board with the move made, or the same one with something picked out. */
  up(board: SlotBoard, tiny: number): SlotBoard {
    const { drag } = this;
    this.drag = undefined;
    if (drag === undefined) return board;
    if (drag.over !== undefined) {
      this.selection = undefined;
      return board.move(drag.range, drag.over, drag.name);
    }
    const short = !drag.carried && drag.range[1] - drag.range[0] < tiny;
    const range = short ? board.stretchAt(drag.anchor) : drag.range;
    this.selection = range === undefined ? undefined : { name: drag.name, range };
    return board;
  }

  cancel(): void {
    this.drag = undefined;
  }
}
