import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors';
import type { StreamSpec } from '../../src-shared/streams';
import { composeLabel } from '../../src-shared/compose/stack';
import { createDocker } from '../../src-main/clients/docker';
import { createInside } from '../../src-main/observe/inside';
import { sweep, testLabels } from '../support/world';
import { openStream, type OpenedStream } from './inside-support';

const docker = createDocker({
  endpoint: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock',
  local: true,
});
/** The engine's own events, as engines.onEvent() hands them on. */
const hearers = new Set<(event: undefined) => void>();
const inside = createInside({
  start: () => Promise.resolve({ state: 'searching' }),
  docker: () => docker,
  onEvent: (hear) => {
    hearers.add(hear);
    return () => hearers.delete(hear);
  },
});
const stem = 'flt-inside';
const project = 'flt-inside-p';
const folder = mkdtempSync(join(tmpdir(), 'flt-inside-'));

async function run(
  name: string,
  script: string,
  more: object = {},
  labels: Record<string, string> = {},
): Promise<string> {
  const { HostConfig, NetworkingConfig, ...config } = more as Record<string, object>;
  await docker.containers.remove(name, { force: true, anonymous: true }).catch(() => undefined);
  const id = await docker.containers.create(name, {
    Image: 'redis:7.0',
    Entrypoint: ['sh', '-c', script],
    Labels: { ...testLabels(stem), ...labels },
    HostConfig: { StopTimeout: 1, ...HostConfig },
    ...(NetworkingConfig && { NetworkingConfig: NetworkingConfig as Record<string, unknown> }),
    ...config,
  });
  await docker.containers.start(id);
  return id;
}

const open = (spec: StreamSpec, ack = true): OpenedStream => openStream(inside.sources, spec, ack);

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof AppError ? error.info.code : String(error)),
  );

beforeAll(async () => {
  await sweep(stem);
  await docker.networks.create({
    name: `${stem}-net`,
    labels: testLabels(stem),
    subnet: '10.214.60.0/24',
  });
  const on = (service: string) => ({
    HostConfig: { NetworkMode: `${stem}-net` },
    NetworkingConfig: { EndpointsConfig: { [`${stem}-net`]: { Aliases: [service] } } },
  });
  const labels = (service: string, number: number): Record<string, string> => ({
    [composeLabel.project]: project,
    [composeLabel.service]: service,
    [composeLabel.number]: String(number),
  });
  await run(
    `${stem}-web`,
    'for i in 1 2 3 4 5; do echo "web $i"; sleep 0.2; done; echo oops >&2; head -c 40000 /dev/zero | tr "\\0" x; echo end; exec sleep 600',
    on('web'),
    labels('web', 1),
  );
  await run(
    `${stem}-db`,
    'sleep 0.1; for i in 1 2 3 4 5; do echo "db $i"; sleep 0.2; done; exec redis-server --port 6379 --bind 0.0.0.0 --protected-mode no --logfile /dev/null',
    on('db'),
    labels('db', 1),
  );
});
afterAll(async () => {
  await sweep(stem);
  rmSync(folder, { recursive: true, force: true });
  docker.close();
});

describe('logs', () => {
  it('merges containers of a project by time, each line whole and once', async () => {
    const log = open({ kind: 'logs', of: { project, services: [] }, follow: true });
    await log.until(() => log.lines().includes('db 5') && log.text().includes('xend'));
    log.close();
    const lines = log.lines();
    const web = lines.filter((line) => /^web \d$/.test(line));
    expect(web).toEqual(['web 1', 'web 2', 'web 3', 'web 4', 'web 5']);
    expect(lines.filter((line) => line.startsWith('db '))).toHaveLength(5);
    const long = lines.find((line) => line.startsWith('xxx'));
    // Written in three frames, each with a timestamp of its own.
    expect(long).toBe(`${'x'.repeat(40_000)}end`);
    const first = log.events[0];
    expect(first?.type === 'stream' && first.data).toMatchObject({
      sources: [
        { name: `${stem}-db`, service: 'db', number: 1 },
        { name: `${stem}-web`, service: 'web', number: 1 },
      ],
    });
    const whole = open({ kind: 'logs', of: { project, services: [] }, follow: false });
    await whole.end();
    const times = whole
      .text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(0, 30));
    expect(times.length).toBeGreaterThan(10);
    expect(times).toEqual([...times].sort());
  });

  it('knows the two outputs apart, and takes a tail and a time', async () => {
    const all = open({ kind: 'logs', of: { containers: [`${stem}-web`] }, follow: false });
    expect((await all.end()).error).toBeUndefined();
    const runs = all.events.flatMap((event) =>
      event.type === 'stream' ? (event.data as { runs: { stderr: boolean; text: string }[] }).runs : [],
    );
    expect(runs.filter((run) => run.stderr).map((run) => run.text.slice(31))).toEqual(['oops\n']);
    const tail = open({ kind: 'logs', of: { containers: [`${stem}-db`] }, follow: false, tail: 2 });
    await tail.end();
    expect(tail.lines()).toEqual(['db 4', 'db 5']);
    const third =
      all
        .text()
        .split('\n')
        .find((line) => line.endsWith('web 3')) ?? '';
    const since = Date.parse(third.slice(0, 30));
    const late = open({ kind: 'logs', of: { containers: [`${stem}-web`] }, follow: false, since: since + 1 });
    await late.end();
    expect(late.lines()[0]).toBe('web 4');
  });

  it('goes on when a container starts again, without a line twice', async () => {
    await run(`${stem}-again`, 'echo "run $(cat /n 2>/dev/null)"; echo more >> /n');
    const log = open({ kind: 'logs', of: { containers: [`${stem}-again`] }, follow: true });
    await log.until(() => log.lines().length === 1);
    await docker.containers.start(`${stem}-again`);
    hearers.forEach((hear) => hear(undefined));
    await log.until(() => log.lines().includes('run more'));
    log.close();
    expect(log.lines()).toEqual(['run ', 'run more']);
  });

  it('waits for a window that takes nothing in', async () => {
    await run(
      `${stem}-much`,
      'yes "a line that is written over and over again until it is enough" | head -n 300000',
    );
    const log = open({ kind: 'logs', of: { containers: [`${stem}-much`] }, follow: true }, false);
    await log.until(() => log.text().length > 2_000_000);
    const length = log.text().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(log.text().length).toBe(length);
    expect(length).toBeLessThan(4_000_000);
    log.close();
  });

  it('says which container is not there', async () => {
    const log = open({ kind: 'logs', of: { containers: [`${stem}-nobody`] }, follow: false });
    expect((await log.end()).error?.code).toBe('container.gone');
  });
});

describe('the terminal', () => {
  it('finds bash by itself, takes keys and sizes, and ends with the exit code', async () => {
    const terminal = open({ kind: 'terminal', container: `${stem}-web`, cols: 90, rows: 30 });
    await terminal.until(() => /[#$] $/.test(terminal.text()));
    terminal.write({ type: 'input', data: 'stty size; echo $0 $TERM\r' });
    await terminal.until(
      () => terminal.text().includes('30 90') && terminal.text().includes('xterm-256color'),
    );
    expect(terminal.text()).toContain('bash');
    terminal.write({ type: 'resize', cols: 120, rows: 40 });
    terminal.write({ type: 'input', data: 'stty size\r' });
    await terminal.until(() => terminal.text().includes('40 120'));
    terminal.write({ type: 'input', data: 'exit 7\r' });
    expect(await terminal.end()).toMatchObject({ result: { exitCode: 7 } });
  });

  it('leaves nothing behind when it is closed: neither the shell nor what runs in it', async () => {
    const names = async (): Promise<string> => JSON.stringify((await inside.top(`${stem}-web`)).rows);
    const terminal = open({ kind: 'terminal', container: `${stem}-web`, cols: 90, rows: 30 });
    await terminal.until(() => /[#$] $/.test(terminal.text()));
    terminal.write({ type: 'input', data: 'sleep 4321\r' });
    await expect.poll(names).toContain('sleep 4321');
    expect(await names()).toContain('bash');
    terminal.close();
    await expect.poll(names, { timeout: 10_000 }).not.toMatch(/bash|sleep 4321/);
    // One that waits for the rest of a key's sequence, too; what was sent to the background stays.
    const idle = open({ kind: 'terminal', container: `${stem}-web`, cols: 90, rows: 30 });
    await idle.until(() => /[#$] $/.test(idle.text()));
    idle.write({ type: 'input', data: 'nohup sleep 4322 >/dev/null 2>&1 &\r' });
    await expect.poll(names).toContain('sleep 4322');
    idle.write({ type: 'input', data: '\u001b' });
    idle.close();
    await expect.poll(names, { timeout: 10_000 }).not.toContain('bash');
    expect(await names()).toContain('sleep 4322');
    // One that is closed before it stands.
    open({ kind: 'terminal', container: `${stem}-web`, cols: 90, rows: 30 }).close();
    await sleep(1500);
    await expect.poll(names, { timeout: 10_000 }).not.toContain('bash');
  });

  it('says what keeps it from opening', async () => {
    await docker.containers.create(`${stem}-off`, { Image: 'redis:7.0', Labels: testLabels(stem) });
    const off = open({ kind: 'terminal', container: `${stem}-off`, cols: 80, rows: 24 });
    expect((await off.end()).error?.code).toBe('container.stopped');
  });
});

describe('what is inside', () => {
  it('samples what a container uses', async () => {
    const stats = open({ kind: 'stats', containers: [`${stem}-db`] });
    await stats.until(() => stats.events.length > 0);
    stats.close();
    const event = stats.events[0];
    const { sample } = (event?.type === 'stream' ? event.data : {}) as {
      sample: { memory: number; cpus: number };
    };
    expect(sample.memory).toBeGreaterThan(100_000);
    expect(sample.cpus).toBeGreaterThan(0);
  });

  it('tells detail, networks with aliases, processes', async () => {
    const detail = await inside.detail(`${stem}-web`);
    expect(detail).toMatchObject({
      name: `${stem}-web`,
      state: 'running',
      project,
      service: 'web',
      number: 1,
    });
    const net = detail.networks.find(({ name }) => name === `${stem}-net`);
    expect(net).toMatchObject({ resolves: true, aliases: [`${stem}-web`, 'web'] });
    expect(net?.members).toMatchObject([{ name: `${stem}-db`, aliases: [`${stem}-db`, 'db'] }]);
    const { titles, rows } = await inside.top(`${stem}-db`);
    expect(rows[0]?.[titles.indexOf('CMD')]).toContain('redis-server');
    expect(JSON.parse(await inside.inspect(`${stem}-db`))).toMatchObject([{ Name: `/${stem}-db` }]);
  });

  it('tries for real whether a name is reached', async () => {
    expect(await inside.reach(`${stem}-web`, 'db', 6379)).toMatchObject({
      resolves: 'yes',
      connects: 'yes',
      sharedNetworks: [`${stem}-net`],
    });
    expect(await inside.reach(`${stem}-web`, 'db', 6380)).toMatchObject({
      resolves: 'yes',
      connects: 'refused',
    });
    expect(await inside.reach(`${stem}-web`, 'nobody-here')).toMatchObject({ resolves: 'no', addresses: [] });
  });

  it('lists, shows, fetches and brings files, whatever their names', async () => {
    const web = `${stem}-web`;
    await docker.containers.exec(web, [
      'sh',
      '-c',
      'mkdir -p /t/sub; cd /t; echo hello > "a b.txt"; printf "x" > "$(printf "new\\nline")"; ln -s "a b.txt" link; head -c 10 /dev/zero > bin',
    ]);
    const { entries } = await inside.files(web, '/t');
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['sub', 'folder'],
      ['a b.txt', 'file'],
      ['bin', 'file'],
      ['link', 'link'],
      ['new\nline', 'file'],
    ]);
    expect(entries.find(({ name }) => name === 'link')?.target).toBe('a b.txt');
    expect(await inside.file(web, '/t/link')).toMatchObject({ text: 'hello\n', size: 6 });
    expect((await inside.file(web, '/t/bin')).text).toBeUndefined();
    await inside.download(web, { path: '/t/a b.txt', folder: false }, join(folder, 'got.txt'));
    expect(readFileSync(join(folder, 'got.txt'), 'utf8')).toBe('hello\n');
    await inside.download(web, { path: '/t', folder: true }, join(folder, 't.tar'));
    expect(readFileSync(join(folder, 't.tar')).includes('hello')).toBe(true);
    writeFileSync(join(folder, 'up.txt'), 'brought');
    expect(await inside.upload(web, join(folder, 'up.txt'), '/t/sub')).toBe('up.txt');
    expect((await inside.file(web, '/t/sub/up.txt')).text).toBe('brought');
    expect(await code(inside.file(web, '/t/nothing'))).toBe('file.missing');
    expect(await code(inside.file(web, '/t/sub'))).toBe('file.not-file');
  });

  it('lists the folders of a container that never ran', async () => {
    const { entries } = await inside.files(`${stem}-off`, '/usr/local');
    expect(entries.map(({ name }) => name)).toContain('bin');
  });

  it('stops, starts and removes', async () => {
    const name = `${stem}-again`;
    await inside.act(name, { action: 'start' });
    await inside.act(name, { action: 'remove', force: true, anonymous: true });
    expect(await code(inside.detail(name))).toBe('container.gone');
  });
});
