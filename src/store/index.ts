import { type Dialect, Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

export type { CaseStatus, Store, Tables } from './tables.ts';

/**
 * @param url a path, a `file:` address or ":memory:" for SQLite; a `postgres://` address for PostgreSQL
 * @returns the store, its tables brought up to date; close it with `destroy()`
 * @throws Error in plain words, without the address's password, where it can't be opened
 */
export async function openStore(url: string): Promise<Store> {
  const store = new Kysely<Tables>({ dialect: await dialectFor(url) });
  try {
    await migrate(store);
  } catch (cause) {
    await store.destroy();
    throw cause;
  }
  return store;
}

/** Each database's driver is loaded only where it is used. */
async function dialectFor(url: string): Promise<Dialect> {
  if (/^postgres(ql)?:/i.test(url)) return (await import('./postgres.ts')).postgresDialect(url);
  return (await import('./sqlite.ts')).sqliteDialect(pathOf(url));
}

/** `file:data/x.db` is relative, `file:///var/x.db` absolute. */
const pathOf = (url: string): string => decodeURI(url.replace(/^file:(\/\/(?=\/))?/, ''));
