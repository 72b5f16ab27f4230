import { AppError, CancelledError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { OpArgs, RedisNode } from '@shared/ops';
import { keySlot } from '@shared/redis-cluster/key-slot';
import { escapeBytes, type Reply } from '@shared/redis-cluster/reply-text';
import { toRedisFailure } from '../../clients/redis-errors';
import { createRawPool, openRaw, type RawConnection } from '../../clients/redis-raw';
import type { OpContext, OpHandler } from '../../runner/types';
import { again, type RedisOpsDeps } from '../redis-deps';
import { createRestorer, type Dumped } from './restore';

export interface ImportOutput {
  readonly copied: number;
  /** Were there under the same name, and were left. */
  readonly skipped: number;
  /** Went while they were being copied: expired, or deleted at the source. */
  readonly gone: number;
  readonly failed: number;
}

const patienceMs = 60_000;
const keysAtOnce = 500;
/** Values on their way at a time, in bytes; a larger one goes alone. */
const bytesAtOnce = 4 * 1024 * 1024;
const toldFailures = 10;

/**
 * Copies keys by SCAN, DUMP and RESTORE, with their time to live. What is copied stays when it breaks off, and a
 * further run copies the rest: keys that are there are skipped, or written again with `replace`.
 */
export function importKeys(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
): OpHandler<OpArgs<'redis.importKeys'>, ImportOutput> {
  return {
    ...again,
    async run({ source, database, masters, match, replace }, context) {
      const doing = msg('tools.import.doing', { source: `${source.host}:${source.port}` });
      const pool = createRawPool({ resolveSecret: deps.resolveSecret });
      const from = await openRaw(source, { resolveSecret: deps.resolveSecret, signal: context.signal });
      // A server that hangs must not keep a cancelled run.
      const stop = (): void => {
        from.close();
        pool.close();
      };
      context.signal.addEventListener('abort', stop, { once: true });
      const count = { copied: 0, skipped: 0, gone: 0, failed: 0 };
      const failures: string[] = [];
      try {
        if (database !== 0) ok(await from.call(['SELECT', String(database)], patienceMs), source);
        const total = Number(valueOf(ok(await from.call(['DBSIZE'], patienceMs), source)) ?? 0);
        const restore = await createRestorer({ pool, masters, replace, doing });
        let seen = 0;
        // Two of them at a time: while one is being restored the next is read.
        let restoring: Promise<void> = Promise.resolve();
        for await (const keys of scan(from, match, context)) {
          for await (const dumped of dump(from, keys)) {
            await restoring;
            stopIfAborted(context);
            count.gone += dumped.gone;
            restoring = restore(dumped.keys).then((results) => {
              for (const [n, result] of results.entries()) {
                if (result === 'copied' || result === 'skipped') count[result]++;
                else {
                  count.failed++;
                  if (failures.length < toldFailures)
                    failures.push(`${escapeBytes(dumped.keys[n]?.key ?? new Uint8Array())}: ${result.error}`);
                }
              }
            });
            // It is waited for a little later; until then its failure is nobody's surprise.
            restoring.catch(() => undefined);
            seen += dumped.keys.length + dumped.gone;
            context.progress({
              ...(match === undefined ? { fraction: Math.min(1, seen / Math.max(1, total)) } : {}),
              note: msg('tools.import.note', { ...count, total }),
            });
          }
        }
        await restoring;
      } catch (error) {
        if (context.signal.aborted) throw new CancelledError('cancelled');
        throw error;
      } finally {
        context.signal.removeEventListener('abort', stop);
        stop();
      }
      if (count.failed > 0)
        throw new AppError({
          code: 'import.failed',
          doing,
          what: msg('tools.import.failed', { n: count.failed, copied: count.copied }),
          hint: msg('tools.import.failed.hint'),
          details: failures.map(raw),
        });
      return count;
    },
  };
}

async function* scan(
  from: RawConnection,
  match: string | undefined,
  context: OpContext,
): AsyncGenerator<Uint8Array[]> {
  let cursor = '0';
  do {
    stopIfAborted(context);
    const words = ['SCAN', cursor, 'COUNT', String(keysAtOnce)];
    if (match !== undefined && match !== '') words.push('MATCH', match);
    const reply = ok(await from.call(words, patienceMs), from.node);
    const [next, found] = reply.kind === 'array' ? (reply.items ?? []) : [];
    cursor = valueOf(next) ?? '0';
    const keys = found?.kind === 'array' ? (found.items ?? []) : [];
    yield keys.flatMap((each) => (each.kind === 'bulk' && each.bytes !== null ? [each.bytes] : []));
  } while (cursor !== '0');
}

/** The keys' values, in pieces that are not too large. */
async function* dump(
  from: RawConnection,
  keys: readonly Uint8Array[],
): AsyncGenerator<{ keys: Dumped[]; gone: number }> {
  if (keys.length === 0) return;
  const sizes = await from.batch(
    keys.map((key) => ['MEMORY', 'USAGE', key]),
    patienceMs,
  );
  let piece: Uint8Array[] = [];
  let bytes = 0;
  const pieces: Uint8Array[][] = [];
  for (const [n, key] of keys.entries()) {
    const size = Number(valueOf(sizes[n]) ?? 1024);
    if (piece.length > 0 && bytes + size > bytesAtOnce) {
      pieces.push(piece);
      [piece, bytes] = [[], 0];
    }
    piece.push(key);
    bytes += size;
  }
  pieces.push(piece);
  for (const each of pieces) {
    const replies = await from.batch(
      each.flatMap((key) => [
        ['PTTL', key],
        ['DUMP', key],
      ]),
      patienceMs,
    );
    const found = each.flatMap((key, n): Dumped[] => {
      const ttl = Number(valueOf(ok(replies[2 * n], from.node)) ?? -2);
      const value = ok(replies[2 * n + 1], from.node);
      // -1: for ever; -2: gone; 0: about to go.
      if (ttl === -2 || ttl === 0 || value.kind !== 'bulk' || value.bytes === null) return [];
      return [{ key, slot: keySlot(key), ttl: Math.max(0, ttl), value: value.bytes }];
    });
    yield { keys: found, gone: each.length - found.length };
  }
}

function stopIfAborted({ signal }: OpContext): void {
  if (signal.aborted) throw new CancelledError('cancelled');
}

/** A reply that is no error. Throws the server's words as RedisFailure. */
function ok(reply: Reply | undefined, node: RedisNode): Reply {
  if (reply?.kind !== 'error') return reply ?? { kind: 'bulk', bytes: null };
  throw toRedisFailure(Object.assign(new Error(reply.text), { name: 'ReplyError' }), node);
}

function valueOf(reply: Reply | undefined): string | undefined {
  if (reply?.kind === 'integer') return reply.value;
  return reply?.kind === 'bulk' && reply.bytes !== null ? Buffer.from(reply.bytes).toString() : undefined;
}
