/** What one input may unfold to, all files in files together: a few kilobytes can be packed to hold gigabytes. */
export type Budget = { bytes: number; files: number };

export const MAX_BYTES = 64 * 1024 * 1024;
export const MAX_FILES = 1000;
/** How many times its packed size a file may have; logs have 5 to 50 times, and what has more is small or made to harm. */
export const MAX_RATIO = 200;
/** Files up to this size, in bytes, may be packed as small as they are. */
export const SMALL = 8 * 1024 * 1024;
/** Archives in archives in mails: deeper than people pack by hand. */
export const MAX_DEPTH = 4;

export const newBudget = (): Budget => ({ bytes: MAX_BYTES, files: MAX_FILES });
