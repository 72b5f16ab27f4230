import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerOps } from '../../src-main/ops/docker';
import { sweep } from '../support/world';
import { cluster, context, docker, failure, node, ops } from './docker-ops-support';

afterEach(() => sweep(cluster));
afterAll(() => docker.close());

describe('folders', () => {
  let base: string;
  beforeEach(() => (base = mkdtempSync(join(tmpdir(), 'flt-folders-'))));
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('are made with their parents, mounted, and undone up to the first that was made', async () => {
    const path = join(base, 'redis/share/node-1');
    const output = await ops['folder.create'].run({ path }, context());
    expect(output).toEqual({ first: join(base, 'redis') });
    // Again, as after a crash: its own is known by its mark; to another run it is somebody's.
    expect(await ops['folder.create'].run({ path }, context())).toEqual({ first: path });
    expect(await ops['folder.create'].run({ path }, context('run-b'))).toEqual({});
    expect(await ops['folder.create'].holds?.({ path }, output, context())).toBe(true);
    const mounts = [{ type: 'bind' as const, source: path, target: '/data' }];
    await ops['container.create'].run(node(1, { network: { mode: 'host' }, ports: [], mounts }), context());
    await docker.containers.writeFile('flt-dops-1', '/data/redis.conf', 'x', 0o644);
    expect((await readdir(path)).sort()).toEqual(['.flotilla-run', 'redis.conf']);
    const early = ops['folder.create'].undo?.({ path }, output, context());
    expect(await failure(early ?? Promise.resolve())).toMatchObject({ code: 'folder.in-use' });
    await docker.containers.remove('flt-dops-1', { force: true, anonymous: false });
    await ops['folder.create'].undo?.({ path }, output, context());
    expect(await readdir(base)).toEqual([]);
  });

  it('keep what somebody else has put beside, and what was there before', async () => {
    const path = join(base, 'redis/node-1');
    const output = await ops['folder.create'].run({ path }, context());
    await writeFile(join(base, 'redis/notes.txt'), 'mine');
    await ops['folder.create'].undo?.({ path }, output, context());
    expect(await readdir(join(base, 'redis'))).toEqual(['notes.txt']);
    const old = join(base, 'old');
    await mkdir(old);
    await ops['folder.create'].undo?.(
      { path: old },
      await ops['folder.create'].run({ path: old }, context()),
      context(),
    );
    expect((await stat(old)).isDirectory()).toBe(true);
  });

  it('that are shared keep what later clusters have put in', async () => {
    const path = join(base, 'redis');
    const args = { path, shared: true };
    const output = await ops['folder.create'].run(args, context());
    await mkdir(join(path, 'other-1'));
    await writeFile(join(path, 'other-1/dump.rdb'), 'data of a later cluster');
    await ops['folder.create'].undo?.(args, output, context());
    expect(await readdir(join(path, 'other-1'))).toEqual(['dump.rdb']);
    rmSync(join(path, 'other-1'), { recursive: true });
    await ops['folder.create'].undo?.(args, output, context());
    expect(await readdir(base)).toEqual([]);
  });

  it('that were removed and made again by another run stay when the first is undone', async () => {
    const path = join(base, 'node-1');
    const output = await ops['folder.create'].run({ path }, context());
    rmSync(path, { recursive: true });
    await ops['folder.create'].run({ path }, context('run-b'));
    await writeFile(join(path, 'dump.rdb'), 'data of run b');
    await ops['folder.create'].undo?.({ path }, output, context());
    expect(await readdir(path)).toContain('dump.rdb');
  });

  it('are removed with all in them, but not when that would be dangerous or a file is in the way', async () => {
    const path = join(base, 'data/node-1');
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'dump.rdb'), 'x');
    for (let twice = 0; twice < 2; twice++) await ops['folder.remove'].run({ path }, context());
    expect(await readdir(join(base, 'data'))).toEqual([]);
    expect((await failure(ops['folder.remove'].run({ path: '/usr/share' }, context()))).code).toBe(
      'folder.dangerous',
    );
    await writeFile(join(base, 'file'), 'x');
    const work = ops['folder.create'].run({ path: join(base, 'file') }, context());
    expect((await failure(work)).code).toBe('folder.not-a-folder');
  });

  it('cannot be made on another computer', async () => {
    const far = dockerOps({ docker: { ...docker, local: false }, resolveSecret: () => Promise.resolve('') });
    expect((await failure(far['folder.create'].run({ path: join(base, 'x') }, context()))).code).toBe(
      'folder.remote',
    );
  });
});
