import type { Dashboard, DashboardPanel, PanelQuery } from './dashboard';
import { partsOf } from './dashboard-layout';
import { exprOf, measurementOf } from './grafana-query';
import { calcNames, unitNames } from './grafana-words';
import { usualStats } from './stats';

type Json = Readonly<Record<string, unknown>>;

const source = { type: 'influxdb', uid: '${datasource}' };
const refOf = (n: number): string => String.fromCharCode(65 + n);

/** A line's name; where a panel has several queries, each tells its metric. */
function aliasOf({ legend, groupBy, metric }: PanelQuery, several: boolean): string {
  if (legend !== undefined && legend !== '')
    return legend
      .replaceAll('{name}', '$tag_container_name')
      .replaceAll('{metric}', metric)
      .replaceAll('{service}', '$tag_service')
      .replaceAll('{project}', '$tag_project');
  if (groupBy === 'all') return metric;
  return several ? `$tag_container_name · ${metric}` : '$tag_container_name';
}

const targetsOf = ({ queries }: DashboardPanel): readonly Json[] =>
  queries.map((query, n) => ({
    refId: refOf(n),
    datasource: source,
    rawQuery: true,
    resultFormat: 'time_series',
    alias: aliasOf(query, queries.length > 1),
    measurement: measurementOf(query.metric),
    query: exprOf(query),
    // What we read back, so that nothing is lost between two Flotillas.
    flotilla: query,
  }));

/** What only one type of panel has: its options, and the looks of its fields. */
function looksOf(panel: DashboardPanel): { readonly options: Json; readonly custom?: Json } {
  const reduceOptions = { values: false, calcs: [calcNames[panel.stat ?? 'last']], fields: '' };
  switch (panel.type) {
    case 'timeseries':
      return {
        options: {
          legend: legendOf(panel),
          tooltip: { mode: 'multi', sort: 'desc' },
        },
        custom: {
          lineWidth: 1,
          fillOpacity: panel.stacked ? 30 : panel.fill ? 10 : 0,
          spanNulls: false,
          stacking: { mode: panel.stacked ? 'normal' : 'none', group: 'A' },
          scaleDistribution: panel.log ? { type: 'log', log: 10 } : { type: 'linear' },
          thresholdsStyle: {
            mode: (panel.thresholds ?? []).length === 0 ? 'off' : (panel.thresholdStyle ?? 'line'),
          },
        },
      };
    case 'stat':
      return {
        options: {
          graphMode: 'area',
          colorMode: 'value',
          justifyMode: 'auto',
          textMode: 'auto',
          wideLayout: true,
          showPercentChange: false,
          percentChangeColorMode: 'standard',
          orientation: 'auto',
          reduceOptions,
        },
      };
    case 'bargauge':
      return {
        options: {
          displayMode: 'basic',
          valueMode: 'color',
          namePlacement: 'auto',
          showUnfilled: true,
          sizing: 'auto',
          minVizWidth: 8,
          minVizHeight: 16,
          maxVizHeight: 300,
          orientation: 'horizontal',
          legend: { displayMode: 'hidden', showLegend: false, placement: 'bottom', calcs: [] },
          reduceOptions,
        },
      };
    case 'table':
      return {
        options: { frameIndex: 0, showHeader: true },
        custom: { align: 'auto', inspect: false },
      };
  }
}

const legendOf = ({ legend, legendStats }: DashboardPanel): Json => ({
  displayMode: legend,
  showLegend: legend !== 'hidden',
  placement: 'bottom',
  calcs: legend === 'table' ? (legendStats ?? usualStats).map((stat) => calcNames[stat]) : [],
});

/** Lines below zero, each by the query that it is of. */
const overridesOf = ({ queries }: DashboardPanel): readonly Json[] =>
  queries.flatMap(({ negative }, n) =>
    negative === true
      ? [
          {
            matcher: { id: 'byFrameRefID', options: refOf(n) },
            properties: [{ id: 'custom.transform', value: 'negative-Y' }],
          },
        ]
      : [],
  );

function panelOf(panel: DashboardPanel, id: number, top: number): Json {
  const { options, custom } = looksOf(panel);
  return {
    id,
    title: panel.title,
    ...(panel.description !== undefined && { description: panel.description }),
    type: panel.type,
    gridPos: { ...panel.grid, y: panel.grid.y + top },
    datasource: source,
    targets: targetsOf(panel),
    // Of each line its last value, a row each.
    ...(panel.type === 'table' && {
      transformations: [{ id: 'reduce', options: { reducers: ['lastNotNull'] } }],
    }),
    fieldConfig: {
      defaults: {
        ...(panel.unit !== undefined && { unit: unitNames[panel.unit] }),
        ...(panel.min !== undefined && { min: panel.min }),
        ...(panel.max !== undefined && { max: panel.max }),
        color: { mode: panel.type === 'timeseries' ? 'palette-classic' : 'thresholds' },
        ...(custom !== undefined && { custom }),
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            ...(panel.thresholds ?? []).map(({ value, level }) => ({
              value,
              color: level === 'bad' ? 'red' : 'orange',
            })),
          ],
        },
      },
      overrides: panel.type === 'timeseries' ? overridesOf(panel) : [],
    },
    options,
  };
}

/** Panels, and sections as rows: a folded one holds its panels, an open one's follow it. */
function rowsOf(dashboard: Dashboard): readonly Json[] {
  let [id, top] = [1, 0];
  return partsOf(dashboard).flatMap(({ section, panels }) => {
    const row = section && {
      type: 'row',
      id: id++,
      title: section.title,
      collapsed: section.folded === true,
      gridPos: { x: 0, y: top++, w: 24, h: 1 },
    };
    const begin = top;
    const inner = panels.map((panel) => panelOf(panel, id++, begin));
    if (row?.collapsed === true) return [{ ...row, panels: inner }];
    top = panels.reduce((most, { grid }) => Math.max(most, begin + grid.y + grid.h), begin);
    return row === undefined ? inner : [{ ...row, panels: [] }, ...inner];
  });
}

/** Grafana's file of a dashboard: its queries ask cAdvisor's database as the ready stack provisions it. */
export function grafanaOf(dashboard: Dashboard): Json {
  return {
    title: dashboard.title,
    ...(dashboard.description !== undefined && { description: dashboard.description }),
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    tags: ['flotilla'],
    time: dashboard.range ?? { from: 'now-1h', to: 'now' },
    ...(dashboard.refresh !== undefined && { refresh: dashboard.refresh }),
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'influxdb' }] },
    annotations: { list: [] },
    panels: [...rowsOf(dashboard), ...(dashboard.kept ?? [])],
  };
}
