import type { OpArgs } from '@shared/ops';
import type { OpHandler } from '../runner/types';
import type { RedisOpKind, RedisOpsDeps } from './redis-deps';

const later = <K extends RedisOpKind>(kind: K): OpHandler<OpArgs<K>> => ({
  run: () => Promise.reject(new Error(`not written yet: ${kind}`)),
});

/** How slots are moved, settled, covered and looked at. */
export const slotOps = (_deps: RedisOpsDeps) => ({
  'redis.moveSlots': later('redis.moveSlots'),
  'redis.settleSlots': later('redis.settleSlots'),
  'redis.coverSlots': later('redis.coverSlots'),
  'redis.moveStrayKeys': later('redis.moveStrayKeys'),
  'redis.verifySlots': later('redis.verifySlots'),
});
