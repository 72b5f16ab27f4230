import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';

/** A file's error as the user reads it: a full disk and a missing right have words of their own. */
export function fileError(error: unknown, path: string, doing: Message): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? { code: 'disk.full', what: msg('tools.file.full', { path }), hint: msg('tools.file.full.hint') }
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? {
            code: 'file.denied',
            what: msg('tools.file.denied', { path }),
            hint: msg('tools.file.denied.hint'),
          }
        : {
            code: 'file.failed',
            what: msg('tools.file.failed', { path, reason: raw(errorText(error)) }),
            hint: msg('tools.file.failed.hint'),
          };
  return new AppError({ ...words, doing }, { cause: error });
}

/** Whether an error came from the file system, and not from a server or a cancellation. */
export const isFileError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'path' in error
    ? true
    : error instanceof Error &&
      /^(ENOSPC|EDQUOT|EIO|EROFS)$/.test(String((error as NodeJS.ErrnoException).code));

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes what comes into `draft` and puts it in the place of `path` only when all of it is on the disk: a file of
 * that name is whole. `check` sees the draft's first and last bytes. Throws what the source or the disk threw.
 */
export async function writeWhole(
  { path, draft }: { readonly path: string; readonly draft: string },
  chunks: AsyncIterable<Buffer>,
  told: { progress(bytes: number): void; check(first: Buffer, last: Buffer): void },
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  let first: Buffer = Buffer.alloc(0);
  let last: Buffer = Buffer.alloc(0);
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      for await (const chunk of chunks) {
        await file.writeFile(chunk);
        hash.update(chunk);
        bytes += chunk.length;
        if (first.length < 16) first = Buffer.concat([first, chunk.subarray(0, 16)]);
        last = Buffer.concat([last, chunk.subarray(-16)]).subarray(-16);
        told.progress(bytes);
      }
      told.check(first, last);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    // A half-written snapshot is of no use, and the disk may be full of it.
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The new name itself is on the disk as well. Windows can't do that, nor needs it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch {
    // Some file systems know no fsync of a folder.
  } finally {
    await folder.close();
  }
}

/** A file's size and SHA-256, read from the disk. */
export async function digestOf(path: string, signal: AbortSignal): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { signal })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
