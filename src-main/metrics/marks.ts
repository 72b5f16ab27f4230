import { randomUUID } from 'node:crypto';
import { raw } from '@shared/i18n/index';
import { markOfEvent } from '@shared/metrics/docker-marks';
import { matcherOf } from '@shared/metrics/match';
import type { MetricFilter, MetricMark } from '@shared/metrics/model';
import type { RunSummary } from '@shared/plan';
import type { DockerEvent } from '../clients/docker';
import type { Engines } from '../observe/engines';
import type { MetricStore } from './types';

export interface MarkDeps {
  readonly engines: Pick<Engines, 'docker' | 'onEvent'>;
  readonly runs: () => Promise<readonly RunSummary[]>;
  readonly store: MetricStore;
  readonly log: (error: unknown) => void;
  /** Whether events are kept; else what another process kept is read. */
  readonly awake: boolean;
}

/** What happened, beside what was measured. */
export interface Marks {
  /** Oldest first, at most 2000. */
  between(from: number, to: number, filter: MetricFilter): Promise<readonly MetricMark[]>;
  note(note: { readonly at: number; readonly to?: number; readonly text: string }): Promise<MetricMark>;
  deleteNote(id: string): Promise<void>;
  /** Each event that was heard, at once. */
  onMark(listener: (mark: MetricMark) => void): () => void;
  close(): void;
}

const most = 2000;

/**
 * Keeps what containers went through, from when it is made until it is closed. What the engine still knows from before
 * is asked for whenever it is found again, so that the time without us is not blank.
 */
export function createMarks({ engines, runs, store, log, awake }: MarkDeps): Marks {
  const listeners = new Set<(mark: MetricMark) => void>();
  const markOf = ({ Type, Action, Actor, timeNano }: DockerEvent): MetricMark | undefined =>
    Type === 'container'
      ? markOfEvent({ action: Action, id: Actor.ID, attributes: Actor.Attributes, timeNano })
      : undefined;
  const recall = async (): Promise<void> => {
    const marks = (await engines.docker().pastEvents()).flatMap((event) => markOf(event) ?? []);
    if (marks.length > 0) await store.mark(marks);
  };
  const hear = (event: DockerEvent | undefined): void => {
    if (event === undefined) {
      recall().catch(log);
      return;
    }
    const mark = markOf(event);
    if (mark === undefined) return;
    store.mark([mark]).catch(log);
    for (const listener of listeners) listener(mark);
  };
  const stop = awake ? engines.onEvent(hear) : (): void => undefined;
  // It may have been found before we began to listen.
  if (awake) recall().catch(() => undefined);

  return {
    async between(from, to, filter) {
      const [kept, bands] = await Promise.all([store.marks(from, to, filter), runs()]);
      const own = bands.flatMap((run) => bandOf(run, from, to, filter) ?? []);
      return [...kept, ...own].sort((a, b) => a.at - b.at).slice(-most);
    },
    async note({ at, to, text }) {
      const [begin, end] = to === undefined || to >= at ? [at, to] : [to, at];
      const mark: MetricMark = {
        ...{ id: `note:${randomUUID()}`, kind: 'note', at: Math.trunc(begin), text: raw(text) },
        ...(end === undefined ? {} : { to: Math.trunc(end) }),
      };
      await store.mark([mark]);
      return mark;
    },
    async deleteNote(id) {
      // What the engine and the app did stays: only one's own words can be taken back.
      if (id.startsWith('note:')) await store.unmark(id);
    },
    onMark: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: stop,
  };
}

/** A run of the app as a band; on the charts of its own project, and on those of everything. */
function bandOf(run: RunSummary, from: number, to: number, filter: MetricFilter): MetricMark | undefined {
  const end = run.endedAt ?? Date.now();
  if (run.startedAt >= to || end < from) return undefined;
  const project = run.target.startsWith('compose/') ? run.target.slice('compose/'.length) : undefined;
  if (project !== undefined && filter.project !== undefined) {
    const fits = matcherOf({ project: filter.project });
    if (!fits({ kind: 'container', key: '', name: '', host: '', project })) return undefined;
  }
  return {
    ...{ id: `run:${run.id}`, kind: 'run', at: run.startedAt, to: end, text: run.title, runId: run.id },
    ...(project === undefined ? {} : { project }),
  };
}
