import { giveWay } from '../../give-way.ts';

/** What one input may unfold to, all files in files together: a few kilobytes can be packed to hold gigabytes. */
export type Budget = {
  bytes: number;
  files: number;
  /** When no other part is begun any more, by the clock that only goes on. */
  readonly until: number;
  /** When it is let go for somebody else to begin anew, by that clock. */
  readonly patience: number;
};

export const MAX_BYTES = 64 * 1024 * 1024;
export const MAX_FILES = 1000;
/** How many times its packed size a file may have; logs have 5 to 50 times, and what has more is small or made to harm. */
export const MAX_RATIO = 200;
/** Files up to this size, in bytes, may be packed as small as they are. */
export const SMALL = 8 * 1024 * 1024;
/** Archives in archives in mails: deeper than people pack by hand. */
export const MAX_DEPTH = 4;

/** Milliseconds that the parts of one input may take, small as it may be: a mail of 180 kB can hold 6,000. */
const TIME = 2000;

/**
 * @param time milliseconds after which no other part is begun
 * @param patience milliseconds after which all of it is let go
 */
export function newBudget(time = TIME, patience = Number.POSITIVE_INFINITY): Budget {
  const now = performance.now();
  return { bytes: MAX_BYTES, files: MAX_FILES, until: now + time, patience: now + patience };
}

/** Thrown where a reading took longer than whoever asked for it has patience. */
export class TakesLong extends Error {}

/** To be called between two steps. @throws TakesLong */
export function step({ patience }: Budget): void {
  // Most are patient: the clock isn't asked for them.
  if (patience !== Number.POSITIVE_INFINITY && performance.now() > patience) throw new TakesLong();
}

/** Lets others get their turn. @returns whether there is time left for another part @throws TakesLong */
export async function hasTime(budget: Budget): Promise<boolean> {
  step(budget);
  await giveWay();
  return performance.now() < budget.until;
}
