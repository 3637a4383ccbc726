/**
 * SQLite's one connection, shared by all that this process does. One transaction is under way at a time; but whoever waits
 * for another process to let the file go holds up nobody else: reading goes on, and all that wait to write wait together.
 */
import type { DatabaseSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { giveWay } from '../give-way.ts';
import { isLocked } from './transaction.ts';

/**
 * Milliseconds that a statement, or the beginning of a transaction, waits for another process to let the file go: a
 * platform wants to know within three seconds whether something was saved.
 */
const PATIENCE = 1500;
/** Milliseconds between two tries. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 15));

/** Tries again as long as another process holds the file, without keeping this process from its work. */
export async function untilFree<T>(
  patience: number,
  attempt: () => T | Promise<T>,
  wait: () => Promise<void> = pause,
): Promise<T> {
  for (let end: number | null = null; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLocked(error)) throw error;
      end ??= performance.now() + patience;
      if (performance.now() > end) throw error;
      await wait();
    }
  }
}

/** Whose turn it is: first come, first served. */
class Turn {
  #last: Promise<void> = Promise.resolve();

  /** @returns what gives the turn to the next one */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

export class SharingDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #turn = new Turn();
  /** What all that found the file held by another process wait for: only one of them tries again after it. */
  #held: { readonly error: unknown; readonly over: Promise<void> } | null = null;

  constructor(config: SqliteDialectConfig, database: DatabaseSync) {
    super(config);
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return new Sharer(connection, (statement) => this.#inTurn(statement));
  }

  /** Takes the lock for writing at once: one that is wanted only after reading may be refused without waiting. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as Sharer).begin();
  }

  /** On a full disk SQLite has rolled back by itself; asking again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }

  override async releaseConnection(connection?: DatabaseConnection): Promise<void> {
    (connection as Sharer | undefined)?.end();
  }

  /** @returns what the statement gives, and what gives the turn to the next one */
  #inTurn<T>(statement: () => Promise<T>): Promise<Turned<T>> {
    let waits = false;
    return untilFree(
      PATIENCE,
      async () => {
        const end = await this.#turn.take();
        try {
          // Another one has tried just now.
          if (waits && this.#held !== null) throw this.#held.error;
          return { result: await statement(), end };
        } catch (error) {
          if (isLocked(error)) this.#held ??= { error, over: this.#pause() };
          end();
          throw error;
        }
      },
      async () => {
        waits = true;
        await this.#held?.over;
      },
    );
  }

  async #pause(): Promise<void> {
    await pause();
    this.#held = null;
  }
}

type Turned<T> = { readonly result: T; readonly end: () => void };

type InTurn = <T>(statement: () => Promise<T>) => Promise<Turned<T>>;

/** The connection, as one of those sees it that share it: it has it for a statement, or for a transaction. */
class Sharer implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #inTurn: InTurn;
  /** Ends its turn; null: it isn't its turn. */
  #end: (() => void) | null = null;

  constructor(connection: DatabaseConnection, inTurn: InTurn) {
    this.#connection = connection;
    this.#inTurn = inTurn;
  }

  async begin(): Promise<void> {
    const begun = await this.#inTurn(() =>
      this.#connection.executeQuery(CompiledQuery.raw('begin immediate')),
    );
    this.#end = begun.end;
  }

  end(): void {
    this.#end?.();
    this.#end = null;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // No statement waits for anything: one after the other, they would keep the event loop from turning.
    await giveWay();
    if (this.#end !== null) return untilFree(PATIENCE, () => this.#connection.executeQuery<R>(query));
    const { result, end } = await this.#inTurn(() => this.#connection.executeQuery<R>(query));
    end();
    return result;
  }

  async *streamQuery<R>(query: CompiledQuery, rows: number): AsyncIterableIterator<QueryResult<R>> {
    yield* this.#connection.streamQuery<R>(query, rows);
  }
}
