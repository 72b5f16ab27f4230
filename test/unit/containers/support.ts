import { planUpdate, type UpdateObserved } from '@shared/containers/plan-update';
import { planRun } from '@shared/containers/plan-run';
import type { RunObserved } from '@shared/containers/run-observed';
import { runSpecSchema } from '@shared/containers/run-spec';
import type { Plan } from '@shared/plan';
import { planRequestSchema, type PlanRequestInput, type RequestOf } from '@shared/requests';

export const gibibyte = 1024 ** 3;
export type Seen = NonNullable<UpdateObserved['container']>;

/** A container that runs without limits. */
export const seen = (more: Partial<Seen> = {}): UpdateObserved => ({
  host: { cpus: 4, memoryBytes: 8 * gibibyte },
  container: {
    ...{ id: 'id-web', name: 'web', state: 'running', restartPolicy: { name: 'no', max: 0 } },
    limits: { memory: 0, cpus: 0, pids: 0 },
    ...{ autoRemove: false, cpuQuota: false, memorySwap: 0, memoryUsed: 100 * 1024 * 1024 },
    ...more,
  },
});
export const limited = seen({
  limits: { memory: gibibyte / 2, cpus: 1.5, pids: 100 },
  memorySwap: gibibyte,
  restartPolicy: { name: 'on-failure', max: 3 },
});
export type Change = Omit<Extract<PlanRequestInput, { kind: 'containers.update' }>, 'kind' | 'container'>;

/** The plan of a change of `web`. */
export const update = (change: Change, at = seen()): Plan =>
  planUpdate(
    planRequestSchema.parse({
      kind: 'containers.update',
      container: 'web',
      ...change,
    }) as RequestOf<'containers.update'>,
    at,
  );

/** An engine on this computer with one container that holds port 8080. */
export const engine = (): RunObserved => ({
  engine: { id: 'e', cpus: 4, memoryBytes: 8 * gibibyte, local: true },
  containers: [
    {
      ...{ name: 'web', state: 'running', addresses: { front: '172.20.0.5' } },
      ports: [{ hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80 }],
    },
  ],
  networks: [
    { name: 'bridge', driver: 'bridge', subnets: ['172.17.0.0/16'] },
    { name: 'front', driver: 'bridge', subnets: ['172.20.0.0/16'] },
  ],
  volumes: ['data'],
  images: ['redis:7.0'],
  host: {
    portsInUse: [{ port: 8081, by: 'node' }],
    paths: { '/root/mysql/data': 'missing', '/root/redis/redis.conf': 'file', '/no/redis.conf': 'missing' },
  },
});

/** The plan of a spec, as the file or the form would have it. */
export const runPlan = (spec: object, at = engine()): Plan => planRun(runSpecSchema.parse(spec), at);

const port = (hostPort: number, containerPort: number, more: object = {}) => ({
  hostPort,
  containerPort,
  ...more,
});
export const runCases: readonly (readonly [string, object, RunObserved?])[] = [
  [
    'the recipe’s MySQL',
    {
      ...{ name: 'bjpnmysql', image: 'mysql:5.7', network: 'bjnet', subnet: '172.19.0.0/16' },
      ports: [port(3306, 3306)],
      mounts: [{ type: 'bind', source: '/root/mysql/data', target: '/var/lib/mysql' }],
      env: [{ name: 'MYSQL_ROOT_PASSWORD', secret: { stored: 's1' } }],
      restart: { name: 'always' },
    },
  ],
  [
    'the recipe’s Redis',
    {
      ...{ name: 'bjpnredis', image: 'redis:7.0', network: 'front', address: '172.20.0.9', aliases: ['cache'] },
      ports: [port(6379, 6379, { hostIp: '127.0.0.1' })],
      mounts: [
        { type: 'bind', source: '/root/redis/redis.conf', target: '/etc/redis/redis.conf', readOnly: true },
        { type: 'volume', source: 'fresh', target: '/data' },
      ],
      command: ['redis-server', '/etc/redis/redis.conf'],
      ...{ memory: gibibyte / 2, cpus: 0.5, pids: 100, hostname: 'cache', user: 'redis', labels: { team: 'a' } },
    },
  ],
  ['host network', { name: 'h1', image: 'redis:7.0', network: 'host', ports: [port(1, 1)], privileged: true }],
  [
    'all that can be wrong',
    {
      ...{ name: 'web', image: 'redis:7.0', network: 'front', address: '172.21.0.9', subnet: '10.0.0.0/24' },
      ports: [port(8080, 80), port(8081, 80), port(9, 9), port(9, 10)],
      mounts: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'bind', source: '/no/redis.conf', target: '/data' },
      ],
      env: [
        { name: 'API_TOKEN', value: 'x' },
        { name: 'API_TOKEN', value: 'y' },
      ],
      ...{ cpus: 9, memory: 9 * gibibyte, restart: { name: 'always', maximumRetryCount: 2 } },
    },
  ],
  ['an address without a subnet', { name: 'a1', image: 'redis:7.0', network: 'new', address: '10.9.0.2' }],
  ['a subnet that is taken', { name: 'a1', image: 'redis:7.0', network: 'new', subnet: '172.20.1.0/24' }],
  [
    'health check, ulimits and a terminal',
    {
      ...{ name: 'box', image: 'redis:7.0', tty: true, interactive: true },
      ulimits: [{ name: 'nofile', soft: 1024, hard: 4096 }, { name: 'nproc', soft: 200, hard: 200 }],
      health: { command: 'redis-cli ping | grep PONG', interval: '1s', timeout: '2s', retries: 3, startPeriod: '1m30s' },
    },
  ],
  ['an image that may be old', { name: 'a1', image: 'redis:7.0', pull: 'always' }],
  ['an image that is there, and none pulled', { name: 'a1', image: 'redis:7.0', pull: 'never' }],
  ['an image that is missing, and none pulled', { name: 'a1', image: 'nginx', pull: 'never' }],
  ['a job that goes', { name: 'job', image: 'redis:7.0', autoRemove: true, restart: { name: 'always' } }],
  ['names without a network', { name: 'a1', image: 'redis:7.0', aliases: ['x'] }],
  [
    'an engine elsewhere',
    { name: 'a1', image: 'redis:7.0', ports: [port(8081, 1)], mounts: [{ type: 'bind', source: '/d', target: '/d' }] },
    { ...engine(), engine: { ...engine().engine, local: false }, host: { portsInUse: [], paths: {} } },
  ],
]; // prettier-ignore

/** A plan of every kind that there is. */
export const everyContainerPlan = (): Plan[] => [
  update({ restart: { name: 'always' }, memory: gibibyte, cpus: 2, pids: 200 }),
  ...runCases.map(([, spec, at]) => runPlan(spec, at)),
];
