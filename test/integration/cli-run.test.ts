import { once } from 'node:events';
import { createServer } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cli, docker, images, ports, subnet, sweep, temporaryFolder } from '../support/world';
import { jsonLines } from './support';
import { smallRegistry } from './small-registry';

const stem = 'flt-clirun';
const mark = ['--label', `dev.flotilla.test=${stem}`];
const net = `${stem}-net`;
const secret = 'tell-nobody-8';
let image = '';
let port = 0;

const run = (args: readonly string[], home?: string, env?: Record<string, string>) =>
  cli(['run', ...args], { ...(home !== undefined && { home }), ...(env !== undefined && { env }) });
const inspect = (name: string) => docker().getContainer(`${stem}-${name}`).inspect();
/** What there is of this test's, by name. */
async function left(): Promise<string[]> {
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker().listContainers({ all: true }),
    docker().listNetworks(),
    docker().listVolumes(),
  ]);
  const names = [
    ...containers.map(({ Names }) => Names[0]?.slice(1) ?? ''),
    ...networks.map(({ Name }) => Name),
    ...volumes.map(({ Name }) => Name),
  ];
  return names.filter((name) => name.startsWith(stem));
}
const clean = async (): Promise<void> => {
  await sweep(stem);
  await docker().getNetwork(net).remove().catch(() => undefined); // prettier-ignore
  await docker().getVolume(`${stem}-data`).remove().catch(() => undefined); // prettier-ignore
};

beforeAll(async () => {
  await clean();
  image = (await images()).redis7;
  port = await ports(3);
});
afterEach(clean);
afterAll(clean);

describe('flotilla run', () => {
  it('shows its plan and does nothing until it is told to', async () => {
    const options = [...mark, '--name', `${stem}-idle`, '-dp', `${String(port)}:6379`, image];
    const asked = await run(options);
    expect([asked.code, asked.stderr.includes('--yes')]).toEqual([3, true]);
    expect(asked.stdout).toContain(`docker run --detach --name ${stem}-idle`);
    expect((await run(['--dry-run', ...options])).code).toBe(0);
    const json = jsonLines((await run(['--json', ...options])).stdout);
    expect(json[0]).toMatchObject({ type: 'plan', kind: 'containers.run', target: `container/${stem}-idle` });
    expect(await left()).toEqual([]);
  });

  it('runs what docker run would, proves it, lists it, and takes it all back', async () => {
    const home = temporaryFolder('home');
    const { cidr, base } = await subnet();
    expect(
      await docker().createNetwork({ Name: net, Labels: { 'dev.flotilla.test': stem }, IPAM: { Config: [{ Subnet: cidr }] } }),
    ).toBeDefined(); // prettier-ignore
    const done = await run(
      [
        ...['--yes', ...mark, '--name', `${stem}-cache`, '-d', '--net', net, '--ip', `${base}.9`],
        ...['-p', `127.0.0.1:${String(port)}:6379`, '-v', `${stem}-data:/data`, '--restart', 'on-failure:3'],
        ...['-e', 'MODE=a b', '-e', `APP_PASSWORD=${secret}`, '-e', 'GIVEN_TOKEN', '-m', '64m'],
        ...[image, 'redis-server', '--appendonly', 'yes'],
      ],
      home,
      { GIVEN_TOKEN: `${secret}9` },
    );
    expect([done.code, done.stdout.includes(secret), done.stderr.includes(secret)]).toEqual([
      0,
      false,
      false,
    ]);
    const { State, Config, HostConfig, NetworkSettings } = await inspect('cache');
    expect(State.Running).toBe(true);
    expect(Config.Env).toEqual(
      expect.arrayContaining(['MODE=a b', `APP_PASSWORD=${secret}`, `GIVEN_TOKEN=${secret}9`]),
    );
    expect(Config.Cmd).toEqual(['redis-server', '--appendonly', 'yes']);
    expect(HostConfig).toMatchObject({
      Memory: 64 * 1024 * 1024,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    });
    expect(NetworkSettings.Networks[net]?.IPAddress).toBe(`${base}.9`);
    const journals = readdirSync(join(home, 'runs')).map((file) =>
      readFileSync(join(home, 'runs', file), 'utf8'),
    );
    expect([journals.length > 0, journals.join('').includes(secret)]).toEqual([true, false]); // prettier-ignore

    const [told] = JSON.parse((await cli(['runs', '--json'], { home })).stdout) as Record<string, unknown>[];
    expect(told).toMatchObject({ status: 'succeeded' });
    expect((await cli(['runs'], { home })).stdout).toContain(`${stem}-cache`);

    const back = await cli(['undo', 'last', '--yes'], { home });
    expect([back.code, back.stderr.includes('→')]).toEqual([0, false]);
    // The network was there before.
    expect(await left()).toEqual([net]);
    expect((await cli(['runs'], { home })).stdout).toContain('undone');
  });

  it('refuses a name that is taken, with one that is free', async () => {
    expect((await run(['--yes', ...mark, '--name', `${stem}-twin`, image])).code).toBe(0);
    const { Id } = await inspect('twin');
    const again = await run(['--yes', ...mark, '--name', `${stem}-twin`, image]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`There is a container named ${stem}-twin already.`);
    expect(again.stderr).toContain(`${stem}-twin-2`);
    expect((await inspect('twin')).Id).toBe(Id);
  });

  it('refuses a port that is taken, says by whom, and names a free one', async () => {
    const server = createServer().listen(port + 1, '0.0.0.0');
    await once(server, 'listening');
    try {
      const held = await run(['--yes', ...mark, '--name', `${stem}-late`, '-p', `${String(port + 1)}:6379`, image]);
      expect(held.code).toBe(1);
      expect(held.stderr).toMatch(new RegExp(`Port ${String(port + 1)} is taken by .*\\d+ is free`, 's'));
    } finally {
      server.close();
    }
    expect((await run(['--yes', ...mark, '--name', `${stem}-one`, '-p', `${String(port)}:6379`, image])).code).toBe(0);
    const second = await run(['--yes', ...mark, '--name', `${stem}-two`, '-p', `${String(port)}:6379`, image]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`container ${stem}-one`);
    expect(await left()).toEqual([`${stem}-one`]);
  }); // prettier-ignore

  it('tells how a container ended that does not stay up; undo takes it away', async () => {
    const home = temporaryFolder('home');
    const wrong = [...mark, '--name', `${stem}-wrong`, image, 'redis-server', '--port', 'x'];
    const ended = await run(['--yes', '--json', ...wrong], home);
    expect(ended.code).toBe(1);
    expect(JSON.stringify(jsonLines(ended.stdout).at(-1))).toContain('cops.wait.exited');
    expect(JSON.stringify(jsonLines(ended.stdout).at(-1))).toContain('parsed into an integer');
    expect((await cli(['undo', 'last', '--yes'], { home })).code).toBe(0);
    expect(await left()).toEqual([]);
  });

  it.each([
    ['an option that docker does not know', ['--nmae', 'x', 'redis'], /--nmae.*--name/s],
    ['one that it cannot do', ['--gpus', 'all', 'redis'], /--gpus all/],
    ['no image', ['-d'], /IMAGE/],
    ['a way to pull that is none', ['--pull', 'daily', 'redis'], /--pull daily/],
    ['a value that cannot be', ['--name', 'no/name', 'redis'], /name/],
  ])('leaves with 2 for %s', async (_, args, words) => {
    const { code, stdout, stderr } = await run(['--yes', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr).toContain('→');
  });
});

describe('--pull', () => {
  let registry: Awaited<ReturnType<typeof smallRegistry>>;
  const idOf = async (): Promise<string | undefined> =>
    (await docker().getImage(registry.image).inspect().catch(() => undefined))?.Id; // prettier-ignore
  const told = ['--yes', ...mark, '--name', `${stem}-told`];
  beforeAll(async () => {
    registry = await smallRegistry();
    registry.push('first');
  });
  afterAll(async () => {
    // Also the later one, which has no name any more.
    for (const { Id, RepoDigests } of await docker().listImages({ all: true }))
      if (RepoDigests?.some((each) => each.startsWith(registry.image.replace(/:1$/, '@'))) === true)
        await docker().getImage(Id).remove({ force: true });
    registry.close();
  });

  it('never: an image that is missing stays so, and is asked for first', async () => {
    const { code, stderr } = await run([...told, '--pull', 'never', registry.image]);
    expect([code, await idOf(), await left()]).toEqual([1, undefined, []]);
    expect(stderr).toContain(`The engine does not have ${registry.image}`);
  });

  it('missing pulls once; always pulls again, and undo gives the name back', async () => {
    const home = temporaryFolder('home');
    // It holds no program: that it cannot start is said, and the image is there.
    const missing = await run([...told, registry.image], home);
    expect([missing.code, missing.stderr.includes('/told')]).toEqual([1, true]);
    const first = await idOf();
    expect(first).toBeDefined();
    expect((await cli(['undo', 'last', '--yes'], { home })).code).toBe(0);
    expect([await idOf(), await left()]).toEqual([undefined, []]);

    await run([...told, registry.image], home);
    await clean();
    registry.push('second');
    await run([...told, '--pull=missing', registry.image], home);
    expect(await idOf()).toBe(first);
    await clean();
    await run([...told, '--pull=always', registry.image], home);
    expect(await idOf()).not.toBe(first);
    expect((await cli(['undo', 'last', '--yes'], { home })).code).toBe(0);
    expect([await idOf(), await left()]).toEqual([first, []]);
  });
});
