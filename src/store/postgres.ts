import { type Dialect, PostgresDialect } from 'kysely';
import { Pool } from 'pg';

/** Connections of one process; PostgreSQL itself takes 100 by default. */
const CONNECTIONS = 10;

/**
 * For several replicas of the bot on one database.
 * @param url "postgres://user:password@host:5432/database"
 */
export function postgresDialect(url: string): Dialect {
  return new PostgresDialect({ pool: new Pool({ connectionString: url, max: CONNECTIONS }) });
}
