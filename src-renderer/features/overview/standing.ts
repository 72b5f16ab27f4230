import type { ContainerRow } from '@shared/containers/model';
import { call, toError } from '../../lib/api';
import { Watched } from '../../state/redis.svelte';
import { rowsOf, type StackRow } from '../stacks/stacks';

/** The containers of the engine, for the overview. One for the window: coming back shows what was known at once. */
export const containers = new Watched<readonly ContainerRow[]>(
  { load: () => call('containers.list'), visible: () => !document.hidden, toError },
  15_000,
);

/** The stacks of the engine and those whose files are known, likewise. */
export const stacks = new Watched<readonly StackRow[]>(
  {
    load: async () => rowsOf(...(await Promise.all([call('compose.stacks'), call('stacks.remembered')]))),
    visible: () => !document.hidden,
    toError,
  },
  15_000,
);

/** Ends that a stop brings about, and success. */
const harmless = new Set([0, 130, 137, 143]);

/** Containers that somebody should look at: they restart, are unhealthy, or ended with an error. */
export const troubled = (rows: readonly ContainerRow[]): readonly ContainerRow[] =>
  rows.filter(
    ({ state, health, exitCode }) =>
      ['restarting', 'dead'].includes(state) ||
      health === 'unhealthy' ||
      (state === 'exited' && exitCode !== undefined && !harmless.has(exitCode)),
  );
