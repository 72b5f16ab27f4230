import { describe, expect, it } from 'vitest';
import { canRun, type Plan } from '@shared/plan';
import type { DayTwoObserved } from '@shared/redis-cluster/live';
import { planCreate } from '@shared/redis-cluster/plan';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { changed, errors, ids, running } from './day-two/support';
import { bridge, expectSound } from './support';

/** The plan of a spec, given a cluster that was built from another (or grew since). */
function apply(change: Partial<RedisClusterSpecInput>, state: DayTwoObserved): Plan {
  const plan = planCreate({ ...bridge, ...change }, state);
  expectSound(plan);
  return plan;
}

const leaving = (plan: Plan): string[] =>
  ids(plan).flatMap((id) => (id.startsWith('remove:') ? [id.slice('remove:'.length)] : []));
const coming = (plan: Plan): string[] =>
  ids(plan).flatMap((id) => (id.startsWith('create:') ? [id.slice('create:'.length)] : []));

describe('planCreate on a standing cluster', () => {
  it('3 -> 4 masters is a scale-out', () => {
    const plan = apply({ masters: 4 }, running());
    expect(plan.kind).toBe('redis-cluster.scale-out');
    expect(plan.target).toBe('redis-cluster/demo');
    expect(coming(plan)).toEqual(['demo-7', 'demo-8']);
    expect(ids(plan)).toContain('move:demo-7');
    expect(canRun(plan)).toBe(true);
  });

  it('4 -> 3 masters is a scale-in of the newest', () => {
    const plan = apply({ masters: 3 }, running({ ...bridge, masters: 4 }));
    expect(plan.kind).toBe('redis-cluster.scale-in');
    expect(leaving(plan).sort()).toEqual(['demo-4', 'demo-5']);
    expect(canRun(plan)).toBe(true);
  });

  it('an empty master leaves before one with slots', () => {
    const grown = running(
      { ...bridge, masters: 4, replicasPerMaster: 0 },
      { nodes: changed(['demo-1'], { slots: [] }) },
    );
    const [first, second] = grown.live.nodes;
    const state = {
      ...grown,
      live: {
        ...grown.live,
        nodes: grown.live.nodes.map((node) =>
          node === second ? { ...node, slots: [[0, 8191]] as [number, number][] } : node,
        ),
      },
    };
    expect(first?.name).toBe('demo-1');
    expect(leaving(apply({ masters: 3, replicasPerMaster: 0 }, state))).toEqual(['demo-1']);
  });

  it('more replicas each, and fewer', () => {
    const more = apply({ replicasPerMaster: 2 }, running());
    expect(more.kind).toBe('redis-cluster.scale-out');
    expect(coming(more)).toEqual(['demo-7', 'demo-8', 'demo-9']);
    expect(ids(more).some((id) => id.startsWith('move:'))).toBe(false);
    const fewer = apply({ replicasPerMaster: 1 }, running({ ...bridge, replicasPerMaster: 2 }));
    expect(fewer.kind).toBe('redis-cluster.scale-in');
    expect(leaving(fewer)).toHaveLength(3);
    const none = apply({ replicasPerMaster: 0 }, running());
    expect(leaving(none).sort()).toEqual(['demo-4', 'demo-5', 'demo-6']);
    expect(canRun(none)).toBe(true);
  });

  it('fewer masters with more replicas each keeps replicas whose masters leave', () => {
    const state = running({ ...bridge, masters: 6 });
    const plan = apply({ masters: 3, replicasPerMaster: 2 }, state);
    expect(plan.kind).toBe('redis-cluster.scale-in');
    expect(leaving(plan)).toHaveLength(3);
    expect(ids(plan).filter((id) => id.startsWith('replicate:'))).toHaveLength(3);
    expect(plan.findings.map((each) => each.code)).not.toContain('apply.again');
  });

  it('more masters with fewer replicas each takes two goes, and says so', () => {
    const plan = apply({ masters: 4, replicasPerMaster: 0 }, running());
    expect(plan.kind).toBe('redis-cluster.scale-out');
    expect(plan.findings.map((each) => each.code)).toContain('apply.again');
  });

  it('an equal one is checked, after it grew and with roles changed as well', () => {
    // Labels tell of 3 masters, 4 stand: those of containers that were there before the growth.
    const grown = running({ ...bridge, masters: 4 });
    const state = { ...grown, live: { ...grown.live, spec: running().live.spec! } };
    const plan = apply({ masters: 4 }, state);
    expect(plan.kind).toBe('redis-cluster.create');
    expect(ids(plan)).toEqual(['agree', 'state-ok', 'redirect:host', 'redirect:network']);
    expect(errors(plan)).toEqual([]);
    const agree = plan.steps[0]?.op;
    if (agree?.kind !== 'redis.waitAgree') throw new Error('no wait');
    expect(agree.args.nodes).toHaveLength(8);
  });

  it('says what else differs, and does nothing', () => {
    const plan = apply({ masters: 4, memory: '256mb', nodeTimeout: 9000 }, running());
    expect(errors(plan)).toEqual(['cluster.differs']);
    expect(plan.findings[0]).toMatchObject({
      path: 'memory',
      what: { params: { fields: 'memory, nodeTimeout' } },
    });
    expect(plan.steps).toEqual([]);
  });

  it('takes the same for the same however it is written', () => {
    const plan = apply(
      {
        image: 'docker.io/library/redis:7.0',
        network: { mode: 'bridge', name: 'demo-net', subnet: '10.5.0.1/24' },
      },
      running(),
    );
    expect(errors(plan)).toEqual([]);
    expect(plan.steps.length).toBeGreaterThan(0);
  });

  it('refuses where the cluster is not well', () => {
    const sick = running(bridge, { nodes: changed(['demo-2'], { health: 'stopped' }) });
    expect(errors(apply({ masters: 4 }, sick))).toContain('node.down');
    expect(errors(apply({}, sick))).toContain('node.down');
  });
});
