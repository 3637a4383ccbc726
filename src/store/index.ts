import { Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Store, Tables } from './tables.ts';

export type { CaseStatus, Store, Tables } from './tables.ts';

/**
 * @param url a path, a `file:` address, or ":memory:"
 * @returns the store, its tables brought up to date; close it with `destroy()`
 * @throws Error in plain words where it can't be opened
 */
export async function openStore(url: string): Promise<Store> {
  const store = new Kysely<Tables>({ dialect: sqliteDialect(pathOf(url)) });
  await migrate(store);
  return store;
}

/** `file:data/x.db` is relative, `file:///var/x.db` absolute. */
const pathOf = (url: string): string => decodeURI(url.replace(/^file:(\/\/(?=\/))?/, ''));
