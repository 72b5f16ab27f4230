import type { ErrorInfo } from '@shared/errors';
import type { KeyLine, KeyName, KeyPage, KeyPreview, KeySearch } from '@shared/redis-cluster/tools';
import { SvelteSet } from 'svelte/reactivity';
import { freshOf, keyId, without } from './key-names';

/** What is looked for; the cluster and the page are added here. */
export type KeyQuery = Pick<KeySearch, 'match' | 'type'>;

/** What a key search needs of the main process; given by the page, or by a test. */
export interface KeySource {
  page(query: KeyQuery & { readonly cursor?: string; readonly limit: number }): Promise<KeyPage>;
  preview(key: KeyName): Promise<KeyPreview>;
  remove(keys: readonly KeyName[]): Promise<number>;
  toError(error: unknown): ErrorInfo;
}

/** Keys that a search brings before it waits to be asked for more. */
export const pageSize = 200;
/** The most keys that one call may delete. */
const mostDeleted = 1000;

/**
 * A search for keys over all masters, page by page. A page may hold few keys or none (SCAN looks at many that
 * do not match): it goes on by itself until there is something to show, the end, or `stop()`.
 */
export class KeySearcher {
  keys = $state.raw<readonly KeyLine[]>([]);
  scanned = $state(0);
  total = $state(0);
  busy = $state(false);
  /** A search was made, and this is what it was for. */
  query = $state.raw<KeyQuery | undefined>(undefined);
  error = $state.raw<ErrorInfo | undefined>(undefined);
  /** By keyId(). */
  readonly chosen = new SvelteSet<string>();
  #cursor = $state.raw<string | undefined>(undefined);
  readonly ended = $derived(this.query !== undefined && !this.busy && this.#cursor === undefined);
  readonly chosenKeys = $derived(this.keys.filter(({ key }) => this.chosen.has(keyId(key))));
  #turn = 0;
  readonly #source: KeySource;

  constructor(source: KeySource) {
    this.#source = source;
  }

  /** Begins anew. */
  async search(query: KeyQuery): Promise<void> {
    this.#turn += 1;
    this.query = query;
    this.keys = [];
    this.chosen.clear();
    this.scanned = 0;
    this.total = 0;
    this.#cursor = undefined;
    this.busy = false;
    await this.#go();
  }

  /** Goes on where it stopped. */
  async more(): Promise<void> {
    if (!this.busy && this.#cursor !== undefined) await this.#go();
  }

  /** Keeps what was found so far. */
  stop(): void {
    this.#turn += 1;
    this.busy = false;
  }

  choose(key: KeyName, on: boolean): void {
    if (on) this.chosen.add(keyId(key));
    else this.chosen.delete(keyId(key));
  }

  chooseAll(on: boolean): void {
    for (const { key } of this.keys) this.choose(key, on);
  }

  /** Deletes keys; those leave the list. Gives how many were still there. Throws what the source throws. */
  async remove(keys: readonly KeyName[]): Promise<number> {
    let count = 0;
    for (let from = 0; from < keys.length; from += mostDeleted) {
      const some = keys.slice(from, from + mostDeleted);
      count += await this.#source.remove(some);
      this.keys = without(this.keys, some);
      for (const key of some) this.chosen.delete(keyId(key));
    }
    return count;
  }

  preview(key: KeyName): Promise<KeyPreview> {
    return this.#source.preview(key);
  }

  async #go(): Promise<void> {
    const { query } = this;
    if (query === undefined) return;
    this.#turn += 1;
    const turn = this.#turn;
    const enough = this.keys.length + pageSize;
    this.busy = true;
    this.error = undefined;
    try {
      do {
        const page = await this.#source.page({
          ...query,
          limit: pageSize,
          ...(this.#cursor !== undefined && { cursor: this.#cursor }),
        });
        if (turn !== this.#turn) return;
        this.keys = [...this.keys, ...freshOf(this.keys, page.keys)];
        this.scanned = page.scanned;
        this.total = page.total;
        this.#cursor = page.cursor;
      } while (this.#cursor !== undefined && this.keys.length < enough);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = this.#source.toError(error);
    }
    this.busy = false;
  }
}
