import type { EngineDetails } from '@shared/engine';
import { msg } from '@shared/i18n/index';
import { containersOf, type Containers } from './docker-containers';
import { partsOf, type Parts } from './docker-parts';
import { imagesOf, type Images } from './docker-images';
import { insideOf, type Inside } from './docker-inside';
import { networksOf, volumesOf, type Networks, type Volumes } from './docker-networks';
import { resourceCallsOf, type ResourceCalls } from './docker-resources';
import { eventSchema, infoSchema, read, standingSchema, type DockerEvent } from './docker-schemas';
import type { DockerTarget } from './docker-target';
import { createWire, type CallOptions } from './docker-wire';

export type { ContainerConfig } from './docker-containers';
export type { ExecOptions, ExecResult } from './docker-exec';
export type { PullProgress } from './docker-images';
export type {
  Container,
  ContainerSummary,
  DockerEvent,
  ImageSummary,
  Network,
  Volume,
} from './docker-schemas';
export type { BuildInput, Described, ImageFacts, Parts } from './docker-parts';
export type { DockerTarget } from './docker-target';
export type { CallOptions } from './docker-wire';

/**
 * One Docker engine (or one that speaks its API, 1.41 and later). Calls throw AppError with a code
 * and a cure, or CancelledError when their signal was aborted.
 */
export interface Docker {
  readonly endpoint: string;
  /** Whether the engine runs on this computer: its folders and ports are ours. */
  readonly local: boolean;
  readonly containers: Containers;
  readonly images: Images;
  /** Logs, terminals, files: what it takes to look inside containers. */
  readonly inside: Inside;
  readonly networks: Networks;
  readonly volumes: Volumes;
  /** Calls with the engine's own bodies, for compose projects. */
  readonly parts: Parts;
  /** Images, networks and volumes with all that their pages show. */
  readonly resources: ResourceCalls;
  /** Throws when the engine does not answer. */
  ping(options?: CallOptions): Promise<void>;
  /** The registry mirrors that the engine is set up with. */
  mirrors(options?: CallOptions): Promise<readonly string[]>;
  /** The version of its API that calls are made with: `1.41`. */
  apiVersion(options?: CallOptions): Promise<string>;
  details(options?: CallOptions): Promise<EngineDetails & { readonly podman: boolean }>;
  /** How the engine is doing right now. */
  standing(options?: CallOptions): Promise<Standing>;
  /** What happens on the engine from now on; ends with an error when the connection breaks. */
  events(filter: EventFilter, options?: CallOptions & { onOpen?: () => void }): AsyncGenerator<DockerEvent>;
  /** What the engine still knows of what happened: its newest 256 events of any kind, oldest first. */
  pastEvents(): Promise<DockerEvent[]>;
  /** The next call asks for the engine's API version again: it may have been updated meanwhile. */
  renegotiate(): void;
  /** Breaks off what is under way and closes all connections. */
  close(): void;
}

/** How an engine is doing. */
export interface Standing {
  /** What its clock says, epoch ms; undefined: it does not tell. */
  readonly time: number | undefined;
  /** Where it pulls from: mirrors first, as addresses. */
  readonly registries: readonly string[];
  readonly running: number;
  readonly stopped: number;
  readonly images: number;
  readonly loggingDriver: string;
  readonly cgroupDriver: string;
  /** What it has to say about its own state. */
  readonly warnings: readonly string[];
}

export interface EventFilter {
  /** `container`, `network`, `volume`, `image` */
  readonly types: readonly string[];
  readonly labels?: readonly string[];
}

/** A client for an engine. Nothing connects before the first call. */
export function createDocker(target: DockerTarget): Docker {
  const wire = createWire(target);
  const doing = msg('engine.doing.info');
  return {
    endpoint: target.endpoint,
    local: target.local,
    containers: containersOf(wire),
    images: imagesOf(wire),
    inside: insideOf(wire),
    networks: networksOf(wire),
    volumes: volumesOf(wire),
    parts: partsOf(wire),
    resources: resourceCallsOf(wire),
    ping: (options) =>
      wire.call({ doing }, { idleMs: 5000, ...options }, async (engine, { abortSignal }) => {
        await engine.ping({ abortSignal });
      }),
    mirrors: (options) =>
      wire.call({ doing }, { idleMs: 10_000, ...options }, async (engine, { abortSignal }) => {
        const info = read(infoSchema, await engine.info({ abortSignal }));
        return info.RegistryConfig?.Mirrors ?? [];
      }),
    apiVersion: (options) => wire.apiVersion(options),
    details: async (options) => {
      const limits = { idleMs: 10_000, ...options };
      const [version, info] = await Promise.all([
        wire.version(limits),
        wire.call({ doing }, limits, async (engine, { abortSignal }) =>
          read(infoSchema, await engine.info({ abortSignal })),
        ),
      ]);
      return {
        ...(info.Name !== '' && { hostname: info.Name }),
        version: version.Version,
        apiVersion: version.ApiVersion,
        os: info.OperatingSystem,
        osType: info.OSType,
        arch: info.Architecture,
        kernel: info.KernelVersion,
        cgroupVersion: info.CgroupVersion,
        cpus: info.NCPU,
        memoryBytes: info.MemTotal,
        rootDir: info.DockerRootDir,
        storageDriver: info.Driver,
        isDesktop: /docker[ -]desktop/i.test(`${info.OperatingSystem} ${info.Name}`),
        rootless: info.SecurityOptions.some((option) => option.includes('rootless')),
        podman: version.Components.some((component) => component.Name.includes('Podman')),
      };
    },
    standing: (options) =>
      wire.call({ doing }, { idleMs: 10_000, ...options }, async (engine, { abortSignal }) => {
        const said = read(standingSchema, await engine.info({ abortSignal }));
        const time = Date.parse(said.SystemTime);
        return {
          time: Number.isNaN(time) ? undefined : time,
          registries: [...said.RegistryConfig, said.IndexServerAddress].filter((each) => each !== ''),
          running: said.ContainersRunning,
          stopped: said.ContainersStopped,
          images: said.Images,
          loggingDriver: said.LoggingDriver,
          cgroupDriver: said.CgroupDriver,
          warnings: said.Warnings,
        };
      }),
    events: ({ types, labels }, options) => {
      const about = { doing: msg('engine.doing.events') };
      const filters = { type: types, ...(labels && { label: labels }) };
      return wire.lines(eventSchema, about, { idleMs: 0, ...options }, async (engine, { abortSignal }) => {
        const stream = await engine.getEvents({ filters: JSON.stringify(filters), abortSignal });
        options?.onOpen?.();
        return stream;
      });
    },
    pastEvents: async () => {
      const about = { doing: msg('engine.doing.events') };
      const found: DockerEvent[] = [];
      // An engine whose clock is behind would wait for `until`: what has come by then is enough.
      const signal = AbortSignal.timeout(2500);
      try {
        const lines = wire.lines(eventSchema, about, { signal }, (engine, { abortSignal }) =>
          engine.getEvents({ since: 1, until: Date.now() / 1000, abortSignal }),
        );
        for await (const event of lines) found.push(event);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return found;
    },
    renegotiate: () => wire.renegotiate(),
    close: () => wire.close(),
  };
}
