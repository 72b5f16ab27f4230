import type { ClusterSummary } from '@shared/redis-cluster/observed';
import { tr } from '../../lib/i18n.svelte';

/** `3 masters · 3 replicas`; where no node has told its role, what is known: `6 containers`. */
export function shapeText(
  cluster: Pick<ClusterSummary, 'masters' | 'replicas'> & { readonly containers: number },
): string {
  if (cluster.masters + cluster.replicas === 0) return tr('ui.cluster.containers', { n: cluster.containers });
  return `${tr('ui.cluster.masters', { n: cluster.masters })} · ${tr('ui.cluster.replicas', { n: cluster.replicas })}`;
}
