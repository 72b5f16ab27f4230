import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { metricNames } from '@shared/metrics/model';
import { openSqlite, sqlTrouble, type SqlDatabase } from '../../clients/sqlite';

/** What was done from one version of the file to the next; the file says in `user_version` how many it has seen. */
const migrations: readonly string[] = [
  `CREATE TABLE metric (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
   CREATE TABLE subject (
     id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, info TEXT NOT NULL,
     first INTEGER NOT NULL, last INTEGER NOT NULL, UNIQUE (kind, key));
   CREATE TABLE chunk (
     tier INTEGER, metric INTEGER, start INTEGER, subject INTEGER, data BLOB NOT NULL,
     PRIMARY KEY (tier, metric, start, subject)) WITHOUT ROWID;
   CREATE TABLE journal (id INTEGER PRIMARY KEY, hour INTEGER NOT NULL, newest INTEGER NOT NULL, data BLOB NOT NULL);
   CREATE INDEX journal_hour ON journal (hour);
   CREATE TABLE mark (id TEXT PRIMARY KEY, at INTEGER NOT NULL, until INTEGER NOT NULL, data TEXT NOT NULL)
     WITHOUT ROWID;
   CREATE INDEX mark_at ON mark (at);`,
];

export const pageSize = 16_384;

export interface Opened {
  readonly database: SqlDatabase;
  /** Number of each metric in this file. */
  readonly metricIds: ReadonlyMap<string, number>;
}

/**
 * Opens the file to write, makes it or brings it up to date. One that is damaged, or from a newer version, is put
 * aside and a new one made: `told` hears of it.
 */
export function openToWrite(path: string, now: number, told: (error: AppError) => void): Opened {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return open(path);
  } catch (error) {
    const reason = error instanceof NewerError ? 'newer' : sqlTrouble(error);
    if (reason !== 'damaged' && reason !== 'newer') throw error;
    told(setAside(path, now, reason, error));
    return open(path);
  }
}

/** Opens what another process writes. Undefined: it is not there yet, or is not of this version. */
export function openToRead(path: string): Opened | undefined {
  let database: SqlDatabase | undefined;
  try {
    database = openSqlite(path, { readOnly: true });
    if (versionOf(database) !== migrations.length) throw new Error('another version');
    return { database, metricIds: metricIdsOf(database) };
  } catch {
    database?.close();
    return undefined;
  }
}

class NewerError extends Error {}

function open(path: string): Opened {
  const database = openSqlite(path);
  try {
    // Both must stand before the first table does.
    database.exec(`PRAGMA page_size = ${String(pageSize)}; PRAGMA auto_vacuum = INCREMENTAL`);
    // FULL: what was flushed is there after a power cut as well, for one fsync every ten seconds.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(
      'PRAGMA wal_autocheckpoint = 256; PRAGMA journal_size_limit = 8388608; PRAGMA cache_size = -8192',
    );
    migrate(database);
    const insert = database.prepare('INSERT OR IGNORE INTO metric (name) VALUES (?)');
    database.transaction(() => metricNames.forEach((name) => insert.run(name)));
    // Touches the tables' roots: a torn file shows here.
    for (const table of ['subject', 'chunk', 'journal', 'mark'])
      database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get();
    return { database, metricIds: metricIdsOf(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: SqlDatabase): void {
  const found = versionOf(database);
  if (found > migrations.length) throw new NewerError(`version ${String(found)}`);
  for (const [place, sql] of migrations.entries()) {
    if (place < found) continue;
    database.transaction(() => database.exec(`${sql}; PRAGMA user_version = ${String(place + 1)}`));
  }
}

function versionOf(database: SqlDatabase): number {
  return database.prepare('PRAGMA user_version').get<{ user_version: number }>()?.user_version ?? 0;
}

function metricIdsOf(database: SqlDatabase): ReadonlyMap<string, number> {
  const rows = database.prepare('SELECT id, name FROM metric').all<{ id: number; name: string }>();
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Puts the file and what belongs to it aside; the error tells where. */
export function setAside(path: string, now: number, reason: 'damaged' | 'newer', cause: unknown): AppError {
  const aside = `${path}.${reason}-${String(now)}`;
  for (const end of ['', '-wal', '-shm']) {
    try {
      renameSync(`${path}${end}`, `${aside}${end}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return new AppError(
    {
      code: `history.${reason}`,
      doing: msg('history.doing.open'),
      what: msg(reason === 'newer' ? 'history.newer' : 'history.damaged', { path, aside }),
      hint: msg(reason === 'newer' ? 'history.newer.hint' : 'history.damaged.hint'),
      details: [raw(errorText(cause))],
    },
    { cause },
  );
}
