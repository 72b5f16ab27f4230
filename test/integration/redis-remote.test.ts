import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { Remote } from '@shared/redis-cluster/tools';
import type { Flotilla } from '../../src-main/wiring';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { clusterName, docker, ports, sweep, temporaryFolder } from '../support/world';
import { certificates, elsewhere, inside, type Elsewhere } from './remote-support';

// Clusters that stand elsewhere are taken in by the address of one node, and worked with.

const secret = 'remote "pw"';
let services: Flotilla;

beforeAll(async () => {
  process.env['FLT_REMOTE_PASSWORD'] = secret;
  services = await flotilla();
});
afterAll(() => services.close());

const masters = async (name: string) =>
  (await services.clusters.live(name)).nodes.filter((node) => node.role === 'master');

describe('with an ACL user, behind ports of other numbers', () => {
  const name = clusterName('remote');
  let first = 0;
  let cluster: Elsewhere;
  const own = 7000;
  const seed = (more: Partial<Remote> = {}): Remote => ({
    ...{ name, host: '127.0.0.1', port: first, username: 'operator' },
    password: { env: 'FLT_REMOTE_PASSWORD' },
    ...more,
  });

  beforeAll(async () => {
    await sweep(name);
    first = await ports(6);
    const files = temporaryFolder('acl');
    const hash = createHash('sha256').update(secret).digest('hex');
    writeFileSync(join(files, 'users.acl'), `user default off\nuser operator on #${hash} ~* &* +@all\n`);
    const acl = ['--aclfile', '/files/users.acl'];
    const users = ['--masteruser', 'operator', '--masterauth', secret];
    const login = ['--user', 'operator', '--pass', secret];
    cluster = await elsewhere(name, own, (n) => first + n, [...acl, ...users], login, files);
  });
  afterAll(() => sweep(name));

  it('is not seen among the engine’s own', async () => {
    expect((await services.clusters.list()).map((each) => each.name)).not.toContain(name);
  });

  it('is refused with a wrong login, or where nobody answers', async () => {
    process.env['FLT_REMOTE_WRONG'] = 'wrong';
    const wrong = services.clusters.adoptRemote(seed({ password: { env: 'FLT_REMOTE_WRONG' } }));
    await expect(wrong).rejects.toMatchObject({ info: { code: 'redis.auth-wrong' } });
    const none = services.clusters.adoptRemote(seed({ password: undefined, username: undefined }));
    await expect(none).rejects.toMatchObject({ info: { code: 'redis.auth-required' } });
    const silent = services.clusters.adoptRemote(seed({ port: 1 }));
    await expect(silent).rejects.toMatchObject({ info: { code: 'redis.unreachable' } });
    const bad = services.clusters.adoptRemote(seed({ map: { [`${inside}:7000`]: 'nonsense' } }));
    await expect(bad).rejects.toMatchObject({ info: { code: 'remote.map' } });
    expect(await services.adopted.get(name)).toBeUndefined();
  });

  it('is found by its seed, and wholly when one says where its nodes are', async () => {
    const half = await services.clusters.adoptRemote(seed());
    expect(half).toMatchObject({ origin: 'adopted', hasPassword: true, slotsCovered: 16_384 });
    expect(half.remote?.ways).toEqual({ [`${inside}:7000`]: `127.0.0.1:${first}` });
    expect(half.nodes).toHaveLength(6);
    expect(half.problems).toContainEqual(expect.objectContaining({ code: 'redis.no-way' }));

    const map = Object.fromEntries(
      cluster.ports.map((port, n) => [`${inside}:${port}`, `127.0.0.1:${first + n}`]),
    );
    const whole = await services.clusters.adoptRemote(seed({ map }));
    expect(whole).toMatchObject({ state: 'ok' });
    expect(whole.problems.map(({ code }) => code)).not.toContain('redis.no-way');
    expect(whole.nodes.map((node) => [node.name, node.health, node.container])).toEqual(
      cluster.ports.map((port) => [`${inside}:${port}`, 'ok', undefined]),
    );
    expect(Object.keys(whole.remote?.ways ?? {})).toHaveLength(6);
    expect(JSON.stringify([whole, await services.adopted.get(name)])).not.toContain('remote \\"pw');
    const line = (await services.clusters.list()).find((each) => each.name === name);
    expect(line).toMatchObject({
      masters: 3,
      replicas: 3,
      state: 'ok',
      containers: [],
      needsPassword: false,
    });
  });

  it('is resharded and failed over, as any other', async () => {
    const [a, b] = await masters(name);
    const moved = await carryOut(services, {
      ...{ kind: 'redis-cluster.reshard', name, pace: 'fast' },
      what: { by: 'count', slots: 100, from: [a!.name], to: b!.name },
    });
    expect(failures(moved)).toEqual([]);
    const replica = (await services.clusters.live(name)).nodes.find((node) => node.masterId === b!.id)!;
    const promoted = await carryOut(services, {
      ...{ kind: 'redis-cluster.failover', name, node: replica.name, mode: 'graceful' },
    });
    expect(failures(promoted)).toEqual([]);
    const now = (await masters(name)).map((node) => [node.name, node.slots.flat().length > 0]);
    expect(now).toContainEqual([replica.name, true]);
    expect(now).toHaveLength(3);
  });

  it('takes keys and commands', async () => {
    for (const key of ['a', 'b', 'c'])
      expect((await services.clusters.command(name, `set ${key} 1`)).lines).toEqual(['OK']);
    const page = await services.clusters.keys({ name, match: '', limit: 10 });
    expect(page.keys.map(({ key }) => key.text)).toEqual(['a', 'b', 'c']);
    expect((await services.clusters.command(name, 'ACL WHOAMI')).lines).toEqual(['"operator"']);
  });
});

describe('that is down', () => {
  const name = clusterName('remotedown');

  beforeAll(() => sweep(name));
  afterAll(() => sweep(name));

  it('is listed as unreachable with the nodes that it had, and is found again when it is back', async () => {
    const first = await ports(6);
    const { container } = await elsewhere(name, first, (n) => first + n, ['--protected-mode', 'no']);
    await services.clusters.adoptRemote({ name, host: '127.0.0.1', port: first + 2 });
    await docker().getContainer(container).pause();
    const down = await services.clusters.status(name);
    expect(down).toMatchObject({ state: 'unreachable', slotsCovered: 0 });
    expect(down.nodes.map((node) => node.health)).toEqual(new Array(6).fill('unreachable'));
    await docker().getContainer(container).unpause();
    await expect
      .poll(async () => (await services.clusters.status(name)).state, { timeout: 30_000 })
      .toBe('ok');
    await services.clusters.forget(name);
  });
});

describe('with TLS and a password', () => {
  const name = clusterName('remotetls');
  let first = 0;
  let cluster: Elsewhere;
  let files: ReturnType<typeof certificates>;
  const seed = (more: Partial<Remote> = {}): Remote => ({
    ...{ name, host: '127.0.0.1', port: first, password: { env: 'FLT_REMOTE_PASSWORD' } },
    tls: { ca: files.ca, cert: files.cert, key: files.key },
    ...more,
  });

  beforeAll(async () => {
    await sweep(name);
    first = await ports(6);
    files = certificates(inside);
    const at = (file: string): string => `/files/${file}`;
    cluster = await elsewhere(
      name,
      first,
      (n) => first + n,
      [
        ...['--tls-cluster', 'yes', '--tls-replication', 'yes', '--tls-ca-cert-file', at('ca.crt')],
        ...['--tls-cert-file', at('node.crt'), '--tls-key-file', at('node.key')],
        ...['--requirepass', secret, '--masterauth', secret],
      ],
      ['-a', secret, '--tls', '--cacert', at('ca.crt'), '--cert', at('node.crt'), '--key', at('node.key')],
      files.folder,
    );
  });
  afterAll(() => sweep(name));

  it('is refused without TLS, or by somebody who trusts another authority', async () => {
    await expect(services.clusters.adoptRemote(seed({ tls: undefined }))).rejects.toMatchObject({
      info: { code: expect.stringMatching(/^redis\./) as string },
    });
    const { cert, key } = files;
    const stranger = services.clusters.adoptRemote(seed({ tls: { cert, key } }));
    await expect(stranger).rejects.toMatchObject({ info: { code: 'redis.tls' } });
  });

  it('is found wholly by itself: the seed’s host with each node’s port', async () => {
    const status = await services.clusters.adoptRemote(seed());
    expect(status).toMatchObject({ state: 'ok', origin: 'adopted', slotsCovered: 16_384 });
    expect(status.nodes.every((node) => node.health === 'ok')).toBe(true);
    expect(Object.values(status.remote?.ways ?? {}).sort()).toEqual(
      cluster.ports.map((port) => `127.0.0.1:${port}`),
    );
  });

  it('takes keys and commands, is checked and saved', async () => {
    for (let n = 0; n < 30; n++) await services.clusters.command(name, `set k${n} v`);
    expect((await services.clusters.key(name, { text: 'k7' })).value).toMatchObject({ text: 'v' });
    const report = await services.clusters.check(name, true);
    expect(report.findings.filter((each) => each.level === 'error')).toEqual([]);
    const folder = join(temporaryFolder('saved'), 'backup');
    const saved = await carryOut(services, { kind: 'redis-cluster.backup', name, folder });
    expect(failures(saved)).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      files: { file: string; bytes: number }[];
    };
    expect(manifest.files).toHaveLength(3);
    for (const { file, bytes } of manifest.files) expect(readFileSync(join(folder, file)).length).toBe(bytes);
  });

  it.each(['fast', 'gentle'] as const)('moves slots with their keys over TLS: %s', async (pace) => {
    const [a, b] = await masters(name);
    const tag = Array.from({ length: 100 }, (_, n) => `{${pace}${n}}`).find((each) =>
      a!.slots.some(([from, to]) => keySlot(each) >= from && keySlot(each) <= to),
    )!;
    const slot = keySlot(tag);
    const value = (n: number): string => `${n}:`.padEnd(1000, pace);
    const keys = Array.from({ length: 150 }, (_, n) => `${tag}:${n}`);
    for (const [n, key] of keys.entries()) await services.clusters.command(name, `set ${key} ${value(n)}`);
    // More than a call of either pace carries: it goes by itself.
    await services.clusters.command(name, `setrange ${tag}:big 5000000 end`);
    const total = async () => (await services.clusters.keys({ name, match: '', limit: 1 })).total;
    const before = await total();
    const moved = await carryOut(services, {
      ...{ kind: 'redis-cluster.reshard', name, pace },
      what: { by: 'ranges', moves: [{ from: a!.name, to: b!.name, ranges: [[slot, slot]] }] },
    });
    expect(failures(moved)).toEqual([]);
    expect(moved.steps.map(({ output }) => output)).toContainEqual(
      expect.objectContaining({ slots: 1, keys: 151, mode: 'keys' }),
    );
    expect(await total()).toBe(before);
    for (const [n, key] of keys.entries())
      expect(await services.clusters.key(name, { text: key })).toMatchObject({
        ...{ node: b!.name, cut: false },
        value: { text: value(n) },
      });
    expect(await services.clusters.key(name, { text: `${tag}:big` })).toMatchObject({
      ...{ node: b!.name, length: 5_000_003 },
    });
  });

  it('is forgotten, and stays as it is', async () => {
    await services.clusters.forget(name);
    await expect(services.clusters.status(name)).rejects.toMatchObject({ info: { code: 'cluster.unknown' } });
    expect(await cluster.cli(0, 'cluster', 'info')).toContain('cluster_state:ok');
  });
});
