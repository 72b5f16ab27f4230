import { composeLabel } from '@shared/compose/stack';
import { AppError, CancelledError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { MetricSourceState, Subject } from '@shared/metrics/model';
import type { ContainerSummary, Docker, DockerEvent } from '../clients/docker';
import type { Engines } from '../observe/engines';
import type { StatsHub } from '../observe/stats-hub';
import { createSampler, slowMs, type Sampler } from './sampler';
import type { Intake, Source } from './source';

/** Questions to the engine that are under way at a time. */
const atOnce = 3;

export interface DockerSource extends Source {
  /** Containers that another source tells of: they are left alone. */
  cover(ids: ReadonlySet<string>): void;
}

interface Watched {
  subject: Subject;
  sampler: Sampler | undefined;
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
  let listing = false;
  let again = false;
  const inTurn = limited(atOnce);

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
    watched.get(id)?.sampler?.stop();
    watched.delete(id);
    intake.forget({ kind: 'container', key: id });
  };
  const dropAll = (): void => [...watched.keys()].forEach(drop);

  const sample = (from: Docker, entry: Watched, delayMs: number): void => {
    const { key } = entry.subject;
    const deps = { docker: from, hub, inTurn, failed };
    entry.sampler = createSampler(
      key,
      {
        ...deps,
        take: (reading) => {
          fresh = Math.max(fresh ?? 0, reading.at);
          failure = undefined;
          intake.take(entry.subject, reading);
        },
      },
      delayMs,
    );
  };

  const list = async (from: Docker): Promise<void> => {
    const running = (await from.containers.list()).filter(({ State }) => /^(running|paused)$/.test(State));
    if (from !== docker) return;
    const ids = new Set(running.map(({ Id }) => Id));
    for (const id of watched.keys()) if (!ids.has(id)) drop(id);
    const host = hostName(engines.state());
    const unknown = running.filter(({ Id }) => !watched.has(Id));
    for (const summary of running) {
      const known = watched.get(summary.Id);
      if (known !== undefined) known.subject = subjectOf(summary, host);
      else watched.set(summary.Id, { subject: subjectOf(summary, host), sampler: undefined });
    }
    // Over half a period, so that the engine is asked evenly from the first on.
    const gap = Math.min(150, slowMs / 2 / Math.max(1, unknown.length));
    unknown.forEach(({ Id }, place) => {
      const entry = watched.get(Id);
      if (entry !== undefined && !covered.has(Id)) sample(from, entry, place * gap);
    });
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
        if (now !== docker) dropAll();
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
    if (event.Action === 'update') watched.get(id)?.sampler?.renew();
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
      for (const key of keys) watched.get(key)?.sampler?.look(forMs);
    },
    cover(ids) {
      covered = ids;
      for (const [id, entry] of watched) {
        if (ids.has(id)) {
          entry.sampler?.stop();
          entry.sampler = undefined;
        } else if (entry.sampler === undefined && docker !== undefined) sample(docker, entry, 0);
      }
    },
    state: (): MetricSourceState => {
      const engine = engines.state();
      const own = [...watched.values()].filter(({ sampler }) => sampler !== undefined).length;
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

const unexpected = {
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
    image: Image,
    labels: Labels,
  };
}

/** Runs so many at a time, in the order in which they came. */
function limited(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (going >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    going++;
    try {
      return await work();
    } finally {
      going--;
      waiting.shift()?.();
    }
  };
}
