/**
 * What a check can find, worst first as a rule. The same words name what a repair is asked for
 * (`redis-cluster.fix` with `findings`).
 */
export const checkCodes = {
  /** A slot that no node owns. Repaired: given to whoever holds its keys, else to the smallest master. */
  uncovered: 'slots.uncovered',
  /** A slot whose move has begun and not ended. Repaired: finished forward, or closed. */
  open: 'slots.open',
  /** A slot that more than one node says it owns. Repaired: the higher config epoch has it. */
  claimedTwice: 'slots.claimed-twice',
  /** Keys on a node that does not own their slot. Repaired: brought to the one that does. */
  stray: 'keys.stray',
  /** A node that others list and that is not there, or that only some list. Repaired: forgotten by all. */
  lost: 'node.lost',
  /** A node that no other knows: it has not joined, or was forgotten. Repaired: not by itself. */
  apart: 'node.apart',
  /** Its container does not run. Repaired: started. */
  stopped: 'node.stopped',
  /** Its container is paused. Repaired: unpaused. */
  paused: 'node.paused',
  /** It runs and does not answer, or the others do not reach it. */
  unreachable: 'node.unreachable',
  /** It does not let us in: a password is missing or wrong. */
  locked: 'node.locked',
  /** cluster_state:fail on a node that answers. */
  stateFail: 'state.fail',
  /** The nodes differ about owners or roles. Repaired: who is not known is introduced (MEET). */
  views: 'views.differ',
  /** Two masters with the same config epoch. Repaired: one of them takes a new one. */
  epoch: 'epoch.collision',
  /** A replica that replicates a replica. Repaired: pointed at the master. */
  chain: 'replica.chain',
  /** A master that owns slots and has no working replica. Repaired: by one more replica. */
  alone: 'master.alone',
  /** A replica that is not connected to its master. */
  link: 'link.down',
  /** Fewer than three masters with slots: they can't agree on a failover. */
  few: 'masters.few',
  /** A master without any slot. Repaired: a rebalance, empty masters included. */
  empty: 'masters.empty',
  /** Some masters have far more slots than others. Repaired: a rebalance. */
  uneven: 'slots.uneven',
  /** More than nine tenths of maxmemory. */
  memory: 'memory.high',
  /** Nothing is written to disk. */
  persistence: 'persistence.off',
  /** Servers of different versions. */
  versions: 'versions.mixed',
  /** An announced address that does not open from this computer, where clients are sent. */
  address: 'address.unreachable',
  /** A published port behind which nothing listens. */
  deadPort: 'port.dead',
  /** cluster-require-full-coverage differs between the nodes, or is off. */
  coverage: 'coverage.partial',
} as const;
export type CheckCode = (typeof checkCodes)[keyof typeof checkCodes];

/** Those that `redis-cluster.fix` repairs. */
export const fixable: readonly CheckCode[] = [
  checkCodes.open,
  checkCodes.claimedTwice,
  checkCodes.uncovered,
  checkCodes.stray,
  checkCodes.lost,
  checkCodes.stopped,
  checkCodes.paused,
  checkCodes.views,
  checkCodes.epoch,
  checkCodes.chain,
];
