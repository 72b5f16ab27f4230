import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { toErrorInfo } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import { openCadvisor, type CadvisorClient } from '../../../../src-main/clients/cadvisor';

const id = (letter: string): string => letter.repeat(64);
const fine = { spec: {}, stats: [{ timestamp: '2026-03-01T06:30:00.5Z', cpu: { usage: { total: 5 } } }] };
const codeOf = (error: unknown): string =>
  toErrorInfo(error, { code: 'test.other', doing: raw(''), hint: raw('') }).code;

let server: Server | undefined;
let client: CadvisorClient | undefined;
async function facing(answer: RequestListener, timeoutMs?: number): Promise<CadvisorClient> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((made.address() as AddressInfo).port)}`;
  client = await openCadvisor({ url }, () => Promise.resolve(''), timeoutMs);
  return client;
}
afterEach(async () => {
  client?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

describe('a cAdvisor that', () => {
  it.each([
    ['answers no JSON', (_, response) => response.end('<html>'), 'cadvisor.bad-answer'],
    ['answers a list', (_, response) => response.end('[1,2]'), 'cadvisor.bad-answer'],
    ['answers null', (_, response) => response.end('null'), 'cadvisor.bad-answer'],
    ['fails', (_, response) => response.writeHead(500).end('failed to get'), 'cadvisor.bad-answer'],
    ['refuses', (_, response) => response.writeHead(401).end(), 'cadvisor.refused'],
    ['goes away at once', (request) => request.socket.destroy(), 'cadvisor.unreachable'],
    [
      'goes away in the middle',
      (request, response) => {
        response.write('{"a":');
        setTimeout(() => request.socket.destroy(), 20);
      },
      'cadvisor.unreachable',
    ],
    [
      'has only nonsense of its containers',
      (_, response) => response.end(JSON.stringify({ [`/docker/${id('a')}`]: { spec: 1, stats: 'x' } })),
      'cadvisor.bad-answer',
    ],
  ] satisfies [string, RequestListener, string][])('%s is told as what it is', async (_, answer, code) => {
    const open = await facing(answer);
    await expect(open.all(1000)).rejects.toSatisfy((error) => codeOf(error) === code);
  });

  it('answers 100 MB is left off long before its end', async () => {
    let sent = 0;
    const piece = Buffer.alloc(2 ** 20, ' ');
    const open = await facing((_, response) => {
      const more = (): void => {
        while (sent < 100 * piece.length && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return;
        }
        response.end('{}');
      };
      response.on('drain', more);
      more();
    });
    await expect(open.all(1000)).rejects.toSatisfy((error) => codeOf(error) === 'cadvisor.bad-answer');
    expect(sent).toBeLessThan(50 * piece.length);
  });

  it('never answers, or never ends, is waited for no longer than the limit', async () => {
    let beginning = false;
    const open = await facing((_, response) => void (beginning && response.write('{')), 300);
    await expect(open.all(1000)).rejects.toSatisfy((error) => codeOf(error) === 'cadvisor.unreachable');
    beginning = true;
    await expect(open.all(1000)).rejects.toSatisfy((error) => codeOf(error) === 'cadvisor.unreachable');
  });

  it('has nonsense of one container is believed about the others', async () => {
    const answer = JSON.stringify({
      [`/system.slice/docker-${id('a')}.scope`]: fine,
      [`/docker/${id('b')}`]: { spec: {}, stats: [{ timestamp: 5 }] },
      [`/docker/${id('c')}`]: { spec: { memory: { limit: -1 } } },
      '/docker/evil"\n\\': fine,
      __proto__: fine,
    });
    const found = await (await facing((_, response) => response.end(answer))).all(1000);
    expect([...found.keys()]).toEqual([id('a')]);
  });
});
