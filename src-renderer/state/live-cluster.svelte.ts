import type { ErrorInfo } from '@shared/errors';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import { joined, motionOf } from './motion';

/** What the main process tells of a watched cluster. */
export interface LiveNews {
  readonly status: ClusterStatus;
  readonly events: readonly ClusterEvent[];
}

/** What a live view needs of the main process; given by the page, or by a test. */
export interface LiveSource {
  watch(on: boolean): Promise<unknown>;
  /** What happened so far, oldest first. */
  events(): Promise<readonly ClusterEvent[]>;
  listen(listener: (news: LiveNews) => void): () => void;
  toError(error: unknown): ErrorInfo;
}

/** Samples that are kept of a node: two minutes at one a second. */
export const keptSamples = 120;

export const nodeKey = (node: ClusterNode): string => (node.id === '' ? node.name : node.id);

/**
 * A cluster as it is watched about once a second: its newest status, the last two minutes of every node's
 * operations a second, and what happened.
 */
export class LiveView {
  status = $state.raw<ClusterStatus | undefined>(undefined);
  /** Oldest first. */
  events = $state.raw<readonly ClusterEvent[]>([]);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** Operations a second by nodeKey(), oldest first. */
  trends = $state.raw<Readonly<Record<string, readonly number[]>>>({});
  readonly motion = $derived(this.status === undefined ? [] : motionOf(this.status));
  readonly #source: LiveSource;
  #stop: (() => void) | undefined;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** Begins to watch; gives the way to end it. It listens before it asks, so that nothing in between is lost. */
  start(): () => void {
    this.#stop ??= this.#source.listen((news) => this.take(news));
    void this.#begin();
    return () => {
      this.#stop?.();
      this.#stop = undefined;
      this.#source.watch(false).catch(() => undefined);
    };
  }

  /** Asks again, after an error. */
  async retry(): Promise<void> {
    await this.#begin();
  }

  take({ status, events }: LiveNews): void {
    this.status = status;
    this.error = undefined;
    this.trends = Object.fromEntries(
      status.nodes.map((node) => {
        const key = nodeKey(node);
        // A node that does not answer does nothing: the line falls instead of standing still.
        return [key, [...(this.trends[key] ?? []), node.opsPerSecond ?? 0].slice(-keptSamples)];
      }),
    );
    if (events.length > 0) this.events = joined(this.events, events);
  }

  async #begin(): Promise<void> {
    try {
      await this.#source.watch(true);
      this.events = joined(await this.#source.events(), this.events);
      this.error = undefined;
    } catch (error) {
      this.error = this.#source.toError(error);
    }
  }
}
