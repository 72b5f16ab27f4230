import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretRef } from '@shared/secrets';
import { createDocker } from '../../src-main/clients/docker';
import { createRedisPool } from '../../src-main/clients/redis';
import { createClusterObserver } from '../../src-main/observe/redis-cluster';
import { createAdopted } from '../../src-main/store/adopted';
import { clusterName, images, ports, subnet, sweep, temporaryFolder } from '../support/world';

// Clusters built by hand, with the commands that people copy from tutorials, are found, looked at and adopted.

const run = promisify(execFile);
const sh = async (...args: string[]): Promise<string> => (await run('docker', args)).stdout;
const engine = createDocker({
  endpoint: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock',
  local: true,
});
const folder = temporaryFolder('adoption');
const password = 's3cret "x"';

const hostName = clusterName('byhand');
const bridgeName = clusterName('redisnet');
let image = '';

const pool = createRedisPool({
  resolveSecret: (ref: SecretRef) =>
    'container' in ref
      ? observer.passwordOf(ref.container)
      : Promise.resolve('env' in ref && ref.env === 'RIGHT' ? password : 'wrong'),
});
const observer = createClusterObserver({
  docker: () => engine,
  place: () => 'test',
  pool,
  adopted: createAdopted({ dataDir: folder }),
});

/** Asks a node until its CLUSTER INFO says what is waited for. */
async function says(state: 'ok' | 'fail', container: string, port: number, auth: readonly string[] = []) {
  for (let left = 200; left > 0; left--) {
    const info = await sh(
      'exec',
      container,
      'redis-cli',
      ...auth,
      '-p',
      String(port),
      'cluster',
      'info',
    ).catch(String);
    if (info.includes(`cluster_state:${state}`)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${container} does not say cluster_state:${state}`);
}

beforeAll(async () => {
  await sweep(hostName);
  await sweep(bridgeName);
  image = (await images()).redis7;
});

afterAll(async () => {
  pool.close();
  engine.close();
  await sweep(hostName);
  await sweep(bridgeName);
});

describe('a cluster built by hand in host mode', () => {
  let first = 0;

  beforeAll(async () => {
    first = await ports(6);
    for (let n = 1; n <= 6; n++) {
      const name = `${hostName}-node-${n}`;
      await sh(
        ...['run', '-d', '--name', name, '--label', `dev.flotilla.test=${hostName}`, '--net', 'host'],
        ...['-v', `${join(folder, name)}:/data`, image],
        ...['--cluster-enabled', 'yes', '--appendonly', 'yes', '--port', String(first + n - 1)],
      );
    }
    const addresses = Array.from({ length: 6 }, (_, i) => `127.0.0.1:${first + i}`);
    await says('fail', `${hostName}-node-6`, first + 5);
    await sh(
      ...['exec', `${hostName}-node-1`, 'redis-cli', '--cluster', 'create', ...addresses],
      ...['--cluster-replicas', '1', '--cluster-yes'],
    );
    for (let n = 1; n <= 6; n++) await says('ok', `${hostName}-node-${n}`, first + n - 1);
  });

  it('is discovered under the name that its containers share', async () => {
    const found = (await observer.list()).find((each) => each.name === `${hostName}-node`);
    expect(found).toMatchObject({
      origin: 'discovered',
      mode: 'host',
      image,
      masters: 3,
      replicas: 3,
      slotsCovered: 16_384,
      needsPassword: false,
      containers: [1, 2, 3, 4, 5, 6].map((n) => `${hostName}-node-${n}`),
    });
  });

  it('is adopted under a name of one’s own, looks the same then, and is forgotten again', async () => {
    await expect
      .poll(async () => (await observer.status(`${hostName}-node`)).state, { timeout: 30_000 })
      .toBe('ok');
    const adopted = await observer.adopt({ discovered: `${hostName}-node`, name: `${hostName}-mine` });
    expect(adopted).toMatchObject({ origin: 'adopted', state: 'ok', mode: 'host', slotsCovered: 16_384 });
    expect(adopted.nodes.map((node) => node.hostPort)).toEqual([0, 1, 2, 3, 4, 5].map((i) => first + i));
    expect(adopted.nodes.filter((node) => node.role === 'replica').every((node) => node.linkUp)).toBe(true);
    expect(adopted.problems).toEqual([]);
    expect(await observer.members(`${hostName}-mine`)).toHaveLength(6);
    const again = observer.adopt({ discovered: `${hostName}-mine`, name: 'other' });
    await expect(again).rejects.toMatchObject({ info: { code: 'cluster.known' } });
    await observer.forget(`${hostName}-mine`);
    expect((await observer.status(`${hostName}-node`)).origin).toBe('discovered');
    await expect(observer.forget(hostName)).rejects.toMatchObject({ info: { code: 'cluster.not-adopted' } });
  });

  it('stays in sight when all of it is stopped', async () => {
    await sh('kill', ...[1, 2, 3, 4, 5, 6].map((n) => `${hostName}-node-${n}`));
    const found = (await observer.list()).find((each) => each.name === `${hostName}-node`);
    expect(found).toMatchObject({
      origin: 'discovered',
      state: 'unreachable',
      masters: 3,
      replicas: 3,
      slotsCovered: 0,
    });
  });
});

describe('a cluster built by hand in bridge mode, with a password and dead published ports', () => {
  let first = 0;
  const name = (n: number): string => `${bridgeName}-redis-${n}`;

  beforeAll(async () => {
    first = await ports(6);
    const { cidr, base } = await subnet();
    const network = `${bridgeName}-net`;
    await sh('network', 'create', '--label', `dev.flotilla.test=${bridgeName}`, '--subnet', cidr, network);
    for (let n = 1; n <= 6; n++) {
      const port = first + n - 1;
      const conf = join(folder, 'conf', `redis${n}.conf`);
      mkdirSync(join(folder, 'conf'), { recursive: true });
      const escaped = password.replaceAll('"', '\\"');
      writeFileSync(
        conf,
        [
          `port ${port}`,
          'bind 0.0.0.0',
          'cluster-enabled yes',
          'cluster-config-file nodes.conf',
          'cluster-node-timeout 5000',
          `cluster-announce-ip ${base}.1${n}`,
          `cluster-announce-port ${port}`,
          `cluster-announce-bus-port ${port + 10_000}`,
          'appendonly yes',
          `requirepass "${escaped}"`,
          `masterauth "${escaped}"`,
        ].join('\n'),
      );
      await sh(
        ...['run', '-p', `${port}:6379`, '-p', `${port + 10_000}:16379`, '--name', name(n)],
        ...['--label', `dev.flotilla.test=${bridgeName}`],
        ...['-v', `${join(folder, name(n))}:/data`, '-v', `${conf}:/etc/redis/redis.conf`],
        ...['-d', '--net', network, '--ip', `${base}.1${n}`, image, 'redis-server', '/etc/redis/redis.conf'],
      );
    }
    const auth = ['--no-auth-warning', '-a', password];
    await says('fail', name(6), first + 5, auth);
    const addresses = Array.from({ length: 6 }, (_, i) => `${base}.1${i + 1}:${first + i}`);
    await sh(
      ...['exec', name(1), 'redis-cli', ...auth, '--cluster', 'create', ...addresses],
      ...['--cluster-replicas', '1', '--cluster-yes'],
    );
    for (let n = 1; n <= 6; n++) await says('ok', name(n), first + n - 1, auth);
  });

  it('is reached at its own addresses, lets us in, and its dead ports are pointed out', async () => {
    const find = () => observer.status(`${bridgeName}-redis`);
    await expect.poll(async () => (await find()).state, { timeout: 30_000 }).toBe('ok');
    const status = await find();
    expect(status).toMatchObject({ origin: 'discovered', mode: 'bridge', hasPassword: true });
    expect(status.network?.name).toBe(`${bridgeName}-net`);
    const dead = status.problems.filter((each) => each.code === 'redis.dead-port');
    expect(dead.map((each) => each.what.params)).toContainEqual({
      node: name(1),
      hostPort: first,
      containerPort: 6379,
      port: first,
    });
    expect(dead).toHaveLength(6);
    expect(JSON.stringify(status)).not.toContain('s3cret');
  });

  it('refuses a wrong password and takes the right one', async () => {
    const input = { discovered: `${bridgeName}-redis`, name: bridgeName };
    const refused = observer.adopt({ ...input, password: { env: 'WRONG' } });
    await expect(refused).rejects.toMatchObject({ info: { code: 'redis.auth-wrong' } });
    expect((await observer.adopt({ ...input, password: { env: 'RIGHT' } })).state).toBe('ok');
    await observer.forget(bridgeName);
    expect((await observer.adopt(input)).origin).toBe('adopted');
  });

  it('says which container has ended, and that its master stands alone', async () => {
    const replica = (await observer.status(bridgeName)).nodes.find((node) => node.role === 'replica')!;
    await sh('kill', replica.name);
    const status = await observer.status(bridgeName);
    expect(status.state).toBe('degraded');
    expect(status.problems.map((each) => each.code)).toEqual(
      expect.arrayContaining(['redis.container-stopped', 'redis.master-alone']),
    );
    expect(status.nodes.find((node) => node.name === replica.name)).toMatchObject({
      health: 'stopped',
      id: replica.id,
      role: 'replica',
    });
  });

  it('is forgotten by itself when its containers have been removed', async () => {
    for (let n = 1; n <= 6; n++) await sh('rm', '-fv', name(n));
    expect((await observer.list()).map((each) => each.name)).not.toContain(bridgeName);
    await expect(observer.status(bridgeName)).rejects.toMatchObject({ info: { code: 'cluster.unknown' } });
  });
});
