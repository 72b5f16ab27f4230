import { msg } from '@shared/i18n/index';
import type { Pace } from '@shared/ops';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { balanceByLoad } from '@shared/redis-cluster/day-two/balance';
import type { DayTwoRequest } from '@shared/requests';
import { defaultPace, isIssue, mastersOf, numberIssue, type Issue, type OperationForm } from './form';

/** The form of a rebalance: by slots with weights, or by the keys that lie in them. */
export class RebalanceForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  by = $state<'slots' | 'keys'>('slots');
  /** By a master's name; 1 where none is given. */
  weights = $state<Record<string, number | undefined>>({});
  threshold = $state<number | undefined>(2);
  useEmptyMasters = $state(true);
  pace = $state<Pace>(defaultPace);
  /** Keys of each slot; undefined until they are counted. */
  keys = $state.raw<readonly number[] | undefined>(undefined);

  readonly masters = $derived(mastersOf(this.cluster));
  readonly issues = $derived.by<readonly Issue[]>(() => {
    const weights = this.masters.map(({ name }) => this.#weight(name));
    const wrong = [
      ...this.masters.map(({ name }) => numberIssue(`weights.${name}`, this.#weight(name), 0, 1000, false)),
      this.by === 'slots' ? numberIssue('threshold', this.threshold, 0, 100, false) : undefined,
    ].filter(isIssue);
    if (wrong.length > 0) return wrong;
    if (weights.every((weight) => weight === 0))
      return [{ path: 'weights', message: msg('wizard2.weights.zero') }];
    return [];
  });
  /** The moves by keys; undefined until they are counted. */
  readonly moves = $derived.by(() =>
    this.by === 'keys' && this.keys !== undefined && this.issues.length === 0
      ? balanceByLoad(this.masters, this.keys, { weights: this.#given() })
      : undefined,
  );
  readonly request = $derived.by<DayTwoRequest | undefined>(() => {
    if (this.issues.length > 0) return undefined;
    const { name } = this.cluster;
    if (this.by === 'slots')
      return {
        kind: 'redis-cluster.rebalance',
        name,
        weights: this.#given(),
        threshold: this.threshold ?? 2,
        useEmptyMasters: this.useEmptyMasters,
        pace: this.pace,
      };
    if (this.moves === undefined || this.moves.length === 0) return undefined;
    return {
      kind: 'redis-cluster.reshard',
      name,
      what: { by: 'ranges', moves: this.moves },
      pace: this.pace,
    };
  });

  constructor(cluster: ClusterStatus) {
    this.cluster = cluster;
  }

  #weight(name: string): number | undefined {
    return name in this.weights ? this.weights[name] : 1;
  }

  /** The weights that are not 1: redis-cli's default needs no saying. */
  #given(): Record<string, number> {
    return Object.fromEntries(
      this.masters.flatMap(({ name }): [string, number][] => {
        const weight = this.#weight(name);
        return weight === undefined || weight === 1 ? [] : [[name, weight]];
      }),
    );
  }
}
