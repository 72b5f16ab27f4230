import { join } from 'node:path';
import { z } from 'zod';
import { ownMeasurement, tagsOf } from '@shared/metrics/influx-own';
import { metricNames, type Metric, type Subject } from '@shared/metrics/model';
import type { InfluxPoint } from '../../clients/influx';
import { loadJson, writeAtomic } from '../../store/files';
import type { MetricStore } from '../types';

const slot = 10_000;
const hour = 3_600_000;
/** Slots are written when what comes late has come, ms. */
const lag = 30_000;
/** What waits longer InfluxDB's own retention would drop. */
const longest = 7 * 24 * hour;
/** One piece of what waits, ms. */
const piece = 10 * 60_000;
/** Where cAdvisor writes as well and failed, it dropped what it had gathered for so long, ms. */
const cadvisorBuffer = 90_000;
/** Subjects asked for at a time: an answer holds a thousand. */
const subjectsAtOnce = 900;
const pointsAtOnce = 5000;
/** How often it is put on disk how far it came, ms: after a crash so much is written once more. */
const keepEvery = 60_000;

/** What cAdvisor's own driver writes to InfluxDB. */
const cadvisors: ReadonlySet<Metric> = new Set(['cpu', 'memory', 'received', 'sent']);

const cursorsSchema = z.record(z.string().max(2000), z.number().min(0).max(8.64e15));

export interface Outbox {
  /**
   * Writes what is in the history and not in InfluxDB yet, oldest first. What fails stays where it is: in the history.
   * Points carry the begin of their slot, so that a piece that is written once more takes its own place.
   *
   * @param partly cAdvisor writes its part itself
   */
  write(
    send: (points: readonly InfluxPoint[]) => Promise<void>,
    partly: boolean,
    signal: AbortSignal,
  ): Promise<void>;
  /** The server is away: cAdvisor loses what it wrote just before and what it writes until it is back. */
  lost(): Promise<void>;
  /** Samples that wait, about; 0 where only the newest do. */
  waiting(): number;
  /** Subjects of the last piece. */
  readonly subjects: number;
  /** Epoch ms until which all is written. */
  readonly until: number;
}

/** What is still to be written to one server. @param server names it in the file that remembers how far it came */
export function createOutbox(
  store: MetricStore,
  { dataDir, server, now = Date.now }: { dataDir: string; server: string; now?: () => number },
): Outbox {
  const path = join(dataDir, 'metrics', 'influx.json');
  const aligned = (at: number): number => Math.floor(at / slot) * slot;
  const cursors = (): z.output<typeof cursorsSchema> => loadJson(path, cursorsSchema, {}).value;
  // A clock that was ahead when this was written must not keep back what comes until then.
  let until = Math.min(cursors()[server] ?? aligned(now() - lag), aligned(now()));
  let subjects = 0;
  // Nobody wrote for a while: the server may have been away, of which nobody has told.
  const away = until < now() - cadvisorBuffer;
  if (away) until = Math.max(0, aligned(until - cadvisorBuffer));
  /** Until then everything is written, though cAdvisor writes as well: it may have lost its part. */
  let wholeUntil = away ? now() + cadvisorBuffer : 0;
  let failing = false;
  let kept = 0;

  const keep = async (atMost = 0): Promise<void> => {
    if (now() - kept < atMost) return;
    kept = now();
    await writeAtomic(path, `${JSON.stringify({ ...cursors(), [server]: until }, null, 2)}\n`);
  };
  const failed = async (): Promise<void> => {
    if (failing) return;
    failing = true;
    until = aligned(until - cadvisorBuffer);
    await keep();
  };

  return {
    async write(send, partly, signal) {
      const ended = (): boolean => signal.aborted;
      until = Math.max(until, aligned(now() - longest));
      for (;;) {
        const end = Math.min(aligned(now() - lag), until + piece);
        if (end <= until || ended()) return;
        try {
          const whole = !partly || failing || until < wholeUntil;
          const names = whole ? metricNames : metricNames.filter((name) => !cadvisors.has(name));
          const points = await pointsOf(store, until, end, names);
          subjects = points.subjects;
          for (let i = 0; i < points.all.length && !ended(); i += pointsAtOnce)
            await send(points.all.slice(i, i + pointsAtOnce));
          if (ended()) return;
        } catch (error) {
          await failed();
          throw error;
        }
        if (failing) wholeUntil = now() + cadvisorBuffer;
        failing = false;
        until = end;
        await keep(keepEvery);
      }
    },
    lost: failed,
    waiting() {
      const slots = Math.floor((aligned(now() - lag) - until) / slot);
      return slots <= 6 ? 0 : slots * Math.max(1, subjects);
    },
    get subjects() {
      return subjects;
    },
    get until() {
      return until;
    },
  };
}

async function pointsOf(
  store: MetricStore,
  from: number,
  to: number,
  names: readonly Metric[],
): Promise<{ readonly all: readonly InfluxPoint[]; readonly subjects: number }> {
  const known = await store.subjects(from, to, {});
  const all: InfluxPoint[] = [];
  for (let first = 0; first < known.length; first += subjectsAtOnce) {
    const some = known.slice(first, first + subjectsAtOnce);
    const filter = known.length <= subjectsAtOnce ? {} : { key: some.map(({ key }) => key) };
    for (const metric of names) {
      const buckets = Math.ceil((to - from) / slot);
      const { times, series } = await store.query({ metric, filter, from, to, buckets });
      for (const { key, name, subject, values } of series) {
        const tags = tagsOf({ ...subject, key, name } as Subject);
        values.forEach((value, i) => {
          const at = times[i] ?? 0;
          if (value !== null && at >= from && at < to)
            all.push({ measurement: ownMeasurement(metric), tags, value, at });
        });
      }
    }
  }
  const marks = await store.marks(from, to, {});
  for (const { kind, at, subject } of marks) {
    if (kind !== 'oom' || subject === undefined || at < from || at >= to) continue;
    const { key, name } = subject;
    const tags = tagsOf(known.find((each) => each.key === key) ?? { kind: 'container', key, name, host: '' });
    all.push({ measurement: ownMeasurement('oom'), tags, value: 1, at });
  }
  return { all, subjects: known.length };
}
