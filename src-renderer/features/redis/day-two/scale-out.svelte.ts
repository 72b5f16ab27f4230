import { msg } from '@shared/i18n/index';
import type { Pace } from '@shared/ops';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { RequestOf } from '@shared/requests';
import {
  defaultPace,
  isIssue,
  mastersOf,
  numberIssue,
  replicasOf,
  type Issue,
  type OperationForm,
} from './form';

const most = { masters: 97, replicas: 5 } as const;

/** The form of "more nodes": new masters with their replicas, and further replicas of those that are there. */
export class ScaleOutForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  masters = $state<number | undefined>(1);
  replicas = $state<number | undefined>(0);
  /** Further replicas by the name of their master. */
  further = $state<Record<string, number | undefined>>({});
  slots = $state<'even' | 'none'>('even');
  pace = $state<Pace>(defaultPace);
  readonly most = most;

  readonly issues = $derived.by<readonly Issue[]>(() => {
    const wrong = [
      numberIssue('masters', this.masters, 0, most.masters),
      numberIssue('replicas', this.replicas, 0, most.replicas),
      ...Object.entries(this.further).map(([name, n]) =>
        numberIssue(`replicasFor.${name}`, n, 0, most.replicas),
      ),
    ].filter(isIssue);
    if (wrong.length > 0) return wrong;
    const asked =
      (this.masters ?? 0) + Object.values(this.further).reduce<number>((sum, n) => sum + (n ?? 0), 0);
    return asked > 0 ? [] : [{ path: 'masters', message: msg('wizard2.askNothing'), open: true }];
  });

  readonly request = $derived.by<RequestOf<'redis-cluster.scale-out'> | undefined>(() => {
    if (this.issues.length > 0) return undefined;
    const masters = this.masters ?? 0;
    return {
      kind: 'redis-cluster.scale-out',
      name: this.cluster.name,
      masters,
      replicas: masters === 0 ? 0 : (this.replicas ?? 0),
      replicasFor: mastersOf(this.cluster).flatMap(({ name }) =>
        Array.from({ length: this.further[name] ?? 0 }, () => name),
      ),
      slots: this.slots,
      pace: this.pace,
    };
  });

  constructor(cluster: ClusterStatus) {
    this.cluster = cluster;
    // As many replicas as most masters have: a newcomer should be as safe as the others.
    const counts = mastersOf(cluster)
      .map((master) => replicasOf(cluster, master).length)
      .sort((a, b) => a - b);
    this.replicas = Math.min(most.replicas, counts[Math.floor(counts.length / 2)] ?? 0);
  }
}
