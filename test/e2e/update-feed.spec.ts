import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeCertificates, temporaryFolder } from '../support/world';
import { callFromPage, expect, test, trustTestAuthority } from './support';

/* A feed of updates as the app itself asks it: by the system's proxy and certificates. What the answers may do to it is
   tried at length in test/integration/update-feed.test.ts. */

const good = { version: '99.0.0', url: 'https://flotilla.invalid/99' };
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server with a certificate of the tests' own authority, which answers as it is told. */
async function feedServer(): Promise<{ port: number; say: (answer: Answer) => void; close: () => void }> {
  const folder = temporaryFolder('feed');
  makeCertificates(folder);
  let answer: Answer = (_request, response) => void response.end(JSON.stringify(good));
  const [key, cert] = ['server-key.pem', 'server-cert.pem'].map((each) => readFileSync(join(folder, each)));
  const server = createServer({ key, cert }, (request, response) => answer(request, response));
  const port = await listening(server);
  return {
    port,
    say: (next) => (answer = next),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listening(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What the app says of a feed. */
async function check(page: Page, updateUrl: string): Promise<unknown> {
  expect(await callFromPage(page, 'settings.set', { updateUrl })).toMatchObject({ ok: true });
  return callFromPage(page, 'updates.check');
}

test('A feed is asked through the proxy of the environment, and only by its host’s name', async ({
  launch,
}) => {
  const feed = await feedServer();
  const asked: string[] = [];
  const proxy = createProxy((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    // The name is known to the proxy alone, as in a company's network.
    const server = connect(feed.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
  });
  try {
    const address = `http://127.0.0.1:${String(await listening(proxy))}`;
    const { app, page } = await launch({
      env: { http_proxy: address, https_proxy: address, no_proxy: 'direct.invalid' },
    });
    await trustTestAuthority(app);
    const answer = await check(page, 'https://feed.invalid/flotilla.json?key=Marked-7');
    expect(answer).toMatchObject({ ok: true, value: { state: 'newer', ...good } });
    // Neither has the app, or its browser, asked anybody else.
    expect(asked).toEqual(['feed.invalid:443']);
    // What goes without a proxy has no name that anybody knows.
    const without = await check(page, 'https://direct.invalid/flotilla.json');
    expect(without).toMatchObject({ ok: false, error: { code: 'updates.feed' } });
    expect(asked).toHaveLength(1);
  } finally {
    proxy.close();
    proxy.closeAllConnections();
    feed.close();
  }
});

test('A feed that misbehaves is refused by name', async ({ launch }) => {
  const feed = await feedServer();
  // What was said of a certificate is kept: whom nobody vouches for is another.
  const stranger = await feedServer();
  try {
    const { app, page } = await launch();
    expect(await check(page, `https://127.0.0.1:${String(stranger.port)}/feed`)).toMatchObject({
      ok: false,
      error: { code: 'updates.feed', what: { params: { text: expect.stringContaining('CERT') } } },
    });
    await trustTestAuthority(app);
    const address = `https://127.0.0.1:${String(feed.port)}`;
    const refused = async (answer: Answer): Promise<string> => {
      feed.say(answer);
      const given = await check(page, `${address}/feed?key=Marked-8`);
      expect(given).toMatchObject({ ok: false, error: { code: 'updates.feed' } });
      expect(JSON.stringify(given)).not.toContain('Marked-8');
      return JSON.stringify((given as { error: { what: unknown } }).error.what);
    };
    const leads =
      (location: string): Answer =>
      (_request, response) =>
        void response.writeHead(302, { location }).end();
    feed.say(({ url }, response) => {
      if (url !== '/new') response.writeHead(302, { location: '/new' });
      response.end(JSON.stringify(good));
    });
    expect(await check(page, `${address}/feed`)).toMatchObject({ ok: true, value: { state: 'newer' } });
    expect(await refused(leads('http://127.0.0.1:1/feed'))).toContain('notHttps');
    expect(await refused(leads('/again'))).toContain('redirects');
    expect(await refused((_request, response) => void response.writeHead(503).end())).toContain('HTTP 503');
    expect(await refused(({ socket }) => void socket.destroy())).toContain('ERR_');
    let sent = 0;
    expect(
      await refused((_request, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384, 32))) sent += 16_384;
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      }),
    ).toContain('tooLarge');
    // It hung up, instead of reading on.
    expect(sent).toBeLessThan(20_000_000);
    expect(await refused((_request, response) => void response.write(' '))).toContain('late');
  } finally {
    feed.close();
    stranger.close();
  }
});
