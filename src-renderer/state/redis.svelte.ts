import type { ErrorInfo } from '@shared/errors';
import type { ClusterStatus, ClusterSummary } from '@shared/redis-cluster/observed';

/** What the watched value comes from; given by the page, or by a test. */
export interface WatchSource<T> {
  load(): Promise<T>;
  /** False while nobody can see it: the regular looks wait. */
  visible?(): boolean;
  toError(error: unknown): ErrorInfo;
}

/**
 * A value that is looked at again and again while someone sees it: every few seconds, and whenever
 * `look()` is called (the engine said that something changed). One look at a time; the last good
 * value stays on show when a look fails, with the error beside it.
 */
export class Watched<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** True until the first look is over. */
  loading = $state(true);

  readonly #source: WatchSource<T>;
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking = false;
  #again = false;
  #on = false;

  constructor(source: WatchSource<T>, everyMs: number) {
    this.#source = source;
    this.#everyMs = everyMs;
  }

  start(): () => void {
    this.#on = true;
    void this.look();
    return () => {
      this.#on = false;
      clearTimeout(this.#timer);
    };
  }

  /** Looks now. A call while a look is under way makes one more afterwards. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    clearTimeout(this.#timer);
    do {
      this.#again = false;
      try {
        this.value = await this.#source.load();
        this.error = undefined;
      } catch (error) {
        this.error = this.#source.toError(error);
      }
      this.loading = false;
    } while (this.#again && this.#on);
    this.#looking = false;
    this.#later();
  }

  #later(): void {
    if (!this.#on) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#source.visible?.() === false) this.#later();
      else void this.look();
    }, this.#everyMs);
  }
}

export type WatchedClusters = Watched<readonly ClusterSummary[]>;
export type WatchedCluster = Watched<ClusterStatus>;
