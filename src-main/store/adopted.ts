import { join } from 'node:path';
import { z } from 'zod';
import { tlsSchema } from '@shared/ops';
import { secretRefSchema } from '@shared/secrets';
import { loadJson, oneByOne, writeAtomic } from './files';

/** A cluster that somebody else built and that was taken in under a name. */
export const adoptedClusterSchema = z.object({
  name: z.string().min(1),
  /** Where the engine is that it stands on (enginePlace). */
  engine: z.string(),
  /** Its containers, where it has some on that engine. */
  containers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Where its nodes can be asked from this computer, as `host:port`. */
  seeds: z.array(z.string()),
  password: secretRefSchema.optional(),
  /** It stands elsewhere: known by the address of a node, whatever engine is worked with. `engine` is empty then. */
  remote: z
    .object({
      host: z.string(),
      port: z.number(),
      username: z.string().optional(),
      tls: tlsSchema.optional(),
      /** Announced `address:port` -> where this computer reaches it: what a person said. */
      map: z.record(z.string(), z.string()),
      /** Its nodes when they were last seen, and the way to each that was found. */
      nodes: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          announce: z.object({ address: z.string(), port: z.number(), busPort: z.number() }),
          host: z.string(),
          port: z.number(),
        }),
      ),
    })
    .optional(),
});
export type AdoptedCluster = z.infer<typeof adoptedClusterSchema>;

const fileSchema = z.object({ v: z.literal(1), clusters: z.array(adoptedClusterSchema) });

export interface AdoptedStore {
  /** Sorted by name; where an engine is given: its own, and those that stand elsewhere. */
  list(engine?: string): Promise<readonly AdoptedCluster[]>;
  get(name: string): Promise<AdoptedCluster | undefined>;
  /** Adds one, or replaces the one of the same name. */
  put(cluster: AdoptedCluster): Promise<void>;
  /** False when there was none. */
  remove(name: string): Promise<boolean>;
}

/**
 * The adopted clusters in `<dataDir>/adopted.json`. Read anew each time: the app and the command share
 * it, and either may have changed it.
 */
export function createAdopted({ dataDir }: { dataDir: string }): AdoptedStore {
  const path = join(dataDir, 'adopted.json');
  const inTurn = oneByOne();
  const read = (): readonly AdoptedCluster[] =>
    loadJson(path, fileSchema, { v: 1, clusters: [] }).value.clusters;
  const write = (clusters: readonly AdoptedCluster[]): Promise<void> =>
    writeAtomic(path, `${JSON.stringify({ v: 1, clusters }, null, 2)}\n`);
  const others = (name: string): AdoptedCluster[] => read().filter((cluster) => cluster.name !== name);
  return {
    list: (engine) =>
      inTurn(() =>
        Promise.resolve(
          read().filter(
            (found) => engine === undefined || found.engine === engine || found.remote !== undefined,
          ),
        ),
      ),
    get: (name) => inTurn(() => Promise.resolve(read().find((found) => found.name === name))),
    put: (cluster) =>
      inTurn(() => write([...others(cluster.name), cluster].sort((a, b) => (a.name < b.name ? -1 : 1)))),
    remove: (name) =>
      inTurn(async () => {
        const kept = others(name);
        if (kept.length === read().length) return false;
        await write(kept);
        return true;
      }),
  };
}
