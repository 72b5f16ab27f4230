import type { SlotRange } from '@shared/ops';
import { slotCount } from '@shared/redis-cluster/slots';
import type { Owning } from './slot-owners';

/** Slots that go from one master to another, as a request has them. */
export interface BoardMove {
  readonly from: string;
  readonly to: string;
  readonly ranges: readonly SlotRange[];
}

const nobody = -1;

/**
 * The slots of a cluster as one rearranges them: who has each now, and who is to have it. Immutable: every change
 * gives a new board. Bringing a slot back to where it was takes its move back.
 */
export class SlotBoard {
  readonly names: readonly string[];
  readonly #origin: Int16Array;
  readonly #owner: Int16Array;

  private constructor(names: readonly string[], origin: Int16Array, owner: Int16Array) {
    this.names = names;
    this.#origin = origin;
    this.#owner = owner;
  }

  static of(masters: readonly Owning[]): SlotBoard {
    const origin = new Int16Array(slotCount).fill(nobody);
    masters.forEach(({ slots }, index) => {
      for (const [first, last] of slots) origin.fill(index, first, last + 1);
    });
    return new SlotBoard(
      masters.map(({ name }) => name),
      origin,
      origin.slice(),
    );
  }

  /** The same wishes on the cluster as it is now: a wish goes where its slots have another master by now. */
  rebase(masters: readonly Owning[]): SlotBoard {
    const next = SlotBoard.of(masters);
    const owner = next.#origin.slice();
    for (const { from, to, ranges } of this.moves()) {
      const old = next.names.indexOf(from);
      const target = next.names.indexOf(to);
      if (old < 0 || target < 0) continue;
      for (const [first, last] of ranges)
        for (let slot = first; slot <= last; slot++) if (owner[slot] === old) owner[slot] = target;
    }
    return new SlotBoard(next.names, next.#origin, owner);
  }

  /** Gives the slots of a range that `from` is to have (everybody's where it is left out) to `to`. */
  move(range: SlotRange, to: string, from?: string): SlotBoard {
    const target = this.names.indexOf(to);
    const source = from === undefined ? undefined : this.names.indexOf(from);
    if (target < 0) return this;
    const owner = this.#owner.slice();
    for (let slot = range[0]; slot <= range[1]; slot++) {
      const has = owner[slot] ?? nobody;
      if (has !== nobody && (source === undefined || has === source)) owner[slot] = target;
    }
    return new SlotBoard(this.names, this.#origin, owner);
  }

  /** Takes back what would move to `to` out of a range. */
  takeBack(range: SlotRange, to: string): SlotBoard {
    const target = this.names.indexOf(to);
    const owner = this.#owner.slice();
    for (let slot = range[0]; slot <= range[1]; slot++)
      if (owner[slot] === target) owner[slot] = this.#origin[slot] ?? nobody;
    return new SlotBoard(this.names, this.#origin, owner);
  }

  reset(): SlotBoard {
    return new SlotBoard(this.names, this.#origin, this.#origin.slice());
  }

  ownerAt(slot: number): string | undefined {
    return this.names[this.#owner[slot] ?? nobody];
  }

  /** The stretch of slots of one owner around a slot; undefined where nobody has it. */
  stretchAt(slot: number): SlotRange | undefined {
    const owner = this.#owner[slot] ?? nobody;
    if (owner === nobody) return undefined;
    let first = slot;
    let last = slot;
    while (first > 0 && this.#owner[first - 1] === owner) first -= 1;
    while (last < slotCount - 1 && this.#owner[last + 1] === owner) last += 1;
    return [first, last];
  }

  /** How many slots of a range a master is to have. */
  countIn(range: SlotRange, name: string): number {
    const index = this.names.indexOf(name);
    let count = 0;
    for (let slot = range[0]; slot <= range[1]; slot++) if (this.#owner[slot] === index) count += 1;
    return count;
  }

  /** The slots that each master is to have, in the masters' order. */
  ranges(): readonly (readonly SlotRange[])[] {
    const found: [number, number][][] = this.names.map(() => []);
    this.#owner.forEach((owner, slot) => {
      const list = found[owner];
      const last = list?.at(-1);
      if (last?.[1] === slot - 1) last[1] = slot;
      else list?.push([slot, slot]);
    });
    return found;
  }

  /** What is to change hands: sources and targets in the masters' order, ranges in the slots'. */
  moves(): readonly BoardMove[] {
    const found = new Map<number, { from: string; to: string; ranges: [number, number][] }>();
    this.#owner.forEach((owner, slot) => {
      const old = this.#origin[slot] ?? nobody;
      if (owner === old || owner === nobody) return;
      const key = old * this.names.length + owner;
      const move = found.get(key) ?? { from: this.names[old] ?? '', to: this.names[owner] ?? '', ranges: [] };
      found.set(key, move);
      const last = move.ranges.at(-1);
      if (last?.[1] === slot - 1) last[1] = slot;
      else move.ranges.push([slot, slot]);
    });
    return [...found].sort(([a], [b]) => a - b).map(([, move]) => move);
  }
}
