import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** What can be bound to a `?`. Numbers are bound as REAL: division wants a CAST. */
export type SqlValue = string | number | null | Uint8Array;

export interface SqlStatement {
  run(...values: SqlValue[]): { readonly changes: number };
  get<Row>(...values: SqlValue[]): Row | undefined;
  all<Row>(...values: SqlValue[]): Row[];
}

/** A database file of SQLite; every call blocks until it is done. */
export interface SqlDatabase {
  /** Runs statements without values. */
  exec(sql: string): void;
  /** A statement, compiled once for each text. */
  prepare(sql: string): SqlStatement;
  /** All of the work or nothing of it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens a file; `readOnly` does not make one. Throws the driver's errors: see `sqlTrouble`. */
export function openSqlite(path: string, options: { readonly readOnly?: boolean } = {}): SqlDatabase {
  const database: DatabaseSyncInstance = new DatabaseSync(path, {
    readOnly: options.readOnly ?? false,
    timeout: 5000,
  });
  const statements = new Map<string, SqlStatement>();
  const prepare = (sql: string): SqlStatement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql) as SqlStatement;
    statements.set(sql, statement);
    return statement;
  };
  return {
    exec: (sql) => database.exec(sql),
    prepare,
    transaction: (work) => {
      database.exec(options.readOnly === true ? 'BEGIN' : 'BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk may have ended the transaction already.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => {
      statements.clear();
      database.close();
    },
  };
}

/**
 * What an error of SQLite means to whoever opened the file: it is damaged (or no database at all), the disk or the
 * budget is full, another process has it, or something else.
 */
export function sqlTrouble(error: unknown): 'damaged' | 'full' | 'busy' | 'other' {
  const words = error instanceof Error ? error.message : String(error);
  if (/malformed|not a database|file is encrypted|unsupported file format/i.test(words)) return 'damaged';
  if (/database or disk is full|no space left/i.test(words)) return 'full';
  if (/database is locked|database table is locked|busy/i.test(words)) return 'busy';
  return 'other';
}
