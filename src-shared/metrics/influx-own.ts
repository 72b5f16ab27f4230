import { functionOf, oneOfOurs, policyName, rangeOf, type InfluxQuery } from './influx-query';
import { influxName, untag } from './influx-setup';
import { subjectKinds, type Aggregate, type Metric, type Subject } from './model';

/*
 * What the app writes to InfluxDB: a measurement a metric, one field `value` in the metric's unit (rates computed), a
 * point a subject and slot of 10 s. `container_name` is the tag of cAdvisor's driver, so that both can stand in one
 * panel of Grafana.
 */

export const ownMeasurement = (metric: Metric | 'oom'): string => `flotilla_${metric}`;

/** Tags of ours and the subject's fields that they hold. */
const fields = {
  key: 'key',
  container_name: 'name',
  kind: 'kind',
  host: 'host',
  project: 'project',
  service: 'service',
  cluster: 'cluster',
  image: 'image',
} as const satisfies Record<string, keyof Subject>;
const tagNames = Object.keys(fields) as (keyof typeof fields)[];

export function tagsOf(subject: Subject): Record<string, string> {
  return Object.fromEntries(
    tagNames.flatMap((name) => {
      const value = subject[fields[name]];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** The subject of a row; undefined: the tags are none of ours. */
export function subjectOfTags(row: Readonly<Record<string, unknown>>): Subject | undefined {
  const read = (name: string): string | undefined => {
    const value = row[name];
    return typeof value === 'string' && value !== '' ? untag(value) : undefined;
  };
  const kind = subjectKinds.find((each) => each === read('kind'));
  const key = read('key');
  if (kind === undefined || key === undefined) return undefined;
  const others = (['project', 'service', 'cluster', 'image'] as const).flatMap((name) => {
    const value = read(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...{ kind, key, name: read('container_name') ?? key, host: read('host') ?? '' },
    ...Object.fromEntries(others),
  };
}

export interface OwnQuery {
  readonly metric: Metric;
  readonly aggregate: Aggregate;
  readonly names?: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
  /** A rollup to read, with its fields of the highest and lowest; absent: the default policy. */
  readonly policy?: string;
}

export function ownQuery(query: OwnQuery): InfluxQuery {
  const { text: range, group } = rangeOf(query);
  const { aggregate, policy } = query;
  const field = policy !== undefined && (aggregate === 'max' || aggregate === 'min') ? aggregate : 'value';
  const only = oneOfOurs('container_name', query.names);
  return {
    text:
      `SELECT ${functionOf[aggregate]}(${influxName(field)}) AS "value"` +
      ` FROM ${policyName(policy)}${influxName(ownMeasurement(query.metric))} WHERE ${range}${only.text}` +
      ` GROUP BY ${group}, ${tagNames.map((name) => influxName(name)).join(', ')} fill(none)`,
    places: only.places,
  };
}

/** Of processes that were killed for lack of memory: a point each, with its tags. From `from` to before `to`. */
export function oomQuery({ from, to }: { readonly from: number; readonly to: number }): InfluxQuery {
  const columns = ['value', ...tagNames].map((name) => influxName(name)).join(', ');
  const range = `time >= ${String(Math.trunc(from))}ms AND time < ${String(Math.trunc(to))}ms`;
  return {
    text: `SELECT ${columns} FROM ${influxName(ownMeasurement('oom'))} WHERE ${range}`,
    places: {},
  };
}
