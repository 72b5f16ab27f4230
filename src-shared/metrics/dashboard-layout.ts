import { gridColumns, type Dashboard, type DashboardPanel, type DashboardSection } from './dashboard';

type Grid = DashboardPanel['grid'];

/** The lowest row of a section where a panel of any size is clear of all others. */
export function freeRow(
  panels: readonly Pick<DashboardPanel, 'grid' | 'section'>[],
  section?: string,
): number {
  return panels.reduce(
    (most, each) => (each.section === section ? Math.max(most, endOf(each.grid)) : most),
    0,
  );
}

const endOf = ({ y, h }: Grid): number => y + h;

/** A panel's own place in its section, and what stood there moves down; then everything rises as far as it can. */
export function arrange(panels: readonly DashboardPanel[], moved?: string): DashboardPanel[] {
  const sections = [...new Set(panels.map(({ section }) => section))];
  return sections.flatMap((section) =>
    arrangeOne(
      panels.filter((each) => each.section === section),
      moved,
    ),
  );
}

function arrangeOne(panels: readonly DashboardPanel[], moved: string | undefined): DashboardPanel[] {
  const order = [...panels].sort((a, b) => {
    if (a.grid.y !== b.grid.y) return a.grid.y - b.grid.y;
    // The one that is being moved wins its place.
    if (a.id === moved || b.id === moved) return a.id === moved ? -1 : 1;
    return a.grid.x - b.grid.x;
  });
  const placed: DashboardPanel[] = [];
  const meets = (a: Grid, b: Grid): boolean =>
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < endOf(b) && b.y < endOf(a);
  for (const panel of order) {
    const x = Math.max(0, Math.min(panel.grid.x, gridColumns - panel.grid.w));
    let y = 0;
    // Right below the lowest of those that are above it and share a column.
    for (const { grid } of placed)
      if (grid.x < x + panel.grid.w && x < grid.x + grid.w) y = Math.max(y, endOf(grid));
    const grid = { ...panel.grid, x, y };
    placed.push({ ...panel, grid });
    if (placed.slice(0, -1).some((other) => meets(other.grid, grid))) throw new RangeError('panels overlap');
  }
  return placed;
}

export interface DashboardPart {
  /** Absent: what stands before the first section. */
  readonly section?: DashboardSection;
  readonly panels: readonly DashboardPanel[];
}

/** A dashboard from top to bottom: the panels of no section, then each section with its own. */
export function partsOf({ sections = [], panels }: Pick<Dashboard, 'sections' | 'panels'>): DashboardPart[] {
  const known = new Set<string | undefined>(sections.map(({ id }) => id));
  return [
    { panels: panels.filter(({ section }) => !known.has(section)) },
    ...sections.map((section) => ({ section, panels: panels.filter((each) => each.section === section.id) })),
  ];
}

/** What stands on the page, with its row there: a section's head (one row high), or a panel. */
export type LaidOut =
  | { readonly y: number; readonly section: DashboardSection; readonly panels: number }
  | { readonly y: number; readonly panel: DashboardPanel };

/** Heads and panels from top to bottom; those of folded sections are left out. */
export function laidOut(dashboard: Pick<Dashboard, 'sections' | 'panels'>): readonly LaidOut[] {
  let top = 0;
  return partsOf(dashboard).flatMap(({ section, panels }) => {
    const items: LaidOut[] = [];
    if (section !== undefined) items.push({ y: top++, section, panels: panels.length });
    if (section?.folded === true) return items;
    const begin = top;
    for (const panel of panels) {
      items.push({ y: begin + panel.grid.y, panel });
      top = Math.max(top, begin + endOf(panel.grid));
    }
    return items;
  });
}

/** Where a row of the page lies: its section, and the row within it. */
export function landing(
  items: readonly LaidOut[],
  row: number,
): { readonly section: string | undefined; readonly y: number } {
  const above = items.filter((item) => 'section' in item && item.y < row).at(-1);
  return above !== undefined && 'section' in above
    ? { section: above.section.id, y: row - above.y - 1 }
    : { section: undefined, y: Math.max(0, row) };
}

/** A section one place further up (-1) or down (1). */
export function sectionMoved(dashboard: Dashboard, id: string, by: -1 | 1): Dashboard {
  const sections = [...(dashboard.sections ?? [])];
  const from = sections.findIndex((each) => each.id === id);
  const [moved] = sections.splice(from, 1);
  if (from < 0 || moved === undefined) return dashboard;
  sections.splice(Math.max(0, from + by), 0, moved);
  return { ...dashboard, sections };
}

/** Without a section: its panels stand at the end of what is above it. */
export function sectionRemoved(dashboard: Dashboard, id: string): Dashboard {
  const sections = dashboard.sections ?? [];
  const place = sections.findIndex((each) => each.id === id);
  if (place < 0) return dashboard;
  const above = sections[place - 1]?.id;
  const end = freeRow(dashboard.panels, above);
  return {
    ...dashboard,
    sections: sections.filter((each) => each.id !== id),
    panels: arrange(
      dashboard.panels.map((panel) =>
        panel.section === id
          ? { ...panel, section: above, grid: { ...panel.grid, y: panel.grid.y + end } }
          : panel,
      ),
    ),
  };
}

/** Folds a section, or opens it. */
export const sectionFolded = (dashboard: Dashboard, id: string, folded: boolean): Dashboard => ({
  ...dashboard,
  sections: (dashboard.sections ?? []).map((each) => (each.id === id ? { ...each, folded } : each)),
});
