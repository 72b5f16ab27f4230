import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import { fetchRdb } from '../../../../src-main/clients/redis-rdb';

// A snapshot from a server of a few lines: in whatever pieces it comes, and wherever it breaks off.

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** A server that answers OK to all but SYNC, to which it sends the pieces; `end`: and then hangs up. */
async function serve(pieces: readonly (string | Buffer)[], end = true): Promise<RedisNode> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (!text.includes('SYNC')) socket.write('+OK\r\n'.repeat(text.split('REPLCONF').length - 1));
      else void send(socket);
    });
  });
  const send = async (socket: Socket): Promise<void> => {
    socket.setNoDelay(true);
    for (const piece of pieces) {
      socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    if (end) socket.end();
  };
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const announce = { address: '127.0.0.1', port, busPort: port + 1 };
  return { name: 'n', host: '127.0.0.1', port, announce, innerPort: port };
}

async function fetched(node: RedisNode, diskless = false): Promise<{ total?: number; text: string }> {
  const stream = await fetchRdb(node, { resolveSecret: () => Promise.reject(new Error()), diskless });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream.chunks()) chunks.push(Buffer.from(chunk));
  } finally {
    stream.close();
  }
  return { total: stream.total, text: Buffer.concat(chunks).toString() };
}

const mark = 'm'.repeat(20) + 'n'.repeat(20);

describe('a snapshot by the replication protocol', () => {
  it.each([
    ['at once', ['$5\r\nREDIS']],
    ['after line ends that keep it alive', ['\n', '\n\n', '$5', '\r\nRE', 'DIS']],
    ['with commands right after it', ['$5\r\nREDIS*1\r\n$4\r\nPING\r\n']],
  ])('of a size that is known, %s', async (_, pieces) => {
    expect(await fetched(await serve(pieces))).toEqual({ total: 5, text: 'REDIS' });
  });

  it.each([
    ['in one piece', [`$EOF:${mark}\r\nREDIS data${mark}`]],
    ['with its end in pieces', [`\n$EOF:${mark}\r\nREDIS`, ' data', mark.slice(0, 7), mark.slice(7)]],
    ['with a false end before', [`$EOF:${mark}\r\nREDIS mmm`, `mmmn data${mark}`]],
  ])('up to a mark, %s', async (_, pieces) => {
    const { total, text } = await fetched(await serve(pieces), true);
    expect(total).toBeUndefined();
    expect(text).toMatch(/^REDIS( mmmmmmn)? data$/);
  });

  it.each([
    ['before it began', ['\n']],
    ['in its middle', ['$9\r\nREDIS']],
    ['before its mark', [`$EOF:${mark}\r\nREDIS${mark.slice(0, 39)}`]],
  ])('that breaks off %s is no snapshot', async (_, pieces) => {
    await expect(fetched(await serve(pieces))).rejects.toMatchObject({ info: { code: 'redis.unreachable' } });
  });

  it('that is refused says so', async () => {
    const node = await serve(['-NOPERM no right to run SYNC\r\n'], false);
    await expect(fetched(node)).rejects.toMatchObject({ info: { code: 'redis.not-permitted' } });
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const node = await serve(['$1000\r\nREDIS'], false);
    const options = { resolveSecret: () => Promise.reject(new Error()), diskless: false };
    const stream = await fetchRdb(node, { ...options, signal: controller.signal });
    const chunks = stream.chunks();
    await chunks.next();
    const next = chunks.next();
    controller.abort();
    await expect(next).rejects.toThrow('cancelled');
    stream.close();
  });
});
