import type { RedisOpsDeps } from './redis-deps';
import { moveSlots } from './slots/move';
import { coverSlots, moveStrayKeys, settleSlots } from './slots/settle-ops';
import { verifySlots } from './slots/verify';

/** How slots are moved, settled, covered and looked at. */
export const slotOps = (deps: RedisOpsDeps) => ({
  'redis.moveSlots': moveSlots(deps),
  'redis.settleSlots': settleSlots(deps),
  'redis.coverSlots': coverSlots(deps),
  'redis.moveStrayKeys': moveStrayKeys(deps),
  'redis.verifySlots': verifySlots(deps),
});
