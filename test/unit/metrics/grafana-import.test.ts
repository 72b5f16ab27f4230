import { describe, expect, it } from 'vitest';
import { dashboardSchema, panelSchema } from '@shared/metrics/dashboard';
import { grafanaOf } from '@shared/metrics/grafana-export';
import { readDashboard } from '@shared/metrics/grafana-import';

const target = (measurement = 'memory_usage') => ({
  refId: 'A',
  query: `SELECT mean("value") FROM "${measurement}" WHERE $timeFilter GROUP BY time($__interval), "container_name" fill(null)`,
  rawQuery: true,
});
const graph = (title: string, more: object = {}) => ({ type: 'graph', title, targets: [target()], ...more });
const read = (file: object) => readDashboard(JSON.stringify({ title: 'Shared', ...file }), 'd-1');

describe('rows', () => {
  it('become sections, folded or open, and go out as they came', () => {
    const place = (x: number, y: number) => ({ gridPos: { x, y, w: 12, h: 8 } });
    const { dashboard, notes } = read({
      panels: [
        graph('first', place(0, 0)),
        {
          type: 'row',
          id: 2,
          title: 'Memory',
          collapsed: false,
          panels: [],
          gridPos: { x: 0, y: 8, w: 24, h: 1 },
        },
        graph('right', place(12, 9)),
        graph('left', place(0, 9)),
        {
          ...{ type: 'row', id: 5, title: 'Network', collapsed: true, gridPos: { x: 0, y: 17, w: 24, h: 1 } },
          panels: [graph('hidden', place(0, 18))],
        },
      ],
    });
    expect(notes).toEqual([]);
    expect(dashboard.sections).toEqual([
      { id: 's1', title: 'Memory' },
      { id: 's2', title: 'Network', folded: true },
    ]);
    expect(dashboard.panels.map(({ title, section, grid }) => [title, section, grid.x, grid.y])).toEqual([
      ['first', undefined, 0, 0],
      ['left', 's1', 0, 0],
      ['right', 's1', 12, 0],
      ['hidden', 's2', 0, 0],
    ]);
    const out = grafanaOf(dashboard) as { panels: { type: string; title: string; gridPos: { y: number } }[] };
    expect(out.panels.map(({ type, title, gridPos }) => [type, title, gridPos.y])).toEqual([
      ['timeseries', 'first', 0],
      ['row', 'Memory', 8],
      ['timeseries', 'left', 9],
      ['timeseries', 'right', 9],
      ['row', 'Network', 17],
    ]);
    expect(readDashboard(JSON.stringify(out), 'd-1').dashboard.panels).toEqual(dashboard.panels);
  });

  it('of files from before Grafana 5 are read: twelfths of the width, heights in pixels', () => {
    const { dashboard } = read({
      rows: [
        {
          title: 'One',
          showTitle: true,
          height: '250px',
          panels: [graph('a', { span: 6 }), graph('b', { span: 6 })],
        },
        { title: 'Two', showTitle: true, collapse: true, height: 380, panels: [graph('c', { span: 12 })] },
      ],
    });
    expect(dashboard.sections?.map(({ title, folded }) => [title, folded])).toEqual([
      ['One', undefined],
      ['Two', true],
    ]);
    expect(dashboard.panels.map(({ title, section, grid }) => [title, section, grid])).toEqual([
      ['a', 's1', { x: 0, y: 0, w: 12, h: 7 }],
      ['b', 's1', { x: 12, y: 0, w: 12, h: 7 }],
      ['c', 's2', { x: 0, y: 0, w: 24, h: 10 }],
    ]);
    const wide = { span: 12 };
    const plain = read({
      rows: [{ title: 'Row', panels: [graph('a', wide), graph('b', wide)] }, { panels: [graph('c', wide)] }],
    });
    expect(plain.dashboard.sections).toBeUndefined();
    expect(plain.dashboard.panels.map(({ title, grid }) => [title, grid.y])).toEqual([
      ['a', 0],
      ['b', 7],
      ['c', 14],
    ]);
  });
});

it('what is left out leaves no hole', () => {
  const { dashboard, notes } = read({
    panels: [
      { type: 'text', title: 'Words', gridPos: { x: 0, y: 0, w: 24, h: 4 } },
      graph('a', { gridPos: { x: 0, y: 4, w: 12, h: 8 } }),
    ],
  });
  expect(notes).toEqual([{ panel: 'Words', reason: 'type', detail: 'text' }]);
  expect(dashboard.panels[0]?.grid.y).toBe(0);
  expect(dashboard.kept).toHaveLength(1);
});

it('a file of ours comes back as it was', () => {
  const own = dashboardSchema.parse({
    ...{ v: 1, id: 'd-1', title: 'Own', sections: [{ id: 's1', title: 'Part', folded: true }] },
    panels: [
      panelSchema.parse({
        ...{ id: 'p1', title: 'P', type: 'stat', section: 's1', stat: 'mean', queries: [{ metric: 'cpu' }] },
        grid: { x: 0, y: 0, w: 6, h: 4 },
      }),
    ],
  });
  expect(readDashboard(JSON.stringify(own), 'd-1').dashboard).toEqual(own);
});

it('what a legend and a number tell has Grafana’s names, there and back', () => {
  const { dashboard } = read({
    panels: [
      graph('chart', {
        ...{ type: 'timeseries', gridPos: { x: 0, y: 0, w: 12, h: 8 } },
        options: {
          legend: { displayMode: 'table', showLegend: true, calcs: ['max', 'p95', 'sum', 'stdDev'] },
        },
      }),
      graph('number', {
        ...{ type: 'stat', gridPos: { x: 12, y: 0, w: 12, h: 8 } },
        options: { reduceOptions: { calcs: ['p95'] } },
      }),
    ],
  });
  expect(dashboard.panels.map(({ legendStats, stat }) => [legendStats, stat])).toEqual([
    [['max', 'p95', 'sum'], undefined],
    [undefined, 'p95'],
  ]);
  expect(readDashboard(JSON.stringify(grafanaOf(dashboard)), 'd-1').dashboard.panels).toEqual(
    dashboard.panels,
  );
});

describe('dashboards as they are handed on', () => {
  const imported = (panels: object[]) =>
    readDashboard(
      JSON.stringify({ title: 'Docker', templating: { list: [{ name: 'container' }] }, panels }),
      'x',
    );
  const queryOf = (target: object) =>
    imported([{ type: 'graph', title: 'A', targets: [target] }]).dashboard.panels[0]?.queries[0];
  const built = (more: object) => ({
    measurement: 'memory_usage',
    select: [
      [
        { type: 'field', params: ['value'] },
        { type: 'mean', params: [] },
      ],
    ],
    groupBy: [
      { type: 'time', params: ['$__interval'] },
      { type: 'tag', params: ['container_name'] },
      { type: 'fill', params: ['null'] },
    ],
    tags: [],
    ...more,
  });

  it('an old graph keeps its unit, its axis, its legend and its thresholds', () => {
    const { panels } = imported([
      {
        type: 'graph',
        title: 'Memory',
        targets: [built({})],
        fill: 1,
        stack: true,
        yaxes: [{ format: 'bytes', logBase: 10, min: '0', max: null }, { format: 'short' }],
        legend: { show: true, alignAsTable: true, avg: true, max: true, current: true },
        thresholds: [{ value: 80, colorMode: 'critical', op: 'gt', fill: true, line: true }],
      },
    ]).dashboard;
    expect(panels[0]).toMatchObject({
      ...{ type: 'timeseries', unit: 'bytes', fill: true, stacked: true, log: true, min: 0, legend: 'table' },
      thresholds: [{ value: 80, level: 'bad' }],
      legendStats: ['last', 'mean', 'max'],
    });
    expect(panels[0]?.max).toBeUndefined();
  });

  it.each([{ yaxes: 5 }, { yaxes: {} }, { yaxes: [null], thresholds: 'none', legend: 7 }])(
    'an old graph that is out of order is read as far as it goes: %j',
    (odd) => {
      const { dashboard, notes } = imported([{ type: 'graph', title: 'A', targets: [built({})], ...odd }]);
      expect(dashboard.panels).toHaveLength(1);
      expect(notes).toEqual([]);
    },
  );

  it('an old number keeps its unit, its value and its thresholds', () => {
    const { panels } = imported([
      {
        type: 'singlestat',
        title: 'N',
        targets: [built({})],
        format: 'bytes',
        valueName: 'max',
        thresholds: '50,80',
      },
    ]).dashboard;
    expect(panels[0]).toMatchObject({
      ...{ type: 'stat', unit: 'bytes', stat: 'max' },
      thresholds: [
        { value: 50, level: 'warn' },
        { value: 80, level: 'bad' },
      ],
    });
  });

  it.each<[string, object, object]>([
    ['built by the form', built({}), { metric: 'memory', filter: {}, groupBy: 'none', aggregate: 'avg' }],
    [
      'built for one container',
      built({ tags: [{ key: 'container_name::tag', operator: '=', value: 'web' }] }),
      { filter: { name: ['web'] } },
    ],
    [
      'built for those that an expression fits',
      built({ tags: [{ key: 'container_name', operator: '=~', value: '/^web-/' }] }),
      { filter: { name: { regex: '^web-' } } },
    ],
    [
      'built without some',
      built({ tags: [{ key: 'container_name', operator: '!~', value: '/^k8s_/' }] }),
      { filter: { name: { regex: '^k8s_', not: true } } },
    ],
    [
      'built over all',
      built({ groupBy: [{ type: 'time', params: ['10s'] }] }),
      { groupBy: 'all', groupAggregate: 'avg' },
    ],
    [
      'typed, for the highest, without those that are no containers',
      {
        rawQuery: true,
        query: `SELECT max("value") FROM "memory_working_set" WHERE "container_name" !~ /^\\// AND $timeFilter GROUP BY time($__interval), "container_name"`,
      },
      { metric: 'memory', filter: {}, aggregate: 'max', groupBy: 'none' },
    ],
    [
      'typed, as a rate by service',
      {
        query:
          'SELECT non_negative_derivative(max("value"), 1s) FROM "rx_bytes" WHERE $timeFilter GROUP BY time($__interval), "container_label_com_docker_compose_service"',
      },
      { metric: 'received', aggregate: 'avg', groupBy: 'service', groupAggregate: 'sum' },
    ],
    [
      'of Prometheus, the five highest of some',
      { expr: 'topk(5, sum(rate(container_cpu_usage_seconds_total{name=~"web.*"}[1m])) by (name))' },
      { metric: 'cpu', top: 5, groupBy: 'none', filter: { name: { regex: '^(?:web.*)$' } } },
    ],
    [
      'of Prometheus, over all that have a name',
      { expr: 'sum(container_memory_usage_bytes{name!=""})' },
      { metric: 'memory', groupBy: 'all', groupAggregate: 'sum', filter: {} },
    ],
  ])('a query %s is read', (_, target, query) => {
    expect(queryOf(target)).toMatchObject(query);
  });

  it.each(['/^$container$/', '/^${container:regex}$/', '/[[container]]/'])(
    'a variable stands for all, and is told of: %s',
    (value) => {
      const { dashboard, notes } = imported([
        {
          type: 'graph',
          title: 'Memory',
          targets: [built({ tags: [{ key: 'container_name', operator: '=~', value }] })],
        },
      ]);
      expect(dashboard.panels[0]?.queries[0]?.filter).toEqual({});
      expect(notes).toEqual([{ panel: 'Memory', reason: 'variable', detail: 'container' }]);
    },
  );
});
