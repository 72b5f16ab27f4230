import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src-main/added-engines';
import { createDocker, type Docker } from '../../src-main/clients/docker';
import type { SshTarget } from '../../src-main/clients/ssh';
import { createEngines, type Engines } from '../../src-main/observe/engines';
import type { EngineConnection } from '../../src-shared/engine-definition';
import {
  clusterName,
  docker as mainEngine,
  lacking,
  noSshd,
  startSshd,
  sweep,
  temporaryFolder,
  testLabels,
  type Sshd,
} from '../support/world';
import { draft, keptIn, said } from './engines-support';

const socket = '/var/run/docker.sock';
describe('over SSH', lacking(noSshd()), () => {
  const name = clusterName('ssh');
  let sshd: Sshd;
  let agent: ChildProcess | undefined;
  const open: Docker[] = [];

  const over = (change: Partial<SshTarget> = {}): Docker => {
    const endpoint = `ssh://root@127.0.0.1:${String(sshd.port)}`;
    const made = createDocker({
      endpoint,
      local: false,
      ssh: {
        ...{ host: '127.0.0.1', port: sshd.port, user: 'root', socket },
        auth: { kind: 'key', file: sshd.keys.good },
        knownHosts: [sshd.knownHosts],
        ...change,
      },
    });
    open.push(made);
    return made;
  };
  const connection = (file: string, hostKey?: string): EngineConnection => ({
    ...{ kind: 'ssh', host: '127.0.0.1', port: sshd.port, user: 'root', socket },
    auth: { kind: 'key', file },
    ...(hostKey !== undefined && { hostKey }),
  });

  beforeAll(async () => {
    await sweep(name);
    sshd = await startSshd();
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });
  afterAll(async () => {
    agent?.kill();
    await sshd.stop();
    await sweep(name);
  });

  it('does what an engine here does: lists, runs, streams', async () => {
    const there = over();
    const found = await probe(there);
    if (found.state === 'failed') throw new Error(JSON.stringify(found.error));
    expect(found.details.version).toMatch(/^\d+\./);
    expect(found.latencyMs).toBeLessThan(1000);

    const events: string[] = [];
    const listening = new AbortController();
    let hears: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (hears = resolve));
    const heard = (async () => {
      for await (const event of there.events(
        { types: ['container'] },
        { signal: listening.signal, onOpen: hears },
      )) {
        events.push(event.Action);
        if (event.Action === 'destroy') return;
      }
    })();
    heard.catch(() => undefined);
    await opened;
    const made = await mainEngine().createContainer({
      name: `${name}-1`,
      Image: 'redis:7.0',
      Labels: testLabels(name),
    });
    await made.start();
    const all = await there.containers.list({});
    expect(all.some((each) => JSON.stringify(each).includes(`${name}-1`))).toBe(true);
    // Twenty at once: more than the ten sessions that sshd allows by default.
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => there.containers.exec(`${name}-1`, ['echo', 'over ssh'])),
    );
    expect(new Set(answers.map(({ stdout }) => stdout.trim()))).toEqual(new Set(['over ssh']));
    await made.remove({ force: true });
    await heard;
    listening.abort();
    expect(events).toContain('destroy');
  });

  it('tells what is wrong: host key, key, passphrase, dead host, socket', async () => {
    const tried = async (change: Partial<SshTarget>) => said(await probe(over(change)));
    const { keys } = sshd;
    const passphrase = (words: string) => () => Promise.resolve(words);
    expect(await tried({ auth: { kind: 'key', file: keys.wrong } })).toBe('engine.ssh-denied');
    expect(await tried({ auth: { kind: 'key', file: `${keys.good}-none` } })).toBe('engine.ssh-key');
    expect(await tried({ auth: { kind: 'key', file: keys.locked } })).toBe('engine.ssh-key');
    const locked = { kind: 'key', file: keys.locked } as const;
    expect(await tried({ auth: { ...locked, passphrase: passphrase('wrong') } })).toBe('engine.ssh-key');
    expect(await tried({ auth: { ...locked, passphrase: passphrase('open sesame') } })).toBe('ok');
    expect(await tried({ knownHosts: [] })).toBe('engine.ssh-host-unknown');
    expect(await tried({ knownHosts: [], hostKey: sshd.hostKey() })).toBe('ok');
    const other = sshd.hostKey().replace(/.{8}$/, 'AAAAAAAA');
    expect(await tried({ knownHosts: [], hostKey: other })).toBe('engine.ssh-host-changed');
    expect(await tried({ socket: '/nowhere/docker.sock', port: sshd.port })).toMatch(/ok|engine.ssh-socket/);
    expect(await tried({ port: 1 })).toBe('engine.unreachable');
    expect(await tried({ host: 'nowhere.invalid' })).toBe('engine.unreachable');
  });

  it('logs in with the agent', async () => {
    const at = join(temporaryFolder('agent'), 'agent.sock');
    agent = spawn('ssh-agent', ['-D', '-a', at], { stdio: 'ignore' });
    const before = process.env['SSH_AUTH_SOCK'];
    process.env['SSH_AUTH_SOCK'] = at;
    try {
      await expect
        .poll(() => spawnSync('ssh-add', ['-q', sshd.keys.good], { env: process.env }).status)
        .toBe(0);
      expect(said(await probe(over({ auth: { kind: 'agent' } })))).toBe('ok');
    } finally {
      if (before === undefined) delete process.env['SSH_AUTH_SOCK'];
      else process.env['SSH_AUTH_SOCK'] = before;
    }
  });

  it('reaches the engine by docker over there where sshd forwards no sockets', async () => {
    const strict = await startSshd({ forwarding: false });
    try {
      const there = over({
        port: strict.port,
        auth: { kind: 'key', file: strict.keys.good },
        knownHosts: [strict.knownHosts],
      });
      expect(said(await probe(there))).toBe('ok');
    } finally {
      await strict.stop();
    }
  });

  it('asks about a computer that it meets for the first time, and knows it after that', async () => {
    const dataDir = temporaryFolder('engines');
    const kept = keptIn(dataDir);
    const first = await kept.try(draft(connection(sshd.keys.good)));
    expect(said(first)).toBe('engine.ssh-host-unknown');
    if (first.state === 'ok') return;
    expect(first.hostKey?.key).toBe(sshd.hostKey());
    const fingerprint = spawnSync('ssh-keygen', ['-lf', '-'], {
      input: `${sshd.hostKey()}\n`,
      encoding: 'utf8',
    });
    expect(fingerprint.stdout).toContain(first.hostKey?.fingerprint);
    const agreed = draft(connection(sshd.keys.good, first.hostKey?.key));
    expect(said(await kept.try(agreed))).toBe('ok');
    const saved = await kept.save(agreed);
    expect(keptIn(dataDir).list()).toEqual([saved]);
    await expect(kept.save(agreed)).rejects.toThrow('Another engine is called there.');
  });

  it('is lost and comes back in the middle; another engine is not taken in its place', async () => {
    const kept = keptIn(temporaryFolder('engines'));
    const saved = await kept.save(draft(connection(sshd.keys.good, sshd.hostKey())));
    const home = temporaryFolder('home');
    const engines: Engines = createEngines({
      ...{ env: {}, home, preferred: saved.id },
      added: () => kept.found(),
    });
    try {
      const states: string[] = [];
      engines.onState(({ state }) => states.push(state));
      const begun = await engines.start();
      expect(begun.state).toBe('connected');
      if (begun.state === 'connected')
        expect(begun.engine).toMatchObject({ name: 'there', source: 'added', local: false });
      await sshd.stop();
      await expect.poll(() => engines.state().state, { timeout: 15_000 }).toBe('unreachable');
      await sshd.start();
      await expect.poll(() => engines.state().state, { timeout: 15_000 }).toBe('connected');
      expect((await engines.docker().containers.list({})).length).toBeGreaterThanOrEqual(0);
    } finally {
      engines.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('with a password', () => {
  it('logs in; a wrong one is refused; it stands in no file of ours', async () => {
    const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
    const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (asked) => {
        if (asked.method === 'password' && asked.username === 'me' && asked.password === 'pw-Marked-1')
          asked.accept();
        else asked.reject(['password']);
      });
      client.on('ready', () => {
        client.on('openssh.streamlocal', (accept, _reject, { socketPath }) => {
          const stream = accept();
          const socketThere = connect(socketPath);
          stream.pipe(socketThere).pipe(stream);
          socketThere.on('error', () => stream.close());
        });
      });
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const dataDir = temporaryFolder('engines');
    const connection: EngineConnection = {
      ...{ kind: 'ssh', host: '127.0.0.1', port, user: 'me', socket },
      auth: { kind: 'password' },
      hostKey: hostKey.public.split(' ').slice(0, 2).join(' '),
    };
    try {
      const kept = keptIn(dataDir);
      expect(said(await kept.try(draft(connection, 'wrong')))).toBe('engine.ssh-denied');
      expect(said(await kept.try(draft(connection)))).toBe('secret.missing');
      expect(said(await kept.try(draft(connection, 'pw-Marked-1')))).toBe('ok');
      const saved = await kept.save(draft(connection, 'pw-Marked-1'));
      expect(said(await kept.try({ ...draft(connection), id: saved.id }))).toBe('ok');
      const found = spawnSync('grep', ['-r', 'pw-Marked-1', dataDir], { encoding: 'utf8' });
      expect(found.stdout).toBe('');
      await kept.remove(saved.id);
      expect(kept.list()).toEqual([]);
    } finally {
      server.close();
    }
  });
});
