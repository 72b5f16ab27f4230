import { msg, type Message } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { countSlots } from '@shared/redis-cluster/slots';
import { redisClusterSpecSchema } from '@shared/redis-cluster/spec';
import type { RequestOf } from '@shared/requests';
import { replicasOf, type Issue, type OperationForm } from './form';

export const drillWays = ['stop', 'kill', 'pause', 'isolate'] as const;
export type DrillWay = (typeof drillWays)[number];

/** What Redis itself takes where nothing is configured: cluster-node-timeout 15000. */
const defaultTimeoutMs = 15_000;

/** The form of a drill: which node is taken away, and how. */
export class DrillForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  node = $state<string | undefined>(undefined);
  how = $state<DrillWay>('stop');

  readonly issues = $derived.by<readonly Issue[]>(() => {
    if (this.cluster.nodes.every((each) => each.container === undefined))
      return [{ path: 'node', message: msg('wizard2.victim.noContainer') }];
    const found = this.cluster.nodes.some(({ name }) => name === this.node);
    return found ? [] : [{ path: 'node', message: msg('wizard2.victim.none'), open: true }];
  });
  readonly request = $derived<RequestOf<'redis-cluster.drill'> | undefined>(
    this.issues.length > 0 || this.node === undefined
      ? undefined
      : { kind: 'redis-cluster.drill', name: this.cluster.name, node: this.node, how: this.how },
  );
  readonly chosen = $derived(this.node === undefined ? [] : [this.node]);
  /** What will happen, in order. */
  readonly story = $derived<readonly Message[]>(storyOf(this.cluster, this.node));

  constructor(cluster: ClusterStatus, node?: string) {
    this.cluster = cluster;
    if (node !== undefined) this.pick(node);
  }

  pick(name: string): void {
    if (this.cluster.nodes.some((each) => each.name === name)) this.node = name;
  }
}

/** What a cluster does when it loses a node, and when the node comes back. Pure. */
export function storyOf(cluster: ClusterStatus, name: string | undefined): readonly Message[] {
  const node = cluster.nodes.find((each) => each.name === name);
  if (node === undefined) return [];
  const spec = redisClusterSpecSchema.safeParse(cluster.spec).data;
  const seconds = Math.round((spec?.nodeTimeout ?? defaultTimeoutMs) / 100) / 10;
  const slots = countSlots(node.slots);
  const copies = replicasOf(cluster, node).filter((each) => each.health === 'ok').length;
  const is = node.name;
  const lost = [msg('wizard2.drill.lost', { name: is }), msg('wizard2.drill.suspect', { seconds })];
  if (node.role !== 'master' || slots === 0)
    return [
      ...lost,
      ...(node.role === 'replica' ? [msg('wizard2.drill.replicaOnly')] : []),
      msg('wizard2.drill.backSame', { name: is }),
    ];
  return copies > 0
    ? [...lost, msg('wizard2.drill.elect', { slots }), msg('wizard2.drill.back', { name: is })]
    : [...lost, msg('wizard2.drill.noReplica', { slots }), msg('wizard2.drill.backSame', { name: is })];
}
