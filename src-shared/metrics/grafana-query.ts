import type { PanelQuery } from './dashboard';
import { influxName } from './influx-setup';
import type { Metric } from './model';

/** Where cAdvisor's driver, and Flotilla beside it, write each metric; `rate` per second, divided by this. */
const measurements: Readonly<Partial<Record<Metric, { readonly name: string; readonly divide?: number }>>> = {
  cpu: { name: 'cpu_usage_total', divide: 10_000_000 },
  memory: { name: 'memory_working_set' },
  memoryRss: { name: 'memory_rss' },
  memoryCache: { name: 'memory_cache' },
  received: { name: 'rx_bytes', divide: 1 },
  sent: { name: 'tx_bytes', divide: 1 },
};
/** Other names of the same: what other dashboards ask for. */
const otherNames: Readonly<Record<string, Metric>> = {
  memory_usage: 'memory',
  memory_swap: 'memorySwap',
  rx_errors: 'receivedErrors',
  tx_errors: 'sentErrors',
  container_cpu_usage_seconds_total: 'cpu',
  container_memory_working_set_bytes: 'memory',
  container_memory_usage_bytes: 'memory',
  container_memory_rss: 'memoryRss',
  container_memory_cache: 'memoryCache',
  container_memory_swap: 'memorySwap',
  container_network_receive_bytes_total: 'received',
  container_network_transmit_bytes_total: 'sent',
  container_network_receive_errors_total: 'receivedErrors',
  container_network_receive_packets_dropped_total: 'receivedDropped',
  container_network_transmit_errors_total: 'sentErrors',
  container_network_transmit_packets_dropped_total: 'sentDropped',
  container_fs_reads_bytes_total: 'diskRead',
  container_fs_writes_bytes_total: 'diskWritten',
  container_cpu_cfs_throttled_periods_total: 'throttled',
  container_processes: 'pids',
};

export const measurementOf = (metric: Metric): string => measurements[metric]?.name ?? `flotilla_${metric}`;

/** InfluxQL as Grafana fills it in. A name can only be a name: it is quoted. */
export function exprOf(query: PanelQuery): string {
  const { name, divide } = measurements[query.metric] ?? { name: measurementOf(query.metric) };
  const value =
    divide === undefined
      ? 'mean("value")'
      : `non_negative_derivative(max("value"), 1s)${divide === 1 ? '' : ` / ${String(divide)}`}`;
  const names = query.filter.name;
  const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const only =
    names === undefined
      ? ''
      : Array.isArray(names)
        ? ` AND (${names.map((each) => `"container_name" = ${literal(each)}`).join(' OR ')})`
        : ` AND "container_name" ${names.not === true ? '!~' : '=~'} /${names.regex.replaceAll('/', '\\/')}/`;
  return `SELECT ${value} FROM ${influxName(name)} WHERE $timeFilter AND "container_name" !~ /^\\//${only} GROUP BY time($__interval), "container_name" fill(none)`;
}

/** The metric that a query of another dashboard asks for, by the names in it; undefined: none of ours. */
export function metricOfText(text: string): Metric | undefined {
  const known = [
    ...Object.entries(measurements).map(([metric, { name }]) => [name, metric as Metric] as const),
    ...Object.entries(otherNames),
  ];
  return known.find(([name]) => new RegExp(`(^|[^a-zA-Z0-9_])${name}([^a-zA-Z0-9_]|$)`).test(text))?.[1];
}
