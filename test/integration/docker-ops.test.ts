import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError } from '../../src-shared/errors';
import { label } from '../../src-shared/labels';
import type { OpArgs } from '../../src-shared/ops';
import { sweep } from '../support/world';
import {
  cluster,
  context,
  docker,
  failure,
  image,
  labels,
  logged,
  network,
  node,
  ops,
  subnet,
  volume,
} from './docker-ops-support';

/** A node that needs nothing else. */
const alone: Partial<OpArgs<'container.create'>> = { network: { mode: 'host' }, ports: [], mounts: [] };

/** What this test has left on the engine. */
async function left(): Promise<string[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.containers.list(),
    docker.networks.list(),
    docker.volumes.list(),
  ]);
  const names = [
    ...containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))),
    ...networks.map(({ Name }) => Name),
    ...volumes.map(({ Name }) => Name),
  ];
  return names.filter((name) => name.startsWith('flt-dops'));
}

beforeAll(() => sweep(cluster));
beforeEach(() => void logged.splice(0));
afterEach(() => sweep(cluster));
afterAll(() => docker.close());

/** Before that its shell, which is the container's first program then, would not hear a SIGTERM. */
const answers = () =>
  expect
    .poll(
      async () => (await docker.containers.exec('flt-dops-1', ['redis-cli', '-p', '17011', 'ping'])).stdout,
    )
    .toBe('PONG\n');

describe('a node from nothing to running, and back', () => {
  it('is made once however often its steps run, holds, and is undone by its own run alone', async () => {
    const args = node(1);
    const netArgs = { name: network, subnet, labels };
    const volArgs = { name: volume, labels };
    const file = {
      container: args.name,
      path: '/data/redis.conf',
      content: 'requirepass ${PW}\n',
      mode: 0o600,
      secrets: { PW: { env: 'PW' } },
    };
    const start = { container: args.name };
    const net = await ops['network.create'].run(netArgs, context());
    expect(await ops['network.create'].run(netArgs, context())).toEqual(net);
    await ops['volume.create'].run(volArgs, context());
    await ops['volume.create'].run(volArgs, context());
    const made = await ops['container.create'].run(args, context());
    expect(await ops['container.create'].run(args, context())).toEqual(made);
    await ops['container.checkAbsent'].run({ container: args.name, path: '/data/redis.conf' }, context());
    await ops['container.writeFile'].run(file, context());
    const started = await ops['container.start'].run(start, context());
    expect(await ops['container.start'].run(start, context())).toEqual({ started: false });

    const { HostConfig, Config, State, NetworkSettings, Mounts } = await docker.containers.inspect(args.name);
    expect(State.Running).toBe(true);
    expect(HostConfig.Memory).toBe(64 * 1024 * 1024);
    expect(HostConfig.RestartPolicy).toEqual({ Name: 'on-failure', MaximumRetryCount: 3 });
    expect(HostConfig.PortBindings).toEqual({ '17011/tcp': [{ HostIp: '0.0.0.0', HostPort: '17011' }] });
    expect(NetworkSettings.Networks[network]?.IPAddress).toBe('10.213.11.11');
    expect(Mounts).toMatchObject([{ Type: 'volume', Name: volume, Destination: '/data' }]);
    expect(Config.Hostname).toBe('flt-dops-1');
    expect(Config.Labels).toMatchObject({ ...labels, [label.run]: 'run-a' });
    expect(JSON.stringify([Config, logged])).not.toContain('ß word');
    const conf = await docker.containers.readFile(args.name, '/data/redis.conf');
    expect(conf).toBe('requirepass "p\\"a$ß word"\n');

    for (const [kind, stepArgs, output] of [
      ['network.create', netArgs, net],
      ['volume.create', volArgs, undefined],
      ['container.create', args, made],
      ['container.writeFile', file, undefined],
      ['container.start', start, started],
    ] as const) {
      const handler = ops[kind];
      expect(await handler.holds?.(stepArgs as never, output as never, context()), kind).toBe(true);
    }

    // Another run's undo leaves all of it alone, also when it had started one of that name before.
    await ops['container.start'].undo?.(start, { started: true }, context('run-b'));
    await ops['container.create'].undo?.(args, undefined, context('run-b'));
    await ops['volume.create'].undo?.(volArgs, undefined, context('run-b'));
    await ops['network.create'].undo?.(netArgs, undefined, context('run-b'));
    expect((await docker.containers.inspect(args.name)).State.Running).toBe(true);

    await ops['container.start'].undo?.(start, started, context());
    expect(await ops['container.start'].holds?.(start, started, context())).toBe(false);
    for (let twice = 0; twice < 2; twice++) {
      await ops['container.create'].undo?.(args, made, context());
      await ops['volume.create'].undo?.(volArgs, undefined, context());
      await ops['network.create'].undo?.(netArgs, net, context());
    }
    expect(await ops['container.create'].holds?.(args, made, context())).toBe(false);
    expect(await ops['container.writeFile'].holds?.(file, undefined, context())).toBe(false);
    expect(await ops['network.create'].holds?.(netArgs, net, context())).toBe(false);
    expect(await ops['volume.create'].holds?.(volArgs, undefined, context())).toBe(false);
    expect(await left()).toEqual([]);
  });

  it('is stopped and started again, and removed with its volume kept', async () => {
    await ops['network.create'].run({ name: network, subnet, labels }, context());
    await ops['volume.create'].run({ name: volume, labels }, context());
    await ops['container.create'].run(node(1), context());
    const args = { container: 'flt-dops-1' };
    await ops['container.start'].run(args, context());
    await answers();
    const output = await ops['container.stop'].run(args, context());
    expect(output).toMatchObject({ stopped: true });
    expect(await ops['container.stop'].run(args, context())).toMatchObject({ stopped: false });
    await ops['container.stop'].undo?.(args, output, context());
    await answers();
    // A later one of the same name is not the one that was to go.
    const other = { ...args, id: 'f'.repeat(64) };
    await ops['container.remove'].run(other, context());
    const { Id: id } = await docker.containers.inspect(args.container);
    for (let twice = 0; twice < 2; twice++) {
      await ops['container.remove'].run({ ...args, id }, context());
      await ops['network.remove'].run({ name: network }, context());
    }
    expect((await docker.volumes.inspect(volume)).Name).toBe(volume);
    for (let twice = 0; twice < 2; twice++) await ops['volume.remove'].run({ name: volume }, context());
    expect(await left()).toEqual([]);
  });
});

describe('what stands in the way', () => {
  it('an old identity in a volume', async () => {
    await ops['container.create'].run(node(1, alone), context());
    await docker.containers.writeFile('flt-dops-1', '/data/nodes.conf', 'x', 0o600);
    const args = { container: 'flt-dops-1', path: '/data/nodes.conf' };
    expect(await failure(ops['container.checkAbsent'].run(args, context()))).toMatchObject({
      code: 'container.not-empty',
      text: 'Container flt-dops-1 holds /data/nodes.conf already: its storage comes from an earlier node.',
    });
  });

  it('a container of the same name', async () => {
    await ops['container.create'].run(node(1, alone), context('run-b'));
    expect(await failure(ops['container.create'].run(node(1), context()))).toMatchObject({
      code: 'container.name-taken',
      text: expect.stringContaining('flt-dops-1') as unknown,
    });
  });

  it('a network of the same name, and one whose subnet overlaps: named', async () => {
    await ops['network.create'].run({ name: network, subnet, labels }, context('run-b'));
    const same = ops['network.create'].run({ name: network, subnet: '10.213.12.0/24', labels }, context());
    expect((await failure(same)).code).toBe('network.name-taken');
    const inside = { name: 'flt-dops-other', subnet: '10.213.11.128/25', labels };
    expect(await failure(ops['network.create'].run(inside, context()))).toMatchObject({
      code: 'network.overlap',
      text: 'The subnet 10.213.11.128/25 overlaps with 10.213.11.0/24 of network flt-dops-net.',
    });
  });

  it('a port of another container: named, with how to go on', async () => {
    await ops['network.create'].run({ name: network, subnet, labels }, context());
    await ops['container.create'].run(node(1, { mounts: [] }), context());
    await ops['container.start'].run({ container: 'flt-dops-1' }, context());
    await ops['container.create'].run(node(2, { ports: node(1).ports, mounts: [] }), context());
    const error = await failure(ops['container.start'].run({ container: 'flt-dops-2' }, context()));
    expect(error).toMatchObject({ code: 'port.taken', text: 'Port 17011 is taken by container flt-dops-1.' });
    expect(error.cure).toContain('docker stop flt-dops-1');
    await docker.containers.stop('flt-dops-1', 1);
    expect(await ops['container.start'].run({ container: 'flt-dops-2' }, context())).toEqual({
      started: true,
    });
  });

  it('a port of a program: named, and free again it serves', async () => {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(17_011, '0.0.0.0', resolve));
    try {
      await ops['network.create'].run({ name: network, subnet, labels }, context());
      await ops['container.create'].run(node(1, { mounts: [] }), context());
      const error = await failure(ops['container.start'].run({ container: 'flt-dops-1' }, context()));
      expect(error.code).toBe('port.taken');
      expect(error.text).toMatch(/^Port 17011 is taken by the program \S/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await ops['container.start'].run({ container: 'flt-dops-1' }, context())).toEqual({
      started: true,
    });
  });

  it('an address of another container, and one outside the subnet', async () => {
    await ops['network.create'].run({ name: network, subnet, labels }, context());
    await ops['container.create'].run(node(1, { mounts: [] }), context());
    await ops['container.start'].run({ container: 'flt-dops-1' }, context());
    await ops['container.create'].run(node(2, { network: node(1).network, mounts: [] }), context());
    expect(await failure(ops['container.start'].run({ container: 'flt-dops-2' }, context()))).toMatchObject({
      code: 'address.taken',
      text: 'The address 10.213.11.11 is taken on network flt-dops-net by container flt-dops-1.',
    });
    const outside = node(3, { mounts: [], network: { mode: 'bridge', network, address: '10.213.99.9' } });
    const work = ops['container.create']
      .run(outside, context())
      .then(() => ops['container.start'].run({ container: 'flt-dops-3' }, context()));
    expect((await failure(work)).code).toBe('address.outside');
  });

  it('a network, an image, a folder, a container that is not there; too little memory', async () => {
    const create = (more: Partial<OpArgs<'container.create'>>) =>
      failure(ops['container.create'].run(node(1, { ...alone, ...more }), context()));
    expect(await create({ image: 'flt-none:1' })).toMatchObject({
      code: 'image.missing',
      cure: 'Pull it (docker pull flt-none:1) and resume this run.',
    });
    const mounts = [{ type: 'bind' as const, source: '/srv/flt-dops-none', target: '/data' }];
    expect(await create({ mounts })).toMatchObject({ code: 'folder.missing' });
    expect((await create({ memoryBytes: 1024 })).code).toBe('memory.too-small');
    await ops['container.create'].run(node(1, { mounts: [] }), context());
    const start = () => failure(ops['container.start'].run({ container: 'flt-dops-1' }, context()));
    expect(await start()).toMatchObject({
      code: 'network.missing',
      text: 'There is no network flt-dops-net.',
    });
    await sweep(cluster);
    expect((await start()).code).toBe('container.gone');
  });

  it('a full disk', async () => {
    await docker.volumes.create({
      name: volume,
      labels,
      driverOptions: { type: 'tmpfs', device: 'tmpfs', o: 'size=64k' },
    });
    await ops['container.create'].run(node(1, { ...alone, mounts: node(1).mounts }), context());
    const file = { container: 'flt-dops-1', path: '/data/redis.conf', mode: 0o600, secrets: {} };
    const content = `# ${'x'.repeat(200_000)}\n`;
    expect((await failure(ops['container.writeFile'].run({ ...file, content }, context()))).code).toBe(
      'disk.full',
    );
  });

  it('a registry that does not answer, and a name that no image can have', async () => {
    const pull = (name: string) => failure(ops['image.pull'].run({ image: name }, context()));
    expect(await pull('registry.invalid/flt/none:1')).toMatchObject({ code: 'registry.unreachable' });
    const had = await docker.images.idOf(image);
    expect((await pull('UPPER/case:1')).code).toBe('image.invalid');
    expect(await ops['image.pull'].run({ image }, context())).toEqual({ had });
    await ops['image.pull'].undo?.({ image }, { had }, context());
    expect(await ops['image.pull'].holds?.({ image }, { had }, context())).toBe(true);
  });

  it('a secret that is not given, and a run that was cancelled', async () => {
    await ops['container.create'].run(node(1, alone), context());
    const file = { container: 'flt-dops-1', path: '/data/x', content: '${OTHER}', mode: 0o600, secrets: {} };
    expect((await failure(ops['container.writeFile'].run(file, context()))).code).toBe('plan.invalid');
    const cancelled = context('run-a', AbortSignal.abort());
    await expect(ops['container.create'].run(node(2), cancelled)).rejects.toBeInstanceOf(CancelledError);
    await expect(
      ops['network.create'].run({ name: network, subnet, labels }, cancelled),
    ).rejects.toBeInstanceOf(CancelledError);
  });
});
