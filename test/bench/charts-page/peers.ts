import { Chart, registerables } from 'chart.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { charts, dataOf, lines } from './world';

const color = (n: number): string => `hsl(${String((n * 47) % 360)} 60% 45%)`;

function boxes(): HTMLElement[] {
  const grid = document.createElement('div');
  grid.style.cssText =
    'display:grid;grid-template-columns:repeat(4,1fr);grid-auto-rows:310px;gap:12px;padding:12px';
  document.getElementById('app')?.append(grid);
  return Array.from({ length: charts }, () => {
    const box = document.createElement('div');
    box.style.cssText = 'position:relative;min-width:0;overflow:hidden';
    grid.append(box);
    return box;
  });
}

/** chart.js as its documentation begins: objects with x and y, its defaults for all else. */
export function untuned(): (tick: number) => void {
  Chart.register(...registerables);
  const points = (chart: number, tick: number) => {
    const { times, series } = dataOf(chart, tick);
    return series.map(({ name, values }, n) => ({
      label: name,
      borderColor: color(n),
      data: times.map((x, i) => ({ x, y: values[i] ?? null })),
    }));
  };
  const made = boxes().map((box, chart) => {
    const canvas = document.createElement('canvas');
    box.append(canvas);
    return new Chart(canvas, {
      type: 'line',
      data: { datasets: points(chart, 0) },
      options: { maintainAspectRatio: false, scales: { x: { type: 'linear' } } },
    });
  });
  return (tick) => {
    for (const [n, chart] of made.entries()) {
      chart.data.datasets = points(n, tick);
      chart.update();
    }
  };
}

/** uPlot with its own axes and legend. */
export function micro(): (tick: number) => void {
  const columns = (chart: number, tick: number): uPlot.AlignedData => {
    const { times, series } = dataOf(chart, tick);
    return [times.map((at) => at / 1000), ...series.map(({ values }) => [...values])];
  };
  const made = boxes().map((box, chart) => {
    const options: uPlot.Options = {
      width: box.clientWidth,
      height: 200,
      series: [
        {},
        ...Array.from({ length: lines }, (_, n) => ({
          label: `container-${String(n)}`,
          stroke: color(n),
          points: { show: false },
        })),
      ],
    };
    return new uPlot(options, columns(chart, 0), box);
  });
  return (tick) => {
    for (const [n, chart] of made.entries()) chart.setData(columns(n, tick));
  };
}
