import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, CancelledError } from '../../src-shared/errors';
import { label } from '../../src-shared/labels';
import { createDocker } from '../../src-main/clients/docker';

const docker = createDocker({
  endpoint: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock',
  local: true,
});
const image = 'redis:7.0';
const labels = { [label.cluster]: 'flt-client' };
const name = 'flt-client-1';
const volume = 'flt-client-data';

async function sweep(): Promise<void> {
  const left = await docker.containers.list({ labels: [`${label.cluster}=flt-client`] });
  for (const container of left)
    await docker.containers.remove(container.Id, { force: true, anonymous: true });
  for (const each of await docker.volumes.list()) {
    if (each.Labels[label.cluster] === 'flt-client') await docker.volumes.remove(each.Name);
  }
}

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof AppError ? error.info.code : String(error)),
  );

beforeAll(sweep);
afterAll(async () => {
  await sweep();
  docker.close();
});

describe('the engine client', () => {
  it('reads what the engine says of itself', async () => {
    const details = await docker.details();
    expect(details.version).toMatch(/^\d+\.\d+/);
    expect(Number(details.apiVersion.split('.')[1])).toBeGreaterThanOrEqual(41);
    expect(details.cpus).toBeGreaterThan(0);
    expect(details.memoryBytes).toBeGreaterThan(1e8);
    expect(details.rootDir).toContain('docker');
    expect(details.osType).toBe('linux');
  });

  it('writes, finds and reads a file in a container that was never started, through its volume', async () => {
    await docker.volumes.create({ name: volume, labels });
    const config = {
      Image: image,
      Cmd: ['sleep', '600'],
      Labels: labels,
      HostConfig: { NetworkMode: 'none', Mounts: [{ Type: 'volume', Source: volume, Target: '/data' }] },
    };
    await docker.containers.create(name, config);
    expect(await docker.containers.exists(name, '/data/redis.conf')).toBe(false);
    await docker.containers.writeFile(name, '/data/deep/er/redis.conf', 'port 1\nümlaut', 0o600);
    expect(await docker.containers.exists(name, '/data/deep/er/redis.conf')).toBe(true);
    expect(await docker.containers.readFile(name, '/data/deep/er/redis.conf')).toBe('port 1\nümlaut');
    expect(await docker.containers.readFile(name, '/data/none')).toBeUndefined();
    expect(await code(docker.containers.exists('flt-client-none', '/data'))).toBe('container.gone');
    expect(await code(docker.containers.create(name, config))).toBe('container.name-taken');
  });

  it('runs programs: exit code, both outputs apart, and what is fed to them', async () => {
    expect(await docker.containers.start(name)).toBe(true);
    expect(await docker.containers.start(name)).toBe(false);
    const script =
      'read word; echo "got $word"; echo "$LOUD" >&2; stat -c "%a %U" /data/deep/er/redis.conf; exit 7';
    const result = await docker.containers.exec(name, ['sh', '-c', script], {
      input: 'secret\n',
      env: ['LOUD=yes'],
    });
    expect(result).toEqual({ exitCode: 7, stdout: 'got secret\n600 root\n', stderr: 'yes\n' });
    const big = await docker.containers.exec(name, ['sh', '-c', 'head -c 300000 /dev/zero | tr "\\0" x']);
    expect(big.stdout).toHaveLength(300_000);
    expect(await code(docker.containers.exec('flt-client-none', ['true']))).toBe('container.gone');
  });

  it('gives up an exec when its signal is aborted', async () => {
    const controller = new AbortController();
    const running = docker.containers.exec(name, ['sh', '-c', 'echo up; sleep 500'], {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 200);
    await expect(running).rejects.toBeInstanceOf(CancelledError);
  });

  it('gives up an exec that says nothing for too long', async () => {
    expect(await code(docker.containers.exec(name, ['sleep', '500'], { idleMs: 300 }))).toBe('engine.silent');
  });

  it('reads the log, and says that a stopped container does not run', async () => {
    const config = {
      Image: image,
      Cmd: ['sh', '-c', 'echo out; echo err >&2'],
      Labels: labels,
      HostConfig: { NetworkMode: 'none' },
    };
    await docker.containers.create('flt-client-2', config);
    await docker.containers.start('flt-client-2');
    // The engine reads the two outputs side by side: which line comes first is not its promise.
    await expect
      .poll(async () => (await docker.containers.logs('flt-client-2', 10)).split('\n').sort())
      .toEqual(['', 'err', 'out']);
    await expect
      .poll(async () => (await docker.containers.inspect('flt-client-2')).State.Running)
      .toBe(false);
    expect(await code(docker.containers.exec('flt-client-2', ['true']))).toBe('container.not-running');
    expect(await docker.containers.stop('flt-client-2', 1)).toBe(false);
  });

  it('hears what happens, until it is told to stop', async () => {
    const controller = new AbortController();
    const heard: string[] = [];
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const listening = (async () => {
      const events = docker.events(
        { types: ['container'], labels: [`${label.cluster}=flt-client`] },
        { signal: controller.signal, onOpen: open },
      );
      for await (const event of events) heard.push(`${event.Action} ${event.Actor.Attributes['name'] ?? ''}`);
    })();
    await opened;
    await docker.containers.remove('flt-client-2', { force: true, anonymous: true });
    await expect.poll(() => heard).toContain('destroy flt-client-2');
    controller.abort();
    await expect(listening).rejects.toBeInstanceOf(CancelledError);
  });

  it('says what a pull without a registry fails of', async () => {
    const pull = docker.images.pull('registry.invalid/flt/none:1', () => undefined, { idleMs: 60_000 });
    expect(await code(pull)).toBe('registry.unreachable');
    expect(await docker.images.idOf('flt-none:1')).toBeUndefined();
    expect(await docker.images.idOf(image)).toMatch(/^sha256:/);
  });

  it('speaks over TCP just as well', async () => {
    const path = docker.endpoint.replace('unix://', '');
    const proxy = createServer((client) => {
      const engine = connect(path);
      client.pipe(engine).pipe(client);
      for (const socket of [client, engine]) socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const far = createDocker({ endpoint: `tcp://127.0.0.1:${port}`, local: true });
    try {
      expect((await far.containers.list()).length).toBeGreaterThan(0);
      expect((await far.containers.exec(name, ['echo', 'hello'])).stdout).toBe('hello\n');
    } finally {
      far.close();
      proxy.close();
    }
  });

  it('is refused with the reason where no engine is', async () => {
    const none = createDocker({ endpoint: 'unix:///tmp/flt-none.sock', local: true });
    expect(await code(none.ping())).toBe('engine.unreachable');
    const overSsh = createDocker({ endpoint: 'ssh://me@127.0.0.1:1', local: false });
    expect(await code(overSsh.ping())).toBe('engine.unreachable');
    expect(await code(createDocker({ endpoint: 'tcp://127.0.0.1:9', local: false }).ping())).toBe(
      'engine.unreachable',
    );
  });
});
