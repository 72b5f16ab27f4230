import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import { createRedisPool, type RedisPool } from '../../../../src-main/clients/redis';

// The client against servers of a few lines that speak just enough of the protocol (RESP2).

let server: Server | undefined;
let pool: RedisPool | undefined;
const sockets = new Set<Socket>();

afterEach(() => {
  pool?.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** Starts a server; `answer` gives the raw reply to a command, or undefined for none. */
async function serve(
  answer: (words: string[], socket: Socket) => string | undefined,
  auth?: RedisNode['auth'],
): Promise<RedisNode> {
  server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let words = take(); words !== undefined; words = take()) {
        const reply = answer(words, socket);
        if (reply !== undefined) socket.write(reply);
      }
    });
    /** One whole command off the front of what has come. */
    function take(): string[] | undefined {
      const parts = text.split('\r\n');
      const count = Number(/^\*(\d+)$/.exec(parts[0] ?? '')?.[1] ?? NaN);
      if (Number.isNaN(count) || parts.length < 1 + 2 * count + 1) return undefined;
      text = parts.slice(1 + 2 * count).join('\r\n');
      return parts.slice(1, 1 + 2 * count).filter((_, index) => index % 2 === 1);
    }
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const announce = { address: '127.0.0.1', port, busPort: port + 1 };
  return { name: 'n', host: '127.0.0.1', port, announce, innerPort: port, ...(auth && { auth }) };
}

const connect = (node: RedisNode, secret = 'secret') => {
  pool = createRedisPool({ resolveSecret: () => Promise.resolve(secret) });
  return pool.node(node);
};

describe('a connection to a node', () => {
  it('takes a port that is open and closes at once for one that is not ready', async () => {
    const node = await serve(() => undefined);
    server?.on('connection', (socket) => socket.destroy());
    await expect(connect(node).ping()).rejects.toMatchObject({ info: { code: 'redis.unreachable' } });
  });

  it('says that nothing listens, and connects when something does', async () => {
    const node = await serve(() => '+PONG\r\n');
    const connection = connect({ ...node, port: 1 });
    await expect(connection.ping()).rejects.toMatchObject({
      info: { code: 'redis.unreachable', what: { params: { reason: { params: { text: 'ECONNREFUSED' } } } } },
    });
    await pool?.node(node).ping();
  });

  it('gives up a silent server, and asks a new connection the next time', async () => {
    let silent = true;
    const node = await serve(() => (silent ? undefined : '+PONG\r\n'));
    const connection = connect(node);
    await expect(connection.ping({ timeoutMs: 50 })).rejects.toMatchObject({
      info: { code: 'redis.silent' },
    });
    silent = false;
    await connection.ping();
    expect(sockets.size).toBeGreaterThan(1);
  });

  it('stops waiting when it is cancelled', async () => {
    const node = await serve(() => undefined);
    const controller = new AbortController();
    const waiting = connect(node).ping({ signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  });

  it('opens again after the server has closed', async () => {
    const node = await serve((words, socket) => {
      if (words[0] === 'QUIT') socket.destroy();
      return '+PONG\r\n';
    });
    const connection = connect(node);
    await connection.ping();
    await connection.call(['QUIT']).catch(() => {});
    await connection.ping();
  });

  it('logs in first, and tells a wrong password from a missing one', async () => {
    let inside = false;
    const node = await serve(
      ([command, word]) => {
        if (command !== 'AUTH') return inside ? '+PONG\r\n' : '-NOAUTH Authentication required.\r\n';
        inside = word === 'secret';
        return inside ? '+OK\r\n' : '-WRONGPASS invalid username-password pair or user is disabled.\r\n';
      },
      { password: { env: 'X' } },
    );
    await connect(node).ping();
    inside = false;
    await expect(connect(node, 'no').ping()).rejects.toMatchObject({ info: { code: 'redis.auth-wrong' } });
    const { auth: _, ...open } = node;
    await expect(connect(open).ping()).rejects.toMatchObject({ info: { code: 'redis.auth-required' } });
  });

  it('never repeats the password, even where the server does', async () => {
    const node = await serve(
      ([command, word = '']) =>
        `-ERR unknown command \`${command}\`, with args beginning with: \`${word}\`\r\n`,
      { password: { env: 'X' } },
    );
    const error: unknown = await connect(node, 's3cret-pw')
      .ping()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ info: { code: 'redis.refused' } });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('s3cret-pw');
  });

  it('does not mind a password that the server never asked for', async () => {
    const refusal = '-ERR AUTH <password> called without any password configured for the default user.\r\n';
    const node = await serve(([command]) => (command === 'AUTH' ? refusal : '+PONG\r\n'), {
      password: { env: 'X' },
    });
    await connect(node).ping();
  });

  it('gives slots one by one to a server older than 7.0', async () => {
    const given: string[][] = [];
    const node = await serve((words) => {
      if (words[1] === 'ADDSLOTSRANGE')
        return "-ERR Unknown subcommand or wrong number of arguments for 'ADDSLOTSRANGE'. Try CLUSTER HELP.\r\n";
      given.push(words.slice(2));
      return '+OK\r\n';
    });
    await connect(node).addSlots([
      [0, 5460],
      [16_383, 16_383],
    ]);
    expect(given.flat().map(Number)).toEqual([...Array.from({ length: 5461 }, (_, i) => i), 16_383]);
    expect(Math.max(...given.map((each) => each.length))).toBeLessThanOrEqual(4000);
  });

  it('gives a redirect as an answer, other refusals as errors', async () => {
    const node = await serve(([command]) =>
      command === 'GET' ? '-MOVED 12182 10.0.0.2:6381\r\n' : '-CLUSTERDOWN Hash slot not served\r\n',
    );
    const connection = connect(node);
    expect(await connection.get('foo')).toEqual({
      redirect: { kind: 'MOVED', slot: 12_182, host: '10.0.0.2', port: 6381 },
    });
    await expect(connection.set('foo', 'x', 1)).rejects.toMatchObject({ info: { code: 'redis.refused' } });
  });
});
