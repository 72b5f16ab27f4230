import { describe, expect, it } from 'vitest';
import { canRun, type Plan } from '@shared/plan';
import type { DayTwoObserved } from '@shared/redis-cluster/live';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { bridge } from '../support';
import { changed, errors, expectRefused, golden, handMade, idOf, ids, plan, running } from './support';

const four: RedisClusterSpecInput = { ...bridge, masters: 4 };
/** In a 4 + 4 cluster demo-4 is a master and demo-5 its replica. */
const less = { kind: 'redis-cluster.scale-in' as const, name: 'demo', nodes: ['demo-4', 'demo-5'] };
const host: RedisClusterSpecInput = {
  ...four,
  network: { mode: 'host', address: '192.168.1.20' },
  persistence: { storage: 'folder', path: '/data/redis' },
};

const step = (made: Plan, id: string) => {
  const found = made.steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
};

function forgetters(made: Plan, name: string): string[] {
  const { op } = step(made, `forget:${name}`);
  return op.kind === 'redis.forget' ? op.args.nodes.map((node) => node.name) : [];
}

describe('planScaleIn: golden plans', () => {
  it('4+4 -> 3+3, bridge mode', () => golden('scale-in-bridge', plan(less, running(four))));
  it('4+4 -> 3+3, host mode, with the folders', () =>
    golden('scale-in-host', plan({ ...less, volumes: true }, running(host))));
  it('with a password and the volumes', () =>
    golden(
      'scale-in-password',
      plan({ ...less, volumes: true }, running({ ...four, password: { env: 'REDIS_PASSWORD' } })),
    ));
  it('made by hand: a replica leaves', () =>
    golden(
      'scale-in-hand-made',
      plan(
        { ...less, name: 'redis-node', nodes: ['redis-node-6'], allowNoReplica: true },
        handMade('bridge'),
      ),
    ));
});

describe('planScaleIn', () => {
  const made = plan(less, running(four));

  it('is a plan that can run', () => {
    expect(errors(made)).toEqual([]);
    expect(canRun(made)).toBe(true);
  });

  it('gives the slots back evenly, 1366, 1365 and 1365, one target at a time', () => {
    const moves = made.steps.flatMap(({ id, op, dependsOn }) =>
      op.kind === 'redis.moveSlots'
        ? [
            [
              id,
              op.args.from.map(({ node, ranges }) => [node.name, ...ranges.map(([a, b]) => b - a + 1)]),
              dependsOn,
            ],
          ]
        : [],
    );
    expect(moves).toEqual([
      ['move:demo-1', [['demo-4', 1366]], ['forget:demo-5']],
      ['move:demo-2', [['demo-4', 1365]], ['move:demo-1']],
      ['move:demo-3', [['demo-4', 1365]], ['move:demo-2']],
    ]);
  });

  it('lets replicas go first, and has everybody who is still there forget', () => {
    expect(forgetters(made, 'demo-5')).toEqual([
      'demo-1',
      'demo-2',
      'demo-3',
      'demo-4',
      'demo-6',
      'demo-7',
      'demo-8',
    ]);
    expect(forgetters(made, 'demo-4')).toEqual(['demo-1', 'demo-2', 'demo-3', 'demo-6', 'demo-7', 'demo-8']);
    expect(step(made, 'forget:demo-4').dependsOn).toEqual(['move:demo-3']);
    expect(step(made, 'remove:demo-4')).toMatchObject({
      destructive: true,
      op: { args: { container: 'demo-4', id: 'id-of-demo-4' } },
    });
  });

  it('keeps the volumes and names them, or deletes them', () => {
    expect(ids(made).some((id) => id.startsWith('volume:'))).toBe(false);
    expect(made.findings.find((each) => each.code === 'scale.keepData')?.what.params).toEqual({
      names: 'demo-4-data, demo-5-data',
    });
    const gone = plan({ ...less, volumes: true }, running(four));
    expect(step(gone, 'volume:demo-4-data')).toMatchObject({
      destructive: true,
      dependsOn: ['remove:demo-4'],
    });
  });

  it('keeps a volume that another container uses', () => {
    const state = running(four);
    const containers = state.containers.map((each) =>
      each.name === 'demo-1'
        ? { ...each, mounts: [...each.mounts, { type: 'volume', source: 'demo-4-data', target: '/other' }] }
        : each,
    );
    const gone = plan({ ...less, volumes: true }, { ...state, containers });
    expect(ids(gone)).not.toContain('volume:demo-4-data');
    expect(ids(gone)).toContain('volume:demo-5-data');
  });

  it('gives replicas whose master leaves to the master with the fewest', () => {
    const state = running(four);
    const poor = state.live.nodes.filter((node) => node.name !== 'demo-6');
    const one = plan({ ...less, nodes: ['demo-4'] }, { ...state, live: { ...state.live, nodes: poor } });
    expect(step(one, 'replicate:demo-5').op).toMatchObject({ args: { master: { name: 'demo-1' } } });
    expect(step(one, 'forget:demo-4').dependsOn).toEqual(['synced:demo-5']);
  });

  it('removes a replica that does not answer any more, without asking it', () => {
    const state = running(four, { nodes: changed(['demo-5'], { health: 'stopped' }) });
    const one = plan({ ...less, nodes: ['demo-5'], allowNoReplica: true }, state);
    expect(errors(one)).toEqual([]);
    const { op } = step(one, 'forget:demo-5');
    if (op.kind !== 'redis.forget') throw new Error('no forget');
    expect(op.args.node).toBeUndefined();
    expect(op.args.id).toBe(idOf(5));
  });

  it('leaves a server that is elsewhere running, and says so', () => {
    const state = running(four);
    const nodes = state.live.nodes.map((node) => {
      const { container: _, ...rest } = node;
      return rest;
    });
    const far = plan(less, { ...state, live: { ...state.live, nodes } });
    expect(ids(far).some((id) => id.startsWith('remove:'))).toBe(false);
    expect(far.findings.map((each) => each.code)).toContain('scale.remoteStays');
  });
});

describe('planScaleIn refuses', () => {
  const of = (state: DayTwoObserved, ...nodes: string[]) => plan({ ...less, nodes }, state);

  it('to leave fewer than three masters', () =>
    expectRefused(of(running(), 'demo-1', 'demo-6'), 'scale.fewMasters', 'nodes'));
  it('to take the last replica, unless that is agreed', () => {
    expectRefused(of(running(four), 'demo-5'), 'scale.lastReplica', 'allowNoReplica');
    const agreed = plan({ ...less, nodes: ['demo-5'], allowNoReplica: true }, running(four));
    expect(canRun(agreed)).toBe(true);
    expect(agreed.findings.find((each) => each.code === 'scale.lastReplica')?.level).toBe('warning');
  });
  it('a node that is not there', () => expect(errors(of(running(four), 'nobody'))).toEqual(['node.unknown']));
  it('an owner that cannot be reached', () => {
    const state = running(four, { nodes: changed(['demo-4'], { health: 'failed' }) });
    expect(errors(of(state, 'demo-4', 'demo-5'))).toEqual(['node.down', 'scale.downOwner']);
  });
  it('what does not fit in the memory of those that stay', () => {
    const full = running(four, {
      nodes: (node) => ({ ...node, memoryBytes: 90e6, maxMemoryBytes: 100e6 }),
    });
    expect(errors(of(full, 'demo-4', 'demo-5'))).toEqual(['memory.target']);
  });
  it('to take all', () =>
    expect(errors(of(running(), ...running().live.nodes.map((node) => node.name)))).toContain(
      'scale.fewMasters',
    ));
  it('while another node is down', () => {
    const state = running(four, { nodes: changed(['demo-8'], { health: 'stopped' }) });
    expectRefused(of(state, 'demo-4', 'demo-5'), 'node.down');
  });
});
