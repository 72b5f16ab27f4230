import { msg } from '@shared/i18n/index';
import { isNotReady } from '../clients/redis-errors';
import type { OpHandler } from '../runner/types';
import type { RedisOpHandlers, RedisOpsDeps } from './redis-deps';
import { addSlots, config, meet, ping, replicate, setEpoch } from './redis-node-ops';
import { dataOps } from './redis-data';
import { memberOps } from './redis-members';
import { slotOps } from './redis-slots';
import { verifyRedirect } from './redis-redirect';
import { containerEnded } from './redis-wait';
import { waitAgree, waitStateOk, waitSynced } from './redis-wait-ops';

export { overContainers } from './redis-deps';
export type { RedisOpHandlers, RedisOpsDeps } from './redis-deps';
export type { ContainerState, ContainerStateOf } from './redis-wait';

/** How each Redis op is done. None needs an undo: their containers go when the run is undone. */
export function redisOps(deps: RedisOpsDeps): RedisOpHandlers {
  return {
    'redis.ping': explained(deps, ping(deps)),
    'redis.meet': explained(deps, meet(deps)),
    'redis.addSlots': explained(deps, addSlots(deps)),
    'redis.setEpoch': explained(deps, setEpoch(deps)),
    'redis.config': explained(deps, config(deps)),
    'redis.waitAgree': explained(deps, waitAgree(deps)),
    'redis.replicate': explained(deps, replicate(deps)),
    'redis.waitSynced': explained(deps, waitSynced(deps)),
    'redis.waitStateOk': explained(deps, waitStateOk(deps)),
    'redis.verifyRedirect': explained(deps, verifyRedirect(deps)),
    ...slotOps(deps),
    ...memberOps(deps),
    ...dataOps(deps),
  };
}

/** When a node cannot be reached because its container has ended, the error says that instead. */
function explained<A>({ containerState }: RedisOpsDeps, handler: OpHandler<A>): OpHandler<A> {
  return {
    ...handler,
    async run(args, context) {
      try {
        return await handler.run(args, context);
      } catch (error) {
        if (!isNotReady(error) || error.node.container === undefined || containerState === undefined)
          throw error;
        const state = await containerState(error.node.container).catch(() => ({
          status: 'running',
          exitCode: 0,
          oomKilled: false,
        }));
        if (state?.status === 'running') throw error;
        throw containerEnded(
          msg('ops.redis.doing.node', { node: error.node.name }),
          error.node.container,
          state,
        );
      }
    },
  };
}
