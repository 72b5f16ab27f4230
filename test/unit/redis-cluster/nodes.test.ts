import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostQuestions, joinPath, layOut } from '@shared/redis-cluster/nodes';
import { countSlots } from '@shared/redis-cluster/slots';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { bridge } from './support';

const lay = (change: Partial<RedisClusterSpecInput> = {}, local = true) =>
  layOut(redisClusterSpecSchema.parse({ ...bridge, ...change }), { local });
const questions = (change: Partial<RedisClusterSpecInput> = {}) =>
  hostQuestions(redisClusterSpecSchema.parse({ ...bridge, ...change }));

describe('layOut', () => {
  it('bridge mode: own addresses, the same port inside and outside, on 127.0.0.1 only', () => {
    const [, second] = lay({ password: { env: 'PW' } });
    expect(second).toMatchObject({
      name: 'demo-2',
      address: '10.5.0.12',
      published: [{ hostIp: '127.0.0.1', hostPort: 6382, containerPort: 6382 }],
      data: { type: 'volume', source: 'demo-2-data' },
      redis: {
        host: '127.0.0.1',
        port: 6382,
        innerPort: 6382,
        announce: { address: '10.5.0.12', port: 6382, busPort: 16382 },
        auth: { password: { env: 'PW' } },
      },
    });
  });

  it('for other computers: their address is announced, both ports are published to all', () => {
    const [first] = lay({ clients: 'lan', announce: '192.168.1.20' });
    expect(first).toMatchObject({
      address: '10.5.0.11',
      published: [
        { hostIp: '0.0.0.0', hostPort: 6381, containerPort: 6381 },
        { hostIp: '0.0.0.0', hostPort: 16381, containerPort: 16381 },
      ],
      redis: { host: '127.0.0.1', announce: { address: '192.168.1.20', port: 6381, busPort: 16381 } },
    });
    const [far] = lay({ clients: 'lan', announce: '192.168.1.20' }, false);
    expect(far?.redis.host).toBe('192.168.1.20');
  });

  it("host mode: this computer's address for all, nothing published", () => {
    const [first] = lay({ network: { mode: 'host', address: '192.168.1.20' } });
    expect(first?.address).toBeUndefined();
    expect(first?.published).toEqual([]);
    expect(first?.redis).toMatchObject({ host: '192.168.1.20', announce: { address: '192.168.1.20' } });
  });

  it('starts at base + 11, or + 2 where the subnet is small', () => {
    expect(lay()[0]?.address).toBe('10.5.0.11');
    expect(lay({ network: { mode: 'bridge', subnet: '10.5.0.0/28' } })[0]?.address).toBe('10.5.0.2');
    const subnet = '10.5.0.0/16';
    const large = lay({ masters: 100, replicasPerMaster: 5, network: { mode: 'bridge', subnet } });
    expect(large.at(-1)?.address).toBe('10.5.2.98');
  });

  it('fills the name pattern', () => {
    expect(lay({ nodeNames: 'redis-{n}' })[0]?.name).toBe('redis-1');
    expect(lay({ nodeNames: '{n}.{name}.{n}' })[1]?.name).toBe('2.demo.2');
  });

  it('gives every node its own of everything, all slots to masters, every replica a master', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), fc.integer({ min: 0, max: 5 }), (masters, replicas) => {
        const nodes = lay({
          masters,
          replicasPerMaster: replicas,
          network: { mode: 'bridge', subnet: '10.5.0.0/16' },
        });
        expect(nodes).toHaveLength(masters * (1 + replicas));
        for (const of of ['name', 'address', 'port'] as const)
          expect(new Set(nodes.map((node) => node[of])).size).toBe(nodes.length);
        const heads = nodes.filter((node) => node.role === 'master');
        expect(heads).toHaveLength(masters);
        expect(countSlots(heads.flatMap((node) => node.ranges))).toBe(16384);
        for (const head of heads)
          expect(nodes.filter((node) => node.master === head.name)).toHaveLength(replicas);
      }),
      { numRuns: 30 },
    );
  });
});

describe('hostQuestions', () => {
  it('asks for what will be used on this computer', () => {
    expect(questions()).toEqual({ ports: [6381, 6382, 6383, 6384, 6385, 6386], folders: [] });
    expect(
      questions({ network: { mode: 'host', address: '127.0.0.1' }, replicasPerMaster: 0 }).ports,
    ).toEqual([6381, 6382, 6383, 16381, 16382, 16383]);
    expect(questions({ clients: 'lan', ports: { first: 55_434 }, replicasPerMaster: 0 }).ports).toContain(
      65_436,
    );
    const persistence = { storage: 'folder' as const, path: '/data/redis/' };
    expect(questions({ persistence, replicasPerMaster: 0 }).folders).toEqual([
      '/data/redis/demo-1',
      '/data/redis/demo-2',
      '/data/redis/demo-3',
    ]);
  });
});

describe('joinPath', () => {
  it.each([
    ['/data', 'a', '/data/a'],
    ['/data/', 'a', '/data/a'],
    ['/', 'a', '/a'],
    ['C:\\data', 'a', 'C:\\data\\a'],
    ['C:/data', 'a', 'C:/data/a'],
  ])('%s and %s', (folder, name, path) => {
    expect(joinPath(folder, name)).toBe(path);
  });
});
