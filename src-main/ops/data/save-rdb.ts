import { rm, stat } from 'node:fs/promises';
import { AppError, CancelledError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import { RedisFailure } from '../../clients/redis-errors';
import { fetchRdb, type RdbStream } from '../../clients/redis-rdb';
import type { OpContext, OpHandler } from '../../runner/types';
import type { RedisOpsDeps } from '../redis-deps';
import { fileError, isFileError, writeWhole, type Written } from './files';

export interface RdbOutput extends Written {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The opcode before the checksum at an RDB's end. Source: rdb.h, RDB_OPCODE_EOF. */
const endOpcode = 0xff;
const checksumBytes = 8;
const mb = 1024 * 1024;

/**
 * A node's snapshot in a file. First as a file that the server writes before it sends it: that begins at once and
 * has a known size; where the server can't (its disk is full, or read-only) as it makes it.
 */
export function saveRdb(
  deps: Pick<RedisOpsDeps, 'resolveSecret'>,
): OpHandler<OpArgs<'redis.saveRdb'>, RdbOutput> {
  return {
    async run({ node, path }, context) {
      const doing = msg('tools.rdb.doing', { node: node.name, path });
      const draft = draftOf(path, context);
      if ((await exists(path)) && !(await exists(draft)))
        throw new AppError({
          code: 'file.exists',
          doing,
          what: msg('tools.file.exists', { path }),
          hint: msg('tools.file.exists.hint'),
        });
      try {
        for (const diskless of [false, true]) {
          const stream = await open(deps, node, context, diskless);
          if (stream === undefined) continue;
          try {
            const written = await writeWhole({ path, draft }, stream.chunks(), {
              progress: (bytes) => tell(context, bytes, stream.total),
              check: (first, last) => checkRdb(first, last, doing),
            });
            return { path, ...written, at: Date.now() };
          } finally {
            stream.close();
          }
        }
      } catch (error) {
        if (context.signal.aborted) throw new CancelledError('cancelled');
        throw isFileError(error) ? fileError(error, path, doing) : error;
      }
      throw new Error('not reached: the second attempt either writes or throws');
    },
    async undo({ path }, output, context) {
      await rm(draftOf(path, context), { force: true });
      // Without an output it can't be told whose file that is.
      if (output !== undefined) await rm(path, { force: true });
    },
  };
}

/** Undefined: the server could not write its own file. */
async function open(
  { resolveSecret }: Pick<RedisOpsDeps, 'resolveSecret'>,
  node: OpArgs<'redis.saveRdb'>['node'],
  context: OpContext,
  diskless: boolean,
): Promise<RdbStream | undefined> {
  const { signal } = context;
  context.progress({ note: msg('tools.rdb.waiting', { node: node.name }) });
  try {
    return await fetchRdb(node, { resolveSecret, signal, diskless });
  } catch (error) {
    const brokenOff =
      error instanceof RedisFailure && /^(redis\.unreachable|redis\.refused)$/.test(error.code);
    if (diskless || !brokenOff || signal.aborted) throw error;
    context.log(`${node.name}: ${error.text}`);
    return undefined;
  }
}

function tell(context: OpContext, bytes: number, total: number | undefined): void {
  const done = (bytes / mb).toFixed(1);
  if (total === undefined) context.progress({ note: msg('tools.rdb.bytes', { done }) });
  else
    context.progress({
      fraction: Math.min(1, bytes / Math.max(1, total)),
      note: msg('tools.rdb.bytesOf', { done, total: (total / mb).toFixed(1) }),
    });
}

/** Whether the bytes begin and end as a snapshot does. */
function checkRdb(first: Buffer, last: Buffer, doing: Message): void {
  const begins = /^(REDIS\d{4}|VALKEY\d{3})/.test(first.toString('latin1'));
  if (begins && last.at(-checksumBytes - 1) === endOpcode) return;
  throw new AppError({
    code: 'rdb.damaged',
    doing,
    what: msg('tools.rdb.damaged'),
    hint: msg('tools.rdb.damaged.hint'),
  });
}

const draftOf = (path: string, { runId }: OpContext): string => `${path}.${runId}.part`;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
