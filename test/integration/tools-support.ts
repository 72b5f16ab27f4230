import { expect } from 'vitest';
import type { RedisNode } from '@shared/ops';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster } from '@shared/redis-cluster/live';
import { redisClusterSpecSchema } from '@shared/redis-cluster/spec';
import { createRedisPool, type RedisPool } from '../../src-main/clients/redis';
import type { OpContext } from '../../src-main/runner/types';
import type { Flotilla } from '../../src-main/wiring';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker, images, ports, subnet, sweep, testLabels } from '../support/world';

/** Three masters with a password, and what a test does with them. */
export interface SmallCluster {
  readonly services: Flotilla;
  readonly pool: RedisPool;
  readonly live: LiveCluster;
  readonly image: string;
  /** Sends a command to the node that owns its key (the second word), as bytes. */
  put(...words: (string | Buffer)[]): Promise<void>;
  /** A server by itself, on a port of this computer. */
  standalone(stem: string, extra?: readonly string[], image?: string): Promise<RedisNode>;
  close(): Promise<void>;
}

export const password = 'pass "word"';

export async function smallCluster(name: string): Promise<SmallCluster> {
  await sweep(name);
  process.env['FLT_TOOLS_PASSWORD'] = password;
  const image = (await images()).redis7;
  const services = await flotilla();
  const [{ cidr }, first] = [await subnet(), await ports(3)];
  const spec = redisClusterSpecSchema.parse({
    ...{ kind: 'redis-cluster', name, image, masters: 3, replicasPerMaster: 0, restart: 'no' },
    network: { mode: 'bridge', subnet: cidr },
    ports: { first },
    password: { env: 'FLT_TOOLS_PASSWORD' },
  });
  const run = await carryOut(services, { kind: 'redis-cluster.create', spec });
  expect(failures(run)).toEqual([]);
  const live = await services.clusters.live(name);
  const pool = createRedisPool({ resolveSecret: () => Promise.resolve(password) });
  return {
    ...{ services, pool, live, image },
    async put(...words) {
      await pool.node(ownerOf(live, keySlot(words[1] ?? '')).redis).call(words);
    },
    async standalone(stem, extra = [], of = image) {
      const port = await ports(1);
      const container = await docker().createContainer({
        name: `${name}-${stem}`,
        Image: of,
        Labels: testLabels(name),
        Cmd: [
          of.includes('valkey') ? 'valkey-server' : 'redis-server',
          '--port',
          String(port),
          '--save',
          '',
          ...extra,
        ],
        HostConfig: { NetworkMode: 'host' },
      });
      await container.start();
      const node: RedisNode = {
        ...{ name: `${name}-${stem}`, host: '127.0.0.1', port, innerPort: port },
        announce: { address: '127.0.0.1', port, busPort: port + 10_000 },
      };
      await answers(pool, node);
      return node;
    },
    async close() {
      pool.close();
      await services.close();
      await sweep(name);
    },
  };
}

/** Waits until a server answers. */
export async function answers(pool: RedisPool, node: RedisNode): Promise<void> {
  for (let left = 150; left > 0; left--) {
    const up = await pool
      .node(node)
      .ping()
      .then(
        () => true,
        () => false,
      );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${node.name} does not answer`);
}

export function ownerOf(live: LiveCluster, slot: number): LiveCluster['nodes'][number] {
  const owner = live.nodes.find((node) => node.slots.some(([from, to]) => from <= slot && slot <= to));
  if (owner === undefined) throw new Error(`nobody owns ${slot}`);
  return owner;
}

/** Opens a slot as a reshard does, does something, and closes it as it was. */
export async function whileMoving(
  { pool, live }: SmallCluster,
  slot: number,
  work: (from: RedisNode, to: RedisNode) => Promise<void>,
): Promise<void> {
  const from = ownerOf(live, slot);
  const to = live.nodes.find((node) => node !== from)!;
  await pool.node(to.redis).call(['CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', from.id]);
  await pool.node(from.redis).call(['CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', to.id]);
  try {
    await work(from.redis, to.redis);
  } finally {
    await pool.node(to.redis).call(['CLUSTER', 'SETSLOT', String(slot), 'STABLE']);
    await pool.node(from.redis).call(['CLUSTER', 'SETSLOT', String(slot), 'STABLE']);
  }
}

export const opContext = (runId: string, signal = new AbortController().signal): OpContext => ({
  ...{ runId, stepId: 's', signal, results: new Map() },
  progress: () => undefined,
  log: () => undefined,
});
