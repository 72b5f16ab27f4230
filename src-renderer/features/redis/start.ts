import { redisClusterSpecSchema, type RedisClusterSpec } from '@shared/redis-cluster/spec';

export type PresetId = 'bridge' | 'host';

/** What the form starts from. */
export function presetSpec(id: PresetId): RedisClusterSpec {
  return redisClusterSpecSchema.parse({
    kind: 'redis-cluster',
    name: 'demo',
    network:
      id === 'bridge' ? { mode: 'bridge', subnet: '172.18.0.0/16' } : { mode: 'host', address: '127.0.0.1' },
  });
}
