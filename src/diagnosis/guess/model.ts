/** What was learnt from texts whose reason is known, as the build leaves it. How it is learnt: `build/guess/`. */
import { type ReasonId, readNumbers, writeNumbers } from '../../catalog/index.ts';

export type Model = {
  /** What the columns of the weights stand for. */
  readonly reasons: readonly ReasonId[];
  /** Words, and what codes say, see `codeWords`. */
  readonly words: readonly string[];
  /** Pairs of words, by the places of both in `words`. */
  readonly firsts: Uint16Array;
  readonly seconds: Uint16Array;
  /**
   * Where the weights of each row begin, and end where the next begins: row 0 holds for every text, then come the
   * words, then the pairs.
   */
  readonly starts: Int32Array;
  /** By weight: the reason that it is for, and how much, `NONE` being nothing. */
  readonly columns: Uint8Array;
  readonly weights: Uint8Array;
};

/** A weight of 1 is this many steps in the file. */
export const STEPS = 16;
export const NONE = 128;

type Plain = {
  /** What it was learnt from, and by which code. */
  readonly hash: string;
  readonly reasons: readonly ReasonId[];
  readonly words: string;
};

/** Writes the model into a file. @param hash of what it was learnt from */
export function writeModel({ reasons, words, ...numbers }: Model, hash: string, file: string): void {
  writeNumbers(file, { hash, reasons, words: words.join(' ') } satisfies Plain, numbers);
}

/** @returns the model, and the hash that it was written with @throws Error where the file can't be read */
export function readModel(file: string): { readonly model: Model; readonly hash: string } {
  const { plain, named } = readNumbers<Plain>(file);
  const numbers = named as unknown as Omit<Model, 'reasons' | 'words'>;
  return {
    model: { reasons: plain.reasons, words: plain.words.split(' '), ...numbers },
    hash: plain.hash,
  };
}
