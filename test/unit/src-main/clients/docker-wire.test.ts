import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createDocker, type Docker } from '../../../../src-main/clients/docker';
import { AppError, CancelledError } from '../../../../src-shared/errors';

const folder = mkdtempSync(join(tmpdir(), 'flt-wire-'));
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const step of cleanup.splice(0)) await step();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an engine says of itself, and `[]` or what `more` says to everything else; keeps what it was asked. */
async function engine(at: string | 0, more: (path: string, socket: Socket) => boolean = () => false) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createHttpServer((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path.endsWith('/version'))
      response.end(JSON.stringify({ Version: '99', ApiVersion: '1.60', MinAPIVersion: '1.24' }));
    else if (!more(path, request.socket)) response.end('[]');
  });
  server.on('connection', (socket) => sockets.add(socket));
  const place = typeof at === 'string' ? join(folder, at) : undefined;
  await new Promise<void>((resolve) => {
    if (place === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(place, resolve);
  });
  cleanup.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const endpoint =
    place === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix://${place}`;
  return { endpoint, asked, sockets };
}

function client(endpoint: string): Docker {
  const docker = createDocker({ endpoint, local: true });
  cleanup.push(() => docker.close());
  return docker;
}

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof AppError ? error.info.code : String(error)),
  );

describe('the engine that is spoken to', () => {
  const elsewhere = {
    DOCKER_HOST: ['tcp://:::', 'tcp://192.0.2.1:2376', 'ssh://nobody@192.0.2.1', 'unix:///nowhere.sock'],
    DOCKER_CERT_PATH: '/nowhere',
    DOCKER_TLS_VERIFY: '1',
    DOCKER_PATH_PREFIX: '/nowhere',
    DOCKER_CLIENT_TIMEOUT: '1',
  };
  it.each(elsewhere.DOCKER_HOST)('is the chosen one whatever the environment says (%s)', async (host) => {
    for (const [name, value] of Object.entries({ ...elsewhere, DOCKER_HOST: host })) vi.stubEnv(name, value);
    for (const at of ['engine.sock', 0] as const) {
      const { endpoint, asked } = await engine(at);
      expect(await client(endpoint).containers.list()).toEqual([]);
      expect(asked).toEqual(['/version', '/v1.47/containers/json?all=true']);
    }
    expect(process.env['DOCKER_HOST']).toBe(host);
  });

  it('may lie behind a path', async () => {
    const { endpoint, asked } = await engine(0);
    await client(`${endpoint}/far/engine/`).images.list();
    expect(asked).toEqual(['/far/engine/version', '/far/engine/v1.47/images/json']);
  });

  it('is asked over one kept connection', async () => {
    const { endpoint, sockets } = await engine('kept.sock');
    const docker = client(endpoint);
    for (let i = 0; i < 5; i++) await docker.networks.list();
    expect(sockets.size).toBe(1);
  });

  it('gets what is to be made in the body alone', async () => {
    const { endpoint, asked } = await engine('made.sock');
    const config = { Image: 'redis', Env: ['A=secret'] };
    expect(await code(client(endpoint).containers.create('a b', config))).toBe('engine.bad-answer');
    expect(asked.at(-1)).toBe('/v1.47/containers/create?name=a%20b');
  });
});

describe('a call', () => {
  it('fails when the answer breaks off in its middle', async () => {
    const { endpoint } = await engine('broken.sock', (_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{"Id":', () => socket.destroy());
      return true;
    });
    expect(await code(client(endpoint).containers.list(undefined, { idleMs: 0 }))).toBe('engine.unreachable');
  });

  it('is given up when told so or after too long a silence, also where dockerode cannot', async () => {
    const { endpoint } = await engine('silent.sock', () => true);
    const docker = client(endpoint);
    expect(await code(docker.networks.inspect('a', { idleMs: 30 }))).toBe('engine.silent');
    expect(await code(docker.containers.start('a', { idleMs: 30 }))).toBe('engine.silent');
    await expect(docker.ping({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
    const stop = new AbortController();
    const asked = docker.images.idOf('a', { signal: stop.signal });
    stop.abort();
    await expect(asked).rejects.toBeInstanceOf(CancelledError);
  });

  it('ends when the client is closed', async () => {
    const { endpoint, asked } = await engine('closed.sock', () => true);
    const docker = client(endpoint);
    const pending = code(docker.containers.list(undefined, { idleMs: 0 }));
    await expect.poll(() => asked).toHaveLength(2);
    docker.close();
    expect(await pending).toBe('engine.unreachable');
  });

  it('reads an answer that is no engine’s as such', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanup.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect(await code(client(`tcp://127.0.0.1:${port}`).ping())).toBe('engine.bad-answer');
  });
});

describe('a pull', () => {
  it('that fails inside its stream is a failure; a stream that breaks off is one, too', async () => {
    const line = `${JSON.stringify({ errorDetail: { message: 'toomanyrequests: slow down' } })}\n`;
    const { endpoint } = await engine('pull.sock', (path, socket) => {
      const broken = path.includes('broken');
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${broken ? 999 : line.length}\r\n\r\n`);
      if (broken) socket.destroy();
      else socket.write(line);
      return true;
    });
    const { images } = client(endpoint);
    expect(await code(images.pull('redis', () => undefined))).toBe('image.limited');
    expect(await code(images.pull('broken:1', () => undefined))).toBe('engine.unreachable');
  });
});
