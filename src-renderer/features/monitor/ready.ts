import type { Dashboard, DashboardPanel, PanelQuery } from '@shared/metrics/dashboard';
import type { Metric, MetricFilter, Subject } from '@shared/metrics/model';
import type { MessageKey } from '@shared/i18n/index';
import { tr } from '../../lib/i18n.svelte';

export const readyBoards = ['overview', 'container', 'stack', 'redis', 'host'] as const;
export type ReadyBoard = (typeof readyBoards)[number];

/** What a ready dashboard is about, where it is about one thing. */
export const subjectOf: Readonly<Record<ReadyBoard, 'name' | 'project' | 'cluster' | undefined>> = {
  overview: undefined,
  container: 'name',
  stack: 'project',
  redis: 'cluster',
  host: undefined,
};

type Plain = Extract<MessageKey, `monitor.panel.${string}`>;
const about = (key: Plain): string | undefined => {
  const long = `${key}.about` as Plain;
  const text = tr(long);
  return text === long ? undefined : text;
};

const query = (metric: Metric, more: Partial<PanelQuery> = {}): PanelQuery => ({
  metric,
  filter: {},
  aggregate: 'avg',
  groupBy: 'none',
  groupAggregate: 'sum',
  ...more,
});

type Size = readonly [x: number, y: number, w: number, h: number];
const panel = (
  id: string,
  title: Plain,
  [x, y, w, h]: Size,
  queries: PanelQuery[],
  more: Partial<DashboardPanel> = {},
): DashboardPanel => {
  const description = about(title);
  return {
    id,
    title: tr(title),
    ...(description !== undefined && { description }),
    type: 'timeseries',
    grid: { x, y, w, h },
    queries,
    legend: 'list',
    ...more,
  };
};

const limits: NonNullable<DashboardPanel['thresholds']> = [
  { value: 80, level: 'warn' },
  { value: 95, level: 'bad' },
];
const both = (up: Metric, down: Metric, more: Partial<PanelQuery> = {}): PanelQuery[] => [
  query(up, more),
  query(down, { ...more, negative: true }),
];
/** More lines than this are no picture any more: the rest is counted, and in the table. */
const most = 20;

/** Things that are counted come whole, and of a group the one that was started last is told. */
const counted: Partial<PanelQuery> = { aggregate: 'last' };
const columns = (more: Partial<PanelQuery> = {}): PanelQuery[] => [
  ...(['cpu', 'memory', 'received', 'sent', 'diskWritten'] as const).map((metric) =>
    query(metric, { top: 100, ...more }),
  ),
  query('pids', { top: 100, ...counted, ...more }),
  query('uptime', { top: 100, ...counted, groupAggregate: 'min', ...more }),
  query('restarts', { top: 100, ...counted, ...more }),
];

const states = (): PanelQuery[] =>
  (['hostRunning', 'hostUnhealthy', 'hostRestarting', 'hostPaused', 'hostStopped'] as const).map((metric) =>
    query(metric, { ...counted, legend: tr(`monitor.state.${metric}`) }),
  );

const boards: Readonly<Record<ReadyBoard, () => DashboardPanel[]>> = {
  overview: () => [
    panel('states', 'monitor.panel.states', [0, 0, 24, 4], states(), { type: 'stat' }),
    panel('cpu', 'monitor.panel.cpu', [0, 4, 12, 9], [query('cpu', { top: most })]),
    panel('memory', 'monitor.panel.memory', [12, 4, 12, 9], [query('memory', { top: most })]),
    panel('top', 'monitor.panel.top', [0, 13, 24, 9], columns(), { type: 'table' }),
    panel('received', 'monitor.panel.received', [0, 22, 12, 8], [query('received', { top: most })]),
    panel('sent', 'monitor.panel.sent', [12, 22, 12, 8], [query('sent', { top: most })]),
    panel('read', 'monitor.panel.diskRead', [0, 30, 12, 8], [query('diskRead', { top: most })]),
    panel('written', 'monitor.panel.diskWritten', [12, 30, 12, 8], [query('diskWritten', { top: most })]),
    panel(
      'memoryLimit',
      'monitor.panel.memoryLimit',
      [0, 38, 12, 8],
      [query('memory', { per: 'memoryLimit', top: most })],
      {
        thresholds: limits,
        max: 100,
      },
    ),
    panel('throttled', 'monitor.panel.throttled', [12, 38, 12, 8], [query('throttled', { top: most })]),
  ],
  container: () => [
    panel('cpu', 'monitor.panel.cpu', [0, 0, 12, 8], [query('cpu')], { fill: true, legend: 'table' }),
    panel('memory', 'monitor.panel.memory', [12, 0, 12, 8], [query('memory'), query('memoryLimit')], {
      legend: 'table',
    }),
    panel(
      'parts',
      'monitor.panel.memoryParts',
      [0, 8, 12, 8],
      [query('memoryRss'), query('memoryCache'), query('memorySwap')],
      { stacked: true },
    ),
    panel('throttled', 'monitor.panel.throttled', [12, 8, 12, 8], [query('throttled')], { fill: true }),
    panel('network', 'monitor.panel.network', [0, 16, 12, 8], both('received', 'sent'), { fill: true }),
    panel('disk', 'monitor.panel.disk', [12, 16, 12, 8], both('diskRead', 'diskWritten'), { fill: true }),
    panel('pids', 'monitor.panel.pids', [0, 24, 12, 7], [query('pids', { aggregate: 'last' })]),
    panel('cpuLimit', 'monitor.panel.cpuLimit', [12, 24, 12, 7], [query('cpu', { per: 'cpuLimit' })], {
      thresholds: limits,
    }),
    panel(
      'lost',
      'monitor.panel.lost',
      [0, 31, 12, 8],
      [...both('receivedErrors', 'sentErrors'), ...both('receivedDropped', 'sentDropped')],
    ),
    panel('uptime', 'monitor.panel.uptime', [12, 31, 6, 4], [query('uptime', counted)], {
      type: 'stat',
    }),
    panel('restarts', 'monitor.panel.restarts', [18, 31, 6, 4], [query('restarts', counted)], {
      type: 'stat',
    }),
    panel('layer', 'monitor.panel.layer', [12, 35, 12, 4], [query('layer', counted)], { type: 'stat' }),
  ],
  stack: () => [
    panel('cpu', 'monitor.panel.cpu', [0, 0, 12, 9], [query('cpu', { groupBy: 'service' })], {
      stacked: true,
    }),
    panel('memory', 'monitor.panel.memory', [12, 0, 12, 9], [query('memory', { groupBy: 'service' })], {
      stacked: true,
    }),
    panel('top', 'monitor.panel.topServices', [0, 9, 24, 7], columns({ groupBy: 'service' }), {
      type: 'table',
    }),
    panel('received', 'monitor.panel.received', [0, 16, 12, 8], [query('received', { groupBy: 'service' })]),
    panel('sent', 'monitor.panel.sent', [12, 16, 12, 8], [query('sent', { groupBy: 'service' })]),
    panel('read', 'monitor.panel.diskRead', [0, 24, 12, 8], [query('diskRead', { groupBy: 'service' })]),
    panel(
      'written',
      'monitor.panel.diskWritten',
      [12, 24, 12, 8],
      [query('diskWritten', { groupBy: 'service' })],
    ),
  ],
  redis: () => [
    panel('ops', 'monitor.panel.redisOps', [0, 0, 12, 8], [query('redisOps')]),
    panel('hits', 'monitor.panel.redisHits', [12, 0, 12, 8], [query('redisHits')], { min: 0, max: 100 }),
    panel('redisMemory', 'monitor.panel.redisMemory', [0, 8, 12, 8], [query('redisMemory')]),
    panel('lag', 'monitor.panel.redisLag', [12, 8, 12, 8], [query('redisLag')]),
    panel('keys', 'monitor.panel.redisKeys', [0, 16, 12, 8], [query('redisKeys', { aggregate: 'last' })]),
    panel(
      'clients',
      'monitor.panel.redisClients',
      [12, 16, 12, 8],
      [query('redisClients', { aggregate: 'last' })],
    ),
    panel('cpu', 'monitor.panel.cpu', [0, 24, 12, 8], [query('cpu')]),
    panel('network', 'monitor.panel.network', [12, 24, 12, 8], both('received', 'sent')),
    panel('memory', 'monitor.panel.memory', [0, 32, 12, 8], [query('memory')]),
    panel('disk', 'monitor.panel.disk', [12, 32, 12, 8], both('diskRead', 'diskWritten')),
  ],
  host: () => [
    panel('cpu', 'monitor.panel.hostCpu', [0, 0, 12, 8], [query('hostCpu')], { fill: true }),
    panel(
      'memory',
      'monitor.panel.hostMemory',
      [12, 0, 12, 8],
      [query('hostMemory'), query('hostMemoryTotal')],
    ),
    panel(
      'share',
      'monitor.panel.hostShare',
      [0, 8, 8, 7],
      [query('hostMemory', { per: 'hostMemoryTotal' }), query('hostDisk', { per: 'hostDiskTotal' })],
      { type: 'bargauge', thresholds: limits, max: 100, unit: 'percent', stat: 'last' },
    ),
    panel('disk', 'monitor.panel.hostDisk', [8, 8, 8, 7], [query('hostDisk'), query('hostDiskTotal')]),
    panel('load', 'monitor.panel.hostLoad', [16, 8, 8, 7], [query('hostLoad')]),
    panel('network', 'monitor.panel.hostNetwork', [0, 15, 12, 8], both('hostReceived', 'hostSent'), {
      fill: true,
    }),
    panel('traffic', 'monitor.panel.hostTraffic', [12, 15, 12, 8], both('hostDiskRead', 'hostDiskWritten'), {
      fill: true,
    }),
    panel('containers', 'monitor.panel.containers', [0, 23, 24, 9], [query('cpu', { top: most })], {
      stacked: true,
    }),
  ],
};

/** A ready dashboard in the language on show. */
export function readyBoard(id: ReadyBoard): Dashboard {
  return { v: 1, id, title: tr(`monitor.board.${id}`), panels: boards[id]() };
}

/** The page's filter with what the dashboard is about. */
export function filterFor(
  id: string,
  of: string | undefined,
  filter: MetricFilter,
  subjects: readonly Subject[] = [],
): MetricFilter {
  const field = readyBoards.find((each) => each === id);
  if (field === 'redis' && filter.name === undefined) {
    // By its nodes' names: the containers of a cluster that was made by hand carry no label of ours.
    const nodes = subjects.filter(({ kind, cluster }) => kind === 'redis' && cluster === of);
    if (nodes.length > 0) return { ...filter, name: nodes.map(({ name }) => name) };
  }
  const subject = field === undefined ? undefined : subjectOf[field];
  return subject === undefined || of === undefined ? filter : { ...filter, [subject]: [of] };
}
