import { expect } from 'vitest';
import { canRun, type Plan } from '@shared/plan';
import { planText } from '@shared/plan-text';
import { planDayTwo } from '@shared/redis-cluster/day-two/index';
import type { DayTwoObserved, LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import { layOut } from '@shared/redis-cluster/nodes';
import type { ObservedContainer, RedisClusterObserved } from '@shared/redis-cluster/observed';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import {
  isDayTwoRequest,
  planRequestSchema,
  type DayTwoRequest,
  type PlanRequestInput,
} from '@shared/requests';
import { container, network, observed } from '../observed';
import { bridge, expectSound, stands } from '../support';

/** A node's id: forty hexadecimal digits that tell which it is. */
export const idOf = (number: number): string => String(number).padStart(40, 'a');

export interface Change {
  readonly nodes?: (node: LiveNode, i: number) => LiveNode;
  readonly live?: Partial<LiveCluster>;
  readonly observed?: Partial<RedisClusterObserved>;
}

/** A cluster that runs as described: 250,000 keys and 60 MB on each master. */
export function running(input: RedisClusterSpecInput = bridge, change: Change = {}): DayTwoObserved {
  const spec = redisClusterSpecSchema.parse(input);
  const planned = layOut(spec);
  const number = new Map(planned.map((node) => [node.name, node.number]));
  const nodes = planned
    .map((node): LiveNode => ({
      name: node.name,
      id: idOf(node.number),
      role: node.role,
      ...(node.master !== undefined && { masterId: idOf(number.get(node.master) ?? 0) }),
      slots: node.ranges,
      openSlots: [],
      address: `${node.redis.announce.address}:${node.port}`,
      busPort: node.busPort,
      linkUp: true,
      health: 'ok',
      flags: [node.role === 'master' ? 'master' : 'slave'],
      configEpoch: node.number,
      container: { id: `id-of-${node.name}`, name: node.name, state: 'running', image: spec.image },
      memoryBytes: 62 * 1024 * 1024,
      maxMemoryBytes: 0,
      keys: 250_000,
      redis: node.redis,
      migration: 'keys',
    }))
    .map(change.nodes ?? ((node) => node));
  return {
    ...stands(input),
    ...change.observed,
    live: {
      name: spec.name,
      origin: 'flotilla',
      mode: spec.network.mode,
      state: 'ok',
      spec,
      nodes,
      views: 1,
      claims: [],
      lost: [],
      ...change.live,
    },
  };
}

/** Six containers as the tutorials make them: `docker run … redis-server --port 638N …`, with a password. */
export function handMade(
  mode: 'bridge' | 'host',
  change: (each: ObservedContainer, i: number) => ObservedContainer = (each) => each,
): DayTwoObserved {
  const address = (i: number): string => (mode === 'host' ? '192.168.1.20' : `172.18.0.${11 + i}`);
  const base = running({ ...bridge, name: 'redis-node', network: { mode: 'host', address: '192.168.1.20' } });
  const containers = base.live.nodes
    .map(({ name }, i) =>
      container(name, {
        command: [
          ...['redis-server', '--port', String(6381 + i), '--cluster-enabled', 'yes', '--appendonly', 'yes'],
          ...['--requirepass', 'geheim', '--masterauth', 'geheim', '--maxmemory', '100mb'],
          ...['--cluster-announce-ip', address(i), '--save', ''],
        ],
        networkMode: mode === 'host' ? 'host' : 'redis-net',
        addresses: mode === 'host' ? {} : { 'redis-net': address(i) },
        ports:
          mode === 'host'
            ? []
            : [6381 + i, 16381 + i].map((port) => ({ hostIp: '', hostPort: port, containerPort: port })),
        mounts: [{ type: 'bind', source: `/data/redis/share/${name}`, target: '/data' }],
        restart: 'always',
      }),
    )
    .map(change);
  const { spec: _, ...live } = base.live;
  return {
    ...observed({
      containers,
      networks:
        mode === 'host'
          ? []
          : [network('redis-net', '172.18.0.0/16', 'bridge', { containers: containers.map((c) => c.name) })],
    }),
    live: {
      ...live,
      origin: 'adopted',
      mode,
      nodes: live.nodes.map((node, i) => ({
        ...node,
        address: `${address(i)}:${6381 + i}`,
        redis: {
          ...node.redis,
          host: '127.0.0.1',
          announce: { address: address(i), port: 6381 + i, busPort: 16381 + i },
          auth: { password: { container: node.name } },
        },
      })),
    },
  };
}

/** The plan of a request as somebody would write it; sound, whatever else it is. */
export function plan(
  request: Extract<PlanRequestInput, { kind: DayTwoRequest['kind'] }>,
  state: DayTwoObserved = running(),
): Plan {
  const parsed = planRequestSchema.parse(request);
  if (!isDayTwoRequest(parsed)) throw new Error('not a day-two request');
  const made = planDayTwo(parsed, state);
  expectSound(made);
  return made;
}

export const golden = async (name: string, made: Plan) => {
  await expect(`${planText(made).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
};

export const ids = (made: Plan): string[] => made.steps.map((step) => step.id);

/** The codes of what keeps a plan from running. */
export const errors = (made: Plan): string[] =>
  made.findings.filter((each) => each.level === 'error').map((each) => each.code);

/** Refused, and for this alone. */
export function expectRefused(made: Plan, code: string, path?: string) {
  expect(canRun(made)).toBe(false);
  expect(errors(made)).toEqual([code]);
  if (path !== undefined) expect(made.findings.find((each) => each.code === code)?.path).toBe(path);
}

/** Moves node 1's slots elsewhere, and whatever else. */
export const changed =
  (names: readonly string[], change: Partial<LiveNode>) =>
  (node: LiveNode): LiveNode =>
    names.includes(node.name) ? { ...node, ...change } : node;

/** Everything is broken that can be repaired. */
export function everyRepair(): DayTwoObserved {
  const claim = { migrating: [], importing: [], keys: {} };
  return running(bridge, {
    nodes: (node) => ({ ...node, configEpoch: 1 }),
    live: {
      views: 2,
      claims: [
        { ...claim, slot: 5, owners: ['demo-1'], migrating: [{ node: 'demo-1', peer: 'demo-2' }] },
        { ...claim, slot: 6, owners: [] },
        { ...claim, slot: 7, owners: ['demo-1'], keys: { 'demo-1': 4, 'demo-2': 3 } },
      ],
      lost: [{ id: idOf(9), address: '10.5.0.99:6399', role: 'replica', slots: [], knownBy: ['demo-1'] }],
    },
  });
}
