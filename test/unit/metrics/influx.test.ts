import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultAnswers, readEntry, renderEntry } from '@shared/compose/build/catalogue';
import { cadvisorQuery } from '@shared/metrics/influx-cadvisor';
import { influxName, influxSetup, tag, untag } from '@shared/metrics/influx-setup';

const hostile = [
  "a'b",
  'a"b',
  'a\nb v=1',
  'ends in \\',
  '\\',
  '100 %',
  "x' OR 1=1; DROP DATABASE cadv --",
  '容器',
];

describe('tags', () => {
  it.each(hostile)('come back as they were: %j', (text) => {
    expect(untag(tag(text))).toBe(text);
    expect(tag(text)).not.toMatch(/[\\\n\r]/);
  });
  it('that others wrote stay as they are', () => expect(untag('50%')).toBe('50%'));
});

describe('queries', () => {
  it('take a name as a value, never as text', () => {
    for (const container of hostile) {
      const { text, places } = cadvisorQuery({
        ...{ metric: 'cpu', containers: [container], from: 10_000, to: 20_000, bucketMs: 10_000 },
      });
      expect(text).not.toContain(container.length > 3 ? container : 'DROP');
      expect(places).toEqual({ container_name_0: container });
    }
  });
  it('leave cgroups out and gaps as gaps', () => {
    const { text } = cadvisorQuery({ metric: 'cpu', from: 10_000, to: 20_000, bucketMs: 10_000 });
    expect(text).toBe(
      'SELECT non_negative_derivative(max("value"), 1s) / 10000000 AS "value" FROM "cpu_usage_total" ' +
        'WHERE time >= 10000ms AND time < 20000ms AND "container_name" !~ /^\\// ' +
        'GROUP BY time(10000ms), "container_name" fill(none)',
    );
  });
  it('quote names', () => expect(influxName('a"\\')).toBe('"a\\"\\\\"'));
});

describe('the catalogue’s stack (Grafana itself is not started here: only its files are checked)', () => {
  const entry = readEntry(readFileSync('resources/catalogue/cadvisor-influxdb-grafana.yml', 'utf8'));
  const { draft } = renderEntry(entry, defaultAnswers(entry), 'en');
  const file = (path: string): string => draft.files.find((each) => each.path === path)?.text ?? '';

  it('makes the retention and rollups that the app makes', () => {
    const [, ...rest] = influxSetup('cadv');
    expect(file('influxdb/rollups.iql').trim().split('\n')).toEqual(rest.map((line) => `${line};`));
  });
  it('hands Grafana its data source and dashboard', () => {
    const source = z.object({
      apiVersion: z.literal(1),
      datasources: z.tuple([
        z.object({
          uid: z.literal('cadvisor-influxdb'),
          type: z.literal('influxdb'),
          access: z.literal('proxy'),
          url: z.url(),
          user: z.literal('grafana'),
          jsonData: z.object({ dbName: z.literal('cadv'), httpMode: z.literal('GET') }),
          secureJsonData: z.object({ password: z.string().startsWith('$') }),
        }),
      ]),
    });
    source.parse(parse(file('grafana/provisioning/datasources/influxdb.yml')));
    const dashboard = z.object({
      uid: z.string().min(1),
      title: z.string().min(1),
      schemaVersion: z.number(),
      panels: z
        .array(
          z.object({
            type: z.literal('timeseries'),
            datasource: z.object({ type: z.literal('influxdb'), uid: z.literal('cadvisor-influxdb') }),
            gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
            targets: z
              .array(z.object({ query: z.string().includes('fill(none)'), rawQuery: z.literal(true) }))
              .min(1),
          }),
        )
        .length(4),
    });
    dashboard.parse(JSON.parse(file('grafana/dashboards/containers.json')));
  });
  it('has no host file system and no disk on Docker Desktop', () => {
    const on = renderEntry(entry, { ...defaultAnswers(entry), desktop: true }, 'en').draft.services[
      'cadvisor'
    ];
    expect(JSON.stringify(on)).not.toContain('/rootfs');
    expect(JSON.stringify(on)).toContain('-disable_metrics=');
    expect(JSON.stringify(draft.services['cadvisor'])).toContain('/:/rootfs:ro');
    expect(JSON.stringify(draft.services['cadvisor'])).not.toContain('-disable_metrics');
  });
});
