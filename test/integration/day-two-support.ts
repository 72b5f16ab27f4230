import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { AppError } from '@shared/errors';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { planRequestSchema, type PlanRequest, type PlanRequestInput } from '@shared/requests';
import type { Run } from '@shared/plan';
import type { Flotilla } from '../../src-main/wiring';
import { carryOut, failures } from '../support/flotilla';
import { images, ports, subnet, sweep } from '../support/world';

/**
 * A 3+3 cluster in bridge mode that fails over quickly, with room for four more nodes.
 * Vitest tries a test again but not a hook, where this is called; so it tries again itself, and says why.
 */
export async function buildCluster(
  services: Flotilla,
  name: string,
  more: Partial<RedisClusterSpecInput> = {},
): Promise<void> {
  try {
    await buildOnce(services, name, more);
  } catch (error) {
    console.error(`Building ${name} failed; it is tried once more.`, error);
    await buildOnce(services, name, more);
  }
}

async function buildOnce(
  services: Flotilla,
  name: string,
  more: Partial<RedisClusterSpecInput>,
): Promise<void> {
  await sweep(name);
  const spec = redisClusterSpecSchema.parse({
    kind: 'redis-cluster',
    name,
    image: (await images()).redis7,
    network: { mode: 'bridge', subnet: (await subnet()).cidr },
    ports: { first: await ports(10) },
    restart: 'no',
    nodeTimeout: 2500,
    ...more,
  });
  await succeeds(services, { kind: 'redis-cluster.create', spec });
}

/** The steps that failed, without those that were never begun. */
const broken = (run: Run): unknown =>
  (failures(run) as { status: string }[]).filter((step) => step.status !== 'skipped');

/** Plans, runs, and expects success. Where the cluster is still settling the plan is looked at again, as one would. */
export async function succeeds(services: Flotilla, request: PlanRequestInput): Promise<Run> {
  const run = await agreed(services, planRequestSchema.parse(request));
  expect(run.status, JSON.stringify(broken(run), null, 1)).toBe('succeeded');
  return run;
}

async function agreed(services: Flotilla, request: PlanRequest, tries = 10): Promise<Run> {
  try {
    return await carryOut(services, request);
  } catch (error) {
    if (tries === 0 || !(error instanceof AppError) || error.info.code !== 'plan.changed') throw error;
    await sleep(500);
    return agreed(services, request, tries - 1);
  }
}

/** Looks until the status is as wanted. */
export const becomes = (services: Flotilla, name: string) =>
  expect.poll(() => services.clusters.status(name), { timeout: 60_000, interval: 200 });

/** Nothing is open, uncovered, lost or misplaced, and every node agrees. */
export async function isSound(services: Flotilla, name: string): Promise<LiveCluster> {
  await becomes(services, name).toMatchObject({ state: 'ok', slotsCovered: 16_384, problems: [] });
  const report = await services.clusters.check(name, true);
  expect(report.findings.filter((each) => each.level !== 'info')).toEqual([]);
  const live = await services.clusters.live(name);
  expect(live).toMatchObject({ claims: [], lost: [], views: 1 });
  return live;
}

/** A connection to one node. Close it. */
export function clientOf(node: LiveNode, password?: string): Redis {
  return new Redis({
    host: node.redis.host,
    port: node.redis.port,
    lazyConnect: true,
    ...(password === undefined ? {} : { password }),
  });
}

export const mastersOf = (live: LiveCluster): LiveNode[] =>
  live.nodes.filter((node) => node.role === 'master' && node.health === 'ok');
export const nodeOf = (live: LiveCluster, name: string): LiveNode =>
  live.nodes.find((node) => node.name === name)!;

/** Sends commands to every master. */
export async function onMasters<T>(
  live: LiveCluster,
  act: (client: Redis, node: LiveNode) => Promise<T>,
  password?: string,
): Promise<T[]> {
  return Promise.all(
    mastersOf(live).map(async (node) => {
      const client = clientOf(node, password);
      try {
        await client.connect();
        return await act(client, node);
      } finally {
        client.disconnect();
      }
    }),
  );
}

/** Writes `n` keys, each through the master that owns it. */
export async function fill(live: LiveCluster, n: number, password?: string): Promise<void> {
  const written = await onMasters(
    live,
    async (client) => {
      const pipeline = client.pipeline();
      for (let i = 0; i < n; i++) pipeline.set(`key:${i}`, `value ${i}`);
      const replies = (await pipeline.exec()) ?? [];
      return replies.filter(([error]) => error === null).length;
    },
    password,
  );
  expect(written.reduce((sum, each) => sum + each, 0)).toBe(n);
}

/** Every key is there, on exactly one master, with its value. */
export async function keepsAll(live: LiveCluster, n: number, password?: string): Promise<void> {
  const found = await onMasters(
    live,
    async (client) => {
      const pipeline = client.pipeline();
      for (let i = 0; i < n; i++) pipeline.get(`key:${i}`);
      const replies = (await pipeline.exec()) ?? [];
      const right = replies.flatMap(([error, value], i) =>
        error === null && value === `value ${i}` ? [i] : [],
      );
      return { right, size: await client.dbsize() };
    },
    password,
  );
  const right = new Set(found.flatMap((each) => each.right));
  const missing = Array.from({ length: n }, (_, i) => i).filter((i) => !right.has(i));
  const size = found.reduce((sum, each) => sum + each.size, 0);
  expect({ missing: missing.map((i) => `key:${i} in slot ${keySlot(`key:${i}`)}`), size }).toEqual({
    missing: [],
    size: n,
  });
}
