import { hitEntries, type Entry } from './entries';
import { score } from './fuzzy';
import type { LogSearch } from './log-search.svelte';

const key = 'flotilla.palette';
const kept = 12;
const most = 60;

export interface RecentStore {
  get(): string | null;
  set(text: string): void;
}

/** What the palette shows for what is typed. */
export class PaletteState {
  query = $state('');
  entries = $state.raw<readonly Entry[]>([]);
  /** Other ways of writing a label: pinyin, once it is loaded. */
  spell = $state.raw<(label: string) => readonly string[]>(() => []);
  at = $state(0);
  #recent = $state.raw<readonly string[]>([]);
  readonly #store: RecentStore | undefined;
  readonly #offer: ((text: string) => Entry) | undefined;
  /** A search through the logs that takes the place of what was found here. */
  logs = $state.raw<LogSearch | undefined>(undefined);
  readonly found = $derived(this.#find());
  readonly shown = $derived(this.#show());

  /** @param offer the entry that looks for a text elsewhere; stands last */
  constructor(store?: RecentStore, offer?: (text: string) => Entry) {
    this.#store = store;
    this.#offer = offer;
    try {
      const read: unknown = JSON.parse(store?.get() ?? '[]');
      if (Array.isArray(read)) this.#recent = read.filter((id) => typeof id === 'string').slice(0, kept);
    } catch {
      // Nothing was chosen yet, as far as can be told.
    }
  }

  #show(): readonly Entry[] {
    if (this.logs !== undefined) return hitEntries(this.logs.hits);
    const text = this.query.trim();
    return this.#offer === undefined || text.length < 2 ? this.found : [...this.found, this.#offer(text)];
  }

  #find(): readonly Entry[] {
    const rank = (id: string): number => {
      const at = this.#recent.indexOf(id);
      return at < 0 ? 0 : kept - at;
    };
    if (this.query.trim() === '')
      return [...this.entries]
        .map((entry, i) => ({ entry, i, recent: rank(entry.id) }))
        .sort((a, b) => b.recent - a.recent || a.i - b.i)
        .slice(0, most)
        .map(({ entry }) => entry);
    return this.entries
      .map((entry, i) => {
        const aliases = [...entry.aliases, ...this.spell(entry.label)];
        const fit = score(this.query, { label: entry.label, aliases });
        return { entry, i, fit: fit === 0 ? 0 : fit + rank(entry.id) };
      })
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => b.fit - a.fit || a.i - b.i)
      .slice(0, most)
      .map(({ entry }) => entry);
  }

  add(found: readonly Entry[]): void {
    const known = Object.fromEntries(this.entries.map(({ id }) => [id, true]));
    this.entries = [...this.entries, ...found.filter(({ id }) => !Object.hasOwn(known, id))];
  }

  isRecent(entry: Entry): boolean {
    return this.#recent.includes(entry.id);
  }

  move(by: number): void {
    const count = this.shown.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  /** Back to what is found here: the text was changed, or the palette closed. */
  endLogs(): void {
    this.logs?.stop();
    this.logs = undefined;
  }

  choose(entry: Entry): void {
    if (entry.group === 'logs') {
      entry.run();
      return;
    }
    this.#recent = [entry.id, ...this.#recent.filter((id) => id !== entry.id)].slice(0, kept);
    this.#store?.set(JSON.stringify(this.#recent));
    entry.run();
  }
}

export const recentStore: RecentStore = {
  get: () => localStorage.getItem(key),
  set: (text) => localStorage.setItem(key, text),
};
