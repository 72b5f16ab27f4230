import { describe, expect, it } from 'vitest';
import { canRun, type Plan } from '@shared/plan';
import { bridge } from '../support';
import { changed, errors, expectRefused, golden, handMade, ids, plan, running } from './support';

const four = { ...bridge, masters: 4, replicasPerMaster: 0 };
const count = (slots: number, to: string, from: 'all' | string[] = 'all') =>
  ({
    kind: 'redis-cluster.reshard',
    name: 'demo',
    what: { by: 'count', slots, from, to },
  }) as const;
const ranges = (...moves: { from: string; to: string; ranges: [number, number][] }[]) =>
  ({ kind: 'redis-cluster.reshard', name: 'demo', what: { by: 'ranges', moves } }) as const;
const balance = { kind: 'redis-cluster.rebalance', name: 'demo' } as const;

const sums = (made: Plan): Record<string, number> =>
  Object.fromEntries(
    made.steps.flatMap(({ op }) =>
      op.kind === 'redis.moveSlots'
        ? op.args.from.map(({ node, ranges: all }) => [
            `${node.name} > ${op.args.to.name}`,
            all.reduce((sum, [a, b]) => sum + b - a + 1, 0),
          ])
        : [],
    ),
  );

describe('planReshard', () => {
  it('golden: 1000 slots from all, host mode', () =>
    golden(
      'reshard-host',
      plan(count(1000, 'demo-1'), running({ ...bridge, network: { mode: 'host', address: '192.168.1.20' } })),
    ));
  it('golden: exact ranges, with a password', () =>
    golden(
      'reshard-ranges',
      plan(
        ranges(
          {
            from: 'demo-1',
            to: 'demo-2',
            ranges: [
              [10, 12],
              [100, 100],
            ],
          },
          { from: 'demo-3', to: 'demo-2', ranges: [[16383, 16383]] },
        ),
        running({ ...bridge, password: { file: '/run/secrets/redis' } }),
      ),
    ));
  it('golden: made by hand', () =>
    golden('reshard-hand-made', plan({ ...count(5, 'redis-node-1'), name: 'redis-node' }, handMade('host'))));

  it('takes from all others, or from those named, and looks that all agree first', () => {
    expect(sums(plan(count(4096, 'demo-4'), running(four)))).toEqual({
      'demo-1 > demo-4': 1366,
      'demo-2 > demo-4': 1365,
      'demo-3 > demo-4': 1365,
    });
    const made = plan(count(7, 'demo-1', ['demo-3']), running(four));
    expect(sums(made)).toEqual({ 'demo-3 > demo-1': 7 });
    expect(made.steps[0]?.op.kind).toBe('redis.waitAgree');
    expect(made.steps.find((step) => step.id === 'move:demo-1')?.dependsOn).toEqual(['agree']);
  });

  it('says which master is left with nothing', () => {
    const made = plan(count(4096, 'demo-1', ['demo-4']), running(four));
    expect(made.findings.find((each) => each.code === 'move.emptied')?.what.params).toEqual({
      nodes: 'demo-4',
    });
    expect(canRun(made)).toBe(true);
  });

  it('moves fast where that is asked', () => {
    const made = plan({ ...count(5, 'demo-1'), pace: 'fast' }, running(four));
    expect(made.steps.find((step) => step.id === 'move:demo-1')?.op).toMatchObject({
      args: { pace: 'fast' },
    });
    expect(made.findings.find((each) => each.code === 'move.size')?.hint.key).toContain('fast');
  });

  it('tells of atomic moves where all servers can', () => {
    const state = running(four, { nodes: (node) => ({ ...node, migration: 'valkey' }) });
    const said = plan(count(5, 'demo-1'), state).findings.find((each) => each.code === 'move.size');
    expect(said?.hint.key).toContain('atomic');
    const mixed = running(four, { nodes: changed(['demo-1'], { migration: 'valkey' }) });
    expect(
      plan(count(5, 'demo-1'), mixed).findings.find((each) => each.code === 'move.size')?.hint.key,
    ).toContain('gentle');
  });

  it.each([
    ['an unknown target', count(1, 'nobody'), 'node.unknown', 'what.to'],
    ['an unknown source', count(1, 'demo-1', ['nobody']), 'node.unknown', 'what.from'],
    ['a source that is the target', count(1, 'demo-1', ['demo-1', 'demo-2']), 'reshard.self', 'what.from'],
    ['more than there is', count(5000, 'demo-1', ['demo-2']), 'reshard.tooMany', 'what.slots'],
    [
      'ranges of an unknown node',
      ranges({ from: 'x', to: 'demo-1', ranges: [[1, 2]] }),
      'node.unknown',
      'what.moves',
    ],
    [
      'ranges that another owns',
      ranges({ from: 'demo-1', to: 'demo-2', ranges: [[4000, 4100]] }),
      'reshard.notOwner',
      'what.moves',
    ],
    [
      'a turned range',
      ranges({ from: 'demo-1', to: 'demo-2', ranges: [[9, 3]] }),
      'reshard.notOwner',
      'what.moves',
    ],
    [
      'a slot to itself',
      ranges({ from: 'demo-1', to: 'demo-1', ranges: [[1, 2]] }),
      'reshard.self',
      'what.moves',
    ],
    [
      'a slot twice',
      ranges(
        { from: 'demo-1', to: 'demo-2', ranges: [[1, 5]] },
        { from: 'demo-1', to: 'demo-3', ranges: [[5, 6]] },
      ),
      'reshard.twice',
      'what.moves',
    ],
  ])('refuses %s', (_, request, code, path) => {
    const made = plan(request, running(four));
    expectRefused(made, code, path);
    expect(ids(made).some((id) => id.startsWith('move:'))).toBe(false);
  });

  it('refuses a replica as target, and what does not fit', () => {
    expectRefused(plan(count(1, 'demo-4'), running()), 'node.notMaster', 'what.to');
    const full = running(four, { nodes: (node) => ({ ...node, maxMemoryBytes: 70e6 }) });
    expectRefused(plan(count(4096, 'demo-1'), full), 'memory.target');
  });
});

describe('planRebalance', () => {
  it('golden: an empty master is given its share', () =>
    golden(
      'rebalance-empty',
      plan(
        { ...balance, useEmptyMasters: true },
        running(
          { ...four },
          { nodes: (node) => lopsided(node, { 'demo-4': [], 'demo-3': [[8192, 16383]] }) },
        ),
      ),
    ));
  it('golden: in balance', () => golden('rebalance-balanced', plan(balance, running())));

  it('goes by weights', () => {
    const made = plan({ ...balance, weights: { 'demo-1': 2 }, threshold: 0 }, running(four));
    expect(sums(made)).toEqual({ 'demo-2 > demo-1': 819, 'demo-3 > demo-1': 819, 'demo-4 > demo-1': 819 });
    expect(errors(made)).toEqual([]);
  });

  it('drains a master of weight 0, and says so', () => {
    const made = plan({ ...balance, weights: { 'demo-4': 0 } }, running(four));
    expect(sums(made)).toEqual({ 'demo-4 > demo-1': 1366, 'demo-4 > demo-2': 1365, 'demo-4 > demo-3': 1365 });
    expect(made.findings.map((each) => each.code)).toContain('move.emptied');
  });

  it('leaves empty masters out unless they are included, and says so', () => {
    const state = running(four, {
      nodes: (node) => lopsided(node, { 'demo-4': [], 'demo-3': [[8192, 16383]] }),
    });
    const made = plan(balance, state);
    expect(Object.keys(sums(made)).some((pair) => pair.endsWith('demo-4'))).toBe(false);
    expect(made.findings.map((each) => each.code)).toContain('rebalance.skipped');
  });

  it.each([
    ['an unknown node', { weights: { nobody: 1 } }, 'node.unknown'],
    [
      'weights that are all 0',
      { weights: { 'demo-1': 0, 'demo-2': 0, 'demo-3': 0, 'demo-4': 0 } },
      'rebalance.weights',
    ],
  ])('refuses %s', (_, change, code) =>
    expectRefused(plan({ ...balance, ...change }, running(four)), code, 'weights'),
  );
  it('refuses the weight of a replica', () =>
    expectRefused(plan({ ...balance, weights: { 'demo-5': 1 } }, running()), 'node.notMaster', 'weights'));
});

function lopsided<N extends { name: string; slots: readonly (readonly [number, number])[] }>(
  node: N,
  slots: Record<string, [number, number][]>,
): N {
  return { ...node, slots: slots[node.name] ?? node.slots };
}
