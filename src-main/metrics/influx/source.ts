import { toErrorInfo, type ErrorInfo } from '@shared/errors';
import type { MetricSourceState, Subject } from '@shared/metrics/model';
import type { BinnedSeries } from '@shared/metrics/result';
import type { Buckets } from '@shared/metrics/buckets';
import type { SecretRef } from '@shared/secrets';
import { openInflux, type InfluxClient } from '../../clients/influx';
import { plainUrl } from '../cadvisor-source';
import { unexpected } from '../docker-source';
import type { ReadyQuery } from '../queries';
import type { MetricStore } from '../types';
import { fillGaps, fillOoms } from './fill';
import { createOutbox, type Outbox } from './outbox';
import { secretIn, type InfluxPlace } from './place';
import { readInflux, type InfluxReading } from './read';

const everyMs = 10_000;
/** What cAdvisor's driver gathers before it writes comes this late, ms. */
const againMs = 120_000;
/** The history takes nothing older, ms. */
const longestGap = 23 * 3_600_000;
/** So many wait to be filled. */
const mostGaps = 100;

export interface InfluxDeps {
  /** Where it is: what the settings say, else one that was found; undefined: there is none. */
  readonly place: () => InfluxPlace | undefined;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  /** The history that is written from, and filled; absent: it is only read. */
  readonly history?: { readonly store: MetricStore; readonly dataDir: string };
  readonly mayWrite: () => boolean;
  readonly log: (error: unknown) => void;
  /** Whose numbers a container's name stands for in a range. */
  readonly names: (from: number, to: number) => Promise<(name: string) => Subject>;
}

export interface InfluxSource {
  /** Where it is may have changed. */
  renew(): void;
  /** What it has; throws AppError `influx.…`. undefined: there is none. */
  query(query: ReadyQuery, buckets: Buckets): Promise<BinnedSeries[] | undefined>;
  /** Whether it answered last time. */
  readonly fine: boolean;
  /** Of this time the history may lack something: it is filled from what cAdvisor wrote meanwhile. */
  gap(from: number, to: number): void;
  state(): MetricSourceState | undefined;
  close(): void;
}

interface Open {
  readonly place: InfluxPlace;
  readonly read: InfluxClient;
  readonly write: InfluxClient;
  readonly outbox: Outbox | undefined;
  readonly policies: readonly string[];
}

/** InfluxDB 1.x beside the history on disk: read, written to, and a source for what was missed. */
export function createInfluxSource(deps: InfluxDeps): InfluxSource {
  const gaps: { from: number; to: number; due: number }[] = [];
  const abort = new AbortController();
  let open: Open | undefined;
  let opening: { readonly key: string; readonly done: Promise<Open | undefined> } | undefined;
  let failure: ErrorInfo | undefined;
  /** The place that all of this is about. */
  let tried = keyOf(undefined);
  let fresh: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;

  const opened = (): Promise<Open | undefined> => {
    const place = deps.place();
    const key = keyOf(place);
    if (opening?.key === key) return opening.done;
    tried = key;
    open = undefined;
    fresh = null;
    failure = undefined;
    const done = place === undefined ? Promise.resolve(undefined) : openAt(place, deps);
    const mine = { key, done };
    opening = mine;
    done.then(
      (now) => (opening === mine ? (open = now) : undefined),
      () => (opening === mine ? (opening = undefined) : undefined),
    );
    return done;
  };
  const reading = async ({ read, policies }: Open, from: number, to: number): Promise<InfluxReading> => ({
    ...{ client: read, policies, subjectOf: await deps.names(from, to) },
  });

  const round = async (): Promise<void> => {
    const mine = ++newest;
    clearTimeout(timer);
    try {
      const now = await opened();
      if (now !== undefined) {
        const theirs = await cadvisorWrites(now.read);
        if (theirs !== null) fresh = Math.max(fresh ?? 0, theirs);
        const { outbox } = now;
        if (outbox !== undefined && deps.mayWrite()) {
          const partly = theirs !== null && theirs > Date.now() - againMs;
          await outbox.write((points) => now.write.write(points), partly, abort.signal);
          fresh = Math.max(fresh ?? 0, outbox.until);
        }
        await fill(now);
        failure = undefined;
      }
    } catch (error) {
      failure = toErrorInfo(error, unexpected);
      await open?.outbox?.lost().catch(deps.log);
    }
    if (abort.signal.aborted || mine !== newest) return;
    timer = setTimeout(() => void round(), everyMs);
  };

  const fill = async (now: Open): Promise<void> => {
    if (deps.history === undefined) return;
    for (const gap of [...gaps]) {
      if (gap.due > Date.now()) continue;
      gaps.splice(gaps.indexOf(gap), 1);
      try {
        const there = await reading(now, gap.from, gap.to);
        await fillGaps(there, deps.history.store, gap);
        await fillOoms(there, deps.history.store, gap);
      } catch (error) {
        gaps.push(gap);
        throw error;
      }
    }
  };

  timer = setTimeout(() => void round(), 1000);
  return {
    renew() {
      clearTimeout(timer);
      timer = setTimeout(() => void round(), 100);
    },
    async query(query, buckets) {
      const now = await opened();
      if (now === undefined) return undefined;
      return readInflux(await reading(now, query.from, query.to), query, buckets, Date.now());
    },
    get fine() {
      return open !== undefined && failure === undefined;
    },
    gap(from, to) {
      const begin = Math.max(from, to - longestGap);
      gaps.push({ from: begin, to, due: 0 }, { from: begin, to, due: Date.now() + againMs });
      // Nobody may ever come who could fill them.
      gaps.splice(0, gaps.length - mostGaps);
    },
    state: (): MetricSourceState | undefined => {
      const place = deps.place();
      if (place === undefined) return undefined;
      const waiting = open?.outbox?.waiting() ?? 0;
      const base = {
        ...{ id: 'influx', kind: 'influx' as const, fresh, subjects: open?.outbox?.subjects ?? 0 },
        where: `${plainUrl(place.read.url)} ${place.read.database}`,
        ...(waiting > 0 && { waiting }),
      };
      // It was just set to another place.
      if (tried !== keyOf(place)) return { ...base, fresh: null, state: 'off' };
      if (failure !== undefined) return { ...base, state: 'gone', error: failure };
      if (open === undefined) return { ...base, state: 'off' };
      const late = waiting > 0 || (fresh !== null && fresh < Date.now() - againMs);
      return { ...base, state: late ? 'late' : 'fine' };
    },
    close() {
      abort.abort();
      clearTimeout(timer);
    },
  };
}

const keyOf = (place: InfluxPlace | undefined): string => JSON.stringify(place ?? null);

/** Connects; the database is made where there is none and we may. */
async function openAt(place: InfluxPlace, deps: InfluxDeps): Promise<Open> {
  const { history } = deps;
  const resolve = secretIn(place, deps.resolveSecret);
  const [read, write] = [await openInflux(place.read, resolve), await openInflux(place.write, resolve)];
  let policies = await read.policies();
  if (policies === undefined && history !== undefined && deps.mayWrite()) {
    await write.setUp();
    policies = await read.policies();
  }
  const server = `${plainUrl(place.write.url)} ${place.write.database}`;
  const outbox = history && createOutbox(history.store, { dataDir: history.dataDir, server });
  return { place, read, write, outbox, policies: policies ?? [] };
}

/** Epoch ms of the newest sample that cAdvisor's driver wrote within some minutes; null: there is none. */
async function cadvisorWrites(client: InfluxClient): Promise<number | null> {
  const rows = await client.query(
    `SELECT last("value") AS "value" FROM "cpu_usage_total" WHERE time > now() - 10m`,
  );
  return rows[0]?.at ?? null;
}
