import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Bit } from './columns';
import { Head } from './head';
import type { Entry } from './journal';
import type { Opened } from './schema';
import { Subjects } from './subjects';
import { fine } from './tiers';

/** What a question is answered from. */
export type ReadFrom = Opened & { readonly subjects: Subjects; readonly head: Head };

/** A value as the sample that it is; what is no number was not to be had. */
export function bitOf(value: number | null | undefined): Bit {
  if (typeof value !== 'number' || !Number.isFinite(Math.fround(value)))
    return { avg: Infinity, max: Infinity, min: Infinity, count: 0 };
  return { avg: value, max: value, min: value, count: 1 };
}

export function newestOf(begin: number, entries: readonly Entry[], now: number): number {
  let slot = 0;
  for (const entry of entries) if (entry.slot > slot) slot = entry.slot;
  return Math.min(now, begin + (slot + 1) * fine.step - 1);
}

export function withNothing<T>(work: (source: ReadFrom) => T): T {
  const prepare = (): never => {
    throw new Error('nothing is open');
  };
  const database = { exec: prepare, prepare, transaction: prepare, close: prepare };
  return work({ database, metricIds: new Map(), subjects: new Subjects(), head: new Head() });
}

/** Another process writes the history. */
export const elsewhereError = (): AppError =>
  new AppError({
    code: 'history.elsewhere',
    doing: msg('history.doing.write'),
    what: msg('history.elsewhere'),
    hint: msg('history.elsewhere.hint'),
  });

export function fullError(path: string, cause: unknown): AppError {
  return new AppError(
    {
      code: 'history.full',
      doing: msg('history.doing.write'),
      what: msg('history.full', { path }),
      hint: msg('history.full.hint'),
      details: [raw(errorText(cause))],
    },
    { cause },
  );
}
