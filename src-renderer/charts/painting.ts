import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type Scale,
} from 'chart.js';
import { extremesOf, linesOf } from './paint-data';
import type { PaintSpec } from './paint-spec';
import { decorations, edge, tint } from './paint-plugin';
import type { PlotLayout } from './model';
import { dashes } from './palette';
import { tickText, timeTicks } from './time-axis';
import { formatValue } from './units';
import { valueAxis } from './value-axis';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** A chart on a canvas. It runs in a worker: no DOM, no listeners, no animation. */
export interface Painting {
  paint(spec: PaintSpec): PlotLayout;
  close(): void;
}

const axisFont = 11;
/** So that charts of one column begin at the same place, unless their numbers are long. */
const leastAxis = 58;

/** What of chart.js costs time and serves nobody here is off: parsing, animation, points, own legend and tooltip. */
function configuration(spec: PaintSpec, current: () => PaintSpec): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [decorations(current)],
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: false,
      maintainAspectRatio: false,
      devicePixelRatio: spec.ratio,
      events: [],
      // A line along the axis's top or foot is drawn whole.
      clip: { left: 0, top: edge, right: 0, bottom: edge },
      layout: { padding: { top: 6, right: 10, bottom: 0, left: 0 } },
      elements: { point: { radius: 0, hitRadius: 0 }, line: { tension: 0, borderWidth: 1.5 } },
      scales: {
        x: {
          type: 'linear',
          border: { display: false },
          grid: { color: () => current().inks.grid, drawTicks: false },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            sampleSize: 4,
            padding: 6,
            color: () => current().inks.text,
            font: () => ({ size: axisFont, family: current().inks.font }),
          },
        },
        y: {
          type: spec.log ? 'logarithmic' : 'linear',
          border: { display: false },
          grid: { color: () => current().inks.grid, drawTicks: false },
          ticks: {
            autoSkip: false,
            sampleSize: 8,
            padding: 6,
            color: () => current().inks.text,
            font: () => ({ size: axisFont, family: current().inks.font }),
            callback: (value) => formatValue(Number(value), current().unit, current().locale),
          },
          afterFit: (scale: Scale) => {
            scale.width = Math.max(scale.width, leastAxis);
          },
        },
      },
    },
  };
}

/** Begins a chart on a canvas. */
export function startPainting(canvas: OffscreenCanvas): Painting {
  let spec: PaintSpec | undefined;
  let chart: Chart<'line'> | undefined;
  let log = false;
  const current = (): PaintSpec => {
    if (spec === undefined) throw new Error('nothing to paint');
    return spec;
  };

  function open(first: PaintSpec): Chart<'line'> {
    chart?.destroy();
    canvas.width = first.width * first.ratio;
    canvas.height = first.height * first.ratio;
    log = first.log;
    return new Chart<'line'>(canvas as unknown as HTMLCanvasElement, configuration(first, current));
  }

  return {
    paint(next) {
      spec = next;
      // A scale cannot change its type.
      if (chart === undefined || log !== next.log) chart = open(next);
      if (
        chart.width !== next.width ||
        chart.height !== next.height ||
        chart.currentDevicePixelRatio !== next.ratio
      ) {
        chart.options.devicePixelRatio = next.ratio;
        chart.resize(next.width, next.height);
      }
      const lines = linesOf(next);
      const { datasets } = chart.data;
      datasets.length = lines.length;
      for (const [i, { points, line }] of lines.entries()) {
        const color = next.inks.series[line.color - 1] ?? next.inks.text;
        datasets[i] = {
          ...datasets[i],
          label: line.name,
          data: points,
          borderColor: line.faint ? tint(color, 0.25) : color,
          borderDash: [...(dashes[line.dash] ?? [])],
          hidden: line.hidden,
          spanGaps: false,
        };
      }
      const extremes = extremesOf(next, lines);
      const axis = valueAxis({
        ...extremes,
        unit: next.unit,
        log: next.log,
        min: next.min,
        max: next.max,
        count: Math.max(2, Math.min(8, Math.floor(next.height / 42))),
      });
      const times = timeTicks(next.from, next.to, Math.max(2, Math.floor(next.width / 96)), next.utc);
      const { x, y } = chart.options.scales ?? {};
      if (x !== undefined && y !== undefined) {
        Object.assign(x, {
          min: next.from,
          max: next.to,
          afterBuildTicks: (scale: Scale) => {
            scale.ticks = times.ticks.map((value) => ({ value }));
          },
        });
        Object.assign(x.ticks ?? {}, {
          callback: (value: number) => tickText(value, times.step, next.locale, next.utc),
        });
        Object.assign(y, {
          min: axis.min,
          max: axis.max,
          afterBuildTicks: (scale: Scale) => {
            scale.ticks = axis.ticks.map((value) => ({ value }));
          },
        });
      }
      chart.update('none');
      const { left, right, top, bottom } = chart.chartArea;
      return { left, right, top, bottom, low: axis.min, high: axis.max, log: next.log };
    },
    close() {
      chart?.destroy();
      chart = undefined;
    },
  };
}
