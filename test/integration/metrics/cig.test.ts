import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultAnswers, readEntry, renderEntry } from '@shared/compose/build/catalogue';
import { writeStack } from '@shared/compose/build/write';
import type { Flotilla } from '../../../src-main/wiring';
import { carryOut, failures, flotilla } from '../../support/flotilla';
import { docker, images, lacking, noImage, ports, root } from '../../support/world';
import { composeCli } from '../compose-peer';
import { clean, parts, project, sweepProjects, up } from '../compose-support';
import { startService, type Service } from './service-support';
import { lastMinute, until } from './sources-support';

// The catalogue's stack cAdvisor + InfluxDB + Grafana, from its form to charts.

const name = 'flt-cig';
const { influxdb, cadvisor } = await images();
const entry = readEntry(
  readFileSync(join(root, 'resources/catalogue/cadvisor-influxdb-grafana.yml'), 'utf8'),
);
const answers = { ...defaultAnswers(entry) };
const image = {
  cadvisor: `ghcr.io/google/cadvisor:${String(answers['cadvisor'])}`,
  grafana: `grafana/grafana:${String(answers['grafana'])}`,
};
const present = (await docker().listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
const hasGrafana = present.includes(image.grafana);
const lacks = noImage('InfluxDB', influxdb) ?? noImage('cAdvisor', cadvisor);
const said = hasGrafana
  ? 'all of it'
  : 'all but Grafana, which no registry gave: what it would be handed is used in its place';

const sourceSchema = z.object({
  datasources: z.tuple([
    z.object({
      url: z.url(),
      user: z.string(),
      jsonData: z.object({ dbName: z.string() }),
      secureJsonData: z.object({ password: z.string() }),
    }),
  ]),
});
const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ query: z.string() })) })),
});
const answerSchema = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(
          z.object({
            tags: z.object({ container_name: z.string() }),
            values: z.array(z.tuple([z.unknown(), z.number().nullable()])),
          }),
        )
        .default([]),
    }),
  ),
});

describe(`the CIG stack by compose (${said})`, lacking(lacks), () => {
  let services: Flotilla;
  let service: Service | undefined;
  let folder: string;
  let grafanaPort: number;
  let influxPort: number;
  let cadvisorPort: number;
  const passwords: Record<string, string> = {};
  const file = (path: string): string => readFileSync(join(folder, path), 'utf8');

  beforeAll(async () => {
    await sweepProjects(name);
    // The release that the form proposes is, where no registry has it, the one that was built here.
    if (!present.includes(image.cadvisor)) {
      const [repo = '', tag = ''] = image.cadvisor.split(':');
      await docker()
        .getImage(cadvisor ?? '')
        .tag({ repo, tag });
    }
    grafanaPort = await ports(3);
    [influxPort, cadvisorPort] = [grafanaPort + 1, grafanaPort + 2];
    for (const [field, { type }] of Object.entries(entry.fields))
      if (type === 'secret') passwords[field] = `made-for-${field}`;
    const filled = { ...answers, ...passwords, grafanaPort, influxPort, cadvisorPort };
    const { draft } = renderEntry(entry, filled, 'en');
    folder = project(Object.fromEntries(writeStack(draft).map(({ path, text }) => [path, text])));
    const peer = composeCli();
    if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
    services = await flotilla();
  });
  afterAll(async () => {
    await service?.close();
    await services.close();
    await sweepProjects(name);
    if (!present.includes(image.cadvisor)) await docker().getImage(image.cadvisor).remove();
    clean(folder);
  });

  it('comes up', { timeout: 240_000 }, async () => {
    const by = composeCli() === undefined ? 'own' : 'cli';
    const wanted = hasGrafana ? [] : ['influxdb', 'cadvisor'];
    expect(failures(await carryOut(services, up(folder, name, by, { services: wanted })))).toEqual([]);
    expect(await parts(name)).toEqual(
      expect.arrayContaining([
        `container ${name}-cadvisor-1 running`,
        `container ${name}-influxdb-1 running`,
      ]),
    );
  });

  it('is found by the app, which reads from both', async () => {
    const metrics = (service = await startService(name));
    const collector = await until(
      () => metrics.source('cadvisor'),
      (state) => state?.state === 'fine' && state.subjects >= 2,
    );
    expect(collector?.where).toBe(`http://127.0.0.1:${String(cadvisorPort)}/`);
    const kept = await until(
      () => metrics.source('influx'),
      (state) => state?.state === 'fine' && state.fresh !== null,
    );
    expect(kept?.where).toBe(`http://127.0.0.1:${String(influxPort)}/ cadv`);
    expect((await metrics.source('docker'))?.subjects).toBe(0);

    // cAdvisor's series, by its own driver, through InfluxDB; and what the app adds to them.
    for (const metric of ['cpu', 'memory', 'pids'] as const) {
      const found = await until(
        async () => {
          const now = Date.now();
          const [result] = await metrics.query([
            { metric, from: now - 300_000, to: now, buckets: 30, source: 'influx' },
          ]);
          return result?.series ?? [];
        },
        (series) => series.filter(({ subject }) => subject.project === name).length >= 2,
      );
      const mine = found.filter(({ subject }) => subject.project === name);
      const values = mine.flatMap((each) => each.values.filter((value) => value !== null));
      expect(values.every((value) => value >= 0)).toBe(true);
      if (metric !== 'cpu') expect(Math.min(...values)).toBeGreaterThan(0);
    }
    const live = await lastMinute(metrics, 'cpu');
    expect(live.series.map((each) => each.name)).toEqual(
      expect.arrayContaining([`${name}-cadvisor-1`, `${name}-influxdb-1`]),
    );
  });

  it('hands Grafana a data source that works and panels that show something', async () => {
    const { services: declared } = z
      .object({
        services: z.object({
          influxdb: z.object({ environment: z.record(z.string(), z.string()), ports: z.array(z.string()) }),
          grafana: z.object({ environment: z.record(z.string(), z.string()) }),
        }),
      })
      .parse(parse(file('compose.yml')));
    const [source] = sourceSchema.parse(
      parse(file('grafana/provisioning/datasources/influxdb.yml')),
    ).datasources;
    const url = new URL(source.url);
    expect(Object.keys(declared)).toContain(url.hostname);
    expect(declared.influxdb.ports).toContain(`127.0.0.1:${String(influxPort)}:${url.port}`);
    expect(source.jsonData.dbName).toBe(declared.influxdb.environment['INFLUXDB_DB']);
    const variable = source.secureJsonData.password.slice(1);
    expect(declared.grafana.environment).toHaveProperty(variable);
    const password = new RegExp(`^${variable}=(.*)$`, 'm').exec(file('.env'))?.[1] ?? '';
    expect(password).toBe(passwords['readPassword']);

    const { panels } = dashboardSchema.parse(JSON.parse(file('grafana/dashboards/containers.json')));
    expect(panels.length).toBeGreaterThan(0);
    for (const { title, targets } of panels)
      for (const { query } of targets) {
        // As Grafana fills them in.
        const text = query.replace('$timeFilter', 'time >= now() - 5m').replace('$__interval', '10s');
        const found = await until(
          async () => {
            const about = new URLSearchParams({ db: source.jsonData.dbName, q: text });
            const answer = await fetch(`http://127.0.0.1:${String(influxPort)}/query?${about.toString()}`, {
              headers: { authorization: `Basic ${btoa(`${source.user}:${password}`)}` },
            });
            return answerSchema.parse(await answer.json()).results.flatMap(({ error, series }) => {
              if (error !== undefined) throw new Error(`${title}: ${error}`);
              return series.filter(({ values }) => values.some(([, value]) => value !== null));
            });
          },
          (series) => series.some(({ tags }) => tags.container_name === `${name}-influxdb-1`),
        );
        expect(found.every(({ tags }) => !tags.container_name.startsWith('/'))).toBe(true);
      }
  });

  it('has a Grafana whose data source answers', async ({ skip }) => {
    skip(!hasGrafana, 'Grafana cannot be had here: what it would be handed is tried by the test before');
    const login = `Basic ${btoa(`admin:${passwords['grafanaPassword'] ?? ''}`)}`;
    const of = (path: string): Promise<string> =>
      fetch(`http://127.0.0.1:${String(grafanaPort)}/api/${path}`, {
        headers: { authorization: login },
      }).then((answer) => answer.text(), String);
    await until(
      () => of('datasources/uid/cadvisor-influxdb/health'),
      (text) => text.includes('"OK"'),
    );
    expect(await of('dashboards/uid/containers')).toContain('Received');
  });

  it('keeps for as long as it says, with rollups', async () => {
    const ask = async (statement: string): Promise<string> => {
      const login = `u=admin&p=${passwords['adminPassword'] ?? ''}`;
      const q = encodeURIComponent(statement);
      return (await fetch(`http://127.0.0.1:${String(influxPort)}/query?${login}&q=${q}`)).text();
    };
    expect(await ask('SHOW RETENTION POLICIES ON "cadv"')).toMatch(/"raw","168h.*"1m","720h.*"5m","8760h/s);
    expect(await ask('SHOW CONTINUOUS QUERIES')).toMatch(/rollup_1m.*rollup_5m/s);
  });
});
