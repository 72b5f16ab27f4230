import { planDigest } from '@shared/plan';
import { planDayTwo } from '@shared/redis-cluster/day-two/index';
import type { DayTwoObserved, LiveNode } from '@shared/redis-cluster/live';
import { layOut } from '@shared/redis-cluster/nodes';
import { redisClusterSpecSchema, type RedisClusterSpec } from '@shared/redis-cluster/spec';
import { isDayTwoRequest, planRequestSchema, type DayTwoRequest } from '@shared/requests';
import { median, type BenchOptions, type BenchResult } from './lib/stats';

/*
 * How long planning takes, and how it grows: five masters with replicas come, five leave, a rebalance,
 * each for clusters of 300 and of 1,000 nodes (half of them masters), with the digest that every plan gets.
 * ours: microseconds a node at 1,000 nodes; peer: the same at 300 nodes. A ratio of 1 is linear growth.
 */

const spec = (nodes: number): RedisClusterSpec =>
  // Beyond what the schema lets a person build in one go, so it is filled by hand.
  ({
    ...redisClusterSpecSchema.parse({
      kind: 'redis-cluster',
      name: 'bench',
      network: { mode: 'bridge', subnet: '10.200.0.0/16' },
    }),
    masters: nodes / 2,
  });

/** A cluster that stands, as a look at it gives it; `lopsided`: the first half of the masters has far more slots. */
function standing(nodes: number, lopsided: boolean): DayTwoObserved {
  const built = spec(nodes);
  const planned = layOut(built);
  const id = (name: string | undefined): string => (name ?? '').padStart(40, '0');
  const masters = planned.filter((node) => node.role === 'master');
  const ranges = new Map(
    masters.map((node, i) => [node.name, masters[lopsided ? shuffled(i, masters.length) : i]?.ranges ?? []]),
  );
  if (lopsided) {
    // Each even master hands half of its slots to its neighbour.
    for (let i = 0; i + 1 < masters.length; i += 2) {
      const [from, to] = [masters[i], masters[i + 1]];
      const [range] = (from && ranges.get(from.name)) ?? [];
      if (from === undefined || to === undefined || range === undefined) continue;
      const middle = Math.floor((range[0] + range[1]) / 2);
      ranges.set(from.name, [[range[0], middle]]);
      ranges.set(to.name, [...(ranges.get(to.name) ?? []), [middle + 1, range[1]]]);
    }
  }
  const live = planned.map((node): LiveNode => ({
    name: node.name,
    id: id(node.name),
    role: node.role,
    ...(node.master !== undefined && { masterId: id(node.master) }),
    slots: ranges.get(node.name) ?? [],
    openSlots: [],
    address: `${node.redis.announce.address}:${node.port}`,
    busPort: node.busPort,
    linkUp: true,
    health: 'ok',
    flags: [node.role],
    configEpoch: node.number,
    container: { id: id(node.name), name: node.name, state: 'running', image: built.image },
    memoryBytes: 64 * 1024 * 1024,
    maxMemoryBytes: 0,
    keys: 100_000,
    redis: node.redis,
    migration: 'keys',
  }));
  return {
    engine: engine(),
    containers: planned.map((node) => ({
      id: id(node.name),
      name: node.name,
      image: built.image,
      state: 'running',
      command: [],
      labels: {},
      networkMode: 'bench-net',
      addresses: { 'bench-net': node.address ?? '' },
      ports: node.published,
      mounts: [{ ...node.data, target: '/data' }],
      memoryBytes: 0,
      restart: 'no',
    })),
    networks: [
      { name: 'bench-net', driver: 'bridge', subnets: ['10.200.0.0/16'], labels: {}, containers: [] },
    ],
    volumes: planned.map((node) => ({ name: node.data.source, labels: {} })),
    images: [built.image],
    host: { platform: 'linux', interfaces: [], portsInUse: [], foldersInUse: [], freeMemoryBytes: 0 },
    live: {
      name: 'bench',
      origin: 'flotilla',
      mode: 'bridge',
      state: 'ok',
      // What its first containers say: it has grown since.
      spec: { ...built, masters: 100 },
      nodes: live,
      views: 1,
      claims: [],
      lost: [],
    },
  };
}

/** The same order every time, with neighbours far apart. */
const shuffled = (i: number, count: number): number => (i % 2 === 0 ? i / 2 : count - 1 - (i - 1) / 2);

const engine = (): DayTwoObserved['engine'] => ({
  id: 'bench',
  name: 'bench',
  source: 'socket',
  endpoint: 'unix:///var/run/docker.sock',
  product: 'docker-engine',
  local: true,
  version: '28.0.0',
  apiVersion: '1.48',
  os: '',
  osType: 'linux',
  arch: 'x86_64',
  kernel: '',
  cgroupVersion: '2',
  cpus: 2,
  memoryBytes: 0,
  rootDir: '/',
  storageDriver: 'overlay2',
  isDesktop: false,
  rootless: false,
});

const request = (input: unknown): DayTwoRequest => {
  const parsed = planRequestSchema.parse(input);
  if (!isDayTwoRequest(parsed)) throw new TypeError();
  return parsed;
};

/** Masters that come, or leave, with their replicas: as many for either size, for a plan grows with both. */
const few = 5;

interface Job {
  readonly plan: () => { steps: number };
}

/** Each kind of plan for a cluster of so many nodes. */
function jobs(nodes: number): Record<string, Job> {
  const even = standing(nodes, false);
  const uneven = standing(nodes, true);
  const leaving = even.live.nodes
    .filter((node) => node.role === 'master')
    .slice(-few)
    .flatMap((node) => [
      node.name,
      ...even.live.nodes.filter((each) => each.masterId === node.id).map((each) => each.name),
    ]);
  const day = (input: unknown, observed: DayTwoObserved): Job => {
    const asked = request(input);
    return {
      plan: () => {
        const plan = planDayTwo(asked, observed);
        planDigest(plan);
        return { steps: plan.steps.length };
      },
    };
  };
  const name = 'bench';
  return {
    'scale-out': day({ kind: 'redis-cluster.scale-out', name, masters: few, replicas: 1 }, even),
    'scale-in': day({ kind: 'redis-cluster.scale-in', name, nodes: leaving }, even),
    rebalance: day({ kind: 'redis-cluster.rebalance', name, threshold: 0 }, uneven),
  };
}

/** Milliseconds that a plan takes. */
function timed(job: Job): number {
  const start = performance.now();
  if (job.plan().steps === 0) throw new Error('an empty plan was measured');
  return performance.now() - start;
}

export default function bench({ runs, log }: BenchOptions): BenchResult {
  const [small, large] = [300, 1000];
  const sides = { small: jobs(small), large: jobs(large) };
  const times = new Map<string, { small: number[]; large: number[] }>();
  // One round to warm up, then sides in turn; at least five for a median.
  for (let round = -1; round < Math.max(5, runs); round++)
    for (const name of Object.keys(sides.small)) {
      const pair = { small: timed(sides.small[name]!), large: timed(sides.large[name]!) };
      if (round < 0) continue;
      const known = times.get(name) ?? { small: [], large: [] };
      times.set(name, known);
      known.small.push(pair.small);
      known.large.push(pair.large);
    }
  const detail: Record<string, unknown> = {};
  const sums = { small: 0, large: 0 };
  for (const [name, all] of times) {
    const ms = { small: median(all.small), large: median(all.large) };
    sums.small += ms.small;
    sums.large += ms.large;
    detail[name] = {
      ms300: round(ms.small),
      ms1000: round(ms.large),
      growth: round(ms.large / ms.small),
      steps1000: sides.large[name]!.plan().steps,
    };
    log(`${name}: ${round(ms.small)} ms for ${small} nodes, ${round(ms.large)} ms for ${large}`);
  }
  const perNode = { small: (sums.small * 1000) / small, large: (sums.large * 1000) / large };
  return {
    name: 'planner',
    unit: 'µs a node, for one plan of each kind',
    better: 'lower',
    ours: round(perNode.large),
    peer: round(perNode.small),
    peerName: 'the same plans for 300 nodes (a ratio of 1 is linear growth; redis-cli plans while it runs)',
    ratio: round(perNode.large / perNode.small),
    runs: Math.max(5, runs),
    detail,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
