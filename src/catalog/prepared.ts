/** What the build worked out of our catalog, for who asks for it: nothing is read before. */
import type { Clues } from './clues.ts';
import type { Catalog } from './entry.ts';
import type { Patterns } from './matcher.ts';
import type { Tables } from './tables.ts';

export type Prepared = {
  readonly recognition: () => {
    readonly tables: Tables;
    readonly clues: Clues;
    readonly patterns: Patterns;
  };
  /** See `word-index.ts`. */
  readonly wordIndex: () => string;
};

const prepared = new WeakMap<Catalog, Prepared>();

/** Tells what was worked out of this very catalog. */
export function prepare(catalog: Catalog, known: Prepared): void {
  prepared.set(catalog, known);
}

/** @returns undefined for a catalog that the build didn't make */
export const preparedOf = (catalog: Catalog): Prepared | undefined => prepared.get(catalog);
