/** All that a catalog recognises in a text: its patterns in one matcher, and what each of them speaks for. */
import { type Clues, cluesOf, patternsOf } from './clues.ts';
import type { Catalog } from './entry.ts';
import { tablesFor } from './kept-tables.ts';
import { createMatcher, type Matcher, matcherOver } from './matcher.ts';
import { preparedOf } from './prepared.ts';
import { type WordCounts, wordCountsOf } from './telling.ts';

export type Recogniser = { readonly matcher: Matcher; readonly clues: Clues };

/** @returns what the build worked out of the catalog; for others it is done now, from their tables where it has these */
export function createRecogniser(
  catalog: Catalog,
  tables = tablesFor,
  counts: (entries: Catalog['entries']) => WordCounts = wordCountsOf,
): Recogniser {
  const known = preparedOf(catalog)?.recognition();
  if (known !== undefined) return { matcher: matcherOver(known.patterns, known.tables), clues: known.clues };
  const matcher = createMatcher(patternsOf(catalog), tables);
  return { matcher, clues: cluesOf(catalog, matcher.numberOf, matcher.patterns, counts(catalog.entries)) };
}
