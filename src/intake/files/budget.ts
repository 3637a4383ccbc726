/** What one input may unfold to, all files in files together: a few kilobytes can be packed to hold gigabytes. */
export type Budget = { bytes: number; files: number };

export const MAX_BYTES = 64 * 1024 * 1024;
export const MAX_FILES = 1000;
/** Archives in archives in mails: deeper than people pack by hand. */
export const MAX_DEPTH = 4;

export const newBudget = (): Budget => ({ bytes: MAX_BYTES, files: MAX_FILES });
