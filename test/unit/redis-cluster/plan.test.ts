import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { label } from '@shared/labels';
import { canRun, planDigest, type Plan } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { planCreate } from '@shared/redis-cluster/plan';
import { presets } from '@shared/redis-cluster/presets';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { network, observed } from './observed';
import { bridge, expectSound, golden, stands } from './support';

const [bridgePreset, hostPreset] = presets(observed().host.interfaces);

/** All that a step waits for, directly or not. */
function upstream(plan: Plan, id: string): Set<string> {
  const all = new Set<string>();
  const visit = (each: string): void => {
    for (const before of plan.steps.find((step) => step.id === each)?.dependsOn ?? [])
      if (!all.has(before)) {
        all.add(before);
        visit(before);
      }
  };
  visit(id);
  return all;
}

describe('planCreate: what waits for the network', () => {
  const before = (product: 'docker-engine' | 'podman', id: string): Set<string> =>
    upstream(planCreate(bridgePreset!.spec, observed({ engine: { product } })), id);

  it('with Docker a container’s start, with Podman its making', () => {
    expect(before('docker-engine', 'create:redis-1')).not.toContain('network:redisnet');
    expect(before('docker-engine', 'start:redis-1')).toContain('network:redisnet');
    expect(before('podman', 'create:redis-1')).toContain('network:redisnet');
  });
});

describe('planCreate: golden plans', () => {
  it('3+3, bridge mode (preset)', () =>
    golden('create-bridge-3+3', planCreate(bridgePreset!.spec, observed())));
  it('3+3, host mode (preset)', () => golden('create-host-3+3', planCreate(hostPreset!.spec, observed())));
  it('with a password and a memory limit, image to be pulled', () =>
    golden(
      'create-password',
      planCreate(
        {
          ...bridge,
          image: 'redis:8.2',
          password: { env: 'REDIS_PASSWORD' },
          memory: '256mb',
          restart: 'on-failure:5',
        },
        observed(),
      ),
    ));
  it('in folders, on Valkey, without an append-only file', () =>
    golden(
      'create-folder',
      planCreate(
        {
          ...bridge,
          image: 'valkey/valkey:9.1',
          persistence: { storage: 'folder', path: '/data/redis', appendonly: false },
        },
        observed(),
      ),
    ));
  it('for other computers', () =>
    golden('create-lan', planCreate({ ...bridge, clients: 'lan', announce: '192.168.1.20' }, observed())));
  it('3+0', () => golden('create-3+0', planCreate({ ...bridge, replicasPerMaster: 0 }, observed())));
  it('5 masters with 2 replicas each, on an existing network', () =>
    golden(
      'create-5x2-existing-network',
      planCreate(
        {
          ...bridge,
          masters: 5,
          replicasPerMaster: 2,
          network: { mode: 'bridge', name: 'mine', subnet: '10.5.0.0/24' },
        },
        observed({ networks: [network('mine', '10.5.0.0/24')] }),
      ),
    ));
  it('standing already', () => golden('create-standing', planCreate(bridge, stands(bridge))));
});

describe('planCreate', () => {
  const plan = planCreate(bridge, observed());

  it('is sound, whatever the spec', () => {
    const spec = fc.record({
      masters: fc.integer({ min: 3, max: 6 }),
      replicasPerMaster: fc.integer({ min: 0, max: 5 }),
      clients: fc.constantFrom('host' as const, 'containers' as const, 'lan' as const),
      network: fc.constantFrom<RedisClusterSpecInput['network']>(
        { mode: 'bridge', subnet: '10.5.0.0/24' },
        { mode: 'bridge', subnet: '10.5.0.0/30', firstAddress: '1.1.1.1' },
        { mode: 'host', address: '192.168.1.20' },
      ),
      ports: fc.record({ first: fc.constantFrom(1, 6381, 55435) }),
      persistence: fc.constantFrom<RedisClusterSpecInput['persistence']>(
        { storage: 'volume' },
        { storage: 'folder', path: '/data/redis/' },
      ),
      nodeTimeout: fc.constantFrom(500, 1500, 15000),
    });
    fc.assert(
      fc.property(spec, (change) => {
        expectSound(planCreate({ ...bridge, ...change }, observed()));
      }),
      { numRuns: 25 },
    );
  });

  it('is equal for equal input, and for a spec whose fields come in another order', () => {
    const other = Object.fromEntries(Object.entries(bridge).reverse()) as unknown as RedisClusterSpecInput;
    expect(planDigest(planCreate(other, observed()))).toBe(planDigest(plan));
  });

  it('lets the nodes come up side by side', () => {
    for (const id of ['create:demo-2', 'ping:demo-2', 'slots:demo-2', 'epoch:demo-2'])
      expect(
        [...upstream(plan, id)].filter((each) => /demo-(?!2)/.test(each) && !each.startsWith('network:')),
      ).toEqual([]);
  });

  it('sets epoch and slots before a node meets any other', () => {
    for (const id of ['epoch:demo-1', 'epoch:demo-2', 'slots:demo-1', 'slots:demo-2'])
      expect(upstream(plan, 'meet:demo-2')).toContain(id);
    expect(upstream(plan, 'meet:demo-2')).not.toContain('ping:demo-3');
  });

  it('replicates once all agree, and checks once all replicate', () => {
    expect(upstream(plan, 'replicate:demo-4')).toContain('meet:demo-6');
    expect(upstream(plan, 'state-ok')).toContain('replicate:demo-6');
    expect(upstream(plan, 'redirect:host')).toContain('state-ok');
    const settle = upstream(plan, 'settle');
    for (const step of plan.steps) if (/^(synced|state-ok)/.test(step.id)) expect(settle).toContain(step.id);
  });

  it('needs no hurry where the node timeout is short anyway', () => {
    const ids = planCreate({ ...bridge, nodeTimeout: 1000 }, observed()).steps.map((step) => step.id);
    expect(ids.filter((id) => /^(hurry|settle)/.test(id))).toEqual([]);
  });

  it('puts no secret anywhere but its reference', () => {
    const withSecret = planCreate({ ...bridge, password: { env: 'REDIS_PASSWORD' } }, observed());
    const conf = withSecret.steps.find((step) => step.id === 'conf:demo-1')?.op;
    expect(conf).toMatchObject({ args: { secrets: { PASSWORD: { env: 'REDIS_PASSWORD' } }, mode: 0o600 } });
    expect(JSON.stringify(conf)).toContain('requirepass ${PASSWORD}\\nmasterauth ${PASSWORD}');
  });

  it('labels what it makes, so that the spec can be read back', () => {
    const create = plan.steps.find((step) => step.id === 'create:demo-1')?.op;
    if (create?.kind !== 'container.create') throw new Error('no create step');
    expect(create.args.labels).toMatchObject({
      [label.cluster]: 'demo',
      [label.kind]: 'redis-cluster',
      [label.node]: 'demo-1',
    });
    const spec: unknown = JSON.parse(create.args.labels[label.spec] ?? '');
    expect(redisClusterSpecSchema.parse(spec)).toEqual(redisClusterSpecSchema.parse(bridge));
  });

  it('plans 600 nodes quickly and without repeating lists for each', () => {
    const big: RedisClusterSpecInput = {
      ...bridge,
      masters: 100,
      replicasPerMaster: 5,
      network: { mode: 'bridge', subnet: '10.5.0.0/16' },
    };
    const nodes = planCreate(big, observed());
    expect(nodes.steps.filter((step) => step.id.startsWith('ping:'))).toHaveLength(600);
    // Linear in the nodes: ten times as many take about ten times as much.
    const small = JSON.stringify(planCreate({ ...big, masters: 10 }, observed())).length;
    expect(JSON.stringify(nodes).length).toBeLessThan(small * 11);
  });
});

describe('planCreate: what stands already', () => {
  it('only checks an equal cluster', () => {
    const plan = planCreate(bridge, stands(bridge));
    expectSound(plan);
    expect(canRun(plan)).toBe(true);
    expect(plan.steps.map((step) => step.id)).toEqual([
      'agree',
      'state-ok',
      'redirect:host',
      'redirect:network',
    ]);
  });

  it.each<[string, RedisClusterObserved]>([
    ['a spec that differs', stands({ ...bridge, memory: '256mb' })],
    ['a node that is stopped', stands(bridge, (each, i) => (i === 2 ? { ...each, state: 'exited' } : each))],
    ['a node that is gone', { ...stands(bridge), containers: stands(bridge).containers.slice(1) }],
    [
      'a label that cannot be read',
      stands(bridge, (each) => ({ ...each, labels: { ...each.labels, [label.spec]: '{' } })),
    ],
    ['fewer nodes', stands({ ...bridge, replicasPerMaster: 2 })],
  ])('refuses %s', (_, state) => {
    const plan = planCreate(bridge, state);
    expect(canRun(plan)).toBe(false);
    expect(plan.findings[0]).toMatchObject({ level: 'error', code: 'cluster.exists', path: 'name' });
  });
});
