import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { refusal } from './docker-refusals';
import { imageSummarySchema, read, type ImageSummary } from './docker-schemas';
import type { CallOptions, Wire } from './docker-wire';

export interface Images {
  list(options?: CallOptions): Promise<ImageSummary[]>;
  /** The image's id; undefined when it is not on the engine. */
  idOf(image: string, options?: CallOptions): Promise<string | undefined>;
  /**
   * Pulls an image. A name without a tag means `latest`, as docker has it.
   *
   * @throws AppError `image.denied`, `image.unknown`, `image.platform`, `registry.unreachable`, `disk.full`, …
   */
  pull(
    image: string,
    onProgress: (progress: PullProgress) => void,
    options?: CallOptions & { platform?: string },
  ): Promise<void>;
  /** Asks the image's registry, or a mirror of it, from the engine's side; nothing is pulled. Throws as pull() does. */
  ask(image: string, options?: CallOptions): Promise<void>;
  /** Not by force: an image that a container uses stays, with `image.in-use`. */
  remove(image: string, options?: CallOptions): Promise<void>;
}

export interface PullProgress {
  /** 0…1 over the layers that the engine has named so far. */
  readonly fraction: number;
  readonly layers: number;
  readonly layersDone: number;
  /** The engine's own words for one layer's change, such as `a1b2: Pull complete`. */
  readonly line: string;
}

const progressSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional() }).nullish(),
});

export function imagesOf(wire: Wire): Images {
  // A slash in an image's name stands in the path as it is; the engine's router takes it.
  const at = (image: string): string => image.split('/').map(encodeURIComponent).join('/');
  return {
    list: (options) =>
      wire.call({ doing: msg('engine.doing.listImages') }, options, async (engine, { abortSignal }) =>
        read(z.array(imageSummarySchema), await engine.listImages({ abortSignal })),
      ),
    ask: (image, options) =>
      wire.call(
        { doing: msg('engine.doing.askRegistry', { image }), image },
        options,
        async (engine, { abortSignal }) => {
          await engine.getImage(at(image)).distribution({ abortSignal });
        },
      ),
    idOf: async (image, options) => {
      const about = { doing: msg('engine.doing.inspectImage', { image }), image };
      try {
        return await wire.call(about, options, async (engine) => {
          const { Id } = read(z.object({ Id: z.string() }), await engine.getImage(at(image)).inspect());
          return Id;
        });
      } catch (error) {
        if (error instanceof AppError && error.info.code === 'image.missing') return undefined;
        throw error;
      }
    },
    pull: async (image, onProgress, options) => {
      const about = { doing: msg('engine.doing.pullImage', { image }), image };
      // A registry may be silent for long while a layer is unpacked.
      const patient = { idleMs: 300_000, ...options };
      const platform = options?.platform;
      const layers = new Map<string, number>();
      const lines = wire.lines(progressSchema, about, patient, (engine, { abortSignal }) =>
        engine.pull(image, { abortSignal, ...(platform !== undefined && { platform }) }),
      );
      for await (const line of lines) {
        // A pull that fails still answers 200: the failure is a line in its stream.
        const failure = line.errorDetail?.message ?? line.error;
        if (failure !== undefined) {
          const words = refusal(failure, { ...about, endpoint: wire.endpoint });
          throw new AppError({ ...words, doing: about.doing, details: [raw(failure)] });
        }
        report(line, layers, onProgress);
      }
    },
    remove: (image, options) => {
      const about = { doing: msg('engine.doing.removeImage', { image }), image };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        await engine.getImage(at(image)).remove({ abortSignal });
      });
    },
  };
}

function report(
  { id, status = '', progressDetail }: z.output<typeof progressSchema>,
  layers: Map<string, number>,
  onProgress: (progress: PullProgress) => void,
): void {
  const isLayer = id !== undefined && /^[0-9a-f]{12}$/.test(id);
  if (isLayer) {
    const share = (progressDetail?.current ?? 0) / (progressDetail?.total ?? Infinity);
    // Downloading is taken for two thirds of a layer, unpacking for the rest.
    const at =
      status === 'Pull complete' || status === 'Already exists'
        ? 1
        : status === 'Downloading'
          ? share * 0.66
          : status === 'Extracting'
            ? 0.66 + share * 0.33
            : (layers.get(id) ?? 0);
    layers.set(id, Math.max(layers.get(id) ?? 0, at));
  }
  const shares = [...layers.values()];
  onProgress({
    fraction: shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    layers: shares.length,
    layersDone: shares.filter((share) => share === 1).length,
    line: id === undefined ? status : `${id}: ${status}`,
  });
}
