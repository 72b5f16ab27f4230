import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite, sqlTrouble } from '../../clients/sqlite';

/**
 * Takes the right to write, which one process has at a time: a lock of the system on a file beside the history, so
 * that it ends with the process, however that ends. Undefined: another one has it.
 */
export function takeWriterLock(path: string): { release(): void } | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = openSqlite(path);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return {
      release: () => {
        database.exec('ROLLBACK');
        database.close();
      },
    };
  } catch (error) {
    database.close();
    if (sqlTrouble(error) === 'busy') return undefined;
    throw error;
  }
}
