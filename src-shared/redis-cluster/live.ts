import type { RedisNode, SlotRange } from '../ops';
import type { ClusterNode, ClusterStatus, RedisClusterObserved } from './observed';
import type { RedisClusterSpec } from './spec';

/**
 * How a server moves whole slots: `keys` only key by key (MIGRATE); `valkey`: CLUSTER MIGRATESLOTS on the source
 * (Valkey 9); `redis`: CLUSTER MIGRATION IMPORT on the destination (Redis 8.4).
 */
export type SlotMigration = 'keys' | 'valkey' | 'redis';

/** A running node, and how ops reach it. */
export interface LiveNode extends ClusterNode {
  readonly redis: RedisNode;
  readonly migration: SlotMigration;
  /** It answers, and no other node knows it: it has not joined (yet), or all others have forgotten it. */
  readonly apart?: boolean;
}

/** A slot about which not everything is in order, with who says what of it. Names are node names. */
export interface SlotClaim {
  readonly slot: number;
  /** The nodes that say of themselves that they own it; of one that does not answer the others say it. */
  readonly owners: readonly string[];
  readonly migrating: readonly { readonly node: string; readonly peer: string }[];
  readonly importing: readonly { readonly node: string; readonly peer: string }[];
  /** Keys of the slot by node; nodes without any are left out. */
  readonly keys: Readonly<Record<string, number>>;
}

/** A node that some know of and that is not there: it failed for good, or was forgotten by half of the others. */
export interface LostNode {
  readonly id: string;
  readonly address: string;
  readonly role: ClusterNode['role'];
  readonly slots: readonly SlotRange[];
  /** The nodes that still have it in their tables. */
  readonly knownBy: readonly string[];
}

/** A running cluster as its day-two plans need it. Plain data, observed once. */
export interface LiveCluster {
  readonly name: string;
  readonly origin: ClusterStatus['origin'];
  readonly mode: ClusterStatus['mode'];
  readonly state: ClusterStatus['state'];
  /** What it was built from; masters and replicasPerMaster may have changed since. Absent: not built by us. */
  readonly spec?: RedisClusterSpec;
  /** By name, node 2 before node 10. Those that do not answer are among them (`health`). */
  readonly nodes: readonly LiveNode[];
  readonly views: number;
  /**
   * Only what is not in order; empty in a well cluster. Slots whose only owner is `lost` have no owner here.
   * Slots that are in order but for keys in a wrong node are found only where the look was `deep`.
   */
  readonly claims: readonly SlotClaim[];
  readonly lost: readonly LostNode[];
}

/** An observation with a running cluster in it. */
export interface DayTwoObserved extends RedisClusterObserved {
  readonly live: LiveCluster;
}
