import { describe, expect, it } from 'vitest';
import { label } from '@shared/labels';
import { canRun, planDigest, type Plan } from '@shared/plan';
import type { RedisClusterSpec, RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { container, network, observed } from '../observed';
import { bridge } from '../support';
import { changed, errors, expectRefused, golden, handMade, ids, plan, running } from './support';

const host: RedisClusterSpecInput = {
  ...bridge,
  network: { mode: 'host', address: '192.168.1.20' },
  persistence: { storage: 'folder', path: '/data/redis' },
};
const more = { kind: 'redis-cluster.scale-out', name: 'demo', masters: 1, replicas: 1 } as const;

function created(made: Plan, name: string) {
  const op = made.steps.find((step) => step.id === `create:${name}`)?.op;
  if (op?.kind !== 'container.create') throw new Error(`no container ${name}`);
  return op.args;
}

function moved(made: Plan, to: string) {
  const op = made.steps.find((step) => step.id === `move:${to}`)?.op;
  if (op?.kind !== 'redis.moveSlots') throw new Error(`nothing moves to ${to}`);
  return op.args.from.map(({ node, ranges }) => [node.name, ...ranges.map(([a, b]) => b - a + 1)]);
}

const specOf = (made: Plan, name: string): RedisClusterSpec =>
  JSON.parse(created(made, name).labels[label.spec] ?? '{}') as RedisClusterSpec;

describe('planScaleOut: golden plans', () => {
  it('3+3, bridge mode', () => golden('scale-out-bridge', plan(more)));
  it('3+3, host mode, in folders', () =>
    golden('scale-out-host', plan({ ...more, pace: 'fast' }, running(host))));
  it('with a password and a memory limit', () =>
    golden(
      'scale-out-password',
      plan(more, running({ ...bridge, password: { env: 'REDIS_PASSWORD' }, memory: '256mb' })),
    ));
  it('3 -> 5, bridge mode, and a further replica', () =>
    golden('scale-out-two', plan({ ...more, masters: 2, replicas: 0, replicasFor: ['demo-1'] })));
  it('made by hand, bridge mode', () =>
    golden('scale-out-hand-made', plan({ ...more, name: 'redis-node' }, handMade('bridge'))));
  it('made by hand, host mode', () =>
    golden('scale-out-hand-made-host', plan({ ...more, name: 'redis-node' }, handMade('host'))));
});

describe('planScaleOut', () => {
  it('goes on where the names, ports and addresses end', () => {
    const made = plan({ ...more, masters: 2 });
    expect(ids(made).filter((id) => id.startsWith('create:'))).toEqual([
      'create:demo-7',
      'create:demo-8',
      'create:demo-9',
      'create:demo-10',
    ]);
    expect(created(made, 'demo-10')).toMatchObject({
      network: { mode: 'bridge', network: 'demo-net', address: '10.5.0.20' },
      ports: [{ hostIp: '127.0.0.1', hostPort: 6390, containerPort: 6390 }],
      mounts: [{ type: 'volume', source: 'demo-10-data', target: '/data' }],
    });
    expect(made.steps.find((step) => step.id === 'replicate:demo-10')?.op).toMatchObject({
      args: { master: { name: 'demo-8' } },
    });
  });

  it('takes 1365, 1366 and 1365 of the three, says so, and one target at a time', () => {
    expect(moved(plan(more), 'demo-7')).toEqual([
      ['demo-1', 1365],
      ['demo-2', 1366],
      ['demo-3', 1365],
    ]);
    const made = plan({ ...more, masters: 3 });
    expect(made.steps.find((step) => step.id === 'move:demo-8')?.dependsOn).toEqual(['move:demo-7']);
    expect(made.steps.find((step) => step.id === 'move:demo-9')?.dependsOn).toEqual(['move:demo-8']);
    const said = plan(more).findings.find((each) => each.code === 'scale.slots')?.what.params;
    expect(said).toEqual({ n: 4096, to: 'demo-7', from: 'demo-1: 1365, demo-2: 1366, demo-3: 1365' });
    expect(plan(more).findings.find((each) => each.code === 'move.size')?.what.params).toMatchObject({
      n: 4096,
      keys: 187_500,
      mb: 45,
    });
  });

  it('never moves a slot before everybody knows the newcomers and their replicas are in sync', () => {
    const made = plan(more);
    const before = new Set<string>();
    const visit = (id: string): void => {
      for (const each of made.steps.find((step) => step.id === id)?.dependsOn ?? [])
        if (!before.has(each)) {
          before.add(each);
          visit(each);
        }
    };
    visit('move:demo-7');
    for (let n = 1; n <= 6; n++) expect(before).toContain(`meet:demo-${n}`);
    for (const id of ['agree', 'functions:demo-7', 'synced:demo-8', 'ping:demo-8'])
      expect(before).toContain(id);
  });

  it('has the spec in its labels as it will be', () => {
    expect(specOf(plan(more), 'demo-7')).toMatchObject({ masters: 4, replicasPerMaster: 1 });
    // One master with two replicas: no single number says that.
    const uneven = plan({ ...more, masters: 0, replicasFor: ['demo-2'] });
    expect(specOf(uneven, 'demo-7')).toMatchObject({ masters: 3, replicasPerMaster: 1 });
    const even = plan({ ...more, masters: 0, replicasFor: ['demo-1', 'demo-2', 'demo-3'] });
    expect(specOf(even, 'demo-7')).toMatchObject({ masters: 3, replicasPerMaster: 2 });
  });

  it('has equal steps whatever the load', () => {
    const busy = running(bridge, {
      nodes: (node) => ({ ...node, keys: 1, memoryBytes: 5e9, opsPerSecond: 9 }),
    });
    expect(planDigest(plan(more, busy))).toBe(planDigest(plan(more)));
  });

  it('leaves out what is taken, and says so', () => {
    const state = running(bridge, {
      observed: {
        volumes: [{ name: 'demo-7-data', labels: {} }],
        host: { ...observed().host, portsInUse: [{ port: 6388, by: 'nginx' }] },
        containers: [
          ...running().containers,
          container('other', { addresses: { 'demo-net': '10.5.0.19' } }),
          container('demo-10'),
        ],
      },
    });
    const made = plan(more, state);
    expect(ids(made).filter((id) => id.startsWith('create:'))).toEqual(['create:demo-11', 'create:demo-12']);
    expect(made.findings.find((each) => each.code === 'scale.skipped')?.what.params).toEqual({
      names: 'demo-7, demo-8, demo-9, demo-10',
    });
    expect(canRun(made)).toBe(true);
  });

  it('counts on from the newest names after nodes have left and come', () => {
    const state = running(bridge, {
      live: { nodes: running({ ...bridge, masters: 4 }).live.nodes.filter((n) => n.name !== 'demo-2') },
      observed: { containers: running({ ...bridge, masters: 4 }).containers },
    });
    expect(ids(plan({ ...more, replicas: 0, slots: 'none' }, state))).toContain('create:demo-9');
  });

  it('keeps new masters empty where that is wished', () => {
    const made = plan({ ...more, slots: 'none' });
    expect(ids(made).some((id) => id.startsWith('move:'))).toBe(false);
    expect(made.findings.map((each) => each.code)).toContain('masters.empty');
  });

  it('makes a hand-made one like the others, without labels of ours and without its secret', () => {
    const made = plan({ ...more, name: 'redis-node' }, handMade('bridge'));
    expect(errors(made)).toEqual([]);
    const args = created(made, 'redis-node-7');
    expect(args).toMatchObject({
      network: { mode: 'bridge', network: 'redis-net', address: '172.18.0.17' },
      ports: [
        { hostIp: '0.0.0.0', hostPort: 6387, containerPort: 6387 },
        { hostIp: '0.0.0.0', hostPort: 16387, containerPort: 16387 },
      ],
      mounts: [{ type: 'bind', source: '/data/redis/share/redis-node-7', target: '/data' }],
      restart: { name: 'always' },
      labels: {},
    });
    const conf = made.steps.find((step) => step.id === 'conf:redis-node-7')?.op;
    if (conf?.kind !== 'container.writeFile') throw new Error('no file');
    expect(conf.args.content).toContain('requirepass ${PASSWORD}\nmasterauth ${PASSWORD}\n');
    expect(conf.args.content).toContain('maxmemory 100mb\n');
    expect(conf.args.content).toContain('cluster-announce-ip 172.18.0.17\n');
    expect(conf.args.secrets).toEqual({ PASSWORD: { container: 'redis-node-1' } });
    expect(JSON.stringify(made)).not.toContain('geheim');
  });

  it('uses a volume where a hand-made one has a folder that does not tell nodes apart', () => {
    const state = handMade('bridge', (each) => ({
      ...each,
      mounts: [{ type: 'volume', source: 'x', target: '/data' }],
    }));
    expect(created(plan({ ...more, name: 'redis-node' }, state), 'redis-node-7').mounts).toEqual([
      { type: 'volume', source: 'redis-node-7-data', target: '/data' },
    ]);
  });

  it('warns of masters without a replica', () =>
    expect(plan({ ...more, replicas: 0 }).findings.map((each) => each.code)).toContain('replicas.none'));
});

describe('planScaleOut refuses', () => {
  it('nothing at all', () => expectRefused(plan({ ...more, masters: 0 }), 'scale.nothing', 'masters'));
  it('a replica for a node that is not there', () =>
    expectRefused(plan({ ...more, replicasFor: ['nobody'] }), 'node.unknown', 'replicasFor'));
  it('a replica for a replica', () =>
    expectRefused(plan({ ...more, replicasFor: ['demo-4'] }), 'node.notMaster', 'replicasFor'));
  it('a cluster that is not here', () => {
    const { container: _, ...node } = running().live.nodes[0]!;
    const far = running(bridge, {
      live: {
        nodes: [
          node,
          ...running()
            .live.nodes.slice(1)
            .map((each) => {
              const { container: __, ...rest } = each;
              return rest;
            }),
        ],
      },
    });
    expectRefused(plan(more, far), 'scale.remote');
  });
  it('containers that have gone', () =>
    expectRefused(plan(more, running(bridge, { observed: { containers: [] } })), 'scale.noContainer'));
  it('hand-made ones on a network without fixed addresses', () => {
    const state = handMade('bridge', (each) => ({
      ...each,
      addresses: { bridge: each.addresses['redis-net'] ?? '' },
    }));
    expectRefused(plan({ ...more, name: 'redis-node' }, state), 'scale.network');
  });
  it('hand-made ones that speak TLS', () => {
    const state = handMade('bridge');
    const nodes = state.live.nodes.map((node) => ({ ...node, redis: { ...node.redis, tls: {} } }));
    expectRefused(
      plan({ ...more, name: 'redis-node' }, { ...state, live: { ...state.live, nodes } }),
      'scale.tls',
    );
  });
  it('more than the network has addresses for', () => {
    const small = running(
      { ...bridge, network: { mode: 'bridge', subnet: '10.5.0.0/28' } },
      { observed: { networks: [network('demo-net', '10.5.0.0/28')] } },
    );
    const made = plan({ ...more, masters: 6 }, small);
    expectRefused(made, 'scale.noRoom');
    expect(made.steps).toEqual([]);
  });
  it('more than fits in memory', () => {
    const huge = running(bridge, { nodes: (node) => ({ ...node, memoryBytes: 30 * 1024 ** 3 }) });
    expect(errors(plan(more, huge))).toEqual(['memory.engine']);
    const limited = running({ ...bridge, memory: '40mb' });
    expect(errors(plan(more, limited))).toEqual(['memory.target']);
  });
  it.each([
    ['a node that is down', { nodes: changed(['demo-4'], { health: 'stopped' }) }, 'node.down'],
    ['slots without an owner', { nodes: changed(['demo-1'], { slots: [[0, 5459]] }) }, 'slots.uncovered'],
    [
      'open slots',
      {
        live: {
          claims: [
            {
              slot: 7,
              owners: ['demo-1'],
              migrating: [{ node: 'demo-1', peer: 'x' }],
              importing: [],
              keys: {},
            },
          ],
        },
      },
      'slots.open',
    ],
    [
      'a lost node',
      {
        live: {
          lost: [{ id: 'f'.repeat(40), address: '10.5.0.99:1', role: 'replica', slots: [], knownBy: [] }],
        },
      },
      'node.lost',
    ],
  ] as const)('a cluster with %s', (_, change, code) =>
    expectRefused(plan(more, running(bridge, change)), code),
  );
});
