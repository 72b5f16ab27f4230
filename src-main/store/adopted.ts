import { join } from 'node:path';
import { z } from 'zod';
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
});
export type AdoptedCluster = z.infer<typeof adoptedClusterSchema>;

const fileSchema = z.object({ v: z.literal(1), clusters: z.array(adoptedClusterSchema) });

export interface AdoptedStore {
  /** Sorted by name; those of one engine where it is given. */
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
        Promise.resolve(read().filter((found) => engine === undefined || found.engine === engine)),
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
