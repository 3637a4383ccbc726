import { matches, type Pattern, type Searchable } from '../catalog/index.ts';

export type Found<T> = { readonly item: T; readonly pattern: Pattern };

/**
 * Finds, among many patterns, those that a text holds: only patterns whose rarest word occurs in the text are
 * tried at all.
 * @param items what is to be found
 * @param patternsOf any one of an item's patterns is enough
 * @returns for a text: each item found, with its weightiest pattern
 */
export function createFinder<T>(
  items: Iterable<T>,
  patternsOf: (item: T) => readonly Pattern[],
): (text: Searchable) => readonly Found<T>[] {
  const byWord = new Map<string, Found<T>[]>();
  const wordless: Found<T>[] = [];
  for (const item of items) {
    for (const pattern of patternsOf(item)) {
      const bucket = pattern.anchor === null ? wordless : (byWord.get(pattern.anchor) ?? []);
      bucket.push({ item, pattern });
      if (pattern.anchor !== null) byWord.set(pattern.anchor, bucket);
    }
  }
  return (text) => {
    const best = new Map<T, Found<T>>();
    const tryAll = (candidates: readonly Found<T>[]): void => {
      for (const candidate of candidates) {
        const known = best.get(candidate.item);
        if (known && known.pattern.weight >= candidate.pattern.weight) continue;
        if (matches(candidate.pattern, text)) best.set(candidate.item, candidate);
      }
    };
    tryAll(wordless);
    for (const word of text.words) {
      const candidates = byWord.get(word);
      if (candidates) tryAll(candidates);
    }
    return [...best.values()];
  };
}
