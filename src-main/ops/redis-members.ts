import type { RedisNode } from '@shared/ops';
import type { RedisPool } from '../clients/redis';
import { RedisFailure } from '../clients/redis-errors';
import { again, type RedisHandler, type RedisOpsDeps } from './redis-deps';
import { forget } from './redis-forget';
import { failover } from './redis-failover';
import { watchFailover } from './redis-watch-failover';

/** How nodes leave, are promoted and watched. */
export const memberOps = (deps: RedisOpsDeps) => ({
  'redis.forget': forget(deps),
  'redis.copyFunctions': copyFunctions(deps),
  'redis.bumpEpoch': bumpEpoch(deps),
  'redis.failover': failover(deps),
  'redis.watchFailover': watchFailover(deps),
});

/**
 * Library functions, for a new master: a function is called on the node that has the key. By their code, not by
 * FUNCTION DUMP: a library that is there already is replaced, others stay.
 */
const copyFunctions: RedisHandler<'redis.copyFunctions'> = ({ pool }) => ({
  ...again,
  async run({ from, to }, { signal }) {
    let dump: unknown;
    try {
      [dump] = await read(pool, from, signal);
    } catch (error) {
      // Before 7.0 there were no functions.
      if (error instanceof RedisFailure && /unknown command/i.test(error.text)) return { copied: false };
      throw error;
    }
    if (!Buffer.isBuffer(dump) || dump.length === 0) return { copied: false };
    const [reply] = await pool
      .node(to)
      .batch([['FUNCTION', 'RESTORE', dump, 'REPLACE']], { signal, timeoutMs: 10_000 });
    if (reply?.ok === false) throw reply.error;
    return { copied: true };
  },
});

async function read(pool: RedisPool, from: RedisNode, signal: AbortSignal): Promise<unknown[]> {
  const replies = await pool
    .node(from)
    .batch([['FUNCTION', 'DUMP']], { signal, timeoutMs: 10_000, buffers: true });
  return replies.map((reply) => {
    if (!reply.ok) throw reply.error;
    return reply.value;
  });
}

/** A config epoch that is greater than all others, without a vote: two masters must not share one. */
const bumpEpoch: RedisHandler<'redis.bumpEpoch'> = ({ pool }) => ({
  ...again,
  async run({ node }, { signal }) {
    const reply = String(await pool.node(node).call(['CLUSTER', 'BUMPEPOCH'], { signal }));
    const [word, epoch] = reply.split(' ');
    return { epoch: Number(epoch ?? 0), changed: word === 'BUMPED' };
  },
});
