import { expect, it } from 'vitest';
import { dashboardSchema, type Dashboard } from '@shared/metrics/dashboard';
import { freshPanel, movedBy } from '../../../src-renderer/features/monitor/own/panels';

const panel = (id: string, y: number, section?: string) => ({
  ...{ id, title: id, type: 'stat', section, queries: [{ metric: 'cpu' }] },
  grid: { x: 0, y, w: 12, h: 4 },
});
const dashboard: Dashboard = dashboardSchema.parse({
  ...{ v: 1, id: 'd', title: 'D', sections: [{ id: 'one', title: 'One' }] },
  panels: [panel('a', 0), panel('b', 4), panel('c', 0, 'one'), panel('d', 4, 'one')],
});
const moved = (id: string, y: number) => {
  const found = dashboard.panels.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  const { section, grid } = movedBy(found, 0, y, dashboard);
  return [section, grid.y];
};

it('a panel goes over the edge of its section into the next one, and stays within the page', () => {
  expect(moved('b', -1)).toEqual([undefined, 0]);
  expect(moved('b', 1)).toEqual(['one', 0]);
  expect(moved('c', -1)).toEqual([undefined, 8]);
  expect(moved('c', 1)).toEqual(['one', 5]);
  expect(moved('a', -1)).toEqual([undefined, 0]);
  expect(moved('d', 1)).toEqual(['one', 4]);
});

it('a new panel stands at the end', () => {
  expect(freshPanel(dashboard)).toMatchObject({ section: 'one', grid: { y: 8 } });
  expect(freshPanel({ ...dashboard, sections: [] })).toMatchObject({ grid: { y: 8 } });
});
