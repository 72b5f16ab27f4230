import type { MetricSettings } from '@shared/contract';
import { matcherOf } from '@shared/metrics/match';
import {
  kindOf,
  type MetricFilter,
  type MetricQuery,
  type MetricResult,
  type MetricSourceState,
  type Subject,
} from '@shared/metrics/model';
import type { SecretRef } from '@shared/secrets';
import type { SettingsStore } from '../store/settings';
import type { CadvisorServer } from '../clients/cadvisor';
import type { Engines } from '../observe/engines';
import type { MonitoredNode } from '../observe/redis-monitored';
import type { StatsHub } from '../observe/stats-hub';
import { createCollector } from './collector';
import { createCadvisorSource } from './cadvisor-source';
import { engineHost, findCadvisor, findInflux, foundOrAway, type FoundServer } from './discover';
import { createDockerSource, hostName } from './docker-source';
import { createHostSource } from './host-source';
import { placeInside, placeOf, type InfluxPlace } from './influx/place';
import { createInfluxSource } from './influx/source';
import { answer } from './queries';
import { createRedisSource, type RedisSource } from './redis-source';
import { Ring, ringMs } from './ring';
import type { Source } from './source';
import type { MetricStore } from './types';

/** Somebody looks at what was asked for, until so long after the last time, ms. */
const lookMs = 15_000;
/** What shows more than so many is an overview, for which a sample in 10 s does. */
const mostLive = 30;
const sweepMs = 60_000;

export interface MetricServiceOptions {
  readonly engines: Engines;
  readonly hub: StatsHub;
  readonly settings: Pick<SettingsStore, 'get' | 'on'>;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  /** The nodes of known Redis clusters, as they are found now. Throws AppError without an engine. */
  readonly redisNodes: () => Promise<readonly MonitoredNode[]>;
  /** The history on disk; absent: what is in memory is all there is. */
  readonly store?: MetricStore;
  /** Where the history lies, where this process writes it: then InfluxDB is written to, and gaps are filled from it. */
  readonly dataDir?: string;
  readonly log: (error: unknown) => void;
}

export interface MetricService {
  /** Begins to collect, until it is closed. Without, only the history is answered from. */
  collect(): void;
  /** Throws AppError `metrics.bad-regex`. */
  query(queries: readonly MetricQuery[]): Promise<readonly MetricResult[]>;
  /** The same, for ourselves: it does not count as somebody who looks. */
  peek(queries: readonly MetricQuery[]): Promise<readonly MetricResult[]>;
  subjects(from: number, to: number, filter: MetricFilter): Promise<readonly Subject[]>;
  sources(): readonly MetricSourceState[];
  /** A Redis cluster was taken in or let go of. */
  renewRedis(): void;
  close(): Promise<void>;
}

export function createMetricService(options: MetricServiceOptions): MetricService {
  const { engines, hub, settings, resolveSecret, redisNodes, store } = options;
  const ring = new Ring();
  let began = Number.POSITIVE_INFINITY;
  const collector = createCollector();
  collector.onSample((sample) => {
    ring.add(sample);
    store?.append([sample]);
  });
  const sources: Source[] = [];
  let redis: RedisSource | undefined;
  const found: { cadvisor: FoundServer | undefined; influx: InfluxPlace | undefined } = {
    cadvisor: undefined,
    influx: undefined,
  };
  const influx = createInfluxSource({
    place: () => {
      const given = settings.get().metrics.influx;
      return given === null ? found.influx : placeOf(given);
    },
    resolveSecret,
    log: options.log,
    ...(store !== undefined &&
      options.dataDir !== undefined && { history: { store, dataDir: options.dataDir } }),
    mayWrite: () => settings.get().metrics.influxWrite,
    names: async (from, to) => {
      const known = new Map<string, Subject>();
      const all = store === undefined ? [] : await store.subjects(from, to, { kind: 'container' });
      for (const subject of [...all, ...sources.flatMap((source) => source.subjects())])
        if (subject.kind === 'container') known.set(subject.name, subject);
      const host = hostName(engines.state());
      // One of which only InfluxDB knows has no id.
      return (name) => known.get(name) ?? { kind: 'container', key: `name:${name}`, name, host };
    },
  });
  const stops: (() => void)[] = [];

  let influxAt: FoundServer | undefined;
  let inside = '';
  /** An InfluxDB that was found tells by its container's environment how to get into it. */
  const lookInside = async (at: FoundServer | undefined): Promise<void> => {
    const id = JSON.stringify(at ?? null);
    if (id === inside) return;
    inside = id;
    try {
      found.influx = at && placeInside(at.url, (await engines.docker().inside.inspect(at.id)).Config.Env);
    } catch {
      // It is gone again, or the engine is: the next list tells.
      found.influx = undefined;
      inside = '';
    }
    influx.renew();
  };
  /** The time since the history was last written: the app was closed. */
  const closedSince = async (): Promise<void> => {
    if (store === undefined) return;
    const { fresh } = await store.query({
      ...{ metric: 'cpu', from: began - 86_400_000, to: began, buckets: 1 },
      filter: { kind: 'container' },
    });
    influx.gap(fresh ?? began - 3_600_000, began);
  };

  const collect = (): void => {
    if (sources.length > 0) return;
    began = Date.now();
    const docker = createDockerSource(engines, hub, collector);
    const cadvisor = createCadvisorSource({
      docker,
      intake: collector,
      server: () => serverOf(settings.get().metrics.cadvisor ?? found.cadvisor ?? null),
      resolveSecret,
      machineMemory: () => {
        const state = engines.state();
        return state.state === 'connected' ? state.details.memoryBytes : Number.POSITIVE_INFINITY;
      },
    });
    redis = createRedisSource({ engines, intake: collector, nodes: redisNodes });
    const host = createHostSource(
      engines,
      collector,
      (maxAgeMs) => cadvisor.machine(maxAgeMs),
      () => docker.counts(),
    );
    sources.push(docker, cadvisor, host, redis);
    stops.push(
      docker.onList((running, all) => {
        const state = engines.state();
        const host =
          state.state === 'connected' ? engineHost(state.engine.endpoint, state.engine.local) : undefined;
        const before = JSON.stringify(found.cadvisor);
        found.cadvisor = foundOrAway(findCadvisor(running, host), found.cadvisor, all);
        if (JSON.stringify(found.cadvisor) !== before) cadvisor.renew();
        influxAt = foundOrAway(findInflux(running, host), influxAt, all);
        void lookInside(influxAt);
      }),
      engines.onState(awayFrom(engines, (from, to) => influx.gap(from, to))),
      settings.on(() => {
        cadvisor.renew();
        influx.renew();
      }),
    );
    void closedSince().catch(options.log);
    const sweeping = setInterval(() => ring.sweep(Date.now()), sweepMs);
    stops.push(() => clearInterval(sweeping));
  };

  /** A short range that ends now is looked at live: its containers are sampled each second. */
  const look = (query: MetricQuery, result: MetricResult): void => {
    const recent = query.to >= Date.now() - lookMs && query.to - query.from <= ringMs;
    if (!recent || query.source === 'influx') return;
    const meant = matcherOf(query.filter ?? {});
    const kind = kindOf(query.metric);
    const known = sources
      .flatMap((source) => source.subjects())
      .filter((subject) => subject.kind === kind && meant(subject));
    const shown =
      query.top !== undefined && (query.groupBy ?? 'none') === 'none' && result.series.length > 0
        ? new Set(result.series.map(({ key }) => key))
        : new Set(known.map(({ key }) => key));
    if (shown.size > mostLive) return;
    for (const source of sources) source.look(shown, lookMs);
  };

  return {
    collect,
    query: (queries) =>
      Promise.all(
        queries.map(async (query) => {
          const result = await answer(query, { ring, store, influx, since: began, now: Date.now() });
          look(query, result);
          return result;
        }),
      ),
    peek: (queries) =>
      Promise.all(
        queries.map((query) => answer(query, { ring, store, influx, since: began, now: Date.now() })),
      ),
    async subjects(from, to, filter) {
      const meant = matcherOf(filter);
      const found = new Map<string, Subject>();
      const old = store === undefined ? [] : await store.subjects(from, to, filter);
      const now = Date.now() < to ? sources.flatMap((source) => source.subjects()).filter(meant) : [];
      for (const subject of [...old, ...ring.subjects(from, to, meant), ...now])
        found.set(`${subject.kind} ${subject.key}`, subject);
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    },
    sources: () => [
      ...sources.flatMap((source) => source.state() ?? []),
      ...[influx.state()].filter((state) => state !== undefined),
    ],
    renewRedis: () => redis?.renew(),
    async close() {
      influx.close();
      for (const stop of stops) stop();
      for (const source of sources) source.close();
      await store?.close();
    },
  };
}

/** zod's optional fields may hold undefined, a server's may not. */
function serverOf(given: MetricSettings['cadvisor']): CadvisorServer | undefined {
  return given === null ? undefined : (JSON.parse(JSON.stringify(given)) as CadvisorServer);
}

/** Tells of the times in which a connected engine was away. */
function awayFrom(
  engines: Pick<Engines, 'state'>,
  tell: (from: number, to: number) => void,
): (state: ReturnType<Engines['state']>) => void {
  let since = engines.state().state === 'connected' ? undefined : Date.now();
  return ({ state }) => {
    if (state !== 'connected') since ??= Date.now();
    else if (since !== undefined) {
      tell(since, Date.now());
      since = undefined;
    }
  };
}
