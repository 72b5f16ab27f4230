import type { SlotAction } from '@shared/redis-cluster/slot-decisions';
import type { Words } from '../../clients/redis';
import type { RedisOpsDeps } from '../redis-deps';
import { countKeys } from './claims';
import { sendAll, setSlot, type Fleet, type Member } from './fleet';
import { routeOf } from './migrate';
import { firstKeys, moveKeys, type KeyWork } from './move-keys';
import { announce, unlearn, type Claiming } from './unlearn';
import { notMaster } from './window';

/** What is needed to settle a slot: keys may have to go to a node with a password, replicas must be told. */
export type SlotDeps = Pick<RedisOpsDeps, 'resolveSecret' | 'pool'>;

export type SettleAction = Extract<SlotAction, { do: 'settle' | 'claim' }>;

/**
 * Lets `owner` have a slot: it takes it where nobody has it, keys that lie elsewhere come to it, all that is open is
 * closed, and all are told.
 */
export async function settle(
  deps: SlotDeps,
  fleet: Fleet,
  slot: number,
  action: SettleAction,
  work: KeyWork,
): Promise<void> {
  const owner = memberOf(fleet, action.owner);
  const others = fleet.members.filter(({ id }) => id !== owner.id);
  if (action.do === 'claim') {
    const claiming: Claiming = { pool: deps.pool, fleet, replicas: [], log: (line) => work.log(line) };
    await unlearn(claiming, [slot]);
    await claim(claiming, owner, [slot]);
  }
  const givers = action.gather.map((id) => memberOf(fleet, id));
  for (const giver of givers) await gather(deps, giver, owner, slot, work);
  // Until here a client may still have been sent from the owner to one that imports, and have written there.
  await sendAll(owner, [setSlot(slot, 'STABLE')]);
  for (const giver of givers) await gather(deps, giver, owner, slot, work);
  await Promise.all(
    others.map((other) =>
      sendAll(other, [setSlot(slot, 'STABLE'), setSlot(slot, 'NODE', owner.id)], notMaster),
    ),
  );
}

export function memberOf(fleet: Fleet, id: string): Member {
  const member = fleet.byId.get(id);
  if (member === undefined) throw new Error(`no master ${id}`);
  return member;
}

/**
 * Brings what `giver` has of a slot to `owner`, whose own copy stays where both have a key. A node lets keys of a slot
 * go that it does not own only while it imports that slot.
 */
export async function gather(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
  giver: Member,
  owner: Member,
  slot: number,
  work: KeyWork,
): Promise<void> {
  const [left = 0] = await countKeys(giver, [slot]);
  if (left === 0) return;
  const route = await routeOf(deps.resolveSecret, giver, owner);
  // One that believes to own the slot cannot import it; it migrates.
  await sendAll(giver, [setSlot(slot, 'IMPORTING', owner.id)], /already the owner/i);
  if (await owns(giver, slot)) await sendAll(giver, [setSlot(slot, 'MIGRATING', owner.id)]);
  await moveKeys(route, slot, await firstKeys(route, slot, work), work, false);
}

async function owns(member: Member, slot: number): Promise<boolean> {
  const { lines } = await member.connection.clusterNodes({ timeoutMs: 30_000 });
  return lines.some((line) => line.myself && line.slots.some(([from, to]) => slot >= from && slot <= to));
}

/**
 * Takes slots that nobody owns: ADDSLOTS, and a new epoch so that the claim stands against older ones. Every node has
 * dropped what it believed of them before (`unlearn`); one that has heard of another owner since drops it again.
 */
export async function claim(claiming: Claiming, member: Member, slots: readonly number[]): Promise<void> {
  const { connection } = member;
  const replies = await connection.batch(
    slots.map((slot): Words => ['CLUSTER', 'ADDSLOTS', String(slot)]),
    { timeoutMs: 60_000 },
  );
  const busy: Words[] = [];
  for (const [index, reply] of replies.entries()) {
    if (reply.ok) continue;
    if (!/already busy/i.test(reply.error.text)) throw reply.error;
    const slot = String(slots[index]);
    busy.push(['CLUSTER', 'DELSLOTS', slot], ['CLUSTER', 'ADDSLOTS', slot]);
  }
  await sendAll(member, busy);
  await connection.call(['CLUSTER', 'BUMPEPOCH'], { timeoutMs: 30_000 });
  await announce(claiming, member);
}
