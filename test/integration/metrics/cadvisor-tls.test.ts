import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCadvisor, type CadvisorServer } from '../../../src-main/clients/cadvisor';
import { makeCertificates, temporaryFolder } from '../../support/world';

// A cAdvisor behind a proxy that speaks TLS.
const folder = temporaryFolder('cadvisor-tls');
const ca = join(folder, 'ca.pem');
let server: Server;
let url: string;

beforeAll(async () => {
  makeCertificates(folder);
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  server = createServer({ cert: read('server-cert.pem'), key: read('server-key.pem') }, (_, response) =>
    response.end('{}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function asked(tls?: CadvisorServer['tls']): Promise<number> {
  const client = await openCadvisor({ url, ...(tls && { tls }) }, () => Promise.resolve(''));
  try {
    return (await client.all(1000)).size;
  } finally {
    client.close();
  }
}

it('is refused where nothing tells that it can be trusted, and believed by its authority or unseen', async () => {
  await expect(asked()).rejects.toMatchObject({
    info: { code: 'cadvisor.tls', what: { key: 'tls.unknown' }, hint: { key: 'tls.unknown.hint' } },
  });
  await expect(asked({ ca: join(folder, 'cert.pem') })).rejects.toMatchObject({
    info: { code: 'cadvisor.tls' },
  });
  await expect(asked({ ca: join(folder, 'missing.pem') })).rejects.toMatchObject({
    info: { code: 'cadvisor.tls-file', hint: { key: 'tls.file.hint' } },
  });
  expect(await asked({ ca })).toBe(0);
  expect(await asked({ insecure: true })).toBe(0);
});
