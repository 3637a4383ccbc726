import {
  type Kysely,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { Client, Pool, type PoolClient } from 'pg';
import { withoutNul } from './nul.ts';
import { isOutage } from './outage.ts';

/** Connections of one process; PostgreSQL itself takes 100 by default. */
const CONNECTIONS = 10;
/** Milliseconds. A button must be answered within 3 seconds, and nothing may hang: better an answer that it failed. */
const CONNECT = 2500;
const STATEMENT = 4000;
/** When the server doesn't even say that a statement took too long, because it or the network is gone. */
const SILENCE = 5000;
/** A replica that stopped in mid-transaction must not hold its rows: its work moves on within 30 seconds. */
const IDLE_IN_TRANSACTION = 10_000;

/**
 * For several replicas of the bot on one database.
 * @param url "postgres://user:password@host:5432/database"
 * @param use see `connect`
 * @throws Error where the address can't be read
 */
export function postgresDialect(url: string, use: 'service' | 'upkeep'): PostgresDialect {
  // The error of the URL class carries the whole address, with its password: it is not a cause to pass on.
  if (!URL.canParse(url)) {
    throw new Error('DATABASE_URL is not an address such as postgres://user:password@host:5432/database.');
  }
  const limits =
    use === 'service'
      ? {
          max: CONNECTIONS,
          statement_timeout: STATEMENT,
          query_timeout: SILENCE,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
        }
      : { max: 1 };
  const pool = new Pool({
    connectionString: url,
    application_name: 'bounce-triage',
    connectionTimeoutMillis: CONNECT,
    keepAlive: true,
    ...limits,
  });
  // An idle connection that breaks: the pool drops it and opens another when one is needed.
  pool.on('error', () => {});
  return new Dialect({ pool: careful(pool) });
}

/** @returns host and port, as the driver takes them from the address and the environment; never who logs in */
export function addressOf(url: string): string {
  const { host, port } = new Client({ connectionString: url });
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new Adapter();
  }
}

/** `migrate` locks for its whole transaction; unlocking in a failed one would hide what failed. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
  override async releaseMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}

/** The pool, but a connection that failed is closed instead of being handed to the next who asks. */
const careful = (pool: Pool): PostgresPool => ({
  options: pool.options,
  end: () => pool.end(),
  connect: async () => carefulClient(await pool.connect()),
});

function carefulClient(client: PoolClient): PostgresPoolClient {
  let broken = false;
  // A connection in use that breaks says so to its query and, as an event, to nobody.
  const onError = (): void => {
    broken = true;
  };
  client.on('error', onError);
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    // What broke has rolled back by itself, and the first error says more than that this can't be asked for.
    if (broken && sql === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
    try {
      return await client.query(sql, parameters.map(withoutNul));
    } catch (error) {
      // An error that has a severity came from the server over a connection that works.
      broken ||= isOutage(error) && !(error as { severity?: unknown }).severity;
      throw error;
    }
  };
  return {
    query: query as <R>(sql: string, parameters: readonly unknown[]) => Promise<PostgresQueryResult<R>>,
    release: () => {
      client.off('error', onError);
      client.release(broken);
    },
  } as PostgresPoolClient;
}
