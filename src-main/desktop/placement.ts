export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window stood when it was last closed. */
export interface WindowState extends Rect {
  readonly maximized: boolean;
}

export const minimumSize = { width: 960, height: 620 } as const;
export const usualSize = { width: 1280, height: 800 } as const;

/** A number that a window's edge can have. */
function edge(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 100_000;
}

/** A saved state as it was written by us; null for anything else (an older file, a damaged one). */
export function parseWindowState(text: string): WindowState | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height, maximized } = value as Record<string, unknown>;
  if (!edge(x) || !edge(y) || !edge(width) || !edge(height)) return null;
  if (width <= 0 || height <= 0) return null;
  return { x, y, width, height, maximized: maximized === true };
}

/** Where another window opens beside one that stands: a little lower and to the right, so that both are seen. */
export function cascade(beside: Rect, areas: readonly Rect[]): WindowState {
  const moved = { ...beside, x: beside.x + step, y: beside.y + step, maximized: false };
  const placed = placeWindow(moved, areas);
  // At the edge of the display it begins again at the upper left.
  if (placed.x !== beside.x || placed.y !== beside.y) return placed;
  return placeWindow({ ...moved, x: beside.x - 4 * step, y: beside.y - 4 * step }, areas);
}

const step = 28;

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/**
 * Where the window opens: as it was left, moved and shrunk so that all of it is on the display that
 * holds most of it; on the first display, centred and of the usual size, when nothing usable was
 * saved or that display is gone.
 *
 * @param saved the state that was kept, if any
 * @param areas the work areas of the displays, the primary one first, in DIPs
 */
export function placeWindow(saved: WindowState | null, areas: readonly Rect[]): WindowState {
  const primary = areas[0] ?? { x: 0, y: 0, ...usualSize };
  let best = primary;
  let most = 0;
  for (const area of areas) {
    const shared = saved === null ? 0 : overlap(saved, area);
    if (shared > most) [best, most] = [area, shared];
  }
  const wanted = saved ?? usualSize;
  const width = Math.min(Math.max(wanted.width, minimumSize.width), best.width);
  const height = Math.min(Math.max(wanted.height, minimumSize.height), best.height);
  if (saved === null || most === 0) {
    return {
      x: best.x + Math.floor((best.width - width) / 2),
      y: best.y + Math.floor((best.height - height) / 2),
      width,
      height,
      maximized: saved?.maximized ?? false,
    };
  }
  return {
    x: Math.min(Math.max(saved.x, best.x), best.x + best.width - width),
    y: Math.min(Math.max(saved.y, best.y), best.y + best.height - height),
    width,
    height,
    maximized: saved.maximized,
  };
}
