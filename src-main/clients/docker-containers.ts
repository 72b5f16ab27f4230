import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { exec, type ExecOptions, type ExecResult } from './docker-exec';
import {
  containerSchema,
  containerSummarySchema,
  read,
  type Container,
  type ContainerSummary,
} from './docker-schemas';
import { statusOf } from './docker-errors';
import { collect, firstFileOf, framesText, tarOf } from './docker-streams';
import { asBody, type CallOptions, type Limits, type Wire, type WireAbout } from './docker-wire';

/** What `POST /containers/create` takes, as far as Flotilla sets it. */
export interface ContainerConfig {
  readonly Image: string;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Hostname?: string;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly Healthcheck?: object;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly HostConfig?: Readonly<Record<string, unknown>>;
  readonly NetworkingConfig?: Readonly<Record<string, unknown>>;
}

/** Containers by name or id. What is refused comes as AppError: `container.gone`, `port.taken`, … */
export interface Containers {
  /** All of them, the stopped ones as well, or those with the labels (`key` or `key=value`). */
  list(filter?: { labels?: readonly string[] }, options?: CallOptions): Promise<ContainerSummary[]>;
  inspect(name: string, options?: CallOptions): Promise<Container>;
  /** Gives the new container's id. */
  create(name: string, config: ContainerConfig, options?: CallOptions): Promise<string>;
  /** False when it ran already. */
  start(name: string, options?: CallOptions): Promise<boolean>;
  /** SIGTERM, and SIGKILL after `seconds`. False when it had stopped already. */
  stop(name: string, seconds: number, options?: CallOptions): Promise<boolean>;
  /** SIGKILL. */
  kill(name: string, options?: CallOptions): Promise<void>;
  /** Freezes its processes; they keep their memory and connections. */
  pause(name: string, options?: CallOptions): Promise<void>;
  unpause(name: string, options?: CallOptions): Promise<void>;
  /** `anonymous`: also the unnamed volumes that were made with it. */
  remove(name: string, how: { force: boolean; anonymous: boolean }, options?: CallOptions): Promise<void>;
  /** Runs a program in a running container; the exit code is an answer, not an error. */
  exec(name: string, command: readonly string[], options?: CallOptions & ExecOptions): Promise<ExecResult>;
  /** The last lines of its output, both streams, in order. */
  logs(name: string, lines: number, options?: CallOptions): Promise<string>;
  /** Whether a path is there. Works on a container that does not run, volumes included. */
  exists(name: string, path: string, options?: CallOptions): Promise<boolean>;
  /** A text file; undefined when there is none. */
  readFile(name: string, path: string, options?: CallOptions): Promise<string | undefined>;
  /** A text file, owned by root; missing folders are made. Works on a container that does not run. */
  writeFile(name: string, path: string, content: string, mode: number, options?: CallOptions): Promise<void>;
}

export function containersOf(wire: Wire): Containers {
  /** One call about one container that may be there. */
  const on = <T>(
    name: string,
    about: Omit<WireAbout, 'container'>,
    options: CallOptions | undefined,
    use: (container: Dockerode.Container, limits: Limits) => Promise<T>,
  ): Promise<T> =>
    wire.call({ ...about, container: name }, options, (engine, limits) =>
      use(engine.getContainer(encodeURIComponent(name)), limits),
    );

  const archive = async <T>(
    name: string,
    path: string,
    options: CallOptions | undefined,
    use: (stream: Readable) => Promise<T>,
  ): Promise<T | undefined> => {
    const about = { doing: msg('engine.doing.readFile', { path, name }), path };
    try {
      return await on(name, about, options, async (container, { abortSignal, watch }) => {
        const stream = watch(await container.getArchive({ path, abortSignal }));
        return use(stream).finally(() => stream.destroy());
      });
    } catch (error) {
      // A HEAD would do, but its 404 does not say whether the file or the container is missing.
      if (error instanceof AppError && error.info.code === 'file.missing') return undefined;
      throw error;
    }
  };

  return {
    list: (filter, options) => {
      const about = { doing: msg('engine.doing.listContainers') };
      const filters = filter?.labels && { filters: { label: [...filter.labels] } };
      return wire.call(about, options, async (engine, { abortSignal }) =>
        read(
          z.array(containerSummarySchema),
          await engine.listContainers({ all: true, ...filters, abortSignal }),
        ),
      );
    },
    inspect: (name, options) =>
      on(
        name,
        { doing: msg('engine.doing.inspectContainer', { name }) },
        options,
        async (container, { abortSignal }) => read(containerSchema, await container.inspect({ abortSignal })),
      ),
    create: (name, config, options) => {
      const doing = msg('engine.doing.createContainer', { name });
      return wire.call(
        { doing, container: name, image: config.Image },
        options,
        async (engine, { abortSignal }) => {
          const body = { ...config, abortSignal } as Dockerode.ContainerCreateOptions;
          return z.string().parse((await engine.createContainer(asBody(body, { name }))).id);
        },
      );
    },
    start: (name, options) => {
      const about = { doing: msg('engine.doing.startContainer', { name }) };
      return on(name, about, { idleMs: 180_000, ...options }, (container, { abortSignal }) =>
        changed(container.start({ abortSignal })),
      );
    },
    stop: (name, seconds, options) => {
      const about = { doing: msg('engine.doing.stopContainer', { name }) };
      const patient = { idleMs: (seconds + 60) * 1000, ...options };
      return on(name, about, patient, (container, { abortSignal }) =>
        changed(container.stop({ t: seconds, abortSignal })),
      );
    },
    kill: (name, options) =>
      on(
        name,
        { doing: msg('engine.doing.killContainer', { name }) },
        options,
        async (container, { abortSignal }) => {
          await container.kill({ abortSignal });
        },
      ),
    pause: (name, options) =>
      on(
        name,
        { doing: msg('engine.doing.pauseContainer', { name }) },
        options,
        async (container, { abortSignal }) => {
          await container.pause({ abortSignal });
        },
      ),
    unpause: (name, options) =>
      on(
        name,
        { doing: msg('engine.doing.unpauseContainer', { name }) },
        options,
        async (container, { abortSignal }) => {
          await container.unpause({ abortSignal });
        },
      ),
    remove: (name, { force, anonymous }, options) => {
      const about = { doing: msg('engine.doing.removeContainer', { name }) };
      return on(name, about, options, async (container, { abortSignal }) => {
        await container.remove({ force, v: anonymous, abortSignal });
      });
    },
    exec: (name, command, options) => exec(wire, name, command, options),
    logs: (name, lines, options) => {
      const about = { doing: msg('engine.doing.logs', { name }) };
      return on(name, about, options, async (container, { abortSignal }) => {
        const log: unknown = await container.logs({ stdout: true, stderr: true, tail: lines, abortSignal });
        // docker-modem reads what looks like JSON: a terminal's whole log may.
        return Buffer.isBuffer(log) ? framesText(log) : JSON.stringify(log);
      });
    },
    exists: async (name, path, options) =>
      (await archive(name, path, options, () => Promise.resolve(true))) ?? false,
    readFile: (name, path, options) =>
      archive(name, path, options, async (stream) => firstFileOf(await collect(stream))),
    writeFile: (name, path, content, mode, options) => {
      const about = { doing: msg('engine.doing.writeFile', { path, name }) };
      return on(name, about, options, async (container, { abortSignal }) => {
        await container.putArchive(await tarOf(path, content, mode), { path: '/', abortSignal });
      });
    },
  };
}

/** False when there was nothing to change, which dockerode takes for an error. */
async function changed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (statusOf(error) === 304) return false;
    throw error;
  }
}
