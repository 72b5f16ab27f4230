import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { exec, type ExecOptions, type ExecResult } from './docker-exec';
import { collect } from './docker-http';
import {
  containerSchema,
  containerSummarySchema,
  type Container,
  type ContainerSummary,
} from './docker-schemas';
import { firstFileOf, framesText, tarOf } from './docker-streams';
import type { CallOptions, Wire } from './docker-wire';

/** What `POST /containers/create` takes, as far as Flotilla sets it. */
export interface ContainerConfig {
  readonly Image: string;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Hostname?: string;
  readonly Env?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
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
  const at = (name: string, rest = ''): string => `/containers/${encodeURIComponent(name)}${rest}`;

  const archive = async (name: string, path: string, options?: CallOptions) => {
    const about = { doing: msg('engine.doing.readFile', { path, name }), container: name, path };
    try {
      return await wire.open(about, { method: 'GET', path: at(name, '/archive'), query: { path }, options });
    } catch (error) {
      // A HEAD would do, but its 404 does not say whether the file or the container is missing.
      if (error instanceof AppError && error.info.code === 'file.missing') return undefined;
      throw error;
    }
  };

  return {
    list: (filter, options) =>
      wire.json(
        z.array(containerSummarySchema),
        { doing: msg('engine.doing.listContainers') },
        {
          method: 'GET',
          path: '/containers/json',
          query: {
            all: true,
            filters: filter?.labels === undefined ? undefined : JSON.stringify({ label: filter.labels }),
          },
          options,
        },
      ),
    inspect: (name, options) =>
      wire.json(
        containerSchema,
        { doing: msg('engine.doing.inspectContainer', { name }), container: name },
        { method: 'GET', path: at(name, '/json'), options },
      ),
    create: async (name, config, options) => {
      const about = {
        doing: msg('engine.doing.createContainer', { name }),
        container: name,
        image: config.Image,
      };
      const call = {
        method: 'POST',
        path: '/containers/create',
        query: { name },
        body: config,
        options,
      } as const;
      return (await wire.json(z.object({ Id: z.string() }), about, call)).Id;
    },
    start: async (name, options) => {
      const about = { doing: msg('engine.doing.startContainer', { name }), container: name };
      const call = {
        method: 'POST',
        path: at(name, '/start'),
        options: { idleMs: 180_000, ...options },
      } as const;
      return (await wire.status(about, call)) !== 304;
    },
    stop: async (name, seconds, options) => {
      const about = { doing: msg('engine.doing.stopContainer', { name }), container: name };
      return (
        (await wire.status(about, {
          method: 'POST',
          path: at(name, '/stop'),
          query: { t: seconds },
          options: { idleMs: (seconds + 60) * 1000, ...options },
        })) !== 304
      );
    },
    remove: async (name, { force, anonymous }, options) => {
      await wire.status(
        { doing: msg('engine.doing.removeContainer', { name }), container: name },
        { method: 'DELETE', path: at(name), query: { force, v: anonymous }, options },
      );
    },
    exec: (name, command, options) => exec(wire, name, command, options),
    logs: async (name, lines, options) => {
      const about = { doing: msg('engine.doing.logs', { name }), container: name };
      const query = { stdout: true, stderr: true, tail: lines };
      const bytes = await wire.bytes(about, { method: 'GET', path: at(name, '/logs'), query, options });
      return framesText(bytes);
    },
    exists: async (name, path, options) => {
      const stream = await archive(name, path, options);
      stream?.destroy();
      return stream !== undefined;
    },
    readFile: async (name, path, options) => {
      const stream = await archive(name, path, options);
      return stream && firstFileOf(await collect(stream));
    },
    writeFile: async (name, path, content, mode, options) => {
      await wire.status(
        { doing: msg('engine.doing.writeFile', { path, name }), container: name },
        {
          method: 'PUT',
          path: at(name, '/archive'),
          query: { path: '/' },
          body: await tarOf(path, content, mode),
          options,
        },
      );
    },
  };
}
