import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { OpContext } from '../../runner/types';
import { again, type RedisHandler, type RedisOpsDeps } from '../redis-deps';
import { pause } from '../redis-wait';
import { atomicMode, slotsInTasks } from './atomic';
import { countKeys, readClaims } from './claims';
import { closeLanes, laneOf, sendAll, setSlot, slotError, type Fleet } from './fleet';
import { Muster } from './muster';
import { paces, Throttle } from './pace';
import { look, moveRound, settleRound, slotsDoing, type Round } from './round';
import { claim, gather, memberOf } from './settle';
import { unlearn } from './unlearn';
import { notMaster, type SlotWork } from './window';

/** Looks before what is not in order counts as beyond repair. */
const mostRounds = 5;
const restMs = 500;
/** A master that does not answer: nothing is decided without it. */
const patienceMs = 5000;

/** Closes open slots and settles double claims. Slots that nobody owns are for `redis.coverSlots`. */
export const settleSlots: RedisHandler<'redis.settleSlots'> = (deps) => ({
  ...again,
  run: ({ masters, ranges }, context) => inOrder(deps, masters, slotsOf(ranges), context, false),
});

/** Brings keys that lie on a master that does not own their slot to the one that does. */
export const moveStrayKeys: RedisHandler<'redis.moveStrayKeys'> = (deps) => ({
  ...again,
  run: ({ masters, ranges }, context) => inOrder(deps, masters, slotsOf(ranges), context, true),
});

async function inOrder(
  deps: RedisOpsDeps,
  masters: readonly RedisNode[],
  slots: readonly number[],
  context: OpContext,
  deep: boolean,
): Promise<{ slots: number; keys: number }> {
  return withFleet(deps, masters, context, async (find) => {
    let keys = 0;
    let touched = 0;
    for (let round = 0; round < mostRounds; round++) {
      const fleet = await find();
      const tasks = await slotsInTasks(await atomicMode(fleet), fleet);
      const seen = await look(fleet, slots, new Map(), { deep, tasks });
      refuseLost(fleet, seen);
      const todo = slots.length - slotsDoing(seen, 'nothing').length - slotsDoing(seen, 'stop').length;
      const note = msg('ops.slots.note.settled', { done: slots.length - todo, all: slots.length });
      context.progress({ note, fraction: slots.length === 0 ? 1 : 1 - todo / slots.length });
      if (todo === 0) return { slots: touched, keys };
      const work = workOf(context, (n) => (keys += n));
      touched += await settleRound(deps, fleet, seen, work);
      touched += await moveRound(deps, fleet, seen, work);
      if (slotsDoing(seen, 'wait').length > 0) await pause(restMs, context.signal);
    }
    throw slotError(
      'redis.slots.unsettled',
      msg('ops.slots.doing.settle'),
      msg('ops.slots.unsettled'),
      msg('ops.slots.verify.hint'),
    );
  });
}

/** Gives slots without an owner (or whose owner is lost for good) to whoever holds most of their keys, else as told. */
export const coverSlots: RedisHandler<'redis.coverSlots'> = (deps) => ({
  ...again,
  run: ({ masters, replicas = [], assign }, context) =>
    withFleet(deps, [...masters, ...assign.map(({ node }) => node)], context, async (find, muster) => {
      const fleet = await find();
      const wanted = new Map(
        assign.flatMap(({ node, ranges }) =>
          slotsOf(ranges).map((slot): [number, string] => [slot, muster.idOf(node)]),
        ),
      );
      const claims = readClaims(fleet, [...wanted.keys()]);
      const bare = [...claims.values()].filter(({ owners }) => owners.length === 0).map(({ slot }) => slot);
      const holders = await holdersOf(fleet, bare);
      const takers = new Map<string, number[]>();
      for (const slot of bare) {
        const taker = holders.get(slot)?.[0] ?? wanted.get(slot) ?? '';
        takers.set(taker, [...(takers.get(taker) ?? []), slot]);
      }
      let keys = 0;
      const work = workOf(context, (n) => (keys += n));
      const claiming = { pool: deps.pool, fleet, replicas, log: (line: string) => context.log(line) };
      await unlearn(claiming, bare);
      for (const [taker, slots] of takers) {
        const owner = memberOf(fleet, taker);
        context.log(`${owner.node.name} takes ${slots.length} slots`);
        await claim(claiming, owner, slots);
        const told = slots.map((slot) => setSlot(slot, 'NODE', taker));
        // One that holds keys of the slot refuses until they are gone; it is told below.
        const others = fleet.members.filter(({ id }) => id !== taker);
        await Promise.all(others.map((other) => sendAll(other, told, keepsKeys)));
        for (const slot of slots) {
          for (const id of (holders.get(slot) ?? []).slice(1)) {
            const giver = memberOf(fleet, id);
            await gather(deps, giver, owner, slot, work);
            await sendAll(giver, [setSlot(slot, 'STABLE'), setSlot(slot, 'NODE', taker)], notMaster);
          }
        }
      }
      return { slots: bare.length, keys };
    }),
});

const keepsKeys = /only with masters|still hold keys/i;

/** Who holds keys of each slot, most keys first; slots without any are left out. */
async function holdersOf(fleet: Fleet, slots: readonly number[]): Promise<Map<number, string[]>> {
  const counts = await Promise.all(
    fleet.members.map(async (member) => ({ id: member.id, keys: await countKeys(member, slots) })),
  );
  return new Map(
    slots.flatMap((slot, index): [number, string[]][] => {
      const holding = counts
        .map(({ id, keys }) => ({ id, n: keys[index] ?? 0 }))
        .filter(({ n }) => n > 0)
        .sort((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
      return holding.length === 0 ? [] : [[slot, holding.map(({ id }) => id)]];
    }),
  );
}

async function withFleet<T>(
  deps: RedisOpsDeps,
  masters: readonly RedisNode[],
  context: OpContext,
  work: (find: () => Promise<Fleet>, muster: Muster) => Promise<T>,
): Promise<T> {
  const lane = laneOf(context);
  const muster = new Muster(deps.pool, masters, lane, context);
  try {
    return await work(() => muster.find(masters, patienceMs), muster);
  } finally {
    closeLanes(deps.pool, muster.connected, lane);
  }
}

function refuseLost(fleet: Fleet, round: Round): void {
  const lost = slotsDoing(round, 'stop').find(([, { row }]) => row === 'owner-lost');
  if (lost === undefined) return;
  const [slot, { node = '' }] = lost;
  const line = fleet.members.flatMap(({ lines }) => lines).find(({ id }) => id === node);
  throw new AppError({
    code: 'redis.slots.owner-lost',
    doing: msg('ops.slots.doing.settle'),
    what: msg('ops.slots.ownerLost', { slot, node: line === undefined ? node : `${line.host}:${line.port}` }),
    hint: msg('ops.slots.ownerLost.hint'),
  });
}

/** Repairs go gently: nobody waits for them. */
function workOf(context: OpContext, moved: (keys: number) => void): SlotWork {
  const settings = paces.gentle;
  return {
    settings,
    throttle: new Throttle(settings),
    signal: context.signal,
    others: [],
    open: new Set(),
    doubts: new Map(),
    moved,
    done: () => undefined,
    big: ({ slot, bytes, done }) => {
      if (done) return;
      const megabytes = Number((bytes / 1048576).toFixed(1));
      context.progress({ note: msg('ops.slots.note.big', { slot, megabytes }) });
    },
    log: (line) => context.log(line),
  };
}
