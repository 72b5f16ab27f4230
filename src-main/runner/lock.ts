import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { writeError } from './journal';
import type { ProcessIdentity } from './process';

const ownerSchema = z.object({
  v: z.literal(1),
  /** Tells two locks of one process apart. */
  token: z.string(),
  pid: z.int(),
  /** See ProcessIdentity.start. */
  start: z.string(),
  as: z.enum(['app', 'command']),
  runId: z.string(),
  target: z.string(),
  engine: z.string(),
  /** Milliseconds since the epoch. */
  since: z.number(),
});
export type LockOwner = z.infer<typeof ownerSchema>;

export interface Lock {
  release(): Promise<void>;
}

export interface Locks {
  /** Takes the lock on a target of an engine. Throws AppError `target.locked` when a live process has it. */
  acquire(target: string, engine: string, runId: string): Promise<Lock>;
  /** Who holds it and is alive. */
  owner(target: string, engine: string): Promise<LockOwner | undefined>;
}

export interface LocksOptions {
  readonly dir: string;
  readonly self: () => Promise<ProcessIdentity>;
  readonly as: LockOwner['as'];
  readonly isAlive: (owner: ProcessIdentity) => Promise<boolean>;
  readonly now: () => number;
}

/**
 * One file a target. It comes into being with its content by a hard link, so nobody ever sees half a
 * lock; that of a dead owner (or of a recycled pid) is taken away before a new one is made.
 */
export function createLocks({ dir, self, as, isAlive, now }: LocksOptions): Locks {
  const pathOf = (target: string, engine: string): string => {
    const hash = createHash('sha256').update(`${engine}\0${target}`).digest('hex').slice(0, 16);
    return join(dir, `${target.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 60)}.${hash}.lock`);
  };

  const acquire = async (target: string, engine: string, runId: string): Promise<Lock> => {
    const path = pathOf(target, engine);
    const mine: LockOwner = {
      ...(await self()),
      ...{ v: 1, token: randomUUID(), as, runId, target, engine, since: now() },
    };
    const draft = `${path}.${mine.token}`;
    try {
      await mkdir(dir, { recursive: true });
      await writeFile(draft, JSON.stringify(mine));
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw writeError(path, error);
    }
    try {
      for (let attempt = 0; attempt < 50; attempt++) {
        if (await tryLink(draft, path)) {
          return { release: async () => releaseOwn(path, mine.token) };
        }
        const found = await readOwner(path);
        if (found !== undefined && (await isAlive(found))) throw locked(found);
        if (!(await takeAway(path, draft))) await sleep(20);
      }
    } finally {
      await rm(draft, { force: true });
    }
    throw new AppError({
      code: 'target.locked',
      doing: msg('runner.doing.lock', { target }),
      what: msg('runner.lock.contended', { target }),
      hint: msg('runner.lock.again'),
    });
  };

  /**
   * Takes a stale file away. Several may see it at once, and a slow one must not take away the lock that
   * a quick one has made since: so one claims the right first, by a file named after the stale content,
   * and looks once more. A claim of a dead process is taken away in the same way. False: others are at it.
   */
  const takeAway = async (path: string, draft: string): Promise<boolean> => {
    const stale = await readOrNothing(path);
    if (stale === undefined) return true;
    const found = parseOwner(stale);
    if (found !== undefined && (await isAlive(found))) return false;
    const claim = join(dir, `${createHash('sha256').update(stale).digest('hex').slice(0, 32)}.claim`);
    if (!(await tryLink(draft, claim))) return takeAway(claim, draft);
    try {
      if ((await readOrNothing(path)) === stale) await rm(path, { force: true });
    } finally {
      await rm(claim, { force: true });
    }
    return true;
  };

  const owner = async (target: string, engine: string): Promise<LockOwner | undefined> => {
    const found = await readOwner(pathOf(target, engine));
    return found !== undefined && (await isAlive(found)) ? found : undefined;
  };

  return { acquire, owner };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readOrNothing(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  const text = await readOrNothing(path);
  return text === undefined ? undefined : parseOwner(text);
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function releaseOwn(path: string, token: string): Promise<void> {
  if ((await readOwner(path))?.token === token) await rm(path, { force: true });
}

function locked(by: LockOwner): AppError {
  return new AppError({
    code: 'target.locked',
    doing: msg('runner.doing.lock', { target: by.target }),
    what: msg(by.as === 'app' ? 'runner.lock.byApp' : 'runner.lock.byCommand', {
      target: by.target,
      pid: String(by.pid),
      since: localTime(by.since),
    }),
    hint: msg('runner.lock.hint', { run: by.runId }),
  });
}

/** `2026-11-23 14:05:09`, in this computer's time. */
export function localTime(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
