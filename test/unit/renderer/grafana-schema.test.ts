import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultAnswers, readEntry, renderEntry } from '@shared/compose/build/catalogue';
import { dashboardSchema, panelTypes, type Dashboard } from '@shared/metrics/dashboard';
import { grafanaOf } from '@shared/metrics/grafana-export';
import { metricNames } from '@shared/metrics/model';
import { readyBoard, readyBoards } from '../../../src-renderer/features/monitor/ready';
import { grafanaProblems } from '../../support/grafana-schema';

/** A dashboard that says all that a file of ours can say, on each type of panel. */
const everything: Dashboard = dashboardSchema.parse({
  ...{ v: 1, id: 'all', title: 'All', description: 'What there is', refresh: '10s' },
  range: { from: 'now-6h', to: 'now' },
  filter: { project: ['shop'] },
  sections: [
    { id: 'open', title: 'Open' },
    { id: 'folded', title: 'Folded', folded: true },
  ],
  panels: panelTypes.flatMap((type, row) =>
    (type === 'timeseries' ? metricNames : metricNames.slice(0, 3)).map((metric, n) => ({
      ...{ id: `${type}-${metric}`, title: metric, description: 'about', type, unit: 'bytes' },
      section: [undefined, 'open', 'folded'][n % 3],
      grid: { x: (n % 2) * 12, y: row * 100 + Math.floor(n / 2) * 8, w: 12, h: 8 },
      queries: [
        {
          metric,
          filter: { name: ['a', "it's"] },
          aggregate: 'max',
          groupBy: 'all',
          top: 3,
          legend: '{name}',
        },
        { metric, filter: { name: { regex: '^/x', not: true } }, negative: true },
      ],
      ...{ stacked: n % 2 === 0, fill: true, log: n % 2 === 1, min: 0, max: 10 },
      thresholds: [
        { value: 5, level: 'warn' },
        { value: 8, level: 'bad' },
      ],
      thresholdStyle: n % 2 === 0 ? 'area' : 'line',
      legend: (['list', 'table', 'hidden'] as const)[n % 3],
      ...{ stat: 'p95', legendStats: ['p95', 'sum'] },
    })),
  ),
});

describe('Grafana’s own schema', () => {
  it.each(readyBoards)('takes what is exported of the ready dashboard %s', (id) => {
    expect(grafanaProblems(grafanaOf(readyBoard(id)))).toEqual([]);
  });

  it('takes a dashboard with everything that ours can have', () => {
    expect(grafanaProblems(grafanaOf(everything))).toEqual([]);
  });

  it('takes the dashboard that the ready stack is handed', () => {
    const entry = readEntry(readFileSync('resources/catalogue/cadvisor-influxdb-grafana.yml', 'utf8'));
    const { draft } = renderEntry(entry, defaultAnswers(entry), 'en');
    const { text = '' } = draft.files.find(({ path }) => path === 'grafana/dashboards/containers.json') ?? {};
    expect(grafanaProblems(JSON.parse(text))).toEqual([]);
  });

  it('tells a wrong type, an unknown field, a missing one, and a word that is none', () => {
    const sound = grafanaOf(readyBoard('host')) as { panels: Record<string, unknown>[] };
    const [panel = {}] = sound.panels;
    const { options: _none, ...bare } = panel;
    const found = grafanaProblems({
      ...sound,
      graphTooltip: 7,
      panels: [
        { ...panel, gridPos: { x: '0', y: 0, w: 12, h: 8 } },
        { ...panel, colour: 'red' },
        {
          ...bare,
          fieldConfig: { defaults: { custom: { lineWidth: 1, drawStyle: 'pencil' } }, overrides: [] },
        },
      ],
    });
    for (const part of [
      'graphTooltip: 7',
      'gridPos.x: "0"',
      'colour: unknown',
      'options',
      'drawStyle: "pencil"',
    ])
      expect(found.join('\n')).toContain(part);
  });
});
