/** What the matcher looks things up in: plain numbers, worked out once and kept for the next start. */
import { BITS, bitsOf, keyOf2, keyOf4, keyOf8, LETTERS, SHORT, shiftFor, WORD } from './keys.ts';
import type { Pattern, Piece } from './pattern.ts';

/** Several lists in one: list n are the items from starts[n] to starts[n + 1]. */
export type Lists = { readonly starts: Int32Array; readonly items: Int32Array };

/** Pieces that texts are searched for are called anchors here; they have numbers, as patterns do. */
export type Tables = {
  /** Bits of the keys that there are, by key >>> filterShift. */
  readonly filter: Int32Array;
  readonly filterShift: number;
  /** Keys by key >>> placeShift: those of place p are from starts[p] to starts[p + 1], each `KEY_SIZE` numbers. */
  readonly starts: Int32Array;
  readonly placeShift: number;
  /** The key; the anchor; where its letters begin; and in one number what it asks, its size and its key's end. */
  readonly keys: Int32Array;
  /** For the two letters that an anchor of fewer than four is found by: what all of these ask, and `KNOWN`; else 0. */
  readonly shortKeys: Uint8Array;
  readonly letters: Uint16Array;
  /** How many anchors there are. */
  readonly count: number;
  /** Anchors that ask for signs. */
  readonly signed: ReadonlyMap<number, Piece>;
  /** Anchor n is told of from heads[2 × n] on: where its part of `wholes` begins, and of `firsts`. The next one's follow. */
  readonly heads: Int32Array;
  /** The patterns that are this anchor and nothing else, each with what it weighs then. */
  readonly wholes: Int32Array;
  /** The patterns with gaps that wait for the rest of them. */
  readonly firsts: Int32Array;
  /** By pattern with gaps: for each piece the group of its alternatives, or -1 where one is too short to be found. */
  readonly groups: Lists;
  /** By group: its anchors, in the order of the alternatives. */
  readonly alternatives: Lists;
};

/** Numbers that `Tables.keys` has for each key. They stand side by side, since they are wanted together. */
export const KEY_SIZE = 4;

/** What an anchor may ask for: that a word begins or ends there, signs beside it, to begin in a link too. */
export const WORD_START = 1;
export const WORD_END = 2;
export const SIGNS = 4;
export const LINK = 8;
/** There are anchors of fewer than four letters with this key. */
export const KNOWN = 16;

/** In the number that tells what an anchor asks, its size begins at this bit, and how far its key's end is from its front. */
export const SIZE_AT = 4;
export const KEY_END_AT = 18;
export const SIZES = (1 << (KEY_END_AT - SIZE_AT)) - 1;

/** Bits of the filter for one key; each key sets two. So one key of a text in fifty passes by chance. */
const FILTER_BITS = 16;
/** Places of the table for one key: so few that they stay at hand, and keys of one place stand side by side. */
const SPARSE = 0.5;

/** A piece that is looked for, with the patterns that are it and those that begin to be looked for by it. */
type Anchor = {
  readonly piece: Piece;
  /** The patterns that are it, each with what it weighs then. */
  readonly wholes: number[];
  readonly firsts: number[];
};

/** @param patterns each once: their numbers are their places here */
export function buildTables(patterns: readonly Pattern[]): Tables {
  const { anchors, anchorsOf } = anchored(patterns);
  const signed = new Map<number, Piece>();
  const asks = new Uint8Array(anchors.length);
  anchors.forEach(({ piece }, number) => {
    const hasSigns = piece.before !== '' || piece.after !== '' || piece.exact !== null;
    if (hasSigns) signed.set(number, piece);
    asks[number] =
      (piece.wordStart ? WORD_START : 0) |
      (piece.wordEnd ? WORD_END : 0) |
      (hasSigns ? SIGNS : 0) |
      (piece.inLink ? LINK : 0);
  });
  const alternatives: (readonly number[])[] = [];
  const groups = anchorsOf.map((pieces) => {
    // A pattern that is one piece is found with it.
    if (pieces.length === 1) return [];
    return pieces.map((some) => (some.length === 0 ? -1 : alternatives.push(some) - 1));
  });
  return {
    ...tableOf(anchors, asks),
    count: anchors.length,
    signed,
    ...headed(anchors),
    groups: listsOf(groups),
    alternatives: listsOf(alternatives),
  };
}

/** What each anchor tells of is side by side, since it is wanted together. */
function headed(anchors: readonly Anchor[]): Pick<Tables, 'heads' | 'wholes' | 'firsts'> {
  const heads = new Int32Array(2 * anchors.length + 2);
  anchors.forEach(({ wholes, firsts }, number) => {
    heads[2 * number + 2] = (heads[2 * number] as number) + wholes.length;
    heads[2 * number + 3] = (heads[2 * number + 1] as number) + firsts.length;
  });
  return {
    heads,
    wholes: Int32Array.from(anchors.flatMap(({ wholes }) => wholes)),
    firsts: Int32Array.from(anchors.flatMap(({ firsts }) => firsts)),
  };
}

/** @returns the lists in one */
export function listsOf(lists: readonly (readonly number[])[]): Lists {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, i) => {
    starts[i + 1] = (starts[i] as number) + length;
  });
  return { starts, items: Int32Array.from(lists.flat()) };
}

/** @returns the anchors, and by pattern and piece those of its alternatives; none where one has too few letters */
function anchored(patterns: readonly Pattern[]) {
  const byKey = new Map<string, number>();
  const anchors: Anchor[] = [];
  const numberOf = (piece: Piece): number => {
    const key = anchorKey(piece);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, anchors.length);
    return anchors.push({ piece, wholes: [], firsts: [] }) - 1;
  };
  const anchorsOf = patterns.map(({ pieces }, number) => {
    const own = pieces.map((alternatives) => (shortest(alternatives) > 1 ? alternatives.map(numberOf) : []));
    const longest = pieces.reduce((a, b) => (shortest(b) > shortest(a) ? b : a));
    own[pieces.indexOf(longest)]?.forEach((place, i) => {
      const anchor = anchors[place] as Anchor;
      if (pieces.length > 1) anchor.firsts.push(number);
      else anchor.wholes.push(number, longest[i]?.weight ?? 0);
    });
    return own;
  });
  return { anchors, anchorsOf };
}

const shortest = (alternatives: readonly Piece[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const { literal } of alternatives) if (literal.length < least) least = literal.length;
  return least;
};

const anchorKey = ({ literal, wordStart, wordEnd, before, after, exact, inLink }: Piece): string =>
  before === '' && after === '' && exact === null
    ? `${literal}${wordStart ? 1 : 0}${wordEnd ? 1 : 0}${inLink ? 1 : 0}`
    : `${literal}\n${before}\n${after}\n${exact}${wordStart}${wordEnd}${inLink}`;

const lengthOf = (anchor: Anchor | undefined): number => anchor?.piece.literal.length ?? 0;

/**
 * Chooses each anchor's rarest key and sorts the anchors by its place: those of place p are the items from starts[p]
 * to starts[p + 1].
 */
function tableOf(anchors: readonly Anchor[], asks: Uint8Array) {
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
    // Where a short one must end with a word, its last letters are its key: there are fewer ends than letters.
    if (size === 2 && ((asks[number] as number) & WORD_END) !== 0) best = to - 1;
    else for (let i = best + 1; i < to; i++) if ((often[i] as number) < (often[best] as number)) best = i;
    const key = all[best] as number;
    keys[number] = key;
    keyEnds[number] = best - from;
    if (size === 2) {
      const short = shortOf(letters[best - 1] as number, letters[best] as number);
      const others = shortKeys[short] === 0 ? WORD_START | WORD_END : (shortKeys[short] as number);
      shortKeys[short] = KNOWN | (others & (asks[number] as number));
    }
    (filter[key >>> filterShift] as number) |= bitsOf(key);
    (starts[(key >>> placeShift) + 1] as number)++;
  }
  for (let place = 1; place < starts.length; place++)
    (starts[place] as number) += starts[place - 1] as number;
  const next = starts.slice();
  const sorted = new Int32Array(anchors.length * KEY_SIZE);
  for (let number = 0; number < anchors.length; number++) {
    const key = keys[number] as number;
    const place = key >>> placeShift;
    const at = (next[place] as number) * KEY_SIZE;
    next[place] = (next[place] as number) + 1;
    const from = letterStarts[number] as number;
    sorted[at] = key;
    sorted[at + 1] = number;
    sorted[at + 2] = from;
    const size = (letterStarts[number + 1] as number) - from;
    sorted[at + 3] =
      (asks[number] as number) | (size << SIZE_AT) | ((keyEnds[number] as number) << KEY_END_AT);
  }
  return { filter, filterShift, starts, placeShift, keys: sorted, shortKeys, letters };
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
