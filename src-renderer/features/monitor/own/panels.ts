import { freeRow, gridColumns, type DashboardPanel } from '@shared/metrics/dashboard';

/** What the editor begins with. */
export function freshPanel(panels: readonly DashboardPanel[]): DashboardPanel {
  return {
    id: `p-${crypto.randomUUID().slice(0, 8)}`,
    title: '',
    type: 'timeseries',
    grid: { x: 0, y: freeRow(panels), w: 12, h: 8 },
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

/** A column to the side; up or down by the panel that stands there, for what is between would push it back. */
export function movedBy(
  panel: DashboardPanel,
  x: number,
  y: number,
  all: readonly DashboardPanel[],
): DashboardPanel {
  const { grid } = panel;
  const side = within(grid.x + x, 0, gridColumns - grid.w);
  if (y === 0) return { ...panel, grid: { ...grid, x: side } };
  const others = all.filter(
    (each) => each.id !== panel.id && each.grid.x < grid.x + grid.w && grid.x < each.grid.x + each.grid.w,
  );
  if (y < 0) {
    const above = others.filter((each) => each.grid.y < grid.y).sort((a, b) => b.grid.y - a.grid.y)[0];
    return { ...panel, grid: { ...grid, y: above?.grid.y ?? 0 } };
  }
  const below = others
    .filter((each) => each.grid.y >= grid.y + grid.h)
    .sort((a, b) => a.grid.y - b.grid.y)[0];
  return { ...panel, grid: { ...grid, y: below === undefined ? grid.y : below.grid.y + 1 } };
}
