import type { Words } from '../../clients/redis';
import { countKeys } from './claims';
import { sendAll, setSlot, type Member } from './fleet';
import { asKeys, keysIn, nothing, weigh, type Weighed } from './keys';
import { moveKeys, settleDoubts, type KeyWork } from './move-keys';
import { migrateMs, type Route } from './migrate';

/** A move of many slots from one master to another. */
export interface SlotWork extends KeyWork {
  /** All other masters: they are told of the new owner. */
  readonly others: readonly Member[];
  /** Slots that are open or may be; whoever ends the work early closes them. */
  readonly open: Set<number>;
  /** So many slots are given over. */
  done(slots: number): void;
}

/**
 * Takes slots off the front of `queue` and moves them, window by window, until it is empty.
 *
 * @throws RedisFailure; what `work.signal` was aborted with. Slots in `work.open` are left as they are then.
 */
export async function moveQueue(route: Route, queue: number[], work: SlotWork): Promise<void> {
  const { window, emptyWindow } = work.settings;
  for (;;) {
    work.signal.throwIfAborted();
    const slots = queue.splice(0, emptyWindow);
    if (slots.length === 0) return;
    const keys = await countKeys(route.source, slots);
    const counts = new Map(slots.map((slot, index) => [slot, keys[index] ?? 0]));
    const empty = [...counts.values()].every((count) => count === 0);
    const step = empty ? emptyWindow : window;
    for (let at = 0; at < slots.length; at += step) {
      work.signal.throwIfAborted();
      const some = slots.slice(at, at + step);
      await moveWindow(route, some, await listKeys(route, some, counts, work), work);
    }
  }
}

/**
 * The first keys of each slot, weighed, before anything is open: a script still finds them all then. Some hundred
 * or thousand keys at a time: other clients get their turn in between.
 */
async function listKeys(
  { source }: Route,
  slots: readonly number[],
  counts: ReadonlyMap<number, number>,
  { settings, throttle }: SlotWork,
): Promise<Map<number, Weighed>> {
  const first = new Map<number, Weighed>();
  const held = slots.filter((slot) => (counts.get(slot) ?? 0) > 0);
  for (let at = 0; at < held.length;) {
    const some: number[] = [];
    for (let sum = 0, slot = held[at]; slot !== undefined; slot = held[at]) {
      const keys = Math.min(counts.get(slot) ?? 0, settings.mostKeys);
      if (sum > 0 && sum + keys > settings.weighKeys) break;
      sum += keys;
      some.push(slot);
      at += 1;
    }
    const weighed = await throttle.turn(
      0,
      async () => {
        const replies = await source.connection.batch(
          some.map((slot) => keysIn(slot, settings.mostKeys)),
          { timeoutMs: 60_000, buffers: true },
        );
        const groups = replies.map((reply) => {
          if (!reply.ok) throw reply.error;
          return asKeys(reply.value);
        });
        return weigh(source, groups, settings.bytes, 60_000, settings.sample);
      },
      false,
    );
    for (const [index, slot] of some.entries()) first.set(slot, weighed[index] ?? nothing);
  }
  return first;
}

/** Opens some slots, empties them, and gives them over. */
async function moveWindow(
  route: Route,
  slots: readonly number[],
  first: ReadonlyMap<number, Weighed>,
  work: SlotWork,
): Promise<void> {
  const { source, target } = route;
  for (const slot of slots) work.open.add(slot);
  await sendAll(
    target,
    slots.map((slot) => setSlot(slot, 'IMPORTING', source.id)),
  );
  // Both are awaited: keys that leave a slot that is not marked could not be found by clients.
  const left = await openSource(route, slots, first);
  await Promise.all(
    slots.map(async (slot) => {
      if (work.doubts.has(slot)) await settleDoubts(route, slot, migrateMs(0), work);
      // What was written since it was listed comes with what is left.
      const small = left.get(slot);
      const keys = small === undefined ? (first.get(slot) ?? nothing) : { ...nothing, small };
      if (holds(keys)) await moveKeys(route, slot, keys, work, true);
    }),
  );
  await giveOver(route, slots, work);
}

const holds = ({ small, big }: Weighed): boolean => small.length + big.length > 0;

/** Marks the slots at the source and looks, in the same write, which of those without keys have some after all. */
async function openSource(
  { source, target }: Route,
  slots: readonly number[],
  first: ReadonlyMap<number, Weighed>,
): Promise<Map<number, Buffer[]>> {
  const unlisted = slots.filter((slot) => !holds(first.get(slot) ?? nothing));
  const commands = [
    ...slots.map((slot) => setSlot(slot, 'MIGRATING', target.id)),
    ...unlisted.map((slot) => keysIn(slot, 1)),
  ];
  const replies = await source.connection.batch(commands, { timeoutMs: 60_000, buffers: true });
  const left = new Map<number, Buffer[]>();
  for (const [index, reply] of replies.entries()) {
    if (!reply.ok) throw reply.error;
    const slot = unlisted[index - slots.length];
    const keys = asKeys(reply.value);
    if (slot !== undefined && keys.length > 0) left.set(slot, keys);
  }
  return left;
}

/**
 * How a target takes slots that it imports. For each it would tell all nodes at once, and each of them looks through
 * all slots for it (docs/slot-moves.md has what that costs). So only the first and the last are taken that way: the first
 * gives the target the highest epoch, the last tells of all. Those between are no longer imported when they are taken:
 * the node that takes such a one tells nobody.
 */
function taken(slots: readonly number[], id: string): Words[] {
  const last = slots.length - 1;
  return slots.flatMap((slot, index) => {
    const takes = setSlot(slot, 'NODE', id);
    return index === 0 || index === last ? [takes] : [setSlot(slot, 'STABLE'), takes];
  });
}

/** A node that gave its last slot away may have become a replica; it needs no telling then. */
export const notMaster = /only with masters/i;

/**
 * The target takes its slots first: should all end here, it has the higher epoch and every key. Then the source is
 * told, then the others, who would hear of it by gossip as well.
 */
export async function giveOver(
  { source, target }: Route,
  slots: readonly number[],
  work: Pick<SlotWork, 'others' | 'open' | 'done'>,
): Promise<void> {
  const commands = slots.map((slot) => setSlot(slot, 'NODE', target.id));
  await sendAll(target, taken(slots, target.id));
  await sendAll(source, commands, notMaster);
  for (const slot of slots) work.open.delete(slot);
  work.done(slots.length);
  // One that cannot be told now hears of it from the target.
  await Promise.all(work.others.map((other) => sendAll(other, commands, /./).catch(() => undefined)));
}
