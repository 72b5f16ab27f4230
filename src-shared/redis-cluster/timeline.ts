/** What happens in a cluster over time: from two looks at it, or from a drill that watches closely. */
export type ClusterEventKind =
  | 'suspected'
  | 'failed'
  | 'promoted'
  | 'demoted'
  | 'recovered'
  | 'joined'
  | 'left'
  | 'slots-moved'
  | 'link-down'
  | 'link-up'
  | 'state-fail'
  | 'state-ok'
  | 'epoch';

export interface ClusterEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: ClusterEventKind;
  /** The node that it is about, by name; absent: the cluster as a whole. */
  readonly node?: string;
  /** The other node in it: the master that a promoted replica follows, the receiver of slots. */
  readonly other?: string;
  /** How many slots, or the new epoch. */
  readonly n?: number;
}

/** What a drill saw. Durations are milliseconds from the moment of the loss; absent: it did not happen. */
export interface DrillTimeline {
  readonly startedAt: number;
  readonly events: readonly ClusterEvent[];
  /** First suspicion (fail?), agreed failure (fail), a replica promoted, cluster_state:ok on all that answer. */
  readonly suspectedMs?: number;
  readonly failedMs?: number;
  readonly promotedMs?: number;
  readonly okMs?: number;
  readonly promoted?: string;
}
