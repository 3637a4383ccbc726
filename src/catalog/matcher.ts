/**
 * Finds all patterns that a text holds in one pass over it, however many patterns there are.
 *
 * Each piece of a pattern is looked for by those letters in it that fewest other pieces have: eight in a row, or four,
 * or two. At each letter of the text a rolling key of the letters up to there is looked up in a bitmap of a few
 * kilobytes; the rare hit leads to a handful of candidates, which are compared letter by letter. A pattern with gaps
 * is tried as a whole, once a text, where all its pieces stand somewhere.
 *
 * Libraries were measured first, see "How texts are matched" in catalog/README.md.
 */
import { BITS, keyOf2, keyOf4, keyOf8, LETTERS, SHORT, WORD } from './keys.ts';
import { IN_LINK } from './links.ts';
import { BOUND, createNormalForm, normalise, textOf } from './normal-form.ts';
import type { Pattern, Piece } from './pattern.ts';
import { addressesIn, isAt, matches, spansOf } from './spans.ts';
import {
  buildTables,
  KEY_END_AT,
  KEY_SIZE,
  LINK,
  SIGNS,
  SIZE_AT,
  SIZES,
  type Tables,
  WORD_END,
  WORD_START,
} from './tables.ts';

/** Hits that are tried together at most. */
const HITS = 64;
/** Anchors that are compared together at most. */
const FITS = 128;

/** Patterns by their numbers, which run from 0: each once. Few are ever asked for. */
export type Patterns = { readonly length: number; readonly at: (number: number) => Pattern | undefined };

/** Words of a text, and the text around them. */
export type Passage = { readonly before: string; readonly words: string; readonly behind: string };

export type Matcher = {
  readonly patterns: Patterns;
  /**
   * Looks through a text; what was found in the one before is forgotten.
   * @returns how many patterns it holds: their numbers stand at the front of `found`, in the order of the text, those
   *   with gaps last
   */
  readonly search: (text: string) => number;
  readonly found: Int32Array;
  /** By pattern that was found: what it weighs, of alternatives the longest that stood in the text. */
  readonly weights: Int32Array;
  /** @returns where in the last text's normal form the pattern of this number stands, see `spansOf` */
  readonly spans: (number: number) => readonly (readonly [start: number, end: number])[];
  /** @returns the addresses in the last text, as written there, and where they stand in its normal form */
  readonly addresses: () => readonly { readonly address: string; readonly at: number }[];
  /** @returns the last text */
  readonly source: () => string;
  /** @returns how many letters the last text's normal form has */
  readonly length: () => number;
  /** @returns whether these very letters stand in the last text */
  readonly holds: (letters: string) => boolean;
  /** @returns what the last text has between two places of its normal form */
  readonly between: (end: number, start: number) => string;
  /** @returns what the last text has before, within and behind a place of its normal form */
  readonly around: (span: readonly [start: number, end: number]) => Passage;
  /** @returns whether the last text holds the pattern of this number */
  readonly has: (number: number) => boolean;
};

/** A matcher that was made of patterns, not of what is known of them. */
export type MadeMatcher = Matcher & {
  readonly patterns: readonly Pattern[];
  /** @returns the pattern's number; equal patterns have the same. @throws Error for a pattern of another matcher */
  readonly numberOf: (pattern: Pattern) => number;
};

/**
 * @param patterns in any order, doubles allowed
 * @param tablesFor the tables of patterns, each of them once: built, or kept from another time
 */
export function createMatcher(
  patterns: Iterable<Pattern>,
  tablesFor: (patterns: readonly Pattern[]) => Tables = buildTables,
): MadeMatcher {
  const { numbers, all } = numbered(patterns);
  return {
    ...matcherOver(all, tablesFor(all)),
    patterns: all,
    numberOf(pattern) {
      const number = numbers.get(keyOf(pattern));
      if (number === undefined) throw new Error(`the pattern "${pattern.source}" is not in this matcher`);
      return number;
    },
  };
}

/** @param tables those of these patterns */
export function matcherOver(patterns: Patterns, tables: Tables): Matcher {
  const { filter, filterShift, starts, placeShift, keys, shortKeys, letters, signed } = tables;
  const { heads, wholes, firsts, groups, alternatives } = tables;

  const form = createNormalForm();
  const { codes, bounds } = form;
  const found = new Int32Array(patterns.length);
  const weights = new Int32Array(patterns.length);
  /** The number of the search in which a pattern, or an anchor, was found last. */
  const foundIn = new Int32Array(patterns.length);
  const metIn = new Int32Array(tables.count);
  /** Patterns with gaps whose longest piece was met. */
  const waitsIn = new Int32Array(patterns.length);
  const waiting = new Int32Array(patterns.length);
  let waitingCount = 0;
  let search = 0;
  let count = 0;
  /** Keys that pass the filter, each with the index of its last letter, until they are tried together. */
  const hitKeys = new Int32Array(HITS);
  const hitEnds = new Int32Array(HITS);
  let hits = 0;
  /** Where anchors stand in `keys` that may be in the text, and where in it their letters would begin. */
  const fitKeys = new Int32Array(FITS);
  const fitStarts = new Int32Array(FITS);
  let fits = 0;
  /** What was asked for early; nobody reads it, but it isn't asked for without. */
  const fetched = new Int32Array(1);

  /**
   * The tables are larger than what the processor has at hand. What is asked for at once comes from memory side by side;
   * so each step is taken for many keys before the next one, and begins by asking for what it will need.
   */
  function tryHits(): void {
    for (let i = 0; i < hits; i++)
      (fetched[0] as number) ^= keys[
        (starts[(hitKeys[i] as number) >>> placeShift] as number) * KEY_SIZE
      ] as number;
    for (let i = 0; i < hits; i++) tryKey(hitKeys[i] as number, hitEnds[i] as number);
    hits = 0;
    tryFits();
  }

  function tryFits(): void {
    for (let i = 0; i < fits; i++) {
      const key = fitKeys[i] as number;
      (fetched[0] as number) ^=
        (letters[keys[key + 2] as number] as number) ^ (heads[2 * (keys[key + 1] as number)] as number);
    }
    for (let i = 0; i < fits; i++) compare(fitKeys[i] as number, fitStarts[i] as number);
    fits = 0;
  }

  /** @param i where the anchor stands in `keys`  @param from where in the text its letters would begin */
  function compare(i: number, from: number): void {
    const asked = keys[i + 3] as number;
    const size = (asked >>> SIZE_AT) & SIZES;
    const number = keys[i + 1] as number;
    const begin = keys[i + 2] as number;
    let same = 0;
    while (same < size && codes[from + same] === letters[begin + same]) same++;
    if (same < size || metIn[number] === search) return;
    if ((asked & SIGNS) !== 0 && !isAt(signed.get(number) as Piece, form, from)) return;
    meet(number);
  }

  /** @returns whether words begin and end around the two letters up to `at` as all short anchors with this key ask */
  function mayStand(short: number, at: number): boolean {
    if ((short & WORD_END) !== 0 && ((bounds[at + 1] as number) & BOUND) === 0) return false;
    if ((short & WORD_START) === 0 || at < 2) return true;
    return (((bounds[at - 1] as number) | (bounds[at - 2] as number)) & BOUND) !== 0;
  }

  /** @param at index of the last letter of the key that was found */
  function tryKey(key: number, at: number): void {
    const place = key >>> placeShift;
    const end = (starts[place + 1] as number) * KEY_SIZE;
    for (let i = (starts[place] as number) * KEY_SIZE; i < end; i += KEY_SIZE) {
      if (keys[i] !== key) continue;
      const asked = keys[i + 3] as number;
      const size = (asked >>> SIZE_AT) & SIZES;
      const from = at - (asked >>> KEY_END_AT);
      if (from < 0 || from + size > form.length) continue;
      const first = bounds[from] as number;
      if ((first & IN_LINK) !== 0 && (asked & LINK) === 0) continue;
      if ((asked & WORD_START) !== 0 && (first & BOUND) === 0) continue;
      if ((asked & WORD_END) !== 0 && ((bounds[from + size] as number) & BOUND) === 0) continue;
      if (fits === FITS) tryFits();
      fitKeys[fits] = i;
      fitStarts[fits++] = from;
    }
  }

  function meet(number: number): void {
    metIn[number] = search;
    const wholesEnd = heads[2 * number + 2] as number;
    for (let i = heads[2 * number] as number; i < wholesEnd; i += 2) {
      const pattern = wholes[i] as number;
      const weight = wholes[i + 1] as number;
      if (foundIn[pattern] === search) {
        if (weight > (weights[pattern] as number)) weights[pattern] = weight;
        continue;
      }
      foundIn[pattern] = search;
      weights[pattern] = weight;
      found[count++] = pattern;
    }
    const firstsEnd = heads[2 * number + 3] as number;
    for (let i = heads[2 * number + 1] as number; i < firstsEnd; i++) {
      const pattern = firsts[i] as number;
      if (waitsIn[pattern] === search) continue;
      waitsIn[pattern] = search;
      waiting[waitingCount++] = pattern;
    }
  }

  /** @returns whether of each piece of a pattern one alternative was met somewhere */
  function isMet(pattern: number): boolean {
    const end = groups.starts[pattern + 1] as number;
    for (let i = groups.starts[pattern] as number; i < end; i++) {
      const group = groups.items[i] as number;
      if (group >= 0 && !isAnyMet(group)) return false;
    }
    return true;
  }

  function isAnyMet(group: number): boolean {
    const end = alternatives.starts[group + 1] as number;
    for (let i = alternatives.starts[group] as number; i < end; i++)
      if (metIn[alternatives.items[i] as number] === search) return true;
    return false;
  }

  let tried = 0;
  /** @returns false where an alternative of the pattern that is tried was surely not met */
  function isAlternativeMet(piece: number, alternative: number): boolean {
    const group = groups.items[(groups.starts[tried] as number) + piece] as number;
    if (group < 0) return true;
    const anchor = alternatives.items[(alternatives.starts[group] as number) + alternative] as number;
    return metIn[anchor] === search;
  }

  /** The normal form as a string, once it was asked for. */
  let text: string | null = null;
  function formAsText(): string {
    text ??= textOf(form);
    return text;
  }

  function tryWaiting(): void {
    for (let i = 0; i < waitingCount; i++) {
      const number = waiting[i] as number;
      if (!isMet(number)) continue;
      tried = number;
      const weight = matches(patterns.at(number) as Pattern, form, formAsText(), isAlternativeMet);
      if (weight === 0) continue;
      foundIn[number] = search;
      weights[number] = weight;
      found[count++] = number;
    }
  }

  return {
    patterns,
    found,
    weights,
    spans: (number) => spansOf(patterns.at(number) as Pattern, form, formAsText()),
    addresses: () => addressesIn(form),
    length: () => form.length,
    holds: (letters) => form.source.includes(letters),
    between: (end, start) => form.source.slice((form.offsets[end - 1] ?? -1) + 1, form.offsets[start]),
    source: () => form.source,
    around: ([start, end]) => {
      const from = form.offsets[start] as number;
      const to = (form.offsets[end - 1] as number) + 1;
      const { source } = form;
      return { before: source.slice(0, from), words: source.slice(from, to), behind: source.slice(to) };
    },
    has: (number) => foundIn[number] === search,
    search(words) {
      normalise(words, form);
      text = null;
      search++;
      count = 0;
      waitingCount = 0;
      const { length } = form;
      let near = 0;
      let far = 0;
      for (let at = 0; at < length; at++) {
        far = ((far << BITS) | (near >>> (3 * BITS))) & WORD;
        near = ((near << BITS) | (LETTERS[codes[at] as number] as number)) & WORD;
        const four = keyOf4(near);
        const fourWord = filter[four >>> filterShift] as number;
        if (((fourWord >>> (four & 31)) & (fourWord >>> ((four >>> 5) & 31)) & 1) === 1) {
          hitKeys[hits] = four;
          hitEnds[hits++] = at;
        }
        const eight = keyOf8(near, far);
        const eightWord = filter[eight >>> filterShift] as number;
        if (((eightWord >>> (eight & 31)) & (eightWord >>> ((eight >>> 5) & 31)) & 1) === 1) {
          hitKeys[hits] = eight;
          hitEnds[hits++] = at;
        }
        const short = shortKeys[near & SHORT] as number;
        if (short !== 0 && mayStand(short, at)) {
          hitKeys[hits] = keyOf2(near);
          hitEnds[hits++] = at;
        }
        if (hits > HITS - 3) tryHits();
      }
      if (hits > 0) tryHits();
      if (waitingCount > 0) tryWaiting();
      return count;
    },
  };
}

const keyOf = ({ source, kind }: Pattern): string => (kind === 'tag' ? `#${source}` : source);

function numbered(patterns: Iterable<Pattern>) {
  const numbers = new Map<string, number>();
  const all: Pattern[] = [];
  for (const pattern of patterns) {
    const key = keyOf(pattern);
    if (numbers.has(key)) continue;
    numbers.set(key, all.length);
    all.push(pattern);
  }
  return { numbers, all };
}
