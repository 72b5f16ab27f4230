import { randomUUID } from 'node:crypto';
import { addAbortSignal, Readable, type Duplex } from 'node:stream';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { msg } from '@shared/i18n/index';
import type { ProcessTable } from '@shared/containers/model';
import { statusOf } from './docker-errors';
import { inspectionSchema, statsSchema, type Inspection } from './docker-inside-schemas';
import { logPieces, type LogPiece } from './docker-log-pieces';
import { read } from './docker-schemas';
import { jsonLines } from './docker-streams';
import type { CallOptions, Wire, WireAbout } from './docker-wire';

export interface LogQuery {
  readonly follow: boolean;
  /** Lines before now; absent: all. */
  readonly tail?: number | undefined;
  /** Seconds since the epoch, with a fraction of up to nine digits. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The container has a terminal: its log is one stream without frames. */
  readonly tty: boolean;
}

/** A program with a terminal inside a container. */
export interface TerminalSession {
  readonly socket: Duplex;
  resize(cols: number, rows: number): Promise<void>;
  /** Once the socket has ended; null: the engine does not know it any more. */
  exitCode(): Promise<number | null>;
  /** Ends what runs in it, as a terminal does that is closed: the engine leaves it running for ever otherwise. */
  hangUp(): Promise<void>;
}

/** What it takes to look inside a container. */
export interface Inside {
  inspect(name: string, options?: CallOptions): Promise<Inspection>;
  /** The engine's whole answer, as it came. */
  inspectRaw(name: string, options?: CallOptions): Promise<unknown>;
  /** An image by its id or name, as the engine tells it. */
  imageRaw(image: string, options?: CallOptions): Promise<unknown>;
  /** Its output as whole lines with timestamps, in the order of each of its two outputs. Ends when it stops. */
  logs(name: string, query: LogQuery, signal: AbortSignal): AsyncGenerator<LogPiece[]>;
  /** About one sample a second while it runs. */
  stats(name: string, signal: AbortSignal): AsyncGenerator<z.output<typeof statsSchema>>;
  /** One sample now, with an empty `precpu_stats`: the engine measures it at once, where a stream's first takes a second. */
  statsOnce(name: string, options?: CallOptions): Promise<z.output<typeof statsSchema>>;
  top(name: string, options?: CallOptions): Promise<ProcessTable>;
  restart(name: string, options?: CallOptions): Promise<void>;
  /** `POST /containers/{id}/update`: the body as the engine takes it; what is absent stays. */
  update(name: string, body: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<void>;
  terminal(
    name: string,
    program: { command: readonly string[]; user?: string | undefined; cols: number; rows: number },
    signal: AbortSignal,
  ): Promise<TerminalSession>;
  /** Whether something is at a path: cheap, also in a container that does not run. */
  has(name: string, path: string, options?: CallOptions): Promise<boolean>;
  /** A file or a folder as a tar archive, as it comes. The caller destroys it. */
  archive(name: string, path: string, signal?: AbortSignal): Promise<Readable>;
  /** Unpacks a tar archive into a folder that is there. */
  unpack(name: string, folder: string, tar: AsyncIterable<unknown>, signal?: AbortSignal): Promise<void>;
}

export function insideOf(wire: Wire): Inside {
  const on = <T>(
    name: string,
    about: Omit<WireAbout, 'container'>,
    options: CallOptions | undefined,
    use: (container: Dockerode.Container, signal: AbortSignal) => Promise<T>,
  ): Promise<T> =>
    wire.call({ ...about, container: name }, options, (engine, { abortSignal }) =>
      use(engine.getContainer(encodeURIComponent(name)), abortSignal),
    );
  const inspectRaw: Inside['inspectRaw'] = (name, options) =>
    on(name, { doing: msg('engine.doing.inspectContainer', { name }) }, options, (container, abortSignal) =>
      container.inspect({ abortSignal }),
    );

  return {
    inspectRaw,
    imageRaw: (image, options) =>
      wire.call({ doing: msg('engine.doing.inspectImage', { image }), image }, options, (engine) =>
        engine.getImage(image).inspect(),
      ),
    inspect: async (name, options) => read(inspectionSchema, await inspectRaw(name, options)),
    async *logs(name, { follow, tail, since, until, tty }, signal) {
      const about = { doing: msg('engine.doing.logs', { name }) };
      const stream = await on(name, about, { signal, idleMs: 0 }, async (container) => {
        const query = { stdout: true, stderr: true, timestamps: true, follow };
        const range = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
        return dialStream(container, 'logs?', 'GET', { ...query, ...range, tail: tail ?? 'all' });
      });
      addAbortSignal(signal, stream);
      try {
        yield* logPieces(stream, tty);
      } catch (error) {
        if (!signal.aborted) throw wire.broken(error, { ...about, container: name });
      } finally {
        stream.destroy();
      }
    },
    async *stats(name, signal) {
      const about = { doing: msg('inside.doing.stats', { name }) };
      const stream = await on(name, about, { signal, idleMs: 0 }, async (container) => {
        return (await container.stats({ stream: true })) as unknown as Readable;
      });
      addAbortSignal(signal, stream);
      try {
        for await (const line of jsonLines(stream)) yield statsSchema.parse(line);
      } catch (error) {
        if (!signal.aborted) throw wire.broken(error, { ...about, container: name });
      } finally {
        stream.destroy();
      }
    },
    statsOnce: (name, options) =>
      on(name, { doing: msg('inside.doing.stats', { name }) }, options, async (container, abortSignal) =>
        read(
          statsSchema,
          await container.stats({ stream: false, 'one-shot': true, abortSignal } as { stream: false }),
        ),
      ),
    top: (name, options) =>
      on(name, { doing: msg('inside.doing.top', { name }) }, options, async (container, abortSignal) => {
        const { Titles, Processes } = read(topSchema, await container.top({ abortSignal }));
        return { titles: Titles, rows: Processes };
      }),
    restart: (name, options) =>
      on(
        name,
        { doing: msg('inside.doing.restart', { name }) },
        { idleMs: 180_000, ...options },
        async (container, abortSignal) => {
          await container.restart({ abortSignal });
        },
      ),
    update: (name, body, options) =>
      on(
        name,
        { doing: msg('containers.update.doing', { name }) },
        options,
        async (container, abortSignal) => {
          await container.update({ ...body, abortSignal });
        },
      ),
    terminal: (name, { command, user, cols, rows }, signal) =>
      on(name, { doing: msg('engine.doing.exec', { name }) }, { signal }, async (container, abortSignal) => {
        const token = randomUUID();
        const as = user !== undefined && user !== '' ? { User: user } : {};
        const exec = await container.exec({
          Cmd: [...command],
          AttachStdin: true,
          AttachStdout: true,
          AttachStderr: true,
          Tty: true,
          Env: ['TERM=xterm-256color', 'COLORTERM=truecolor', `${terminalMark}=${token}`],
          ...as,
          abortSignal,
        });
        const hangUpNow = async (): Promise<void> => {
          const hang = await container.exec({ Cmd: ['/bin/sh', '-c', hangUp, 'sh', token], ...as });
          await hang.start({ Detach: true });
        };
        const socket = await exec.start({ hijack: true, stdin: true, Tty: true });
        const resize = async (w: number, h: number): Promise<void> => {
          await exec.resize({ w, h }).catch((error: unknown) => {
            // It has ended, or has not begun: its size does not matter then.
            if (statusOf(error) === undefined) throw error;
          });
        };
        await resize(cols, rows);
        // Whoever asked has gone meanwhile, and hears of this no more.
        if (abortSignal.aborted) {
          socket.destroy();
          await hangUpNow();
        }
        return {
          socket,
          resize,
          exitCode: async () => read(exitSchema, await exec.inspect()).ExitCode ?? null,
          hangUp: hangUpNow,
        };
      }),
    has: async (name, path, options) => {
      const about = { doing: msg('engine.doing.readFile', { path, name }), path };
      return on(name, about, options, async (container, abortSignal) => {
        try {
          await container.infoArchive({ path, abortSignal });
          return true;
        } catch (error) {
          if (statusOf(error) === 404) return false;
          throw error;
        }
      });
    },
    archive: (name, path, signal) => {
      const about = { doing: msg('engine.doing.readFile', { path, name }), path };
      return on(name, about, signal && { signal }, async (container) => {
        const stream = (await container.getArchive({ path })) as unknown as Readable;
        return signal === undefined ? stream : addAbortSignal(signal, stream);
      });
    },
    unpack: (name, folder, tar, signal) => {
      const about = { doing: msg('engine.doing.writeFile', { path: folder, name }), path: folder };
      return on(
        name,
        about,
        { idleMs: 600_000, ...(signal && { signal }) },
        async (container, abortSignal) => {
          await container.putArchive(Readable.from(tar), { path: folder, abortSignal });
        },
      );
    },
  };
}

/** In the environment of all that is started in a terminal of ours. */
const terminalMark = 'FLOTILLA_TERMINAL';
/**
 * Hangs up on all that stands on one terminal, as the kernel would: what went into the background on purpose (nohup,
 * setsid) goes on. A shell that waits for the rest of a key's sequence hears of nothing, so it is ended a moment later.
 * The engine has no call for that, and closing the connection ends nothing: https://github.com/moby/moby/issues/9098
 */
const hangUp = `for p in /proc/[0-9]*; do
  if grep -qs "${terminalMark}=$1" "$p/environ" && read -r line 2>/dev/null <"$p/stat"; then
    set -- "$1" \${line##*) }
    if [ "$6" != 0 ]; then
      kill -HUP "\${p#/proc/}"
      if [ "$5" = "\${p#/proc/}" ]; then shell=$5; fi
    fi
  fi
done
sleep 1
if grep -qs "${terminalMark}=$1" "/proc/\${shell:-none}/environ"; then kill -KILL "$shell"; fi`;

const topSchema = z.object({
  Titles: z.array(z.string()),
  Processes: z
    .array(z.array(z.string()))
    .nullish()
    .transform((rows) => rows ?? []),
});
const exitSchema = z.object({ ExitCode: z.number().nullish() });

/** dockerode reads a log that is not followed into one piece; docker-modem itself can stream any answer. */
function dialStream(
  container: Dockerode.Container,
  path: string,
  method: string,
  options: Record<string, unknown>,
): Promise<Readable> {
  const modem = container.modem as {
    dial(call: object, done: (error: Error | null, stream: unknown) => void): void;
  };
  const statusCodes = {
    200: true,
    400: 'bad request',
    404: 'no such container',
    409: 'conflict',
    500: 'server error',
    501: 'not supported',
  };
  return new Promise((resolve, reject) =>
    modem.dial(
      { path: `/containers/${container.id}/${path}`, method, isStream: true, statusCodes, options },
      (error, stream) => (error === null ? resolve(stream as Readable) : reject(error)),
    ),
  );
}
