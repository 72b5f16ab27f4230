import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppEvent } from '@shared/contract';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import type { DrillTimeline } from '@shared/redis-cluster/timeline';
import type { CheckFinding } from '@shared/redis-cluster/tools';
import type { PlanRequestInput } from '@shared/requests';
import type { Flotilla } from '../../src-main/wiring';
import { flotilla } from '../support/flotilla';
import { clusterName, docker, sweep } from '../support/world';
import {
  becomes,
  buildCluster,
  clientOf,
  fill,
  isSound,
  keepsAll,
  nodeOf,
  succeeds,
} from './day-two-support';

// A cluster is broken in every way that a check knows, and repaired by the plan that the finding offers.

const name = clusterName('repair');
const keys = 2000;
let services: Flotilla;
const look = (): Promise<LiveCluster> => services.clusters.live(name);
const masters = (live: LiveCluster): LiveNode[] => live.nodes.filter((node) => node.slots.length > 0);

beforeAll(async () => {
  services = await flotilla();
  await buildCluster(services, name);
  await fill(await look(), keys);
});
afterAll(async () => {
  await services.close();
  await sweep(name);
});
afterEach(async () => {
  await keepsAll(await isSound(services, name), keys);
});

/** Commands on one node. */
async function on<T>(node: LiveNode, act: (client: Redis) => Promise<T>): Promise<T> {
  const client = clientOf(node);
  try {
    await client.connect();
    return await act(client);
  } finally {
    client.disconnect();
  }
}

/** Waits for a finding, and carries out what it offers. */
async function repairs(code: string): Promise<CheckFinding> {
  let found: CheckFinding | undefined;
  await expect
    .poll(
      async () => {
        const report = await services.clusters.check(name, true);
        found = report.findings.find((each) => each.code === code);
        return report.findings.map((each) => each.code);
      },
      { timeout: 20_000, interval: 300 },
    )
    .toContain(code);
  await succeeds(services, found!.fix!);
  return found!;
}

/** A key of ours whose slot one node owns, and that slot. */
function keyOf(owner: LiveNode): { key: string; slot: number } {
  for (let i = 0; i < keys; i++) {
    const [key, slot] = [`key:${i}`, keySlot(`key:${i}`)];
    if (owner.slots.some(([from, to]) => slot >= from && slot <= to)) return { key, slot };
  }
  throw new Error('no key');
}

describe('a check finds and a plan repairs', () => {
  it('slots that were left open, in whatever state', async () => {
    const [a, b, c] = masters(await look());
    const { key, slot } = keyOf(a!);
    const next = keyOf(b!);
    const third = keyOf(c!);
    await on(b!, (client) => client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', a!.id));
    await on(a!, async (client) => {
      await client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', b!.id);
      // Half-way: this key has gone over already.
      const { address, port } = b!.redis.announce;
      await client.call('MIGRATE', address, port, key, 0, 1000);
      await client.call('CLUSTER', 'SETSLOT', next.slot, 'IMPORTING', b!.id);
    });
    await on(c!, (client) => client.call('CLUSTER', 'SETSLOT', third.slot, 'MIGRATING', b!.id));
    const finding = await repairs('slots.open');
    expect(finding.what.params).toMatchObject({ n: 3 });
  });

  it('keys on a node that does not own their slot', async () => {
    const [a, b] = masters(await look());
    const { key, slot } = keyOf(a!);
    const value = await on(a!, async (client) => {
      const found = await client.get(key);
      await client.del(key);
      return found!;
    });
    await on(b!, async (client) => {
      await client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', a!.id);
      await client.pipeline().call('ASKING').set(key, value).exec();
      await client.call('CLUSTER', 'SETSLOT', slot, 'STABLE');
    });
    expect((await services.clusters.check(name, false)).findings.map((each) => each.code)).not.toContain(
      'keys.stray',
    );
    const finding = await repairs('keys.stray');
    expect(finding.nodes).toEqual([b!.name]);
  });

  it('slots that nobody owns', async () => {
    const live = await look();
    const [a] = masters(live);
    const { slot } = keyOf(a!);
    const gone = [slot, keyOf(masters(live)[1]!).slot];
    for (const node of live.nodes.filter((each) => each.role === 'master'))
      await on(node, (client) => client.call('CLUSTER', 'DELSLOTS', ...gone));
    await repairs('slots.uncovered');
  });

  // Redis 7.0 keeps a mark on a slot that its owner has let go and claimed again; a replica that is promoted with it
  // gives the slot back to its old master, and deletes its keys.
  it('slots that nobody owned, so that a replica keeps them when it takes over', async () => {
    const live = await look();
    const [owner] = masters(live);
    const heir = live.nodes.find((node) => node.masterId === owner!.id)!;
    const { key, slot } = keyOf(owner!);
    await on(owner!, async (client) => {
      await client.call('CLUSTER', 'DELSLOTS', slot);
      // All hear of it at once, by an introduction; it has ended when nobody is shaking hands any more.
      for (const { redis } of live.nodes.filter((node) => node.id !== owner!.id && node.id !== ''))
        await client.call('CLUSTER', 'MEET', redis.announce.address, redis.announce.port);
      await expect
        .poll(async () => String(await client.call('CLUSTER', 'NODES')), { timeout: 5000, interval: 50 })
        .not.toContain('handshake');
    });
    await repairs('slots.uncovered');
    // The old master still says that it owns its slots when it wakes up.
    await docker().getContainer(owner!.name).pause();
    try {
      await on(heir, (client) => client.call('CLUSTER', 'FAILOVER', 'FORCE'));
      await expect
        .poll(async () => nodeOf(await look(), heir.name).role, { timeout: 20_000, interval: 100 })
        .toBe('master');
    } finally {
      await docker().getContainer(owner!.name).unpause();
    }
    await expect
      .poll(async () => nodeOf(await look(), owner!.name).role, { timeout: 20_000, interval: 100 })
      .toBe('replica');
    expect(await on(heir, (client) => client.get(key))).toMatch(/^value /);
  });

  it('a container that was stopped, and one that is paused', async () => {
    const replicas = (await look()).nodes.filter((node) => node.role === 'replica');
    await docker().getContainer(replicas[0]!.name).stop({ t: 1 });
    await docker().getContainer(replicas[1]!.name).pause();
    await repairs('node.stopped');
    await repairs('node.paused');
  });

  it('a node that half of the others have forgotten', async () => {
    const live = await look();
    const replica = live.nodes.find((node) => node.role === 'replica')!;
    const others = live.nodes.filter((node) => node.name !== replica.name && node.id !== replica.masterId);
    for (const node of others.slice(0, 2))
      await on(node, (client) => client.call('CLUSTER', 'FORGET', replica.id));
    await repairs('views.differ');
  });

  it('a replica whose container was removed, and its master that has none then', async () => {
    const replica = (await look()).nodes.find((node) => node.role === 'replica')!;
    await docker().getContainer(replica.name).remove({ force: true });
    const finding = await repairs('node.lost');
    expect(finding.nodes).toEqual([replica.address]);
    await repairs('master.alone');
    expect((await look()).nodes.filter((node) => node.role === 'replica')).toHaveLength(3);
  });

  it('a master whose container was removed: its replica has its place', async () => {
    const live = await look();
    const [master] = masters(live);
    await docker().getContainer(master!.name).remove({ force: true });
    await becomes(services, name).toMatchObject({ slotsCovered: 16_384 });
    await repairs('node.lost');
    await repairs('master.alone');
  });
});

describe('a failover by plan', () => {
  it.each(['graceful', 'force', 'takeover'] as const)('promotes a replica: %s', async (mode) => {
    const live = await look();
    const replica = live.nodes.find((node) => node.role === 'replica')!;
    const request: PlanRequestInput = { kind: 'redis-cluster.failover', name, node: replica.name, mode };
    await succeeds(services, request);
    const after = await look();
    expect(nodeOf(after, replica.name)).toMatchObject({ role: 'master' });
    const old = live.nodes.find((node) => node.id === replica.masterId)!;
    expect(nodeOf(after, old.name)).toMatchObject({ role: 'replica', masterId: replica.id });
  });
});

describe('a drill', () => {
  it.each(['stop', 'kill', 'pause', 'isolate'] as const)('shows how the cluster copes: %s', async (how) => {
    const [victim] = masters(await look());
    const told: AppEvent[] = [];
    const deaf = services.listen((event) => event.type === 'redis-live' && told.push(event));
    const stop = services.clusters.watch(name);
    const run = await succeeds(services, { kind: 'redis-cluster.drill', name, node: victim!.name, how });
    await sleep(1500);
    stop();
    deaf();
    const timelines = run.plan.steps.flatMap((step) =>
      step.op.kind === 'redis.watchFailover'
        ? [run.steps.find((state) => state.id === step.id)!.output as DrillTimeline]
        : [],
    );
    const lost = timelines[0]!;
    const after = await look();
    expect(nodeOf(after, lost.promoted!)).toMatchObject({ role: 'master', slots: victim!.slots });
    expect(lost.events.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['suspected', 'failed', 'promoted', 'state-ok']),
    );
    expect(lost.okMs!).toBeGreaterThanOrEqual(lost.promotedMs!);
    // It is back, as a replica.
    expect(nodeOf(after, victim!.name)).toMatchObject({ role: 'replica', linkUp: true });
    // Who merely watches sees it as well.
    const seen = services.clusters.events(name).map((event) => [event.kind, event.node]);
    expect(seen).toContainEqual(['promoted', lost.promoted]);
    expect(told.length).toBeGreaterThan(1);
  });
});
