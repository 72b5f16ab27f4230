import type { Cursor } from './cursor.svelte';
import type { PlotLayout } from './model';

/** The range on show, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the pointer is about to choose: from where to where, in pixels. */
export interface Brush {
  readonly from: number;
  readonly to: number;
  readonly kind: 'zoom' | 'pan' | 'note';
}

export interface GestureHost {
  readonly owner: string;
  readonly cursor: Cursor;
  span(): Span;
  step(): number;
  layout(): PlotLayout | undefined;
  /** Pixels from the plot's left edge. */
  x(event: PointerEvent | MouseEvent): number;
  setBrush(brush: Brush | undefined): void;
  onzoom(span: Span): void;
  onzoomout(): void;
  onpan(span: Span): void;
  /** A note is wanted for a moment, or from one to another. */
  onnote(at: number, to?: number): void;
  /** The chart is wanted alone, or with the others again. */
  onfull(): void;
}

/** Less is a click. */
const leastDrag = 6;

export const timeAt = (x: number, { from, to }: Span, { left, right }: PlotLayout): number =>
  from + Math.max(0, Math.min(1, (x - left) / Math.max(1, right - left))) * (to - from);

export const xAt = (at: number, { from, to }: Span, { left, right }: PlotLayout): number =>
  left + ((at - from) / Math.max(1, to - from)) * (right - left);

const shifted = ({ from, to }: Span, by: number): Span => ({ from: from + by, to: to + by });

/**
 * Pointer and keys over a plot: drag chooses a range, with Shift it moves it, with Ctrl it is noted; a click holds the
 * crosshair, with Ctrl it is for a note.
 */
export function gestures(host: GestureHost) {
  let start: { readonly x: number; readonly kind: Brush['kind'] } | undefined;
  const { cursor, owner } = host;

  const over = (x: number): void => {
    const layout = host.layout();
    if (layout === undefined) return;
    const inside = x >= layout.left && x <= layout.right;
    cursor.point(inside ? timeAt(x, host.span(), layout) : undefined, owner);
  };

  return {
    over,
    down(event: PointerEvent): void {
      const layout = host.layout();
      if (event.button !== 0 || layout === undefined) return;
      start = {
        x: Math.max(layout.left, Math.min(layout.right, host.x(event))),
        kind: event.shiftKey ? 'pan' : event.ctrlKey || event.metaKey ? 'note' : 'zoom',
      };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    move(event: PointerEvent): void {
      const x = host.x(event);
      over(x);
      const layout = host.layout();
      if (start === undefined || layout === undefined || Math.abs(x - start.x) < leastDrag) return;
      const to = Math.max(layout.left, Math.min(layout.right, x));
      host.setBrush({ from: start.x, to: start.kind === 'pan' ? x : to, kind: start.kind });
    },
    up(event: PointerEvent): void {
      const layout = host.layout();
      const begun = start;
      start = undefined;
      host.setBrush(undefined);
      if (begun === undefined || layout === undefined) return;
      const x = host.x(event);
      const span = host.span();
      if (Math.abs(x - begun.x) < leastDrag) {
        if (begun.kind === 'note') host.onnote(timeAt(x, span, layout));
        else if (cursor.locked) cursor.unlock();
        else cursor.lock(timeAt(x, span, layout), owner);
      } else if (begun.kind === 'pan') {
        const scale = (span.to - span.from) / (layout.right - layout.left);
        host.onpan(shifted(span, (begun.x - x) * scale));
      } else {
        const [a, b] = [timeAt(begun.x, span, layout), timeAt(x, span, layout)];
        const chosen = { from: Math.min(a, b), to: Math.max(a, b) };
        if (begun.kind === 'note') host.onnote(chosen.from, chosen.to);
        else host.onzoom(chosen);
      }
    },
    cancel(): void {
      start = undefined;
      host.setBrush(undefined);
    },
    leave(): void {
      if (start === undefined) cursor.point(undefined, owner);
    },
    twice(): void {
      cursor.unlock();
      host.onzoomout();
    },
    key(event: KeyboardEvent): void {
      const span = host.span();
      const width = span.to - span.from;
      const way = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      const middle = (span.from + span.to) / 2;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (way !== 0 && event.shiftKey) {
        const at = Math.max(span.from, Math.min(span.to, (cursor.at ?? middle) + way * host.step()));
        cursor.unlock();
        cursor.point(at, owner);
      } else if (way !== 0) host.onpan(shifted(span, (way * width) / 5));
      else if (event.key === '+' || event.key === '=') {
        const at = cursor.at ?? middle;
        host.onzoom({ from: at - width / 4, to: at + width / 4 });
      } else if (event.key === '-') host.onzoomout();
      else if (event.key === 'n') host.onnote(cursor.at ?? span.to);
      else if (event.key === 'f') host.onfull();
      else if (event.key === 'Enter' && cursor.at !== undefined && !cursor.locked)
        cursor.lock(cursor.at, owner);
      else if (event.key === 'Escape' && cursor.at !== undefined) cursor.unlock();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
