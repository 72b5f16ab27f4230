import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricSettings } from '../../../src-shared/contract';
import { openInflux, type InfluxServer } from '../../../src-main/clients/influx';
import {
  images,
  lacking,
  makeCertificates,
  noImage,
  ports,
  sweep,
  temporaryFolder,
} from '../../support/world';
import { startService, type Service } from './service-support';
import { started, until } from './sources-support';

const stem = 'flt-influx-tls';
const { influxdb } = await images();
const password = 'p"ass\'word';
const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(`${url}/ping`, { rejectUnauthorized: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 204);
    }).on('error', () => resolve(false));
  });

describe('an InfluxDB with https-enabled', lacking(noImage('InfluxDB', influxdb)), () => {
  const folder = temporaryFolder('influx-tls');
  const ca = join(folder, 'ca.pem');
  let service: Service | undefined;
  let port = 0;
  let url = '';
  beforeAll(async () => {
    await sweep(stem);
    mkdirSync(folder, { recursive: true });
    makeCertificates(folder);
    writeFileSync(join(folder, 'none.pem'), 'no certificate');
    port = await ports(1);
    url = `https://127.0.0.1:${String(port)}`;
    await started(stem, 'influxdb', {
      Image: influxdb ?? '',
      // The key may be read by its owner alone.
      User: '0:0',
      Entrypoint: ['influxd'],
      Env: [
        'INFLUXDB_HTTP_AUTH_ENABLED=true',
        'INFLUXDB_HTTP_HTTPS_ENABLED=true',
        'INFLUXDB_HTTP_HTTPS_CERTIFICATE=/tls/server-cert.pem',
        'INFLUXDB_HTTP_HTTPS_PRIVATE_KEY=/tls/server-key.pem',
        'INFLUXDB_REPORTING_DISABLED=true',
      ],
      ExposedPorts: { '8086/tcp': {} },
      HostConfig: {
        Binds: [`${folder}:/tls:ro`],
        PortBindings: { '8086/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      },
    });
    await until(() => answers(url), Boolean);
    // The first user may be made without one.
    const first = await openInflux({ url, database: 'cadv', tls: { ca } }, () => Promise.resolve(''));
    await first.query(`CREATE USER "admin" WITH PASSWORD 'p"ass\\'word' WITH ALL PRIVILEGES`);
    service = await startService('influx-tls', password);
  });
  afterAll(async () => {
    await service?.close();
    await sweep(stem);
    rmSync(folder, { recursive: true, force: true });
  });

  const login = { user: 'admin', password: { env: 'X' } };
  const asked = async (server: Partial<InfluxServer>): Promise<string> => {
    const given = { url, database: 'cadv', ...login, ...server };
    try {
      return ((await (await openInflux(given, () => Promise.resolve(password))).policies()) ?? []).join(' ');
    } catch (error) {
      const { code, what, hint } = (error as { info: { code: string; what: Told; hint: Told } }).info;
      return [code, what.key, hint.key].join(' ');
    }
  };

  it('is refused where nothing tells that it can be trusted, and the reason says what to do', async () => {
    expect(await asked({})).toBe('influx.tls tls.unknown tls.unknown.hint');
    // Another authority than its own.
    expect(await asked({ tls: { ca: join(folder, 'cert.pem') } })).toBe(
      'influx.tls tls.unknown tls.unknown.hint',
    );
    expect(await asked({ url: `http://127.0.0.1:${String(port)}`, tls: { ca } })).toBe(
      'influx.tls tls.wanted tls.wanted.hint',
    );
    expect(await asked({ url: `https://127.0.0.2:${String(port)}`, tls: { ca } })).toMatch(/^influx\./);
    expect(await asked({ tls: { ca: join(folder, 'none.pem') } })).toMatch(
      /^influx\.tls-file .*tls\.file\.hint$/,
    );
    expect(await asked({ tls: { ca: join(folder, 'missing.pem') } })).toMatch(
      /^influx\.tls-file .*tls\.file\.hint$/,
    );
  });

  it('is believed by its authority, or unseen where a person says so, and still asks who one is', async () => {
    for (const tls of [{ ca }, { insecure: true }]) {
      expect(await asked({ tls })).toBe('');
      const server = { url, database: 'cadv', user: 'admin', password: { env: 'X' }, tls };
      const wrong = await openInflux(server, () => Promise.resolve('wrong'));
      await expect(wrong.policies()).rejects.toMatchObject({ info: { code: 'influx.refused' } });
    }
  });

  it('is a source as any other: gone with its reason, then, trusted, written to and read', async () => {
    const of = service ?? expect.fail('it was not started');
    const place: NonNullable<MetricSettings['influx']> = { url, database: 'cadv', ...login };
    of.set({ influx: place });
    const gone = await until(
      () => of.source('influx'),
      (state) => state?.state === 'gone',
    );
    expect([gone?.error?.code, gone?.error?.what.key]).toEqual(['influx.tls', 'tls.unknown']);
    const begun = Date.now();
    of.set({ influx: { ...place, tls: { ca } } });
    await until(
      () => of.source('influx'),
      (state) => state?.state === 'fine',
    );
    const [read] = await until(
      () =>
        of.query([
          {
            metric: 'hostCpu',
            filter: {},
            from: begun - 60_000,
            to: Date.now(),
            buckets: 60,
            source: 'influx',
          },
        ]),
      ([result]) => (result?.series[0]?.values ?? []).some((value) => value !== null),
    );
    expect(read?.tier).toBe('influx');
  });
});

interface Told {
  readonly key: string;
}
