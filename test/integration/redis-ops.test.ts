import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import { createDocker } from '../../src-main/clients/docker';
import { createRedisPool } from '../../src-main/clients/redis';
import { overContainers, redisOps } from '../../src-main/ops/redis';
import type { OpContext } from '../../src-main/runner/types';
import { clusterName, docker, images, ports, sweep, testLabels } from '../support/world';

// The Redis ops against real nodes, each run twice: the second time they find what is there.

const name = clusterName('ops');
const endpoint = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const engine = createDocker({ endpoint, local: true });
const password = 'p@ss word"1';
const pool = createRedisPool({ resolveSecret: () => Promise.resolve(password) });
const ops = redisOps({
  pool,
  resolveSecret: () => Promise.resolve(password),
  ...overContainers(engine.containers),
});
const notes: unknown[] = [];
const context = (signal = new AbortController().signal): OpContext => ({
  runId: 'test-run',
  stepId: 'step',
  signal,
  results: new Map(),
  progress: (at) => notes.push(at.note),
  log: () => {},
});

let nodes: RedisNode[] = [];
const [a, b, c, d] = [0, 1, 2, 3];
const node = (index: number): RedisNode => nodes[index]!;

async function startNode(port: number, index: number, extra: readonly string[] = []): Promise<RedisNode> {
  const { redis7 } = await images();
  const container = `${name}-${index + 1}`;
  const made = await docker().createContainer({
    name: container,
    Image: redis7,
    Labels: testLabels(name),
    Cmd: ['redis-server', '--port', String(port), '--cluster-enabled', 'yes', ...extra],
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
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

beforeAll(async () => {
  await sweep(name);
  const first = await ports(4);
  const auth = ['--requirepass', password, '--masterauth', password];
  nodes = await Promise.all([0, 1, 2, 3].map((index) => startNode(first + index, index, auth)));
});

afterAll(async () => {
  pool.close();
  engine.close();
  await sweep(name);
});

describe('Redis ops on real nodes', () => {
  it('waits for PONG and gives the node’s id', async () => {
    const ids = await Promise.all(
      nodes.map((each) => ops['redis.ping'].run({ node: each, timeoutMs: 20_000 }, context())),
    );
    expect(new Set(ids.map((each) => JSON.stringify(each))).size).toBe(4);
    expect(ids[0]).toEqual({ id: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
  });

  it('names a wrong and a missing password', async () => {
    const wrong = createRedisPool({ resolveSecret: () => Promise.resolve('wrong') });
    const handlers = redisOps({ pool: wrong, resolveSecret: () => Promise.resolve('wrong') });
    const error = await failure(handlers['redis.ping'].run({ node: node(a), timeoutMs: 5000 }, context()));
    expect(error.info.code).toBe('redis.auth-wrong');
    const { auth: _, ...open } = node(a);
    const missing = await failure(handlers['redis.ping'].run({ node: open, timeoutMs: 5000 }, context()));
    expect(missing.info.code).toBe('redis.auth-required');
    wrong.close();
  });

  it('gives slots once, and says who has them already', async () => {
    const lower = { node: node(a), ranges: [[0, 8191] as [number, number]] };
    expect(await ops['redis.addSlots'].run(lower, context())).toEqual({ added: [[0, 8191]] });
    expect(await ops['redis.addSlots'].run(lower, context())).toEqual({ added: [] });
    const upper = { node: node(b), ranges: [[8192, 16383] as [number, number]] };
    await ops['redis.addSlots'].run(upper, context());
  });

  it('sets epochs and settings', async () => {
    for (const [index, each] of nodes.entries()) {
      await ops['redis.setEpoch'].run({ node: each, epoch: index + 1 }, context());
      const second = await ops['redis.setEpoch'].run({ node: each, epoch: index + 1 }, context());
      expect(second).toEqual({ epoch: index + 1, changed: false });
    }
    const settings = { 'cluster-node-timeout': '1500', 'repl-diskless-sync-delay': '0' };
    await ops['redis.config'].run({ nodes, settings }, context());
    expect(await pool.node(node(c)).configGet('cluster-node-timeout')).toBe('1500');
  });

  it('says which node lacks what when time runs out', async () => {
    const error = await failure(ops['redis.waitAgree'].run({ nodes, timeoutMs: 0 }, context()));
    expect(error.info.code).toBe('redis.timeout');
    expect(error.message).toContain(`${name}-1 does not know ${name}-2`);
  });

  it('ends a wait at once when it is cancelled', async () => {
    const controller = new AbortController();
    const nobody = { ...node(a), name: 'nobody', container: undefined, port: 1 };
    const args = { node: nobody, timeoutMs: 60_000 };
    const waiting = ops['redis.ping'].run(args, context(controller.signal));
    setTimeout(() => controller.abort(), 100);
    await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  });

  it('joins them, introduces those that no MEET has reached, and sees all agree', async () => {
    // Only the first two are told of each other: the others are found to be lacking.
    await ops['redis.meet'].run({ node: node(b), others: [node(a)] }, context());
    await ops['redis.waitAgree'].run({ nodes, timeoutMs: 30_000 }, context());
    expect(await ops['redis.meet'].run({ node: node(b), others: [node(a), node(b)] }, context())).toEqual({
      told: [],
    });
    const error = await failure(
      ops['redis.addSlots'].run({ node: node(c), ranges: [[8190, 8200]] }, context()),
    );
    expect(error.info.code).toBe('redis.slot-taken');
  });

  it('makes replicas, waits for them, and sees the state ok everywhere', async () => {
    for (const round of ['first', 'second']) {
      for (const [replica, master] of [
        [c, a],
        [d, b],
      ] as const) {
        const pair = { node: node(replica), master: node(master) };
        const made = await ops['redis.replicate'].run(pair, context());
        expect(made).toMatchObject({ changed: round === 'first' });
        await ops['redis.waitSynced'].run({ ...pair, timeoutMs: 30_000 }, context());
      }
    }
    const ok = await ops['redis.waitStateOk'].run({ nodes, timeoutMs: 30_000 }, context());
    expect(ok).toEqual({ nodes: 4, masters: 2, slots: 16_384 });
    const error = await failure(ops['redis.replicate'].run({ node: node(a), master: node(b) }, context()));
    expect(error.info.code).toBe('redis.not-empty');
  });

  it('follows a redirect from this computer and from inside a container, and leaves no key', async () => {
    for (const from of ['host', 'network'] as const) {
      const output = await ops['redis.verifyRedirect'].run({ nodes, from }, context());
      expect(output).toMatchObject({ via: 'announced' });
    }
    const keys = await Promise.all([a, b].map((index) => pool.node(node(index)).call(['DBSIZE'])));
    expect(keys).toEqual([0, 0]);
  });

  it('says with which code a container ended', async () => {
    await docker().getContainer(node(d).name).kill();
    const error = await failure(ops['redis.waitStateOk'].run({ nodes, timeoutMs: 20_000 }, context()));
    expect(error.info.code).toBe('redis.container-ended');
    expect(error.message).toContain(`${name}-4 has ended with exit code 137`);
    const args = { node: node(d), epoch: 4 };
    expect((await failure(ops['redis.setEpoch'].run(args, context()))).info.code).toBe(
      'redis.container-ended',
    );
  });
});
