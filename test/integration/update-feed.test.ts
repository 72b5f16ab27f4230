import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, get, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUpdateFeed, type AskFeed, type FeedLimits } from '../../src-main/clients/update-feed';
import { translate } from '../../src-shared/i18n/index';
import { AppError } from '../../src-shared/errors';
import { makeCertificates, temporaryFolder } from '../support/world';

/*
 * A feed is anybody's server: whatever it answers, in whatever time and size. Asked by Node here, which is fast;
 * test/e2e/update-feed.spec.ts asks by Electron, through a proxy too.
 */
describe('a feed of updates', () => {
  const folder = temporaryFolder('feed');
  let server: Server;
  let address = '';
  let asked: string[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

  beforeAll(async () => {
    makeCertificates(folder);
    server = createServer(
      {
        key: readFileSync(join(folder, 'server-key.pem')),
        cert: readFileSync(join(folder, 'server-cert.pem')),
      },
      (request, response) => {
        asked.push(request.url ?? '');
        answer(request, response);
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const by =
    (ca?: string): AskFeed =>
    (url, signal) =>
      new Promise((resolve, reject) => {
        get(url, { signal, agent: false, ...(ca !== undefined && { ca }) }, (body) => {
          const { statusCode = 0, headers } = body;
          const location = headers.location;
          const close = () => void body.destroy();
          resolve({ status: statusCode, body, close, ...(location !== undefined && { location }) });
        }).once('error', reject);
      });
  const read = (limits: FeedLimits = {}, path = '/feed?key=Marked-1') =>
    readUpdateFeed(address + path, by(readFileSync(join(folder, 'ca.pem'), 'utf8')), limits);
  /** What was refused, in words. */
  const refused = async (given: typeof answer, limits?: FeedLimits): Promise<string> => {
    answer = given;
    asked = [];
    const error: unknown = await read(limits).then(
      () => new Error('it was taken'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof AppError)) throw error;
    expect(error.info.code).toBe('updates.feed');
    // A key in the address is nobody else's business.
    expect(JSON.stringify(error.info)).not.toContain('Marked-1');
    return translate('en', error.info.what);
  };
  const says =
    (value: unknown): typeof answer =>
    (_request, response) =>
      void response.end(typeof value === 'string' ? value : JSON.stringify(value));
  const good = { version: '2.0.0', url: 'https://flotilla.invalid/2.0.0' };

  it('gives the version and its page, also through a redirect; more fields do no harm', async () => {
    answer = ({ url }, response) => {
      if (url !== '/new') response.writeHead(302, { location: '/new' });
      response.end(JSON.stringify({ ...good, channel: 'stable' }));
    };
    asked = [];
    expect(await read()).toEqual(good);
    expect(asked).toEqual(['/feed?key=Marked-1', '/new']);
  });

  it.each([
    ['no JSON', '<html>', 'no JSON'],
    ['nothing', '', 'no JSON'],
    ['a list', [good], 'no feed'],
    ['no version', { url: good.url }, 'version'],
    ['a version that is none', { ...good, version: '2.0.0; rm -rf /' }, 'version'],
    ['a page over http', { ...good, url: 'http://flotilla.invalid' }, 'url'],
    ['a script for a page', { ...good, url: 'javascript:alert(1)' }, 'url'],
    ['a file for a page', { ...good, url: 'file:///etc/passwd' }, 'url'],
    ['a page with a password', { ...good, url: 'https://me:pw@flotilla.invalid' }, 'url'],
    ['notes without end', { ...good, notes: 'x'.repeat(3000) }, 'notes'],
    ['numbers for words', { version: 2, url: 3 }, 'version'],
  ])('is refused where it says %s', async (_what, value, words) => {
    expect(await refused(says(value))).toContain(words);
  });

  it('is refused where it is an error, too large, too slow, or breaks off', async () => {
    expect(await refused((_request, response) => response.writeHead(503).end())).toBe('HTTP 503');
    let sent = 0;
    const endless: typeof answer = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384, 32))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await refused(endless)).toContain('64 KiB');
    // It hung up, instead of reading on.
    expect(sent).toBeLessThan(20_000_000);
    const dripping: typeof answer = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    };
    expect(await refused(dripping, { timeoutMs: 300 })).toContain('in time');
    expect(await refused(() => undefined, { timeoutMs: 300 })).toContain('in time');
    expect(await refused((request) => request.socket.destroy())).not.toBe('');
  });

  it('is not followed out of https, nor in circles', async () => {
    const to =
      (location: string): typeof answer =>
      (_request, response) =>
        void response.writeHead(302, { location }).end();
    expect(await refused(to('http://127.0.0.1:1/feed'))).toContain('without https');
    expect(await refused(to('file:///etc/passwd'))).toContain('without https');
    expect(await refused(to('/again'))).toContain('too many times');
    expect(asked).toHaveLength(4);
  });

  it('is not believed under a certificate that nobody vouches for', async () => {
    answer = says(good);
    await expect(readUpdateFeed(address, by())).rejects.toMatchObject({ info: { code: 'updates.feed' } });
  });
});
