import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { countSlots } from '@shared/redis-cluster/slots';
import { colorOf } from '../picture/model';
import { compareNames } from '@shared/redis-cluster/names';

export interface LiveRow {
  readonly node: ClusterNode;
  /** Which of the series colours --c1…--c8; a replica has its master's; 0: none. */
  readonly color: number;
  /** A replica's master, by name. */
  readonly master?: string;
  readonly slotCount: number;
  /** 0…1, where a limit is set. */
  readonly memoryShare?: number;
}

const first = (node: ClusterNode): number => node.slots[0]?.[0] ?? Number.MAX_SAFE_INTEGER;
const byName = (a: ClusterNode, b: ClusterNode): number => compareNames(a.name, b.name);

/** Each master with its replicas below it, in the picture's order and colours; nodes without a master last. */
export function liveRows(status: Pick<ClusterStatus, 'nodes'>): readonly LiveRow[] {
  const masters = status.nodes
    .filter(({ role }) => role === 'master')
    .sort((a, b) => first(a) - first(b) || byName(a, b));
  const ids = new Set(masters.map(({ id }) => id));
  const row = (node: ClusterNode, color: number, master?: string): LiveRow => ({
    node,
    color,
    slotCount: countSlots(node.slots),
    ...(master !== undefined && { master }),
    ...(node.memoryBytes !== undefined &&
      node.maxMemoryBytes !== undefined &&
      node.maxMemoryBytes > 0 && { memoryShare: node.memoryBytes / node.maxMemoryBytes }),
  });
  const others = status.nodes.filter(({ role, masterId }) => role !== 'master' && !ids.has(masterId ?? '-'));
  return [
    ...masters.flatMap((master, index) => [
      row(master, colorOf(index)),
      ...status.nodes
        .filter(({ role, masterId }) => role === 'replica' && masterId === master.id && masterId !== '')
        .sort(byName)
        .map((replica) => row(replica, colorOf(index), master.name)),
    ]),
    ...others.sort(byName).map((node) => row(node, 0)),
  ];
}
