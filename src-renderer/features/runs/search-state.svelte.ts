import type { RunFilter } from '../../state/runs.svelte';
import { anyRun, type RunSearch } from './search';

/** What is looked for. Kept while the window is open: back from a run one finds what one looked for. */
export class LookingFor {
  filter = $state<RunFilter>('all');
  search = $state.raw<RunSearch>(anyRun);
  readonly narrowed = $derived(
    this.filter !== 'all' ||
      this.search.kind !== '' ||
      this.search.subject !== '' ||
      this.search.span !== 'any' ||
      this.search.text.trim() !== '',
  );

  set(change: Partial<RunSearch>): void {
    this.search = { ...this.search, ...change };
  }

  clear(): void {
    this.filter = 'all';
    this.search = anyRun;
  }
}

export const lookingFor = new LookingFor();
