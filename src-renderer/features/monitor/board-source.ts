import { call, toError } from '../../lib/api';
import type { BoardSource } from './board.svelte';

/** The main process, and this window. */
export const windowSource: BoardSource = {
  query: (queries) => call('metrics.query', [...queries]),
  marks: ({ from, to, filter }) => call('metrics.marks', { from, to, filter }),
  toError,
  now: () => Date.now(),
  visible: () => !document.hidden,
};
