import { setMaxListeners } from 'node:events';
import { expect, vi } from 'vitest';
import { Cluster } from 'ioredis';
import type { RedisNode, SlotRange } from '@shared/ops';
import { keySlot } from '@shared/redis-cluster/key-slot';
import { createRedisPool, type RedisPool } from '../../src-main/clients/redis';
import { RedisFailure } from '../../src-main/clients/redis-errors';
import { redisOps } from '../../src-main/ops/redis';
import type { OpContext } from '../../src-main/runner/types';
import { docker, ports, testLabels } from '../support/world';

export const password = 'p@ss word"1';
export const resolveSecret = (): Promise<string> => Promise.resolve(password);
export const newPool = (): RedisPool => createRedisPool({ resolveSecret });

/** A pool that can be cut off as a killed process is: from then on nothing gets out any more. */
export function mortalPool(): { pool: RedisPool; kill(): void } {
  const real = newPool();
  let dead = false;
  const pool: RedisPool = {
    node(node, lane) {
      const connection = real.node(node, lane);
      return new Proxy(connection, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          if (dead && name !== 'close') {
            return () => Promise.reject(new RedisFailure('redis.unreachable', node, 'killed'));
          }
          return (value as (...args: unknown[]) => unknown).bind(target);
        },
      });
    },
    close: () => real.close(),
  };
  return {
    pool,
    kill() {
      dead = true;
      real.close();
    },
  };
}

export interface TestCluster {
  readonly nodes: readonly RedisNode[];
  readonly ids: readonly string[];
  readonly pool: RedisPool;
  readonly ops: ReturnType<typeof redisOps>;
  client(): Cluster;
  close(): void;
}

/** Masters with a password on the host's network; slots are given as stated, each further one has `replicas`. */
export async function startMasters(
  name: string,
  image: string,
  slots: readonly (readonly SlotRange[])[],
  more: readonly string[] = [],
): Promise<TestCluster> {
  const first = await ports(slots.length);
  const nodes = await Promise.all(
    slots.map(async (_, index): Promise<RedisNode> => {
      const port = first + index;
      const container = `${name}-${String(index + 1)}`;
      const made = await docker().createContainer({
        name: container,
        Image: image,
        Labels: testLabels(name),
        Cmd: [
          ...[image.startsWith('valkey') ? 'valkey-server' : 'redis-server', '--port', String(port)],
          ...['--cluster-enabled', 'yes', '--save', '', '--requirepass', password, '--masterauth', password],
          ...['--cluster-node-timeout', '2000', '--enable-debug-command', 'yes', ...more],
        ],
        HostConfig: { NetworkMode: 'host' },
      });
      await made.start();
      return {
        name: container,
        container,
        host: '127.0.0.1',
        port,
        announce: { address: '127.0.0.1', port, busPort: port + 10_000 },
        innerPort: port,
        auth: { password: { env: 'TEST_REDIS_PASSWORD' } },
      };
    }),
  );
  const pool = newPool();
  const ops = redisOps({ pool, resolveSecret });
  const context = opContext();
  for (const node of nodes) await ops['redis.ping'].run({ node, timeoutMs: 30_000 }, context);
  for (const [index, ranges] of slots.entries())
    if (ranges.length > 0) await pool.node(nodes[index]!).addSlots(ranges);
  await ops['redis.meet'].run({ node: nodes[0]!, others: nodes.slice(1) }, context);
  await ops['redis.waitAgree'].run({ nodes: [...nodes], timeoutMs: 30_000 }, context);
  await ops['redis.waitStateOk'].run({ nodes: [...nodes], timeoutMs: 30_000 }, context);
  return {
    nodes,
    ids: await Promise.all(nodes.map((node) => pool.node(node).myId())),
    pool,
    ops,
    client: () =>
      new Cluster(
        nodes.map(({ host, port }) => ({ host, port })),
        { redisOptions: { password, protocol: 2 }, slotsRefreshTimeout: 5000 },
      ),
    close: () => pool.close(),
  };
}

/**
 * Waits until a master knows that its replica has all. The link is up before that: a master that sends its data without
 * a file begins with what comes after only when the replica has told it so, up to a second later.
 */
export async function waitStreams(pool: RedisPool, master: RedisNode): Promise<void> {
  await vi.waitFor(
    async () => {
      const info = await pool.node(master).info('replication');
      const [, offset = '-1'] = /state=online,offset=(\d+)/.exec(info['slave0'] ?? '') ?? [];
      expect(Number(offset)).toBeGreaterThanOrEqual(Number(info['master_repl_offset']));
    },
    { timeout: 30_000, interval: 50 },
  );
}

export function opContext(
  options: { signal?: AbortSignal; progress?: OpContext['progress']; lines?: string[] } = {},
): OpContext {
  const signal = options.signal ?? new AbortController().signal;
  // As the runner does: all nodes are asked at once.
  setMaxListeners(0, signal);
  return {
    runId: 'test-run',
    stepId: 'step',
    signal,
    results: new Map(),
    progress: options.progress ?? (() => {}),
    log: (line) => options.lines?.push(line),
  };
}

/** Which keys lie where, by SCAN on each node: a key on two nodes is there twice. */
export async function keysByNode(
  pool: RedisPool,
  nodes: readonly RedisNode[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const node of nodes) {
    let cursor = '0';
    do {
      const reply = (await pool.node(node).call(['SCAN', cursor, 'COUNT', '5000'])) as [string, string[]];
      cursor = reply[0];
      for (const key of reply[1]) found.set(key, [...(found.get(key) ?? []), node.name]);
    } while (cursor !== '0');
  }
  return found;
}

export interface Order {
  readonly open: readonly string[];
  readonly covered: number;
  /** Keys that lie on another node than their slot's owner, or on two. */
  readonly misplaced: readonly string[];
  readonly keys: number;
}

/** What a cluster must show when all is done: nothing open, all covered, each key with its owner alone. */
export async function orderOf({ pool, nodes }: Pick<TestCluster, 'pool' | 'nodes'>): Promise<Order> {
  const owner = new Map<number, string>();
  const open: string[] = [];
  for (const node of nodes) {
    const { lines } = await pool.node(node).clusterNodes();
    const self = lines.find((line) => line.myself)!;
    for (const each of self.openSlots) open.push(`${node.name} ${String(each.slot)} ${each.direction}`);
    for (const [from, to] of self.slots) for (let slot = from; slot <= to; slot++) owner.set(slot, node.name);
  }
  const found = await keysByNode(pool, nodes);
  const misplaced = [...found]
    .filter(([key, at]) => at.length !== 1 || at[0] !== owner.get(keySlot(key)))
    .map(([key, at]) => `${key} on ${at.join(' and ')}`);
  return { open, covered: owner.size, misplaced, keys: found.size };
}

export const inOrder = (keys: number): Order => ({ open: [], covered: 16_384, misplaced: [], keys });
