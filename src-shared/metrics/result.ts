import type { Buckets } from './buckets';
import {
  metrics,
  type Metric,
  type MetricQuery,
  type MetricResult,
  type MetricSeries,
  type Subject,
} from './model';

/** Series of one answer at most; `leftOut` tells of the others. */
const most = 1000;

/** One subject's buckets; NaN: nothing is known. */
export interface BinnedSeries {
  readonly subject: Subject;
  readonly values: Float64Array;
}

export interface ResultParts extends Buckets {
  readonly tier: MetricResult['tier'];
  /** Epoch ms of the newest sample; null: there is none. */
  readonly fresh: number | null;
}

interface Named {
  readonly key: string;
  readonly name: string;
  readonly subject: MetricSeries['subject'];
  readonly values: Float64Array;
}

/** The answer to a query out of every subject's buckets: grouped, the highest kept, by name. */
export function resultOf(
  query: Pick<MetricQuery, 'groupBy' | 'groupAggregate' | 'top'> & { readonly metric: Metric },
  { step, times, tier, fresh }: ResultParts,
  all: readonly BinnedSeries[],
): MetricResult {
  const named =
    query.groupBy === undefined || query.groupBy === 'none' ? all.map(alone) : grouped(query, all);
  const kept = highest(named, Math.min(query.top ?? most, most));
  const cells = kept.length * times.length;
  const known = kept.reduce(
    (sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length,
    0,
  );
  return {
    metric: query.metric,
    unit: metrics[query.metric].unit,
    step,
    times,
    series: kept
      .toSorted((a, b) => compare(a.name, b.name) || compare(a.key, b.key))
      .map(({ values, ...rest }) => ({
        ...rest,
        values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      })),
    tier,
    fresh,
    complete: cells === 0 ? 0 : known / cells,
    leftOut: named.length - kept.length,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function alone({ subject: { key, name, ...subject }, values }: BinnedSeries): Named {
  return { key, name, subject, values };
}

function grouped(
  { groupBy = 'all', groupAggregate = 'sum' }: Pick<MetricQuery, 'groupBy' | 'groupAggregate'>,
  all: readonly BinnedSeries[],
): Named[] {
  const groups = new Map<string, BinnedSeries[]>();
  for (const one of all) {
    const name = groupBy === 'all' || groupBy === 'none' ? '' : (one.subject[groupBy] ?? '');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [one]);
    else group.push(one);
  }
  return [...groups].map(([name, members]) => ({
    key: `${groupBy}:${name}`,
    name,
    subject: common(members.map(({ subject }) => subject)),
    values: joined(
      members.map(({ values }) => values),
      groupAggregate,
    ),
  }));
}

/** What all of a group have alike. */
function common(subjects: readonly Subject[]): MetricSeries['subject'] {
  const same = <F extends 'host' | 'project' | 'service' | 'cluster' | 'image'>(
    field: F,
  ): string | undefined => {
    const first = subjects[0]?.[field];
    return subjects.every((subject) => subject[field] === first) ? first : undefined;
  };
  const fields = (['project', 'service', 'cluster', 'image'] as const).flatMap((field) => {
    const value = same(field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { kind: 'group', host: same('host') ?? '', ...Object.fromEntries(fields) };
}

/** Bucket by bucket over what is known; where no one knows anything, nothing is known. */
function joined(
  series: readonly Float64Array[],
  how: NonNullable<MetricQuery['groupAggregate']>,
): Float64Array {
  const length = series[0]?.length ?? 0;
  const values = new Float64Array(length).fill(Number.NaN);
  for (let i = 0; i < length; i++) {
    let known = 0;
    let total = 0;
    let lowest = Infinity;
    let uppermost = -Infinity;
    for (const one of series) {
      const value = one[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      known++;
      total += value;
      lowest = Math.min(lowest, value);
      uppermost = Math.max(uppermost, value);
    }
    if (known === 0) continue;
    values[i] = { sum: total, avg: total / known, min: lowest, max: uppermost }[how];
  }
  return values;
}

/** Those with the highest mean; of equals the first by name. */
function highest(all: readonly Named[], limit: number): readonly Named[] {
  if (all.length <= limit) return all;
  const ranked = all.map((one) => ({ one, mean: mean(one.values) }));
  ranked.sort((a, b) => b.mean - a.mean || compare(a.one.name, b.one.name));
  return ranked.slice(0, limit).map(({ one }) => one);
}

/** -1 where nothing is known: no metric is below 0. */
function mean(values: Float64Array): number {
  let known = 0;
  let total = 0;
  for (const value of values)
    if (!Number.isNaN(value)) {
      known++;
      total += value;
    }
  return known === 0 ? -1 : total / known;
}
