import { msg } from '@shared/i18n/index';
import type { Pace } from '@shared/ops';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { RequestOf } from '@shared/requests';
import { defaultPace, replicasOf, type Issue, type OperationForm } from './form';

/** The form of "fewer nodes". */
export class ScaleInForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  chosen = $state.raw<readonly string[]>([]);
  volumes = $state(false);
  allowNoReplica = $state(false);
  pace = $state<Pace>(defaultPace);

  /** The chosen nodes that are still there, in the cluster's order. */
  readonly nodes = $derived(
    this.cluster.nodes.filter(({ name }) => this.chosen.includes(name)).map(({ name }) => name),
  );
  readonly issues = $derived<readonly Issue[]>(
    this.nodes.length > 0 ? [] : [{ path: 'nodes', message: msg('wizard2.go.none'), open: true }],
  );
  readonly request = $derived<RequestOf<'redis-cluster.scale-in'> | undefined>(
    this.issues.length > 0
      ? undefined
      : {
          kind: 'redis-cluster.scale-in',
          name: this.cluster.name,
          nodes: this.nodes,
          volumes: this.volumes,
          allowNoReplica: this.allowNoReplica,
          pace: this.pace,
        },
  );

  constructor(cluster: ClusterStatus, node?: string) {
    this.cluster = cluster;
    if (node !== undefined) this.pick(node);
  }

  /** Chooses a node, or no longer. With a master come its replicas: without it most have nothing to do. */
  pick(name: string): void {
    const node = this.cluster.nodes.find((each) => each.name === name);
    if (node === undefined) return;
    const along = node.role === 'master' ? replicasOf(this.cluster, node) : [];
    const meant = [name, ...along.map((replica) => replica.name)];
    const rest = this.chosen.filter((each) => !meant.includes(each));
    this.chosen = this.chosen.includes(name) ? rest : [...rest, ...meant];
  }
}
