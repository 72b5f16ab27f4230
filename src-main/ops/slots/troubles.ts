import { AppError, CancelledError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { isNotReady, RedisFailure } from '../../clients/redis-errors';
import type { RedisOpsDeps } from '../redis-deps';
import { movingTo } from './fleet';
import { isPassing, isUnknown } from './migrate';

/** Where the server does not tell its cluster-node-timeout: Redis's default. */
const defaultNodeTimeoutMs = 15_000;

/** How long a lost master is waited for: until it was noticed and a replica was elected, with time to spare. */
export async function failoverMs(
  { pool }: Pick<RedisOpsDeps, 'pool'>,
  masters: readonly RedisNode[],
): Promise<number> {
  const asked = masters.map((node) => pool.node(node).configGet('cluster-node-timeout', { timeoutMs: 1000 }));
  const timeout = await Promise.any(asked).catch(() => undefined);
  const ms = Number(timeout ?? defaultNodeTimeoutMs);
  return 2 * (Number.isFinite(ms) ? ms : defaultNodeTimeoutMs) + 20_000;
}

/** Who owns a slot, or who is a master, has changed under our hands. */
const changed =
  /only with masters|not the owner of hash slot|already the owner of hash slot|don't know about node|I still hold keys|is not a master|Unknown node/i;

/** Looking at the cluster afresh may show the way on. */
export function isRecoverable(error: unknown): boolean {
  if (isNotReady(error)) return true;
  if (error instanceof AppError && error.info.code === 'redis.slots.task-failed') return true;
  if (!(error instanceof RedisFailure)) return false;
  return error.code === 'redis.refused' && (changed.test(error.text) || isPassing(error) || isUnknown(error));
}

/** What a person reads when a move has failed. */
export function moveError(error: unknown, to: RedisNode): Error {
  if (error instanceof CancelledError) return error;
  if (!(error instanceof RedisFailure)) {
    return error instanceof AppError || error instanceof Error ? error : new Error(String(error));
  }
  const { text } = error;
  const doing = movingTo(to);
  if (/\bOOM\b/.test(text)) {
    return new AppError(
      {
        code: 'redis.slots.target-full',
        doing,
        what: msg('ops.slots.full', { to: to.name }),
        hint: msg('ops.slots.full.hint', { to: to.name }),
      },
      { cause: error },
    );
  }
  if (/NOAUTH|WRONGPASS|NOPERM/.test(text)) {
    return new AppError(
      {
        code: 'redis.slots.target-login',
        doing,
        what: msg('ops.slots.login', { from: error.node.name, to: to.name, text: raw(text) }),
        hint: msg('ops.slots.login.hint'),
      },
      { cause: error },
    );
  }
  return new AppError(
    {
      code: 'redis.slots.failed',
      doing,
      what: error.info.what,
      hint: msg('ops.slots.failed.hint'),
    },
    { cause: error },
  );
}
