import { z } from 'zod';
import {
  dashboardLimits,
  dashboardSchema,
  panelSchema,
  type Dashboard,
  type DashboardPanel,
  type ImportNote,
} from './dashboard';
import { arrange, freeRow } from './dashboard-layout';
import { modern } from './grafana-old';
import { readRows } from './grafana-rows';
import { readTarget } from './grafana-target';
import { usualStats, type StatName } from './stats';
import { at, statOfCalc, typesOfGrafana, unitsOfGrafana } from './grafana-words';

// https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
const record = z.record(z.string(), z.unknown());
const number = z.number().catch(0);
const gridSchema = z.object({ x: number, y: number, w: number, h: number });
const grafanaPanel = z.object({
  type: z.string(),
  title: z.string().max(200).catch(''),
  description: z.string().max(2000).optional().catch(undefined),
  gridPos: gridSchema.optional().catch(undefined),
  targets: z.array(record).catch([]),
  fieldConfig: z
    .object({
      defaults: z
        .object({
          unit: z.string().optional(),
          min: z.number().nullish(),
          max: z.number().nullish(),
          custom: record.optional(),
          thresholds: z
            .object({ steps: z.array(z.object({ color: z.string(), value: z.number().nullish() })) })
            .optional(),
        })
        .catch({}),
    })
    .optional()
    .catch(undefined),
  options: record.optional().catch(undefined),
});
const grafanaSchema = z.object({
  title: z.string().min(1).max(200),
  description: z.string().max(2000).optional().catch(undefined),
  panels: z.array(z.unknown()).max(1000).optional(),
  rows: z.array(z.unknown()).max(1000).optional(),
  time: z
    .object({ from: z.string().max(60), to: z.string().max(60) })
    .optional()
    .catch(undefined),
  refresh: z
    .union([z.string().max(10), z.boolean()])
    .optional()
    .catch(undefined),
});

/**
 * A dashboard out of the text of a file: ours, or Grafana's. Panels of kinds that we do not have, or whose queries we
 * cannot read, are kept aside and told of. Throws ZodError or SyntaxError where it is neither.
 */
export function readDashboard(
  text: string,
  id: string,
): { readonly dashboard: Dashboard; readonly notes: readonly ImportNote[] } {
  const data: unknown = JSON.parse(text);
  if (at(data, 'v') === 1 && Array.isArray(at(data, 'panels')))
    return { dashboard: { ...dashboardSchema.parse(data), id }, notes: [] };
  // The API's answer wraps it.
  const file = grafanaSchema.parse(at(data, 'dashboard') ?? data);
  const panels: DashboardPanel[] = [];
  const kept: Record<string, unknown>[] = [];
  const notes: ImportNote[] = [];
  const rows = readRows(file);
  for (const { panel, section, top } of rows.panels) {
    const named = at(panel, 'title');
    const title = typeof named === 'string' && named !== '' ? named : '?';
    const read = panelOf(panel, `p${String(panels.length + 1)}`, {
      section,
      top,
      row: freeRow(panels, section),
    });
    if ('panel' in read && panels.length < dashboardLimits.panels) {
      panels.push(read.panel);
      for (const variable of read.variables)
        notes.push({ panel: title, reason: 'variable', detail: variable });
      continue;
    }
    notes.push({
      panel: title,
      ...('panel' in read ? { reason: 'tooMany', detail: read.panel.type } : read),
    });
    const whole = record.safeParse(panel);
    if (whole.success && kept.length < 200) kept.push(whole.data);
  }
  const dashboard = dashboardSchema.parse({
    v: 1,
    id,
    title: file.title,
    ...(file.description !== undefined && { description: file.description }),
    // What was left out leaves no holes.
    panels: arrange(panels),
    ...(rows.sections.length > 0 && { sections: rows.sections }),
    ...(file.time !== undefined && { range: file.time }),
    ...(typeof file.refresh === 'string' && file.refresh !== '' && { refresh: file.refresh }),
    ...(kept.length > 0 && { kept }),
  });
  return { dashboard, notes };
}

const statsAt = (options: unknown, of: 'reduceOptions' | 'legend'): StatName[] => {
  const calcs = at(options, of, 'calcs');
  const known = (Array.isArray(calcs) ? calcs : []).map(statOfCalc).filter((stat) => stat !== undefined);
  return [...new Set(known)];
};
const isUsual = (stats: readonly StatName[]): boolean => stats.join() === usualStats.join();

const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, Math.round(value)));

function panelOf(
  panel: unknown,
  id: string,
  { section, top, row }: { readonly section?: string; readonly top: number; readonly row: number },
):
  | { readonly panel: DashboardPanel; readonly variables: readonly string[] }
  | Pick<ImportNote, 'reason' | 'detail'> {
  const read = grafanaPanel.safeParse(modern(panel));
  if (!read.success) {
    const kind = at(panel, 'type');
    return { reason: 'broken', detail: typeof kind === 'string' ? kind.slice(0, 60) : '?' };
  }
  const { type, title, description, gridPos, targets, fieldConfig, options } = read.data;
  const ours = typesOfGrafana[type];
  if (ours === undefined) return { reason: 'type', detail: type.slice(0, 60) };
  const found = targets
    .filter((target) => target['hide'] !== true)
    .map(readTarget)
    .filter((each) => each !== undefined)
    .slice(0, dashboardLimits.queries);
  const queries = found.map(({ query }) => query);
  if (queries.length === 0) return { reason: 'query', detail: type };
  const defaults = fieldConfig?.defaults ?? {};
  const unit = unitsOfGrafana[defaults.unit ?? ''];
  const custom = defaults.custom ?? {};
  const steps = (defaults.thresholds?.steps ?? []).filter(({ value }) => typeof value === 'number');
  const style = at(custom, 'thresholdsStyle', 'mode');
  const w = clamp(gridPos?.w ?? 12, 2, 24);
  const [stat] = statsAt(options, 'reduceOptions');
  const legendStats = statsAt(options, 'legend');
  const legend = at(options, 'legend', 'displayMode');
  const shown = at(options, 'legend', 'showLegend');
  const built = panelSchema.safeParse({
    id,
    title,
    ...(description !== undefined && { description }),
    type: ours,
    ...(section !== undefined && { section }),
    grid: {
      x: clamp(gridPos?.x ?? 0, 0, 24 - w),
      y: clamp(gridPos === undefined ? row : gridPos.y - top, 0, 10_000),
      w,
      h: clamp(gridPos?.h ?? 8, 2, 100),
    },
    queries,
    ...(unit !== undefined && { unit }),
    ...(at(custom, 'stacking', 'mode') === 'normal' && { stacked: true }),
    ...(Number(at(custom, 'fillOpacity') ?? 0) > 0 && { fill: true }),
    ...(at(custom, 'scaleDistribution', 'type') === 'log' && { log: true }),
    ...(typeof defaults.min === 'number' && { min: defaults.min }),
    ...(typeof defaults.max === 'number' && { max: defaults.max }),
    ...(steps.length > 0 &&
      style !== 'off' && {
        thresholds: steps
          .slice(0, 10)
          .map(({ value, color }) => ({ value, level: /red/i.test(color) ? 'bad' : 'warn' })),
        thresholdStyle: style === 'area' ? 'area' : 'line',
      }),
    ...(stat !== undefined && { stat }),
    ...(legendStats.length > 0 && !isUsual(legendStats) && { legendStats }),
    legend: shown === false || legend === 'hidden' ? 'hidden' : legend === 'table' ? 'table' : 'list',
  });
  const variables = [...new Set(found.flatMap((each) => each.variables))];
  return built.success ? { panel: built.data, variables } : { reason: 'broken', detail: type.slice(0, 60) };
}
