import { bucketsOf, type Buckets } from '@shared/metrics/buckets';
import { matcherOf } from '@shared/metrics/match';
import {
  metricQuerySchema,
  type MetricFilter,
  type MetricQuery,
  type MetricResult,
} from '@shared/metrics/model';
import { resultOf, type BinnedSeries } from '@shared/metrics/result';
import type { SqlDatabase } from '../../clients/sqlite';
import { SlotBins } from './bins';
import { decode } from './columns';
import type { Head } from './head';
import type { Known, Subjects } from './subjects';
import { fine, grace, hour, tiers, type Tier } from './tiers';

/** What a query reads. */
export interface Source {
  readonly database: SqlDatabase;
  readonly metricIds: ReadonlyMap<string, number>;
  readonly subjects: Subjects;
  readonly head: Head;
}

/** Below this many, each series is looked up by itself; above, all of a chunk are read in a row. */
const few = 40;

/**
 * The answer to a query. Read from the coarsest tier whose slots make up the buckets: it is the least to read and says
 * the same, for means are weighted. What is not in chunks yet comes from the head.
 */
export function readQuery(source: Source, given: MetricQuery, now: number): MetricResult {
  const query = metricQuerySchema.parse(given);
  const { tier, buckets, slot, wide } = planRead(query, now);
  const wanted = selected(source.subjects, query.from, query.to, query.filter);
  const metric = source.metricIds.get(query.metric);
  const first = buckets.times[0] ?? query.from;
  const end = first + buckets.times.length * buckets.step;
  const make = (): SlotBins => new SlotBins(buckets.times.length, slot, wide, query.aggregate);
  const bins = new Map<number, SlotBins>();
  if (metric !== undefined && wanted.size > 0 && buckets.times.length > 0) {
    const binsOf = (subject: number): SlotBins => {
      const known = bins.get(subject);
      if (known !== undefined) return known;
      const fresh = make();
      bins.set(subject, fresh);
      return fresh;
    };
    for (let start = Math.floor(first / tier.span) * tier.span; start < end; start += tier.span)
      for (const { subject, data } of chunksOf(source.database, tier, metric, start, wanted)) {
        const piece = decode(data, tier.slots);
        if (piece !== undefined) binsOf(subject).add(piece, start / tier.step + piece.start);
      }
    const per = tier.step / fine.step;
    for (const begin of source.head.hours()) {
      if (begin >= end || begin + hour <= first) continue;
      for (const subject of wanted.keys()) {
        const columns = source.head.of(begin, subject, metric);
        if (columns !== undefined) binsOf(subject).add(columns, begin / fine.step, per);
      }
    }
  }
  const series: BinnedSeries[] = [];
  let fresh: number | null = null;
  for (const [id, one] of bins) {
    const known = wanted.get(id);
    if (known === undefined || !one.any) continue;
    fresh = Math.max(fresh ?? 0, known.last);
    series.push({ subject: known.subject, values: one.values(buckets.step === fine.step) });
  }
  return resultOf(query, { ...buckets, tier: tier.name, fresh }, series);
}

/** The tier to read, the buckets to fill, and those in slots of the tier: the first one's number, and how many each. */
export function planRead(
  query: { readonly from: number; readonly to: number; readonly buckets: number },
  now: number,
): { readonly tier: Tier; readonly buckets: Buckets; readonly slot: number; readonly wide: number } {
  // “The last 24 hours” are asked for a moment after they were.
  const held = tiers.filter((tier) => query.from >= now - tier.keep - grace);
  const [finest = fine] = held.length > 0 ? held : tiers.slice(-1);
  const buckets = bucketsOf(query, finest.step);
  const { step } = buckets;
  // A single bucket is the range itself, on no border: of enough slots, those at its ends matter little.
  const fits = (tier: Tier): boolean =>
    query.buckets === 1 ? step >= 60 * tier.step : step % tier.step === 0;
  const tier = tiers.findLast((one) => one.id >= finest.id && fits(one)) ?? finest;
  const slot = Math.round((buckets.times[0] ?? 0) / tier.step);
  return { tier, buckets, slot, wide: Math.max(1, Math.round(step / tier.step)) };
}

/** Those that have samples in the range and are meant by the filter, by their number. */
export function selected(
  subjects: Subjects,
  from: number,
  to: number,
  filter: MetricFilter,
): ReadonlyMap<number, Known> {
  const fits = matcherOf(filter);
  const wanted = new Map<number, Known>();
  for (const known of subjects.all())
    if (known.first < to && known.last >= from && fits(known.subject)) wanted.set(known.id, known);
  return wanted;
}

interface ChunkRow {
  readonly subject: number;
  readonly data: Uint8Array;
}

function chunksOf(
  database: SqlDatabase,
  tier: Tier,
  metric: number,
  start: number,
  wanted: ReadonlyMap<number, Known>,
): readonly ChunkRow[] {
  if (wanted.size > few)
    return database
      .prepare('SELECT subject, data FROM chunk WHERE tier = ? AND metric = ? AND start = ?')
      .all<ChunkRow>(tier.id, metric, start)
      .filter(({ subject }) => wanted.has(subject));
  const one = database.prepare(
    'SELECT data FROM chunk WHERE tier = ? AND metric = ? AND start = ? AND subject = ?',
  );
  return [...wanted.keys()].flatMap((subject) => {
    const row = one.get<{ data: Uint8Array }>(tier.id, metric, start, subject);
    return row === undefined ? [] : [{ subject, data: row.data }];
  });
}
