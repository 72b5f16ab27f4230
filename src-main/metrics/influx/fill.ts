import { bucketsAt } from '@shared/metrics/buckets';
import { oomMark } from '@shared/metrics/docker-marks';
import { cadvisorSeries, type CadvisorMetric } from '@shared/metrics/influx-cadvisor';
import { oomQuery, subjectOfTags } from '@shared/metrics/influx-own';
import { metricQuerySchema, type Metric, type Sample, type Subject } from '@shared/metrics/model';
import type { MetricStore } from '../types';
import { readInflux, type InfluxReading } from './read';

const slot = 10_000;
/** So much at a time, ms: a day of a hundred containers at once would hold up everything else. */
const piece = 30 * 60_000;
const kinds = Object.keys(cadvisorSeries) as CadvisorMetric[];

/**
 * Fills what the history lacks of a range with what cAdvisor wrote to InfluxDB meanwhile: the time in which the app
 * was closed, or without its engine. Only slots of which nothing is known of a name are filled, so that it may be done
 * again. Gives the number of samples.
 */
export async function fillGaps(
  reading: InfluxReading,
  store: MetricStore,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<number> {
  let filled = 0;
  for (let start = Math.ceil(from / slot) * slot; start < to - slot; start += piece) {
    const end = Math.min(start + piece, Math.floor(to / slot) * slot);
    if (end <= start) break;
    const samples = await missing(reading, store, start, end);
    store.append(samples);
    filled += samples.length;
  }
  return filled;
}

async function missing(
  reading: InfluxReading,
  store: MetricStore,
  from: number,
  to: number,
): Promise<readonly Sample[]> {
  const buckets = bucketsAt({ from, to }, slot);
  const found = new Map<string, { subject: Subject; at: number; values: Partial<Record<Metric, number>> }>();
  for (const metric of kinds) {
    const query = metricQuerySchema.parse({
      ...{ metric, from, to, buckets: buckets.times.length, filter: { kind: 'container' } },
    });
    const theirs = await readInflux(reading, query, buckets, Date.now());
    if (theirs.length === 0) continue;
    const own = new Map<string, readonly (number | null)[][]>();
    for (const { name, values } of (await store.query(query)).series)
      own.set(name, [...(own.get(name) ?? []), [...values]]);
    for (const { subject, values } of theirs)
      values.forEach((value, i) => {
        if (Number.isNaN(value) || own.get(subject.name)?.some((one) => one[i] != null) === true) return;
        // In the middle of its slot, so that it falls into no other.
        const at = (buckets.times[i] ?? 0) + slot / 2;
        const id = `${subject.key} ${String(at)}`;
        const sample = found.get(id) ?? { subject, at, values: {} };
        sample.values[metric] = value;
        found.set(id, sample);
      });
  }
  return [...found.values()].map((sample) => ({ ...sample, period: slot }));
}

/**
 * Takes over what InfluxDB knows of processes that were killed for lack of memory: another computer may have written
 * it, or this one before its history was lost. What the history has itself stays as it is.
 */
export async function fillOoms(
  { client }: Pick<InfluxReading, 'client'>,
  store: MetricStore,
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  const { text, places } = oomQuery(range);
  const rows = await client.query(text, places);
  if (rows.length === 0) return;
  const known = new Set(
    (await store.marks(range.from, range.to, {}))
      .filter(({ kind }) => kind === 'oom')
      .map(({ at, subject }) => `${subject?.key ?? ''} ${String(at)}`),
  );
  const marks = rows.flatMap(({ at, values }) => {
    const subject = subjectOfTags(values);
    return subject === undefined || known.has(`${subject.key} ${String(at)}`) ? [] : [oomMark(subject, at)];
  });
  if (marks.length > 0) await store.mark(marks);
}
