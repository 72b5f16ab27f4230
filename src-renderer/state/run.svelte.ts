import type { ErrorInfo } from '@shared/errors';
import type { Run, RunEvent } from '@shared/plan';
import { isResting } from '@shared/resting';
import { applyEvent, groupProgress, overallFraction, type GroupProgress } from './run-events';

/** What a watched run needs of the main process; given by the page, or by a test. */
export interface RunSource {
  get(runId: string): Promise<Run>;
  /** Every event of every run; returns the way to stop listening. */
  listen(listener: (event: RunEvent) => void): () => void;
  toError(error: unknown): ErrorInfo;
}

/** Lines of live output that are kept for a step; older ones go. */
const maxLines = 400;

/**
 * One run as it is watched: a snapshot, kept up to date by events. It listens before it asks for the
 * snapshot, so that nothing that happens in between is lost.
 */
export class WatchedRun {
  run = $state.raw<Run | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** Live output by step id. A new object at every change. */
  lines = $state.raw<Readonly<Record<string, readonly string[]>>>({});
  readonly fraction = $derived(this.run === undefined ? 0 : overallFraction(this.run));
  readonly groups = $derived<readonly GroupProgress[]>(
    this.run === undefined ? [] : groupProgress(this.run.plan, this.run),
  );
  readonly over = $derived(this.run !== undefined && isResting(this.run.status));

  readonly #id: string;
  readonly #source: RunSource;
  #early: RunEvent[] = [];
  #stop: (() => void) | undefined;

  constructor(runId: string, source: RunSource) {
    this.#id = runId;
    this.#source = source;
  }

  /** Begins to watch; gives the way to end it. */
  watch(): () => void {
    this.#stop ??= this.#source.listen((event) => {
      if (event.runId === this.#id) this.#take(event);
    });
    void this.refresh();
    return () => {
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  /** Takes a fresh snapshot; events that came while it was on its way are applied on top of it. */
  async refresh(): Promise<void> {
    this.#early = [];
    try {
      let run = await this.#source.get(this.#id);
      for (const event of this.#early) run = applyEvent(run, event);
      this.run = run;
      this.error = undefined;
    } catch (error) {
      this.error = this.#source.toError(error);
    }
    this.#early = [];
  }

  #take(event: RunEvent): void {
    if (event.type === 'log') {
      const old = this.lines[event.stepId] ?? [];
      this.lines = { ...this.lines, [event.stepId]: [...old, event.line].slice(-maxLines) };
      return;
    }
    this.#early.push(event);
    if (this.run !== undefined) this.run = applyEvent(this.run, event);
    // What may be done next (resume, undo) does not travel with events.
    if (event.type === 'run') void this.refresh();
  }
}
