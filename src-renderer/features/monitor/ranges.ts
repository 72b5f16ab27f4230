import { parseRange, type TypedRange, type Zone } from '@shared/metrics/range';
import type { Span } from '../../charts/gestures';
import { momentText } from '../../charts/time-axis';
import { duration } from '../../lib/format';
import { locale, tr } from '../../lib/i18n.svelte';

export const quickRanges: readonly TypedRange[] = [
  ...['5m', '15m', '30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '30d'].map((span) => ({
    from: `now-${span}`,
    to: 'now',
  })),
  { from: 'now/d', to: 'now' },
  { from: 'now-1d/d', to: 'now-1d/d' },
  { from: 'now/w', to: 'now' },
];

const sizes: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A range in the reader's words: `Last 6h`, `Today so far`, or its two moments. */
export function rangeText(range: TypedRange, zone: Zone): string {
  const { from, to } = range;
  const last = /^now-(\d+)([smhdw])$/.exec(from);
  if (to === 'now' && last !== null)
    return tr('monitor.range.last', { span: duration(Number(last[1]) * (sizes[last[2] ?? ''] ?? 1000)) });
  if (from === 'now/d' && to === 'now') return tr('monitor.range.today');
  if (from === 'now/w' && to === 'now') return tr('monitor.range.week');
  if (from === 'now-1d/d' && to === 'now-1d/d') return tr('monitor.range.yesterday');
  if (from.startsWith('now') || to.startsWith('now')) return `${from} – ${to}`;
  const read = parseRange(range, { now: Date.now(), zone });
  if (read === undefined) return `${from} – ${to}`;
  const text = (at: number): string => momentText(at, 1000, locale(), zone === 'utc');
  const [begin, end] = [text(read.from), text(read.to)];
  // Of the same day, the day once.
  const split = begin.lastIndexOf(' ') + 1;
  if (begin.slice(0, split) !== end.slice(0, split)) return `${begin} – ${end}`;
  // Of today the day is not told.
  const day = text(Date.now()).startsWith(begin.slice(0, split)) ? '' : begin.slice(0, split);
  return `${day}${begin.slice(split)} – ${end.slice(split)}`;
}

/** A moment as one would type it: `2026-11-29 14:30:05`. */
export const typedMoment = (at: number, zone: Zone): string =>
  momentText(at, 1000, 'en', zone === 'utc').replace(/(\d+)\/(\d+)\/(\d+), /, '$3-$1-$2 ');

/** A range that stands still, for the route. */
export const absoluteRange = ({ from, to }: Span): TypedRange => ({
  from: String(Math.round(from)),
  to: String(Math.round(to)),
});

/** A second at least, and nothing of the future; nothing before the epoch. */
export function bounded({ from, to }: Span, now: number): Span {
  const width = Math.max(1000, to - from);
  const end = Math.min(to, now);
  return { from: Math.max(0, end - width), to: end };
}

/** Twice as wide around the same middle. */
export function wider({ from, to }: Span, now: number): Span {
  const half = (to - from) / 2;
  return bounded({ from: from - half, to: to + half }, now);
}

/** From then to the range's end; one that moves on with the clock goes on doing so. */
export function beginningAt(at: number, range: TypedRange, span: Span): TypedRange {
  if (range.to !== 'now') return absoluteRange({ from: at, to: span.to });
  return { from: `now-${String(Math.max(1, Math.ceil((span.to - at) / 60_000)))}m`, to: 'now' };
}
