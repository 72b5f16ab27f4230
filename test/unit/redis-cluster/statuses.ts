import { layOut } from '@shared/redis-cluster/nodes';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';

/** A cluster as it stands when a spec was built; node ids are `id-<number>`. */
export function standing(input: RedisClusterSpecInput): ClusterStatus {
  const spec = redisClusterSpecSchema.parse(input);
  const nodes = layOut(spec);
  const idOf = (name: string | undefined): string =>
    `id-${String(nodes.find((node) => node.name === name)?.number ?? 0)}`;
  return {
    ...{ name: spec.name, state: 'ok', origin: 'flotilla', slotsCovered: 16384, problems: [] },
    ...{ mode: spec.network.mode, hasPassword: spec.password !== undefined, spec, observedAt: 0 },
    ...(spec.network.mode === 'bridge' && {
      network: { name: `${spec.name}-net`, subnet: spec.network.subnet },
    }),
    nodes: nodes.map((node) => ({
      ...{ name: node.name, id: idOf(node.name), role: node.role, slots: node.ranges, openSlots: [] },
      ...(node.master !== undefined && { masterId: idOf(node.master) }),
      address: `${node.redis.announce.address}:${String(node.port)}`,
      busPort: node.busPort,
      ...(node.published.length > 0 && { hostPort: node.port }),
      ...{ linkUp: true, health: 'ok', flags: [], configEpoch: 0 },
      container: { id: 'x', name: node.name, state: 'running', image: spec.image },
    })),
  };
}
