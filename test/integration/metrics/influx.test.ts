import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Metric } from '../../../src-shared/metrics/model';
import { openInflux } from '../../../src-main/clients/influx';
import { fillOoms } from '../../../src-main/metrics/influx/fill';
import { openStore } from '../../../src-main/metrics/store/open';
import {
  docker,
  images,
  lacking,
  noImage,
  ports,
  sweep,
  temporaryFolder,
  testLabels,
} from '../../support/world';
import { startService, type Service } from './service-support';
import { between, counted, lastMinute, meanBetween, startCadvisor, started, until } from './sources-support';

const stem = 'flt-influx';
const project = `x'; DROP DATABASE "cadv" --\n\\`;
/** What some other writer may have called a container. */
const hostile = `x' OR 1=1; DROP DATABASE "cadv" --\\ /`;
const { cadvisor, influxdb } = await images();
const password = 'p"ass\'word';

let service: Service | undefined;
let server: { readonly id: string; readonly url: string };
let burner: string;
const reader = () =>
  openInflux({ url: server.url, database: 'cadv', user: 'admin', password: { env: 'X' } }, () =>
    Promise.resolve(password),
  );

async function startInflux(network: string): Promise<typeof server> {
  const port = await ports(1);
  const made = await started(stem, 'influxdb', {
    Image: influxdb ?? '',
    Env: [
      'INFLUXDB_DB=cadv',
      'INFLUXDB_HTTP_AUTH_ENABLED=true',
      'INFLUXDB_REPORTING_DISABLED=true',
      ...['INFLUXDB_ADMIN_USER=admin', `INFLUXDB_ADMIN_PASSWORD=${password}`],
      ...['INFLUXDB_WRITE_USER=cadvisor', 'INFLUXDB_WRITE_USER_PASSWORD=write'],
      ...['INFLUXDB_READ_USER=grafana', 'INFLUXDB_READ_USER_PASSWORD=read'],
    ],
    ExposedPorts: { '8086/tcp': {} },
    HostConfig: {
      NetworkMode: network,
      PortBindings: { '8086/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
    },
  });
  const url = `http://127.0.0.1:${String(port)}`;
  await until(
    () =>
      fetch(`${url}/ping`, { signal: AbortSignal.timeout(2000) }).then(
        ({ ok }) => ok,
        () => false,
      ),
    Boolean,
  );
  return { id: made.id, url };
}

/** What cAdvisor's driver would have written of a container that is gone, from half an hour to 20 minutes ago. */
async function writeThePast(now: number): Promise<void> {
  const names = ['gone', hostile.replaceAll(/[ ,=]/g, '\\$&')];
  const lines = Array.from({ length: 60 }, (_, i) => {
    const at = now - 30 * 60_000 + i * 10_000;
    return names.flatMap((name) => [
      `cpu_usage_total,machine=m,container_name=${name} value=${String(i * 2.5e9)}i ${String(at)}`,
      `memory_working_set,machine=m,container_name=${name} value=${String(7 * 2 ** 20)}i ${String(at)}`,
    ]);
  }).flat();
  const answer = await fetch(`${server.url}/write?db=cadv&precision=ms&u=cadvisor&p=write`, {
    method: 'POST',
    body: lines.join('\n'),
  });
  expect(answer.status).toBe(204);
}

describe(
  'InfluxDB and cAdvisor',
  lacking(noImage('InfluxDB', influxdb) ?? noImage('cAdvisor', cadvisor)),
  () => {
    const begun = Date.now();
    beforeAll(async () => {
      await sweep(stem);
      const network = `${stem}-net`;
      await docker().createNetwork({ Name: network, Labels: testLabels(stem) });
      server = await startInflux(network);
      await writeThePast(begun);
      await startCadvisor(stem, cadvisor ?? '', {
        network,
        options: [
          ...['-storage_driver=influxdb', `-storage_driver_host=${stem}-influxdb:8086`],
          ...['-storage_driver_db=cadv', '-storage_driver_user=cadvisor', '-storage_driver_password=write'],
          '-storage_driver_buffer_duration=5s',
        ],
      });
      burner = (
        await started(stem, 'burner', {
          Entrypoint: ['sh', '-c', 'while :; do :; done'],
          HostConfig: { NanoCpus: 500_000_000, Memory: 64 * 2 ** 20 },
          Labels: { 'com.docker.compose.project': project },
        })
      ).id;
      service = await startService('influx', password);
    });
    afterAll(async () => {
      await service?.close();
      await sweep(stem);
    });
    const of = (): Service => service ?? expect.fail('it was not started');
    const influx = () => of().source('influx');
    const points = async (metric: string): Promise<number[]> => {
      const rows = await (
        await reader()
      ).query(`SELECT "value" FROM "flotilla_${metric}" WHERE "key" = $key`, {
        key: burner,
      });
      return rows.map(({ at }) => at);
    };

    /** Slots of 10 s, each asked for alone, in which the history has something of the burner. */
    const slotsOf = async (metric: Metric, from: number, to: number): Promise<number[]> => {
      const begins = [...Array(Math.ceil((to - from) / 10_000)).keys()]
        .map((i) => Math.ceil(from / 10_000) * 10_000 + i * 10_000)
        .filter((at) => at > from && at < to);
      const known = await Promise.all(
        begins.map(async (at) => {
          const range = { from: at, to: at + 10_000, buckets: 2 };
          const { series } = await of().store.query({ metric, filter: { key: [burner] }, ...range });
          return typeof series[0]?.values[0] === 'number';
        }),
      );
      return begins.filter((_, i) => known[i]);
    };

    it('is found by itself; what cAdvisor wrote while the app was closed is in the history', async () => {
      const found = await until(influx, (state) => state?.state === 'fine');
      expect(found?.where).toBe(`${server.url}/ cadv`);
      const range = { from: begun - 40 * 60_000, to: begun - 15 * 60_000 };
      const past = await until(
        () =>
          of().query([
            { metric: 'cpu', filter: { name: ['gone'] }, ...range, buckets: 200, source: 'own' },
            { metric: 'memory', filter: { name: ['gone'] }, ...range, buckets: 200, source: 'own' },
          ]),
        ([cpu]) => (cpu?.series[0]?.values ?? []).filter((value) => value !== null).length >= 58,
      );
      const [cpu, memory] = past.map(({ series }) =>
        (series[0]?.values ?? []).filter((value) => value !== null),
      );
      expect(cpu?.length).toBeGreaterThanOrEqual(58);
      expect(cpu?.every((value) => Math.abs(value - 25) < 0.01)).toBe(true);
      expect(memory?.every((value) => value === 7 * 2 ** 20)).toBe(true);

      // A name that would be InfluxQL is a name as any other, asked for by itself and found among all.
      for (const filter of [{ name: [hostile] }, { name: { regex: 'DROP DATABASE' } }]) {
        const [theirs] = await of().query([
          { metric: 'memory', filter, ...range, buckets: 200, source: 'influx' },
        ]);
        expect(theirs?.series.map(({ name }) => name)).toEqual([hostile]);
        expect(theirs?.series[0]?.values.filter((value) => value !== null).length).toBeGreaterThanOrEqual(58);
      }
      expect(await (await reader()).policies()).toContain('autogen');
    });

    it(
      'has cAdvisor’s numbers and what its driver leaves out, and both agree with the engine',
      { timeout: 240_000 },
      async () => {
        // What it gets of its half a core goes up and down with what else the computer does: no mean of any part of
        // the time is outside of what the engine counted in each.
        const seen = [await counted(burner)];
        while (seen.length < 9) {
          await sleep(4000);
          seen.push(await counted(burner));
        }
        const rates = seen.slice(1).map((now, i) => between(seen[i] ?? now, now).cpu);
        const [begin, after] = [seen[2] ?? expect.fail(), seen.at(-1) ?? expect.fail()];
        const range = { from: begin.at, to: after.at };
        for (const source of ['own', 'influx'] as const) {
          const { mean } = await until(
            () => meanBetween(of(), 'cpu', burner, { ...range, source }),
            ({ known, step }) => known * step >= 20_000,
          );
          expect(mean).toBeGreaterThan(0.75 * Math.min(...rates));
          expect(mean).toBeLessThan(1.3 * Math.max(...rates));
        }
        const memory = await meanBetween(of(), 'memory', burner, { ...range, source: 'influx' });
        expect(Math.abs(memory.mean - after.memory)).toBeLessThan(2 * 2 ** 20);
        for (const [metric, value] of [
          ['cpuLimit', 0.5],
          ['memoryLimit', 64 * 2 ** 20],
          ['pids', 1],
          ['diskRead', undefined],
          ['throttled', undefined],
        ] as const satisfies readonly [Metric, number | undefined][]) {
          const found = await until(
            () => meanBetween(of(), metric, burner, { from: begun, to: Date.now(), source: 'influx' }),
            ({ known }) => known > 0,
          );
          if (value !== undefined) expect(found.mean).toBe(value);
        }
        // A label with quotes, a line end, a backslash and InfluxQL is a text as any other.
        const [own] = await of().query([
          {
            metric: 'pids',
            filter: { project: [project] },
            from: begun,
            to: Date.now(),
            buckets: 10,
            source: 'influx',
          },
        ]);
        expect(own?.series.map(({ key, subject }) => [key, subject.project])).toEqual([[burner, project]]);
      },
    );

    it('has each time that a container lost a process for lack of memory, and gives it back', async () => {
      const memory = 8 * 2 ** 20;
      const from = Date.now();
      const hog = await started(stem, 'hog', {
        // tail keeps a line that never ends.
        Entrypoint: ['sh', '-c', 'sleep 1; tail /dev/zero'],
        HostConfig: {
          ...{ Memory: memory, MemorySwap: memory },
          RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
        },
      });
      const ooms = async (of: Pick<Service, 'marks'>): Promise<number[]> =>
        (await of.marks(from, Date.now(), hog.name))
          .filter(({ kind, subject }) => kind === 'oom' && subject?.key === hog.id)
          .map(({ at }) => at);
      const own = await until(
        () => ooms(of()),
        (at) => at.length >= 3,
      );
      expect(new Set(own).size).toBe(3);
      const client = await reader();
      const theirs = await until(
        () => client.query(`SELECT * FROM "flotilla_oom" WHERE "key" = $key`, { key: hog.id }),
        (rows) => rows.length >= 3,
      );
      expect(theirs.map(({ at }) => at)).toEqual(own);
      for (const { values } of theirs)
        expect(values).toMatchObject({ value: 1, container_name: hog.name, kind: 'container' });

      // A computer that saw nothing of it has the marks from there, once.
      const other = await openStore({ dataDir: temporaryFolder('influx-other') });
      try {
        for (let i = 0; i < 2; i++) await fillOoms({ client }, other, { from, to: Date.now() });
        const marks = await other.marks(from, Date.now(), { name: [hog.name] });
        expect(marks.map(({ at, kind, text }) => [at, kind, text.key])).toEqual(
          own.map((at) => [at, 'oom', 'marks.oom']),
        );
      } finally {
        await other.close();
      }
    });

    // It is away for some 45 s, is asked again each 10 s, and slots are written when they are 30 s old.
    it('that was away gets all that waited, and nothing twice', { timeout: 360_000 }, async () => {
      of().set({ influx: { url: server.url, database: 'cadv', user: 'admin', password: { env: 'X' } } });
      await until(influx, (state) => state?.state === 'fine');
      await docker().getContainer(server.id).stop({ t: 2 });
      const lost = Date.now();
      // While it stops it may say something else.
      await until(influx, (state) => state?.state === 'gone' && state.error?.code === 'influx.unreachable');
      // The app's own charts go on.
      await until(
        () => lastMinute(of(), 'memory', [burner]),
        ({ fresh }) => (fresh ?? 0) > lost + 40_000,
      );
      await docker().getContainer(server.id).start();
      const back = Date.now();
      await until(influx, (state) => state?.state === 'fine' && (state.fresh ?? 0) > back);
      // Of cAdvisor's part too, which its driver dropped meanwhile.
      for (const metric of ['memory', 'pids'] as const) {
        await until(
          () => points(metric),
          (at) => (at.at(-1) ?? 0) >= back,
        );
        const from = metric === 'memory' ? lost : lost - 120_000;
        const there = (await points(metric)).filter((at) => at > from && at < back);
        // A busy computer measures less often: what the history has is what there is to be written.
        const measured = await slotsOf(metric, from, back);
        expect(measured.length).toBeGreaterThan(1);
        expect(there).toEqual(expect.arrayContaining(measured));
        expect(new Set(there).size).toBe(there.length);
        // A slot between two that are known is drawn, and may be written, where a sample came a little late.
        const known = new Set(measured.flatMap((at) => [at - 10_000, at]));
        expect(there.filter((at) => !known.has(at))).toEqual([]);
      }
    });
  },
);
