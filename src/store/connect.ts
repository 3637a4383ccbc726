/** Opens the database that an address names. Each engine is loaded only where it is used. */
import { type Dialect, Kysely } from 'kysely';
import type { Store, Tables } from './tables.ts';

/** @returns whether the address is PostgreSQL's; every other is a SQLite file */
export const isPostgres = (url: string): boolean => /^postgres(ql)?:/i.test(url);

/** `file:data/x.db` is relative, `file:///var/x.db` absolute. */
export const pathOf = (url: string): string => decodeURI(url.replace(/^file:(\/\/(?=\/))?/, ''));

/**
 * Opens a database as it is, without bringing its tables up to date.
 * @param url see `openStore`
 * @param use "service": no statement runs longer than 5 seconds; "upkeep": migrations may take as long as they need
 * @throws Error in plain words, without the address's password
 */
export async function connect(url: string, use: 'service' | 'upkeep' = 'service'): Promise<Store> {
  return new Kysely<Tables>({ dialect: await dialectFor(url, use) });
}

async function dialectFor(url: string, use: 'service' | 'upkeep'): Promise<Dialect> {
  if (isPostgres(url)) return (await import('./postgres.ts')).postgresDialect(url, use);
  return (await import('./sqlite.ts')).sqliteDialect(pathOf(url));
}
