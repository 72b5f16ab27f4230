import { describe, expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { Plan, Run, StepStatus } from '@shared/plan';
import { layOut } from '@shared/redis-cluster/nodes';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import { redisClusterSpecSchema } from '@shared/redis-cluster/spec';
import { layoutOf, segmentsOf, type Box } from '../../../src-renderer/features/redis/picture/layout';
import { pictureOfSpec, pictureOfStatus } from '../../../src-renderer/features/redis/picture/make';
import { fit, slotText } from '../../../src-renderer/features/redis/picture/model';
import { nodeStates } from '../../../src-renderer/features/redis/picture/progress';

const spec = (masters: number, replicasPerMaster: number, more: object = {}) =>
  redisClusterSpecSchema.parse({
    kind: 'redis-cluster',
    name: 'demo',
    masters,
    replicasPerMaster,
    network: { mode: 'bridge', subnet: '172.18.0.0/16' },
    ...more,
  });

/** A status as a healthy cluster of this spec gives it. */
function statusOf(masters: number, replicas: number): ClusterStatus {
  const nodes = layOut(spec(masters, replicas)).map((node): ClusterNode => ({
    name: node.name,
    id: `id-${node.name}`,
    role: node.role,
    masterId: node.master === undefined ? undefined : `id-${node.master}`,
    slots: node.ranges,
    openSlots: [],
    address: `${node.redis.announce.address}:${node.port}`,
    busPort: node.busPort,
    linkUp: true,
    health: 'ok',
    flags: [],
    configEpoch: node.number,
  }));
  return {
    name: 'demo',
    state: 'ok',
    origin: 'discovered',
    mode: 'bridge',
    slotsCovered: 16_384,
    nodes,
    problems: [],
    hasPassword: false,
    observedAt: 0,
  };
}

const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('the picture of a form', () => {
  it('sets each replica beneath its master, as they will be built', () => {
    const picture = pictureOfSpec(spec(3, 1));
    expect(picture.masters.map((m) => [m.name, slotText(m.slots), m.replicas.map((r) => r.name)])).toEqual([
      ['demo-1', '0–5460', ['demo-5']],
      ['demo-2', '5461–10922', ['demo-6']],
      ['demo-3', '10923–16383', ['demo-4']],
    ]);
  });

  it('shows how a program on this computer gets in and is sent on', () => {
    expect(pictureOfSpec(spec(3, 0)).hops.map((hop) => hop.address)).toEqual([
      undefined,
      '127.0.0.1:6381',
      '172.18.0.11:6381',
      '172.18.0.12:6382',
    ]);
    const host = spec(3, 0, { network: { mode: 'host', address: '192.168.1.20' } });
    expect(pictureOfSpec(host).hops.map((hop) => hop.address)).toEqual([
      undefined,
      '192.168.1.20:6381',
      '192.168.1.20:6382',
    ]);
  });
});

describe('the picture of a live cluster', () => {
  it('draws the same as the form did', () => {
    const live = pictureOfStatus(statusOf(3, 1));
    const planned = pictureOfSpec(spec(3, 1));
    const shape = (picture: typeof live) =>
      picture.masters.map((m) => [m.name, m.slots, m.color, m.replicas.map((r) => r.name)]);
    expect(shape(live)).toEqual(shape(planned));
    expect(live.masters[0]?.state).toBe('ok');
  });

  it('does not call a replica healthy whose link is down, and keeps nodes without a master in sight', () => {
    const status = statusOf(3, 1);
    const nodes = status.nodes.map((node) =>
      node.name === 'demo-4'
        ? { ...node, linkUp: false }
        : node.name === 'demo-5'
          ? { ...node, masterId: 'gone' }
          : node,
    );
    const picture = pictureOfStatus({ ...status, nodes });
    expect(picture.masters[2]?.replicas[0]?.state).toBe('failing');
    expect(picture.others.map((node) => node.name)).toEqual(['demo-5']);
  });
});

describe('the layout', () => {
  const sizes = [
    [3, 0],
    [3, 1],
    [5, 2],
    [12, 1],
    [13, 0],
    [100, 5],
  ] as const;
  it.each(sizes)('keeps %i x %i nodes inside the frame and apart, at every width', (masters, replicas) => {
    for (const width of [300, 620, 1100]) {
      const layout = layoutOf(pictureOfSpec(spec(masters, replicas)), width);
      const boxes = layout.masters.flatMap((m) =>
        layout.compact ? [m.box] : [m.box, ...m.replicas.map((r) => r.box)],
      );
      expect(layout.masters).toHaveLength(masters);
      for (const box of boxes) expect(inside(box, layout.frame)).toBe(true);
      for (const [i, a] of boxes.entries())
        for (const b of boxes.slice(i + 1)) if (!apart(a, b)) expect.fail(`overlap at ${width}`);
      for (const m of layout.masters)
        for (const r of m.replicas) expect(inside(r.box, layout.frame)).toBe(true);
    }
  });

  it('fills the bar without holes, and shows slots that nobody serves', () => {
    const bar = { x: 10, y: 0, width: 1000, height: 20 };
    const masters = pictureOfSpec(spec(3, 0)).masters;
    const whole = segmentsOf(masters, bar);
    expect(whole.map((s) => s.ordinal)).toEqual([1, 2, 3]);
    expect(whole.reduce((sum, s) => sum + s.width, 0)).toBeCloseTo(1000);
    const holed = segmentsOf([masters[0]!, masters[2]!], bar);
    expect(holed.map((s) => [s.owner, s.range])).toEqual([
      ['demo-1', [0, 5460]],
      ['', [5461, 10_922]],
      ['demo-3', [10_923, 16_383]],
    ]);
  });

  it('cuts long names in the middle and keeps their number', () => {
    expect(fit('demo-1', 10)).toBe('demo-1');
    expect(fit('a-very-long-cluster-name-12', 14)).toBe('a-very-…ame-12');
    expect(slotText([[0, 0], [2, 5], [7, 9]])).toBe('0, 2–5, …'); // prettier-ignore
  });
});

describe('nodes while a plan runs', () => {
  const plan: Plan = {
    kind: 'redis-cluster.create',
    target: 'x',
    title: raw('x'),
    groups: [{ id: 'g', title: raw('g') }],
    findings: [],
    steps: (['stop', 'start'] as const).map((verb) => ({
      id: verb,
      group: 'g',
      title: raw(verb),
      cause: raw(''),
      dependsOn: [],
      op: { kind: `container.${verb}` as const, args: { container: 'demo-1' } },
    })),
  };
  const states = (first: StepStatus, second: StepStatus) => {
    const steps = [
      { id: 'stop', status: first },
      { id: 'start', status: second },
    ];
    return nodeStates(plan, { steps } as unknown as Run)('demo-1');
  };
  it.each([
    ['queued', 'queued', 'planned'],
    ['running', 'queued', 'working'],
    ['succeeded', 'queued', 'made'],
    ['succeeded', 'succeeded', 'ok'],
    ['succeeded', 'failed', 'failed'],
    ['undone', 'undone', 'planned'],
  ] as const)('%s and %s: %s', (first, second, expected) => {
    expect(states(first, second)).toBe(expected);
  });
});
