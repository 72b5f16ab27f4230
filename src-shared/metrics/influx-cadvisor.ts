import { influxName } from './influx-setup';

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
  /** One container; absent: all. */
  readonly container?: string;
  /** Epoch ms, `to` not in it. */
  readonly from: number;
  readonly to: number;
  /** Width of a bucket in ms; at least twice the period of the samples. */
  readonly bucketMs: number;
}

/**
 * The InfluxQL of a query, with what is put in its places by the server. `fill(none)`: a gap stays one, where 0 or
 * the value before would draw a spike. Names that begin with `/` are cgroups and would count twice.
 */
export function cadvisorQuery(query: CadvisorQuery): {
  readonly text: string;
  readonly places: Readonly<Record<string, string | number>>;
} {
  const { measurement, kind, divide } = cadvisorSeries[query.metric];
  const [from, to, bucket] = [query.from, query.to, query.bucketMs].map(
    (ms) => `${String(Math.trunc(ms))}ms`,
  );
  const value =
    kind === 'counter'
      ? `non_negative_derivative(max("value"), 1s) / ${String(divide)}`
      : `mean("value") / ${String(divide)}`;
  const one = query.container === undefined ? '' : ' AND "container_name" = $container';
  return {
    text:
      `SELECT ${value} AS "value" FROM ${influxName(measurement)} WHERE time >= ${from ?? ''} AND time < ${to ?? ''}` +
      ` AND "container_name" !~ /^\\//${one} GROUP BY time(${bucket ?? ''}), "container_name" fill(none)`,
    places: query.container === undefined ? {} : { container: query.container },
  };
}
