import type { Store } from './tables.ts';

/** Milliseconds after which no further try is made where it loses races, and the caller names no number. */
const PATIENCE = 4000;
/** For what nobody waits for, and was dear to come to. */
export const LONG_PATIENCE = 15_000;
/** Milliseconds before the second try; each further wait is twice as long, by chance shorter. */
const FIRST_WAIT = 20;
const LONGEST_WAIT = 500;

/**
 * Does work in one transaction, which happens whole or not at all. Where it lost a race (PostgreSQL's serialization
 * failure and deadlock), nothing of it has happened, so it is done again. A connection that broke is no such case: its
 * commit may have arrived. Where another process holds SQLite's file, beginning waits 1.5 s for it.
 * @param store or a transaction that is under way already, which the work then joins
 * @param work touches nothing but the store through `tx`, as it may run several times
 * @param patience milliseconds after which a race that is lost is lost for good, and for which SQLite's file is waited for
 * @throws whatever `work` throws, or the last race lost
 */
export async function transaction<T>(
  store: Store,
  work: (tx: Store) => Promise<T>,
  patience: number | null = null,
): Promise<T> {
  if (store.isTransaction) return work(store);
  const begin = performance.now();
  const isOver = (error: unknown): boolean =>
    performance.now() - begin > (patience ?? (isLocked(error) ? 0 : PATIENCE));
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await store.transaction().execute(work);
    } catch (error) {
      if (!lostRace(error) || isOver(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
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
