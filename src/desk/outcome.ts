import type { Details, Reply } from '../replies/index.ts';

/** What became of something that a person did. */
export type Outcome = {
  /**
   * The message that carries the button becomes this, where the queue doesn't see to it: one that only the one
   * who pressed sees. Null: nothing is to be changed.
   */
  readonly update: Reply | null;
  /** To be posted for all to see. */
  readonly post: Reply | null;
  /** For the one who pressed alone: why nothing happened. */
  readonly notice: string | null;
  /** For the one who pressed alone: an answer. */
  readonly aside: Reply | null;
  /** For the one who pressed alone: what the card leaves out. */
  readonly details: Details | null;
  /** For the one who pressed alone where the platform can do that, else in the thread: a text file. */
  readonly file: { readonly name: string; readonly content: string } | null;
};

export const NOTHING: Outcome = {
  update: null,
  post: null,
  notice: null,
  aside: null,
  details: null,
  file: null,
};

/** @param notice a sentence for the one who pressed */
export const refuse = (notice: string): Outcome => ({ ...NOTHING, notice });

/** Of a case that was removed, or a bundle whose cases are told in a newer answer. */
export const NO_CASE =
  'I no longer have this case as it was, and nothing was changed. Look for a newer answer about it, or paste the bounce again.';
export const GONE = refuse(NO_CASE);
