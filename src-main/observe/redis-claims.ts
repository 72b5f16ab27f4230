import type { LiveNode, SlotClaim } from '@shared/redis-cluster/live';
import type { RedisPool } from '../clients/redis';
import { countKeys } from './redis-slot-keys';

const allSlots = 16_384;

/**
 * The slots about which not everything is in order: by each node's word about itself (open slots stand nowhere
 * else), and for those that do not answer by what the others say of them.
 *
 * @param answering names of the nodes that answered
 * @param deep also look for keys in slots that a node does not own
 */
export async function claimsOf(
  pool: RedisPool,
  nodes: readonly LiveNode[],
  answering: ReadonlySet<string>,
  deep: boolean,
): Promise<SlotClaim[]> {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const owners: string[][] = Array.from({ length: allSlots }, () => []);
  const open = new Map<
    number,
    { migrating: SlotClaim['migrating'][0][]; importing: SlotClaim['importing'][0][] }
  >();
  // A replica's line shows no slots; Valkey's replicas repeat what is open on their master.
  for (const node of nodes.filter((each) => each.role === 'master')) {
    for (const [from, to] of node.slots)
      for (let slot = from; slot <= to; slot++) owners[slot]?.push(node.name);
    for (const { slot, direction, peer } of node.openSlots) {
      const entry = open.get(slot) ?? { migrating: [], importing: [] };
      entry[direction].push({ node: node.name, peer: names.get(peer) ?? peer });
      open.set(slot, entry);
    }
  }
  const odd = new Set(owners.flatMap((each, slot) => (each.length === 1 ? [] : [slot])));
  for (const slot of open.keys()) odd.add(slot);

  const asked = nodes.filter(({ name, role }) => role === 'master' && answering.has(name));
  const slots = deep ? Array.from({ length: allSlots }, (_, slot) => slot) : [...odd];
  const counts = await Promise.all(
    asked.map(async ({ name, redis }) => ({ name, keys: await countKeys(pool.node(redis), slots) })),
  );
  const keys = new Map<number, Record<string, number>>();
  for (const { name, keys: counted } of counts) {
    for (const [index, slot] of slots.entries()) {
      const n = counted[index] ?? 0;
      if (n === 0) continue;
      keys.set(slot, { ...keys.get(slot), [name]: n });
      if (!(owners[slot]?.includes(name) ?? false)) odd.add(slot);
    }
  }
  return [...odd]
    .sort((a, b) => a - b)
    .map((slot) => ({
      slot,
      owners: owners[slot] ?? [],
      migrating: open.get(slot)?.migrating ?? [],
      importing: open.get(slot)?.importing ?? [],
      keys: keys.get(slot) ?? {},
    }));
}
