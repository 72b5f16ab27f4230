import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { SlotMigration } from '@shared/redis-cluster/live';
import { slotsOf } from '@shared/redis-cluster/slots';
import { rangesOf } from '@shared/redis-cluster/day-two/ranges';
import type { RedisOpsDeps } from '../redis-deps';
import { redisTasks } from './atomic-redis';
import { valkeyTasks } from './atomic-valkey';
import { countKeys } from './claims';
import { movingTo, type Fleet, type Member } from './fleet';
import type { PaceSettings } from './pace';
import { slotsDoing, type Round } from './round';
import { memberOf } from './settle';
import type { SlotWork } from './window';

export type AtomicMode = SlotMigration;

/** How a server's own migration is begun, followed and ended. */
export interface AtomicTasks {
  /** Begins to move whole slots; gives the task's name. */
  start(source: Member, target: Member, slots: readonly number[]): Promise<string>;
  state(source: Member, target: Member, task: string): Promise<TaskState>;
  /** Ends it; the slots stay with the source. */
  cancel(source: Member, target: Member, task: string): Promise<void>;
  /** Slots of tasks under way on one master, whoever began them. */
  running(member: Member): Promise<number[]>;
}

export interface TaskState {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** The server's own words. */
  readonly text: string;
}

export const atomicTasks: Readonly<Record<Exclude<AtomicMode, 'keys'>, AtomicTasks>> = {
  valkey: valkeyTasks,
  redis: redisTasks,
};

/** Milliseconds between two looks at a task. */
const everyMs = 15;
/** How often a target is asked for a sign of life, and how long that may take. */
const watchMs = 2000;
const silentMs = 6000;

/** What all masters can do: the commands are asked for, for a version says little. One that cannot: key by key. */
export async function atomicMode(fleet: Fleet): Promise<AtomicMode> {
  const modes = await Promise.all(
    fleet.members.map(async ({ connection }): Promise<AtomicMode> => {
      const [reply] = await connection.batch(
        [['COMMAND', 'INFO', 'cluster|migrateslots', 'cluster|migration']],
        { timeoutMs: 10_000 },
      );
      if (reply?.ok !== true || !Array.isArray(reply.value)) return 'keys';
      const [migrateSlots, migration] = (reply.value as unknown[]).map(
        (each) => Array.isArray(each) && each.length > 0,
      );
      return migrateSlots === true ? 'valkey' : migration === true ? 'redis' : 'keys';
    }),
  );
  const [first = 'keys'] = modes;
  return modes.every((mode) => mode === first) ? first : 'keys';
}

/** Slots that a server's own task has in hand. */
export async function slotsInTasks(mode: AtomicMode, fleet: Fleet): Promise<ReadonlySet<number>> {
  if (mode === 'keys') return new Set();
  const lists = await Promise.all(fleet.members.map((member) => atomicTasks[mode].running(member)));
  return new Set(lists.flat());
}

/** Moves what a round says must move, in pieces, by the servers' own migration. */
export async function atomicRound(
  mode: Exclude<AtomicMode, 'keys'>,
  _deps: Pick<RedisOpsDeps, 'resolveSecret'>,
  fleet: Fleet,
  round: Round,
  work: SlotWork,
): Promise<void> {
  const routes = new Map<string, { source: Member; target: Member; slots: number[] }>();
  for (const [slot, { from, to }] of slotsDoing(round, 'move')) {
    const key = `${from} ${to}`;
    const known = routes.get(key);
    if (known !== undefined) known.slots.push(slot);
    else routes.set(key, { source: memberOf(fleet, from), target: memberOf(fleet, to), slots: [slot] });
  }
  const { atomicJobs, atomicSlots } = work.settings;
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  const run = async ({ source, target, slots }: { source: Member; target: Member; slots: number[] }) => {
    try {
      for (let at = 0; at < slots.length; at += atomicSlots) {
        signal.throwIfAborted();
        const piece = slots.slice(at, at + atomicSlots);
        await moveAtomically(atomicTasks[mode], source, target, piece, { ...work, signal });
      }
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  if (atomicJobs === 1) for (const route of routes.values()) await run(route);
  else {
    const settled = await Promise.allSettled([...routes.values()].map(run));
    work.signal.throwIfAborted();
    if (stop.signal.aborted) throw stop.signal.reason;
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
  }
}

type AtomicWork = Pick<SlotWork, 'signal' | 'moved' | 'done' | 'log'> & { readonly settings: PaceSettings };

/**
 * One task from its start to its end.
 *
 * @throws AppError `redis.slots.task-failed` when the server gave it up; what the signal was aborted with, after it
 *   was cancelled
 */
export async function moveAtomically(
  tasks: AtomicTasks,
  source: Member,
  target: Member,
  slots: readonly number[],
  work: AtomicWork,
): Promise<void> {
  const keys = (await countKeys(source, slots)).reduce((sum, n) => sum + n, 0);
  const task = await tasks.start(source, target, slots);
  const watched = watch(target);
  try {
    for (;;) {
      const { state, text } = await tasks.state(source, target, task);
      if (state === 'done') break;
      if (state !== 'running') throw taskFailed(source, target, text);
      if (work.signal.aborted || watched.lost !== undefined) {
        await tasks.cancel(source, target, task);
        work.log(
          `${rangesText(slots)}: the migration was cancelled; the slots stay with ${source.node.name}`,
        );
        work.signal.throwIfAborted();
        throw watched.lost ?? taskFailed(source, target, state);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    watched.end();
  }
  work.moved(keys);
  work.done(slots.length);
}

function taskFailed(source: Member, target: Member, text: string): AppError {
  return new AppError({
    code: 'redis.slots.task-failed',
    doing: movingTo(target.node),
    what: msg('ops.slots.taskFailed', { from: source.node.name, to: target.node.name, text: raw(text) }),
    hint: msg('ops.slots.failed.hint'),
  });
}

/** Notices a target that stands still: the source itself takes a minute for that (repl-timeout). */
function watch({ connection }: Member): { readonly lost: Error | undefined; end(): void } {
  const state: { lost: Error | undefined; end(): void } = {
    lost: undefined,
    end: () => clearInterval(timer),
  };
  const timer = setInterval(() => {
    connection.ping({ timeoutMs: silentMs }).catch((error: unknown) => {
      state.lost ??= error instanceof Error ? error : new Error(String(error));
    });
  }, watchMs);
  return state;
}

const rangesText = (slots: readonly number[]): string =>
  rangesOf(slots)
    .map(([from, to]) => (from === to ? String(from) : `${from}-${to}`))
    .join(' ');

/** `0-99 200` as slots. */
export const slotsOfText = (text: string): number[] =>
  text.split(' ').flatMap((each) => {
    const [from = NaN, to = from] = each.split('-').map(Number);
    return Number.isInteger(from) && Number.isInteger(to) ? slotsOf([[from, to]]) : [];
  });

/** A map reply of RESP2 (name, value, name, value…) as an object of texts. */
export function fieldsOf(reply: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!Array.isArray(reply)) return fields;
  for (let at = 0; at + 1 < reply.length; at += 2) fields[String(reply[at])] = String(reply[at + 1]);
  return fields;
}
