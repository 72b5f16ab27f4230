import { AppError, CancelledError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { isTlsCode } from './tls';

/** What can go wrong between us and one Redis node. */
export type RedisErrorCode =
  | 'redis.unreachable'
  | 'redis.silent'
  | 'redis.loading'
  | 'redis.auth-required'
  | 'redis.auth-wrong'
  | 'redis.not-permitted'
  | 'redis.protected-mode'
  | 'redis.not-cluster'
  | 'redis.tls'
  | 'redis.refused';

/** An error reply or a broken connection, told apart; `text` holds the server's or the system's own words. */
export class RedisFailure extends AppError {
  constructor(
    readonly code: RedisErrorCode,
    readonly node: RedisNode,
    readonly text: string,
    cause?: unknown,
  ) {
    super(
      {
        code,
        doing: msg('ops.redis.doing.talk', { node: node.name, address: addressOf(node) }),
        ...words(code, node, text),
      },
      { cause },
    );
  }
}

/** `host:port` as this computer connects. */
export function addressOf(node: Pick<RedisNode, 'host' | 'port'>): string {
  return node.host.includes(':') ? `[${node.host}]:${node.port}` : `${node.host}:${node.port}`;
}

/** The connection is not there (yet): trying again later may help. */
export function isNotReady(error: unknown): error is RedisFailure {
  return (
    error instanceof RedisFailure &&
    (error.code === 'redis.unreachable' || error.code === 'redis.silent' || error.code === 'redis.loading')
  );
}

/** Turns whatever a command threw into a RedisFailure; ours and a cancellation pass through. */
export function toRedisFailure(error: unknown, node: RedisNode): Error {
  if (error instanceof AppError || error instanceof CancelledError) return error;
  const text = errorText(error);
  return new RedisFailure(codeOf(error, text), node, text, error);
}

function codeOf(error: unknown, text: string): RedisErrorCode {
  if (/^LOADING /.test(text)) return 'redis.loading';
  if (/^NOAUTH|^ERR operation not permitted/.test(text)) return 'redis.auth-required';
  if (/^WRONGPASS|invalid password|invalid username-password/i.test(text)) return 'redis.auth-wrong';
  if (/^NOPERM/.test(text)) return 'redis.not-permitted';
  if (/^-?DENIED/.test(text)) return 'redis.protected-mode';
  if (/cluster support disabled/.test(text)) return 'redis.not-cluster';
  if (error instanceof Error && 'code' in error && isTlsCode(String(error.code))) return 'redis.tls';
  // A reply error starts with a word in capitals; the system's and the driver's own do not come as ReplyError.
  if (error instanceof Error && error.name === 'ReplyError') return 'redis.refused';
  return 'redis.unreachable';
}

function words(code: RedisErrorCode, node: RedisNode, text: string): { what: Message; hint: Message } {
  const place = { node: node.name, address: addressOf(node) };
  switch (code) {
    case 'redis.unreachable':
      return {
        what: msg('ops.redis.unreachable', { ...place, reason: raw(reason(text)) }),
        hint:
          node.container === undefined
            ? msg('ops.redis.unreachable.hint')
            : msg('ops.redis.unreachable.hint.container', { container: node.container }),
      };
    case 'redis.silent':
      return { what: msg('ops.redis.silent', place), hint: msg('ops.redis.silent.hint') };
    case 'redis.loading':
      return { what: msg('ops.redis.loading', place), hint: msg('ops.redis.loading.hint') };
    case 'redis.auth-required':
      return { what: msg('ops.redis.authRequired', place), hint: msg('ops.redis.authRequired.hint') };
    case 'redis.auth-wrong':
      return { what: msg('ops.redis.authWrong', place), hint: msg('ops.redis.authWrong.hint') };
    case 'redis.not-permitted':
      return {
        what: msg('ops.redis.notPermitted', { ...place, text }),
        hint: msg('ops.redis.notPermitted.hint'),
      };
    case 'redis.protected-mode':
      return { what: msg('ops.redis.protected', place), hint: msg('ops.redis.protected.hint') };
    case 'redis.not-cluster':
      return { what: msg('ops.redis.notCluster', place), hint: msg('ops.redis.notCluster.hint') };
    case 'redis.tls':
      return {
        what: msg('ops.redis.tls', { ...place, reason: raw(text) }),
        hint: msg('ops.redis.tls.hint'),
      };
    case 'redis.refused':
      return { what: msg('ops.redis.refused', { ...place, text }), hint: msg('ops.redis.refused.hint') };
  }
}

/** The system's terse words without the address, which our sentence says already. */
function reason(text: string): string {
  const code = /\b(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EPIPE)\b/.exec(text);
  return code?.[1] ?? text;
}
