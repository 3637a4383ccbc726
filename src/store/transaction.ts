import type { Store } from './tables.ts';

/** Tries where the caller names no number: with the waits between them under a second in all. */
const TRIES = 5;
/** Milliseconds before the second try; each further wait is twice as long, by chance shorter. */
const FIRST_WAIT = 20;

/**
 * Does work in one transaction, which happens whole or not at all. Where it lost a race (PostgreSQL's serialization
 * failure and deadlock, SQLite's lock), nothing of it has happened, so it is done again. A connection that broke
 * is no such case: its commit may have arrived.
 * @param store or a transaction that is under way already, which the work then joins
 * @param work touches nothing but the store through `tx`, as it may run several times
 * @param tries at most
 * @throws whatever `work` throws, or the last race lost
 */
export async function transaction<T>(
  store: Store,
  work: (tx: Store) => Promise<T>,
  tries = TRIES,
): Promise<T> {
  if (store.isTransaction) return work(store);
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.transaction().execute(work);
    } catch (error) {
      if (attempt >= tries || !lostRace(error)) throw error;
      const wait = FIRST_WAIT * 2 ** Math.min(attempt - 1, 5) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

function lostRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === '40001' || code === '40P01' || isLocked(error);
}

/** Whether another connection holds SQLite's lock: SQLITE_BUSY and its extended codes. */
export const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  (error.errcode & 0xff) === 5;
