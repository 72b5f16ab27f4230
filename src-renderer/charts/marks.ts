import { xAt, type Span } from './gestures';
import type { ChartMark, PlotLayout } from './model';

/** Marks that lie too close to be told apart: one flag with their number. */
export interface Flag {
  readonly id: string;
  readonly x: number;
  readonly marks: readonly ChartMark[];
  readonly tone: ChartMark['tone'];
}

export interface Band {
  readonly mark: ChartMark;
  readonly left: number;
  readonly width: number;
}

const rank = { ok: 0, info: 1, warn: 2, bad: 3 } as const;

/** Where the marks of the range stand. Flags are at least `apart` pixels from one another. */
export function placeMarks(
  marks: readonly ChartMark[],
  span: Span,
  layout: PlotLayout,
  apart = 14,
): { readonly flags: readonly Flag[]; readonly bands: readonly Band[] } {
  const flags: { id: string; x: number; marks: ChartMark[]; tone: ChartMark['tone'] }[] = [];
  const bands: Band[] = [];
  const shown = marks
    .filter(({ at, to }) => (to ?? at) >= span.from && at <= span.to)
    .sort((a, b) => a.at - b.at);
  for (const mark of shown) {
    const x = Math.max(layout.left, xAt(mark.at, span, layout));
    if (mark.to !== undefined) {
      const end = Math.min(layout.right, xAt(mark.to, span, layout));
      bands.push({ mark, left: x, width: Math.max(1, end - x) });
    }
    const before = flags.at(-1);
    if (before !== undefined && x - before.x < apart) {
      before.marks.push(mark);
      if (rank[mark.tone] > rank[before.tone]) before.tone = mark.tone;
    } else flags.push({ id: mark.id, x, marks: [mark], tone: mark.tone });
  }
  return { flags, bands };
}
