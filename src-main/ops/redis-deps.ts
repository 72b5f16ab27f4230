import type { OpArgs, OpKind } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { RedisPool } from '../clients/redis';
import type { OpHandler } from '../runner/types';
import type { ContainerStateOf } from './redis-wait';

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the Redis ops work with. */
export interface RedisOpsDeps {
  readonly pool: RedisPool;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  /** Without it a wait cannot tell a container that has ended from a slow one. */
  readonly containerState?: ContainerStateOf;
  /** Runs a command in a container and gives what it printed. `env` is for secrets: they stand in no argument. */
  readonly exec?: (
    container: string,
    command: readonly string[],
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<ExecResult>;
}

export type RedisOpKind = Extract<OpKind, `redis.${string}`>;
export type RedisOpHandlers = { readonly [K in RedisOpKind]: OpHandler<OpArgs<K>> };
export type RedisHandler<K extends RedisOpKind> = (deps: RedisOpsDeps) => OpHandler<OpArgs<K>>;

/**
 * What is done to a live node may be undone by a restart, another tool, or a crash in between; asking it costs
 * milliseconds. So on resume every Redis step runs again and finds what is there.
 */
export const again = { holds: () => Promise.resolve(false) };
