import { addAbortSignal, type Readable } from 'node:stream';
import type { z } from 'zod';
import { AppError, CancelledError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { dockerError, DockerTimeoutError } from './docker-errors';
import type { About } from './docker-refusals';
import { read, versionSchema } from './docker-schemas';
import { jsonLines } from './docker-streams';
import { connectionsTo, type Connections, type DockerTarget, type Engine } from './docker-target';

/** The API versions that Flotilla speaks; with each engine, the highest that both know. */
export const oldestApi = '1.41';
export const newestApi = '1.47';

/** What every call to an engine takes. */
export interface CallOptions {
  /** Aborted: the call is given up and throws CancelledError. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a word from the engine after which the call is given up; 0: never. Default 60,000. */
  readonly idleMs?: number;
}

export type WireAbout = Omit<About, 'endpoint'>;

/** What a call hands to dockerode, so that its limits hold there as well. */
export interface Limits {
  readonly abortSignal: AbortSignal;
  /** A stream of the call: what comes through it is a word from the engine, and a limit ends it. */
  readonly watch: (stream: NodeJS.ReadableStream) => Readable;
}
type Use<T> = (engine: Engine, limits: Limits) => Promise<T>;

/** Calls to one engine by dockerode: API version, time limits, and errors that a person can act on. */
export interface Wire {
  readonly endpoint: string;
  call<T>(about: WireAbout, options: CallOptions | undefined, use: Use<T>): Promise<T>;
  /** The checked lines of a stream of JSON; ends with an error when the connection breaks. */
  lines<S extends z.ZodType>(
    schema: S,
    about: WireAbout,
    options: CallOptions | undefined,
    open: Use<NodeJS.ReadableStream>,
  ): AsyncGenerator<z.output<S>>;
  /** What broke a stream in its middle, as this engine's error. */
  broken(cause: unknown, about: WireAbout): Error;
  version(options?: CallOptions): Promise<z.output<typeof versionSchema>>;
  /** The API version that calls are made with. Asked for once, until the engine may be another. */
  apiVersion(options?: CallOptions): Promise<string>;
  /** The next call asks for the version again. */
  renegotiate(): void;
  close(): void;
}

/** Nothing connects before the first call. */
export function createWire(target: DockerTarget): Wire {
  const { endpoint } = target;
  let connections: Connections | undefined;
  let negotiated: Promise<{ readonly api: string; readonly client: Engine }> | undefined;
  const connect = (): Connections => (connections ??= connectionsTo(target));

  /** What went wrong as this engine's error; that a limit was reached comes first. */
  const failure = (cause: unknown, about: WireAbout, { abortSignal }: Limit): Error =>
    dockerError(abortSignal.aborted ? abortSignal.reason : cause, { ...about, endpoint });

  const limited = async <T>(
    about: WireAbout,
    options: CallOptions | undefined,
    work: (limit: Limit) => Promise<T>,
  ): Promise<T> => {
    const limit = limitOf(options);
    try {
      return await Promise.race([limit.over, work(limit)]);
    } catch (cause) {
      throw failure(cause, about, limit);
    } finally {
      limit.end();
    }
  };

  const version: Wire['version'] = (options) => {
    const about = { doing: msg('engine.doing.connect', { engine: endpoint }) };
    return limited(about, { idleMs: 10_000, ...options }, async ({ abortSignal }) =>
      read(versionSchema, await (await connect().client()).version({ abortSignal })),
    );
  };

  const engine = (options?: CallOptions): NonNullable<typeof negotiated> => {
    // One answer serves all; a failure is forgotten, so that the next call asks again.
    negotiated ??= version(options?.idleMs === undefined ? {} : { idleMs: options.idleMs })
      .then(async ({ ApiVersion, MinAPIVersion }) => {
        const api = negotiate(ApiVersion, MinAPIVersion, endpoint);
        return { api, client: await connect().client(api) };
      })
      .catch((cause: unknown) => {
        negotiated = undefined;
        throw cause;
      });
    return negotiated;
  };

  return {
    endpoint,
    version,
    broken: (cause, about) => dockerError(cause, { ...about, endpoint }),
    apiVersion: async (options) => (await engine(options)).api,
    call: (about, options, use) =>
      limited(about, options, async (limit) => use((await engine(options)).client, limit)),
    async *lines(schema, about, options, open) {
      const limit = limitOf(options);
      let stream: Readable | undefined;
      try {
        const opened = async () => open((await engine(options)).client, limit);
        stream = limit.watch(await Promise.race([limit.over, opened()]));
        for await (const value of jsonLines(stream)) yield schema.parse(value);
      } catch (cause) {
        throw failure(cause, about, limit);
      } finally {
        stream?.destroy();
        limit.end();
      }
    },
    renegotiate() {
      negotiated = undefined;
    },
    close() {
      connections?.close();
      connections = undefined;
      negotiated = undefined;
    },
  };
}

/** docker-modem writes a call's options into its address as well as its body: these go into the body alone. */
export function asBody<T extends { abortSignal?: AbortSignal }>({ abortSignal, ...body }: T, query = {}): T {
  return { _query: query, _body: body, abortSignal } as unknown as T;
}

interface Limit extends Limits {
  /** Rejects when the call was told to stop, or heard nothing for too long. */
  readonly over: Promise<never>;
  readonly end: () => void;
}

function limitOf({ signal, idleMs = 60_000 }: CallOptions = {}): Limit {
  const controller = new AbortController();
  const { signal: abortSignal } = controller;
  const over = new Promise<never>((_, reject) =>
    abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true }),
  );
  over.catch(() => undefined);
  const abort = (): void => controller.abort(new CancelledError('cancelled'));
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const silent = (): void => controller.abort(new DockerTimeoutError('no answer in time'));
  const timer = idleMs === 0 ? undefined : setTimeout(silent, idleMs);
  return {
    abortSignal,
    over,
    watch: (stream) => {
      // dockerode types them as Node's older interface.
      const readable = stream as unknown as Readable;
      // The listener alone would start the flow: the stream is paused until somebody reads it.
      readable.on('data', () => timer?.refresh()).pause();
      return addAbortSignal(abortSignal, readable);
    },
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
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
