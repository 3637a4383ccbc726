/** The retry policy: when what failed is tried again, and when it is given up. */

/** Seconds to wait after each failed attempt; the last one again and again. */
const WAITS = [1, 4, 15, 60, 300, 900] as const;
/** Milliseconds. A failure with an end: after a day nobody waits for the answer any more. */
export const GIVE_UP_AFTER = 24 * 60 * 60 * 1000;
/** Milliseconds: the last of the waits. */
export const LONGEST_WAIT = 900 * 1000;
/**
 * Milliseconds until a platform that gave no answer is looked at for what it may have done all the same. What takes
 * longer than that is seen at the second look, when it may have been posted anew.
 */
export const LATE_ENOUGH = 30 * 1000;
export const SECOND_LOOK = 2 * 60 * 1000;
/** What fails at each attempt although the store is well is our own fault and not tried for ever. */
export const MOST_ATTEMPTS = 12;

/** @param attempts failed so far, from 1 @returns milliseconds until the next, spread a little */
export function waitAfter(attempts: number): number {
  const seconds = WAITS[Math.min(attempts, WAITS.length) - 1] as number;
  return Math.round(seconds * 1000 * (0.8 + Math.random() * 0.4));
}
