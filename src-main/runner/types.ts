import type { Message } from '@shared/i18n/index';
import type { Plan, Run, RunEvent, RunSummary } from '@shared/plan';

/** What an op gets beside its arguments. */
export interface OpContext {
  readonly runId: string;
  readonly stepId: string;
  /** Aborted on cancel: stop waiting, leave things as they are, throw (CancelledError or the signal's reason). */
  readonly signal: AbortSignal;
  /** Outputs of the steps that are done, by step id. */
  readonly results: ReadonlyMap<string, unknown>;
  /** How far it is. Throttled by the runner: call it as often as you like. */
  progress(at: { fraction?: number; note?: Message }): void;
  /** A line of live output (a pull, a build, a server's words). Never a secret. */
  log(line: string): void;
}

/**
 * How one kind of op is done and undone. Every `run` is idempotent: run again after a crash in its
 * middle it finds what it made (by label and run id) and goes on. Every `undo` tolerates that
 * nothing, or half, was made, and touches nothing that this run did not make.
 */
export interface OpHandler<A = unknown, O = unknown> {
  /** Outputs are JSON: they rest in the journal. Throws AppError with the cure. */
  run(args: A, context: OpContext): Promise<O>;
  /**
   * `output` is absent when the step had started but not ended. Gives what stays of it, and why, where not all of it
   * can be taken back.
   */
  undo?(args: A, output: O | undefined, context: OpContext): Promise<Message | void>;
  /** On resume: whether a step that was done still holds; when not, it is run again. Default: it holds. */
  holds?(args: A, output: O, context: OpContext): Promise<boolean>;
}

/** Looks a handler up by op kind. */
export type OpHandlers = (kind: string) => OpHandler;

export interface StartInput {
  readonly plan: Plan;
  /** What the plan was made from; rests in the journal. JSON, secrets by reference. */
  readonly request: unknown;
  /** The engine's id. */
  readonly engine: string;
  /** One name for that engine whichever way leads to it: its target's lock goes by it. Default: the id. */
  readonly place?: string;
  /** Observes and plans again under the lock; a different digest refuses the start with `plan.changed`. */
  readonly replan?: () => Promise<Plan>;
}

/** The generic runner: it executes plans and decides nothing. */
export interface Runner {
  /** Locks the target, checks the plan once more, journals it and begins. Resolves when it has begun. */
  start(input: StartInput): Promise<{ runId: string }>;
  /** Asks the running steps to stop; resolves when all have settled. A run that is over: no effect. */
  cancel(runId: string): Promise<void>;
  /** Goes on with an interrupted, failed or cancelled run. Resolves when it has begun. */
  resume(runId: string): Promise<void>;
  /** Undoes what was done, in reverse. Resolves when it has begun. */
  undo(runId: string): Promise<void>;
  /** Resolves with the run when nothing of it is in motion. */
  settled(runId: string): Promise<Run>;
  get(runId: string): Promise<Run>;
  /** Newest first. */
  list(): Promise<readonly RunSummary[]>;
  /** Every event of every run in this process; returns the way to stop listening. */
  on(listener: (event: RunEvent) => void): () => void;
  /** At start-up: runs found `running` whose process is gone become `interrupted`. Returns their ids. */
  recover(): Promise<readonly string[]>;
}
