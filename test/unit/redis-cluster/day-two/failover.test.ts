import { describe, expect, it } from 'vitest';
import { canRun } from '@shared/plan';
import { bridge } from '../support';
import { changed, errors, expectRefused, golden, handMade, ids, plan, running } from './support';

/** In a 3 + 3 cluster demo-5 follows demo-1, demo-6 demo-2 and demo-4 demo-3. */
const promote = { kind: 'redis-cluster.failover', name: 'demo', node: 'demo-5' } as const;
const codes = (...given: Parameters<typeof plan>) => plan(...given).findings.map((each) => each.code);

describe('planFailover', () => {
  it('golden: graceful', () => golden('failover-graceful', plan(promote)));
  it('golden: forced, with a password, the master gone', () =>
    golden(
      'failover-force',
      plan(
        { ...promote, mode: 'force' },
        running(
          { ...bridge, password: { env: 'REDIS_PASSWORD' } },
          { nodes: changed(['demo-1'], { health: 'failed' }) },
        ),
      ),
    ));
  it('golden: takeover, made by hand', () =>
    golden(
      'failover-takeover',
      plan({ ...promote, name: 'redis-node', node: 'redis-node-5', mode: 'takeover' }, handMade('host')),
    ));

  it('loses nothing when it is graceful, and asks first when it may', () => {
    expect(plan(promote).steps[0]?.destructive).toBeUndefined();
    expect(plan({ ...promote, mode: 'force' }).steps[0]?.destructive).toBe(true);
    expect(codes({ ...promote, mode: 'force' })).toEqual(
      expect.arrayContaining(['failover.loss', 'failover.needless']),
    );
    expect(codes({ ...promote, mode: 'takeover' })).toEqual(
      expect.arrayContaining(['failover.loss', 'failover.takeover']),
    );
  });

  it('waits until the old master follows, where it answers', () => {
    expect(ids(plan(promote))).toContain('synced:demo-1');
    const gone = running(bridge, { nodes: changed(['demo-1'], { health: 'failed' }) });
    expect(ids(plan({ ...promote, mode: 'force' }, gone))).not.toContain('synced:demo-1');
  });

  it('names the replica that would lose less', () => {
    const state = running(
      { ...bridge, replicasPerMaster: 2 },
      {
        nodes: (node) =>
          node.role === 'replica' ? { ...node, lagBytes: node.name === 'demo-5' ? 5000 : 10 } : node,
      },
    );
    const said = plan({ ...promote, mode: 'force' }, state).findings.find(
      (each) => each.code === 'failover.behind',
    );
    expect(said?.what.params).toMatchObject({ node: 'demo-5' });
  });

  it.each([
    ['a node that is not there', { ...promote, node: 'nobody' }, {}, 'node.unknown', 'node'],
    ['a master', { ...promote, node: 'demo-1' }, {}, 'failover.notReplica', 'node'],
    [
      'a replica that is down',
      promote,
      { nodes: changed(['demo-5'], { health: 'stopped', linkUp: false }) },
      'failover.down',
      'node',
    ],
    [
      'graceful without the master',
      promote,
      { nodes: changed(['demo-1'], { health: 'failed' }) },
      'failover.masterDown',
      'mode',
    ],
    [
      'graceful without a link',
      promote,
      { nodes: changed(['demo-5'], { linkUp: false }) },
      'failover.masterDown',
      'mode',
    ],
    [
      'force without a majority',
      { ...promote, mode: 'force' as const },
      { nodes: changed(['demo-1', 'demo-2'], { health: 'failed' }) },
      'failover.noMajority',
      'mode',
    ],
  ] as const)('refuses %s', (_, request, change, code, path) => {
    const made = plan(request, running(bridge, change));
    expect(canRun(made)).toBe(false);
    expect(made.findings.find((each) => each.code === code)).toMatchObject({ level: 'error', path });
  });

  it('lets a takeover pass without a majority', () => {
    const state = running(bridge, { nodes: changed(['demo-1', 'demo-2'], { health: 'failed' }) });
    expect(errors(plan({ ...promote, mode: 'takeover' }, state))).toEqual([]);
  });

  it('says which replicas a master has', () => {
    const made = plan({ ...promote, node: 'demo-1' });
    expectRefused(made, 'failover.notReplica');
    expect(made.findings[0]?.hint.params).toEqual({ node: 'demo-5' });
  });
});
