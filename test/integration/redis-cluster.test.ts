import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { translate } from '@shared/i18n/index';
import type { Flotilla } from '../../src-main/wiring';
import { begin, carryOut, failures, flotilla } from '../support/flotilla';
import {
  clusterName,
  docker,
  images,
  lacking,
  noImage,
  ports,
  snapshotEngine,
  subnet,
  sweep,
} from '../support/world';

// The main job on the real engine: a cluster is built, looked at, broken and removed, and nothing stays behind.

const password = 'correct horse "battery" staple';
process.env['FLOTILLA_TEST_PASSWORD'] = password;

const { redis7, redis8, valkey } = await images();
const newer = valkey ?? redis8;
if (newer === undefined)
  console.warn('No Redis 8 or Valkey image here: only redis 7 is tested. See npm run setup.');

let services: Flotilla;
let name = '';
/** The volumes, unnamed ones too, that the test's containers have used. */
const used = new Set<string>();

beforeAll(async () => {
  services = await flotilla();
});
afterAll(() => services.close());

beforeEach(async () => {
  name = clusterName('rc');
  await sweep(name);
  used.clear();
});
// What a test has not removed by itself is a failure. Others may use the engine at the same time.
afterEach(async () => {
  const { containers, networks, volumes } = await snapshotEngine();
  await sweep(name);
  const left = [...containers, ...networks, ...volumes].filter(
    (each) => each.includes(name) || used.has(each),
  );
  expect(left).toEqual([]);
});

async function specOf(mode: 'bridge' | 'host', more: Partial<RedisClusterSpecInput> = {}) {
  const first = await ports(6);
  const network =
    mode === 'bridge' ? { mode, subnet: (await subnet()).cidr } : { mode, address: '127.0.0.1' };
  return redisClusterSpecSchema.parse({
    kind: 'redis-cluster',
    name,
    image: redis7,
    network,
    ports: { first },
    ...more,
  });
}

const create = (spec: Awaited<ReturnType<typeof specOf>>) =>
  ({ kind: 'redis-cluster.create', spec }) as const;
const remove = () => carryOut(services, { kind: 'redis-cluster.remove', name, volumes: true });

async function isRemoved(): Promise<void> {
  const removed = await remove();
  expect(removed.status, JSON.stringify(failures(removed))).toBe('succeeded');
}

/** Looks until the status is as wanted. */
const becomes = (name: string) =>
  expect.poll(() => services.clusters.status(name), { timeout: 60_000, interval: 200 });

function isWhole(status: ClusterStatus): void {
  expect(status.problems).toEqual([]);
  expect(status).toMatchObject({ state: 'ok', slotsCovered: 16_384, origin: 'flotilla' });
  expect(status.nodes.map((node) => [node.role, node.slots])).toEqual([
    ['master', [[0, 5460]]],
    ['master', [[5461, 10_922]]],
    ['master', [[10_923, 16_383]]],
    ['replica', []],
    ['replica', []],
    ['replica', []],
  ]);
  expect(status.nodes.every((node) => node.linkUp && node.health === 'ok')).toBe(true);
}

describe.each([
  ['bridge', redis7, false],
  ['bridge', newer, true],
  ['host', redis7, true],
  ['host', newer, false],
  // Where both are there, the other of the two.
  ...(newer === redis8
    ? []
    : ([
        ['bridge', redis8, false],
        ['host', redis8, true],
      ] as const)),
] as const)('a cluster in %s mode on %s (password: %s)', (mode, image, secret) => {
  it('is built, checked, and removed without a trace', lacking(noImage('Redis 8', image)), async () => {
    const spec = await specOf(mode, {
      image,
      ...(secret ? { password: { env: 'FLOTILLA_TEST_PASSWORD' } } : {}),
    });
    const built = await carryOut(services, create(spec));
    expect(built.status, JSON.stringify(failures(built))).toBe('succeeded');

    // On a busy machine a node may answer late, and count as silent for one look.
    await becomes(name).toMatchObject({ state: 'ok' });
    const status = await services.clusters.status(name);
    isWhole(status);
    expect(status).toMatchObject({ mode, hasPassword: secret, spec });
    const line = (await services.clusters.list()).find((each) => each.name === name);
    expect(line).toMatchObject({ state: 'ok', masters: 3, replicas: 3, image, needsPassword: false });

    // The secret stands in no label, environment or command.
    for (const node of status.nodes) {
      const inspected = await docker().getContainer(node.name).inspect();
      expect(JSON.stringify(inspected)).not.toContain('battery');
      for (const mount of inspected.Mounts) used.add(mount.Name ?? '');
    }
    expect(JSON.stringify([built, status])).not.toContain('battery');
    await isRemoved();
  });
});

describe('a cluster that is broken', () => {
  it('is degraded while a replica is stopped, and whole again after', async () => {
    const built = await carryOut(services, create(await specOf('host', { nodeTimeout: 1500 })));
    expect(built.status, JSON.stringify(failures(built))).toBe('succeeded');
    const replica = docker().getContainer(`${name}-5`);
    await replica.stop({ t: 0 });
    const status = await services.clusters.status(name);
    expect(status).toMatchObject({ state: 'degraded', slotsCovered: 16_384 });
    expect(status.problems.map((each) => each.code)).toEqual(
      expect.arrayContaining(['redis.container-stopped', 'redis.master-alone']),
    );
    await replica.start();
    await becomes(name).toMatchObject({ state: 'ok', problems: [] });
    await isRemoved();
  });

  it.each([redis7, ...[redis8, valkey].filter((image) => image !== undefined)])(
    'fails over when a master dies: its replica serves, and the dead one comes back as a replica (%s)',
    async (image) => {
      const spec = await specOf('bridge', {
        image,
        nodeTimeout: 1500,
        password: { env: 'FLOTILLA_TEST_PASSWORD' },
      });
      const built = await carryOut(services, create(spec));
      expect(built.status, JSON.stringify(failures(built))).toBe('succeeded');
      const whole = await services.clusters.status(name);
      const master = whole.nodes[0]!;
      const heir = whole.nodes.find((node) => node.masterId === master.id)!;
      await docker().getContainer(master.name).kill();
      expect((await services.clusters.status(name)).state).not.toBe('ok');
      await becomes(name).toMatchObject({ state: 'degraded', slotsCovered: 16_384 });
      const after = await services.clusters.status(name);
      expect(after.nodes.find((node) => node.name === heir.name)).toMatchObject({
        role: 'master',
        slots: master.slots,
      });
      expect(after.nodes[0]).toMatchObject({ health: 'stopped' });
      await docker().getContainer(master.name).start();
      await becomes(name).toMatchObject({ state: 'ok', problems: [] });
      const back = await services.clusters.status(name);
      expect(back.nodes[0]).toMatchObject({ role: 'replica', masterId: heir.id, linkUp: true });
      await isRemoved();
    },
  );
});

describe('a container that is killed in the middle of a build', () => {
  /** Begins a build whose sixth container is killed as soon as its server answers. */
  async function brokenBuild(): Promise<string> {
    const spec = await specOf('host');
    const stop = services.runner.on((event) => {
      if (event.type === 'step' && event.stepId === `ping:${name}-6` && event.status === 'succeeded')
        execFileSync('docker', ['kill', `${name}-6`]);
    });
    const runId = await begin(services, create(spec));
    const ended = await services.runner.settled(runId);
    stop();
    expect(ended.status).toBe('failed');
    const failed = ended.steps.find((step) => step.error?.code === 'redis.container-ended');
    expect(translate('en', failed!.error!.what)).toBe(`Container ${name}-6 has ended with exit code 137.`);
    return runId;
  }

  it('ends the run with its name and exit code, and undo leaves nothing', async () => {
    const runId = await brokenBuild();
    await services.runner.undo(runId);
    const undone = await services.runner.settled(runId);
    expect(undone.status, JSON.stringify(failures(undone))).toBe('undone');
  });

  it('is started again on resume, and the cluster becomes whole', async () => {
    const runId = await brokenBuild();
    await services.runner.resume(runId);
    const resumed = await services.runner.settled(runId);
    expect(resumed.status, JSON.stringify(failures(resumed))).toBe('succeeded');
    await becomes(name).toMatchObject({ state: 'ok' });
    isWhole(await services.clusters.status(name));
    await isRemoved();
  });
});
