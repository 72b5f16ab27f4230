import { composeLabel } from '@shared/compose/stack';
import { AppError, CancelledError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import { containerCounts, type ContainerCounts } from '@shared/metrics/container-counts';
import type { Metric, MetricSourceState, Subject } from '@shared/metrics/model';
import { ratesBetween, type Reading } from '@shared/metrics/rates';
import type { ContainerSummary, Docker, DockerEvent } from '../clients/docker';
import type { Engines } from '../observe/engines';
import type { StatsHub } from '../observe/stats-hub';
import { limited } from './in-turn';
import { createSampler, slowMs, type Sampler } from './sampler';
import type { Intake, Source } from './source';

/** Questions to the engine that are under way at a time. */
const atOnce = 3;

/** ms between two looks at what cAdvisor does not tell. */
const restMs = 30_000;

export type Rest = Readonly<Partial<Record<Metric, number | null>>>;

export interface DockerSource extends Source {
  /** Containers that another source tells of: only what it leaves out is asked for, now and then. */
  cover(ids: ReadonlySet<string>): void;
  covers(id: string): boolean;
  /** A running container; undefined: it is none. */
  subject(id: string): Subject | undefined;
  /** What the engine last told of a covered container, in the metrics' units: some of it cAdvisor leaves out. */
  rest(id: string): Rest;
  /** All containers by state, as they were last listed; undefined: they are not known at the moment. */
  counts(): ContainerCounts | undefined;
  /** Hears of each list of the running containers; returns the way to stop. */
  onList(
    listener: (running: readonly ContainerSummary[], all: readonly ContainerSummary[]) => void,
  ): () => void;
}

interface Watched {
  subject: Subject;
  sampler: Sampler;
  covered: boolean;
  /** Of a covered one: the last look at it, and what came of it. */
  before?: Reading;
  rest: Rest;
}

/** The running containers of the connected engine, from its own stats. */
export function createDockerSource(
  engines: Pick<Engines, 'state' | 'docker' | 'onState' | 'onChange' | 'onEvent'>,
  hub: StatsHub,
  intake: Intake,
): DockerSource {
  const watched = new Map<string, Watched>();
  let covered: ReadonlySet<string> = new Set();
  let docker: Docker | undefined;
  let fresh: number | null = null;
  let failure: { readonly error: ErrorInfo; readonly at: number } | undefined;
  let counts: ContainerCounts | undefined;
  let listing = false;
  let again = false;
  const inTurn = limited(atOnce);
  const listeners = new Set<Parameters<DockerSource['onList']>[0]>();

  const failed = (error: unknown): void => {
    // It stopped just now: its event says so.
    if (
      error instanceof CancelledError ||
      (error instanceof AppError && error.info.code === 'container.gone')
    )
      return;
    failure = { error: toErrorInfo(error, unexpected), at: Date.now() };
  };
  const drop = (id: string): void => {
    watched.get(id)?.sampler.stop();
    watched.delete(id);
    intake.forget({ kind: 'container', key: id });
  };
  const dropAll = (): void => [...watched.keys()].forEach(drop);

  const sample = (from: Docker, subject: Subject, delayMs: number, isCovered: boolean): Sampler => {
    const { key } = subject;
    const take = (reading: Reading): void => {
      const entry = watched.get(key);
      if (entry === undefined) return;
      failure = undefined;
      if (isCovered) {
        entry.rest = ratesBetween(entry.before, reading)?.values ?? entry.rest;
        entry.before = reading;
        return;
      }
      fresh = Math.max(fresh ?? 0, reading.at);
      intake.take(entry.subject, reading);
    };
    const deps = { docker: from, hub, inTurn, failed, take };
    return createSampler(key, isCovered ? { ...deps, every: restMs } : deps, delayMs);
  };

  const list = async (from: Docker): Promise<void> => {
    const all = await from.containers.list();
    if (from !== docker) return;
    counts = containerCounts(all);
    const running = all.filter(({ State }) => /^(running|paused)$/.test(State));
    const ids = new Set(running.map(({ Id }) => Id));
    for (const id of watched.keys()) if (!ids.has(id)) drop(id);
    const host = hostName(engines.state());
    const unknown = running.filter(({ Id }) => !watched.has(Id));
    // Over half a period, so that the engine is asked evenly from the first on.
    const gap = Math.min(150, slowMs / 2 / Math.max(1, unknown.length));
    for (const summary of running) {
      const subject = subjectOf(summary, host);
      const known = watched.get(summary.Id);
      if (known !== undefined) known.subject = subject;
      else {
        const isCovered = covered.has(summary.Id);
        const sampler = sample(from, subject, unknown.indexOf(summary) * gap, isCovered);
        watched.set(summary.Id, { subject, sampler, covered: isCovered, rest: {} });
      }
    }
    for (const listener of listeners) listener(running, all);
  };

  /** Looks which containers run; one look at a time, and once more where something happened meanwhile. */
  const look = async (): Promise<void> => {
    again = true;
    if (listing) return;
    listing = true;
    while (again) {
      again = false;
      try {
        const state = engines.state();
        const now = state.state === 'connected' ? engines.docker() : undefined;
        if (now !== docker) {
          dropAll();
          counts = undefined;
        }
        docker = now;
        if (now !== undefined) await list(now);
      } catch (error) {
        failed(error);
      }
    }
    listing = false;
  };

  const onEvent = (event: DockerEvent | undefined): void => {
    if (event?.Type !== 'container') return;
    const id = event.Actor.ID;
    // Its counters begin anew, though its id stays.
    if (event.Action === 'start' || event.Action === 'die') intake.forget({ kind: 'container', key: id });
    if (event.Action === 'die') drop(id);
    if (event.Action === 'update') watched.get(id)?.sampler.renew();
  };
  const stops = [
    engines.onState(() => void look()),
    engines.onChange(() => void look()),
    engines.onEvent(onEvent),
  ];
  void look();

  return {
    subjects: () => [...watched.values()].map(({ subject }) => subject),
    look(keys, forMs) {
      for (const key of keys) {
        const entry = watched.get(key);
        if (entry?.covered === false) entry.sampler.look(forMs);
      }
    },
    cover(ids) {
      covered = ids;
      for (const [id, entry] of watched) {
        if (ids.has(id) === entry.covered || docker === undefined) continue;
        entry.sampler.stop();
        entry.covered = ids.has(id);
        entry.rest = {};
        delete entry.before;
        entry.sampler = sample(docker, entry.subject, 0, entry.covered);
      }
    },
    covers: (id) => watched.get(id)?.covered === true,
    subject: (id) => watched.get(id)?.subject,
    rest: (id) => watched.get(id)?.rest ?? {},
    counts: () => counts,
    onList(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state: (): MetricSourceState => {
      const engine = engines.state();
      const own = [...watched.values()].filter((entry) => !entry.covered).length;
      const where = 'engine' in engine ? engine.engine.endpoint : '';
      const base = { id: 'docker', kind: 'docker' as const, where, fresh, subjects: own };
      if (engine.state === 'searching') return { ...base, state: 'off' };
      if (engine.state !== 'connected') return { ...base, state: 'gone', error: engine.error };
      const late = own > 0 && fresh !== null && fresh < Date.now() - 3 * slowMs;
      return {
        ...base,
        state: late ? 'late' : 'fine',
        ...(failure !== undefined && { error: failure.error }),
      };
    },
    close() {
      stops.forEach((stop) => stop());
      docker = undefined;
      dropAll();
    },
  };
}

/** What a failure that nobody foresaw is told as. */
export const unexpected = {
  code: 'metrics.failed',
  doing: msg('metrics.doing.collect'),
  hint: msg('metrics.failed.hint'),
};

export function hostName(state: ReturnType<Engines['state']>): string {
  if (state.state !== 'connected') return '';
  return state.details.hostname ?? state.engine.name;
}

export function subjectOf({ Id, Names, Image, Labels }: ContainerSummary, host: string): Subject {
  const project = Labels[composeLabel.project];
  const service = Labels[composeLabel.service];
  const cluster = Labels[label.cluster];
  return {
    kind: 'container',
    key: Id,
    // Links to it are names as well, with a slash within.
    name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12)).replace(
      /^\//,
      '',
    ),
    host,
    ...(project !== undefined && { project }),
    ...(service !== undefined && { service }),
    ...(cluster !== undefined && { cluster }),
    image: Image,
    labels: Labels,
  };
}
