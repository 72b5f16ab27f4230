import type { z } from 'zod';
import type { Channel } from '@shared/channels';
import { contract, type Contract, type Envelope, type Output } from '@shared/contract';
import { AppError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';

/** What answers one channel: it gets the input as the contract's schema gives it, and which page asks. */
export type Handler<C extends Channel> = (
  input: z.output<Contract[C]['input']>,
  page: number,
) => Output<C> | Promise<Output<C>>;

/** The handlers of a domain, by channel. */
export type Handlers = { readonly [C in Channel]?: Handler<C> };

/** Carries out a call that came from a window; `page` tells the windows apart. It never throws. */
export type Dispatch = (channel: string, input: unknown, page?: number) => Promise<Envelope<unknown>>;

type AnyHandler = (input: unknown, page: number) => unknown;

/** What a refused input says of itself: the fields and their faults, never the values. */
function invalid(channel: Channel, error: z.ZodError): ErrorInfo {
  return {
    code: 'ipc.invalid',
    doing: msg('app.ipc.doing', { channel }),
    what: msg('app.ipc.invalid', { channel }),
    hint: msg('app.ipc.invalid.hint'),
    details: error.issues
      .slice(0, 10)
      .map((issue) => raw(`${issue.path.join('.') || '(input)'}: ${issue.message}`)),
  };
}

function unknownChannel(channel: string): ErrorInfo {
  return {
    code: 'ipc.unknown',
    doing: msg('app.ipc.doing', { channel: channel.slice(0, 80) }),
    what: msg('app.ipc.unknown'),
    hint: msg('app.ipc.invalid.hint'),
  };
}

/**
 * Joins the domains' handlers into one way in. Throws when a channel of the contract has no handler,
 * when one has two, or when a handler's channel is not in the contract: a mistake of ours that must
 * not wait for a user to find it.
 *
 * The dispatch checks the input against the contract, runs the handler, and gives an envelope:
 * the value, or an error in words. Errors that are not AppErrors are passed to `log` and lose their stack.
 */
export function createDispatch(domains: readonly Handlers[], log: (error: unknown) => void): Dispatch {
  const handlers = new Map<string, AnyHandler>();
  for (const domain of domains) {
    for (const [channel, handler] of Object.entries(domain)) {
      if (!Object.hasOwn(contract, channel)) throw new Error(`IPC: no channel ${channel} in the contract`);
      if (handlers.has(channel)) throw new Error(`IPC: two handlers for ${channel}`);
      handlers.set(channel, handler as AnyHandler);
    }
  }
  const missing = Object.keys(contract).filter((channel) => !handlers.has(channel));
  if (missing.length > 0) throw new Error(`IPC: no handler for ${missing.join(', ')}`);

  return async (name, input, page = 0) => {
    const handler = handlers.get(name);
    if (handler === undefined) return { ok: false, error: unknownChannel(name) };
    const channel = name as Channel;
    try {
      const parsed = contract[channel].input.safeParse(input);
      if (!parsed.success) return { ok: false, error: invalid(channel, parsed.error) };
      return { ok: true, value: await handler(parsed.data, page) };
    } catch (error) {
      if (!(error instanceof AppError)) log(error);
      const context = {
        code: 'app.unexpected',
        doing: msg('app.ipc.doing', { channel }),
        hint: msg('app.unexpected.hint'),
      };
      return { ok: false, error: toErrorInfo(error, context) };
    }
  };
}
