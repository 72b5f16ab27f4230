import type { LiveCluster } from '@shared/redis-cluster/live';
import type { NodeConnection, RedisPool } from '../clients/redis';

const allSlots = 16_384;
/** Commands in one write: a reply each, some 10 bytes. */
const atOnce = 4096;
const patienceMs = 10_000;

/** COUNTKEYSINSLOT of some slots, in their order. Throws RedisFailure. */
export async function countKeys(connection: NodeConnection, slots: readonly number[]): Promise<number[]> {
  const counts: number[] = [];
  for (let at = 0; at < slots.length; at += atOnce) {
    const replies = await connection.batch(
      slots.slice(at, at + atOnce).map((slot) => ['CLUSTER', 'COUNTKEYSINSLOT', String(slot)]),
      { timeoutMs: patienceMs },
    );
    for (const reply of replies) {
      if (!reply.ok) throw reply.error;
      counts.push(Number(reply.value));
    }
  }
  return counts;
}

/** Keys of each of the 16384 slots at its owner; 0 where the owner does not answer or there is none. */
export async function slotKeysOf(pool: RedisPool, { nodes }: LiveCluster): Promise<number[]> {
  const keys = new Array<number>(allSlots).fill(0);
  const masters = nodes.filter(({ role, health }) => role === 'master' && health === 'ok');
  await Promise.all(
    masters.map(async ({ redis, slots: ranges }) => {
      const slots = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      const counts = await countKeys(pool.node(redis), slots);
      for (const [index, slot] of slots.entries()) keys[slot] = counts[index] ?? 0;
    }),
  );
  return keys;
}
