import { describe, expect, it } from 'vitest';
import { canRun } from '@shared/plan';
import { container } from '../observed';
import { bridge } from '../support';
import { changed, expectRefused, golden, handMade, plan, running } from './support';

const drill = { kind: 'redis-cluster.drill', name: 'demo', node: 'demo-1', how: 'kill' } as const;
const codes = (...given: Parameters<typeof plan>) => plan(...given).findings.map((each) => each.code);
const ops = (...given: Parameters<typeof plan>) => plan(...given).steps.map((step) => step.op.kind);

describe('planDrill', () => {
  it('golden: a master is killed', () => golden('drill-kill', plan(drill)));
  it('golden: a master is cut off, made by hand', () =>
    golden(
      'drill-isolate',
      plan({ ...drill, name: 'redis-node', node: 'redis-node-2', how: 'isolate' }, handMade('bridge')),
    ));

  it.each([
    ['stop', 'container.stop', 'container.start'],
    ['kill', 'container.kill', 'container.start'],
    ['pause', 'container.pause', 'container.unpause'],
    ['isolate', 'network.disconnect', 'network.connect'],
  ] as const)('%s: breaks, watches, heals, and waits until it is back', (how, broken, healed) => {
    const kinds = ops({ ...drill, how });
    expect(kinds.slice(0, 6)).toEqual([
      broken,
      'redis.watchFailover',
      healed,
      'redis.ping',
      'redis.waitAgree',
      'redis.waitSynced',
    ]);
    expect(kinds).toContain('redis.waitStateOk');
  });

  it('brings the node back whatever was seen, at its own address', () => {
    const made = plan({ ...drill, how: 'isolate' });
    expect(made.steps.find((step) => step.id === 'watch')).toMatchObject({
      bestEffort: true,
      dependsOn: ['break'],
    });
    expect(made.steps.find((step) => step.id === 'heal')).toMatchObject({
      dependsOn: ['watch'],
      op: {
        kind: 'network.connect',
        args: { network: 'demo-net', container: 'demo-1', address: '10.5.0.11' },
      },
    });
  });

  it('waits for a promotion only where there is somebody to promote', () => {
    const watch = (...given: Parameters<typeof plan>) => {
      const op = plan(...given).steps.find((step) => step.id === 'watch')?.op;
      return op?.kind === 'redis.watchFailover' ? op.args : undefined;
    };
    expect(watch(drill)).toMatchObject({ until: 'promoted', victim: { name: 'demo-1' } });
    expect(watch(drill)?.nodes.map((node) => node.name)).not.toContain('demo-1');
    expect(watch({ ...drill, node: 'demo-4' })).toMatchObject({ until: 'failed' });
    expect(watch(drill, running({ ...bridge, replicasPerMaster: 0 }))).toMatchObject({ until: 'failed' });
  });

  it('warns of what clients will notice', () => {
    expect(codes(drill)).toContain('drill.lag');
    expect(codes({ ...drill, node: 'demo-4' })).toContain('drill.replica');
    expect(codes(drill, running({ ...bridge, replicasPerMaster: 0 }))).toContain('drill.slotsDown');
    expect(canRun(plan(drill, running({ ...bridge, replicasPerMaster: 0 })))).toBe(true);
  });

  it('refuses a node that is not there, or not here', () => {
    expectRefused(plan({ ...drill, node: 'nobody' }), 'node.unknown', 'node');
    const far = running(bridge, { observed: { containers: [container('other')] } });
    expectRefused(plan(drill, far), 'drill.remote', 'node');
  });
  it("refuses to cut a node off from its computer's own network", () =>
    expectRefused(
      plan({ ...drill, name: 'redis-node', node: 'redis-node-1', how: 'isolate' }, handMade('host')),
      'drill.hostNetwork',
      'how',
    ));
  it('refuses while the cluster is not well', () =>
    expectRefused(
      plan(drill, running(bridge, { nodes: changed(['demo-2'], { health: 'stopped' }) })),
      'node.down',
    ));
});
