import type { Outcome } from './contract.ts';

export const NOTHING: Outcome = { update: null, post: null, notice: null, file: null };

/** @param notice a sentence for the one who pressed */
export const refuse = (notice: string): Outcome => ({ ...NOTHING, notice });
