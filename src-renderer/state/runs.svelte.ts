import type { ErrorInfo } from '@shared/errors';
import type { RunEvent, RunStatus, RunSummary } from '@shared/plan';
import { call, toError } from '../lib/api';

export type RunFilter = 'all' | 'active' | 'attention' | 'done';

/** What each filter lets through. */
const filters: Readonly<Record<RunFilter, (status: RunStatus) => boolean>> = {
  all: () => true,
  active: (status) => status === 'queued' || status === 'running' || status === 'undoing',
  attention: (status) =>
    status === 'failed' || status === 'interrupted' || status === 'cancelled' || status === 'undo-failed',
  done: (status) => status === 'succeeded' || status === 'undone',
};

export interface RunsSource {
  list(): Promise<readonly RunSummary[]>;
  cancel(id: string): Promise<unknown>;
  resume(id: string): Promise<unknown>;
  undo(id: string): Promise<unknown>;
  toError(error: unknown): ErrorInfo;
}

/** Every run that is known, newest first. */
export class Runs {
  list = $state.raw<readonly RunSummary[]>([]);
  loaded = $state(false);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** Runs that the app left unfinished: offered for resume or undo. */
  readonly interrupted = $derived(this.list.filter((run) => run.status === 'interrupted'));
  readonly active = $derived(this.list.filter((run) => filters.active(run.status)));
  readonly #source: RunsSource;
  readonly #pauseMs: number;
  #waiting = false;

  constructor(source: RunsSource, pauseMs = 250) {
    this.#source = source;
    this.#pauseMs = pauseMs;
  }

  async load(): Promise<void> {
    try {
      this.list = await this.#source.list();
      this.error = undefined;
    } catch (error) {
      this.error = this.#source.toError(error);
    }
    this.loaded = true;
  }

  filtered(filter: RunFilter): readonly RunSummary[] {
    return this.list.filter((run) => filters[filter](run.status));
  }

  count(filter: RunFilter): number {
    return this.filtered(filter).length;
  }

  /** A run's or a step's change of status: the list is asked for again, a few times a second at most. */
  take(event: RunEvent): void {
    if (event.type !== 'run' && event.type !== 'step') return;
    if (event.type === 'run') {
      this.list = this.list.map((run) => (run.id === event.runId ? { ...run, status: event.status } : run));
    }
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      void this.load();
    }, this.#pauseMs);
  }

  /** Gives an error when it was refused. */
  async act(action: 'cancel' | 'resume' | 'undo', id: string): Promise<ErrorInfo | undefined> {
    try {
      await this.#source[action](id);
      await this.load();
      return undefined;
    } catch (error) {
      return this.#source.toError(error);
    }
  }
}

export const runs = new Runs({
  list: () => call('run.list'),
  cancel: (id) => call('run.cancel', id),
  resume: (id) => call('run.resume', id),
  undo: (id) => call('run.undo', id),
  toError,
});
