import { importKeys } from './data/import-keys';
import { backupManifest } from './data/manifest';
import { saveRdb } from './data/save-rdb';
import type { RedisOpsDeps } from './redis-deps';

/** How data is saved and brought in. */
export const dataOps = (deps: RedisOpsDeps) => ({
  'redis.saveRdb': saveRdb(deps),
  'redis.backupManifest': backupManifest(),
  'redis.importKeys': importKeys(deps),
});
