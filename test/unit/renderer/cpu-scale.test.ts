import { afterEach, expect, it, vi } from 'vitest';
import { panelSchema, type PanelQuery } from '@shared/metrics/dashboard';
import type { Metric, MetricQuery, MetricResult } from '@shared/metrics/model';
import { Board } from '../../../src-renderer/features/monitor/board.svelte';
import { cpuScales, onScale, scaleMenu } from '../../../src-renderer/features/monitor/cpu-scale';
import { shape } from '../../../src-renderer/features/monitor/shape';
import { defaultView } from '../../../src-renderer/features/monitor/view';

afterEach(() => void vi.useRealTimers());

const panelOf = (...queries: Partial<PanelQuery>[]) =>
  panelSchema.parse({
    ...{ id: 'p', title: 'CPU', type: 'timeseries', grid: { x: 0, y: 0, w: 12, h: 8 } },
    queries,
    thresholds: [{ value: 150, level: 'warn' }],
  });
const result = (
  metric: Metric,
  ...series: (readonly [string, string, (number | null)[]])[]
): MetricResult => ({
  ...{ metric, unit: 'percent', step: 1000, times: [0, 1000, 2000, 3000], tier: 'memory', fresh: null },
  ...{ complete: 1, leftOut: 0 },
  series: series.map(([key, host, values]) => ({
    key,
    name: key,
    subject: { kind: 'container', host },
    values,
  })),
});
const valuesOf = (
  per: MetricResult,
  query: Partial<PanelQuery>,
  ...cpu: [string, string, (number | null)[]][]
) => {
  const panel = panelOf(query);
  const [first] = panel.queries;
  const answered = [{ query: first!, result: result('cpu', ...cpu), per }];
  return shape(panel, answered, (metric) => metric).data.series.map(({ values }) => values);
};

it('CPU of one core becomes a share of its limit, and of all cores of its own host', () => {
  const limits = result('cpuLimit', ['a', 'h1', [0.5, 0.5, 0.5, 2]], ['c', 'h1', [1, 1, 1, 1]]);
  const cpu = [
    ['a', 'h1', [25, null, 50, 50]],
    ['b', 'h2', [100, 100, 100, 100]],
  ] as [string, string, (number | null)[]][];
  expect(valuesOf(limits, { metric: 'cpu', per: 'cpuLimit' }, ...cpu)).toEqual([[50, null, 100, 25]]);
  // Hosts are measured less often.
  const cores = result('hostCores', ['x', 'h1', [null, 4, null, null]], ['y', 'h2', [2, null, null, 8]]);
  expect(valuesOf(cores, { metric: 'cpu', per: 'hostCores' }, ...cpu)).toEqual([
    [6.25, null, 12.5, 12.5],
    [50, 50, 50, 12.5],
  ]);
});

it('asks for the whole host, whatever container and group its share is of', async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  const asked: MetricQuery[] = [];
  const board = new Board({
    query: (queries) => {
      asked.push(...queries);
      return Promise.resolve(queries.map(({ metric }) => result(metric)));
    },
    marks: () => Promise.resolve([]),
    toError: (error) => {
      throw error;
    },
    now: () => Date.now(),
    visible: () => true,
  });
  const query: Partial<PanelQuery> = {
    ...{ metric: 'cpu', groupBy: 'service' },
    filter: { name: ['a'], host: ['h1'] },
  };
  board.show([onScale(panelOf(query), 'hostCores')], defaultView('utc'), { project: ['shop'] });
  board.see('p', 600);
  await vi.advanceTimersByTimeAsync(100);
  board.stop();
  expect(asked.slice(0, 2)).toMatchObject([
    { metric: 'cpu', groupBy: 'service', filter: { name: ['a'], host: ['h1'], project: ['shop'] } },
    { metric: 'hostCores', groupBy: 'none', filter: { host: ['h1'] } },
  ]);
  expect(Object.keys(asked[1]?.filter ?? {})).toEqual(['host']);
});

it('offers the scales to a panel of CPU alone, and leaves it as it was until another is chosen', () => {
  const cpu = panelOf({ metric: 'cpu' });
  expect(onScale(cpu)).toBe(cpu);
  expect(onScale(cpu, 'hostCores')).toMatchObject({ queries: [{ per: 'hostCores' }] });
  expect(onScale(cpu, 'cpuLimit').thresholds).toBeUndefined();
  expect(scaleMenu(cpu, 'cpuLimit', () => undefined).map((item) => item?.icon)).toEqual([
    undefined,
    'check',
    undefined,
  ]);
  const chosen: string[] = [];
  for (const item of scaleMenu(cpu, 'core', (scale) => chosen.push(scale))) item?.onselect();
  expect(chosen).toEqual(cpuScales);
  const mixed = panelOf({ metric: 'cpu' }, { metric: 'memory' });
  expect(scaleMenu(mixed, 'core', () => undefined)).toEqual([]);
  expect(onScale(mixed, 'hostCores')).toBe(mixed);
});
