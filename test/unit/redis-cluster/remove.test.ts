import { describe, expect, it } from 'vitest';
import { label } from '@shared/labels';
import { canRun } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { planRemove } from '@shared/redis-cluster/plan';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { container, observed } from './observed';
import { bridge, expectSound, golden, stands } from './support';

describe('planRemove', () => {
  const folder: RedisClusterSpecInput = {
    ...bridge,
    persistence: { storage: 'folder', path: '/data/redis' },
  };

  it('keeps the data', () => golden('remove', planRemove({ name: 'demo', volumes: false }, stands(bridge))));
  it('deletes the data', () =>
    golden('remove-volumes', planRemove({ name: 'demo', volumes: true }, stands(bridge))));
  it('deletes folders', () =>
    golden('remove-folders', planRemove({ name: 'demo', volumes: true }, stands(folder))));

  it('is sound, and everything that cannot be undone is marked', () => {
    const plan = planRemove({ name: 'demo', volumes: true }, stands(bridge));
    expectSound(plan);
    expect(canRun(plan)).toBe(true);
    for (const step of plan.steps) expect(step.destructive ?? false).toBe(step.op.kind !== 'network.remove');
  });

  it('touches nothing of others', () => {
    const state = stands(bridge);
    const plan = planRemove(
      { name: 'demo', volumes: true },
      {
        ...state,
        containers: [
          ...state.containers,
          container('web', { mounts: [{ type: 'volume', source: 'demo-1-data', target: '/look' }] }),
          container('demo-7', { labels: { [label.cluster]: 'other', [label.kind]: 'redis-cluster' } }),
          container('db', { labels: { [label.cluster]: 'demo', [label.kind]: 'mysql-replication' } }),
        ],
        networks: state.networks.map((each) => ({ ...each, containers: [...each.containers, 'web'] })),
        volumes: [...state.volumes, { name: 'demo-9-data', labels: {} }],
      },
    );
    const ids = plan.steps.map((step) => step.id);
    expect(ids).not.toContain('remove:web');
    expect(ids).not.toContain('remove:demo-7');
    expect(ids).not.toContain('remove:db');
    expect(ids).not.toContain('network:demo-net');
    expect(ids).not.toContain('volume:demo-1-data');
    expect(ids).not.toContain('volume:demo-9-data');
    expect(ids).toContain('volume:demo-2-data');
    expect(plan.findings.map((each) => each.code)).toContain('remove.keepNetwork');
  });

  it('removes an adopted cluster by the names of its containers', () => {
    const state = observed({
      containers: [1, 2, 10].map((n) =>
        container(`redis-node-${n}`, {
          networkMode: 'host',
          mounts: [{ type: 'bind', source: `/data/redis/share/redis-node-${n}`, target: '/data' }],
        }),
      ),
      members: ['redis-node-10', 'redis-node-2', 'redis-node-1', 'redis-node-3'],
    });
    const plan = planRemove({ name: 'mine', volumes: true }, state);
    expectSound(plan);
    expect(plan.steps.map((step) => step.id)).toEqual([
      'remove:redis-node-1',
      'remove:redis-node-2',
      'remove:redis-node-10',
      'folder:/data/redis/share/redis-node-1',
      'folder:/data/redis/share/redis-node-2',
      'folder:/data/redis/share/redis-node-10',
    ]);
    expect(plan.findings.map((each) => each.code)).toEqual([
      'remove.containers',
      'remove.missing',
      'remove.data',
    ]);
  });

  it.each([
    ['the root', ['/', '/data/b'], []],
    ['a folder just below the root', ['/data', '/srv/b'], ['/srv/b']],
    ['a folder that two nodes share', ['/srv/a', '/srv/a'], []],
    ['a folder inside another', ['/srv/a', '/srv/a/b'], []],
    ['proper ones', ['/srv/a', '/srv/b'], ['/srv/a', '/srv/b']],
  ])('deletes no folder that may hold more: %s', (_, sources, deleted) => {
    const containers = sources.map((source, i) =>
      container(`n${i}`, { mounts: [{ type: 'bind', source, target: '/data' }] }),
    );
    const plan = planRemove({ name: 'x', volumes: true, containers: ['n0', 'n1'] }, observed({ containers }));
    const folders = plan.steps.flatMap(({ op }) => (op.kind === 'folder.remove' ? [op.args.path] : []));
    expect(folders).toEqual(deleted);
  });

  it('deletes no folder that another container mounts, nor one of another computer', () => {
    const members = container('n0', { mounts: [{ type: 'bind', source: '/srv/a', target: '/data' }] });
    const web = container('web', { mounts: [{ type: 'bind', source: '/srv/a/logs', target: '/logs' }] });
    const input = { name: 'x', volumes: true, containers: ['n0'] };
    const kinds = (state: RedisClusterObserved) => planRemove(input, state).steps.map((step) => step.op.kind);
    expect(kinds(observed({ containers: [members, web] }))).toEqual(['container.remove']);
    expect(kinds(observed({ containers: [members], engine: { local: false } }))).toEqual([
      'container.remove',
    ]);
    const monitor = container('cadvisor', { mounts: [{ type: 'bind', source: '/', target: '/rootfs' }] });
    expect(kinds(observed({ containers: [members] }))).toEqual(['container.remove', 'folder.remove']);
    expect(kinds(observed({ containers: [members, monitor] }))).toEqual([
      'container.remove',
      'folder.remove',
    ]);
  });

  it('names the very containers that were seen, not whatever bears their names later', () => {
    const state = stands(bridge);
    const ids = planRemove({ name: 'demo', volumes: false }, state).steps.flatMap(({ op }) =>
      op.kind === 'container.remove' ? [op.args.id] : [],
    );
    expect(ids).toEqual(state.containers.map((each) => each.id));
  });

  it('says so when there is no such cluster', () => {
    const plan = planRemove({ name: 'nope', volumes: true }, observed());
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toMatchObject([{ level: 'error', code: 'cluster.unknown' }]);
  });

  it('takes away what an earlier removal left', () => {
    const left = { ...stands(bridge), containers: [] };
    const ids = planRemove({ name: 'demo', volumes: true }, { ...left, networks: [] }).steps.map(
      (step) => step.id,
    );
    expect(ids).toHaveLength(6);
    expect(ids[0]).toBe('volume:demo-1-data');
  });
});
