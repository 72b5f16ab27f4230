import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cli,
  clusterName,
  docker,
  images,
  ports,
  sweep,
  temporaryFolder,
  testLabels,
} from '../support/world';
import { certificates, elsewhere, inside } from './remote-support';
import { jsonLines, leftovers, site, specFile, statusOf, write, type Site } from './support';

// A running cluster is looked at, grown, moved about, broken, mended, saved and filled by the command alone.

const name = clusterName('day2');
const home = temporaryFolder('home');
let place: Site;

const redis = (...args: string[]) => cli(['redis', ...args], { home });
const slotsOf = (slots: readonly (readonly [number, number])[]): number =>
  slots.reduce((sum, [from, to]) => sum + to - from + 1, 0);

/** How many slots each master has, by its node's number. */
async function layout(): Promise<Record<string, number>> {
  const { nodes } = await statusOf(name, home);
  const masters = nodes.filter((node) => node.role === 'master');
  return Object.fromEntries(masters.map((node) => [node.name.slice(name.length + 1), slotsOf(node.slots)]));
}

/** The last line of a run told in JSON. */
const outcome = (stdout: string): unknown => jsonLines(stdout).at(-1);

beforeAll(async () => {
  await sweep(name);
  place = await site(10);
  const built = await cli(['apply', specFile(name, place), '--yes'], { home });
  expect([built.code, built.stderr]).toEqual([0, expect.stringContaining('Done in')]);
});
afterAll(() => sweep(name));

describe('a cluster that is well', () => {
  it('is checked: nothing is to be mended', async () => {
    const { code, stdout } = await redis('check', name, '--deep', '--json');
    const report = JSON.parse(stdout) as { name: string; deep: boolean; findings: { level: string }[] };
    expect(report).toMatchObject({ name, deep: true });
    expect(report.findings.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(code).toBe(0);
    const text = await redis('check', name);
    expect([text.code, text.stdout.includes(`${name} is well.`)]).toEqual([0, true]);
    const fixed = await redis('fix', name, '--dry-run');
    expect([fixed.code, fixed.stdout.includes('Nothing to do.')]).toEqual([0, true]);
  });

  it('takes commands at the owner of their key, or at one node', async () => {
    for (const n of [1, 3, 10]) expect((await redis('call', name, 'set', `k${n}`, 'a "b"')).code).toBe(0);
    expect((await redis('call', name, 'get', 'k3')).stdout).toBe('"a \\"b\\""\n');
    const info = await redis('call', '--node', `${name}-2`, name, 'cluster', 'myid');
    const { nodes } = await statusOf(name, home);
    expect(info.stdout.trim()).toBe(`"${nodes.find((node) => node.name === `${name}-2`)!.id}"`);
    const wrong = await redis('call', name, 'nonsense');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('ERR unknown command')]);
    const blocking = await redis('call', name, 'blpop', 'k', '0');
    expect([blocking.code, blocking.stderr]).toEqual([1, expect.stringContaining('wait without end')]);
  });

  it('tells its keys', async () => {
    const json = JSON.parse((await redis('keys', name, 'k1*', '--json')).stdout) as {
      keys: { key: { text: string } }[];
    };
    expect(json.keys.map(({ key }) => key.text).sort()).toEqual(['k1', 'k10']);
    const few = await redis('keys', name, '--limit', '2');
    expect(few.stdout.trim().split('\n')).toHaveLength(3);
    expect(few.stderr).toContain('raise --limit');
  });
});

describe('slots', () => {
  it('are moved by count: shown first, then done', async () => {
    const words = ['--cluster-from', 'all', '--cluster-to', `${name}-2`, '--cluster-slots', '301'];
    const dry = await redis('reshard', name, ...words, '--dry-run', '--json');
    expect(dry.code).toBe(0);
    expect(jsonLines(dry.stdout)[0]).toMatchObject({ type: 'plan', kind: 'redis-cluster.reshard' });
    expect((await redis('reshard', name, ...words)).code).toBe(3);
    expect(await layout()).toEqual({ 1: 5461, 2: 5462, 3: 5461 });
    const done = await redis('reshard', name, ...words, '--cluster-yes', '--pace', 'fast', '--json');
    expect([done.code, outcome(done.stdout)]).toEqual([0, expect.objectContaining({ ok: true })]);
    expect(await layout()).toEqual({ 1: 5310, 2: 5763, 3: 5311 });
  });

  it('are evened out, also by weight', async () => {
    const done = await redis('rebalance', name, '--cluster-threshold', '1', '--yes', '--pace', 'fast');
    expect(done.code).toBe(0);
    const even = await layout();
    expect(Math.max(...Object.values(even)) - Math.min(...Object.values(even))).toBeLessThanOrEqual(1);
    const weighed = await redis('rebalance', name, '--cluster-weight', `${name}-1=2`, `${name}-2=1`, '--yes');
    expect(weighed.code).toBe(0);
    expect(await layout()).toEqual({ 1: 8192, 2: 4096, 3: 4096 });
    expect((await redis('rebalance', name, '--yes', '--pace', 'fast')).code).toBe(0);
  });
});

describe('nodes', () => {
  it('come with a spec that asks for more of them: the difference is shown, and done', async () => {
    const more = write(`${name}.yaml`, [
      readFileSync(specFile(name, place), 'utf8').replace('masters: 3', 'masters: 4'),
    ]);
    const shown = await cli(['plan', more], { home });
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining(`${name}-7`)]);
    expect(shown.stdout).not.toContain(`--name ${name}-1 `);
    const done = await cli(['apply', more, '--yes'], { home });
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('Done in')]);
    const status = await statusOf(name, home);
    expect(status).toMatchObject({ state: 'ok', slotsCovered: 16_384 });
    expect(status.nodes).toHaveLength(8);
    expect(Object.values(await layout())).toEqual([4096, 4096, 4096, 4096]);
    expect((await redis('keys', name)).stdout.trim().split('\n')).toHaveLength(4);
  });

  it('go again, their slots to the others', async () => {
    const gone = await redis(
      'del-node',
      name,
      `${name}-7`,
      `${name}-8`,
      '--volumes',
      '--pace',
      'fast',
      '--yes',
    );
    expect([gone.code, gone.stderr]).toEqual([0, expect.stringContaining('Done in')]);
    const after = await layout();
    expect(Object.keys(after)).toHaveLength(3);
    expect(Math.max(...Object.values(after)) - Math.min(...Object.values(after))).toBeLessThanOrEqual(2);
    expect((await leftovers(name)).filter((each) => /-[78]\b/.test(each))).toEqual([]);
    expect((await redis('keys', name)).stdout.trim().split('\n')).toHaveLength(4);
  });

  it('are lost on purpose, and the failover is told moment by moment', async () => {
    const lost = await redis('drill', name, `${name}-1`, '--how', 'pause', '--yes');
    expect([lost.code, lost.stdout]).toEqual([0, expect.stringMatching(/replica promoted after [\d.]+ s/)]);
    expect(await statusOf(name, home)).toMatchObject({ state: 'ok' });
  });

  it('are promoted', async () => {
    const { nodes } = await statusOf(name, home);
    const replica = nodes.find((node) => node.role === 'replica')!;
    const done = await redis('failover', name, replica.id.slice(0, 12), '--yes');
    expect(done.code).toBe(0);
    expect((await statusOf(name, home)).nodes.find((node) => node.id === replica.id)?.role).toBe('master');
  });
});

describe('a cluster that is not well', () => {
  it('is checked and mended', async () => {
    const { nodes } = await statusOf(name, home);
    const [a, b] = nodes.filter((node) => node.role === 'master');
    const slot = String(a!.slots[0]![0]);
    expect(
      (await redis('call', '--node', a!.name, name, 'cluster', 'setslot', slot, 'migrating', b!.id)).code,
    ).toBe(0);
    const ill = await redis('check', name, '--json');
    expect(ill.code).toBe(1);
    const report = JSON.parse(ill.stdout) as { findings: { code: string }[] };
    expect(report.findings.map(({ code }) => code)).toContain('slots.open');
    const text = await redis('check', name);
    expect(text.stdout).toContain(`flotilla redis fix ${name} --only slots.open`);
    const fixed = await redis('fix', name, '--only', 'slots.open', '--yes');
    expect(fixed.code).toBe(0);
    expect((await redis('check', name)).code).toBe(0);
  });
});

describe('data', () => {
  it('is saved: a snapshot of each master and a list', async () => {
    const folder = join(temporaryFolder('saved'), 'monday');
    const saved = await redis('backup', name, folder, '--yes');
    expect(saved.stdout).toMatch(/3 snapshots, [\d.]+ MB: .*manifest\.json/);
    expect([saved.code, saved.stderr]).toEqual([0, expect.stringContaining('Done in')]);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      files: { file: string }[];
    };
    expect(manifest.files).toHaveLength(3);
    expect(manifest.files.every(({ file }) => existsSync(join(folder, file)))).toBe(true);
    // Into what is there already nothing is saved.
    expect((await redis('backup', name, folder, '--yes')).code).toBe(1);
  });

  it('comes from a server by itself, its password from the environment', async () => {
    const port = await ports(1);
    const source = await docker().createContainer({
      name: `${name}-source`,
      Image: (await images()).redis7,
      Labels: testLabels(name),
      Cmd: ['redis-server', '--port', String(port), '--requirepass', 'source'],
      HostConfig: { NetworkMode: 'host' },
    });
    await source.start();
    const fill = await source.exec({
      Cmd: ['sh', '-c', `for i in 1 2 3 4 5 6 7 8 9; do redis-cli -p ${port} -a source set from:$i $i; done`],
      AttachStdout: true,
    });
    const stream = await fill.start({});
    stream.resume();
    await new Promise((resolve) => stream.on('end', resolve));
    const words = [
      'import',
      name,
      '--cluster-from',
      `127.0.0.1:${port}`,
      '--pass-env',
      'FLT_SOURCE',
      '--yes',
      '--json',
    ];
    const done = await cli(['redis', ...words], { home, env: { FLT_SOURCE: 'source' } });
    expect([done.code, outcome(done.stdout)]).toEqual([0, expect.objectContaining({ ok: true })]);
    const ended = jsonLines(done.stdout).map((line) => line['output']);
    expect(ended).toContainEqual({ copied: 9, skipped: 0, gone: 0, failed: 0 });
    expect((await redis('call', name, 'get', 'from:7')).stdout).toBe('"7"\n');
    expect(done.stdout + done.stderr).not.toContain('"source"');
  });
});

describe('a cluster elsewhere', () => {
  const far = clusterName('day2far');
  let first = 0;
  let files: ReturnType<typeof certificates>;

  beforeAll(async () => {
    await sweep(far);
    first = await ports(6);
    files = certificates(inside);
    const at = (file: string): string => `/files/${file}`;
    await elsewhere(
      far,
      first,
      (n) => first + n,
      [
        ...['--tls-cluster', 'yes', '--tls-replication', 'yes', '--tls-ca-cert-file', at('ca.crt')],
        ...['--tls-cert-file', at('node.crt'), '--tls-key-file', at('node.key')],
        ...['--requirepass', 'far pw', '--masterauth', 'far pw'],
      ],
      ['-a', 'far pw', '--tls', '--cacert', at('ca.crt'), '--cert', at('node.crt'), '--key', at('node.key')],
      files.folder,
    );
  });
  afterAll(() => sweep(far));

  it('is adopted by one address, worked with, and forgotten', async () => {
    const secret = write('secret.txt', ['far pw']);
    const login = ['--pass-file', secret, '--cacert', files.ca, '--cert', files.cert, '--key', files.key];
    const adopted = await redis('adopt', far, `127.0.0.1:${first}`, ...login);
    expect([adopted.code, adopted.stdout]).toEqual([
      0,
      expect.stringContaining('16384 of 16384 slots covered'),
    ]);
    const [a, b] = [`${inside}:${first}`, `${inside}:${first + 1}`];
    const words = ['--cluster-from', a, '--cluster-to', b, '--cluster-slots', '10', '--yes'];
    expect((await redis('reshard', far, ...words)).code).toBe(0);
    expect((await redis('check', far, '--deep')).stdout).toContain('No key lies on a wrong node.');
    // What needs its containers is refused: it has none here.
    const grown = await redis('add-node', far, '--yes');
    expect([grown.code, grown.stderr]).toEqual([1, expect.stringContaining('→')]);
    expect((await redis('forget', far)).code).toBe(0);
    expect((await redis('check', far)).code).toBe(1);
  });
});

describe('bad input leaves with 2', () => {
  it.each([
    [['reshard', name, '--cluster-from', 'all', '--cluster-slots', '5'], /needs --cluster-to/],
    [['reshard', name, '--cluster-from', 'all', '--cluster-to', 'x', '--cluster-slots', '0'], /1 to 16384/],
    [
      ['reshard', name, '--cluster-from', 'all', '--cluster-to', 'nobody', '--cluster-slots', '5'],
      /no node “nobody”/,
    ],
    [['rebalance', name, 'x=heavy'], /no weight/],
    [['rebalance', name, '--pace', 'quick'], /gentle, fast/],
    [['fix', name, '--only', 'everything'], /slots\.open/],
    [['import', name, '--cluster-from', 'nowhere'], /HOST:PORT/],
    [['failover', name, `${name}-4`, '--force', '--takeover'], /together/],
  ])('for %j', async (args, words) => {
    const { code, stdout, stderr } = await redis(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });
  it('and a cluster that is not there with 1', async () => {
    const { code, stderr } = await redis('check', 'flt-nobody');
    expect([code, stderr.includes('flt-nobody')]).toEqual([1, true]);
  });
});
