import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, clusterName, docker, sweep, temporaryFolder } from '../support/world';
import { jsonLines, leftovers, site, specFile, statusOf, write, type Site } from './support';

const name = clusterName('cli');
let place: Site;

beforeAll(async () => {
  await sweep(name);
  place = await site();
});
afterAll(() => sweep(name));

describe('from a spec file to an ok cluster and back', () => {
  const home = temporaryFolder('home');
  let spec = '';

  it('plan shows what would be done and changes nothing', async () => {
    spec = specFile(name, place);
    const shown = await cli(['plan', spec], { home });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('docker network create');
    expect(shown.stdout).toContain(`--subnet ${place.cidr}`);
    const json = JSON.parse((await cli(['plan', spec, '--json'], { home })).stdout) as Record<
      string,
      unknown
    >;
    expect(json).toMatchObject({
      kind: 'redis-cluster.create',
      target: `redis-cluster/${name}`,
    });
    expect(json['digest']).toMatch(/^[0-9a-f]{16}$/);
    expect(await leftovers(name)).toEqual([]);
  });

  it('apply without --yes shows the plan and leaves with 3', async () => {
    const shown = await cli(['apply', spec], { home });
    expect(shown.code).toBe(3);
    expect(shown.stdout).toContain('docker network create');
    expect(shown.stderr).toContain('--yes');
    expect(await leftovers(name)).toEqual([]);
  });

  it('apply --yes --json builds it and tells every event, the outcome last', async () => {
    const built = await cli(['apply', spec, '--yes', '--json'], { home });
    expect([built.code, built.stderr]).toEqual([0, '']);
    const lines = jsonLines(built.stdout);
    expect(lines.at(-1)).toMatchObject({ type: 'outcome', ok: true, status: 'succeeded' });
    const ended = lines.filter((line) => line['type'] === 'step' && line['status'] === 'succeeded');
    expect(lines.at(-1)).toHaveProperty(['steps', 'succeeded'], ended.length);
  });

  it('status says that it is ok, node by node', async () => {
    const status = await statusOf(name, home);
    expect(status).toMatchObject({ state: 'ok', slotsCovered: 16384, problems: [] });
    expect(status.nodes).toHaveLength(6);
    const masters = status.nodes.filter((node) => node.role === 'master');
    expect(masters.flatMap((node) => node.slots)).toEqual([
      [0, 5460],
      [5461, 10922],
      [10923, 16383],
    ]);
    for (const node of status.nodes) {
      expect(node).toMatchObject({ linkUp: true, health: 'ok' });
      expect(node.id).toMatch(/^[0-9a-f]{40}$/);
      expect(node.address).toContain(':');
      expect(node.hostPort).toBeGreaterThanOrEqual(place.port);
      if (node.role === 'replica') expect(masters.map((master) => master.name)).toContain(node.master);
    }
    const text = await cli(['status', 'redis-cluster', name], { home });
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('16384 of 16384 slots covered');
  });

  it('list and runs know it', async () => {
    const clusters = JSON.parse((await cli(['list', '--json'], { home })).stdout) as Record<
      string,
      unknown
    >[];
    expect(clusters.find((cluster) => cluster['name'] === name)).toMatchObject({
      ...{ origin: 'flotilla', state: 'ok', masters: 3, replicas: 3, slotsCovered: 16384 },
    });
    expect((await cli(['list'], { home })).stdout).toMatch(new RegExp(`${name} +ok +3\\+3`));
    expect((await cli(['runs'], { home })).stdout).toMatch(/done .*\d+\/\d+/);
  });

  it('runs RUN writes one out, as text or JSON, to the terminal or a file', async () => {
    const { stdout, stderr, code } = await cli(['runs', 'last'], { home });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^# .*\n/);
    expect(stdout).toContain(`- Target: \`redis-cluster/${name}\``);
    expect(stdout).toContain('docker network create');
    const json = JSON.parse((await cli(['runs', 'last', '--json'], { home })).stdout) as { id: string };
    expect(json).toMatchObject({ flotillaRun: 1, status: 'succeeded' });

    const file = join(temporaryFolder('runs'), 'run.md');
    const saved = await cli(['runs', json.id.slice(-8), file], { home });
    expect(saved).toMatchObject({ code: 0, stdout: '' });
    expect(saved.stderr).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    const nowhere = await cli(['runs', 'last', join(file, 'below.md')], { home });
    expect(nowhere).toMatchObject({ code: 1, stdout: '' });
    expect(nowhere.stderr).toContain('below.md');
    expect((await cli(['runs', 'nobody'], { home })).code).toBe(2);
    expect((await cli(['runs', '--help'], { home })).stdout).toContain('flotilla runs [RUN] [FILE]');
  });

  it('apply once more finds that all is there; another spec of that name is refused', async () => {
    const ids = async (): Promise<string[]> =>
      (await statusOf(name, home)).nodes.map(({ id, role }) => `${id} ${role}`);
    const before = await ids();
    expect((await cli(['apply', spec, '--yes'], { home })).code).toBe(0);
    // On a busy machine a node may be late with its answer for one look.
    await expect.poll(ids, { timeout: 30_000, interval: 1000 }).toEqual(before);
    const other = await cli(['apply', specFile(name, place, ['memory: 64mb']), '--yes'], { home });
    expect([other.code, other.stderr.includes(name)]).toEqual([1, true]);
  });

  it('remove needs --yes, and takes the data only with --volumes', async () => {
    const asked = await cli(['remove', 'redis-cluster', name], { home });
    expect([asked.code, asked.stdout.includes('docker rm')]).toEqual([3, true]);
    expect((await cli(['remove', 'redis-cluster', name, '--yes'], { home })).code).toBe(0);
    const volumes = await leftovers(name);
    expect(volumes).toHaveLength(6);
    // Another engine user's view: the volumes are there, nothing else is.
    const { Volumes: all } = await docker().listVolumes();
    expect(volumes.every((volume) => all.some((each) => each.Name === volume))).toBe(true);
    for (const volume of volumes) await docker().getVolume(volume).remove();

    expect((await cli(['apply', spec, '--yes'], { home })).code).toBe(0);
    expect((await cli(['remove', 'redis-cluster', name, '--yes', '--volumes'], { home })).code).toBe(0);
    expect(await leftovers(name)).toEqual([]);
    const gone = await cli(['status', 'redis-cluster', name], { home });
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain(name);
  });
});

describe('bad input leaves with 2 and says where', () => {
  const first = ['kind: redis-cluster', 'name: flt-bad', 'image: redis:7.0'];
  const network = 'network: { mode: bridge, subnet: 10.213.199.0/24 }';
  it.each([
    ['an unknown key', [...first, 'mastres: 3', network], /bad\.yaml:4:1.*mastres.*masters/s],
    ['a wrong type', [...first, 'masters: three', network], /bad\.yaml:4:10/],
    ['too small a number', [...first, 'masters: 2', network], /bad\.yaml:4:10/],
    ['a bad subnet', [...first, 'network: { mode: bridge, subnet: 10.213.199.0/99 }'], /bad\.yaml:4:\d+/],
    ['no network', first, /bad\.yaml:1:1.*network/s],
    ['broken YAML', [...first, 'network: { mode: bridge'], /bad\.yaml:\d+:\d+/],
    ['another kind', ['kind: redis-clutser', 'name: x'], /bad\.yaml:1:7.*redis-cluster/s],
  ])('for %s', async (_, lines, words) => {
    const path = write('bad.yaml', lines);
    for (const args of [
      ['plan', path],
      ['apply', path, '--yes'],
      ['script', path],
    ]) {
      const { code, stdout, stderr } = await cli(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(words);
      expect(stderr).toContain('→');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
  it('for a file that is not there', async () => {
    const { code, stderr } = await cli(['plan', '/nowhere/spec.yaml']);
    expect([code, stderr.includes('/nowhere/spec.yaml')]).toEqual([2, true]);
  });
  it('for an engine that is not there', async () => {
    expect((await cli(['list', '--engine', 'no-such-engine'])).code).toBe(2);
  });
});

describe('trouble', () => {
  it('a silent engine: says so with the cure', async () => {
    const { code, stderr } = await cli(['list'], { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    expect(code).toBe(1);
    expect(stderr).toContain('/nowhere/docker.sock');
    expect(stderr).toContain('→');
  });

  it('a taken port: refused before anything is made', async () => {
    const server = createServer().listen(place.port + 2, '0.0.0.0');
    await once(server, 'listening');
    try {
      for (const args of [['plan'], ['apply', '--yes']]) {
        const { code, stdout, stderr } = await cli([...args, specFile(name, place)]);
        expect(code).toBe(1);
        expect(stdout + stderr).toContain(String(place.port + 2));
      }
      expect(await leftovers(name)).toEqual([]);
    } finally {
      server.close();
    }
  });

  it('a missing password: refused before anything is made, and never shown', async () => {
    const spec = specFile(name, place, ['password: { env: FLT_NO_SUCH_PASSWORD }']);
    const { code, stdout, stderr } = await cli(['apply', spec, '--yes']);
    expect([code, (stdout + stderr).includes('FLT_NO_SUCH_PASSWORD')]).toEqual([1, true]);
    expect(await leftovers(name)).toEqual([]);
  });

  it('a container killed in mid-build: a clear error, and resume mends it', async () => {
    const home = temporaryFolder('home');
    const victim = `${name}-4`;
    const events = await docker().getEvents({ filters: { container: [victim], event: ['start'] } });
    events.once(
      'data',
      () =>
        void docker()
          .getContainer(victim)
          .kill()
          .catch(() => undefined),
    );
    const build = await cli(['apply', specFile(name, place), '--yes', '--json'], { home });
    (events as unknown as { destroy: () => void }).destroy();
    const outcome = jsonLines(build.stdout).at(-1);
    expect(build.code).toBe(1);
    expect(JSON.stringify(outcome?.['error'])).toContain(victim);
    const runId = String(outcome?.['runId']);
    const resumed = await cli(['resume', runId, '--yes'], { home });
    expect([resumed.code, resumed.stderr]).toEqual([0, expect.stringContaining('Done in')]);
    expect(await statusOf(name, home)).toMatchObject({ state: 'ok', slotsCovered: 16384 });
    expect((await cli(['undo', runId, '--yes'], { home })).code).toBe(0);
    expect(await leftovers(name)).toEqual([]);
  });

  it('an image that nobody has: fails, says so, and undo leaves nothing', async () => {
    const home = temporaryFolder('home');
    const spec = specFile(name, place);
    const text = readFileSync(spec, 'utf8').replace('image: redis:7.0', 'image: localhost:1/flt/none:1');
    const { code, stderr } = await cli(['apply', write('none.yaml', [text]), '--yes'], { home });
    expect(code).toBe(1);
    expect(stderr).toContain('localhost:1/flt/none:1');
    const runs = JSON.parse((await cli(['runs', '--json'], { home })).stdout) as {
      id: string;
      canUndo: boolean;
    }[];
    if (runs[0]?.canUndo) expect((await cli(['undo', runs[0].id, '--yes'], { home })).code).toBe(0);
    expect(await leftovers(name)).toEqual([]);
  });

  it('Ctrl-C: settles, says how to go on, leaves with 130; undo leaves nothing', async () => {
    const home = temporaryFolder('home');
    const controller = new AbortController();
    const events = await docker().getEvents({
      filters: { event: ['start'], label: [`dev.flotilla.cluster=${name}`] },
    });
    events.once('data', () => controller.abort());
    const build = await cli(['apply', specFile(name, place), '--yes'], { home, signal: controller.signal });
    (events as unknown as { destroy: () => void }).destroy();
    expect(build.code).toBe(130);
    const runId = /flotilla undo (\S+) --yes/.exec(build.stderr)?.[1] ?? '';
    expect(build.stderr).toContain(`flotilla resume ${runId} --yes`);
    expect((await leftovers(name)).length).toBeGreaterThan(0);
    expect((await cli(['undo', runId, '--yes'], { home })).code).toBe(0);
    expect(await leftovers(name)).toEqual([]);
  });
});
