import { join } from 'node:path';
import { errorText } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { canRun, planDigest, type Plan, type Run, type RunEvent, type RunSummary } from '@shared/plan';
import { Execution, type Outcome } from './execution';
import { checkPlan } from './graph';
import { createJournal, listJournals, newRunId, readJournal, reopenJournal, type Journal } from './journal';
import { createLocks, type Lock, type LockOwner, type Locks } from './lock';
import { isSameProcess as defaultIsSameProcess, thisProcess, type ProcessIdentity } from './process';
import { changed, notNow, refusal, refused } from './refusals';
import {
  abandoned,
  apply,
  isInMotion,
  newRecord,
  placeOf,
  toRun,
  toSummary,
  type Holder,
  type RunRecord,
} from './state';
import type { OpHandlers, Runner, StartInput } from './types';

/** `place`: as in StartInput; absent in old journals. Throws AppError when the engine is not there any more. */
type HandlersFor = (engineId: string, place: string | undefined) => Promise<OpHandlers>;

export interface RunnerOptions {
  /** Journals go to `<dataDir>/runs`, locks to `<dataDir>/locks`. */
  readonly dataDir: string;
  /** The ops of an engine. Called when a run begins, is resumed or undone. */
  readonly handlersFor: HandlersFor;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly newId?: () => string;
  /** Steps side by side, at most. */
  readonly concurrency?: number;
  /** How a lock tells others who has it. */
  readonly as?: LockOwner['as'];
  readonly self?: () => Promise<ProcessIdentity>;
  /** Whether the owner of a lock still lives. */
  readonly isSameProcess?: (owner: ProcessIdentity) => Promise<boolean>;
}

interface Active {
  readonly record: RunRecord;
  readonly execution: Execution;
  readonly done: Promise<void>;
}

/** The runner. One a process: it knows the runs that it has in hand, and reads all others from their journals. */
export function createRunner(options: RunnerOptions): Runner {
  return new JournalledRunner(options);
}

class JournalledRunner implements Runner {
  private readonly runsDir: string;
  private readonly locks: Locks;
  private readonly now: () => number;
  private readonly newId: () => string;
  private readonly concurrency: number;
  private readonly handlersFor: HandlersFor;
  private readonly self: () => Promise<ProcessIdentity>;
  private readonly active = new Map<string, Active>();
  private readonly listeners = new Set<(event: RunEvent) => void>();
  private readonly cache = new Map<string, { stamp: string; record: RunRecord | undefined }>();

  constructor(options: RunnerOptions) {
    this.runsDir = join(options.dataDir, 'runs');
    this.now = options.now ?? Date.now;
    this.newId = options.newId ?? (() => newRunId(this.now()));
    this.concurrency = Math.max(1, options.concurrency ?? 8);
    this.handlersFor = options.handlersFor;
    this.self = options.self ?? thisProcess;
    this.locks = createLocks({
      dir: join(options.dataDir, 'locks'),
      self: this.self,
      as: options.as ?? ('electron' in process.versions ? 'app' : 'command'),
      isAlive: options.isSameProcess ?? defaultIsSameProcess,
      now: this.now,
    });
  }

  async start({ plan: agreed, request, engine, place, replan }: StartInput): Promise<{ runId: string }> {
    checkPlan(agreed);
    const id = this.newId();
    const lock = await this.locks.acquire(agreed.target, place ?? engine, id);
    try {
      const plan = replan === undefined ? agreed : await replan();
      if (!canRun(plan)) throw refused(plan);
      if (planDigest(plan) !== planDigest(agreed)) throw changed(plan);
      checkPlan(plan);
      const handlers = await this.handlers(plan, engine, place);
      const { pid } = await this.self();
      const record = newRecord({
        ...{ v: 1, id, plan, request, engine, startedAt: this.now(), pid },
        ...(place !== undefined && { place }),
      });
      const journal = await createJournal(this.runsDir, record.header);
      await this.begin({ record, journal, lock, handlers, backward: false });
      return { runId: id };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async resume(runId: string): Promise<void> {
    await this.again(runId, false);
  }

  async undo(runId: string): Promise<void> {
    await this.again(runId, true);
  }

  async cancel(runId: string): Promise<void> {
    const active = this.active.get(runId);
    if (active !== undefined) {
      active.execution.cancel();
      await active.done;
      return;
    }
    const run = await this.get(runId);
    if (run.status === 'running' || run.status === 'undoing' || run.status === 'queued') {
      throw refusal('run.elsewhere', msg('runner.doing.cancel', { title: run.plan.title }), {
        what: msg('runner.elsewhere.what'),
        hint: msg('runner.elsewhere.hint'),
      });
    }
  }

  async settled(runId: string): Promise<Run> {
    await this.active.get(runId)?.done;
    return this.get(runId);
  }

  async get(runId: string): Promise<Run> {
    const active = this.active.get(runId);
    if (active !== undefined) return toRun(active.record, 'here');
    const record = await readJournal(this.runsDir, runId);
    return toRun(record, await this.holder(record));
  }

  async list(): Promise<readonly RunSummary[]> {
    const found = await listJournals(this.runsDir);
    const runs = await Promise.all(found.map(({ id, stamp }) => this.summarise(id, stamp)));
    return runs
      .filter((run) => run !== undefined)
      .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  }

  on(listener: (event: RunEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async recover(): Promise<readonly string[]> {
    const recovered: string[] = [];
    for (const { id } of await listJournals(this.runsDir)) {
      if (this.active.has(id)) continue;
      const record = await readJournal(this.runsDir, id).catch(() => undefined);
      if (record === undefined || !isInMotion(record)) continue;
      if (await this.interrupt(record)) recovered.push(id);
    }
    return recovered;
  }

  /** Writes down that a run was interrupted, under its lock: a live owner keeps us out. */
  private async interrupt({ header }: RunRecord): Promise<boolean> {
    const lock = await this.locks
      .acquire(header.plan.target, placeOf(header), header.id)
      .catch(() => undefined);
    // Another run has the target by now, so this one is not in motion: shown as interrupted all the same.
    if (lock === undefined) return false;
    try {
      const record = await readJournal(this.runsDir, header.id);
      if (!isInMotion(record)) return false;
      const journal = await reopenJournal(this.runsDir, header.id);
      const [at, status] = [this.now(), abandoned(record)];
      try {
        await journal.append({ t: 'run', at, status }, true);
      } finally {
        await journal.close();
      }
      this.emit({ type: 'run', runId: header.id, at, status });
      return true;
    } catch {
      return false;
    } finally {
      await lock.release();
    }
  }

  private async again(runId: string, backward: boolean): Promise<void> {
    if (this.active.has(runId)) throw notNow(await this.get(runId), backward, true);
    const { header } = await readJournal(this.runsDir, runId);
    const lock = await this.locks.acquire(header.plan.target, placeOf(header), runId);
    try {
      // Read under the lock: nobody else writes to it now.
      let record = await readJournal(this.runsDir, runId);
      const run = toRun(record, 'nobody');
      if (!(backward ? run.canUndo : run.canResume)) throw notNow(run, backward, false);
      const handlers = await this.handlers(header.plan, header.engine, header.place);
      const journal = await reopenJournal(this.runsDir, runId);
      if (isInMotion(record)) {
        await journal.append({ t: 'run', at: this.now(), status: abandoned(record) }, false);
        record = await readJournal(this.runsDir, runId);
      }
      await this.begin({ record, journal, lock, handlers, backward });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  private async begin(passage: {
    readonly record: RunRecord;
    readonly journal: Journal;
    readonly lock: Lock;
    readonly handlers: OpHandlers;
    readonly backward: boolean;
  }): Promise<void> {
    const { record, journal, backward } = passage;
    const { id } = record.header;
    const entry = { t: 'run', at: this.now(), status: backward ? 'undoing' : 'running' } as const;
    try {
      await journal.append(entry, true);
    } catch (error) {
      await journal.close();
      throw error;
    }
    apply(record, entry);
    const execution = new Execution({
      ...passage,
      concurrency: this.concurrency,
      now: this.now,
      emit: (event) => this.emit(event),
    });
    this.emit({ type: 'run', runId: id, at: entry.at, status: entry.status });
    const done = Promise.resolve().then(async () => {
      const outcome = await (backward ? execution.backward() : execution.forward());
      await this.finish(passage, outcome);
    });
    this.active.set(id, { record, execution, done });
  }

  private async finish(
    { record, journal, lock }: { record: RunRecord; journal: Journal; lock: Lock },
    { status, error }: Outcome,
  ): Promise<void> {
    const entry = { t: 'run', at: this.now(), status, ...(error && { error }) } as const;
    // A journal that can't be written leaves the run `running` on disk: found again as interrupted.
    await journal.append(entry, true).catch(() => undefined);
    await journal.close();
    apply(record, entry);
    await lock.release().catch(() => undefined);
    this.active.delete(record.header.id);
    this.emit({ type: 'run', runId: record.header.id, at: entry.at, status, ...(error && { error }) });
  }

  private async handlers(plan: Plan, engine: string, place: string | undefined): Promise<OpHandlers> {
    const handlers = await this.handlersFor(engine, place);
    // An op that nothing can do is found now, not in the middle.
    for (const step of plan.steps) handlers(step.op.kind);
    return handlers;
  }

  private async holder(record: RunRecord): Promise<Holder> {
    const { id, plan } = record.header;
    if (!isInMotion(record)) return 'nobody';
    return (await this.locks.owner(plan.target, placeOf(record.header)))?.runId === id
      ? 'elsewhere'
      : 'nobody';
  }

  private async summarise(id: string, stamp: string): Promise<RunSummary | undefined> {
    const active = this.active.get(id);
    if (active !== undefined) return toSummary(toRun(active.record, 'here'));
    let cached = this.cache.get(id);
    if (cached?.stamp !== stamp) {
      // A damaged journal hides its own run, never the others.
      const record = await readJournal(this.runsDir, id).catch(() => undefined);
      cached = { stamp, record };
      this.cache.set(id, cached);
    }
    if (cached.record === undefined) return undefined;
    return toSummary(toRun(cached.record, await this.holder(cached.record)));
  }

  /** A listener that throws is its own problem, not the run's. */
  private emit(event: RunEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        console.error(`A listener to runs failed: ${errorText(error)}`);
      }
    }
  }
}
