import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { Run } from '@shared/plan';
import { planDayTwo } from '@shared/redis-cluster/day-two/index';
import { countSlots } from '@shared/redis-cluster/slots';
import { planRequestSchema, type DayTwoRequest } from '@shared/requests';
import { afterPlan } from '../../../src-renderer/features/redis/day-two/after';
import { DrillForm, storyOf } from '../../../src-renderer/features/redis/day-two/drill.svelte';
import { FailoverForm } from '../../../src-renderer/features/redis/day-two/failover.svelte';
import type { OperationForm } from '../../../src-renderer/features/redis/day-two/form';
import { impactOf } from '../../../src-renderer/features/redis/day-two/impact';
import {
  pictureOfAfter,
  pictureOfRun,
  slotRows,
} from '../../../src-renderer/features/redis/day-two/pictures';
import { RebalanceForm } from '../../../src-renderer/features/redis/day-two/rebalance.svelte';
import { ReshardForm } from '../../../src-renderer/features/redis/day-two/reshard.svelte';
import { ScaleInForm } from '../../../src-renderer/features/redis/day-two/scale-in.svelte';
import { ScaleOutForm } from '../../../src-renderer/features/redis/day-two/scale-out.svelte';
import { pictureOfStatus } from '../../../src-renderer/features/redis/picture/make';
import { bridge } from '../redis-cluster/support';
import { running } from '../redis-cluster/day-two/support';
import { asked, n1, n2, n3, n4, n5, n6, status, statusOf } from './day-two-support';

const after = (form: OperationForm) => afterPlan(status, asked(form).plan);
const slotsAfter = (form: OperationForm) =>
  Object.fromEntries(
    after(form)
      .status.nodes.filter((node) => node.role === 'master')
      .map((node) => [node.name, countSlots(node.slots)]),
  );

describe('scale out', () => {
  it('proposes one master with as many replicas as the others have; the picture shows it with its slots', () => {
    const form = new ScaleOutForm(status);
    expect(form.request).toMatchObject({ masters: 1, replicas: 1, slots: 'even', replicasFor: [] });
    const then = after(form);
    const fresh = [...then.planned];
    expect(fresh).toHaveLength(2);
    expect(Object.values(slotsAfter(form))).toEqual([4096, 4096, 4096, 4096]);
    expect(then.moves.map(({ from, to }) => [from, to])).toEqual(
      [n1, n2, n3].map((from) => [from, fresh[0]]),
    );
    const now = pictureOfStatus(status);
    const picture = pictureOfAfter(now, then);
    // Whoever was there keeps place and colour; the newcomer comes last, planned.
    expect(picture.masters.map(({ name }) => name)).toEqual([n1, n2, n3, fresh[0]]);
    expect(picture.masters.slice(0, 3).map(({ color }) => color)).toEqual(
      now.masters.map(({ color }) => color),
    );
    expect(picture.masters[3]).toMatchObject({ state: 'planned', replicas: [{ name: fresh[1] }] });
    expect(picture.masters[3]?.address).toBe('10.5.0.17:6387');
    expect(picture.moved).toHaveLength(3);
    expect(slotRows(now, picture).map(({ before, after: is }) => [before, is])).toEqual([
      [5461, 4096],
      [5462, 4096],
      [5461, 4096],
      [0, 4096],
    ]);
  });

  it('asks for further replicas by the name of their master, once for each', () => {
    const form = new ScaleOutForm(status);
    form.masters = 0;
    expect(form.issues[0]).toMatchObject({ open: true });
    expect(form.request).toBeUndefined();
    form.further = { [n2]: 2 };
    expect(form.request).toMatchObject({ masters: 0, replicas: 0, replicasFor: [n2, n2] });
    expect(impactOf(asked(form).plan, after(form)).map(({ text }) => translate('en', text))).toEqual([
      '2 new containers',
    ]);
  });

  it('says what is wrong with a number', () => {
    const form = new ScaleOutForm(status);
    form.replicas = 6;
    expect(form.issues.map(({ path }) => path)).toEqual(['replicas']);
    form.replicas = undefined;
    expect(form.issues.map(({ path }) => path)).toEqual(['replicas']);
  });
});

describe('scale in', () => {
  it('chooses a master with its replicas, and lets one of them stay', () => {
    const form = new ScaleInForm(status);
    expect(form.issues[0]).toMatchObject({ path: 'nodes', open: true });
    form.pick(n3);
    expect(form.chosen).toEqual([n3, n4]);
    form.pick(n4);
    expect(form.chosen).toEqual([n3]);
    form.pick(n3);
    expect(form.chosen).toEqual([]);
  });

  it('shows who is left, and gives all slots to them', () => {
    const five = running({ ...bridge, masters: 5 });
    const seen = statusOf(five);
    const form = new ScaleInForm(seen);
    const goes = seen.nodes.filter((node) => node.role === 'master').at(-1)?.name ?? '';
    form.pick(goes);
    const plan = planDayTwo(planRequestSchema.parse(form.request) as DayTwoRequest, five);
    const then = afterPlan(seen, plan);
    expect(then.marks.get(goes)).toBe('gone');
    expect(then.status.nodes).toHaveLength(8);
    expect(then.status.slotsCovered).toBe(16_384);
    const counts = then.status.nodes.flatMap(({ role, slots }) =>
      role === 'master' ? [countSlots(slots)] : [],
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(pictureOfAfter(pictureOfStatus(seen), then).masters).toHaveLength(4);
  });
});

describe('reshard', () => {
  it('asks for exactly what was pulled', () => {
    const form = new ReshardForm(status);
    expect(form.request).toBeUndefined();
    form.board = form.board.move([0, 99], n3);
    expect(asked(form).request).toMatchObject({
      what: { by: 'ranges', moves: [{ from: n1, to: n3, ranges: [[0, 99]] }] },
    });
    expect(after(form).moves).toEqual([{ from: n1, to: n3, range: [0, 99] }]);
  });

  it('takes slots by number, and says when none would move', () => {
    const form = new ReshardForm(status);
    form.target = n2;
    form.choose([5461, 5470]);
    expect(form.put()).toBe(false);
    form.choose([5451, 5470]);
    expect(form.put()).toBe(true);
    expect(form.moves).toEqual([{ from: n1, to: n2, ranges: [[5451, 5460]] }]);
    form.last = 3;
    expect(form.exactIssues.map(({ path }) => path)).toEqual(['last']);
  });

  it('asks by count for no more than the givers have', () => {
    const form = new ReshardForm(status);
    form.by = 'count';
    form.to = n1;
    form.slots = 300;
    expect(asked(form).request).toMatchObject({ what: { by: 'count', slots: 300, from: 'all', to: n1 } });
    expect(slotsAfter(form)[n1]).toBe(5761);
    form.from = 'some';
    expect(form.issues[0]).toMatchObject({ path: 'from', open: true });
    form.toggleSource(n2);
    form.slots = 6000;
    expect(form.issues.map(({ path }) => path)).toEqual(['slots']);
  });

  it('keeps what was pulled while the cluster is looked at again', () => {
    const form = new ReshardForm(status);
    form.board = form.board.move([0, 99], n3);
    form.cluster = { ...status, observedAt: 8000 };
    expect(form.moves).toHaveLength(1);
  });
});

describe('rebalance', () => {
  it('gives weights only where they are not 1', () => {
    const form = new RebalanceForm(status);
    form.weights = { [n1]: 2, [n2]: 1 };
    expect(asked(form).request).toMatchObject({ kind: 'redis-cluster.rebalance', weights: { [n1]: 2 } });
    expect(slotsAfter(form)[n1]).toBe(8192);
    form.weights = { [n1]: 0, [n2]: 0, [n3]: 0 };
    expect(form.issues.map(({ path }) => path)).toEqual(['weights']);
  });

  it('evens out keys rather than slots, once they are counted', () => {
    const form = new RebalanceForm(status);
    form.by = 'keys';
    expect(form.request).toBeUndefined();
    // All keys lie in the first hundred slots.
    form.keys = Array.from({ length: 16_384 }, (_, slot) => (slot < 99 ? 10 : 0));
    const { request } = asked(form);
    expect(request).toMatchObject({ kind: 'redis-cluster.reshard', what: { by: 'ranges' } });
    const counts = after(form).status.nodes.flatMap(({ role, slots }) =>
      role === 'master'
        ? [
            slots.reduce(
              (sum, [a, b]) => sum + (form.keys ?? []).slice(a, b + 1).reduce((x, y) => x + y, 0),
              0,
            ),
          ]
        : [],
    );
    expect(counts).toEqual([330, 330, 330]);
  });
});

describe('failover and drill', () => {
  it('promotes the replica in its master’s place and colour', () => {
    const form = new FailoverForm(status, n5);
    expect(form.request).toMatchObject({ node: n5, mode: 'graceful' });
    const then = after(form);
    expect(Object.fromEntries(then.marks)).toMatchObject({ [n5]: 'promoted', [n1]: 'demoted' });
    // A failover moves no key.
    expect(then.moves).toEqual([]);
    const now = pictureOfStatus(status);
    const picture = pictureOfAfter(now, then);
    expect(picture.masters[0]).toMatchObject({
      name: n5,
      color: now.masters[0]?.color,
      slotCount: 5461,
      replicas: [{ name: n1 }],
    });
    form.pick(n2);
    expect(form.node).toBe(n5);
  });

  it('proposes force where the master does not answer', () => {
    const nodes = status.nodes.map((node) =>
      node.name === n1 ? { ...node, health: 'failed' as const } : node,
    );
    expect(new FailoverForm({ ...status, nodes }, n5).mode).toBe('force');
  });

  it('expects the only replica of a lost master to take over', () => {
    const form = new DrillForm(status, n2);
    const then = after(form);
    expect(Object.fromEntries(then.marks)).toMatchObject({ [n2]: 'victim', [n6]: 'promoted' });
    const keys = storyOf(status, n2).map(({ key }) => key.replace('wizard2.drill.', ''));
    expect(keys).toEqual(['lost', 'suspect', 'elect', 'back']);
    expect(storyOf(status, n5).map(({ key }) => key)).toContain('wizard2.drill.replicaOnly');
    const alone = { ...status, nodes: status.nodes.filter(({ role }) => role === 'master') };
    expect(storyOf(alone, n2).map(({ key }) => key)).toContain('wizard2.drill.noReplica');
    expect(storyOf(status, 'nobody')).toEqual([]);
  });
});

describe('the picture while a plan runs', () => {
  const plan = asked(new ScaleOutForm(status)).plan;
  const run = { plan, steps: plan.steps.map(({ id }) => ({ id, status: 'queued' })) } as unknown as Run;

  it('sets newcomers beside the cluster until they are part of it, and stripes what has moved so far', () => {
    const base = { status, picture: pictureOfStatus(status) };
    expect(pictureOfRun(status, run, base).others.map(({ state }) => state)).toEqual(['planned', 'planned']);
    const nodes = status.nodes.map((node) =>
      node.name === n1
        ? { ...node, slots: [[10, 5460] as [number, number]] }
        : node.name === n2
          ? { ...node, slots: [[0, 9] as [number, number], ...node.slots] }
          : node,
    );
    expect(pictureOfRun({ ...status, nodes }, run, base).moved).toEqual([
      { from: n1, to: n2, range: [0, 9], color: 1 },
    ]);
  });
});
