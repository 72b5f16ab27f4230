import { once } from 'node:events';
import { CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import { RedisFailure, toRedisFailure } from './redis-errors';
import { openRaw, type RawConnection, type RawOptions } from './redis-raw';

const answerMs = 5000;
/** A server that prepares or sends a snapshot says something at least every few seconds. */
const silenceMs = 60_000;
const markLength = 40;

/** A snapshot on its way. */
export interface RdbStream {
  /** Its size in bytes; absent where the server does not write it to disk first. */
  readonly total?: number;
  /** Its bytes. Throws RedisFailure when it breaks off, CancelledError. */
  chunks(): AsyncGenerator<Buffer>;
  close(): void;
}

/**
 * Asks a node for a snapshot (RDB) as a replica does, and as `redis-cli --rdb` does: SYNC, then the bytes.
 * `diskless`: the server sends it as it makes it, without a file of its own; it waits for
 * `repl-diskless-sync-delay` first and can't tell the size. Throws RedisFailure, CancelledError.
 * Source: getRDB and sendSync in redis-cli.c, syncCommand in replication.c.
 */
export async function fetchRdb(
  node: RedisNode,
  options: RawOptions & { readonly diskless: boolean },
): Promise<RdbStream> {
  const connection = await openRaw(node, options);
  try {
    if (options.diskless) {
      const reply = await connection.call(['REPLCONF', 'capa', 'eof'], answerMs);
      if (reply.kind === 'error') throw replyFailure(reply.text, node);
    }
    // Since 7.0: the snapshot and nothing after it. Older servers refuse; then we leave in time.
    await connection.call(['REPLCONF', 'rdb-only', '1'], answerMs);
    return await begin(connection, options.signal);
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function begin(connection: RawConnection, signal: AbortSignal | undefined): Promise<RdbStream> {
  const { node } = connection;
  const { socket, rest } = connection.takeOver();
  const abort = (): void => void socket.destroy(new CancelledError('cancelled'));
  signal?.addEventListener('abort', abort, { once: true });
  socket.setTimeout(silenceMs, () =>
    socket.destroy(new RedisFailure('redis.silent', node, 'no answer in time')),
  );
  socket.write('SYNC\r\n');

  let pending = rest;
  const more = async (): Promise<boolean> => {
    const chunk = await nextChunk();
    if (chunk === undefined) return false;
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    return true;
  };
  const nextChunk = async (): Promise<Buffer | undefined> => {
    for (;;) {
      const chunk = socket.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (socket.errored !== null) throw toRedisFailure(socket.errored, node);
      if (socket.destroyed || socket.readableEnded) return undefined;
      const waiting = new AbortController();
      const seen = ['readable', 'end', 'close', 'error'].map((event) =>
        once(socket, event, { signal: waiting.signal }),
      );
      await Promise.race(seen)
        .catch((error: unknown) => {
          throw toRedisFailure(error, node);
        })
        .finally(() => {
          waiting.abort();
          for (const each of seen) each.catch(() => undefined);
        });
    }
  };

  const broken = (): RedisFailure =>
    new RedisFailure('redis.unreachable', node, 'the server broke the snapshot off');
  const close = (): void => {
    signal?.removeEventListener('abort', abort);
    connection.close();
  };

  // Line ends come before the snapshot does: they keep the connection alive meanwhile.
  let line: string | undefined;
  while (line === undefined) {
    const first = pending.findIndex((byte) => byte !== 10 && byte !== 13);
    pending = first < 0 ? Buffer.alloc(0) : pending.subarray(first);
    const end = pending.indexOf('\r\n');
    if (end > 0) {
      line = pending.toString('latin1', 0, end);
      pending = pending.subarray(end + 2);
    } else if (!(await more())) throw broken();
  }
  if (line.startsWith('-')) throw replyFailure(line.slice(1), node);
  const mark = /^\$EOF:(.{40})$/.exec(line)?.[1];
  const total = mark === undefined ? Number(/^\$(\d+)$/.exec(line)?.[1] ?? NaN) : undefined;
  if (total !== undefined && Number.isNaN(total)) throw replyFailure(line, node);

  async function* counted(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      if (pending.length === 0 && !(await more())) throw broken();
      const chunk = pending.subarray(0, left);
      pending = pending.subarray(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }
  /** Until the mark that was announced; it may come in two pieces, so the last bytes wait for those after them. */
  async function* marked(end: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = pending.indexOf(end);
      if (at >= 0) {
        if (at > 0) yield pending.subarray(0, at);
        return;
      }
      const safe = pending.length - markLength;
      if (safe > 0) {
        yield pending.subarray(0, safe);
        pending = pending.subarray(safe);
      }
      if (!(await more())) throw broken();
    }
  }
  return {
    ...(total === undefined ? {} : { total }),
    close,
    chunks: () => (mark === undefined ? counted(total ?? 0) : marked(Buffer.from(mark, 'latin1'))),
  };
}

const replyFailure = (text: string, node: RedisNode): Error =>
  toRedisFailure(Object.assign(new Error(text), { name: 'ReplyError' }), node);
