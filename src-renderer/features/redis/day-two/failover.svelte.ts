import { msg } from '@shared/i18n/index';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import type { RequestOf } from '@shared/requests';
import type { Issue, OperationForm } from './form';

export const failoverModes = ['graceful', 'force', 'takeover'] as const;
export type FailoverMode = (typeof failoverModes)[number];

/** The form of a failover: which replica, and how. */
export class FailoverForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  node = $state<string | undefined>(undefined);
  mode = $state<FailoverMode>('graceful');

  readonly replicas = $derived(this.cluster.nodes.filter((each) => each.role === 'replica'));
  readonly issues = $derived.by<readonly Issue[]>(() => {
    if (this.replicas.length === 0) return [{ path: 'node', message: msg('wizard2.replica.noReplicas') }];
    const found = this.replicas.some(({ name }) => name === this.node);
    return found ? [] : [{ path: 'node', message: msg('wizard2.replica.none'), open: true }];
  });
  readonly request = $derived<RequestOf<'redis-cluster.failover'> | undefined>(
    this.issues.length > 0 || this.node === undefined
      ? undefined
      : {
          kind: 'redis-cluster.failover',
          name: this.cluster.name,
          node: this.node,
          mode: this.mode,
        },
  );
  readonly chosen = $derived(this.node === undefined ? [] : [this.node]);

  constructor(cluster: ClusterStatus, node?: string) {
    this.cluster = cluster;
    const replicas = cluster.nodes.filter((each) => each.role === 'replica');
    if (node !== undefined) this.pick(node);
    else if (replicas.length === 1) this.node = replicas[0]?.name;
    // Where a master does not answer, it cannot agree to anything.
    const master = masterOf(cluster, this.node);
    if (master !== undefined && master.health !== 'ok') this.mode = 'force';
  }

  pick(name: string): void {
    if (this.cluster.nodes.some((each) => each.name === name && each.role === 'replica')) this.node = name;
  }
}

/** The master of a replica, by the replica's name. */
export function masterOf(cluster: ClusterStatus, name: string | undefined): ClusterNode | undefined {
  const node = cluster.nodes.find((each) => each.name === name);
  if (node?.masterId === undefined) return undefined;
  return cluster.nodes.find((each) => each.id === node.masterId);
}
