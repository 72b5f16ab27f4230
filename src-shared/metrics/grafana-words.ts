import type { DashboardPanel, PanelUnit } from './dashboard';
import { statNames, type StatName } from './stats';

// What Grafana calls what a panel of ours says.
// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/

export const unitsOfGrafana: Readonly<Record<string, PanelUnit>> = {
  percent: 'percent',
  bytes: 'bytes',
  decbytes: 'decbytes',
  bps: 'bits/s',
  binbps: 'bits/s',
  Bps: 'bytes/s',
  binBps: 'bytes/s',
  ops: 'ops/s',
  pps: 'packets/s',
  short: 'count',
  none: 'count',
  s: 'seconds',
  'suffix: cores': 'cores',
};
export const unitNames: Readonly<Record<PanelUnit, string>> = {
  percent: 'percent',
  bytes: 'bytes',
  decbytes: 'decbytes',
  'bits/s': 'bps',
  'bytes/s': 'binBps',
  cores: 'suffix: cores',
  count: 'short',
  'ops/s': 'ops',
  'packets/s': 'pps',
  seconds: 's',
};

export const typesOfGrafana: Readonly<Record<string, DashboardPanel['type']>> = {
  timeseries: 'timeseries',
  graph: 'timeseries',
  stat: 'stat',
  singlestat: 'stat',
  gauge: 'bargauge',
  bargauge: 'bargauge',
  table: 'table',
};

/** How many values become one: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/calculation-types/ */
export const calcNames: Readonly<Record<StatName, string>> = {
  last: 'lastNotNull',
  min: 'min',
  mean: 'mean',
  p95: 'p95',
  max: 'max',
  sum: 'sum',
};
export const statOfCalc = (calc: unknown): StatName | undefined =>
  calc === 'last' ? 'last' : statNames.find((stat) => calcNames[stat] === calc);

/** A value within a file that somebody else wrote. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );

/** A text within it, cut where it is longer; empty where there is none. */
export const textAt = (value: unknown, key: string, most = 200): string => {
  const found = at(value, key);
  return typeof found === 'string' ? found.slice(0, most) : '';
};

/** A list within it; empty where there is none. */
export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const found = at(value, key);
  return Array.isArray(found) ? (found as unknown[]) : [];
};
