/** Node's own SQLite behind Kysely's SQLite dialect, which knows it only by better-sqlite3's ways. */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  type Driver,
  type Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  type SqliteStatement,
} from 'kysely';
import { withoutNul } from './nul.ts';
import { isDamaged, RESTORE } from './outage.ts';
import { SharingDriver, untilFree } from './sqlite-driver.ts';
import { isLocked } from './transaction.ts';

/** Milliseconds for which opening waits for another process to let the file go. */
const PATIENCE = 4000;
/** Statements that are kept ready, and the longest that is worth it: a bulk insert is as long as its rows. */
const KEPT = 200;
const KEPT_LENGTH = 4000;

/**
 * Write-ahead log, every commit flushed: survives a power cut. SQLite itself does not wait for a lock, because the whole
 * process would stand still then: `SharingDriver` does. What is deleted is overwritten, as `forget` promises.
 * The log is folded in every 4,000 pages (16 MB) and not every 1,000: indexes' pages change again and again, and are
 * copied once. The cache is in KiB, the log's limit after a large import in bytes.
 */
const PRAGMAS = `
  PRAGMA busy_timeout = 0;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -32768;
  PRAGMA journal_size_limit = 67108864;`;

/**
 * @param path of the database file, or ":memory:"; its folder is made where it isn't there
 * @throws Error naming the path where it can't be opened
 */
export async function sqliteDialect(path: string): Promise<SqliteDialect> {
  const database = await open(path);
  return new Dialect({ database: betterSqlite(database) }, database);
}

/** What to do where another process holds the file. */
const LET_GO =
  'Another program holds it, such as sqlite3 in a transaction or a tool that copies it: end that, and try again';

/**
 * Looks into a file without changing it.
 * @returns whether it is a database with that table; true where it can't be read: whoever opens it is told why
 */
export function holdsTable(path: string, name: string): boolean {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return (
        database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !==
        undefined
      );
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

async function open(path: string): Promise<DatabaseSync> {
  try {
    if (path !== ':memory:') {
      makeFolder(dirname(path));
      // A new one is for its owner alone: it holds addresses. The log beside it gets the same rights.
      if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    }
    return await untilFree(PATIENCE, () => {
      const database = new DatabaseSync(path);
      try {
        database.exec(PRAGMAS);
        return database;
      } catch (error) {
        database.close();
        throw error;
      }
    });
  } catch (cause) {
    const { code, errcode, message } = cause as NodeJS.ErrnoException & { errcode?: number };
    const damage = isDamaged(cause) ? `. ${RESTORE}` : '';
    const holder = isLocked(cause) ? `. ${LET_GO}` : '';
    const advice = UNWRITABLE.has(errcode ?? code ?? '')
      ? `. Whoever runs this must be able to write there; or name another file in DATABASE_URL`
      : '';
    throw new Error(`The database file ${path} can't be opened: ${message}${holder}${advice}${damage}`, {
      cause,
    });
  }
}

/**
 * Makes a folder and those above it that aren't there, from the top down: under `/proc`, where nothing can be made, the
 * system says that what is above is missing, and Node's own `recursive` tries for ever.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** What says that a folder or a file can't be made or written: the system, or SQLite (READONLY and CANTOPEN). */
const UNWRITABLE: ReadonlySet<string | number> = new Set([
  ...['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT'],
  ...[8, 14],
]);

class Dialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #database: DatabaseSync;
  constructor(config: SqliteDialectConfig, database: DatabaseSync) {
    super(config);
    this.#config = config;
    this.#database = database;
  }
  override createDriver(): Driver {
    return new SharingDriver(this.#config, this.#database);
  }
  override createAdapter(): SqliteAdapter {
    return new Adapter();
  }
}

class Adapter extends SqliteAdapter {
  /** Kysely would have each wait for the one before, whatever that waits for: the driver sees to it. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
  /** SQLite can, whatever Kysely says: a migration that fails is rolled back whole. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
  /** `migrate` begins a transaction, which locks. */
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
  override async releaseMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}

function betterSqlite(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known) return known;
      const statement = prepare(database, sql);
      if (sql.length <= KEPT_LENGTH) kept.set(sql, statement);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  const values = (parameters: readonly unknown[]) => parameters.map(withoutNul) as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
