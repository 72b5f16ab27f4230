import { signalNumber, type EngineMoment, type ExitFacts } from '@shared/containers/exit-facts';
import type { Docker, DockerEvent } from '../clients/docker';
import type { Engines } from './engines';

/** Finds out what is known about why a container stopped. */
export interface ExitObserver {
  /** Throws AppError `container.gone`. */
  why(id: string): Promise<ExitFacts>;
  close(): void;
}

const lastLines = 12;
/** Of all containers; an engine itself keeps its newest 256 events of any kind, which health checks soon fill. */
const keptEvents = 3000;
const telling = /^(create|start|kill|die|oom|stop|restart|pause|unpause|destroy|update|health_status.*)$/;

/** Keeps the events that tell of ends for as long as it is open, since the engine forgets them soon. */
export function createExitObserver(engines: Pick<Engines, 'start' | 'docker' | 'onEvent'>): ExitObserver {
  let kept: DockerEvent[] = [];
  let keptSince = Date.now();
  const stop = engines.onEvent((event) => {
    if (event === undefined) {
      // Another engine, or a gap: what happened meanwhile was not heard.
      kept = [];
      keptSince = Date.now();
    } else if (event.Type === 'container' && telling.test(event.Action)) {
      kept.push(event);
      if (kept.length > keptEvents) {
        kept = kept.slice(-keptEvents / 2);
        keptSince = at(kept[0]) ?? keptSince;
      }
    }
  });
  return {
    why: async (id) => {
      await engines.start();
      return factsOf(engines.docker(), id, { events: kept, since: keptSince });
    },
    close: stop,
  };
}

const at = (event: DockerEvent | undefined): number | undefined =>
  event === undefined ? undefined : Math.floor(event.timeNano / 1e6);

interface Heard {
  readonly events: readonly DockerEvent[];
  /** Milliseconds since the epoch: nothing since then was missed. */
  readonly since: number;
}

async function factsOf(docker: Docker, id: string, heard: Heard): Promise<ExitFacts> {
  const [container, past, text] = await Promise.all([
    docker.inside.inspect(id),
    docker.pastEvents().catch((): DockerEvent[] => []),
    // Some logging drivers cannot be read.
    docker.containers.logs(id, lastLines).catch(() => ''),
  ]);
  const { State: state, Config: config, HostConfig: host } = container;
  const policy = (['always', 'unless-stopped', 'on-failure'] as const).find(
    (each) => each === host.RestartPolicy.Name,
  );
  const probe = state.Health?.Log.at(-1);
  const health = (['starting', 'healthy', 'unhealthy'] as const).find(
    (each) => each === state.Health?.Status,
  );
  const [startedAt, finishedAt] = [timeOf(state.StartedAt), timeOf(state.FinishedAt)];
  return {
    id: container.Id,
    name: container.Name.replace(/^\//, ''),
    image: config.Image,
    state: states.find((each) => each === state.Status) ?? 'exited',
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    restart: { policy: policy ?? 'no', retries: host.RestartPolicy.MaximumRetryCount },
    restartCount: container.RestartCount,
    memoryLimit: host.Memory,
    command: [...config.Entrypoint, ...config.Cmd],
    tty: config.Tty,
    init: host.Init,
    stopSignal: config.StopSignal === '' ? 15 : signalNumber(config.StopSignal),
    stopSeconds: config.StopTimeout ?? 10,
    ...(health !== undefined && {
      health: {
        status: health,
        failingStreak: state.Health?.FailingStreak ?? 0,
        ...(probe !== undefined && { exitCode: probe.ExitCode, output: probe.Output }),
      },
    }),
    ...momentsOf(container.Id, past, heard),
    lines: text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '')
      .slice(-lastLines),
  };
}

const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;

/** `0001-01-01T00:00:00Z` stands for never. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}

/** A container's events out of what the engine still knows and what was heard, each once, oldest first. */
export function momentsOf(
  id: string,
  past: readonly DockerEvent[],
  heard: Heard,
): Pick<ExitFacts, 'events' | 'eventsSince'> {
  const mine = new Map<string, EngineMoment>();
  for (const event of [...past, ...heard.events]) {
    if (event.Type !== 'container' || event.Actor.ID !== id || !telling.test(event.Action)) continue;
    const { signal, exitCode } = event.Actor.Attributes;
    mine.set(`${String(event.timeNano)} ${event.Action}`, {
      at: at(event) ?? 0,
      what: event.Action,
      ...(signal !== undefined && { signal: signalNumber(signal) }),
      ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
    });
  }
  return {
    events: [...mine.values()].sort((a, b) => a.at - b.at),
    eventsSince: Math.min(heard.since, at(past[0]) ?? Infinity),
  };
}
