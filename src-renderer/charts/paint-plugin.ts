import type { Chart, Plugin, Scale } from 'chart.js';
import type { PaintSpec } from './paint-spec';

/** Points of a drawn line, in pixels of the canvas. */
interface Drawn {
  readonly x: number;
  readonly y: number;
}

/** A colour let through so far. */
export const tint = (color: string, alpha: number): string => {
  const channels = /^rgba?\((\d+),? (\d+),? (\d+)/.exec(color);
  return channels === null
    ? color
    : `rgb(${channels[1] ?? ''} ${channels[2] ?? ''} ${channels[3] ?? ''} / ${String(alpha)})`;
};

/**
 * What chart.js has no cheap way for: areas (its own filler costs ten times the lines), lines of limits, and dots for
 * values that stand alone between gaps, which a line without points would not show.
 */
export function decorations(current: () => PaintSpec): Plugin<'line'> {
  return {
    id: 'flotilla',
    beforeDatasetsDraw(chart) {
      const spec = current();
      const { x, y } = chart.scales;
      if (x === undefined || y === undefined) return;
      clipped(chart, () => {
        if (spec.thresholdStyle === 'area') limits(chart, spec, y);
        if (spec.stacked || spec.fill) areas(chart, spec, x, y);
      });
    },
    afterDatasetsDraw(chart) {
      const spec = current();
      const { x, y } = chart.scales;
      if (x === undefined || y === undefined) return;
      clipped(chart, () => {
        lonely(chart, spec, x, y);
        if (spec.thresholdStyle === 'line') limits(chart, spec, y);
      });
    },
  };
}

/** How far lines and dots at the ends of the value axis stand over them, px. */
export const edge = 2;

function clipped({ ctx, chartArea }: Chart, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  const { left, right, top, bottom } = chartArea;
  // A dot at the top or the foot of the axis is drawn whole.
  ctx.rect(left, top - edge, right - left, bottom - top + 2 * edge);
  ctx.clip();
  draw();
  ctx.restore();
}

const pointsOf = (chart: Chart, n: number): readonly { x: number; y: number }[] =>
  (chart.data.datasets[n]?.data ?? []) as unknown as readonly { x: number; y: number }[];

function areas(chart: Chart, spec: PaintSpec, x: Scale, y: Scale): void {
  const { ctx, chartArea } = chart;
  const below = new Map<number, number>();
  // From zero, also down to what is drawn below it.
  const zero = spec.log
    ? chartArea.bottom
    : Math.max(chartArea.top, Math.min(chartArea.bottom, y.getPixelForValue(0)));
  for (const [n, line] of spec.lines.entries()) {
    if (line.hidden) continue;
    const strength = (spec.stacked ? 0.32 : 0.1) * (line.faint ? 0.3 : 1);
    ctx.fillStyle = tint(spec.inks.series[line.color - 1] ?? '', strength);
    let run: { readonly top: Drawn; readonly foot: Drawn }[] = [];
    const flush = (): void => {
      const [first] = run;
      if (first !== undefined && run.length > 1) {
        ctx.beginPath();
        ctx.moveTo(first.foot.x, first.foot.y);
        for (const { top } of run) ctx.lineTo(top.x, top.y);
        for (const { foot } of run.toReversed()) ctx.lineTo(foot.x, foot.y);
        ctx.fill();
      }
      run = [];
    };
    for (const point of pointsOf(chart, n)) {
      if (Number.isNaN(point.y)) {
        flush();
        continue;
      }
      const px = x.getPixelForValue(point.x);
      const top = { x: px, y: y.getPixelForValue(point.y) };
      const foot = { x: px, y: spec.stacked ? (below.get(point.x) ?? zero) : zero };
      if (spec.stacked) below.set(point.x, top.y);
      run.push({ top, foot });
    }
    flush();
  }
}

function lonely(chart: Chart, spec: PaintSpec, x: Scale, y: Scale): void {
  const { ctx } = chart;
  for (const [n, line] of spec.lines.entries()) {
    if (line.hidden) continue;
    ctx.fillStyle = spec.inks.series[line.color - 1] ?? '';
    const points = pointsOf(chart, n);
    for (const [i, point] of points.entries()) {
      if (Number.isNaN(point.y)) continue;
      if (!Number.isNaN(points[i - 1]?.y ?? NaN) || !Number.isNaN(points[i + 1]?.y ?? NaN)) continue;
      ctx.beginPath();
      ctx.arc(x.getPixelForValue(point.x), y.getPixelForValue(point.y), 2, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
}

function limits({ ctx, chartArea }: Chart, spec: PaintSpec, y: Scale): void {
  for (const { value, level } of spec.thresholds) {
    const at = y.getPixelForValue(value);
    const color = level === 'bad' ? spec.inks.bad : spec.inks.warn;
    if (spec.thresholdStyle === 'area') {
      ctx.fillStyle = tint(color, 0.1);
      ctx.fillRect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, at - chartArea.top);
    }
    ctx.strokeStyle = color;
    ctx.lineWidth = 1;
    ctx.setLineDash(level === 'bad' ? [6, 3] : [2, 3]);
    ctx.beginPath();
    ctx.moveTo(chartArea.left, at);
    ctx.lineTo(chartArea.right, at);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
