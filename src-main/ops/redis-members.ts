import type { OpArgs } from '@shared/ops';
import type { OpHandler } from '../runner/types';
import type { RedisOpKind, RedisOpsDeps } from './redis-deps';

const later = <K extends RedisOpKind>(kind: K): OpHandler<OpArgs<K>> => ({
  run: () => Promise.reject(new Error(`not written yet: ${kind}`)),
});

/** How nodes leave, are promoted and watched. */
export const memberOps = (_deps: RedisOpsDeps) => ({
  'redis.forget': later('redis.forget'),
  'redis.copyFunctions': later('redis.copyFunctions'),
  'redis.bumpEpoch': later('redis.bumpEpoch'),
  'redis.failover': later('redis.failover'),
  'redis.watchFailover': later('redis.watchFailover'),
});
