import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { DrillTimeline } from '@shared/redis-cluster/timeline';
import { createDocker } from '../../src-main/clients/docker';
import { createRedisPool } from '../../src-main/clients/redis';
import { dockerOps } from '../../src-main/ops/docker';
import { redisOps } from '../../src-main/ops/redis';
import type { OpContext } from '../../src-main/runner/types';
import type { Flotilla } from '../../src-main/wiring';
import { flotilla } from '../support/flotilla';
import { clusterName, docker, sweep } from '../support/world';
import { becomes, buildCluster, clientOf, nodeOf } from './day-two-support';

// What a living cluster is told: to forget a node, to promote one, to cope with a loss. One cluster for all.

const name = clusterName('members');
const endpoint = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const resolveSecret = () => Promise.reject(new Error('no secret here'));
const pool = createRedisPool({ resolveSecret });
const engine = createDocker({ endpoint, local: true });
const ops = { ...redisOps({ pool, resolveSecret }), ...dockerOps({ docker: engine, resolveSecret }) };
const logged: string[] = [];
const context = (results = new Map<string, unknown>()): OpContext => ({
  runId: 'test-run',
  stepId: 'step',
  signal: new AbortController().signal,
  results,
  progress: () => undefined,
  log: (line) => logged.push(line),
});

let services: Flotilla;
const network = `${name}-net`;
const look = (): Promise<LiveCluster> => services.clusters.live(name);
const reach = (live: LiveCluster): RedisNode[] => live.nodes.map((node) => node.redis);
const isOk = () => becomes(services, name).toMatchObject({ state: 'ok' });

beforeAll(async () => {
  services = await flotilla();
  await buildCluster(services, name);
});
afterAll(async () => {
  pool.close();
  await services.close();
  await sweep(name);
});

describe('a living cluster', () => {
  it('is observed as its plans need it', async () => {
    const live = await look();
    expect(live).toMatchObject({
      origin: 'flotilla',
      mode: 'bridge',
      state: 'ok',
      claims: [],
      lost: [],
      views: 1,
    });
    expect(live.spec).toMatchObject({ name, masters: 3, replicasPerMaster: 1 });
    expect(live.nodes.map((node) => [node.name, node.role, node.migration])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => [`${name}-${n}`, n < 4 ? 'master' : 'replica', 'keys']),
    );
    const [first] = live.nodes;
    expect(first!.redis.announce).toMatchObject({ port: first!.redis.port });
    expect(first!.address).toBe(`${first!.redis.announce.address}:${first!.redis.announce.port}`);
  });

  it('shows open slots by the word of each side, and keys that lie on a wrong node', async () => {
    const live = await look();
    const [a, b] = [nodeOf(live, `${name}-1`), nodeOf(live, `${name}-2`)];
    const [one, two] = [clientOf(a), clientOf(b)];
    await one.set('{1bz}x', '1'); // slot 0
    await one.call('CLUSTER', 'SETSLOT', '0', 'MIGRATING', b.id);
    await two.call('CLUSTER', 'SETSLOT', '0', 'IMPORTING', a.id);
    await two.call('CLUSTER', 'SETSLOT', '1', 'IMPORTING', a.id);
    const slotOf = Number(await one.call('CLUSTER', 'KEYSLOT', '{1bz}x'));
    expect(slotOf).toBe(0);
    const { claims } = await look();
    expect(claims).toEqual([
      {
        slot: 0,
        owners: [a.name],
        migrating: [{ node: a.name, peer: b.name }],
        importing: [{ node: b.name, peer: a.name }],
        keys: { [a.name]: 1 },
      },
      { slot: 1, owners: [a.name], migrating: [], importing: [{ node: b.name, peer: a.name }], keys: {} },
    ]);
    await one.call('CLUSTER', 'SETSLOT', '0', 'STABLE');
    await two.call('CLUSTER', 'SETSLOT', '0', 'STABLE');
    await two.call('CLUSTER', 'SETSLOT', '1', 'STABLE');
    await one.del('{1bz}x');
    one.disconnect();
    two.disconnect();
    expect((await services.clusters.live(name)).claims).toEqual([]);
  });

  it('promotes a replica without loss, and takes it back', async () => {
    const live = await look();
    const args = {
      node: nodeOf(live, `${name}-5`).redis,
      master: nodeOf(live, `${name}-1`).redis,
      mode: 'graceful' as const,
      nodes: reach(live),
    };
    const output = await ops['redis.failover'].run(args, context());
    expect(output).toEqual({ changed: true });
    const after = await look();
    expect(nodeOf(after, `${name}-5`).role).toBe('master');
    expect(nodeOf(after, `${name}-1`)).toMatchObject({
      role: 'replica',
      masterId: nodeOf(after, `${name}-5`).id,
    });
    // Again: it finds what is there.
    expect(await ops['redis.failover'].run(args, context())).toEqual({ changed: false });
    await ops['redis.failover'].undo!(args, output, context());
    expect(nodeOf(await look(), `${name}-1`).role).toBe('master');
    await isOk();
  });

  it('forgets a replica on every node at once, and takes it in again', async () => {
    const live = await look();
    const leaving = nodeOf(live, `${name}-6`);
    const nodes = reach(live).filter((each) => each.name !== leaving.name);
    const args = { id: leaving.id, nodes, node: leaving.redis };
    const output = await ops['redis.forget'].run(args, context());
    expect(output).toMatchObject({ untold: [], reset: true, masterId: leaving.masterId });
    const after = await look();
    expect(nodeOf(after, leaving.name)).toMatchObject({ apart: true, role: 'master' });
    expect(nodeOf(after, `${name}-1`).clusterNodes).not.toContain(leaving.id);
    await ops['redis.forget'].undo!(args, output, context());
    await isOk();
    expect(nodeOf(await look(), leaving.name)).toMatchObject({ role: 'replica', masterId: leaving.masterId });
  });

  it('refuses to forget a master that owns slots', async () => {
    const live = await look();
    const owner = nodeOf(live, `${name}-2`);
    const nodes = reach(live).filter((each) => each.name !== owner.name);
    await expect(
      ops['redis.forget'].run({ id: owner.id, nodes, node: owner.redis }, context()),
    ).rejects.toMatchObject({ info: { code: 'redis.not-empty' } });
    expect((await look()).state).toBe('ok');
  });

  it('copies functions to another master', async () => {
    const live = await look();
    const [a, b] = [nodeOf(live, `${name}-1`), nodeOf(live, `${name}-2`)];
    const [one, two] = [clientOf(a), clientOf(b)];
    await one.call(
      'FUNCTION',
      'LOAD',
      '#!lua name=mine\nredis.register_function("hello", function() return "hi ß" end)',
    );
    await ops['redis.copyFunctions'].run({ from: a.redis, to: b.redis }, context());
    expect(await two.call('FCALL', 'hello', '0')).toBe('hi ß');
    for (const client of [one, two]) {
      await client.call('FUNCTION', 'FLUSH');
      client.disconnect();
    }
  });

  it.each(['kill', 'pause', 'isolate', 'stop'] as const)('copes with a master lost by %s', async (how) => {
    const live = await look();
    const victim = live.nodes.find(
      (node) => node.role === 'master' && live.nodes.some((each) => each.masterId === node.id),
    )!;
    const container = victim.name;
    const results = new Map<string, unknown>();
    const lost = {
      kill: () => ops['container.kill'].run({ container }, context()),
      stop: () => ops['container.stop'].run({ container }, context()),
      pause: () => ops['container.pause'].run({ container }, context()),
      isolate: () => ops['network.disconnect'].run({ network, container }, context()),
    }[how];
    results.set('break', await lost());
    const others = reach(live).filter((each) => each.name !== victim.name);
    const seen = (await ops['redis.watchFailover'].run(
      { nodes: others, victim: victim.redis, until: 'promoted', timeoutMs: 60_000 },
      context(results),
    )) as DrillTimeline;
    expect(seen.promoted).toBe(live.nodes.find((each) => each.masterId === victim.id)!.name);
    expect([seen.suspectedMs, seen.failedMs, seen.promotedMs, seen.okMs]).toEqual(
      [...[seen.suspectedMs!, seen.failedMs!, seen.promotedMs!, seen.okMs!]].sort((x, y) => x - y),
    );
    const address = victim.redis.announce.address;
    if (how === 'kill' || how === 'stop') await ops['container.start'].run({ container }, context());
    if (how === 'pause') await ops['container.unpause'].run({ container }, context());
    if (how === 'isolate') await ops['network.connect'].run({ network, container, address }, context());
    const back = (await ops['redis.watchFailover'].run(
      { nodes: others, victim: victim.redis, until: 'recovered', timeoutMs: 60_000 },
      context(),
    )) as DrillTimeline;
    expect(back.okMs).toBeGreaterThanOrEqual(0);
    await isOk();
    expect(nodeOf(await look(), victim.name)).toMatchObject({ role: 'replica', linkUp: true });
  });

  it('tells a removed container’s node as lost', async () => {
    const live = await look();
    const victim = live.nodes.find((node) => node.role === 'replica')!;
    await docker().getContainer(victim.name).remove({ force: true });
    await expect
      .poll(async () => (await look()).lost, { timeout: 30_000, interval: 300 })
      .toMatchObject([{ id: victim.id, address: victim.address, role: 'replica', slots: [] }]);
    const after = await look();
    expect(after.nodes.map((node) => node.name)).not.toContain(victim.name);
    await ops['redis.forget'].run({ id: victim.id, nodes: reach(after) }, context());
    expect((await look()).lost).toEqual([]);
  });
});
