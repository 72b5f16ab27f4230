import { describe, expect, it } from 'vitest';
import { createBodyOf, networkBodyOf, volumeBodyOf, type BodyInput } from '@shared/compose/plan';
import { finance, folder, read } from './support';

const project = (text: string) => {
  const { model, problems } = read(text);
  if (model === undefined) throw new Error(JSON.stringify(problems));
  return model;
};
const body = (text: string, service = 'a', more: Partial<BodyInput> = {}) =>
  createBodyOf({
    ...{ project: project(text), service, number: 1, directory: folder, files: [`${folder}/compose.yml`] },
    ...{
      imageId: 'sha256:i',
      apiVersion: '1.41',
      containersOf: (name) => [{ id: `id-${name}`, name: `finance-${name}-1` }],
    },
    ...more,
  });
/** One service `a` with further keys. */
const one = (keys: string, rest = ''): string => `services: { a: { image: "redis:7.0", ${keys} } }\n${rest}`;
const host = (keys: string, rest = ''): Record<string, unknown> =>
  body(one(keys, rest)).body['HostConfig'] as Record<string, unknown>;

describe('createBodyOf', () => {
  it('is what docker compose 2.26 gives the engine for the finance stack', async () => {
    const all = ['bjpnmysql', 'bjpnredis', 'bjpnapp'].map((service) => body(finance, service));
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('golden/bodies-finance.json');
  });

  it('exposes what it publishes, and expands ranges', () => {
    const made = body(one('ports: ["8080:80", "127.0.0.1:9000-9001:90-91/udp"], expose: ["1-2"]')).body;
    expect(Object.keys(made['ExposedPorts'] as object)).toEqual([
      '1/tcp',
      '2/tcp',
      '80/tcp',
      '90/udp',
      '91/udp',
    ]);
    expect((made['HostConfig'] as { PortBindings: unknown }).PortBindings).toEqual({
      '80/tcp': [{ HostIp: '', HostPort: '8080' }],
      '90/udp': [{ HostIp: '127.0.0.1', HostPort: '9000' }],
      '91/udp': [{ HostIp: '127.0.0.1', HostPort: '9001' }],
    });
  });

  it('lets the engine make a missing folder, unless the file says it must be there', () => {
    expect(host('volumes: ["./x:/x:ro"]')['Binds']).toEqual([`${folder}/x:/x:ro`]);
    const strict = host(
      'volumes: [{ type: bind, source: ./x, target: /x, bind: { create_host_path: false } }]',
    );
    expect(strict['Binds']).toBeUndefined();
    expect(strict['Mounts']).toEqual([{ Type: 'bind', Source: `${folder}/x`, Target: '/x' }]);
  });

  it('takes anonymous volumes over from the container that it replaces', () => {
    const made = body(one('volumes: [/cache, "data:/data"]', 'volumes: { data: {} }'), 'a', {
      imageVolumes: ['/from-image', '/data'],
      old: [
        { type: 'volume', name: 'abc', target: '/cache' },
        { type: 'volume', name: 'def', target: '/from-image' },
        { type: 'volume', name: 'finance_data', target: '/data' },
        { type: 'volume', name: 'old', target: '/no-longer-there' },
      ],
    });
    expect((made.body['HostConfig'] as { Mounts: unknown }).Mounts).toEqual([
      { Type: 'volume', Source: 'abc', Target: '/cache' },
      { Type: 'volume', Source: 'finance_data', Target: '/data' },
      { Type: 'volume', Source: 'def', Target: '/from-image' },
    ]);
  });

  it('mounts secrets that are files and has others put in', () => {
    const made = body(
      one(
        'secrets: [f, { source: e, target: /e, mode: 0400, uid: "5" }], configs: [c]',
        'secrets: { f: { file: ./f }, e: { environment: DB_PASSWORD } }\nconfigs: { c: { content: "x$$y" } }',
      ),
    );
    expect((made.body['HostConfig'] as { Mounts: unknown }).Mounts).toEqual([
      { Type: 'bind', Source: `${folder}/f`, Target: '/run/secrets/f', ReadOnly: true },
    ]);
    expect(made.uploads).toEqual([
      { path: '/e', mode: 0o400, uid: 5, gid: 0, from: { environment: 'DB_PASSWORD' } },
      { path: '/c', mode: 0o444, uid: 0, gid: 0, from: { content: 'x$y' } },
    ]);
  });

  it('connects further networks afterwards before API 1.44, and at once from then on', () => {
    const text = one('networks: { x: {}, y: { priority: 5, aliases: [q] } }', 'networks: { x: {}, y: {} }');
    const old = body(text);
    expect(old.connect.map(({ network }) => network)).toEqual(['finance_x']);
    expect(
      Object.keys((old.body['NetworkingConfig'] as { EndpointsConfig: object }).EndpointsConfig),
    ).toEqual(['finance_y']);
    const now = body(text, 'a', { apiVersion: '1.47' });
    expect(now.connect).toEqual([]);
    expect(
      Object.keys((now.body['NetworkingConfig'] as { EndpointsConfig: object }).EndpointsConfig),
    ).toHaveLength(2);
  });

  it('shares namespaces and volumes by the ids of containers', () => {
    const text =
      'services: { a: { image: x, network_mode: "service:b", pid: "service:b", volumes_from: [b] }, b: { image: x } }';
    const made = body(text).body['HostConfig'];
    expect(made).toMatchObject({
      NetworkMode: 'container:id-b',
      PidMode: 'container:id-b',
      VolumesFrom: ['id-b'],
    });
  });

  it.each([
    ['restart: always', { RestartPolicy: { Name: 'always' } }],
    ['restart: "on-failure:3"', { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }],
    ['restart: always, deploy: { restart_policy: { condition: none } }', { RestartPolicy: { Name: 'no' } }],
    ['mem_limit: 64m, cpus: 0.5', { Memory: 67_108_864, NanoCpus: 500_000_000 }],
    ['deploy: { resources: { limits: { memory: 1g, pids: 9 } } }', { Memory: 1_073_741_824, PidsLimit: 9 }],
    [
      'ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 }',
      {
        Ulimits: [
          { Name: 'nofile', Soft: 1, Hard: 2 },
          { Name: 'nproc', Soft: 3, Hard: 3 },
        ],
      },
    ],
    ['tmpfs: "/run:size=1m"', { Tmpfs: { '/run': 'size=1m' } }],
    ['extra_hosts: ["h:1.2.3.4"]', { ExtraHosts: ['h:1.2.3.4'] }],
    ['security_opt: ["systempaths=unconfined"]', { MaskedPaths: [], ReadonlyPaths: [] }],
    ['init: true, read_only: true, privileged: true', { Init: true, ReadonlyRootfs: true, Privileged: true }],
  ])('maps %s', (keys, expected) => {
    expect(host(keys)).toMatchObject(expected);
  });

  it('tells the image’s own command from none, and an unset variable from an empty one', () => {
    expect(body(one('tty: true')).body).not.toHaveProperty('Cmd');
    expect(body(one('command: []')).body['Cmd']).toEqual([]);
    expect(body(one('environment: { A: "", B: , C: "$$1" }')).body['Env']).toEqual(['A=', 'B', 'C=$1']);
    expect(body(one('healthcheck: { disable: true }')).body['Healthcheck']).toEqual({ Test: ['NONE'] });
    expect(body(one('stop_grace_period: 1m30s')).body['StopTimeout']).toBe(90);
  });
});

describe('networkBodyOf and volumeBodyOf', () => {
  it('bear compose’s labels, and what the file says', () => {
    const text = one(
      'networks: [n], volumes: ["vol:/v"]',
      'networks: { n: { internal: true, ipam: { config: [{ subnet: 10.9.0.0/24, gateway: 10.9.0.1 }] } } }\nvolumes: { vol: { driver: local, driver_opts: { type: tmpfs } } }',
    );
    expect(networkBodyOf(project(text), 'n')).toEqual({
      ...{ Name: 'finance_n', CheckDuplicate: true, Driver: 'bridge', Internal: true },
      IPAM: { Config: [{ Subnet: '10.9.0.0/24', Gateway: '10.9.0.1' }] },
      Labels: {
        'com.docker.compose.network': 'n',
        'com.docker.compose.project': 'finance',
        'com.docker.compose.version': '2.26.1',
      },
    });
    expect(volumeBodyOf(project(text), 'vol')).toMatchObject({
      ...{ Name: 'finance_vol', Driver: 'local', DriverOpts: { type: 'tmpfs' } },
      Labels: { 'com.docker.compose.volume': 'vol', 'com.docker.compose.project': 'finance' },
    });
  });
});
