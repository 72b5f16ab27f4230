import type { EngineStats } from '@shared/containers/stats';
import type { EngineState } from '@shared/engine';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { Docker, DockerEvent } from '../../src-main/clients/docker';
import type { Engines } from '../../src-main/observe/engines';
import type { SoakClock } from './clock';

/** What a container does, steadily: the rates that its counters grow by wander between half and one and a half of these. */
export interface Load {
  /** Per cent of a core. */
  readonly cpu: number;
  /** Bytes a second. */
  readonly received: number;
  readonly sent: number;
  readonly diskWritten: number;
}

export interface SoakContainer {
  readonly id: string;
  name: string;
  readonly load: Load;
  /** Steady ms of its start; undefined: it does not run. */
  started: number | undefined;
  /** The engine fails to tell of it. */
  mute: boolean;
}

/** How long a load takes to wander up and down, ms. */
const swingMs = 1_800_000;

/** Seconds' worth of a load at 1 between two moments: the rate is 1 + sin/2. */
function worth(from: number, to: number): number {
  const integral = (at: number): number =>
    at - (swingMs / 2 / (2 * Math.PI)) * Math.cos((2 * Math.PI * at) / swingMs);
  return (integral(to) - integral(from)) / 1000;
}

const failed = (what: string): AppError =>
  new AppError({ code: 'engine.unreachable', doing: raw('soak'), what: raw(what), hint: raw('') });

/** An engine with containers, as `src-main/clients` gives it: its containers come and go, it fails, its clock is set. */
export class SoakEngine {
  readonly containers = new Map<string, SoakContainer>();
  /** ms that its clock is ahead of the app's. */
  ahead = 0;
  /** It answers nothing. */
  away = false;
  asked = 0;
  #made = 0;
  readonly #states = new Set<(state: EngineState) => void>();
  readonly #changes = new Set<() => void>();
  readonly #events = new Set<(event: DockerEvent | undefined) => void>();

  constructor(
    private readonly clock: SoakClock,
    /** How long it takes to answer, ms. */
    private readonly latency: () => number,
  ) {}

  make(name: string, load: Load): SoakContainer {
    const id = (++this.#made).toString(16).padStart(64, '0');
    const made: SoakContainer = { id, name, load, started: this.clock.steady, mute: false };
    this.containers.set(id, made);
    this.tell(made, 'start');
    return made;
  }

  stop(container: SoakContainer): void {
    container.started = undefined;
    this.tell(container, 'die');
  }

  start(container: SoakContainer): void {
    container.started = this.clock.steady;
    this.tell(container, 'start');
  }

  remove(container: SoakContainer): void {
    if (container.started !== undefined) this.stop(container);
    this.containers.delete(container.id);
    this.tell(container, 'destroy');
  }

  rename(container: SoakContainer, name: string): void {
    container.name = name;
    this.tell(container, 'rename');
  }

  goAway(): void {
    this.away = true;
    this.#states.forEach((listener) => listener(this.#state()));
  }

  comeBack(): void {
    this.away = false;
    this.#states.forEach((listener) => listener(this.#state()));
    this.#changes.forEach((listener) => listener());
  }

  /** As the service wants them. */
  engines(): Engines {
    const listen = <L>(all: Set<L>, listener: L): (() => void) => {
      all.add(listener);
      return () => void all.delete(listener);
    };
    const docker = this.#docker();
    const engines: Partial<Engines> = {
      state: () => this.#state(),
      docker: () => docker,
      onState: (listener) => listen(this.#states, listener),
      onChange: (listener) => listen(this.#changes, listener),
      onEvent: (listener) => listen(this.#events, listener),
    };
    return engines as Engines;
  }

  private tell({ id, name }: SoakContainer, action: string): void {
    const event = { Type: 'container', Action: action, Actor: { ID: id, Attributes: { name } } };
    this.#events.forEach((listener) => listener(event as unknown as DockerEvent));
    this.#changes.forEach((listener) => listener());
  }

  #state(): EngineState {
    const engine = { id: 'soak', name: 'soak', endpoint: 'tcp://soak:2375', local: false };
    if (this.away)
      return { state: 'unreachable', engine, error: failed('away').info } as unknown as EngineState;
    return {
      state: 'connected',
      engine,
      details: { hostname: 'soak', memoryBytes: 2 ** 34 },
    } as unknown as EngineState;
  }

  #docker(): Docker {
    const list = (): Promise<unknown> =>
      this.away
        ? Promise.reject(failed('away'))
        : Promise.resolve(
            [...this.containers.values()].map(({ id, name, started }) => ({
              ...{ Id: id, Names: [`/${name}`], Image: 'soak:1', Labels: {}, Ports: [] },
              State: started === undefined ? 'exited' : 'running',
              Status: started === undefined ? 'Exited (0) 1 second ago' : 'Up 1 second',
            })),
          );
    const inside = {
      inspect: () =>
        Promise.resolve({
          HostConfig: { Memory: 2 ** 30, NanoCpus: 2e9, CpuQuota: 0, CpuPeriod: 0 },
          State: { StartedAt: '' },
          RestartCount: 0,
        }),
      statsOnce: async (id: string) => {
        this.asked++;
        await new Promise((resolve) => setTimeout(resolve, this.latency()));
        const container = this.containers.get(id);
        const stats = container && this.#stats(container);
        if (stats === undefined) throw failed('no stats');
        return stats;
      },
      stats: (id: string, signal: AbortSignal) => this.#stream(id, signal),
    };
    return { endpoint: 'tcp://soak:2375', local: false, containers: { list }, inside } as unknown as Docker;
  }

  async *#stream(id: string, signal: AbortSignal): AsyncGenerator<EngineStats> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const container = this.containers.get(id);
      const stats = container && this.#stats(container);
      if (signal.aborted) return;
      if (stats === undefined) throw failed('the stream broke');
      yield stats;
    }
  }

  #stats({ load, started, mute }: SoakContainer): EngineStats | undefined {
    if (this.away || mute || started === undefined) return undefined;
    const { steady, wall } = this.clock;
    const seconds = worth(started, steady);
    const count = (rate: number): number => Math.floor(rate * seconds);
    const cpu = { cpu_usage: { total_usage: load.cpu * 1e7 * seconds } };
    return {
      read: new Date(wall + this.ahead).toISOString(),
      cpu_stats: { ...cpu, throttling_data: { periods: count(10), throttled_periods: count(1) } },
      precpu_stats: { cpu_usage: { total_usage: 0 } },
      memory_stats: {
        usage: 2 ** 26,
        stats: { total_inactive_file: 2 ** 20, total_rss: 2 ** 25, total_cache: 2 ** 22 },
      },
      pids_stats: { current: 5 },
      networks: { eth0: { rx_bytes: count(load.received), tx_bytes: count(load.sent) } },
      blkio_stats: { io_service_bytes_recursive: [{ op: 'Write', value: count(load.diskWritten) }] },
    };
  }
}
