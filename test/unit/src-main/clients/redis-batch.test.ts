import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError, CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import { createRedisPool, type RedisPool } from '../../../../src-main/clients/redis';
import { RedisFailure } from '../../../../src-main/clients/redis-errors';

// Batches, lanes and TLS against a server of a few lines.

let server: Server | undefined;
let pool: RedisPool | undefined;
const sockets = new Set<Socket>();

afterEach(() => {
  pool?.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** A server that hands each chunk to `answer`, as it came. */
async function serve(answer: (chunk: Buffer, socket: Socket) => void): Promise<RedisNode> {
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => answer(chunk, socket));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  return {
    name: 'n',
    host: '127.0.0.1',
    port,
    announce: { address: '127.0.0.1', port, busPort: port + 1 },
    innerPort: port,
  };
}

const connect = (node: RedisNode, lane?: string) => {
  pool ??= createRedisPool({ resolveSecret: () => Promise.resolve('secret') });
  return pool.node(node, lane);
};
const fail = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a batch of commands', () => {
  afterEach(() => (pool = undefined));

  it('goes out in one write and gives each command its own outcome', async () => {
    const chunks: string[] = [];
    const node = await serve((chunk, socket) => {
      chunks.push(chunk.toString('latin1'));
      socket.write('+OK\r\n-ERR no such thing\r\n:7\r\n');
    });
    const replies = await connect(node).batch([['PING'], ['NOPE'], ['DBSIZE']]);
    expect(chunks).toEqual(['*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nNOPE\r\n*1\r\n$6\r\nDBSIZE\r\n']);
    expect(replies[0]).toEqual({ ok: true, value: 'OK' });
    expect(replies[1]?.ok === false && replies[1].error.text).toBe('ERR no such thing');
    expect(replies[2]).toEqual({ ok: true, value: 7 });
  });

  it('takes and gives bytes as they are', async () => {
    const key = Buffer.from([0, 255, 13, 10, 128]);
    const seen: Buffer[] = [];
    const node = await serve((chunk, socket) => {
      seen.push(chunk);
      socket.write(Buffer.concat([Buffer.from('*1\r\n$5\r\n'), key, Buffer.from('\r\n')]));
    });
    const [reply] = await connect(node).batch([['ECHO', key]], { buffers: true });
    expect(Buffer.concat(seen).includes(Buffer.concat([Buffer.from('$5\r\n'), key]))).toBe(true);
    expect(reply).toEqual({ ok: true, value: [key] });
  });

  it('tells of each command that a broken connection left unanswered', async () => {
    const node = await serve((_, socket) => {
      socket.write('+OK\r\n');
      setTimeout(() => socket.destroy(), 20);
    });
    const replies = await connect(node).batch([['PING'], ['PING']]);
    expect(replies[0]).toEqual({ ok: true, value: 'OK' });
    expect(replies[1]?.ok === false && replies[1].error.code).toBe('redis.unreachable');
  });

  it('rejects as a whole when no answer comes in time, or on cancel', async () => {
    const node = await serve(() => {});
    const late = await fail(connect(node).batch([['PING']], { timeoutMs: 30 }));
    expect(late instanceof RedisFailure && late.code).toBe('redis.silent');
    const aborted = await fail(connect(node).batch([['PING']], { signal: AbortSignal.abort() }));
    expect(aborted).toBeInstanceOf(CancelledError);
  });

  it('keeps no password on an error', async () => {
    const node = await serve((_, socket) => socket.write('-IOERR error or timeout writing\r\n'));
    const [reply] = await connect(node).batch([
      ['MIGRATE', 'h', '1', '', '0', '1', 'AUTH', 'hush', 'KEYS', 'k'],
    ]);
    expect(inspect(reply, { depth: 9 })).not.toContain('hush');
  });

  it('has a connection of its own on each lane', async () => {
    const node = await serve((_, socket) => socket.write('+PONG\r\n'));
    await connect(node).ping();
    await connect(node, 'slots').ping();
    await connect(node, 'slots').ping();
    expect(sockets.size).toBe(2);
  });
});

describe('TLS to a node', () => {
  afterEach(() => (pool = undefined));

  it('says which file cannot be read', async () => {
    const node = await serve(() => {});
    const error = await fail(connect({ ...node, tls: { ca: '/nowhere/ca.pem' } }).ping());
    expect(error instanceof AppError && [error.info.code, error.message]).toEqual([
      'redis.tls-file',
      'The file /nowhere/ca.pem could not be read: ENOENT.',
    ]);
  });

  it('says that the handshake failed where the server speaks plain', async () => {
    const node = await serve((_, socket) => socket.write('-ERR unknown command\r\n'));
    const error = await fail(connect({ ...node, tls: { insecure: true } }).ping());
    expect(error instanceof RedisFailure && error.code).toBe('redis.tls');
  });
});
