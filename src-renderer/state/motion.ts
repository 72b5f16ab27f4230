import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';

/** Events that are kept; as many as the main process keeps. */
const keptEvents = 1000;

/** Both lists as one, by time, each event once. */
export function joined(a: readonly ClusterEvent[], b: readonly ClusterEvent[]): readonly ClusterEvent[] {
  const all = new Map([...a, ...b].map((event) => [JSON.stringify(event), event]));
  return [...all.values()].sort((x, y) => x.at - y.at).slice(-keptEvents);
}

/** Slots that are open between two nodes, as the nodes say of themselves. */
export interface Motion {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly slots: readonly number[];
}

/** Open slots by giver and receiver; a slot that only one of the two has open is among them. */
export function motionOf(status: Pick<ClusterStatus, 'nodes'>): readonly Motion[] {
  const nameOf = new Map(status.nodes.filter(({ id }) => id !== '').map(({ id, name }) => [id, name]));
  const byPair = new Map<string, { from: string | undefined; to: string | undefined; slots: Set<number> }>();
  for (const node of status.nodes) {
    for (const { slot, direction, peer } of node.openSlots) {
      const other = nameOf.get(peer);
      const [from, to] = direction === 'migrating' ? [node.name, other] : [other, node.name];
      const key = JSON.stringify([from, to]);
      const pair = byPair.get(key) ?? { from, to, slots: new Set<number>() };
      pair.slots.add(slot);
      byPair.set(key, pair);
    }
  }
  return [...byPair.values()]
    .map(({ from, to, slots }) => ({ from, to, slots: [...slots].sort((a, b) => a - b) }))
    .sort((a, b) => (a.slots[0] ?? 0) - (b.slots[0] ?? 0));
}
