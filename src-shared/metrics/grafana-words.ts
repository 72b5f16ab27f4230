import type { DashboardPanel } from './dashboard';

// What Grafana calls what a panel of ours says.
// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/

type Unit = NonNullable<DashboardPanel['unit']>;
type Stat = NonNullable<DashboardPanel['stat']>;

export const unitsOfGrafana: Readonly<Record<string, Unit>> = {
  percent: 'percent',
  bytes: 'bytes',
  decbytes: 'bytes',
  Bps: 'bytes/s',
  binBps: 'bytes/s',
  ops: 'ops/s',
  pps: 'packets/s',
  short: 'count',
  none: 'count',
  s: 'seconds',
  'suffix: cores': 'cores',
};
export const unitNames: Readonly<Record<Unit, string>> = {
  percent: 'percent',
  bytes: 'bytes',
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
export const calcNames: Readonly<Record<Stat, string>> = {
  last: 'lastNotNull',
  min: 'min',
  mean: 'mean',
  max: 'max',
};
export const statOfCalc = (calc: unknown): Stat | undefined =>
  calc === 'last' ? 'last' : (Object.keys(calcNames) as Stat[]).find((stat) => calcNames[stat] === calc);

/** A value within a file that somebody else wrote. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
