import { AppError, CancelledError } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { OpContext } from '../runner/types';

/** How a container stands, as an op asks for it when its node does not answer. */
export interface ContainerState {
  /** As the engine says it: `running`, `exited`, `restarting`… */
  readonly status: string;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The last lines that it wrote. */
  readonly lastLines?: readonly string[];
}

/** Gives a container's state by name; undefined when there is none by that name. */
export type ContainerStateOf = (name: string) => Promise<ContainerState | undefined>;

/** One look at what is waited for. `missing` says, in the error of a timeout, which node lacks what. */
export type Look<T> =
  | { readonly done: true; readonly value: T }
  | {
      readonly done: false;
      readonly note: Message;
      readonly fraction?: number;
      readonly missing: readonly Message[];
      /** Nodes that do not answer: their containers are looked at. */
      readonly silent?: readonly RedisNode[];
    };

export interface Wait<T> {
  readonly context: Pick<OpContext, 'signal' | 'progress'>;
  readonly doing: Message;
  readonly hint: Message;
  readonly timeoutMs: number;
  /** Milliseconds between two looks. Default 50. */
  readonly everyMs?: number;
  readonly containerState?: ContainerStateOf;
  /** Throws what no waiting can cure. */
  look(round: number): Promise<Look<T>>;
}

/**
 * Looks again and again until it is done. A container that has ended ends the wait at once.
 *
 * @throws AppError `redis.timeout` saying who lacks what; `redis.container-ended`; CancelledError on abort
 */
export async function waitUntil<T>(wait: Wait<T>): Promise<T> {
  const { signal } = wait.context;
  const deadline = Date.now() + wait.timeoutMs;
  for (let round = 0; ; round++) {
    if (signal.aborted) throw new CancelledError('cancelled');
    const seen = await wait.look(round);
    if (seen.done) return seen.value;
    wait.context.progress({
      note: seen.note,
      ...(seen.fraction === undefined ? {} : { fraction: seen.fraction }),
    });
    await checkContainers(wait, seen.silent ?? []);
    if (Date.now() >= deadline) {
      throw new AppError({
        code: 'redis.timeout',
        doing: wait.doing,
        what: msg('ops.redis.timeout', {
          seconds: Math.round(wait.timeoutMs / 1000),
          missing: seen.missing[0] ?? seen.note,
        }),
        hint: wait.hint,
        details: [...seen.missing],
      });
    }
    await pause(wait.everyMs ?? 50, signal);
  }
}

async function checkContainers(wait: Wait<unknown>, silent: readonly RedisNode[]): Promise<void> {
  for (const node of silent) {
    if (node.container === undefined || wait.containerState === undefined) continue;
    const state = await wait.containerState(node.container);
    if (state?.status === 'running' || state?.status === 'created' || state?.status === 'paused') continue;
    throw containerEnded(wait.doing, node.container, state);
  }
}

/** The error for a node whose container is gone, has exited, or ends again and again. */
export function containerEnded(
  doing: Message,
  container: string,
  state: ContainerState | undefined,
): AppError {
  const lines = (state?.lastLines ?? []).map(raw);
  const what =
    state === undefined
      ? msg('ops.redis.containerGone', { container })
      : state.oomKilled
        ? msg('ops.redis.containerOom', { container })
        : state.status === 'restarting'
          ? msg('ops.redis.containerRestarts', { container, code: state.exitCode })
          : msg('ops.redis.containerExited', { container, code: state.exitCode });
  return new AppError({
    code: 'redis.container-ended',
    doing,
    what,
    hint: endedHint(container, state),
    ...(lines.length === 0 ? {} : { details: lines }),
  });
}

function endedHint(container: string, state: ContainerState | undefined): Message {
  if (state?.oomKilled === true) return msg('ops.redis.containerOom.hint');
  const lines = state?.lastLines;
  if (lines?.some((line) => /no space left on device/i.test(line)) === true)
    return msg('ops.redis.containerFull.hint');
  // A server that gives up says why. On a full disk the engine has nowhere to keep that.
  if (lines?.length === 0 && state?.exitCode === 1) return msg('ops.redis.containerMute.hint', { container });
  return msg('ops.redis.containerExited.hint', { container });
}

/** Milliseconds of rest that an abort ends at once. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new CancelledError('cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
