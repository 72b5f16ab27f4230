import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import { keyName } from '@shared/redis-cluster/key-name';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { RedisPool } from '../../src-main/clients/redis';
import { dataOps } from '../../src-main/ops/redis-data';
import type { Flotilla } from '../../src-main/wiring';
import { clusterName, docker, images, ports, temporaryFolder, testLabels } from '../support/world';
import { answers, opContext, password, smallCluster, whileMoving, type SmallCluster } from './tools-support';

// Snapshots of masters that a server can load again, and keys that come from a server by itself.

const name = clusterName('data');
const binary = Buffer.from([0, 255, 0x7b, 0x61, 0x7d]);

let cluster: SmallCluster;
let services: Flotilla;
let pool: RedisPool;
let live: LiveCluster;

beforeAll(async () => {
  cluster = await smallCluster(name);
  ({ services, pool, live } = cluster);
  for (let n = 0; n < 200; n++) await cluster.put('SET', `user:${n}`, 'value');
});
afterAll(() => cluster.close());

/** How many keys a fresh server of an image has that was started on a snapshot. */
async function loaded(image: string, path: string, expected: number): Promise<unknown> {
  const port = await ports(1);
  const container = await docker().createContainer({
    name: `${name}-loaded`,
    Image: image,
    // Not by the image's entry point: that gives up the right to read the folder of this test.
    Entrypoint: [image.includes('valkey') ? 'valkey-server' : 'redis-server'],
    Labels: testLabels(name),
    Cmd: ['--port', String(port), '--dbfilename', basename(path), '--dir', '/backup', '--save', ''],
    HostConfig: { NetworkMode: 'host', Binds: [`${dirname(path)}:/backup:ro`] },
  });
  await container.start();
  const announce = { address: '127.0.0.1', port, busPort: port + 10_000 };
  const node: RedisNode = { name: 'loaded', host: '127.0.0.1', port, announce, innerPort: port };
  try {
    await answers(pool, node);
    for (let left = 50; left > 0; left--) {
      const keys: unknown = await pool.node(node).call(['DBSIZE']).catch(String);
      if (keys === expected || left === 1) return keys;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return undefined;
  } finally {
    pool.node(node).close();
    await container.remove({ force: true });
  }
}

describe('a backup', () => {
  const folder = temporaryFolder('backup');
  const ops = dataOps({ pool: undefined as never, resolveSecret: () => Promise.resolve(password) });

  it('holds every key of a master in a file that a server can load', async () => {
    const files = [];
    for (const node of live.nodes) {
      const path = join(folder, `${node.name}.rdb`);
      const output = await ops['redis.saveRdb'].run({ node: node.redis, path }, opContext('run1'));
      expect(output.bytes).toBe(readFileSync(path).length);
      files.push({ node: node.name, id: node.id, file: `${node.name}.rdb`, slots: [...node.slots] });
    }
    const { path } = await ops['redis.backupManifest'].run(
      { folder, cluster: name, files },
      opContext('run1'),
    );
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { files: { sha256: string; bytes: number }[] };
    expect(manifest.files).toHaveLength(3);
    expect(readdirSync(folder).sort()).toEqual([...files.map(({ file }) => file), 'manifest.json'].sort());

    const keys = await Promise.all(live.nodes.map(({ redis }) => pool.node(redis).call(['DBSIZE'])));
    expect(await loaded(cluster.image, join(folder, files[0]!.file), Number(keys[0]))).toBe(keys[0]);
  });

  it.each([
    ['redis7', 'from its own file', []],
    ['redis7', 'as it is made', ['--dir', '/proc']],
    ['redis8', 'from its own file', []],
    ['redis8', 'as it is made', ['--dir', '/proc']],
    ['valkey', 'from its own file', []],
    ['valkey', 'as it is made', ['--dir', '/proc']],
  ] as const)('is taken of %s, %s, and can be loaded again', async (server, way, dir) => {
    const image = (await images())[server];
    if (image === undefined) return;
    // Where it can write no file the server breaks off the first attempt, and sends the snapshot as it makes it.
    const stem = `${server}-${dir.length}`;
    const node = await cluster.standalone(stem, [...dir, '--repl-diskless-sync-delay', '0'], image);
    await pool.node(node).batch(Array.from({ length: 2000 }, (_, n) => ['SET', `k${n}`, 'v'.repeat(500)]));
    const path = join(folder, `${stem}.rdb`);
    const said: string[] = [];
    const context = { ...opContext(stem), log: (line: string) => said.push(line) };
    const output = await ops['redis.saveRdb'].run({ node, path }, context);
    expect(said).toHaveLength(way === 'as it is made' ? 1 : 0);
    expect(output.bytes).toBe(readFileSync(path).length);
    expect(await loaded(image, path, 2000)).toBe(2000);
    await ops['redis.saveRdb'].undo!({ node, path }, output, context);
    expect(existsSync(path)).toBe(false);
  });

  it('writes over no file, and leaves no half of one', async () => {
    const { redis } = live.nodes[0]!;
    const there = ops['redis.saveRdb'].run(
      { node: redis, path: join(folder, 'manifest.json') },
      opContext('run3'),
    );
    await expect(there).rejects.toMatchObject({ info: { code: 'file.exists' } });
    const path = join(folder, 'cancelled.rdb');
    const stopped = ops['redis.saveRdb'].run({ node: redis, path }, opContext('run3', AbortSignal.abort()));
    await expect(stopped).rejects.toThrow('cancelled');
    expect(readdirSync(folder).filter((file) => /part|cancelled/.test(file))).toEqual([]);
  });
});

describe('an import from a server by itself', () => {
  const ops = dataOps({
    pool: undefined as never,
    resolveSecret: (ref) => Promise.resolve('env' in ref && ref.env === 'SOURCE' ? 'source pw' : password),
  });
  let source: RedisNode;
  const args = (more: object = {}) => ({
    ...{ source: { ...source, auth: { password: { env: 'SOURCE' } } }, database: 3 },
    ...{ masters: live.nodes.map(({ redis }) => redis), replace: false, ...more },
  });

  beforeAll(async () => {
    source = await cluster.standalone('source');
    const fill = pool.node(source);
    await fill.call(['SELECT', '3']);
    for (let at = 0; at < 3000; at += 1000)
      await fill.batch(
        Array.from({ length: 1000 }, (_, n) => ['SET', `import:${at + n}`, `v${at + n}`, 'EX', '5000']),
      );
    await fill.call(['HSET', 'import:hash', 'a', '1']);
    await fill.call(['SET', binary, Buffer.alloc(6 * 1024 * 1024, 7)]);
    await fill.call(['CONFIG', 'SET', 'requirepass', 'source pw']);
  });

  it('copies every key with its type and time to live to its owner', async () => {
    const output = await ops['redis.importKeys'].run(args(), opContext('import1'));
    expect(output).toEqual({ copied: 3002, skipped: 0, gone: 0, failed: 0 });
    expect((await services.clusters.command(name, 'GET import:2999')).lines).toEqual(['"v2999"']);
    expect((await services.clusters.key(name, { text: 'import:5' })).ttlMs).toBeGreaterThan(4_000_000);
    expect((await services.clusters.key(name, keyName(binary))).length).toBe(6 * 1024 * 1024);
  });

  it('again copies only what is not there, or all of it where that was agreed', async () => {
    await services.clusters.deleteKeys(name, [{ text: 'import:1' }, { text: 'import:2' }]);
    const output = await ops['redis.importKeys'].run(args(), opContext('import2'));
    expect(output).toEqual({ copied: 2, skipped: 3000, gone: 0, failed: 0 });
    const some = await ops['redis.importKeys'].run(
      args({ replace: true, match: 'import:1?' }),
      opContext('import3'),
    );
    expect(some).toEqual({ copied: 10, skipped: 0, gone: 0, failed: 0 });
  });

  it('goes where a slot is that is on the move', async () => {
    const slot = keySlot('import:hash');
    await services.clusters.deleteKeys(name, [{ text: 'import:hash' }]);
    await whileMoving(cluster, slot, async (_, to) => {
      const output = await ops['redis.importKeys'].run(args({ match: 'import:hash' }), opContext('import4'));
      expect(output).toMatchObject({ copied: 1, failed: 0 });
      expect(await pool.node(to).call(['CLUSTER', 'COUNTKEYSINSLOT', String(slot)])).toBe(1);
      await services.clusters.deleteKeys(name, [{ text: 'import:hash' }]);
    });
  });

  it('ends at once when it is cancelled while the source hangs', async () => {
    const controller = new AbortController();
    let paused = false;
    // Nothing of the import goes on before the source stands still.
    const progress = (): void => {
      if (paused) return;
      paused = true;
      execFileSync('docker', ['pause', `${name}-source`]);
      setTimeout(() => controller.abort(), 200);
    };
    const slow = { ...opContext('import6', controller.signal), progress };
    try {
      await expect(ops['redis.importKeys'].run(args({ replace: true }), slow)).rejects.toThrow('cancelled');
    } finally {
      execFileSync('docker', ['unpause', `${name}-source`]);
    }
  });

  it('says that the source is newer than the cluster', async () => {
    const { redis8 } = await images();
    if (redis8 === undefined) return;
    const newer = await cluster.standalone('newer', [], redis8);
    await pool.node(newer).call(['SET', 'x', '1']);
    const work = ops['redis.importKeys'].run(args({ source: newer, database: 0 }), opContext('import5'));
    await expect(work).rejects.toMatchObject({ info: { code: 'import.version' } });
  });
});
