import type { AppEvent, Bridge, Input, Output } from '@shared/contract';
import type { Channel } from '@shared/channels';
import type { ErrorInfo } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';

declare global {
  interface Window {
    /** Put there by the preload. Only this file touches it. */
    readonly flotilla?: Bridge;
  }
}

/** A call that the main process refused or that failed there. `info` says it all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly info: ErrorInfo;

  constructor(info: ErrorInfo) {
    super(info.code);
    this.info = info;
  }
}

function bridge(): Bridge {
  const found = window.flotilla;
  if (found === undefined) {
    throw new ApiError({
      code: 'ui.noBridge',
      doing: msg('ui.error.doing'),
      what: msg('ui.error.noBridge'),
      hint: msg('ui.error.noBridge.hint'),
    });
  }
  return found;
}

type Args<C extends Channel> = undefined extends Input<C> ? [] : [input: Input<C>];

/** Calls the main process. Throws ApiError. */
export async function call<C extends Channel>(channel: C, ...args: Args<C>): Promise<Output<C>> {
  const input: unknown = args[0];
  // Inputs are JSON; a proxy of $state would not cross the bridge.
  const plain: unknown = input === undefined ? undefined : JSON.parse(JSON.stringify(input));
  const answer = await bridge().call[channel](plain);
  if (!answer.ok) throw new ApiError(answer.error);
  return answer.value;
}

/** Any thrown value as an ErrorInfo for the user. */
export function toError(error: unknown): ErrorInfo {
  if (error instanceof ApiError) return error.info;
  return {
    code: 'ui.unexpected',
    doing: msg('ui.error.doing'),
    what: raw(error instanceof Error ? error.message : String(error)),
    hint: msg('ui.error.hint'),
  };
}

/** Hears what the main process tells by itself; returns the way to stop listening. */
export function onEvent(listener: (event: AppEvent) => void): () => void {
  const stop = bridge().onEvent(listener);
  listeners.add(listener);
  return () => {
    stop();
    listeners.delete(listener);
  };
}

const listeners = new Set<(event: AppEvent) => void>();

/** Tells every listener in this window something, as if the main process had: "look again". */
export function announce(event: AppEvent): void {
  for (const listener of [...listeners]) listener(event);
}

/** Hears one type of event only. */
export function on<T extends AppEvent['type']>(
  type: T,
  listener: (event: Extract<AppEvent, { type: T }>) => void,
): () => void {
  return onEvent((event) => {
    if (event.type === type) listener(event as Extract<AppEvent, { type: T }>);
  });
}
