/** What is to be done now and then while the bot runs, and needs no chat platform: forgetting what is old. */
import type { Logger } from 'pino';
import { expireIfDue } from '../src/cases/index.ts';
import { isOutage, outageWords, type Store } from '../src/store/index.ts';

/** Milliseconds. It is asked for more often than it is due, as another replica may have gone meanwhile. */
const HOUR = 60 * 60 * 1000;

/** @returns how to stop it; resolves when what is under way is done */
export function startUpkeep(
  store: Store,
  { days, now, log }: { readonly days: number; readonly now: () => Date; readonly log: Logger },
): () => Promise<void> {
  const stopping = new AbortController();
  let underWay = Promise.resolve();
  const run = (): void => {
    underWay = underWay.then(async () => {
      try {
        const expired = await expireIfDue(store, now(), days, stopping.signal);
        if (expired && Object.values(expired).some((count) => count > 0)) {
          log.info({ ...expired, days }, 'what is older than RETENTION_DAYS was removed');
        }
      } catch (error) {
        if (isOutage(error)) log.warn(`what is old was not removed: ${outageWords(error)}`);
        else log.error({ err: error }, 'what is old was not removed');
      }
    });
  };
  run();
  const timer = setInterval(run, HOUR);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await underWay;
  };
}
