import { performance } from 'node:perf_hooks';
import { AppError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { cadvisorReading, type CadvisorContainer } from '@shared/metrics/cadvisor';
import type { CadvisorMachine } from '@shared/metrics/cadvisor-machine';
import type { Metric, MetricSourceState } from '@shared/metrics/model';
import type { Reading } from '@shared/metrics/rates';
import type { SecretRef } from '@shared/secrets';
import { openCadvisor, type CadvisorClient, type CadvisorServer } from '../clients/cadvisor';
import { unexpected, type DockerSource, type Rest } from './docker-source';
import { limited } from './in-turn';
import { liveMs, slowMs } from './sampler';
import type { Intake, Source } from './source';

export interface CadvisorDeps {
  readonly docker: DockerSource;
  readonly intake: Intake;
  /** Where cAdvisor is: what the settings say, else one that was found; undefined: there is none. */
  readonly server: () => CadvisorServer | undefined;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  /** Bytes of the host's memory. */
  readonly machineMemory: () => number;
}

export interface CadvisorSource extends Source {
  /** Where cAdvisor is may have changed. */
  renew(): void;
  /** What it tells of the whole host; undefined: it tells of none, or not of this engine's. */
  machine(maxAgeMs: number): Promise<CadvisorMachine | undefined>;
}

/** A container whose newest sample stays the same for so long is measured by the engine again, ms. */
const staleMs = 3 * slowMs;
/** A clock that is so far from ours is not believed, ms. */
const farMs = 5 * 60_000;
/** Whether a container's sample can be relied on, and why not: `foreign` is not on this engine, `far` in time. */
type Worth = 'good' | 'stale' | 'foreign' | 'far';
const atOnce = 4;

/**
 * All containers by one question to cAdvisor in 10 s, and those that somebody looks at each second. What it tells of
 * is not asked of the engine; where it fails, the engine tells again from the next moment on.
 */
export function createCadvisorSource(deps: CadvisorDeps): CadvisorSource {
  const { docker, intake } = deps;
  const seen = new Map<string, { at: number; since: number }>();
  const liveUntil = new Map<string, number>();
  const inTurn = limited(atOnce);
  let opened: { readonly server: CadvisorServer; readonly client: Promise<CadvisorClient> } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let liveTimer: ReturnType<typeof setTimeout> | undefined;
  let fresh: number | null = null;
  let failure: ErrorInfo | undefined;
  let told = 0;
  let closed = false;
  let newest = 0;

  const client = (): Promise<CadvisorClient> | undefined => {
    const server = deps.server();
    if (JSON.stringify(server) !== JSON.stringify(opened?.server)) {
      void opened?.client.then((old) => old.close()).catch(() => undefined);
      opened =
        server === undefined ? undefined : { server, client: openCadvisor(server, deps.resolveSecret) };
      opened?.client.catch(() => (opened = undefined));
      failure = undefined;
      fresh = null;
    }
    return opened?.client;
  };

  const take = (id: string, container: CadvisorContainer, asked: number, expected: number): Worth => {
    const subject = docker.subject(id);
    const heard = performance.now();
    const reading = cadvisorReading(container, deps.machineMemory(), { asked, heard, expected });
    if (subject === undefined) return 'foreign';
    if (reading === undefined) return 'stale';
    // The history would not take it.
    if (Math.abs(reading.at - Date.now()) > farMs) return 'far';
    const before = seen.get(id);
    if (before?.at !== reading.at) seen.set(id, { at: reading.at, since: heard });
    fresh = Math.max(fresh ?? 0, reading.at);
    // It may have measured before it was asked: only what it measured anew lies between.
    const { asked: _asked, ...own } = reading;
    intake.take(subject, { ...own, gauges: { ...left(docker.rest(id), own), ...own.gauges } });
    return before?.at !== reading.at || heard - before.since < staleMs ? 'good' : 'stale';
  };

  /** Throws where nothing of what it told is of use, so that the person learns why. */
  const check = (worths: readonly Worth[]): void => {
    const known = worths.filter((each) => each !== 'foreign');
    const foreign = worths.length > 0 && known.length === 0 && docker.subjects().length > 0;
    const far = known.length > 0 && known.every((each) => each === 'far');
    if (!foreign && !far) return;
    const code = foreign ? 'cadvisor.foreign' : 'cadvisor.clock';
    const doing = msg('cadvisor.doing', { host: new URL(opened?.server.url ?? '').host });
    throw new AppError({ code, doing, what: msg(code), hint: msg(`${code}.hint`) });
  };

  const fail = (error: unknown): void => {
    failure = toErrorInfo(error, unexpected);
    told = 0;
    docker.cover(new Set());
  };

  const round = async (): Promise<void> => {
    const mine = ++newest;
    clearTimeout(timer);
    try {
      const pending = client();
      if (pending !== undefined) {
        const asked = performance.now();
        const found = await (await pending).all(slowMs / 2);
        if (closed || mine !== newest) return;
        const worth = new Map([...found].map(([id, each]) => [id, take(id, each, asked, slowMs)]));
        for (const id of seen.keys()) if (!found.has(id)) seen.delete(id);
        check([...worth.values()]);
        const covered = new Set([...worth].flatMap(([id, each]) => (each === 'good' ? [id] : [])));
        failure = undefined;
        told = covered.size;
        docker.cover(covered);
      } else if (told > 0) {
        told = 0;
        docker.cover(new Set());
      }
    } catch (error) {
      if (!closed && mine === newest) fail(error);
    }
    if (!closed && mine === newest) timer = setTimeout(() => void round(), slowMs);
  };

  const liveRound = async (): Promise<void> => {
    const begun = performance.now();
    for (const [id, until] of liveUntil)
      if (until < begun || docker.subject(id) === undefined) liveUntil.delete(id);
    const pending = client();
    if (liveUntil.size === 0 || pending === undefined || told === 0 || closed) {
      liveTimer = undefined;
      return;
    }
    try {
      const open = await pending;
      await Promise.all(
        [...liveUntil.keys()].map((id) =>
          inTurn(async () => {
            const asked = performance.now();
            const container = await open.one(id, liveMs * 0.8);
            if (container !== undefined && !closed) take(id, container, asked, liveMs);
          }),
        ),
      );
    } catch (error) {
      fail(error);
    }
    // Closing may have come meanwhile.
    liveTimer = setTimeout(() => void liveRound(), Math.max(50, liveMs - (performance.now() - begun)));
    if ((closed as boolean) || failure !== undefined) {
      clearTimeout(liveTimer);
      liveTimer = undefined;
    }
  };

  void round();
  return {
    subjects: () => [],
    look(keys, forMs) {
      if (told === 0) return;
      for (const key of keys) if (docker.covers(key)) liveUntil.set(key, performance.now() + forMs);
      if (liveUntil.size > 0) liveTimer ??= setTimeout(() => void liveRound(), 0);
    },
    renew: () => void round(),
    async machine(maxAgeMs) {
      // Where it tells of containers of this engine, its host is the engine's.
      if (told === 0 || closed) return undefined;
      const found = await (await client())?.machine(maxAgeMs);
      const far = found === undefined || Math.abs(Date.parse(found.timestamp) - Date.now()) > farMs;
      return far ? undefined : found;
    },
    state: (): MetricSourceState | undefined => {
      const server = deps.server();
      if (server === undefined) return undefined;
      const base = {
        id: 'cadvisor',
        kind: 'cadvisor' as const,
        where: plainUrl(server.url),
        fresh,
        subjects: told,
      };
      if (failure !== undefined) return { ...base, state: 'gone', error: failure };
      const late = fresh !== null && fresh < Date.now() - staleMs;
      return { ...base, state: fresh === null ? 'off' : late ? 'late' : 'fine' };
    },
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(liveTimer);
      void opened?.client.then((open) => open.close()).catch(() => undefined);
    },
  };
}

/** What the engine tells and cAdvisor does not: by its release, options and the kernel that is more or less. */
function left(rest: Rest, own: Pick<Reading, 'counters' | 'shares'>): Partial<Record<Metric, number>> {
  const told = { ...own.counters, ...own.shares };
  const more = Object.entries(rest).filter(([metric, value]) => value !== null && !(metric in told));
  return Object.fromEntries(more) as Partial<Record<Metric, number>>;
}

/** A URL without a user and password. */
export function plainUrl(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
