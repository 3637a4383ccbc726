/**
 * What a text has any of: signs, and words without which certain expressions find nothing. One pass tells which of the
 * many expressions that look for facts could find something; the others needn't be asked. A mark that is there promises
 * nothing, one that is missing is sure, for each part of the text too.
 */
import { nextKey, placeOf, standsAt, type Table, tableOf } from './literals.ts';
import { PHRASES, WORDS } from './marked-words.ts';
import { BESIDE, BLANKS, LOOK, lookedAt, mayBeCode, SIGN, SIGNS } from './signs.ts';

export { SIGN };

/** Three sets of bits: `signs` of `SIGN`, `words` of `WORD`, `phrases` of `PHRASE`. */
export type Marks = { readonly signs: number; readonly words: number; readonly phrases: number };

const bitsOf = <Name extends string>(all: Readonly<Record<Name, unknown>>): Readonly<Record<Name, number>> =>
  Object.fromEntries(Object.keys(all).map((name, place) => [name, 1 << place])) as Record<Name, number>;

export const WORD = bitsOf(WORDS);
export const PHRASE = bitsOf(PHRASES);

/** A piece of text, and the bits that a text with it has. */
type Piece = { readonly text: string; readonly words: number; readonly phrases: number };

/** Each piece once: several marks may have it. */
function piecesOf(): readonly Piece[] {
  const all = new Map<string, Piece>();
  const add = (text: string, words: number, phrases: number): void => {
    const known = all.get(text) ?? { text, words: 0, phrases: 0 };
    all.set(text, { text, words: known.words | words, phrases: known.phrases | phrases });
  };
  for (const [name, texts] of Object.entries(WORDS))
    for (const text of texts) add(text, WORD[name as keyof typeof WORD], 0);
  for (const [name, texts] of Object.entries(PHRASES))
    for (const text of texts) add(text, 0, PHRASE[name as keyof typeof PHRASE]);
  return [...all.values()];
}
const PIECES = piecesOf();

/** What one pass looks for: the pieces of all marks, and behind them those of whoever makes it. */
export type Sought = Table & {
  /** By number of a piece, the bits that it has; others than those of marks have none. */
  readonly words: Int32Array;
  readonly phrases: Int32Array;
};

/** @param others pieces that a pass notes, @param samples see `tableOf` */
export function soughtOf(others: readonly string[], samples: readonly string[]): Sought {
  const table = tableOf([...PIECES.map(({ text }) => text), ...others], samples);
  const none: Piece = { text: '', words: 0, phrases: 0 };
  const all = [...PIECES, ...others.map(() => none)];
  const bits = (of: (piece: Piece) => number): Int32Array => Int32Array.from(all, of);
  lastMade = { ...table, words: bits(({ words }) => words), phrases: bits(({ phrases }) => phrases) };
  return lastMade;
}

/** All of them have the pieces of marks: whoever asks for no more takes the one that is there. */
let lastMade: Sought | null = null;

/** Longer texts, in UTF-16 units, have nearly every mark: they are taken to have all. */
const LONGEST = 20_000;
const ALL: Marks = { signs: -1, words: -1, phrases: -1 };

type Marked = { readonly text: string; readonly marks: Marks };
/** The last texts that were marked: the whole, what is left of it, a line, an answer. */
const kept: Marked[] = [];
const MOST_KEPT = 4;
let oldest = 0;
let newest: Marked = { text: '', marks: { signs: 0, words: 0, phrases: 0 } };

function keep(text: string, marks: Marks): Marks {
  newest = { text, marks };
  kept[oldest] = newest;
  oldest = (oldest + 1) % MOST_KEPT;
  return marks;
}

/** @returns the text's marks; asked again for the same text, which several do, the same ones */
export function marksOf(text: string): Marks {
  if (text === newest.text) return newest.marks;
  if (text.length > LONGEST) return ALL;
  for (const one of kept) {
    if (one.text !== text) continue;
    newest = one;
    return one.marks;
  }
  return keep(text, findMarks(text, lastMade ?? soughtOf([], []), null));
}

/** Keeps a text's marks for all who ask `marksOf`, as if it had just been scanned. */
export function recallMarks(text: string, marks: Marks): void {
  if (text.length <= LONGEST) keep(text, marks);
}

/** What else is noted on the way. */
export type Notes = {
  /** @returns whether it matters where one of the other pieces, by its number among them, stands (again) in the text */
  readonly isNew: (piece: number) => boolean;
  /** It begins at a place. */
  readonly meet: (piece: number, at: number) => void;
  /** What could be a code stands at a place, or, by the code of the character, an `@` or a `[`. */
  readonly pass: (at: number, code: number) => void;
};

/** Finds the text's marks for all who ask `marksOf`, and notes on the same pass what `notes` wants. */
export function scanMarks(text: string, sought: Sought, notes: Notes): Marks {
  const marks = findMarks(text, sought, notes);
  return text.length > LONGEST ? ALL : keep(text, marks);
}

/** Texts are copied here piece by piece: reading a string character by character takes three times as long. */
const CHUNK = 1 << 14;
const BYTES = Buffer.alloc(2 * (BESIDE + CHUNK + BESIDE));
const UNITS = new Uint16Array(BYTES.buffer, BYTES.byteOffset, BYTES.length / 2);
/** Where more is to be looked at: they are listed first, since a branch at each would cost more than all the rest. */
const LOOKS = new Uint16Array(CHUNK);
/** Where pieces may end, and by which place of the table. */
const HITS = new Uint16Array(CHUNK);
const TAKEN = new Uint16Array(CHUNK);
/** How many are listed, and what the characters before the copied ones were. */
const listing = { looks: 0, hits: 0, key: 0, last: 0 };

function findMarks(text: string, sought: Sought, notes: Notes | null): Marks {
  let [signs, words, phrases] = [0, 0, 0];
  listing.key = 0;
  listing.last = 0;
  for (let start = 0; start < text.length; start += CHUNK) {
    const size = Math.min(CHUNK, text.length - start);
    copy(text, start);
    signs |= list(size, sought.isTaken);
    for (let hit = 0; hit < listing.hits; hit++) {
      const place = TAKEN[hit] as number;
      const end = sought.starts[place + 1] as number;
      for (let m = sought.starts[place] as number; m < end; m++) {
        const piece = sought.found[m] as number;
        const word = sought.words[piece] as number;
        const phrase = sought.phrases[piece] as number;
        const other = piece - PIECES.length;
        const isKnown =
          other < 0 ? (words & word) === word && (phrases & phrase) === phrase : !notes?.isNew(other);
        if (isKnown) continue;
        const front = (HITS[hit] as number) - (sought.back[m] as number);
        const stands =
          size === text.length
            ? isAt(sought, piece, front, size)
            : standsAt(sought, piece, text, start + front);
        if (!stands) continue;
        if (other >= 0) notes?.meet(other, start + front);
        words |= word;
        phrases |= phrase;
      }
    }
    for (let i = 0; i < listing.looks; i++) {
      const at = LOOKS[i] as number;
      const code = UNITS[BESIDE + at] as number;
      const isCode = code === FOUR || code === FIVE;
      if (!isCode) signs |= lookedAt(UNITS, BESIDE + at, code);
      const isPlace = isCode ? mayBeCode(UNITS, BESIDE + at) : code === AT || code === BRACKET;
      if (isPlace) notes?.pass(start + at, code);
    }
  }
  return { signs: signs & ~(LOOK | BLANKS), words, phrases };
}

const FOUR = 52;
const FIVE = 53;
export const AT = 64;
export const BRACKET = 91;

/** Copies what begins at a place, with what stands beside it. */
function copy(text: string, start: number): void {
  const end = start + CHUNK + BESIDE;
  const isWhole = start === 0 && text.length <= end;
  for (let i = 0; i < BESIDE; i++) UNITS[i] = start === 0 ? 0 : (UNITS[CHUNK + i] as number);
  BYTES.write(isWhole ? text : text.slice(start, end), 2 * BESIDE, 'utf16le');
  const size = Math.min(text.length, end) - start;
  if (text.length < end) for (let i = BESIDE + size; i < BESIDE + size + BESIDE; i++) UNITS[i] = 0;
}

/** @returns whether a piece stands at a place of the copied characters */
function isAt({ letters, fronts }: Table, piece: number, at: number, size: number): boolean {
  const front = fronts[piece] as number;
  const length = (fronts[piece + 1] as number) - front;
  if (at < 0 || at + length > size) return false;
  for (let i = 0; i < length; i++) {
    const code = UNITS[BESIDE + at + i] as number;
    const wanted = letters[front + i] as number;
    if (code !== wanted && ((code | 32) !== wanted || wanted < 97 || wanted > 122)) return false;
  }
  return true;
}

/** Lists the places of the copied characters at which more is to be looked at. @returns their signs */
function list(size: number, isTaken: Int32Array): number {
  let signs = 0;
  let twice = 0;
  let { last, key } = listing;
  let looks = 0;
  let hits = 0;
  for (let i = 0; i < size; i++) {
    const code = UNITS[BESIDE + i] as number;
    const sign = SIGNS[code] as number;
    signs |= sign;
    twice |= sign & last;
    last = sign;
    if ((sign & LOOK) !== 0) LOOKS[looks++] = i;
    key = nextKey(key, code);
    const place = placeOf(key);
    if (((isTaken[place >> 5] as number) & (1 << (place & 31))) === 0) continue;
    TAKEN[hits] = place;
    HITS[hits++] = i;
  }
  listing.looks = looks;
  listing.hits = hits;
  listing.key = key;
  listing.last = last;
  return signs | ((twice & BLANKS) === 0 ? 0 : SIGN.space);
}
