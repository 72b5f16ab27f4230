import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineById, findEngines, type Surroundings } from '../../../../src-main/clients/engines';

let root: string;
let home: string;

const put = (path: string, text = ''): string => {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
};
const context = (name: string, host: string, more: { tls?: boolean; skip?: boolean } = {}): void => {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = {
    Name: name,
    Metadata: {},
    Endpoints: { docker: { Host: host, SkipTLSVerify: more.skip ?? false } },
  };
  put(`home/.docker/contexts/meta/${id}/meta.json`, JSON.stringify(meta));
  if (more.tls === true)
    for (const pem of ['ca', 'cert', 'key']) put(`home/.docker/contexts/tls/${id}/docker/${pem}.pem`, pem);
};
const around = (env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux'): Surroundings => ({
  env,
  home,
  platform,
  root,
});
const found = (env: NodeJS.ProcessEnv = {}): string[] =>
  findEngines(around(env)).map(({ info, use }) => `${info.id.replace(root, '')} ${use}`);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flt-find-'));
  home = join(root, 'home');
  mkdirSync(home);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('finding engines', () => {
  it('finds none in an empty world', () => {
    expect(found()).toEqual([]);
  });

  it('finds the usual sockets, the system’s first, and names their makers', () => {
    put('run/user/1000/docker.sock');
    put('run/podman/podman.sock');
    put('home/.colima/default/docker.sock');
    put('home/.colima/team/docker.sock');
    put('home/.docker/desktop/docker.sock');
    put('var/run/docker.sock');
    const all = findEngines(around({ XDG_RUNTIME_DIR: join(root, 'run/user/1000') }));
    expect(
      all.map(({ info }) => [info.endpoint.replace(root, ''), info.name, info.product, info.local]),
    ).toEqual([
      ['unix:///var/run/docker.sock', 'Docker', 'docker-engine', true],
      ['unix:///run/user/1000/docker.sock', 'Docker (rootless)', 'rootless', true],
      ['unix:///home/.docker/desktop/docker.sock', 'Docker Desktop', 'docker-desktop', true],
      ['unix:///home/.colima/default/docker.sock', 'Colima', 'colima', true],
      ['unix:///home/.colima/team/docker.sock', 'Colima (team)', 'colima', true],
      ['unix:///run/podman/podman.sock', 'Podman', 'podman', true],
    ]);
    expect(all.every(({ use }) => use === 'usual')).toBe(true);
  });

  it('takes DOCKER_HOST alone when it is set', () => {
    put('var/run/docker.sock');
    expect(found({ DOCKER_HOST: 'tcp://10.9.8.7:2375' })).toEqual([
      'env meant',
      'socket:/var/run/docker.sock usual',
    ]);
    const [env] = findEngines(around({ DOCKER_HOST: '10.9.8.7:2375' }));
    expect(env?.info).toMatchObject({ endpoint: 'tcp://10.9.8.7:2375', source: 'env', local: false });
  });

  it('marks an engine that is spoken to over TCP without TLS, and no other', () => {
    const open = (env: NodeJS.ProcessEnv) => findEngines(around(env))[0]?.info.open;
    expect(open({ DOCKER_HOST: 'tcp://10.9.8.7:2375' })).toBe(true);
    expect(open({ DOCKER_HOST: 'http://10.9.8.7:2375' })).toBe(true);
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) put(`tls/${name}`);
    const tls = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(root, 'tls') };
    expect(open({ DOCKER_HOST: 'tcp://10.9.8.7:2376', ...tls })).toBeUndefined();
    expect(open({ DOCKER_HOST: 'ssh://me@10.9.8.7' })).toBeUndefined();
    expect(open({ DOCKER_HOST: 'unix:///var/run/docker.sock' })).toBeUndefined();
  });

  it('takes an engine on this computer’s own address for local', () => {
    const [env] = findEngines(around({ DOCKER_HOST: 'tcp://127.0.0.1:2375' }));
    expect(env?.info.local).toBe(true);
  });

  it('reads the certificates of DOCKER_CERT_PATH when TLS is asked for', () => {
    for (const pem of ['ca', 'cert', 'key']) put(`certs/${pem}.pem`, pem);
    const env = { DOCKER_HOST: 'tcp://10.9.8.7:2376', DOCKER_CERT_PATH: join(root, 'certs') };
    expect(findEngines(around(env))[0]?.target.tls).toBeUndefined();
    const tls = findEngines(around({ ...env, DOCKER_TLS_VERIFY: '1' }))[0]?.target.tls;
    expect(tls?.ca?.toString()).toBe('ca');
    expect(tls?.key?.toString()).toBe('key');
    expect(tls?.rejectUnauthorized).toBe(true);
  });

  it('puts the current context first, and takes no remote one unasked', () => {
    put('var/run/docker.sock');
    context('far', 'tcp://10.9.8.7:2376', { tls: true });
    context('near', `unix://${put('home/near.sock')}`);
    context('shell', 'ssh://me@10.9.8.7');
    put('home/.docker/config.json', JSON.stringify({ currentContext: 'far' }));
    expect(found().sort()).toEqual([
      'context:far usual',
      'context:near usual',
      'context:shell listed',
      'socket:/var/run/docker.sock usual',
    ]);
    const [first] = findEngines(around());
    expect(first?.info).toMatchObject({ id: 'context:far', name: 'far', local: false });
    expect(first?.target.tls?.cert?.toString()).toBe('cert');
    expect(found({ DOCKER_HOST: 'tcp://10.1.1.1:2375' })[0]).toBe('env meant');
  });

  it('takes DOCKER_CONTEXT before DOCKER_HOST, and keeps to one that cannot be read', () => {
    context('near', `unix://${put('home/near.sock')}`);
    const env = { DOCKER_HOST: 'tcp://10.1.1.1:2375' };
    expect(found({ ...env, DOCKER_CONTEXT: 'near' })).toEqual(['context:near meant', 'env listed']);
    expect(found({ ...env, DOCKER_CONTEXT: 'default' })[0]).toBe('env meant');
    expect(found({ ...env, DOCKER_CONTEXT: 'gone' })[0]).toBe('context:gone meant');
  });

  it('counts two ways to one socket once, links followed', () => {
    const socket = put('home/.docker/run/docker.sock');
    mkdirSync(join(root, 'var/run'), { recursive: true });
    symlinkSync(socket, join(root, 'var/run/docker.sock'));
    context('desktop-linux', `unix://${socket}`);
    expect(found()).toEqual(['socket:/var/run/docker.sock usual']);
    expect(engineById(around(), 'context:desktop-linux')?.info.name).toBe('desktop-linux');
    expect(engineById(around(), 'desktop-linux')?.info.id).toBe('context:desktop-linux');
  });

  it('knows a socket by its id even while it is away', () => {
    expect(engineById(around(), 'socket:/nowhere/docker.sock')?.target.endpoint).toBe(
      'unix:///nowhere/docker.sock',
    );
    expect(engineById(around(), 'nonsense')).toBeUndefined();
  });

  it('shows no credentials', () => {
    context('far', 'ssh://me:secret@10.9.8.7');
    expect(findEngines(around())[0]?.info.endpoint).toBe('ssh://10.9.8.7');
  });

  it('leaves out broken contexts', () => {
    put('home/.docker/contexts/meta/abc/meta.json', '{"Name": 3');
    put('home/.docker/config.json', 'no json');
    expect(found()).toEqual([]);
  });
});
