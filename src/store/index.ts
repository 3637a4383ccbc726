import { connect, isPostgres, pathOf } from './connect.ts';
import { migrate } from './migrate.ts';
import { refuseOddFile } from './odd-file.ts';
import { isDamaged, isOutage, outageWords, RESTORE } from './outage.ts';
import { tellPlanner } from './planner.ts';
import type { Store } from './tables.ts';

export { among, locksRows, rowsWith } from './bulk.ts';
export { isPostgres, pathOf } from './connect.ts';
export { timeOrderedId } from './id.ts';
export { inTime, isDamaged, isOutage, outageWords, RESTORE } from './outage.ts';
export { prepared } from './prepared.ts';
export { CASE_STATUSES, type CaseStatus, type Store, type Tables } from './tables.ts';
export { LONG_PATIENCE, transaction } from './transaction.ts';
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
    if (isPostgres(url)) throw isOutage(cause) ? await unusable(url, cause) : cause;
    throw isDamaged(cause)
      ? new Error(`The database file ${pathOf(url)} can't be read: ${outageWords(cause)}. ${RESTORE}`, {
          cause,
        })
      : cause;
  }
  return store;
}

async function unusable(url: string, cause: unknown): Promise<Error> {
  const { addressOf } = await import('./postgres.ts');
  const what = `The database at ${addressOf(url)} can't be used: ${outageWords(cause)}`;
  return new Error(`${what}. DATABASE_URL says where it is.`, { cause });
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
