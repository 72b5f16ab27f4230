import type { SlotRange } from '@shared/ops';
import { slotCount } from '@shared/redis-cluster/slots';

/** A master as far as its slots go. */
export interface Owning {
  readonly name: string;
  readonly slots: readonly SlotRange[];
}

/** Who owns each of the 16384 slots, now and after some changes. Masters are told apart by name. */
export class SlotOwners {
  /** Index into `names`; -1: nobody. */
  readonly #before = new Int16Array(slotCount).fill(-1);
  readonly #after: Int16Array;
  readonly #names: string[] = [];
  /** Slots that a failover handed over whole are no moves: no key travels. */
  readonly #same = new Map<number, number>();

  constructor(masters: readonly Owning[]) {
    for (const master of masters) {
      const index = this.#index(master.name);
      for (const [from, to] of master.slots) this.#before.fill(index, from, to + 1);
    }
    this.#after = this.#before.slice();
  }

  #index(name: string): number {
    const known = this.#names.indexOf(name);
    return known >= 0 ? known : this.#names.push(name) - 1;
  }

  ownerOf(slot: number): string | undefined {
    return this.#names[this.#after[slot] ?? -1];
  }

  give(to: string, ranges: readonly SlotRange[]): void {
    const index = this.#index(to);
    for (const [first, last] of ranges) this.#after.fill(index, first, last + 1);
  }

  /** A whole master's slots go to another, as in a failover. */
  handOver(from: string, to: string): void {
    const old = this.#index(from);
    const next = this.#index(to);
    this.#after.forEach((owner, slot) => {
      if (owner === old) this.#after[slot] = next;
    });
    this.#same.set(old, next);
  }

  covered(): number {
    return this.#after.reduce((sum, owner) => sum + (owner >= 0 ? 1 : 0), 0);
  }

  /** Runs of slots of one owner, in order. */
  runs(): { readonly owner: string; readonly range: SlotRange }[] {
    const runs: { owner: string; range: [number, number] }[] = [];
    this.#after.forEach((owner, slot) => {
      const name = this.#names[owner];
      const last = runs.at(-1);
      if (name === undefined) return;
      if (last?.owner === name && last.range[1] === slot - 1) last.range[1] = slot;
      else runs.push({ owner: name, range: [slot, slot] });
    });
    return runs;
  }

  /** What changes hands, in the order of slots; neighbours that go the same way are one. */
  moves(): { readonly from: string; readonly to: string; readonly range: SlotRange }[] {
    const moves: { from: string; to: string; range: [number, number] }[] = [];
    this.#after.forEach((owner, slot) => {
      const old = this.#before[slot] ?? -1;
      if (owner === old || this.#same.get(old) === owner) return;
      const from = this.#names[old] ?? '';
      const to = this.#names[owner] ?? '';
      const last = moves.at(-1);
      if (last?.from === from && last.to === to && last.range[1] === slot - 1) last.range[1] = slot;
      else moves.push({ from, to, range: [slot, slot] });
    });
    return moves;
  }
}

/** The ranges of each master afterwards, by name. */
export function rangesOf(owners: SlotOwners): ReadonlyMap<string, readonly SlotRange[]> {
  const found = new Map<string, SlotRange[]>();
  for (const { owner, range } of owners.runs()) {
    const list = found.get(owner);
    if (list === undefined) found.set(owner, [range]);
    else list.push(range);
  }
  return found;
}
