import { gridColumns, type Dashboard, type DashboardPanel } from '@shared/metrics/dashboard';
import { freeRow, partsOf } from '@shared/metrics/dashboard-layout';

export const freshPanelId = (): string => `p-${crypto.randomUUID().slice(0, 8)}`;

/** What the editor begins with: at the end, in the last section where there are any. */
export function freshPanel({ panels, sections = [] }: Dashboard): DashboardPanel {
  const section = sections.at(-1)?.id;
  return {
    id: freshPanelId(),
    title: '',
    type: 'timeseries',
    ...(section !== undefined && { section }),
    grid: { x: 0, y: freeRow(panels, section), w: 12, h: 8 },
    queries: [
      { metric: 'cpu', filter: {}, aggregate: 'avg', groupBy: 'none', groupAggregate: 'sum', top: 20 },
    ],
    legend: 'list',
  };
}

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export function sizedBy(panel: DashboardPanel, x: number, y: number): DashboardPanel {
  const { grid } = panel;
  return {
    ...panel,
    grid: { ...grid, w: within(grid.w + x, 2, gridColumns - grid.x), h: within(grid.h + y, 3, 40) },
  };
}

/**
 * A column to the side; up or down by the panel that stands there, for what is between would push it back; over the edge
 * of its section into the next one.
 */
export function movedBy(panel: DashboardPanel, x: number, y: number, dashboard: Dashboard): DashboardPanel {
  const { grid } = panel;
  const side = within(grid.x + x, 0, gridColumns - grid.w);
  if (y === 0) return { ...panel, grid: { ...grid, x: side } };
  const parts = partsOf(dashboard);
  const part = parts.findIndex(({ panels }) => panels.some(({ id }) => id === panel.id));
  const next = parts[part + y];
  const others = (parts[part]?.panels ?? []).filter(
    (each) => each.id !== panel.id && each.grid.x < grid.x + grid.w && grid.x < each.grid.x + each.grid.w,
  );
  const to = (section: string | undefined, row: number): DashboardPanel => ({
    ...panel,
    section,
    grid: { ...grid, y: row },
  });
  if (y < 0) {
    const above = others.filter((each) => each.grid.y < grid.y).sort((a, b) => b.grid.y - a.grid.y)[0];
    if (above === undefined && next !== undefined)
      return to(next.section?.id, freeRow(dashboard.panels, next.section?.id));
    return to(panel.section, above?.grid.y ?? 0);
  }
  const below = others
    .filter((each) => each.grid.y >= grid.y + grid.h)
    .sort((a, b) => a.grid.y - b.grid.y)[0];
  if (below === undefined && next !== undefined) return to(next.section?.id, 0);
  return to(panel.section, below === undefined ? grid.y : below.grid.y + 1);
}
