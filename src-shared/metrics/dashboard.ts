import { z } from 'zod';
import { aggregates, metricFilterSchema, metricNames } from './model';
import { wholes } from './share';
import { statNames } from './stats';

/** Columns of a dashboard's grid, as Grafana has them. */
export const gridColumns = 24;
/** What a dashboard's file may take. */
export const dashboardLimits = {
  panels: 60,
  sections: 40,
  queries: 12,
  bytes: 2_000_000,
  dashboards: 500,
} as const;

export const panelTypes = ['timeseries', 'stat', 'bargauge', 'table'] as const;
/** `bytes` by 1024 (KiB), `decbytes` by 1000 (kB); of what is measured in bytes a second, `bits/s` shows eight times as many. */
export const panelUnits = [
  'percent',
  'bytes',
  'decbytes',
  'bytes/s',
  'bits/s',
  'cores',
  'count',
  'ops/s',
  'packets/s',
  'seconds',
] as const;
export type PanelUnit = (typeof panelUnits)[number];
export type PanelType = (typeof panelTypes)[number];

/** A query of a panel: the range, the buckets and the dashboard's own filter come from where it is shown. */
export const panelQuerySchema = z.strictObject({
  metric: z.enum(metricNames),
  filter: metricFilterSchema.default({}),
  aggregate: z.enum(aggregates).default('avg'),
  groupBy: z.enum(['none', 'name', 'service', 'project', 'cluster', 'all']).default('none'),
  groupAggregate: z.enum(['sum', 'avg', 'max', 'min']).default('sum'),
  top: z.int().min(1).max(1000).optional(),
  /** As a share, in per cent, of this: of its limit, of the host's total. */
  per: z.enum(wholes).optional(),
  /** Drawn below zero: what is sent beside what is received. */
  negative: z.boolean().optional(),
  /** Before each line's name; `{name}`, `{service}`, `{project}`, `{metric}` are filled in. */
  legend: z.string().max(200).optional(),
});
export type PanelQuery = z.infer<typeof panelQuerySchema>;

/** A part of a dashboard under a title of its own: Grafana's row. Folded, its panels are not drawn and ask nothing. */
export const sectionSchema = z.strictObject({
  id: z.string().min(1).max(60),
  title: z.string().max(200),
  folded: z.boolean().optional(),
});
export type DashboardSection = z.infer<typeof sectionSchema>;

const place = z.int().min(0).max(10_000);

export const panelSchema = z.strictObject({
  id: z.string().min(1).max(60),
  title: z.string().max(200),
  description: z.string().max(2000).optional(),
  type: z.enum(panelTypes),
  /** The section that it is in; absent: it stands before the first. */
  section: z.string().max(60).optional(),
  /** `y` counts from the top of its section. */
  grid: z.strictObject({
    x: z
      .int()
      .min(0)
      .max(gridColumns - 1),
    y: place,
    w: z.int().min(2).max(gridColumns),
    h: z.int().min(2).max(100),
  }),
  queries: z.array(panelQuerySchema).min(1).max(dashboardLimits.queries),
  unit: z.enum(panelUnits).optional(),
  stacked: z.boolean().optional(),
  fill: z.boolean().optional(),
  log: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  thresholds: z
    .array(z.strictObject({ value: z.number(), level: z.enum(['warn', 'bad']) }))
    .max(10)
    .optional(),
  thresholdStyle: z.enum(['line', 'area']).optional(),
  legend: z.enum(['list', 'table', 'hidden']).default('list'),
  /** The columns of a legend that is a table; absent: the usual ones. */
  legendStats: z.array(z.enum(statNames)).max(statNames.length).optional(),
  /** Which number a stat or a bar shows. */
  stat: z.enum(statNames).optional(),
});
export type DashboardPanel = z.infer<typeof panelSchema>;

/** A dashboard's file. */
export const dashboardSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/),
  title: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  panels: z.array(panelSchema).max(dashboardLimits.panels),
  /** From top to bottom. */
  sections: z.array(sectionSchema).max(dashboardLimits.sections).optional(),
  /** What it begins with, as it is typed. */
  range: z.strictObject({ from: z.string().max(60), to: z.string().max(60) }).optional(),
  refresh: z.string().max(10).optional(),
  filter: metricFilterSchema.optional(),
  /** Panels of an imported file that Flotilla cannot draw: they go out again when it is exported. */
  kept: z.array(z.record(z.string(), z.unknown())).max(200).optional(),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

export interface DashboardSummary {
  readonly id: string;
  readonly title: string;
  readonly panels: number;
}

/** What an import could not take as it was: for the user, by panel. */
export interface ImportNote {
  readonly panel: string;
  readonly reason: 'type' | 'query' | 'broken' | 'tooMany' | 'variable';
  /** Its type, as the file has it; the variable that it is shown without. */
  readonly detail: string;
}
