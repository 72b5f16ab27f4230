import type { LiveCluster } from '@shared/redis-cluster/live';
import type { CommandReply, KeyName, KeyPage, KeyPreview, KeySearch } from '@shared/redis-cluster/tools';
import type { SecretRef } from '@shared/secrets';
import { isNotReady } from '../clients/redis-errors';
import { createRawPool } from '../clients/redis-raw';
import { runCommand } from './redis-console';
import { previewKey } from './redis-key-preview';
import { deleteKeys, searchKeys } from './redis-keys';
import { createRoutes } from './redis-route';

/** What a person does by hand on a running cluster: look for keys, read one, delete some, send a command. */
export interface ClusterTools {
  keys(search: KeySearch): Promise<KeyPage>;
  key(name: string, key: KeyName): Promise<KeyPreview>;
  deleteKeys(name: string, keys: readonly KeyName[]): Promise<number>;
  command(name: string, line: string, node?: string): Promise<CommandReply>;
  close(): void;
}

export interface ClusterToolsOptions {
  readonly live: (name: string) => Promise<LiveCluster>;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
}

export function createClusterTools({ live, resolveSecret }: ClusterToolsOptions): ClusterTools {
  const routes = createRoutes(live);
  const data = { routes, pool: createRawPool({ resolveSecret }) };
  // Apart: what is typed (AUTH, MULTI, CLIENT …) may change the connection.
  const console = { routes, pool: createRawPool({ resolveSecret }) };
  /** What may be done twice is, with a fresh look, where a node has gone since the last one. */
  const twice = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isNotReady(error)) throw error;
      await routes(name, { fresh: true });
      return work();
    }
  };
  return {
    keys: (search) => twice(search.name, () => searchKeys(data, search)),
    key: (name, key) => twice(name, () => previewKey(data, name, key)),
    deleteKeys: (name, keys) => twice(name, () => deleteKeys(data, name, keys)),
    command: (name, line, node) => runCommand(console, name, line, node),
    close: () => {
      data.pool.close();
      console.pool.close();
    },
  };
}
