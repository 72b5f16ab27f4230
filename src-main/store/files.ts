import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';

/** Replaces a file as a whole: readers see the old text or the new one, also after a power cut. */
export async function writeAtomic(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AppError(
      {
        code: 'store.write',
        doing: msg('store.doing.write', { path }),
        what: raw(errorText(error)),
        hint: msg('store.write.hint', { path }),
      },
      { cause: error },
    );
  }
}

export interface Loaded<T> {
  readonly value: T;
  /** Where a file that could not be used was put. */
  readonly setAside?: string;
}

/**
 * A JSON file by its schema. Absent: the fallback. Damaged: the fallback, and the bad file is kept aside. Throws
 * AppError when it is there and cannot be read: to take it for absent would be to write over it later.
 */
export function loadJson<S extends z.ZodType>(
  path: string,
  schema: S,
  fallback: z.output<S>,
): Loaded<z.output<S>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: fallback };
    const hint = msg('store.read.hint', { path });
    const doing = msg('store.doing.read', { path });
    throw new AppError({ code: 'store.read', doing, what: raw(errorText(error)), hint }, { cause: error });
  }
  try {
    return { value: schema.parse(JSON.parse(text)) };
  } catch {
    const setAside = `${path}.bad-${Date.now()}`;
    try {
      renameSync(path, setAside);
      return { value: fallback, setAside };
    } catch {
      return { value: fallback };
    }
  }
}

/** Does one change at a time, in the order asked for. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
