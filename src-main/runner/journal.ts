import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import {
  apply,
  entrySchema,
  headerSchema,
  newRecord,
  type Entry,
  type Header,
  type RunRecord,
} from './state';

/** A run's journal, for appending. */
export interface Journal {
  /** Resolves when the entry is written and, if `durable`, safe on disk. Throws AppError `journal.write`. */
  append(entry: Entry, durable: boolean): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly line: string;
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes lines in the order given, one write and at most one fsync at a time: those that arrive while a
 * sync is under way share the next one (group commit), so parallel steps do not queue for the disk.
 */
class FileJournal implements Journal {
  private waiting: Waiting[] = [];
  private draining: Promise<void> | undefined;
  /** A write that failed may have left half a line: nothing may follow it until the journal is reopened. */
  private broken: AppError | undefined;
  private readonly path: string;
  private readonly flags: string | number;

  constructor(path: string, flags: string | number = constants.O_WRONLY | constants.O_APPEND) {
    this.path = path;
    this.flags = flags;
  }

  append(entry: Entry, durable: boolean): Promise<void> {
    return this.write(`${JSON.stringify(entry)}\n`, durable);
  }

  write(line: string, durable: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line, durable, resolve, reject });
      this.draining ??= this.drain();
    });
  }

  async close(): Promise<void> {
    await this.draining;
  }

  private async drain(): Promise<void> {
    // One turn of the event loop: what was asked for at the same time goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        if (this.broken !== undefined) throw this.broken;
        // Opened anew each time (and never made anew): no handle to lose.
        const file = await open(this.path, this.flags, 0o600);
        try {
          await file.appendFile(batch.map((item) => item.line).join(''));
          if (batch.some((item) => item.durable)) await file.datasync();
        } finally {
          await file.close();
        }
        for (const item of batch) item.resolve();
      } catch (error) {
        this.broken = writeError(this.path, error);
        for (const item of batch) item.reject(this.broken);
      }
    }
    this.draining = undefined;
  }
}

/** `20261123-140509-x7k2m`: sorts by time, reads well, is a safe file name. */
export function newRunId(now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${time}-${parseInt(randomBytes(4).toString('hex'), 16).toString(36).padStart(7, '0').slice(-5)}`;
}

/** Makes a run's journal with its header, safe on disk when this resolves. */
export async function createJournal(dir: string, header: Header): Promise<Journal> {
  const path = pathOf(dir, header.id);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const first = new FileJournal(path, 'ax');
    await first.write(`${JSON.stringify(header)}\n`, true);
    await syncFolder(dir);
    return new FileJournal(path);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Opens a journal to go on with it; what a crash tore off in the middle of the last line is cut away. */
export async function reopenJournal(dir: string, id: string): Promise<Journal> {
  const path = pathOf(dir, id);
  try {
    const bytes = await readFile(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) await truncate(path, whole);
    return new FileJournal(path);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Reads a run. Throws AppError `run.unknown` when there is none, `run.unreadable` when it is damaged. */
export async function readJournal(dir: string, id: string): Promise<RunRecord> {
  const doing = msg('runner.doing.read', { run: id });
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw unknownRun(id);
  const path = pathOf(dir, id);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw unknownRun(id);
    throw new AppError(
      {
        code: 'run.unreadable',
        doing,
        what: raw(errorText(error)),
        hint: msg('runner.unreadable.hint', { path }),
      },
      { cause: error },
    );
  }
  const lines = text.split('\n');
  // After the last newline stands nothing, or the line that a crash tore.
  lines.pop();
  let number = 1;
  try {
    const record = newRecord(headerSchema.parse(JSON.parse(lines[0] ?? '')));
    for (const line of lines.slice(1)) {
      number++;
      apply(record, entrySchema.parse(JSON.parse(line)));
    }
    return record;
  } catch (error) {
    const what = msg('runner.unreadable.what', { path, line: number });
    throw new AppError(
      { code: 'run.unreadable', doing, what, hint: msg('runner.unreadable.hint', { path }) },
      { cause: error },
    );
  }
}

export function unknownRun(id: string): AppError {
  return new AppError({
    code: 'run.unknown',
    doing: msg('runner.doing.read', { run: id.slice(0, 80) }),
    what: msg('runner.unknown.what', { run: id.slice(0, 80) }),
    hint: msg('runner.unknown.hint'),
  });
}

/** The ids of the runs that have a journal, with a stamp that changes when the journal does. */
export async function listJournals(dir: string): Promise<readonly { id: string; stamp: string }[]> {
  const names = await readdir(dir).catch(() => [] as string[]);
  const found = names
    .filter((name) => name.endsWith('.jsonl'))
    .map(async (name) => {
      const info = await stat(join(dir, name)).catch(() => undefined);
      return { id: name.slice(0, -'.jsonl'.length), stamp: `${info?.mtimeMs ?? 0}:${info?.size ?? 0}` };
    });
  return Promise.all(found);
}

function pathOf(dir: string, id: string): string {
  return join(dir, `${id}.jsonl`);
}

/** The new name is on disk only when its folder is. Windows has no such sync, and needs none. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Why something of a run's could not be written, with the cure: a full disk, most often. */
export function writeError(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const full = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
  return new AppError(
    {
      code: 'journal.write',
      doing: msg('runner.doing.journal', { path }),
      what: full ? msg('runner.journal.full') : raw(errorText(error)),
      hint: full ? msg('runner.journal.full.hint', { path }) : msg('runner.journal.hint', { path }),
    },
    { cause: error },
  );
}
