import type { OpArgs } from '@shared/ops';
import { slotsOf } from '@shared/redis-cluster/slots';
import { isNotReady } from '../../clients/redis-errors';
import type { OpContext } from '../../runner/types';
import type { RedisOpsDeps } from '../redis-deps';

/**
 * Whether slots that were moved are still gone from where they were: no source that answers owns one or has one open.
 * A source that does not answer may have left the cluster since, by a later step of the same plan; it has nothing to
 * give any more, and to wait for it would end no resumed scale-in.
 */
export async function staysMoved(
  { pool }: Pick<RedisOpsDeps, 'pool'>,
  { from }: Pick<OpArgs<'redis.moveSlots'>, 'from'>,
  { signal }: Pick<OpContext, 'signal'>,
): Promise<boolean> {
  const kept = await Promise.all(
    from.map(async ({ node, ranges }) => {
      try {
        const { lines } = await pool.node(node).clusterNodes({ signal });
        const own = lines.find((line) => line.myself);
        if (own?.role !== 'master') return false;
        const moved = new Set(slotsOf(ranges));
        return (
          slotsOf(own.slots).some((slot) => moved.has(slot)) ||
          own.openSlots.some(({ slot }) => moved.has(slot))
        );
      } catch (error) {
        if (isNotReady(error)) return false;
        throw error;
      }
    }),
  );
  return !kept.includes(true);
}
