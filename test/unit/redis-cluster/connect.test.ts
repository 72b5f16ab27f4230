import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { addressFrom, connectSnippets } from '@shared/redis-cluster/connect';
import { layOut } from '@shared/redis-cluster/nodes';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { hostAddress, presets } from '@shared/redis-cluster/presets';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { bridge } from './support';

function status(change: Partial<RedisClusterSpecInput> = {}): ClusterStatus {
  const spec = redisClusterSpecSchema.parse({ ...bridge, ...change });
  return {
    name: spec.name,
    state: 'ok',
    origin: 'flotilla',
    mode: spec.network.mode,
    slotsCovered: 16384,
    hasPassword: spec.password !== undefined,
    ...(spec.network.mode === 'bridge' && { network: { name: 'demo-net' } }),
    spec,
    problems: [],
    observedAt: 0,
    nodes: layOut(spec).map((node) => ({
      name: node.name,
      id: 'x',
      role: node.role,
      slots: node.ranges,
      openSlots: [],
      address: `${node.redis.announce.address}:${node.port}`,
      busPort: node.busPort,
      hostPort: node.port,
      linkUp: true,
      health: 'ok',
      flags: [],
      configEpoch: 0,
      container: { id: 'x', name: node.name, state: 'running', image: 'redis:7.0' },
    })),
  };
}
const text = (id: string, of: ClusterStatus, vm = false) =>
  connectSnippets(of, { vm }).find((each) => each.id === id)?.text;

describe('connectSnippets', () => {
  it('from this computer, and from a container on the network', () => {
    expect(text('host:redis-cli', status())).toBe('redis-cli -c -h 10.5.0.11 -p 6381');
    expect(text('container:redis-cli', status())).toBe(
      'docker run --rm -it --network demo-net redis:7.0 redis-cli -c -h 10.5.0.11 -p 6381',
    );
    const host = status({ network: { mode: 'host', address: '192.168.1.20' } });
    expect(text('container:redis-cli', host)).toContain('--network host');
  });

  it('takes the password from a variable', () => {
    for (const [password, name] of [
      [{ env: 'MY_PW' }, 'MY_PW'],
      [{ file: '/run/pw' }, 'REDIS_PASSWORD'],
    ] as const)
      for (const snippet of connectSnippets(status({ password }), { vm: false }))
        expect(snippet.text).toContain(name);
    for (const snippet of connectSnippets(status(), { vm: false }))
      expect(snippet.text).not.toMatch(/password|AUTH/i);
  });

  it('maps addresses where the engine is in a virtual machine, but not for containers', () => {
    expect(text('host:ioredis', status(), true)).toContain("natMap: (key) => ({ host: '127.0.0.1'");
    expect(text('host:ioredis', status(), true)).toContain("{ host: '127.0.0.1', port: 6381 }");
    expect(text('host:redis-cli', status(), true)).toBe('docker exec -it demo-1 redis-cli -c -p 6381');
    for (const tool of ['ioredis', 'redis-py', 'Jedis', 'Lettuce', 'go-redis']) {
      expect(text(`host:${tool}`, status(), true)).toMatch(
        /natMap|address_remap|hostAndPortMapper|Mapping|Dialer/,
      );
      expect(text(`container:${tool}`, status(), true)).toContain('10.5.0.12');
      expect(text(`host:${tool}`, status({ clients: 'lan', announce: '10.0.0.1' }), true)).not.toContain(
        '127.0.0.1',
      );
    }
  });

  it('writes JavaScript that parses, and brackets that close elsewhere', () => {
    for (const vm of [false, true])
      for (const password of [undefined, { env: 'PW' }]) {
        const of = status({ password });
        execFileSync('node', ['--input-type=module', '--check'], {
          input: text('host:ioredis', of, vm) ?? '(',
        });
        // A parser for Python is not at hand everywhere: at least its brackets must close.
        for (const tool of ['redis-py', 'Jedis', 'Lettuce', 'go-redis']) {
          const code = text(`host:${tool}`, of, vm) ?? '(';
          for (const [open, close] of ['()', '{}', '[]'].map((pair) => pair.split('')))
            expect(code.split(open!).length, `${tool} ${code}`).toBe(code.split(close!).length);
        }
      }
  });

  it('has nothing to offer for a cluster without nodes', () => {
    expect(connectSnippets({ ...status(), nodes: [] }, { vm: false })).toEqual([]);
  });
});

describe('presets', () => {
  const eth0 = { name: 'eth0', address: '192.168.1.20', internal: false };
  const docker0 = { name: 'docker0', address: '172.17.0.1', internal: false };
  const lo = { name: 'lo', address: '127.0.0.1', internal: true };

  it('are what the tutorials build', () => {
    const [first, second] = presets([lo, docker0, eth0]).map(({ spec }) => layOut(spec));
    expect(first?.map((node) => `${node.name} ${node.address ?? ''} ${node.port}`)).toEqual([
      'redis-1 172.18.0.11 6381',
      'redis-2 172.18.0.12 6382',
      'redis-3 172.18.0.13 6383',
      'redis-4 172.18.0.14 6384',
      'redis-5 172.18.0.15 6385',
      'redis-6 172.18.0.16 6386',
    ]);
    expect(second?.[5]).toMatchObject({
      name: 'redis-node-6',
      port: 6386,
      data: { type: 'bind', source: '/data/redis/share/redis-node-6' },
      redis: { announce: { address: '192.168.1.20' } },
    });
  });

  it('pick the address that others reach', () => {
    expect(hostAddress([lo, docker0, eth0])).toBe('192.168.1.20');
    expect(hostAddress([lo, docker0])).toBe('172.17.0.1');
    expect(hostAddress([lo])).toBe('127.0.0.1');
  });
});

describe('addressFrom', () => {
  it('is the published port where the engine runs in a virtual machine, else what the node announces', () => {
    const of = status();
    const [node] = of.nodes;
    if (node === undefined) throw new Error('no nodes');
    expect(addressFrom('host', of, node, { vm: false })).toBe('10.5.0.11:6381');
    expect(addressFrom('host', of, node, { vm: true })).toBe('127.0.0.1:6381');
    expect(addressFrom('container', of, node, { vm: true })).toBe('10.5.0.11:6381');
  });

  it('is the way that was found to a cluster elsewhere', () => {
    const ways = { '10.5.0.11:6381': 'tunnel.example:7001' };
    const of = { ...status(), remote: { host: 'tunnel.example', port: 7001, map: {}, ways } };
    const [node] = of.nodes;
    if (node === undefined) throw new Error('no nodes');
    expect(addressFrom('host', of, node, { vm: false })).toBe('tunnel.example:7001');
  });
});
