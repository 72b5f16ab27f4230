import { call, toError } from '../../lib/api';
import { Watched } from '../../state/redis.svelte';

/** The clusters on the engine, for the overview. One for the window: coming back shows what was known at once. */
export const clusters = new Watched(
  { load: () => call('redisCluster.list'), visible: () => !document.hidden, toError },
  15_000,
);
