import type { RedisNode } from '@shared/ops';
import type { Words } from '../../clients/redis';
import { isNotReady } from '../../clients/redis-errors';
import type { OpContext } from '../../runner/types';
import type { RedisOpsDeps } from '../redis-deps';
import { sendAll, type Fleet, type Member } from './fleet';
import { nodeAt } from './muster';

/** What is claimed is told to the replicas as well; their nodes are known to the op, or found in the masters' views. */
export interface Claiming {
  readonly pool: RedisOpsDeps['pool'];
  readonly fleet: Fleet;
  readonly replicas: readonly RedisNode[];
  readonly log: OpContext['log'];
}

const replicaMs = 5000;
/** What a server says of a slot of which it believes nothing. */
const unassigned = /already unassigned/i;

/**
 * Has every node drop what it believes of slots that nobody owns, before somebody takes them.
 *
 * Redis 7.0 marks a slot whose owner no longer claims it, and does not take the mark away when that same owner claims
 * it again. A replica that is promoted with such a mark hands the slot back to its old master on the first message that
 * it gets from it, and deletes its keys: they are lost, and nobody owns the slot. A node that believed nothing has no
 * mark. (The mark: `owner_not_claiming_slot` in Redis' cluster.c; seen on 7.0.15, not on 8.0 and Valkey 9.)
 */
export async function unlearn(
  { pool, fleet, replicas, log }: Claiming,
  slots: readonly number[],
): Promise<void> {
  const commands = slots.map((slot): Words => ['CLUSTER', 'DELSLOTS', String(slot)]);
  await Promise.all([
    ...fleet.members.map((member) => sendAll(member, commands, unassigned)),
    ...followers(fleet, replicas).map(async (node) => {
      try {
        const replies = await pool.node(node).batch(commands, { timeoutMs: replicaMs });
        for (const reply of replies)
          if (!reply.ok && !unassigned.test(reply.error.text)) log(`${node.name}: ${reply.error.text}`);
      } catch (error) {
        if (!isNotReady(error)) throw error;
        log(`${node.name}: no answer; it may still believe in the former owner of ${slots.length} slots`);
      }
    }),
  ]);
}

/** Gossip would bring it in seconds: the new owner introduces itself to the replicas, which says what it owns. */
export async function announce({ fleet, replicas }: Claiming, owner: Member): Promise<void> {
  for (const node of followers(fleet, replicas)) await owner.connection.meet(node.announce);
}

/** All nodes that the masters know, without the masters that are asked themselves and without those that have failed. */
export function followers(fleet: Fleet, known: readonly RedisNode[]): RedisNode[] {
  const byPlace = new Map(known.map((node) => [`${node.announce.address}:${node.announce.port}`, node]));
  const found = new Map<string, RedisNode>();
  for (const { node, lines } of fleet.members)
    for (const line of lines) {
      if (fleet.byId.has(line.id) || found.has(line.id)) continue;
      if (line.flags.some((flag) => flag === 'fail' || flag === 'handshake' || flag === 'noaddr')) continue;
      const host = node.host === node.announce.address ? line.host : node.host;
      found.set(line.id, byPlace.get(`${line.host}:${line.port}`) ?? nodeAt(node, host, line));
    }
  return [...found.values()];
}
