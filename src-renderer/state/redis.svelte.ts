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
 * A value that is looked at again and again while someone sees it: every few seconds, soon after a
 * `hint()` (the engine said that something changed), and at once when `look()` is called. One look at a time; the last good
 * value stays on show when a look fails, with the error beside it.
 */
export class Watched<T> {
  value = $state.raw<T | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** True until the first look is over. */
  loading = $state(true);

  readonly #source: WatchSource<T>;
  readonly #everyMs: number;
  readonly #pauseMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hinted: ReturnType<typeof setTimeout> | undefined;
  /** When the last look ended. */
  #seen = 0;
  #looking = false;
  #again = false;
  #on = false;

  /** @param everyMs between regular looks; `pauseMs` at least between a look and one that was hinted at */
  constructor(source: WatchSource<T>, everyMs: number, pauseMs = 2000) {
    this.#source = source;
    this.#everyMs = everyMs;
    this.#pauseMs = pauseMs;
  }

  start(): () => void {
    this.#on = true;
    void this.look();
    return () => {
      this.#on = false;
      clearTimeout(this.#timer);
      clearTimeout(this.#hinted);
      this.#hinted = undefined;
    };
  }

  /**
   * Something may have changed: looks soon, but not again within `pauseMs` of the last look's end. An
   * engine with much going on tells many times a second.
   */
  hint(): void {
    if (!this.#on || this.#hinted !== undefined) return;
    const wait = Math.max(0, this.#seen + this.#pauseMs - Date.now());
    this.#hinted = setTimeout(() => {
      this.#hinted = undefined;
      if (this.#source.visible?.() !== false) void this.look();
    }, wait);
  }

  /** Looks now. A call while a look is under way makes one more afterwards. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    clearTimeout(this.#timer);
    // Whatever was hinted at until now, this look will see.
    clearTimeout(this.#hinted);
    this.#hinted = undefined;
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
    this.#seen = Date.now();
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
