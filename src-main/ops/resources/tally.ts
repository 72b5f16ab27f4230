import { z } from 'zod';
import { msg } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import { sizeText, shortId } from '@shared/resources/model';
import type { PruneResult } from '@shared/resources/ops';
import { shortName } from '@shared/resources/prune';
import type { Docker } from '../../clients/docker';
import type { OpHandler } from '../../runner/types';

/** Bytes before anything went: of all layers, and of each thing that is to go. */
const measuredSchema = z.object({
  layers: z.number(),
  volumes: z.record(z.string(), z.number()),
  containers: z.record(z.string(), z.number()),
  cache: z.record(z.string(), z.number()),
});
type Measured = z.infer<typeof measuredSchema>;

export function measureOp(docker: Docker): OpHandler<OpArgs<'resources.measure'>, Measured> {
  return {
    async run({ volumes, containers, cache }) {
      const df = await docker.resources.usage();
      const pick = (ids: readonly string[], all: readonly (readonly [string, number])[]) =>
        Object.fromEntries(all.filter(([id, size]) => ids.includes(id) && size >= 0));
      return {
        layers: df.LayersSize,
        volumes: pick(
          volumes,
          df.Volumes.map((each) => [each.Name, each.UsageData?.Size ?? -1] as const),
        ),
        containers: pick(
          containers.map(({ id }) => id),
          df.Containers.map((each) => [each.Id, each.SizeRw] as const),
        ),
        cache: pick(
          cache,
          df.BuildCache.filter(({ Shared }) => !Shared).map((each) => [each.ID, each.Size] as const),
        ),
      };
    },
    // What went in between cannot be measured again.
    holds: () => Promise.resolve(true),
  };
}

export function tallyOp(docker: Docker): OpHandler<OpArgs<'resources.tally'>, PruneResult> {
  return {
    async run(args, context) {
      const before = measuredSchema.parse(context.results.get(args.before));
      const [df, images, networks, volumes, containers] = await Promise.all([
        docker.resources.usage(),
        docker.resources.images(),
        docker.resources.networks(),
        docker.resources.volumes(),
        docker.containers.list(),
      ]);
      const there = {
        containers: new Set(containers.map(({ Id }) => Id)),
        networks: new Set(networks.map(({ Id }) => Id)),
        volumes: new Set(volumes.map(({ Name }) => Name)),
        images: new Set(images.map(({ Id }) => Id)),
        cache: new Set(df.BuildCache.map(({ ID }) => ID)),
      };
      const left = [
        ...args.containers.filter(({ id }) => there.containers.has(id)).map(({ name }) => name),
        ...args.networks.filter(({ id }) => there.networks.has(id)).map(({ name }) => name),
        ...args.volumes.filter((name) => there.volumes.has(name)).map(shortName),
        ...args.images.filter(({ id }) => there.images.has(id)).map(({ name }) => name),
        ...args.cache.filter((id) => there.cache.has(id)).map(shortId),
      ];
      const { containers: c, networks: n, volumes: v, images: i, cache: b } = args;
      const gone = c.length + n.length + v.length + i.length + b.length - left.length;
      // Layers are counted as a whole: what two images share goes with the last of them. Others may pull meanwhile.
      const layers = i.length === 0 ? 0 : Math.max(0, before.layers - df.LayersSize);
      const freed =
        layers +
        lost(before.volumes, there.volumes) +
        lost(before.containers, there.containers) +
        lost(before.cache, there.cache);
      const note = msg('resources.ops.tally', { size: sizeText(freed), gone, left: left.length });
      context.progress({ fraction: 1, note });
      return { freed, gone, left };
    },
  };
}

function lost(sizes: Readonly<Record<string, number>>, there: ReadonlySet<string>): number {
  return Object.entries(sizes).reduce((sum, [id, size]) => sum + (there.has(id) ? 0 : size), 0);
}
