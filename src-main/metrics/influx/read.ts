import { bucketsOf, type Buckets } from '@shared/metrics/buckets';
import { cadvisorQuery, cadvisorSeries, type CadvisorMetric } from '@shared/metrics/influx-cadvisor';
import { ownQuery, subjectOfTags } from '@shared/metrics/influx-own';
import { matcherOf } from '@shared/metrics/match';
import type { Subject } from '@shared/metrics/model';
import type { BinnedSeries } from '@shared/metrics/result';
import type { InfluxClient, InfluxRow } from '../../clients/influx';
import type { ReadyQuery } from '../queries';

const day = 24 * 3_600_000;
/** No bucket is narrower, ms: cAdvisor's samples are up to 5 s apart, and a rate needs two. */
const finest = 10_000;

export interface InfluxReading {
  readonly client: InfluxClient;
  /** Retention policies that are there. */
  readonly policies: readonly string[];
  /** Whose numbers cAdvisor's are: its driver tells no more than a name. */
  readonly subjectOf: (name: string) => Subject;
}

export const influxBuckets = (query: ReadyQuery): Buckets => bucketsOf(query, finest);

/** The policy that reaches back far enough for a query and is the least to read for it; undefined: the default one. */
export function policyFor(
  { from }: { readonly from: number },
  step: number,
  policies: readonly string[],
  now: number,
): string | undefined {
  const age = now - from;
  const has = (name: string): boolean => policies.includes(name);
  if (has('5m') && (age > 30 * day || (age > 2 * day && step >= 10 * 60_000))) return '5m';
  return has('1m') && (age > 7 * day || (age > 2 * day && step >= 2 * 60_000)) ? '1m' : undefined;
}

/**
 * What InfluxDB has of a query: cAdvisor's series, and the app's own where cAdvisor has none. Filters are applied by
 * us: what is in them never becomes InfluxQL.
 */
export async function readInflux(
  { client, policies, subjectOf }: InfluxReading,
  query: ReadyQuery,
  { step, times }: Buckets,
  now: number,
): Promise<BinnedSeries[]> {
  const [first] = times;
  if (first === undefined) return [];
  const meant = matcherOf(query.filter);
  const names = Array.isArray(query.filter.name) ? query.filter.name : undefined;
  const policy = policyFor(query, step, policies, now);
  const about = {
    ...{ to: first + times.length * step, bucketMs: step, aggregate: query.aggregate },
    ...(policy !== undefined && { policy }),
  };
  const found = new Map<string, BinnedSeries>();
  const put = (
    rows: readonly InfluxRow[],
    whose: (row: InfluxRow['values']) => Subject | undefined,
  ): void => {
    for (const { at, values: row } of rows) {
      const place = Math.round((at - first) / step);
      const value = row['value'];
      if (typeof value !== 'number' || place < 0 || place >= times.length) continue;
      const subject = whose(row);
      if (subject === undefined || !meant(subject)) continue;
      const id = `${subject.kind} ${subject.key}`;
      const one = found.get(id) ?? { subject, values: new Float64Array(times.length).fill(Number.NaN) };
      found.set(id, one);
      one.values[place] = value;
    }
  };
  const own = ownQuery({
    ...{ metric: query.metric, from: first, ...about },
    ...(names !== undefined && { names }),
  });
  put(await client.query(own.text, own.places), subjectOfTags);
  if (query.metric in cadvisorSeries && (query.filter.kind ?? 'container') === 'container') {
    const metric = query.metric as CadvisorMetric;
    // A rate is between two buckets: one more before the first.
    const from = cadvisorSeries[metric].kind === 'counter' ? first - step : first;
    const theirs = cadvisorQuery({
      ...{ metric, from, ...about },
      ...(names !== undefined && { containers: names }),
    });
    put(await client.query(theirs.text, theirs.places), (row) => {
      const name = row['container_name'];
      return typeof name === 'string' ? subjectOf(name) : undefined;
    });
  }
  return [...found.values()];
}
