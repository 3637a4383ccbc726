/** Node's own SQLite behind Kysely's SQLite dialect, which knows it only by better-sqlite3's ways. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/**
 * @param path of the database file, or ":memory:"; its folder is made where it isn't there
 * @returns a dialect on a database that survives a power cut: write-ahead log, every commit flushed
 * @throws Error naming the path where it can't be opened
 */
export function sqliteDialect(path: string): Dialect {
  const database = open(path);
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.prepare(sql);
        const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...values(parameters)),
          run: (parameters) => statement.run(...values(parameters)),
          iterate: (parameters) => statement.iterate(...values(parameters)),
        };
      },
    },
  });
}

function open(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    return database;
  } catch (cause) {
    throw new Error(`The database file ${path} can't be opened: ${(cause as Error).message}`, { cause });
  }
}
