import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { Tone } from '../../ui/tone';

/** How a cluster's state looks. */
export const clusterTone: Readonly<Record<ClusterStatus['state'], Tone>> = {
  ok: 'ok',
  degraded: 'warn',
  fail: 'bad',
  unreachable: 'muted',
};
