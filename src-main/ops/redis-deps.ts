import { AppError } from '@shared/errors';
import type { OpArgs, OpKind } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { Containers } from '../clients/docker-containers';
import type { RedisPool } from '../clients/redis';
import type { OpHandler } from '../runner/types';
import type { ContainerStateOf } from './redis-wait';

/** What the Redis ops work with. */
export interface RedisOpsDeps {
  readonly pool: RedisPool;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  /** Without it a wait cannot tell a container that has ended from a slow one. */
  readonly containerState?: ContainerStateOf;
  /** Runs a command in a container. `input` is fed to it: secrets go that way, for an argument can be seen. */
  readonly exec?: (
    container: string,
    command: readonly string[],
    options: { readonly input?: string; readonly signal: AbortSignal },
  ) => Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
}

const lastLines = 5;

/** `containerState` and `exec` on an engine's containers. */
export function overContainers(
  containers: Pick<Containers, 'inspect' | 'logs' | 'exec'>,
): Required<Pick<RedisOpsDeps, 'containerState' | 'exec'>> {
  return {
    async containerState(name) {
      try {
        const { State: state } = await containers.inspect(name);
        const lines = state.Running ? '' : await containers.logs(name, lastLines).catch(() => '');
        return {
          status: state.Status,
          exitCode: state.ExitCode,
          oomKilled: state.OOMKilled,
          lastLines: lines.split('\n').filter((line) => line.trim() !== ''),
        };
      } catch (error) {
        if (error instanceof AppError && error.info.code === 'container.gone') return undefined;
        throw error;
      }
    },
    exec: (name, command, options) => containers.exec(name, command, options),
  };
}

export type RedisOpKind = Extract<OpKind, `redis.${string}`>;
export type RedisOpHandlers = { readonly [K in RedisOpKind]: OpHandler<OpArgs<K>> };
export type RedisHandler<K extends RedisOpKind> = (deps: RedisOpsDeps) => OpHandler<OpArgs<K>>;

/**
 * What is done to a live node may be undone by a restart, another tool, or a crash in between; asking it costs
 * milliseconds. So on resume every Redis step runs again and finds what is there.
 */
export const again = { holds: () => Promise.resolve(false) };
