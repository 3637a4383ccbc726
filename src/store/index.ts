import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connect, isPostgres, pathOf } from './connect.ts';
import { migrate, NOTES } from './migrate.ts';
import { isDamaged, outageWords, RESTORE } from './outage.ts';
import { tellPlanner } from './planner.ts';
import type { Store } from './tables.ts';

export { among, rowsWith } from './bulk.ts';
export { isPostgres, pathOf } from './connect.ts';
export { timeOrderedId } from './id.ts';
export { inTime, isDamaged, isOutage, outageWords, RESTORE } from './outage.ts';
export { CASE_STATUSES, type CaseStatus, type Store, type Tables } from './tables.ts';
export { transaction } from './transaction.ts';
export { createVault, readKeys, SealedWithAnotherKey, type Vault } from './vault.ts';

/**
 * @param url a path, a `file:` address or ":memory:" for SQLite; a `postgres://` address for PostgreSQL
 * @param options.mustExist a SQLite file that isn't there is a mistake, not a new database
 * @returns the store, its tables brought up to date; close it with `destroy()`
 * @throws Error in plain words, without the address's password, where it can't be opened
 */
export async function openStore(
  url: string,
  { mustExist = false }: { readonly mustExist?: boolean } = {},
): Promise<Store> {
  if (!isPostgres(url)) await refuseOddFile(pathOf(url), mustExist);
  const store = await connect(url);
  try {
    if (isPostgres(url)) await migrateApart(url);
    else await migrate(store).then(() => tellPlanner(store));
  } catch (cause) {
    await store.destroy();
    throw isDamaged(cause)
      ? new Error(`The database file ${pathOf(url)} can't be read: ${outageWords(cause)}. ${RESTORE}`, {
          cause,
        })
      : cause;
  }
  return store;
}

/** A look makes no database, nor one of a file that is none yet, or is another program's. */
async function refuseOddFile(path: string, mustExist: boolean): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(
      `The database ${path} is a folder. DATABASE_URL names a file in it: ${join(path, 'bounce-triage.db')}.`,
    );
  }
  if (!mustExist) return;
  if (!existsSync(path)) {
    throw new Error(
      `There is no database ${path}. DATABASE_URL says where it is. The bot makes it: start it once.`,
    );
  }
  const { holdsTable } = await import('./sqlite.ts');
  if (!holdsTable(path, NOTES)) {
    throw new Error(
      `${path} is no database of Bounce Triage's yet. DATABASE_URL says where it is. The bot makes it: start it once.`,
    );
  }
}

/** On a connection of its own, which waits for another replica's migration and has time for its own. */
async function migrateApart(url: string): Promise<void> {
  const upkeep = await connect(url, 'upkeep');
  try {
    await migrate(upkeep);
  } finally {
    await upkeep.destroy();
  }
}
