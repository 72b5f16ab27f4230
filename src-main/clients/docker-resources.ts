import type { z } from 'zod';
import { msg, type Message } from '@shared/i18n/index';
import { read } from './docker-schemas';
import {
  cachePruneSchema,
  historySchema,
  imageInspectSchema,
  imageListSchema,
  networkFullListSchema,
  networkFullSchema,
  usageSchema,
  volumeFullListSchema,
  volumeFullSchema,
  type NetworkFull,
} from './docker-resources-schemas';
import type { CallOptions, Wire, WireAbout } from './docker-wire';

/** An answer as it is read, and as the engine gave it. */
export interface Inspected<T> {
  readonly value: T;
  readonly raw: unknown;
}

/** Images, networks and volumes with all that their pages show. */
export interface ResourceCalls {
  images(options?: CallOptions): Promise<z.output<typeof imageListSchema>>;
  image(id: string, options?: CallOptions): Promise<Inspected<z.output<typeof imageInspectSchema>>>;
  /** Newest layer first. */
  history(id: string, options?: CallOptions): Promise<z.output<typeof historySchema>>;
  networks(options?: CallOptions): Promise<readonly NetworkFull[]>;
  /** Throws AppError `network.missing`. */
  network(id: string, options?: CallOptions): Promise<Inspected<NetworkFull>>;
  volumes(options?: CallOptions): Promise<readonly z.output<typeof volumeFullSchema>[]>;
  /** Throws AppError `volume.missing`. */
  volume(name: string, options?: CallOptions): Promise<Inspected<z.output<typeof volumeFullSchema>>>;
  /** `GET /system/df`: the engine counts every file of every volume for it. */
  usage(options?: CallOptions): Promise<z.output<typeof usageSchema>>;
  /** One record of the build cache; gives the bytes that it freed. */
  removeCache(id: string, options?: CallOptions): Promise<number>;
}

/** A volume with millions of files takes the engine its time. */
const countMs = 300_000;

export function resourceCallsOf(wire: Wire): ResourceCalls {
  const doing = (about: Message): WireAbout => ({ doing: about });
  const reading = doing(msg('resources.ops.doing.read'));
  const at = (image: string): string => image.split('/').map(encodeURIComponent).join('/');
  return {
    images: (options) =>
      wire.call(reading, options, async (engine, { abortSignal }) =>
        read(imageListSchema, await engine.listImages({ abortSignal })),
      ),
    image: (image, options) =>
      wire.call({ doing: msg('engine.doing.inspectImage', { image }), image }, options, async (engine) =>
        both(imageInspectSchema, await engine.getImage(at(image)).inspect()),
      ),
    history: (image, options) =>
      wire.call({ doing: msg('resources.ops.doing.history', { image }), image }, options, async (engine) =>
        read(historySchema, await engine.getImage(at(image)).history()),
      ),
    networks: (options) =>
      wire.call(reading, options, async (engine, { abortSignal }) =>
        read(networkFullListSchema, await engine.listNetworks({ abortSignal })),
      ),
    network: (name, options) =>
      wire.call(
        { doing: msg('engine.doing.inspectNetwork', { name }), network: name },
        options,
        async (engine) =>
          both(networkFullSchema, await engine.getNetwork(encodeURIComponent(name)).inspect()),
      ),
    volumes: (options) =>
      wire.call(
        reading,
        options,
        async (engine, { abortSignal }) =>
          read(volumeFullListSchema, await engine.listVolumes({ abortSignal })).Volumes,
      ),
    volume: (name, options) =>
      wire.call(
        { doing: msg('engine.doing.inspectVolume', { name }), volume: name },
        options,
        async (engine) => both(volumeFullSchema, await engine.getVolume(encodeURIComponent(name)).inspect()),
      ),
    usage: (options) =>
      wire.call(
        doing(msg('resources.ops.doing.df')),
        { idleMs: countMs, ...options },
        async (engine, { abortSignal }) => read(usageSchema, await counted(engine, abortSignal)),
      ),
    removeCache: (id, options) =>
      wire.call(doing(msg('resources.ops.doing.cache')), options, async (engine, { abortSignal }) => {
        // dockerode's own call takes no filter, and the engine one id a call.
        const query = new URLSearchParams({ all: 'true', filters: JSON.stringify({ id: [id] }) });
        return read(cachePruneSchema, await post(engine, `/build/prune?${query}`, abortSignal))
          .SpaceReclaimed;
      }),
  };
}

function both<S extends z.ZodType>(schema: S, raw: unknown): Inspected<z.output<S>> {
  return { value: read(schema, raw), raw };
}

function post(engine: { readonly modem: unknown }, path: string, abortSignal: AbortSignal): Promise<unknown> {
  const modem = engine.modem as {
    dial(given: object, done: (error: Error | null, answer: unknown) => void): void;
  };
  const statusCodes = { 200: true, 500: 'server error' };
  return new Promise((resolve, reject) =>
    modem.dial({ path, method: 'POST', statusCodes, abortSignal }, (error, answer) =>
      error === null ? resolve(answer) : reject(error),
    ),
  );
}

/** dockerode's types leave the options out. */
function counted(engine: object, abortSignal: AbortSignal): Promise<unknown> {
  return (engine as unknown as { df(given: object): Promise<unknown> }).df({ abortSignal });
}
