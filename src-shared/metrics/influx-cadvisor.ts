import { functionOf, oneOf, policyName, rangeOf, type InfluxQuery } from './influx-query';
import { influxName } from './influx-setup';
import type { Aggregate } from './model';

/** What of cAdvisor's series is asked for: `counter` ns of CPU or bytes, `gauge` bytes. */
export const cadvisorSeries = {
  /** Per cent of one core, as `docker stats` has it. */
  cpu: { measurement: 'cpu_usage_total', kind: 'counter', divide: 10_000_000 },
  /** Bytes. */
  memory: { measurement: 'memory_working_set', kind: 'gauge', divide: 1 },
  /** Bytes a second, of the first interface only: cAdvisor's driver writes no other. */
  received: { measurement: 'rx_bytes', kind: 'counter', divide: 1 },
  sent: { measurement: 'tx_bytes', kind: 'counter', divide: 1 },
} as const;
export type CadvisorMetric = keyof typeof cadvisorSeries;

export interface CadvisorQuery {
  readonly metric: CadvisorMetric;
  /** These containers; absent: all. */
  readonly containers?: readonly string[];
  /** Epoch ms, `to` not in it. */
  readonly from: number;
  readonly to: number;
  /** Width of a bucket in ms; at least twice the period of the samples. */
  readonly bucketMs: number;
  /** How a gauge's points become one. Default: their mean. */
  readonly aggregate?: Aggregate;
  /** The retention policy to read; absent: the default one. */
  readonly policy?: string;
}

/**
 * The InfluxQL of a query, with what is put in its places by the server. `fill(none)`: a gap stays one, where 0 or
 * the value before would draw a spike. Names that begin with `/` are cgroups and would count twice.
 */
export function cadvisorQuery(query: CadvisorQuery): InfluxQuery {
  const { measurement, kind, divide } = cadvisorSeries[query.metric];
  const { text: range, group } = rangeOf(query);
  const value =
    kind === 'counter'
      ? `non_negative_derivative(max("value"), 1s) / ${String(divide)}`
      : `${functionOf[query.aggregate ?? 'avg']}("value") / ${String(divide)}`;
  const only = oneOf('container_name', query.containers);
  return {
    text:
      `SELECT ${value} AS "value" FROM ${policyName(query.policy)}${influxName(measurement)} WHERE ${range}` +
      ` AND "container_name" !~ /^\\//${only.text} GROUP BY ${group}, "container_name" fill(none)`,
    places: only.places,
  };
}
