import { call, toError } from '../../lib/api';
import type { BoardSource } from './board.svelte';

/** The main process, and this window. */
export const windowSource: BoardSource = {
  query: (queries) => call('metrics.query', [...queries]),
  marks: () => Promise.resolve([]),
  toError,
  now: () => Date.now(),
  visible: () => !document.hidden,
};
