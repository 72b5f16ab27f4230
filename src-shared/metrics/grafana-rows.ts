import { dashboardLimits, type DashboardSection } from './dashboard';
import { at, listAt, textAt } from './grafana-words';

/** A panel as a file has it, its section, and the row where that begins. */
export interface RowPanel {
  readonly panel: unknown;
  readonly section?: string;
  readonly top: number;
}

const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};

/**
 * Rows as sections. An open row's panels follow it, a folded one holds its own; files from before Grafana 5 have rows
 * only, with panels in twelfths of their width.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function readRows(file: unknown): {
  readonly sections: readonly DashboardSection[];
  readonly panels: readonly RowPanel[];
} {
  const sections: DashboardSection[] = [];
  const panels: RowPanel[] = [];
  let section: string | undefined;
  let top = 0;
  const begin = (row: unknown, folded: boolean): void => {
    // What is too much for one dashboard stands in the last section.
    if (sections.length >= dashboardLimits.sections) return;
    section = `s${String(sections.length + 1)}`;
    sections.push({ id: section, title: textAt(row, 'title'), ...(folded && { folded }) });
  };
  const put = (panel: unknown): void => {
    panels.push({ panel, ...(section !== undefined && { section }), top });
  };
  for (const panel of inOrder(listAt(file, 'panels'))) {
    if (at(panel, 'type') !== 'row') {
      put(panel);
      continue;
    }
    top = (numberAt(panel, 'gridPos', 'y') ?? 0) + 1;
    begin(panel, at(panel, 'collapsed') === true);
    listAt(panel, 'panels').forEach(put);
  }
  const rows = listAt(file, 'rows');
  // As Grafana takes such files over: their rows have heads where one of them asks for it.
  const heads = rows.some((row) => at(row, 'collapse') === true || at(row, 'showTitle') === true);
  top = 0;
  let below = 0;
  for (const row of rows) {
    if (heads) {
      begin(row, at(row, 'collapse') === true);
      below = 0;
    }
    const { panels: inner, end } = placed(row, below);
    inner.forEach(put);
    below = end;
  }
  return { sections, panels };
}

/** By their places, where all have one: an open row's panels are those below it. */
function inOrder(panels: readonly unknown[]): readonly unknown[] {
  if (panels.some((panel) => numberAt(panel, 'gridPos', 'y') === undefined)) return panels;
  const y = (panel: unknown): number => numberAt(panel, 'gridPos', 'y') ?? 0;
  const x = (panel: unknown): number => numberAt(panel, 'gridPos', 'x') ?? 0;
  return [...panels].sort((a, b) => y(a) - y(b) || x(a) - x(b));
}

/** Pixels of a row of the grid, with its gap, by which heights were told. */
const rowPixels = 38;

/** The panels of an old row with places from a row of the grid on: from left to right, a new line where one is full. */
function placed(row: unknown, begin: number): { readonly panels: readonly unknown[]; readonly end: number } {
  // `250px`, or a number.
  const height = numberAt(row, 'height') ?? (Number.parseInt(textAt(row, 'height'), 10) || 250);
  const h = Math.max(3, Math.ceil(height / rowPixels));
  let [x, y] = [0, begin];
  const panels = listAt(row, 'panels').map((panel) => {
    if (typeof panel !== 'object' || panel === null) return panel;
    const w = Math.max(2, Math.min(24, Math.round((numberAt(panel, 'span') ?? 4) * 2)));
    if (x + w > 24) [x, y] = [0, y + h];
    const gridPos = { x, y, w, h };
    x += w;
    return { ...panel, gridPos };
  });
  return { panels, end: x === 0 ? y : y + h };
}
