import { getContext, setContext, type Snippet } from 'svelte';

const key = Symbol('page-help');

/** Whoever frames the pages gives what stands beside each page's title: the way to its explanation. */
export const givePageHelp = (help: () => Snippet): void => void setContext(key, help);

/** What stands beside a page's title, where somebody gives it. */
export const pageHelp = (): Snippet | undefined => getContext<(() => Snippet) | undefined>(key)?.();
