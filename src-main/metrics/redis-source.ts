import { performance } from 'node:perf_hooks';
import { toErrorInfo, type ErrorInfo } from '@shared/errors';
import type { MetricSourceState, Subject } from '@shared/metrics/model';
import { redisReading, type RedisAnswer } from '@shared/metrics/redis-reading';
import type { Engines } from '../observe/engines';
import type { MonitoredNode } from '../observe/redis-monitored';
import { hostName, unexpected } from './docker-source';
import { liveMs, slowMs } from './sampler';
import type { Intake, Source } from './source';

/** ms between two looks at which nodes there are, where nothing tells of a change; and at the least. */
const searchMs = 60_000;
const pauseMs = 5000;
/** A new cluster is sampled each second for so long, so that there is a rate to show soon. */
const beginMs = 2500;

export interface RedisSourceDeps {
  readonly engines: Pick<Engines, 'state' | 'onState' | 'onChange'>;
  readonly intake: Intake;
  /** The nodes of the clusters that are known, as they are found now. Throws AppError without an engine. */
  readonly nodes: () => Promise<readonly MonitoredNode[]>;
}

export interface RedisSource extends Source {
  /** A cluster was taken in or let go of. */
  renew(): void;
}

interface Entry {
  readonly node: MonitoredNode;
  readonly subject: Subject;
}

interface Cluster {
  /** By the subject's key. */
  entries: ReadonlyMap<string, Entry>;
  timer?: NodeJS.Timeout;
  liveUntil: number;
  asking: boolean;
  /** Nodes that did not answer: why, and when (monotonic ms) they are asked again. */
  readonly resting: Map<string, { readonly until: number; readonly error: ErrorInfo }>;
}

/**
 * The nodes of known Redis clusters, by INFO. All nodes of a cluster are asked at the same moment: a replica's lag is the
 * difference of two answers.
 */
export function createRedisSource({ engines, intake, nodes }: RedisSourceDeps): RedisSource {
  const clusters = new Map<string, Cluster>();
  const abort = new AbortController();
  let fresh: number | null = null;
  /** Why it is not known which nodes there are. */
  let failure: ErrorInfo | undefined;
  let searching = false;
  let again = false;
  let searched = -Infinity;
  let rest = searchMs;
  let timer: NodeJS.Timeout | undefined;

  const ask = async (cluster: Cluster, key: string, { node }: Entry): Promise<RedisAnswer> => {
    const { address } = node;
    if (!node.running || (cluster.resting.get(key)?.until ?? 0) > performance.now()) return { address };
    try {
      const info = await node.info(abort.signal);
      cluster.resting.delete(key);
      return { address, info };
    } catch (error) {
      // Not each second: a node that is gone makes all others wait.
      cluster.resting.set(key, { until: performance.now() + slowMs, error: toErrorInfo(error, unexpected) });
      return { address };
    }
  };

  const sample = async (cluster: Cluster): Promise<void> => {
    const expected = cluster.liveUntil > performance.now() ? liveMs : slowMs;
    const answers = await Promise.all(
      [...cluster.entries].map(async ([key, entry]) => {
        const asked = performance.now();
        const answer = await ask(cluster, key, entry);
        return { ...answer, key, asked, heard: performance.now(), at: Date.now() };
      }),
    );
    if (abort.signal.aborted) return;
    for (const answer of answers) {
      const entry = cluster.entries.get(answer.key);
      const measured = redisReading(answer, answers);
      if (entry === undefined || measured === undefined) continue;
      const { asked, heard, at } = answer;
      intake.take(entry.subject, { at, asked, heard, expected, ...measured });
      fresh = Math.max(fresh ?? 0, at);
    }
  };

  const round = async (cluster: Cluster): Promise<void> => {
    if (cluster.asking) return;
    cluster.asking = true;
    try {
      await sample(cluster);
    } finally {
      cluster.asking = false;
      next(cluster);
    }
  };
  const next = (cluster: Cluster): void => {
    clearTimeout(cluster.timer);
    if (abort.signal.aborted || cluster.entries.size === 0) return;
    // On the beat of the clock, so that samples fall into buckets evenly.
    const period = cluster.liveUntil > performance.now() ? liveMs : slowMs;
    cluster.timer = setTimeout(() => void round(cluster), period - (Date.now() % period));
  };

  const take = (found: readonly MonitoredNode[]): void => {
    const host = hostName(engines.state());
    const now = new Map<string, Map<string, Entry>>();
    for (const node of found) {
      const subject = subjectOf(node, host);
      const entries = now.get(node.cluster) ?? new Map<string, Entry>();
      now.set(node.cluster, entries.set(subject.key, { node, subject }));
    }
    for (const [name, cluster] of clusters) {
      const entries = now.get(name) ?? new Map<string, Entry>();
      for (const [key, { subject }] of cluster.entries) if (!entries.has(key)) intake.forget(subject);
      cluster.entries = entries;
      if (entries.size > 0) continue;
      clearTimeout(cluster.timer);
      clusters.delete(name);
    }
    for (const [name, entries] of now) {
      if (clusters.has(name)) continue;
      const liveUntil = performance.now() + beginMs;
      const cluster: Cluster = { entries, liveUntil, asking: false, resting: new Map() };
      clusters.set(name, cluster);
      void round(cluster);
    }
  };

  /** Looks which nodes there are; one look at a time, and once more where something happened meanwhile. */
  const search = async (): Promise<void> => {
    again = true;
    if (searching) return;
    searching = true;
    clearTimeout(timer);
    while (again) {
      again = false;
      searched = performance.now();
      try {
        const { state } = engines.state();
        // While the engine is away its containers may run on.
        if (state === 'unreachable') continue;
        const found = state === 'connected' ? await nodes() : [];
        if (abort.signal.aborted) return;
        take(found);
        failure = undefined;
      } catch (error) {
        failure = toErrorInfo(error, unexpected);
      }
    }
    searching = false;
    later(rest);
    rest = searchMs;
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!abort.signal.aborted) timer = setTimeout(() => void search(), ms);
  };
  /** Many things happen at once when a cluster is made. */
  const hint = (): void => {
    if (searching) rest = pauseMs;
    else later(Math.max(1000, searched + pauseMs - performance.now()));
  };
  const stops = [engines.onState(() => void search()), engines.onChange(hint)];
  void search();

  return {
    subjects: () =>
      [...clusters.values()].flatMap(({ entries }) => [...entries.values()].map(({ subject }) => subject)),
    look(keys, forMs) {
      for (const cluster of clusters.values()) {
        if (![...cluster.entries.keys()].some((key) => keys.has(key))) continue;
        const slow = cluster.liveUntil < performance.now();
        cluster.liveUntil = Math.max(cluster.liveUntil, performance.now() + forMs);
        if (slow && !cluster.asking) next(cluster);
      }
    },
    renew: () => void search(),
    state: (): MetricSourceState | undefined => {
      const all = [...clusters.values()].flatMap(({ entries, resting }) =>
        [...entries].map(([key, { node }]) => ({ node, error: resting.get(key)?.error })),
      );
      if (all.length === 0) return undefined;
      const running = all.filter(({ node }) => node.running);
      const silent = running.filter(({ error }) => error !== undefined);
      const where = [...clusters.keys()].sort().join(', ');
      const base = { id: 'redis', kind: 'redis' as const, where, fresh, subjects: all.length };
      if (running.length === 0) return { ...base, state: 'off' };
      const late = fresh !== null && fresh < Date.now() - 3 * slowMs;
      const error = silent[0]?.error ?? failure;
      return {
        ...base,
        state: silent.length === running.length ? 'gone' : late ? 'late' : 'fine',
        ...(error !== undefined && { error }),
      };
    },
    close() {
      abort.abort();
      for (const stop of stops) stop();
      clearTimeout(timer);
      for (const cluster of clusters.values()) clearTimeout(cluster.timer);
    },
  };
}

function subjectOf({ cluster, name, image, elsewhere }: MonitoredNode, host: string): Subject {
  return {
    ...{ kind: 'redis', key: `${cluster}/${name}`, name, host: elsewhere ?? host, cluster },
    ...(image !== '' && { image }),
  };
}
