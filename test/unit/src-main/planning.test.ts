import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import { canRun, planDigest } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { isRedisRequest, planRequestSchema, type PlanRequest } from '@shared/requests';
import { createPlanning, planOf, type PlanningDeps } from '../../../src-main/planning';
import type { StartInput } from '../../../src-main/runner/types';

const engine = {
  ...{
    id: 'env',
    name: 'test',
    source: 'env' as const,
    endpoint: 'unix:///x',
    product: 'docker-engine' as const,
  },
  ...{ local: true, version: '28.0', apiVersion: '1.48', os: 'Debian', osType: 'linux', arch: 'x86_64' },
  ...{ kernel: '6.1', cgroupVersion: '2', cpus: 4, memoryBytes: 8 * 1024 ** 3, rootDir: '/var/lib/docker' },
  ...{ storageDriver: 'overlay2', isDesktop: false, rootless: false },
};
const empty: RedisClusterObserved = {
  engine,
  containers: [],
  networks: [],
  volumes: [],
  images: ['redis:7.0'],
  host: {
    platform: 'linux',
    interfaces: [{ name: 'eth0', address: '192.0.2.7', cidr: '192.0.2.0/24', internal: false }],
    portsInUse: [],
    foldersInUse: [],
    freeMemoryBytes: 4 * 1024 ** 3,
  },
};
const request = (spec: object = {}): PlanRequest =>
  planRequestSchema.parse({
    kind: 'redis-cluster.create',
    spec: {
      kind: 'redis-cluster',
      name: 'demo',
      network: { mode: 'bridge', subnet: '10.213.70.0/24' },
      ...spec,
    },
  });

function setUp(seen: RedisClusterObserved[] = [empty]) {
  const started: StartInput[] = [];
  let looks = 0;
  const deps: PlanningDeps = {
    look: (asked) => {
      const observed = seen[Math.min(looks++, seen.length - 1)] ?? empty;
      if (!isRedisRequest(asked)) throw new Error('only Redis is asked for here');
      const { engine, images } = observed;
      return Promise.resolve({ plan: planOf(asked, observed), engine: engine.id, images });
    },
    resolveSecret: vi.fn(() => Promise.resolve('secret')),
    placeOf: (id) => `place of ${id}`,
    runner: {
      start: (input) => {
        started.push(input);
        return Promise.resolve({ runId: 'r1' });
      },
    },
  };
  return { planning: createPlanning(deps), deps, started, looks: () => looks };
}

describe('planning', () => {
  it('plans what was asked for, and gives its digest', async () => {
    const { planning } = setUp();
    const { plan, digest } = await planning.prepare(request());
    expect(plan).toMatchObject({ kind: 'redis-cluster.create', target: 'redis-cluster/demo' });
    expect(digest).toBe(planDigest(plan));
    expect(canRun(plan)).toBe(true);
  });

  it('starts an agreed plan with one look more: the one under the lock', async () => {
    const { planning, started, looks } = setUp();
    const { plan, digest } = await planning.prepare(request());
    expect(await planning.start(request(), digest)).toEqual({ runId: 'r1' });
    expect(looks()).toBe(1);
    expect(started[0]).toMatchObject({ plan, engine: 'env', place: 'place of env', request: request() });
    expect(planDigest((await started[0]?.replan?.()) ?? plan)).toBe(digest);
    expect(looks()).toBe(2);
  });

  it('gives the runner the changed plan, so that it can refuse', async () => {
    const { planning, started } = setUp([empty, { ...empty, images: [] }]);
    const { digest } = await planning.prepare(request());
    await planning.start(request(), digest);
    const again = await started[0]?.replan?.();
    expect(again && planDigest(again)).not.toBe(digest);
  });

  it('does not run on another engine than the plan was made for', async () => {
    const { planning, started } = setUp([empty, { ...empty, engine: { ...engine, id: 'context:other' } }]);
    const { digest } = await planning.prepare(request());
    await planning.start(request(), digest);
    await expect(started[0]?.replan?.()).rejects.toMatchObject({ info: { code: 'plan.changed' } });
  });

  it('names the images that a cluster can be built from', async () => {
    const images = ['redis:7.0', 'nginx:1', 'valkey/valkey:9.1', 'redis/tools-x/other:1'];
    const { planning } = setUp([{ ...empty, images }]);
    expect((await planning.prepare(request())).images).toEqual(['redis:7.0', 'valkey/valkey:9.1']);
  });

  it('starts a plan that it has not shown itself, when it still is the same', async () => {
    const { digest } = await setUp().planning.prepare(request());
    const { planning, started } = setUp();
    await planning.start(request(), digest);
    expect(started).toHaveLength(1);
  });

  it('refuses a digest that belongs to another request', async () => {
    const { planning, started } = setUp();
    const { digest } = await planning.prepare(request());
    const other = planning.start(request({ masters: 5 }), digest);
    await expect(other).rejects.toMatchObject({ info: { code: 'plan.changed' } });
    expect(started).toEqual([]);
  });

  it('finds a missing secret before anything is made', async () => {
    const { planning, deps } = setUp();
    const info = {
      code: 'secret.missing',
      doing: raw('a'),
      what: raw('REDIS_PASSWORD is not set'),
      hint: raw('set it'),
    };
    vi.mocked(deps.resolveSecret).mockRejectedValue(new AppError(info));
    const { plan } = await planning.prepare(request({ password: { env: 'REDIS_PASSWORD' } }));
    expect(canRun(plan)).toBe(false);
    expect(plan.findings[0]).toMatchObject({ level: 'error', code: 'secret.missing', path: 'password' });
  });

  it('never puts a secret into the plan', async () => {
    const { planning } = setUp();
    const shown = await planning.prepare(request({ password: { env: 'REDIS_PASSWORD' } }));
    expect(JSON.stringify(shown)).not.toContain('"secret"');
  });
});
