import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { dockerError } from './docker-errors';
import { createTransport, type Call, type DockerTarget, type Transport } from './docker-http';
import type { About } from './docker-refusals';
import { versionSchema } from './docker-schemas';

/** The API versions that Flotilla speaks; with each engine, the highest that both know. */
export const oldestApi = '1.41';
export const newestApi = '1.47';

/** What every call to an engine takes. */
export interface CallOptions {
  /** Aborted: the call is given up and throws CancelledError. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte from the engine after which the call is given up. Default 60,000. */
  readonly idleMs?: number;
}

export type WireAbout = Omit<About, 'endpoint'>;
type WireCall = Omit<Call, 'idleMs' | 'signal'> & { readonly options?: CallOptions | undefined };

/** Calls to one engine: version prefix, time limits, and errors that a person can act on. */
export interface Wire {
  readonly target: DockerTarget;
  /** The answer as JSON, checked. */
  json<S extends z.ZodType>(schema: S, about: WireAbout, call: WireCall): Promise<z.output<S>>;
  /** The status; the answer is dropped. */
  status(about: WireAbout, call: WireCall): Promise<number>;
  bytes(about: WireAbout, call: WireCall): Promise<Buffer>;
  open(about: WireAbout, call: WireCall): Promise<IncomingMessage>;
  hijack(about: WireAbout, call: WireCall): Promise<Duplex>;
  /** Any error as one of this engine's, for streams that break later. */
  error(error: unknown, about: WireAbout): Error;
  version(options?: CallOptions): Promise<z.output<typeof versionSchema>>;
  /** The next call asks for the version again. */
  renegotiate(): void;
  close(): void;
}

/** Nothing connects before the first call. */
export function createWire(target: DockerTarget): Wire {
  let transport: Transport | undefined;
  let prefix: Promise<string> | undefined;
  const { endpoint } = target;
  const error: Wire['error'] = (cause, about) => dockerError(cause, { ...about, endpoint });

  const version: Wire['version'] = async (options) => {
    const about = { doing: msg('engine.doing.connect', { engine: endpoint }) };
    try {
      transport ??= createTransport(target);
      const call = { method: 'GET', path: '/version', idleMs: 10_000, ...options } as const;
      const { body } = await transport.bytes(call);
      return versionSchema.parse(JSON.parse(body.toString('utf8')));
    } catch (cause) {
      throw error(cause, about);
    }
  };

  const pathPrefix = (options?: CallOptions): Promise<string> => {
    // One answer serves all; a failure is forgotten, so that the next call asks again.
    prefix ??= version(options?.idleMs === undefined ? {} : { idleMs: options.idleMs })
      .then((engine) => `/v${negotiate(engine.ApiVersion, engine.MinAPIVersion, endpoint)}`)
      .catch((cause: unknown) => {
        prefix = undefined;
        throw cause;
      });
    return prefix;
  };

  const run = async <T>(
    about: WireAbout,
    { options, ...call }: WireCall,
    use: (wire: Transport, call: Call) => Promise<T>,
  ): Promise<T> => {
    try {
      const path = (await pathPrefix(options)) + call.path;
      transport ??= createTransport(target);
      const signal = options?.signal;
      return await use(transport, {
        ...call,
        path,
        idleMs: options?.idleMs ?? 60_000,
        ...(signal && { signal }),
      });
    } catch (cause) {
      throw error(cause, about);
    }
  };

  return {
    target,
    error,
    version,
    json: (schema, about, call) =>
      run(about, call, async (wire, full) => {
        const { body } = await wire.bytes(full);
        return schema.parse(JSON.parse(body.toString('utf8')));
      }),
    status: (about, call) => run(about, call, async (wire, full) => (await wire.bytes(full)).status),
    bytes: (about, call) => run(about, call, async (wire, full) => (await wire.bytes(full)).body),
    open: (about, call) => run(about, call, (wire, full) => wire.open(full)),
    hijack: (about, call) => run(about, call, (wire, full) => wire.hijack(full)),
    renegotiate() {
      prefix = undefined;
    },
    close() {
      transport?.close();
      transport = undefined;
      prefix = undefined;
    },
  };
}

/**
 * The highest API version that the engine and Flotilla both speak.
 *
 * @throws AppError `engine.too-old` or `engine.too-new` when there is none
 */
export function negotiate(engine: string, least: string, endpoint: string): string {
  const doing = msg('engine.doing.connect', { engine: endpoint });
  if (compareVersions(engine, oldestApi) < 0) {
    const what = msg('engine.tooOld', { version: engine, needed: oldestApi });
    throw new AppError({ code: 'engine.too-old', doing, what, hint: msg('engine.hint.update') });
  }
  if (least !== '' && compareVersions(least, newestApi) > 0) {
    const what = msg('engine.tooNew', { version: least, ours: newestApi });
    throw new AppError({ code: 'engine.too-new', doing, what, hint: msg('engine.hint.updateFlotilla') });
  }
  return compareVersions(engine, newestApi) < 0 ? engine : newestApi;
}

/** Compares `1.9` and `1.41` part by part: below 0 when the first is the older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < Math.max(x?.length ?? 0, y?.length ?? 0); i++) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
