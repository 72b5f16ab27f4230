import { describe, expect, it } from 'vitest';
import { canRun, type Plan } from '@shared/plan';
import type { DayTwoObserved, LostNode, SlotClaim } from '@shared/redis-cluster/live';
import { bridge } from '../support';
import {
  changed,
  errors,
  expectRefused,
  golden,
  handMade,
  idOf,
  ids,
  plan,
  running,
  type Change,
} from './support';

const fix = { kind: 'redis-cluster.fix' as const, name: 'demo' };
const claim = (slot: number, change: Partial<SlotClaim>): SlotClaim => ({
  slot,
  owners: ['demo-1'],
  migrating: [],
  importing: [],
  keys: {},
  ...change,
});
const lost = (change: Partial<LostNode> = {}): LostNode => ({
  id: idOf(9),
  address: '10.5.0.99:6399',
  role: 'replica',
  slots: [],
  knownBy: ['demo-1', 'demo-2', 'demo-3', 'demo-4', 'demo-5', 'demo-6'],
  ...change,
});
const open = claim(5, {
  migrating: [{ node: 'demo-1', peer: 'demo-2' }],
  importing: [{ node: 'demo-2', peer: 'demo-1' }],
});
const twice = claim(6, { owners: ['demo-1', 'demo-3'] });
const stray = claim(7, { keys: { 'demo-1': 4, 'demo-2': 3 } });
const bare = (slot: number) => claim(slot, { owners: [] });

const repairs = (made: Plan): string[] =>
  made.steps.filter((step) => step.group === 'repair').map((step) => step.id);
const sick = (change: Change, spec = bridge): DayTwoObserved => running(spec, change);
const op = (made: Plan, id: string) => made.steps.find((step) => step.id === id)?.op;

describe('planFix: golden plans', () => {
  it('open, claimed twice, stray keys, nobody knows whose', () =>
    golden(
      'fix-slots',
      plan(
        fix,
        sick({
          live: { claims: [open, twice, stray, bare(8)], state: 'fail' },
          nodes: (node) =>
            node.name === 'demo-1'
              ? {
                  ...node,
                  slots: [
                    [0, 7],
                    [9, 5460],
                  ],
                }
              : node,
        }),
      ),
    ));
  it('a stopped node, one that is lost, and views that differ, with a password', () =>
    golden(
      'fix-members',
      plan(
        fix,
        stopped(
          'demo-5',
          sick({ live: { lost: [lost()], views: 2 } }, { ...bridge, password: { env: 'REDIS_PASSWORD' } }),
        ),
      ),
    ));
  it('a master is gone for good, made by hand', () => {
    const state = handMade('bridge');
    const nodes = state.live.nodes.filter((node) => node.name !== 'redis-node-1');
    const gone = lost({ id: idOf(1), address: '172.18.0.11:6381', role: 'master', slots: [[0, 5460]] });
    return golden(
      'fix-lost-master',
      plan({ ...fix, name: 'redis-node' }, { ...state, live: { ...state.live, nodes, lost: [gone] } }),
    );
  });
});

/** As it is when a node's container has ended. */
function stopped(name: string, state: DayTwoObserved, how: 'exited' | 'paused' = 'exited'): DayTwoObserved {
  return {
    ...state,
    containers: state.containers.map((each) => (each.name === name ? { ...each, state: how } : each)),
    live: { ...state.live, nodes: state.live.nodes.map(changed([name], { health: 'stopped' })) },
  };
}

describe('planFix', () => {
  it('does nothing where there is nothing to do', () => {
    const made = plan(fix);
    expect(made.steps).toEqual([]);
    expect(made.findings.map((each) => each.code)).toEqual(['fix.nothing']);
  });

  it.each([
    ['slots.open', ['settle-slots'], [[5, 5]]],
    ['slots.claimed-twice', ['settle-slots'], [[6, 6]]],
    ['keys.stray', ['stray-keys'], [[7, 7]]],
  ])('repairs only what is asked for: %s', (code, expected, ranges) => {
    const state = sick({ live: { claims: [open, twice, stray] } });
    const made = plan({ ...fix, findings: [code] }, state);
    expect(repairs(made)).toEqual(expected);
    expect(op(made, expected[0] ?? '')).toMatchObject({ args: { ranges } });
    expect(repairs(plan(fix, state))).toEqual(['settle-slots', 'stray-keys']);
  });

  it('starts what has stopped, lets go on what is paused, and waits for it', () => {
    const made = plan(fix, stopped('demo-4', sick({})));
    expect(repairs(made)).toEqual(['start:demo-4', 'ping:demo-4']);
    expect(canRun(made)).toBe(true);
    const paused = plan({ ...fix, findings: ['node.paused'] }, stopped('demo-4', sick({}), 'paused'));
    expect(op(paused, 'start:demo-4')?.kind).toBe('container.unpause');
    expect(repairs(plan({ ...fix, findings: ['slots.open'] }, stopped('demo-4', sick({}))))).toEqual([]);
  });

  it('has all forget who is lost, one after the other', () => {
    const made = plan(fix, sick({ live: { lost: [lost(), lost({ id: idOf(10), knownBy: ['demo-2'] })] } }));
    expect(repairs(made)).toEqual([`forget:${idOf(9)}`, `forget:${idOf(10)}`]);
    const [first, second] = made.steps;
    expect(second?.dependsOn).toEqual([first?.id]);
    expect(second?.cause.params).toEqual({ n: 1 });
    if (first?.op.kind !== 'redis.forget') throw new Error('no forget');
    expect(first.op.args.nodes).toHaveLength(6);
    expect(first.op.args.node).toBeUndefined();
  });

  it('promotes the replica of a lost master before it is forgotten; else its slots are covered', () => {
    const gone = lost({ id: idOf(1), role: 'master', slots: [[0, 5460]] });
    const live = running().live.nodes.filter((node) => node.name !== 'demo-1');
    const saved = plan(fix, sick({ live: { nodes: live, lost: [gone], claims: [] } }));
    expect(repairs(saved)).toEqual(['failover:demo-5', `forget:${idOf(1)}`]);
    expect(saved.steps[0]?.destructive).toBe(true);
    const alone = live.filter((node) => node.name !== 'demo-5');
    const dead = plan(fix, sick({ live: { nodes: alone, lost: [gone], claims: [] } }));
    expect(repairs(dead)).toEqual([`forget:${idOf(1)}`, 'cover']);
    expect(dead.steps[0]?.destructive).toBe(true);
    expect(dead.findings.map((each) => each.code)).toEqual(
      expect.arrayContaining(['fix.slotsLost', 'fix.covered']),
    );
    expect(op(dead, 'cover')).toMatchObject({
      args: { assign: [{ ranges: [[0, 2729]] }, { ranges: [[2730, 5460]] }] },
    });
  });

  it('introduces nodes that lack each other, and waits for one view only once slots are settled', () => {
    const made = plan(fix, sick({ live: { views: 2, claims: [twice] } }));
    expect(repairs(made)).toEqual([...[1, 2, 3, 4, 5, 6].map((n) => `meet:demo-${n}`), 'settle-slots']);
    expect(made.steps.find((step) => step.id === 'agree')?.dependsOn).toEqual(['settle-slots']);
    expect(op(made, 'meet:demo-1')).toMatchObject({ args: { others: { length: 5 } } });
  });

  it('leaves a node alone that nobody knows, and says so', () => {
    const made = plan(fix, sick({ live: { claims: [open] }, nodes: changed(['demo-6'], { apart: true }) }));
    expect(made.findings.map((each) => each.code)).toContain('fix.apart');
    expect(op(made, 'agree')).toMatchObject({ args: { nodes: { length: 5 } } });
  });

  it('gives a new epoch to all but one of those that share theirs', () => {
    const made = plan(fix, sick({ nodes: changed(['demo-1', 'demo-2', 'demo-3'], { configEpoch: 7 }) }));
    expect(repairs(made)).toEqual(['epoch:demo-2', 'epoch:demo-3']);
  });

  it('points a replica of a replica at the master', () => {
    const made = plan(fix, sick({ nodes: changed(['demo-6'], { masterId: idOf(5) }) }));
    // demo-5 follows demo-1; demo-2 is left without a replica, and nobody can spare one but demo-1.
    expect(op(made, 'replicate:demo-6')).toMatchObject({ args: { master: { name: 'demo-1' } } });
  });

  it('gives a master without a replica one that another can spare', () => {
    const spec = { ...bridge, replicasPerMaster: 2 };
    const nodes = running(spec).live.nodes.filter((node) => node.masterId !== idOf(2));
    const made = plan(fix, sick({ live: { nodes } }, spec));
    const moved = made.steps.filter((step) => step.id.startsWith('replicate:'));
    expect(moved).toHaveLength(1);
    expect(moved[0]?.op).toMatchObject({ args: { master: { name: 'demo-2' } } });
    const poor = sick({ live: { nodes: running().live.nodes.filter((node) => node.masterId !== idOf(2)) } });
    const none = plan(fix, poor);
    expect(ids(none)).toEqual([]);
    expect(none.findings.map((each) => each.code)).toContain('fix.alone');
  });

  it('refuses what it cannot repair, and an owner that cannot be asked', () => {
    expectRefused(plan({ ...fix, findings: ['memory.high'] }), 'fix.unknown', 'findings');
    const silent = sick({ live: { claims: [open] }, nodes: changed(['demo-3'], { health: 'unreachable' }) });
    expectRefused(plan(fix, silent), 'fix.silentOwner');
    expect(errors(plan(fix, stopped('demo-3', sick({ live: { claims: [open] } }))))).toEqual([]);
  });
});
