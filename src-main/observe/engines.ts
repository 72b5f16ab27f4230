import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineDetails, EngineInfo, EngineState } from '@shared/engine';
import { AppError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { createDocker, type Docker, type DockerEvent } from '../clients/docker';
import { hintToConnect, hintToInstall, thisMachine } from '../clients/engine-hints';
import { engineById, findEngines, type FoundEngine, type Surroundings } from '../clients/engines';
import { createBell, isChange } from './engine-events';

export interface EnginesOptions {
  /** The engine chosen by hand (an id or a name); null: the first that answers. */
  readonly preferred?: string | null;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform?: NodeJS.Platform;
  /** Where the system's sockets lie: `/` but in tests. */
  readonly root?: string;
  /** The engines that a person added. */
  readonly added?: Surroundings['added'];
}

/** The engines of this computer, and the one that is worked with. */
export interface Engines {
  /** Begins to look and to follow; resolves with the first state that is not `searching`. */
  start(): Promise<EngineState>;
  /** Every engine that is found at the moment, whether it answers or not. */
  list(): Promise<EngineInfo[]>;
  state(): EngineState;
  /** Works with another engine (id or name); null: the first that answers. Resolves with its state. */
  select(id: string | null): Promise<EngineState>;
  /** The connected engine. Throws AppError `engine.none`, `engine.unreachable`, … with the one thing to do. */
  docker(): Docker;
  /** An engine by id, connected or not: for a run that belongs to it. Throws AppError `engine.unknown`. */
  dockerFor(id: string): Docker;
  /** Every change of the state; returns the way to stop listening. */
  onState(listener: (state: EngineState) => void): () => void;
  /** Containers, networks, volumes or images changed: at most once in 300 ms, and after a reconnect. */
  onChange(listener: () => void): () => void;
  /** Every change at once, with what it was; undefined after a reconnect: anything may have changed. */
  onEvent(listener: (event: DockerEvent | undefined) => void): () => void;
  close(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 5000;
const pingEveryMs = 10_000;

/** Finds engines, connects to the chosen or the first that answers, and reconnects by itself. */
export function createEngines(options: EnginesOptions): Engines {
  const around: Surroundings = {
    env: options.env,
    home: options.home,
    platform: options.platform ?? process.platform,
    ...(options.root !== undefined && { root: options.root }),
    ...(options.added !== undefined && { added: options.added }),
  };
  const clients = new Map<string, Docker>();
  const bell = createBell();
  const stateListeners = new Set<(state: EngineState) => void>();
  let preferred = options.preferred ?? null;
  let state: EngineState = { state: 'searching' };
  /** What was connected last: while it is away, no other engine is taken in its place. */
  let last: FoundEngine | undefined;
  let closed = false;
  let looping: Promise<void> | undefined;
  /** Aborted to look again at once. */
  let turn = new AbortController();

  const clientOf = (engine: FoundEngine): Docker => {
    const client = clients.get(engine.info.id) ?? createDocker(engine.target);
    clients.set(engine.info.id, client);
    return client;
  };

  const publish = (next: EngineState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  const candidates = (): FoundEngine[] => {
    if (preferred !== null) {
      const chosen = engineById(around, preferred);
      if (chosen === undefined) throw unknownEngine(around, preferred);
      return [chosen];
    }
    if (last !== undefined) return [last];
    const all = findEngines(around);
    const meant = all.filter((engine) => engine.use === 'meant');
    return meant.length > 0 ? meant : all.filter((engine) => engine.use === 'usual');
  };

  /** One look around: the first engine that answers, or why there is none. */
  const look = async (signal: AbortSignal): Promise<{ state: EngineState; engine?: FoundEngine }> => {
    const failed: { engine: FoundEngine; error: ErrorInfo }[] = [];
    try {
      for (const engine of candidates()) {
        try {
          const details = await clientOf(engine).details({ signal, idleMs: 10_000 });
          return { engine, state: connected(engine, details) };
        } catch (error) {
          signal.throwIfAborted();
          failed.push({ engine, error: whyNot(around, engine, error) });
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      return { state: { state: 'none', error: toErrorInfo(error, unexpected()) } };
    }
    // That one may not use an engine says more than that another is not there.
    const worst = failed.find(({ error }) => error.code === 'engine.denied') ?? failed[0];
    if (worst === undefined) return { state: { state: 'none', error: noneFound(around) } };
    return { state: { state: 'unreachable', engine: worst.engine.info, error: worst.error } };
  };

  /** Hears the engine's events until the connection breaks, the engine falls silent, or `signal` says so. */
  const follow = async (docker: Docker, signal: AbortSignal): Promise<void> => {
    const lost = new AbortController();
    const timer = setInterval(() => {
      docker.ping({ signal: lost.signal, idleMs: 15_000 }).catch(() => lost.abort());
    }, pingEveryMs);
    try {
      const types = ['container', 'network', 'volume', 'image'];
      const events = docker.events(
        { types },
        { signal: AbortSignal.any([signal, lost.signal]), onOpen: () => bell.ring(undefined) },
      );
      for await (const event of events) if (isChange(event)) bell.ring(event);
    } catch {
      // Lost, or told to stop: the next look says which.
    } finally {
      clearInterval(timer);
      lost.abort();
    }
  };

  const loop = async (): Promise<void> => {
    let pause = firstPauseMs;
    while (!closed) {
      const { signal } = turn;
      try {
        const found = await look(signal);
        signal.throwIfAborted();
        publish(found.state);
        if (found.engine === undefined) {
          await sleep(pause, undefined, { signal });
          pause = Math.min(pause * 2, longestPauseMs);
        } else {
          pause = firstPauseMs;
          last = found.engine;
          await follow(clientOf(found.engine), signal);
          // It may come back as a newer version.
          clientOf(found.engine).renegotiate();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
        pause = firstPauseMs;
      }
    }
  };

  const again = (): void => {
    const before = turn;
    turn = new AbortController();
    before.abort();
  };

  const settled = async (): Promise<EngineState> => {
    if (state.state !== 'searching') return state;
    return new Promise((resolve) => {
      const stop = listen(stateListeners, (next: EngineState) => {
        if (next.state === 'searching') return;
        stop();
        resolve(next);
      });
    });
  };

  return {
    start() {
      looping ??= loop();
      return settled();
    },
    list: () => {
      const found = findEngines(around).map(({ info }) => info);
      if (state.state !== 'connected' && state.state !== 'unreachable') return Promise.resolve(found);
      // The one that is worked with is listed even while its socket is away, with what it said of itself.
      const { engine } = state;
      const known = found.some(({ id }) => id === engine.id);
      return Promise.resolve(
        known ? found.map((info) => (info.id === engine.id ? engine : info)) : [engine, ...found],
      );
    },
    state: () => state,
    select(id) {
      preferred = id;
      last = undefined;
      publish({ state: 'searching' });
      again();
      looping ??= loop();
      return settled();
    },
    docker() {
      if (state.state === 'connected') return engineClient(state.engine.id);
      if (state.state === 'searching') throw new AppError(noneFound(around));
      throw new AppError(state.error);
    },
    dockerFor: (id) => engineClient(id),
    onState: (listener) => listen(stateListeners, listener),
    onChange: (listener) => bell.onChange(listener),
    onEvent: (listener) => bell.onEvent(listener),
    close() {
      closed = true;
      again();
      bell.close();
      for (const client of clients.values()) client.close();
    },
  };

  function engineClient(id: string): Docker {
    const known = last?.info.id === id ? last : engineById(around, id);
    if (known === undefined) throw unknownEngine(around, id);
    return clientOf(known);
  }
}

function listen<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What the engine says of itself is surer than what its address told. */
function connected(
  { info }: FoundEngine,
  { podman, ...details }: EngineDetails & { readonly podman: boolean },
): EngineState {
  const product = podman
    ? 'podman'
    : details.isDesktop
      ? 'docker-desktop'
      : info.product === 'docker-engine' && details.rootless
        ? 'rootless'
        : info.product;
  return { state: 'connected', engine: { ...info, product }, details };
}

const unexpected = (engine?: FoundEngine) => ({
  code: 'engine.bad-answer',
  doing:
    engine === undefined
      ? msg('engine.doing.find')
      : msg('engine.doing.connect', { engine: engine.info.endpoint }),
  hint: msg('engine.hint.retry'),
});

/** Why an engine does not answer; the hint knows whether the environment names it. */
function whyNot({ env }: Surroundings, engine: FoundEngine, error: unknown): ErrorInfo {
  const info = toErrorInfo(error, unexpected(engine));
  if (info.code !== 'engine.unreachable') return info;
  return { ...info, hint: hintToConnect(engine.info.endpoint, thisMachine(env)) };
}

function noneFound({ env }: Surroundings): ErrorInfo {
  return {
    code: 'engine.none',
    doing: msg('engine.doing.find'),
    what: msg('engine.none'),
    hint: hintToInstall(thisMachine(env)),
  };
}

function unknownEngine(around: Surroundings, id: string): AppError {
  const names = findEngines(around).map(({ info }) => info.name);
  return new AppError({
    code: 'engine.unknown',
    doing: msg('engine.doing.find'),
    what: msg('engine.unknown', { id }),
    hint:
      names.length === 0
        ? hintToInstall(thisMachine(around.env))
        : msg('engine.hint.chooseEngine', { names: names.join(', ') }),
  });
}
