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
import { createNormalForm, normalise, textOf } from './normal-form.ts';
import { matches, type Pattern, type Piece, standsAt } from './pattern.ts';

export type Matcher = {
  /** How many different patterns there are: their numbers run from 0. */
  readonly count: number;
  /** @returns the pattern's number; equal patterns have the same. @throws Error for a pattern of another matcher */
  readonly numberOf: (pattern: Pattern) => number;
  /**
   * Looks through a text; what was found in the one before is forgotten.
   * @returns how many patterns it holds: their numbers stand at the front of `found`, in the order of the text, those
   *   with gaps last
   */
  readonly search: (text: string) => number;
  readonly found: Int32Array;
  /** @returns whether the last text holds the pattern of this number */
  readonly has: (number: number) => boolean;
};

/** @param patterns in any order, doubles allowed */
export function createMatcher(patterns: Iterable<Pattern>): Matcher {
  const { numbers, all } = numbered(patterns);
  const { anchors, anchorsOf } = anchored(all);
  const {
    filter,
    filterShift,
    starts,
    placeShift,
    items,
    itemKeys,
    shortKeys,
    letters,
    letterStarts,
    keyEnds,
  } = tableOf(anchors);

  const form = createNormalForm();
  const found = new Int32Array(all.length);
  /** The number of the search in which a pattern, or an anchor, was found last. */
  const foundIn = new Int32Array(all.length);
  const metIn = new Int32Array(anchors.length);
  /** Patterns with gaps whose longest piece was met. */
  const waitsIn = new Int32Array(all.length);
  const waiting = new Int32Array(all.length);
  let waitingCount = 0;
  let search = 0;
  let count = 0;

  /** @param at index of the last letter of the key that was found */
  function tryKey(key: number, at: number): void {
    const place = key >>> placeShift;
    const { codes, length } = form;
    for (let i = starts[place] as number; i < (starts[place + 1] as number); i++) {
      if (itemKeys[i] !== key) continue;
      const number = items[i] as number;
      const first = letterStarts[number] as number;
      const size = (letterStarts[number + 1] as number) - first;
      const from = at - (keyEnds[number] as number);
      if (metIn[number] === search || from < 0 || from + size > length) continue;
      let same = 0;
      while (same < size && codes[from + same] === letters[first + same]) same++;
      if (same === size) meet(number, from);
    }
  }

  function meet(number: number, from: number): void {
    const anchor = anchors[number] as Anchor;
    if (!standsAt(anchor.piece, form, from)) return;
    metIn[number] = search;
    for (const pattern of anchor.whole) {
      if (foundIn[pattern] === search) continue;
      foundIn[pattern] = search;
      found[count++] = pattern;
    }
    for (const pattern of anchor.first) {
      if (waitsIn[pattern] === search) continue;
      waitsIn[pattern] = search;
      waiting[waitingCount++] = pattern;
    }
  }

  /** @returns whether of each piece one alternative was met somewhere */
  function isMet(pieces: readonly (readonly number[])[]): boolean {
    for (const alternatives of pieces) {
      let isOneMet = false;
      for (const anchor of alternatives) if (metIn[anchor] === search) isOneMet = true;
      if (!isOneMet) return false;
    }
    return true;
  }

  function tryWaiting(): void {
    let text: string | null = null;
    for (let i = 0; i < waitingCount; i++) {
      const number = waiting[i] as number;
      if (!isMet(anchorsOf[number] as readonly (readonly number[])[])) continue;
      text ??= textOf(form);
      if (!matches(all[number] as Pattern, form, text)) continue;
      foundIn[number] = search;
      found[count++] = number;
    }
  }

  return {
    count: all.length,
    found,
    numberOf(pattern) {
      const number = numbers.get(keyOf(pattern));
      if (number === undefined) throw new Error(`the pattern "${pattern.source}" is not in this matcher`);
      return number;
    },
    has: (number) => foundIn[number] === search,
    search(words) {
      normalise(words, form);
      search++;
      count = 0;
      waitingCount = 0;
      const { codes, length } = form;
      let near = 0;
      let far = 0;
      for (let at = 0; at < length; at++) {
        far = ((far << BITS) | (near >>> (3 * BITS))) & WORD;
        near = ((near << BITS) | (LETTERS[codes[at] as number] as number)) & WORD;
        const four = keyOf4(near);
        const fourBits = bitsOf(four);
        if (((filter[four >>> filterShift] as number) & fourBits) === fourBits) tryKey(four, at);
        const eight = keyOf8(near, far);
        const eightBits = bitsOf(eight);
        if (((filter[eight >>> filterShift] as number) & eightBits) === eightBits) tryKey(eight, at);
        if (shortKeys[near & SHORT] === 1) tryKey(keyOf2(near), at);
      }
      if (waitingCount > 0) tryWaiting();
      return count;
    },
  };
}

/** A piece that is looked for, with the patterns that are it and those that begin to be looked for by it. */
type Anchor = { readonly piece: Piece; readonly whole: number[]; readonly first: number[] };

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

/** @returns the anchors, and for each pattern those of each of its pieces, of which one has to be met */
function anchored(patterns: readonly Pattern[]) {
  const byKey = new Map<string, number>();
  const anchors: Anchor[] = [];
  const numberOf = (piece: Piece): number => {
    const key = anchorKey(piece);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, anchors.length);
    return anchors.push({ piece, whole: [], first: [] }) - 1;
  };
  const anchorsOf = patterns.map(({ pieces }, number) => {
    const findable = pieces.filter((alternatives) => shortest(alternatives) > 1);
    const own = findable.map((alternatives) => alternatives.map(numberOf));
    const longest = findable.reduce((a, b) => (shortest(b) > shortest(a) ? b : a));
    for (const anchor of own[findable.indexOf(longest)] ?? [])
      anchors[anchor]?.[pieces.length === 1 ? 'whole' : 'first'].push(number);
    return own;
  });
  return { anchors, anchorsOf };
}

const shortest = (alternatives: readonly Piece[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const { literal } of alternatives) if (literal.length < least) least = literal.length;
  return least;
};

const anchorKey = ({ literal, wordStart, wordEnd, before, after, exact }: Piece): string =>
  before === '' && after === '' && exact === null
    ? `${literal}${wordStart ? 1 : 0}${wordEnd ? 1 : 0}`
    : `${literal}\n${before}\n${after}\n${exact}${wordStart}${wordEnd}`;

const lengthOf = (anchor: Anchor | undefined): number => anchor?.piece.literal.length ?? 0;

/** Letters of a key have 6 bits each: four in `near`, the four before them in `far`. */
const BITS = 6;
const WORD = 0xffffff;
const SHORT = 0xfff;
/** Bits of the filter for one key; each key sets two. So one key of a text in fifty passes by chance. */
const FILTER_BITS = 16;
/** Places of the table for one key. */
const SPARSE = 2;

/** ASCII letters and digits have numbers of their own; other characters share the rest. */
const LETTERS = Uint8Array.from({ length: 65_536 }, (_, code) =>
  code >= 97 && code <= 122 ? code - 96 : code >= 48 && code <= 57 ? code - 21 : 37 + (code % 27),
);

const mixed = (hash: number): number => hash ^ (hash >>> 15);
const keyOf4 = (near: number): number => mixed(Math.imul(near, 0x9e3779b1));
const keyOf8 = (near: number, far: number): number =>
  mixed(Math.imul(near, 0x85ebca6b) ^ Math.imul(far + 7, 0xc2b2ae35));
const keyOf2 = (near: number): number => mixed(Math.imul((near & SHORT) + 1, 0x27d4eb2f));
/** The two bits of a key in its word of the filter. */
const bitsOf = (key: number): number => (1 << (key & 31)) | (1 << ((key >>> 5) & 31));
/** @returns how far to shift a key, so that it falls into a table of at least so many places */
const shiftFor = (places: number): number => 32 - Math.max(5, Math.ceil(Math.log2(places + 1)));

/**
 * Chooses each anchor's rarest key and sorts the anchors by its place: those of place p are the items from starts[p]
 * to starts[p + 1].
 */
function tableOf(anchors: readonly Anchor[]) {
  const { letters, letterStarts } = lettersOf(anchors);
  const all = keysOf(letters, letterStarts);
  const often = howOften(all, anchors.length);
  const placeShift = shiftFor(anchors.length * SPARSE);
  const filterShift = shiftFor((anchors.length * FILTER_BITS) / 32);
  const keys = new Int32Array(anchors.length);
  const keyEnds = new Int32Array(anchors.length);
  const starts = new Int32Array(2 ** (32 - placeShift) + 1);
  const filter = new Int32Array(2 ** (32 - filterShift));
  const shortKeys = new Uint8Array(SHORT + 1);
  for (let number = 0; number < anchors.length; number++) {
    const from = letterStarts[number] as number;
    const to = letterStarts[number + 1] as number;
    const size = keySize(to - from);
    let best = from + size - 1;
    for (let i = best + 1; i < to; i++) if ((often[i] as number) < (often[best] as number)) best = i;
    const key = all[best] as number;
    keys[number] = key;
    keyEnds[number] = best - from;
    if (size === 2) shortKeys[shortOf(letters[best - 1] as number, letters[best] as number)] = 1;
    (filter[key >>> filterShift] as number) |= bitsOf(key);
    (starts[(key >>> placeShift) + 1] as number)++;
  }
  for (let place = 1; place < starts.length; place++)
    (starts[place] as number) += starts[place - 1] as number;
  const next = starts.slice();
  const items = new Int32Array(anchors.length);
  const itemKeys = new Int32Array(anchors.length);
  for (let number = 0; number < anchors.length; number++) {
    const key = keys[number] as number;
    const place = key >>> placeShift;
    const at = next[place] as number;
    next[place] = at + 1;
    items[at] = number;
    itemKeys[at] = key;
  }
  return {
    filter,
    filterShift,
    starts,
    placeShift,
    items,
    itemKeys,
    shortKeys,
    letters,
    letterStarts,
    keyEnds,
  };
}

/** All pieces one behind the other; piece n has the letters from letterStarts[n] to letterStarts[n + 1]. */
function lettersOf(anchors: readonly Anchor[]) {
  const letterStarts = new Int32Array(anchors.length + 1);
  for (let number = 0; number < anchors.length; number++) {
    letterStarts[number + 1] = (letterStarts[number] as number) + lengthOf(anchors[number]);
  }
  const letters = new Uint16Array(letterStarts[anchors.length] as number);
  let at = 0;
  for (const { piece } of anchors) {
    for (let i = 0; i < piece.literal.length; i++) letters[at++] = piece.literal.charCodeAt(i);
  }
  return { letters, letterStarts };
}

/** @returns for each letter the key that ends with it, of the size that fits its piece */
function keysOf(letters: Uint16Array, letterStarts: Int32Array): Int32Array {
  const keys = new Int32Array(letters.length);
  for (let number = 0; number + 1 < letterStarts.length; number++) {
    const to = letterStarts[number + 1] as number;
    const size = keySize(to - (letterStarts[number] as number));
    let near = 0;
    let far = 0;
    for (let i = letterStarts[number] as number; i < to; i++) {
      far = ((far << BITS) | (near >>> (3 * BITS))) & WORD;
      near = ((near << BITS) | (LETTERS[letters[i] as number] as number)) & WORD;
      keys[i] = size === 8 ? keyOf8(near, far) : size === 4 ? keyOf4(near) : keyOf2(near);
    }
  }
  return keys;
}

/** Letters in the key of a piece of this length. */
const keySize = (length: number): 8 | 4 | 2 => (length >= 8 ? 8 : length >= 4 ? 4 : 2);

const shortOf = (first: number, second: number): number =>
  ((LETTERS[first] as number) << BITS) | (LETTERS[second] as number);

/** @returns for each key how many there are of it, or of one that falls on the same place */
function howOften(keys: Int32Array, anchors: number): Int32Array {
  const shift = shiftFor(anchors * 16);
  const times = new Int32Array(2 ** (32 - shift));
  for (const key of keys) (times[key >>> shift] as number)++;
  return keys.map((key) => times[key >>> shift] as number);
}
