import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs, OpKind } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { Docker } from '../clients/docker';
import type { RedisPool } from '../clients/redis';
import type { OpHandler, OpHandlers } from '../runner/types';
import { composeOps, type ComposeOpsDeps } from './compose/index';
import { dockerOps } from './docker';
import { resourceOps } from './resources/index';
import { overContainers, redisOps } from './redis';

export interface OpHandlersOptions {
  /** The engine that the run belongs to. */
  readonly docker: Docker;
  readonly redis: RedisPool;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly compose: Omit<ComposeOpsDeps, 'docker'>;
}

/** Every op has a handler: one that is missing does not compile. */
type AllHandlers = { readonly [K in OpKind]: OpHandler<OpArgs<K>> };

/** How every op is done and undone on an engine, looked up by kind. Throws AppError for an unknown kind. */
export function createOpHandlers({ docker, redis, resolveSecret, compose }: OpHandlersOptions): OpHandlers {
  const handlers: AllHandlers = {
    ...dockerOps({ docker, resolveSecret }),
    ...composeOps({ docker, ...compose }),
    ...resourceOps(docker),
    ...redisOps({
      pool: redis,
      resolveSecret,
      ...overContainers(docker.containers),
    }),
  };
  const byKind = new Map<string, OpHandler>(Object.entries(handlers) as [string, OpHandler][]);
  return (kind) => {
    const handler = byKind.get(kind);
    if (handler !== undefined) return handler;
    throw new AppError({
      code: 'op.unknown',
      doing: msg('ops.docker.noHandler.doing'),
      what: msg('ops.docker.noHandler', { kind }),
      hint: msg('ops.docker.noHandler.hint'),
    });
  };
}
