import type { OpArgs } from '@shared/ops';
import type { OpHandler } from '../runner/types';
import type { RedisOpKind, RedisOpsDeps } from './redis-deps';

const later = <K extends RedisOpKind>(kind: K): OpHandler<OpArgs<K>> => ({
  run: () => Promise.reject(new Error(`not written yet: ${kind}`)),
});

/** How data is saved and brought in. */
export const dataOps = (_deps: RedisOpsDeps) => ({
  'redis.saveRdb': later('redis.saveRdb'),
  'redis.backupManifest': later('redis.backupManifest'),
  'redis.importKeys': later('redis.importKeys'),
});
