/**
 * What was pressed is carried out once, however often it is tried and by however many processes: that it is done, what
 * it does, and what whoever pressed is told become true in one transaction.
 */
import { keepWords, type PressKey, settlePress } from '../queue/index.ts';
import { transaction } from '../store/index.ts';
import { createChannels } from './channels.ts';
import type { Context } from './context.ts';

/**
 * @param key of the press that the queue keeps; null: none, it is simply done
 * @param work touches nothing but the store of the context that it gets, as it may run several times
 * @param wordsOf what it came to, for whoever pressed
 * @returns null where it was carried out before
 * @throws what `work` throws; then nothing is done
 */
export async function once<T>(
  context: Context,
  key: PressKey | null,
  work: (context: Context) => Promise<T>,
  wordsOf: (result: T) => string,
): Promise<T | null> {
  if (key === null) return work(context);
  // Read before the transaction, which holds SQLite's only connection.
  await context.fingerprint();
  const done = await transaction(context.store, async (tx) => {
    if (!(await settlePress(tx, key, context.now().getTime()))) return null;
    const result = await work({
      ...context,
      store: tx,
      ...createChannels(tx, context.watch, context.now),
    });
    await keepWords(tx, key, wordsOf(result));
    return { result };
  });
  context.forgetChannels();
  return done === null ? null : done.result;
}

/**
 * The same for what looks beyond the store on its way, which no transaction may wait for. Killed in between, it is done
 * again: only for what does no harm twice.
 */
export async function atLeastOnce<T>(
  context: Context,
  key: PressKey | null,
  work: (context: Context) => Promise<T>,
  wordsOf: (result: T) => string,
): Promise<T | null> {
  const result = await work(context);
  if (key === null) return result;
  return once(context, key, async () => result, wordsOf);
}
