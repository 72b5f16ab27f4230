import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultRules } from '@shared/metrics/alerts';
import type { Metric } from '@shared/metrics/model';
import type { Flotilla } from '../../../src-main/wiring';
import { flotilla } from '../../support/flotilla';
import { docker, ports, sweep } from '../../support/world';
import { lastMinute, meanBetween, started, until } from './sources-support';

// A master and its replica that somebody joined by hand: nothing on them says so.
const stem = 'flt-redis-metrics';
const cluster = `${stem}-mine`;
const names = [`${stem}-node-1`, `${stem}-node-2`] as const;
const key = (node: 0 | 1): string => `${cluster}/${names[node]}`;
let services: Flotilla;
let master: Redis;
let replica: Redis;

beforeAll(async () => {
  await sweep(stem);
  services = await flotilla();
  services.metrics.start();
  const first = await ports(2);
  for (const n of [0, 1])
    await started(stem, `node-${String(n + 1)}`, {
      Cmd: [
        ...['redis-server', '--port', String(first + n), '--cluster-enabled', 'yes', '--save', ''],
        ...['--cluster-node-timeout', '3000'],
      ],
      HostConfig: { NetworkMode: 'host' },
    });
  [master, replica] = [0, 1].map((n) => new Redis({ port: first + n, maxRetriesPerRequest: 50 })) as [
    Redis,
    Redis,
  ];
  // They are not up yet: it connects again by itself.
  for (const client of [master, replica]) client.on('error', () => undefined);
  await master.cluster('ADDSLOTSRANGE', 0, 16_383);
  await replica.cluster('MEET', '127.0.0.1', first);
  const id = await master.cluster('MYID');
  await until(
    () => replica.cluster('REPLICATE', id).catch(String),
    (said) => said === 'OK',
  );
  await until(
    () => replica.info('replication'),
    (said) => said.includes('master_link_status:up'),
  );
});
afterAll(async () => {
  master.disconnect();
  replica.disconnect();
  await services.close();
  await sweep(stem);
});

/** The newest value that is known of a node. */
const newest = async (metric: Metric, node: 0 | 1): Promise<number | undefined> => {
  const { series } = await lastMinute(services.metrics, metric, [key(node)]);
  return series[0]?.values.findLast((value) => value !== null) ?? undefined;
};

it('measures the nodes of a cluster once it is adopted, as the servers count it', async () => {
  // A second try begins where the first one did.
  if ((await services.clusters.list()).some(({ name }) => name === cluster))
    await services.clusters.forget(cluster);
  const [found] = await until(
    async () => (await services.clusters.list()).filter(({ containers }) => containers.includes(names[0])),
    (all) => all.length === 1 && all[0]?.masters === 1 && all[0].replicas === 1,
  );
  expect(found?.origin).toBe('discovered');
  await until(
    async () => (await services.metrics.sources()).filter(({ kind }) => kind === 'redis'),
    (sources) => sources.length === 0,
  );
  await services.clusters.adopt({ discovered: found?.name ?? '', name: cluster });
  await until(
    () => newest('redisOps', 0),
    (value) => value !== undefined,
    15_000,
  );

  // Three reads in four find their key, at an even rate, while somebody looks.
  const counted = async (): Promise<{ at: number; count: number }> => {
    const said = await master.info('stats');
    return { at: Date.now(), count: Number(/total_commands_processed:(\d+)/.exec(said)?.[1]) };
  };
  await master.set('there', 'x'.repeat(1000));
  const before = await counted();
  const end = before.at + 8000;
  while (Date.now() < end) {
    await Promise.all(['there', 'there', 'there', 'gone'].map((each) => master.get(each)));
    await newest('redisOps', 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const after = await counted();
  const own = await meanBetween(services.metrics, 'redisOps', key(0), { from: before.at, to: after.at });
  expect(own.step).toBe(1000);
  expect(own.known).toBeGreaterThanOrEqual(4);
  const truth = ((after.count - before.count) / (after.at - before.at)) * 1000;
  expect(own.mean / truth).toBeGreaterThan(0.8);
  expect(own.mean / truth).toBeLessThan(1.25);
  // A sample may cut a lot of four in two.
  const hits = await meanBetween(services.metrics, 'redisHits', key(0), { from: before.at, to: after.at });
  expect(Math.abs(hits.mean - 75)).toBeLessThan(5);
  // A bucket is a mean: soon it holds nothing of the time before the key.
  await until(
    () => newest('redisKeys', 1),
    (keys) => keys === 1,
  );
  expect(await newest('redisClients', 0)).toBeGreaterThanOrEqual(2);
  expect(await newest('redisMemory', 0)).toBeGreaterThan(500_000);
  expect(await newest('redisLag', 1)).toBeLessThan(100_000);
  expect(await newest('redisLag', 0)).toBeUndefined();
  const [source] = (await services.metrics.sources()).filter(({ kind }) => kind === 'redis');
  expect(source).toMatchObject({ state: 'fine', where: cluster, subjects: 2 });
  const subjects = await services.metrics.subjects(before.at, after.at, { kind: 'redis' });
  expect(subjects).toMatchObject(names.map((name) => ({ name, cluster, kind: 'redis' })));
});

it('tells how far a replica is behind also where it does not answer, and the ready-made alert sees it', async () => {
  const container = docker().getContainer(names[1]);
  const rule = defaultRules.find(({ ready }) => ready === 'redisLag')!;
  const readings = async () => (await (await services.metrics.alerts()).test(rule, false)).readings;
  expect((await readings()).find(({ name }) => name === names[1])).toMatchObject({ holds: false });
  await container.pause();
  try {
    const piece = Buffer.alloc(2 ** 20, 'x');
    for (let i = 0; i < 48; i++) await master.set('there', piece);
    await until(
      () => newest('redisLag', 1),
      (value) => value !== undefined && value > 40 * 2 ** 20,
    );
    await until(readings, (all) => all.some(({ name, holds }) => name === names[1] && holds));
  } finally {
    await container.unpause();
  }
  await until(
    async () => {
      // Somebody looks: it is sampled each second.
      await newest('redisOps', 0);
      return newest('redisLag', 1);
    },
    (value) => value !== undefined && value < 2 ** 20,
  );
});
