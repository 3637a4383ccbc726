/** Asks Discord for what nobody waits for, and takes its time. */
import { RateLimitError } from 'discord.js';
import { CODES, hasCode } from './errors.ts';
import { waitOf } from './rest.ts';

/** Seconds to wait where Discord can't be reached, or breaks down. */
const WAITS = [1, 4, 15, 60, 300] as const;

/**
 * Asks again where Discord wants us to wait, can't be reached or breaks down.
 * @returns null where we may not, where there is nothing any more, and where it is told to stop
 * @throws after the last attempt
 */
export async function patiently(signal: AbortSignal, ask: () => Promise<unknown>): Promise<unknown> {
  for (let attempt = 0; !signal.aborted; ) {
    try {
      return await ask();
    } catch (error) {
      if (hasCode(error, CODES.missingAccess, CODES.missingPermissions, CODES.unknownChannel)) return null;
      if (error instanceof RateLimitError) {
        await pause(waitOf(error), signal);
        continue;
      }
      const seconds = WAITS[attempt];
      if (seconds === undefined) throw error;
      attempt += 1;
      await pause(seconds * 1000, signal);
    }
  }
  return null;
}

const pause = (wait: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, wait);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
