import { describe, expect, it } from 'vitest';
import { dashboardSchema, panelSchema, type Dashboard, type DashboardPanel } from '@shared/metrics/dashboard';
import {
  arrange,
  freeRow,
  laidOut,
  landing,
  sectionFolded,
  sectionMoved,
  sectionRemoved,
} from '@shared/metrics/dashboard-layout';

const panel = (id: string, y: number, section?: string, x = 0, w = 12): DashboardPanel =>
  panelSchema.parse({
    ...{ id, title: id, type: 'timeseries', section, queries: [{ metric: 'cpu' }] },
    grid: { x, y, w, h: 4 },
  });
const dashboard: Dashboard = dashboardSchema.parse({
  ...{ v: 1, id: 'd', title: 'D' },
  panels: [
    panel('a', 0),
    panel('b', 0, 'one'),
    panel('c', 0, 'one', 12),
    panel('d', 4, 'one'),
    panel('e', 0, 'two'),
  ],
  sections: [
    { id: 'one', title: 'One' },
    { id: 'two', title: 'Two', folded: true },
  ],
});
const rows = (of: Dashboard): readonly string[] =>
  laidOut(of).map((item) =>
    'panel' in item ? `${item.panel.id} ${String(item.y)}` : `# ${item.section.id} ${String(item.y)}`,
  );

describe('sections', () => {
  it('stand one below the other; a folded one takes its head’s row only', () => {
    expect(rows(dashboard)).toEqual(['a 0', '# one 4', 'b 5', 'c 5', 'd 9', '# two 13']);
    expect(rows(sectionFolded(dashboard, 'one', true))).toEqual(['a 0', '# one 4', '# two 5']);
    expect(rows(sectionFolded(dashboard, 'two', false)).at(-1)).toBe('e 14');
  });
  it('change their places', () => {
    expect(rows(sectionMoved(dashboard, 'two', -1))).toEqual([
      'a 0',
      '# two 4',
      '# one 5',
      'b 6',
      'c 6',
      'd 10',
    ]);
    expect(sectionMoved(dashboard, 'none', 1)).toBe(dashboard);
  });
  it('leave their panels to what is above them', () => {
    expect(rows(sectionRemoved(dashboard, 'one'))).toEqual(['a 0', 'b 4', 'c 0', 'd 8', '# two 12']);
    expect(sectionRemoved(dashboard, 'two').panels.every(({ section }) => section !== 'two')).toBe(true);
  });
  it('a panel of a section that is not there stands before the first', () => {
    expect(rows({ ...dashboard, sections: [] })).toHaveLength(5);
  });
});

it('a row of the page is one of a section', () => {
  const items = laidOut(dashboard);
  expect(landing(items, 2)).toEqual({ section: undefined, y: 2 });
  expect(landing(items, 5)).toEqual({ section: 'one', y: 0 });
  expect(landing(items, 20)).toEqual({ section: 'two', y: 6 });
  expect(landing(items, -3)).toEqual({ section: undefined, y: 0 });
});

it('panels of different sections do not push each other', () => {
  const moved = arrange(
    dashboard.panels.map((each) => (each.id === 'd' ? { ...each, grid: { ...each.grid, y: 0 } } : each)),
    'd',
  );
  const place = (id: string) => moved.find((each) => each.id === id)?.grid.y;
  expect([place('a'), place('d'), place('b'), place('e')]).toEqual([0, 0, 4, 0]);
  expect(freeRow(moved, 'one')).toBe(8);
  expect(freeRow(moved)).toBe(4);
});
