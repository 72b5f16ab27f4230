import type { SlotMigration } from '@shared/redis-cluster/live';
import type { NodeConnection } from '../clients/redis';
import { patienceMs } from './redis-answers';

/** How servers move slots, asked once a server's start. */
export interface Migrations {
  /** `info`: what the node's INFO said; absent where it did not answer, and then it counts as `keys`. */
  of(connection: NodeConnection, info: Readonly<Record<string, string>> | undefined): Promise<SlotMigration>;
}

/**
 * Asks for the commands themselves, not for a version: they may be renamed or denied.
 * Valkey 9: CLUSTER MIGRATESLOTS; Redis 8.4: CLUSTER MIGRATION.
 */
export function createMigrations(): Migrations {
  const known = new Map<string, SlotMigration>();
  return {
    async of(connection, info) {
      if (info === undefined) return 'keys';
      const { run_id: run = '', redis_version: version = '', valkey_version: valkey = '' } = info;
      const key = `${run} ${version} ${valkey}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const reply = await connection
        .call(['COMMAND', 'INFO', 'cluster|migrateslots', 'cluster|migration'], { timeoutMs: patienceMs })
        .catch(() => undefined);
      if (!Array.isArray(reply)) return 'keys';
      const [migrateSlots, migration] = (reply as unknown[]).map(
        (each) => Array.isArray(each) && each.length > 0,
      );
      const result = migrateSlots === true ? 'valkey' : migration === true ? 'redis' : 'keys';
      if (run !== '') known.set(key, result);
      return result;
    },
  };
}
