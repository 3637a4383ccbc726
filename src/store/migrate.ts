/** The store's history. A migration that has been released is never edited; a change is a new one. */
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { locksRows } from './bulk.ts';
import { cases } from './migrations/2026-11-21-cases.ts';
import { memory } from './migrations/2026-11-21-memory.ts';
import { escalation } from './migrations/2026-11-22-escalation.ts';
import { attempts } from './migrations/2026-11-28-attempts.ts';
import { arrivals } from './migrations/2026-11-28-attempts-arrived.ts';
import { hosts } from './migrations/2026-11-28-host-of-attempts.ts';
import { endedIncidents } from './migrations/2026-11-28-incidents-that-ended.ts';
import { bundles } from './migrations/2026-11-28-shown-together.ts';
import { words } from './migrations/2026-11-28-words-of-attempts.ts';
import { corrections } from './migrations/2026-11-29-corrections.ts';
import { manyAtOnce } from './migrations/2026-11-29-many-at-once.ts';
import { presses } from './migrations/2026-11-29-presses.ts';
import { isOutage, outageWords } from './outage.ts';
import type { Store } from './tables.ts';
import { transaction } from './transaction.ts';

type History = Readonly<Record<string, Migration>>;

/** In the order of their names. */
export const HISTORY: History = {
  '2026-11-21-cases': cases,
  '2026-11-21-memory': memory,
  '2026-11-22-escalation': escalation,
  '2026-11-28-attempts': attempts,
  '2026-11-28-attempts-arrived': arrivals,
  '2026-11-28-host-of-attempts': hosts,
  '2026-11-28-incidents-that-ended': endedIncidents,
  '2026-11-28-shown-together': bundles,
  '2026-11-28-words-of-attempts': words,
  '2026-11-29-corrections': corrections,
  '2026-11-29-many-at-once': manyAtOnce,
  '2026-11-29-presses': presses,
};

/** Where Kysely's migrator notes what has run. */
export const NOTES = 'kysely_migration';
/** PostgreSQL's advisory locks are numbers, one space for the whole database: "bounce" as ASCII codes in hex. */
const LOCK = 0x626f756e6365;
/** How long a replica waits for another one's migration, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Brings the store's tables to today's shape, forward only. All of it is one transaction: of several replicas
 * that start at once one migrates and the others wait, and a migration that fails leaves nothing behind.
 * @param history all migrations; tests give fewer to make an older database
 * @throws Error in plain words where it fails, or where a newer program wrote the database
 */
export async function migrate(store: Store, history: History = HISTORY): Promise<void> {
  try {
    if (await isUpToDate(store, history)) return;
    await transaction(store, (tx) => migrateAlone(tx, history), PATIENCE);
  } catch (error) {
    if (error instanceof NewerDatabase) throw error;
    const why = isOutage(error) ? outageWords(error) : reasonOf(error);
    throw new Error(`The database could not be brought up to date: ${why}`, { cause: error });
  }
}

class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

/** @throws NewerDatabase */
async function isUpToDate(store: Store, history: History): Promise<boolean> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === NOTES)) return false;
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(NOTES)}`.execute(store);
  const unknown = rows.map(({ name }) => name).filter((name) => !Object.hasOwn(history, name));
  if (unknown.length > 0) {
    throw new NewerDatabase(
      `The database was written by a newer version of Bounce Triage (migration ${unknown.sort().at(-1)}). ` +
        'Update the program, or give it another database (DATABASE_URL).',
    );
  }
  return rows.length === Object.keys(history).length;
}

async function migrateAlone(tx: Store, history: History): Promise<void> {
  // SQLite's transactions lock by themselves: they begin as "immediate".
  if (!isSqlite(tx)) {
    await sql`set local lock_timeout = ${sql.lit(PATIENCE)}`.execute(tx);
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
  }
  if (await isUpToDate(tx, history)) return;
  const migrator = new Migrator({ db: tx, provider: { getMigrations: async () => ({ ...history }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

const isSqlite = (store: Store): boolean => !locksRows(store);

/** A connection that is refused comes as several errors in one, with an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
