/** All that a catalog recognises in a text: its patterns in one matcher, and what each of them speaks for. */
import { type Clues, cluesOf, patternsOf } from './clues.ts';
import type { Catalog } from './entry.ts';
import { tablesFor } from './kept-tables.ts';
import { createMatcher, type Matcher, matcherOver, type Patterns } from './matcher.ts';
import type { Tables } from './tables.ts';

export type Recogniser = { readonly matcher: Matcher; readonly clues: Clues };

/** What the build worked out of a catalog. */
export type Prepared = { readonly tables: Tables; readonly clues: Clues; readonly patterns: Patterns };

const prepared = new WeakMap<Catalog, () => Prepared>();

/** Tells what was worked out of this very catalog; it is read when it is asked for. */
export function prepare(catalog: Catalog, read: () => Prepared): void {
  prepared.set(catalog, read);
}

/** @returns what the build worked out of the catalog; for others it is done now, from their tables where it has these */
export function createRecogniser(catalog: Catalog, tables = tablesFor): Recogniser {
  const read = prepared.get(catalog);
  if (read !== undefined) {
    const known = read();
    return { matcher: matcherOver(known.patterns, known.tables), clues: known.clues };
  }
  const matcher = createMatcher(patternsOf(catalog), tables);
  return { matcher, clues: cluesOf(catalog, matcher.numberOf, matcher.patterns) };
}
