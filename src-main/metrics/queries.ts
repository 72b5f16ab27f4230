import { bucketsAt, bucketsOf, type Buckets } from '@shared/metrics/buckets';
import { matcherOf } from '@shared/metrics/match';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { metricQuerySchema, type MetricQuery, type MetricResult } from '@shared/metrics/model';
import { resultOf, type BinnedSeries } from '@shared/metrics/result';
import { influxBuckets } from './influx/read';
import type { InfluxSource } from './influx/source';
import { ringMs, type Ring } from './ring';
import { slowMs } from './sampler';
import type { MetricStore } from './types';

export type ReadyQuery = ReturnType<typeof metricQuerySchema.parse>;

/**
 * Answers a query out of memory where it reaches back far enough, else from disk with the newest out of memory:
 * what was measured last is not on disk yet.
 *
 * @param since epoch ms from which on memory has everything
 */
export async function answer(
  input: MetricQuery,
  { ring, store, influx, since, now }: Answerers,
): Promise<MetricResult> {
  const query = metricQuerySchema.parse(input);
  if (query.source === 'influx') return fromInflux(query, influx);
  const start = Math.max(since, now - ringMs);
  if (store === undefined || query.from >= Math.max(since, now - ringMs - onTheWayMs))
    return fromMemory(query, ring);
  const { top: _top, ...each } = query;
  const old = await store.query({ ...each, groupBy: 'none' });
  // The whole history began a moment ago: memory has all of it, and each second.
  if (query.from >= now - ringMs - onTheWayMs && !knowsBefore(old, since)) return fromMemory(query, ring);
  const buckets = query.buckets === 1 ? { step: old.step, times: old.times } : bucketsAt(query, old.step);
  const fresh = Math.max(old.fresh ?? 0, ring.fresh ?? 0);
  const own = merged(fromDisk(old), fromRing(ring, query, buckets, start));
  const parts = { ...buckets, tier: old.tier, fresh: fresh === 0 ? null : fresh };
  if (query.source === 'own' || influx?.fine !== true || !beginsLate(own, buckets))
    return resultOf(query, parts, own);
  // The history does not reach back so far: InfluxDB may. That it cannot be asked is told by its own state.
  const more = await influx.query(query, buckets).catch(() => undefined);
  return resultOf(query, parts, merged(own, more ?? []));
}

/** A range of as long as memory reaches was that by the time it was asked for, not when it is answered. */
const onTheWayMs = 5000;

function fromMemory(query: ReadyQuery, ring: Ring): MetricResult {
  const buckets = bucketsOf(query, query.to - query.from <= ringMs ? 1000 : slowMs);
  return resultOf(
    query,
    { ...buckets, tier: 'memory', fresh: ring.fresh },
    fromRing(ring, query, buckets, 0),
  );
}

/** Whether anything was measured in a bucket that was over by then. */
function knowsBefore({ times, step, series }: MetricResult, then: number): boolean {
  return series.some(({ values }) =>
    values.some((value, i) => value !== null && (times[i] ?? then) + step <= then),
  );
}

interface Answerers {
  readonly ring: Ring;
  readonly store: MetricStore | undefined;
  readonly influx?: Pick<InfluxSource, 'query' | 'fine'> | undefined;
  readonly since: number;
  readonly now: number;
}

async function fromInflux(query: ReadyQuery, influx: Answerers['influx']): Promise<MetricResult> {
  const buckets = influxBuckets(query);
  const series = await influx?.query(query, buckets);
  if (series === undefined)
    throw new AppError({
      code: 'influx.none',
      doing: msg('metrics.doing.query'),
      what: msg('influx.none'),
      hint: msg('influx.none.hint'),
    });
  const newest = Math.max(
    0,
    ...series.map(({ values }) => buckets.times[values.findLastIndex((value) => !Number.isNaN(value))] ?? 0),
  );
  return resultOf(query, { ...buckets, tier: 'influx', fresh: newest === 0 ? null : newest }, series);
}

/** Whether nothing at all is known of a range's first tenth, and of more than ten minutes. */
function beginsLate(own: readonly BinnedSeries[], { step, times }: Buckets): boolean {
  const tenth = Math.ceil(times.length / 10);
  if (tenth * step < 10 * 60_000) return false;
  return own.every(({ values }) => values.subarray(0, tenth).every((value) => Number.isNaN(value)));
}

function fromRing(ring: Ring, query: ReadyQuery, buckets: Buckets, since: number): BinnedSeries[] {
  return ring.query(
    { metric: query.metric, aggregate: query.aggregate, since },
    buckets,
    matcherOf(query.filter),
  );
}

function fromDisk({ series }: MetricResult): BinnedSeries[] {
  return series.flatMap(({ key, name, subject, values }) => {
    const { kind } = subject;
    if (kind === 'group') return [];
    return [
      {
        subject: { ...subject, kind, key, name },
        values: Float64Array.from(values, (value) => value ?? Number.NaN),
      },
    ];
  });
}

/** Disk's buckets, and memory's where disk has none. A bucket that both know of holds more on disk, but for the last. */
function merged(disk: readonly BinnedSeries[], memory: readonly BinnedSeries[]): BinnedSeries[] {
  const all = new Map(disk.map((one) => [`${one.subject.kind} ${one.subject.key}`, one]));
  for (const one of memory) {
    const id = `${one.subject.kind} ${one.subject.key}`;
    const old = all.get(id);
    if (old === undefined) all.set(id, one);
    else
      all.set(id, {
        subject: one.subject,
        values: old.values.map((value, i) => (Number.isNaN(value) ? (one.values[i] ?? Number.NaN) : value)),
      });
  }
  return [...all.values()];
}
