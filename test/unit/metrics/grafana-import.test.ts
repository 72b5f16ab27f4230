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
