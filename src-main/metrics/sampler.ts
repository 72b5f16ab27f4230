import { performance } from 'node:perf_hooks';
import type { EngineStats } from '@shared/containers/stats';
import type { ContainerFacts } from '@shared/metrics/docker-reading';
import { dockerReading } from '@shared/metrics/docker-reading';
import type { Reading } from '@shared/metrics/rates';
import type { Docker } from '../clients/docker';
import type { StatsHub } from '../observe/stats-hub';

/** ms between two samples of what is not looked at, and of what is. */
export const slowMs = 10_000;
export const liveMs = 1000;
/** The second sample comes soon, so that there is a rate to show. */
const secondMs = 2000;

export interface SamplerDeps {
  readonly docker: Docker;
  readonly hub: StatsHub;
  /** Takes turns: an engine that is asked for many at once answers all of them late. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly take: (reading: Reading) => void;
  readonly failed: (error: unknown) => void;
  /** ms between two samples of what is not looked at. Default 10 s. */
  readonly every?: number;
}

export interface Sampler {
  /** A stream of a sample a second for so long from now, ms. */
  look(forMs: number): void;
  readonly live: boolean;
  /** The limits may have been changed. */
  renew(): void;
  stop(): void;
}

/**
 * Samples one container: every 10 s by a single question, and each second by a stream while somebody looks. A
 * stream costs the engine a third of a per cent of a core for each container; nobody sees what the others tell.
 *
 * @param delayMs before the first, so that many do not come at the same moment
 */
export function createSampler(id: string, deps: SamplerDeps, delayMs: number): Sampler {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let facts: Promise<ContainerFacts> | undefined;
  let unfollow: (() => void) | undefined;
  let liveUntil = 0;
  const every = deps.every ?? slowMs;
  let seen = 0;

  const factsNow = (): Promise<ContainerFacts> => {
    facts ??= factsOf(deps.docker, id, abort.signal).catch((error: unknown) => {
      facts = undefined;
      throw error;
    });
    return facts;
  };
  const take = async (
    stats: EngineStats,
    when: { asked?: number; heard: number; expected: number },
  ): Promise<void> => {
    const known = await factsNow();
    if (abort.signal.aborted || stats.read.startsWith('0001')) return;
    seen++;
    deps.take(dockerReading(stats, known, when));
  };
  const report = (error: unknown): void => {
    if (!abort.signal.aborted) deps.failed(error);
  };

  const poll = async (): Promise<void> => {
    timer = undefined;
    try {
      await deps.inTurn(async () => {
        if (abort.signal.aborted || unfollow !== undefined) return;
        const asked = performance.now();
        const stats = await deps.docker.inside.statsOnce(id, { signal: abort.signal, idleMs: 15_000 });
        await take(stats, { asked, heard: performance.now(), expected: every });
      });
    } catch (error) {
      report(error);
    }
    next();
  };
  const next = (): void => {
    if (abort.signal.aborted || unfollow !== undefined || timer !== undefined) return;
    timer = setTimeout(() => void poll(), seen === 1 ? secondMs : every);
  };
  const leave = (): void => {
    if (abort.signal.aborted || unfollow === undefined) return;
    const left = liveUntil - performance.now();
    if (left > 0) {
      setTimeout(leave, left).unref();
      return;
    }
    unfollow();
    unfollow = undefined;
    next();
  };

  timer = setTimeout(() => void poll(), delayMs);
  return {
    get live() {
      return unfollow !== undefined;
    },
    look(forMs) {
      liveUntil = Math.max(liveUntil, performance.now() + forMs);
      if (unfollow !== undefined || abort.signal.aborted) return;
      clearTimeout(timer);
      timer = undefined;
      unfollow = deps.hub.follow(deps.docker, id, {
        stats: (stats, heard) => void take(stats, { heard, expected: liveMs }).catch(report),
        end: (error) => {
          unfollow = undefined;
          if (error !== undefined) report(error);
          next();
        },
      });
      setTimeout(leave, forMs).unref();
    },
    renew: () => (facts = undefined),
    stop() {
      abort.abort();
      clearTimeout(timer);
      unfollow?.();
    },
  };
}

async function factsOf(docker: Docker, id: string, signal: AbortSignal): Promise<ContainerFacts> {
  const { HostConfig, State, RestartCount } = await docker.inside.inspect(id, { signal });
  const { Memory, NanoCpus, CpuQuota, CpuPeriod } = HostConfig;
  const cpu = NanoCpus > 0 ? NanoCpus / 1e9 : CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : undefined;
  // One that was never started is told as of the year 1.
  const started = Date.parse(State.StartedAt);
  return {
    ...(Memory > 0 && { memory: Memory }),
    ...(cpu !== undefined && { cpu }),
    ...(started > 0 && { started }),
    restarts: RestartCount,
  };
}
