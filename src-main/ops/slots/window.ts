import type { Words } from '../../clients/redis';
import { sendAll, setSlot, type Member } from './fleet';
import { asKeys, keysIn, weigh, type Weighed } from './keys';
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
    const first = await listKeys(route, slots, work);
    const empty = [...first.values()].every(({ small, big }) => small.length + big.length === 0);
    const step = empty ? emptyWindow : window;
    for (let at = 0; at < slots.length; at += step) {
      work.signal.throwIfAborted();
      await moveWindow(route, slots.slice(at, at + step), first, work);
    }
  }
}

const nothing: Weighed = { small: [], bytes: 0, big: [] };

/** The first keys of each slot, weighed, before anything is open: a script may then still name them all. */
async function listKeys(
  { source }: Route,
  slots: readonly number[],
  { settings, throttle }: SlotWork,
): Promise<Map<number, Weighed>> {
  const replies = await source.connection.batch(
    slots.map((slot) => keysIn(slot, settings.mostKeys)),
    { timeoutMs: 60_000, buffers: true },
  );
  const held: { slot: number; keys: Buffer[] }[] = [];
  for (const [index, slot] of slots.entries()) {
    const reply = replies[index];
    if (reply === undefined || !reply.ok) throw reply?.error ?? new Error('no reply');
    const keys = asKeys(reply.value);
    if (keys.length > 0) held.push({ slot, keys });
  }
  const first = new Map<number, Weighed>();
  while (held.length > 0) {
    const some: typeof held = [];
    // Other clients get their turn between two goes.
    for (
      let sum = 0;
      held[0] !== undefined && (sum === 0 || sum + held[0].keys.length <= settings.weighKeys);
    ) {
      sum += held[0].keys.length;
      some.push(...held.splice(0, 1));
    }
    const groups = some.map(({ keys }) => keys);
    const weighed = await throttle.turn(0, () => weigh(source, groups, settings.bytes, 60_000), false);
    for (const [index, { slot }] of some.entries()) first.set(slot, weighed[index] ?? nothing);
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
  const left = await openSource(route, slots);
  await Promise.all(
    slots.map(async (slot) => {
      if (work.doubts.has(slot)) await settleDoubts(route, slot, migrateMs(0), work);
      const known = first.get(slot) ?? nothing;
      // What was written since it was listed comes with what is left.
      const keys = known === nothing && left.has(slot) ? { ...nothing, small: left.get(slot) ?? [] } : known;
      if (keys.small.length + keys.big.length > 0) await moveKeys(route, slot, keys, work, true);
    }),
  );
  await giveOver(route, slots, work);
}

/** Marks the slots at the source and looks, in the same write, who has keys after all. */
async function openSource(
  { source, target }: Route,
  slots: readonly number[],
): Promise<Map<number, Buffer[]>> {
  const commands = slots.flatMap((slot): Words[] => [setSlot(slot, 'MIGRATING', target.id), keysIn(slot, 1)]);
  const replies = await source.connection.batch(commands, { timeoutMs: 60_000, buffers: true });
  const left = new Map<number, Buffer[]>();
  for (const [index, reply] of replies.entries()) {
    if (!reply.ok) throw reply.error;
    const slot = slots[(index - 1) / 2];
    const keys = asKeys(reply.value);
    if (slot !== undefined && keys.length > 0) left.set(slot, keys);
  }
  return left;
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
  await sendAll(target, commands);
  await sendAll(source, commands, notMaster);
  for (const slot of slots) work.open.delete(slot);
  work.done(slots.length);
  // One that cannot be told now hears of it from the target.
  await Promise.all(work.others.map((other) => sendAll(other, commands, /./).catch(() => undefined)));
}
