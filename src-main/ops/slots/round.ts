import { decideSlot, type SlotAction, type SlotIntent } from '@shared/redis-cluster/slot-decisions';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { RedisOpsDeps } from '../redis-deps';
import { readStates } from './claims';
import { sendAll, setSlot, type Fleet, type Member } from './fleet';
import { routeOf } from './migrate';
import { Throttle } from './pace';
import { gather, memberOf, settle, type SettleAction, type SlotDeps } from './settle';
import { moveQueue, type SlotWork } from './window';

/** What one look has shown, slot by slot. */
export interface Round {
  readonly actions: ReadonlyMap<number, SlotAction>;
}

type MoveAction = Extract<SlotAction, { do: 'move' }>;

/**
 * Looks at the live claims of some slots and says what is to be done about each.
 *
 * @param intents where each slot is to go; without one a slot is only put in order
 * @param options deep: count the keys also where nothing looks wrong. tasks: slots that a server moves by itself
 */
export async function look(
  fleet: Fleet,
  slots: readonly number[],
  intents: ReadonlyMap<number, SlotIntent>,
  { deep, tasks }: { readonly deep: boolean; readonly tasks: ReadonlySet<number> },
): Promise<Round> {
  const states = await readStates(fleet, slots, (member, claim) => {
    const [owner, second] = claim.owners;
    const plain =
      owner !== undefined && second === undefined && claim.migrating.length + claim.importing.length === 0;
    if (!plain) return true;
    const intent = intents.get(claim.slot);
    if (intent === undefined) return deep && member.id !== owner;
    // Left behind by a move that ended between the target's word and the source's.
    return deep && owner === intent.to && member.id === intent.from;
  });
  return {
    actions: new Map(
      [...states].map(([slot, state]) => [
        slot,
        decideSlot({ ...state, task: tasks.has(slot) }, fleet.epochs, intents.get(slot)),
      ]),
    ),
  };
}

/** The slots of a round with one kind of action. */
export function slotsDoing<K extends SlotAction['do']>(
  { actions }: Round,
  kind: K,
): (readonly [number, Extract<SlotAction, { do: K }>])[] {
  return [...actions].filter((each): each is [number, Extract<SlotAction, { do: K }>] => each[1].do === kind);
}

/** Settles what a round says must be settled first: slot by slot, it is rare. */
export async function settleRound(
  deps: SlotDeps,
  fleet: Fleet,
  round: Round,
  work: SlotWork,
): Promise<number> {
  const actions: (readonly [number, SettleAction])[] = [
    ...slotsDoing(round, 'claim'),
    ...slotsDoing(round, 'settle'),
  ];
  for (const [slot, action] of actions) {
    work.signal.throwIfAborted();
    work.log(`slot ${slot}: ${action.row}, ${nameOf(fleet, action.owner)} keeps it`);
    await settle(deps, fleet, slot, action, work);
  }
  return actions.length;
}

const nameOf = (fleet: Fleet, id: string): string => fleet.byId.get(id)?.node.name ?? id;

/** Moves what a round says must move, from all sources at the same time. */
export async function moveRound(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
  fleet: Fleet,
  round: Round,
  work: SlotWork,
): Promise<number> {
  const moves = slotsDoing(round, 'move');
  const routes = new Map<string, { source: Member; target: Member; slots: number[] }>();
  for (const [slot, action] of moves) {
    const source = memberOf(fleet, action.from);
    const target = memberOf(fleet, action.to);
    if (action.gather.length > 0) await gatherFirst(deps, fleet, slot, action, work);
    const key = `${source.id} ${target.id}`;
    const known = routes.get(key) ?? { source, target, slots: [] };
    known.slots.push(slot);
    routes.set(key, known);
  }
  for (const { source, target, slots } of routes.values()) await tellTarget(source, target, slots, work);
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  const runs = [...routes.values()].flatMap(({ source, target, slots }) => {
    const throttle = work.settings.turns ? work.throttle : new Throttle(work.settings);
    return Array.from({ length: work.settings.windows }, async () => {
      try {
        const route = await routeOf(deps.resolveSecret, source, target);
        const others = fleet.members.filter(({ id }) => id !== source.id && id !== target.id);
        await moveQueue(route, slots, { ...work, throttle, others, signal });
      } catch (error) {
        // One that fails stops the rest between two calls; the first reason is the one to tell.
        stop.abort(error);
        throw error;
      }
    });
  });
  const settled = await Promise.allSettled(runs);
  if (work.signal.aborted) work.signal.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
  return moves.length;
}

/**
 * A node does not let gossip change the owner of a slot that it imports. When the source was replaced by its replica,
 * the target would keep the dead one in mind, call the whole cluster down, and take no key: it is told by hand.
 */
async function tellTarget(
  source: Member,
  target: Member,
  slots: readonly number[],
  work: SlotWork,
): Promise<void> {
  const known = new Set(slotsOf(target.lines.find(({ id }) => id === source.id)?.slots ?? []));
  const wrong = slots.filter((slot) => !known.has(slot));
  for (const slot of wrong) work.open.add(slot);
  await sendAll(
    target,
    wrong.flatMap((slot) => [
      setSlot(slot, 'STABLE'),
      setSlot(slot, 'NODE', source.id),
      setSlot(slot, 'IMPORTING', source.id),
    ]),
  );
}

/** Keys that lie with neither side go to the target first; it must import for that. */
async function gatherFirst(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
  fleet: Fleet,
  slot: number,
  { from, to, gather: givers }: MoveAction,
  work: SlotWork,
): Promise<void> {
  const target = memberOf(fleet, to);
  work.open.add(slot);
  await sendAll(target, [setSlot(slot, 'IMPORTING', from)]);
  await sendAll(memberOf(fleet, from), [setSlot(slot, 'MIGRATING', to)]);
  for (const id of givers) {
    await gather(deps, memberOf(fleet, id), target, slot, work);
    await sendAll(memberOf(fleet, id), [setSlot(slot, 'STABLE')]);
  }
}
