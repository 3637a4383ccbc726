/**
 * Lets others in while something takes long. SQLite and all that is worked out stay on the main thread, and what awaits
 * only them never lets the event loop turn: a question, a press or a health check would wait for the end of it.
 */

/** Milliseconds that pieces of work may follow one another before the event loop turns. */
const STRETCH = 10;

/** When the first piece in this turn of the loop began; null: none has. */
let since: number | null = null;

const over = (): void => {
  since = null;
};

/** To be awaited between pieces of work, however small they are: mostly it takes no time. */
export function giveWay(): Promise<void> | null {
  const now = performance.now();
  if (since === null) {
    since = now;
    setImmediate(over);
    return null;
  }
  return now - since < STRETCH ? null : new Promise((next) => setImmediate(next));
}

/** Items after which the clock is looked at: of those that are worked on here, 64 take less than a millisecond. */
const AT_A_STRETCH = 64;

/** @returns what `work` makes of each; others have their turn meanwhile */
export async function mapGently<T, R>(items: readonly T[], work: (item: T) => R): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(work(item));
    if (results.length % AT_A_STRETCH === 0) await giveWay();
  }
  return results;
}
