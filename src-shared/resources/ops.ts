import { z } from 'zod';

const op = <K extends string, A extends z.ZodType>(kind: K, args: A) =>
  z.object({ kind: z.literal(kind), args });

const things = z.object({
  containers: z.array(z.object({ id: z.string(), name: z.string() })),
  networks: z.array(z.object({ id: z.string(), name: z.string() })),
  volumes: z.array(z.string()),
  images: z.array(z.object({ id: z.string(), name: z.string() })),
  cache: z.array(z.string()),
});

/** What is done to images, networks and volumes beside `volume.*`, `network.connect`, `compose.pull` and the like. */
export const resourceOps = [
  op(
    'resources.networkCreate',
    z.object({
      name: z.string(),
      driver: z.string(),
      subnet: z.string().optional(),
      gateway: z.string().optional(),
      internal: z.boolean(),
      attachable: z.boolean(),
    }),
  ),
  /** That very one, if nobody is on it. Undo makes it anew with the same settings. */
  op('resources.networkRemove', z.object({ id: z.string(), name: z.string() })),
  /** Undo takes the name away, or gives it back to the image that had it. */
  op('resources.tag', z.object({ image: z.string(), name: z.string(), tag: z.string() })),
  /**
   * Takes names off an image; the last one that goes takes the image along, and its layers that no other has. No
   * `tags`: it has none. Undo gives the names back as long as the image is there.
   */
  op('resources.imageRemove', z.object({ id: z.string(), name: z.string(), tags: z.array(z.string()) })),
  /** That very one, unless it runs; its volumes stay. */
  op('resources.containerRemove', z.object({ id: z.string(), container: z.string() })),
  op('resources.cacheRemove', z.object({ ids: z.array(z.string()) })),
  /** Notes what takes up how much, so that the end can tell what was freed. */
  op('resources.measure', things),
  /** What has really gone, and how much that freed. Output: PruneResult. `before`: the step that measured. */
  op('resources.tally', things.extend({ before: z.string() })),
] as const;

/** What a prune's last step tells. */
export const pruneResultSchema = z.object({
  /** Bytes, as the engine counts before and after. */
  freed: z.number(),
  gone: z.int(),
  /** What was to go and is still there. */
  left: z.array(z.string()),
});
export type PruneResult = z.infer<typeof pruneResultSchema>;
