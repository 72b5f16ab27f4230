import { setMaxListeners } from 'node:events';
import { CancelledError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RunEvent, RunStatus, Step } from '@shared/plan';
import { crashPoint } from './crash';
import { dependencies, reversed, walk } from './graph';
import type { Journal } from './journal';
import { ProgressThrottle, type Progress } from './progress';
import { apply, type Entry, type RunRecord, type StepRecord } from './state';
import type { OpContext, OpHandler, OpHandlers } from './types';

export interface ExecutionOptions {
  readonly record: RunRecord;
  readonly journal: Journal;
  readonly handlers: OpHandlers;
  readonly concurrency: number;
  readonly now: () => number;
  readonly emit: (event: RunEvent) => void;
}

/** One passage through a run's steps, forwards or back. Says how it ended; the runner journals that. */
export interface Outcome {
  readonly status: RunStatus;
  readonly error?: ErrorInfo;
}

const maxLine = 4000;

/** Executes a run's steps (forward) or undoes them (backward). Decides nothing: the plan has decided. */
export class Execution {
  private readonly controller = new AbortController();
  private readonly results = new Map<string, unknown>();
  /** Steps that ran in this passage: on resume, what hangs on them has to prove itself. */
  private readonly ran = new Set<string>();
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly o: ExecutionOptions;
  private cancelAsked = false;
  /** The journal can't be written: nothing more may begin. */
  private fatal: ErrorInfo | undefined;

  constructor(options: ExecutionOptions) {
    this.o = options;
    // Every step and wait listens for the cancel: many is no leak here.
    setMaxListeners(0, this.controller.signal);
    this.steps = new Map(options.record.header.plan.steps.map((step) => [step.id, step]));
    for (const step of options.record.steps.values()) {
      if (step.status === 'succeeded') this.results.set(step.id, step.output);
    }
  }

  /** Nothing more begins; what runs is asked to stop. */
  cancel(): void {
    this.cancelAsked = true;
    this.controller.abort(new CancelledError('cancelled'));
  }

  async forward(): Promise<Outcome> {
    const { record, concurrency } = this.o;
    const leftOut: Promise<void>[] = [];
    let passed = 0;
    const leave = (id: string, status: 'skipped' | 'cancelled'): void => {
      if (record.steps.get(id)?.status !== 'queued') return;
      leftOut.push(this.tryNote({ t: 'step', at: this.o.now(), id, status }, false));
    };
    await walk({
      edges: dependencies(record.header.plan),
      concurrency,
      work: async (id) => {
        const ok = await this.guarded(() => this.runStep(this.step(id)));
        if (ok) passed++;
        return ok;
      },
      blocked: (id) => {
        if (!this.stopped()) leave(id, 'skipped');
      },
      stopped: () => this.stopped(),
    });
    await Promise.all(leftOut);
    for (const step of record.steps.values()) leave(step.id, 'cancelled');
    await Promise.all(leftOut);

    if (this.fatal !== undefined) return { status: 'failed', error: this.fatal };
    const states = [...record.steps.values()];
    const failed = states.find((step) => step.status === 'failed' && !this.step(step.id).bestEffort);
    if (failed !== undefined) return { status: 'failed', ...(failed.error && { error: failed.error }) };
    return { status: passed === states.length ? 'succeeded' : 'cancelled' };
  }

  async backward(): Promise<Outcome> {
    const { record, concurrency } = this.o;
    const touched = new Set([...record.steps.values()].filter((step) => step.touched).map((step) => step.id));
    await walk({
      edges: reversed(dependencies(record.header.plan, touched)),
      concurrency,
      work: (id) => this.guarded(() => this.undoStep(this.step(id))),
      // What stands on something that could not be undone stays as it is; undo can be tried again.
      blocked: () => undefined,
      stopped: () => this.stopped(),
    });
    if (this.fatal !== undefined) return { status: 'undo-failed', error: this.fatal };
    const states = [...record.steps.values()];
    if (!states.some((step) => step.touched)) return { status: 'undone' };
    if (this.cancelAsked) return { status: 'interrupted' };
    const failed = states.find((step) => step.status === 'undo-failed');
    return { status: 'undo-failed', ...(failed?.error && { error: failed.error }) };
  }

  private stopped(): boolean {
    return this.cancelAsked || this.fatal !== undefined;
  }

  private async runStep(step: Step): Promise<boolean> {
    const state = this.state(step.id);
    const handler = this.o.handlers(step.op.kind);
    if (state.status === 'succeeded') {
      const holds = await this.holds(step, state, handler);
      if (holds !== false) return holds === true || step.bestEffort === true;
      this.results.delete(step.id);
    }
    await this.note({ t: 'step', at: this.o.now(), id: step.id, status: 'running' }, true);
    crashPoint('DURING');
    this.ran.add(step.id);
    const { context, flush } = this.context(step, state);
    let output: unknown;
    try {
      output = await handler.run(step.op.args, context);
    } catch (error) {
      return await this.endBadly(step, error);
    } finally {
      flush();
    }
    await this.note({ t: 'step', at: this.o.now(), id: step.id, status: 'succeeded', output }, true);
    crashPoint('AFTER');
    this.results.set(step.id, output);
    return true;
  }

  /** Whether a step that was done still holds. `failed`: it could not be told. */
  private async holds(step: Step, state: StepRecord, handler: OpHandler): Promise<boolean | 'failed'> {
    if (handler.holds === undefined) return !step.dependsOn.some((id) => this.ran.has(id));
    const { context, flush } = this.context(step, state);
    try {
      return await handler.holds(step.op.args, state.output, context);
    } catch (error) {
      if (!this.controller.signal.aborted) await this.endBadly(step, error);
      return 'failed';
    } finally {
      flush();
    }
  }

  private async endBadly(step: Step, error: unknown): Promise<boolean> {
    const at = this.o.now();
    if (this.controller.signal.aborted) {
      await this.note({ t: 'step', at, id: step.id, status: 'cancelled' }, true);
      return false;
    }
    const info = this.errorInfo(error, msg('runner.doing.step', { step: step.title }));
    await this.note({ t: 'step', at, id: step.id, status: 'failed', error: info }, true);
    return step.bestEffort === true;
  }

  private async undoStep(step: Step): Promise<boolean> {
    const state = this.state(step.id);
    const handler = this.o.handlers(step.op.kind);
    await this.note({ t: 'step', at: this.o.now(), id: step.id, status: 'undoing' }, true);
    const { context, flush } = this.context(step, state);
    let stays: Message | void;
    try {
      stays = await handler.undo?.(step.op.args, state.output, context);
    } catch (error) {
      const info = this.errorInfo(error, msg('runner.doing.undoStep', { step: step.title }));
      await this.note({ t: 'step', at: this.o.now(), id: step.id, status: 'undo-failed', error: info }, true);
      return false;
    } finally {
      flush();
    }
    const left = typeof stays === 'object' ? { stays } : {};
    await this.note({ t: 'step', at: this.o.now(), id: step.id, status: 'undone', ...left }, true);
    crashPoint('UNDO');
    return true;
  }

  /** Walks on after anything that the work itself did not catch: a journal that can't be written. */
  private async guarded(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  private fail(error: unknown): void {
    this.fatal ??= toErrorInfo(error, {
      code: 'run.failed',
      doing: msg('runner.doing.run'),
      hint: msg('runner.step.hint'),
    });
    this.controller.abort(new CancelledError('the journal failed'));
  }

  private errorInfo(error: unknown, doing: Message): ErrorInfo {
    const hint = msg('runner.step.hint');
    if (error instanceof CancelledError)
      return { code: 'step.stopped', doing, what: msg('runner.step.stopped'), hint };
    return toErrorInfo(error, { code: 'step.failed', doing, hint });
  }

  private context(step: Step, state: StepRecord): { context: OpContext; flush: () => void } {
    const event = { runId: this.o.record.header.id, stepId: step.id };
    const throttle = new ProgressThrottle((progress: Progress) => {
      Object.assign(state, progress);
      this.o.emit({ type: 'progress', ...event, at: this.o.now(), ...progress });
    });
    const context: OpContext = {
      ...event,
      signal: this.controller.signal,
      results: this.results,
      progress: ({ fraction, note }) =>
        throttle.push({
          ...(fraction !== undefined && { fraction: Math.min(1, Math.max(0, fraction)) }),
          ...(note !== undefined && { note }),
        }),
      log: (line) => this.o.emit({ type: 'log', ...event, at: this.o.now(), line: line.slice(0, maxLine) }),
    };
    return { context, flush: () => throttle.flush() };
  }

  /** Journals a step's new status, then takes it in and tells it. In that order: what is shown is on disk. */
  private async note(entry: Extract<Entry, { t: 'step' }>, durable: boolean): Promise<void> {
    await this.o.journal.append(entry, durable);
    if (!apply(this.o.record, entry)) return;
    const { t: _, id, ...rest } = entry;
    this.o.emit({ type: 'step', runId: this.o.record.header.id, stepId: id, ...rest });
  }

  private async tryNote(entry: Extract<Entry, { t: 'step' }>, durable: boolean): Promise<void> {
    await this.note(entry, durable).catch((error: unknown) => this.fail(error));
  }

  private step(id: string): Step {
    const step = this.steps.get(id);
    if (step === undefined) throw new Error(`no step ${id}`);
    return step;
  }

  private state(id: string): StepRecord {
    const state = this.o.record.steps.get(id);
    if (state === undefined) throw new Error(`no step ${id}`);
    return state;
  }
}
