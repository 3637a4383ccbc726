/**
 * What a text has any of: signs, and words without which certain expressions find nothing. One pass tells which of the
 * many expressions that look for facts could find something; the others needn't be asked. A mark that is there promises
 * nothing, one that is missing is sure, for each part of the text too.
 */
import { nextKey, placeOf, standsAt, type Table, tableOf } from './literals.ts';
import { PHRASES, WORDS } from './marked-words.ts';
import { signsOf } from './quick.ts';

/** Three sets of bits: `signs` of `SIGN`, `words` of `WORD`, `phrases` of `PHRASE`. */
export type Marks = { readonly signs: number; readonly words: number; readonly phrases: number };

const bit = (place: number): number => 1 << place;

export const SIGN = {
  at: bit(0),
  less: bit(1),
  more: bit(2),
  bracket: bit(3),
  parenthesis: bit(4),
  brace: bit(5),
  equals: bit(6),
  star: bit(7),
  ampersand: bit(8),
  backtick: bit(9),
  comma: bit(10),
  semicolon: bit(11),
  newline: bit(12),
  /** White space other than a blank, or two of it in a row. */
  space: bit(13),
  /** Control characters but for tab and line feed. */
  control: bit(14),
  foreign: bit(15),
  /** A comma with no blank behind it. */
  tightComma: bit(16),
  /** Four numbers with dots between, perhaps an IPv4 address. */
  quad: bit(17),
  /** Two colons so near to each other that an IPv6 address may be there. */
  colons: bit(18),
  /** The straight one, doubled. */
  quote: bit(19),
  /** A colon, East Asian ones included. */
  colon: bit(20),
  /** `<` and what may be the name of a tag of HTML. */
  tag: bit(21),
  /** A colon between digits, as each time of day has it. */
  clock: bit(22),
  /** A letter of another script than the Latin one. */
  script: bit(23),
} as const;

const bitsOf = <Name extends string>(all: Readonly<Record<Name, unknown>>): Readonly<Record<Name, number>> =>
  Object.fromEntries(Object.keys(all).map((name, place) => [name, bit(place)])) as Record<Name, number>;

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

/** By the code of a character, its sign, and whether more has to be looked at. */
const SIGNS = new Int32Array(0x10000).fill(SIGN.foreign);
const MORE = bit(30);
const BLANKS = bit(29);
SIGNS.fill(SIGN.foreign | SIGN.script, 0x370, 0x2000);
SIGNS.fill(SIGN.foreign | SIGN.script, 0x2c00);
const WIDE_BLANKS =
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
for (const blank of WIDE_BLANKS) (SIGNS[blank.charCodeAt(0)] as number) |= SIGN.space;
SIGNS.fill(SIGN.control | SIGN.space, 0, 32);
SIGNS.fill(0, 32, 127);
const NAMED: Readonly<Record<string, number>> = {
  '\t': SIGN.space,
  '\n': SIGN.newline | SIGN.space,
  '\x7f': SIGN.control | SIGN.space,
  ' ': BLANKS,
  '@': SIGN.at | MORE,
  '<': SIGN.less | MORE,
  '>': SIGN.more,
  '[': SIGN.bracket | MORE,
  '(': SIGN.parenthesis,
  '{': SIGN.brace,
  '=': SIGN.equals,
  '*': SIGN.star,
  '&': SIGN.ampersand,
  '`': SIGN.backtick,
  ',': SIGN.comma | MORE,
  ';': SIGN.semicolon,
  '"': SIGN.quote,
  ':': SIGN.colon | MORE,
  '：': SIGN.foreign | SIGN.script | SIGN.colon,
  '.': MORE,
  '4': MORE,
  '5': MORE,
};
for (const [character, sign] of Object.entries(NAMED)) SIGNS[character.charCodeAt(0)] = sign;

const BLANK = 32;
const COMMA = 44;
const COLON = 58;
const DOT = 46;
const LESS = 60;
/** Hex digits of one part of an IPv6 address, and its colon. */
const PART = 5;

/** Longer texts, in UTF-16 units, have nearly every mark: they are taken to have all. */
const LONGEST = 20_000;
const ALL: Marks = { signs: -1, words: -1, phrases: -1 };

let scannedText = '';
let scannedMarks: Marks = { signs: 0, words: 0, phrases: 0 };
let lastText = '';
let lastMarks: Marks = scannedMarks;
let earlierText = '';
let earlierMarks: Marks = scannedMarks;

/** @returns the text's marks; asked again for the same text, which several do, the same ones */
export function marksOf(text: string): Marks {
  if (text === scannedText) return scannedMarks;
  if (text === lastText) return lastMarks;
  if (text === earlierText) return earlierMarks;
  earlierText = lastText;
  earlierMarks = lastMarks;
  lastText = text;
  lastMarks = text.length > LONGEST ? ALL : findMarks(text, lastMade ?? soughtOf([], []), null);
  return lastMarks;
}

/** What else is noted on the way. */
export type Notes = {
  /** Another piece than those of marks begins at `start`. */
  readonly meet: (start: number, piece: number) => void;
  /** A `4`, a `5`, an `@` or a `[` stands at `at`. */
  readonly pass: (text: string, at: number, code: number) => void;
};

/** Finds the text's marks for all who ask `marksOf`, and notes on the same pass what `notes` wants. */
export function scanMarks(text: string, sought: Sought, notes: Notes): Marks {
  const marks = findMarks(text, sought, notes);
  scannedText = text;
  scannedMarks = text.length > LONGEST ? ALL : marks;
  return scannedMarks;
}

/** Texts are copied here piece by piece: reading a string character by character takes three times as long. */
const CHUNK = 1 << 14;
const BYTES = Buffer.alloc(2 * CHUNK);
const UNITS = new Uint16Array(BYTES.buffer, BYTES.byteOffset, CHUNK);
/** Where more is to be looked at: they are listed first, since a branch at each would cost more than all the rest. */
const LOOKS = new Uint16Array(CHUNK);
/** Where pieces may end, and by which place of the table. */
const HITS = new Uint16Array(CHUNK);
const TAKEN = new Uint16Array(CHUNK);

function findMarks(text: string, sought: Sought, notes: Notes | null): Marks {
  let [signs, words, phrases] = [0, 0, 0];
  let lastColon = -99;
  counts.key = 0;
  counts.last = 0;
  for (let start = 0; start < text.length; start += CHUNK) {
    const size = Math.min(CHUNK, text.length - start);
    BYTES.write(size === text.length ? text : text.slice(start, start + size), 'utf16le');
    signs |= listed(size, sought.isTaken);
    for (let hit = 0; hit < counts.hits; hit++) {
      const place = TAKEN[hit] as number;
      const end = sought.starts[place + 1] as number;
      for (let m = sought.starts[place] as number; m < end; m++) {
        const piece = sought.found[m] as number;
        const word = sought.words[piece] as number;
        const phrase = sought.phrases[piece] as number;
        const isMark = piece < PIECES.length;
        if (isMark ? (words & word) === word && (phrases & phrase) === phrase : notes === null) continue;
        const front = (HITS[hit] as number) - (sought.back[m] as number);
        const stands =
          size === text.length
            ? isAt(sought, piece, front, size)
            : standsAt(sought, piece, text, start + front);
        if (!stands) continue;
        if (!isMark) notes?.meet(start + front, piece - PIECES.length);
        words |= word;
        phrases |= phrase;
      }
    }
    for (let look = 0; look < counts.looks; look++) {
      const at = start + (LOOKS[look] as number);
      const code = UNITS[at - start] as number;
      if (code === DOT) {
        if ((signs & SIGN.quad) === 0 && endsQuad(text, at)) signs |= SIGN.quad;
      } else if (code === COLON) {
        if (at - lastColon <= PART) signs |= SIGN.colons;
        lastColon = at;
        if (isDigitAt(text, at - 1) && isDigitAt(text, at + 1)) signs |= SIGN.clock;
      } else if (code === COMMA) {
        if (at + 1 < text.length && text.charCodeAt(at + 1) !== BLANK) signs |= SIGN.tightComma;
      } else if (code === LESS) {
        if ((signs & SIGN.tag) === 0 && mayBeTag(text, at)) signs |= SIGN.tag;
      } else if (notes !== null) notes.pass(text, at, code);
    }
  }
  return { signs: signs & ~(MORE | BLANKS), words, phrases };
}

/** @returns whether a piece stands at a place of the copied characters */
function isAt({ letters, fronts }: Table, piece: number, at: number, size: number): boolean {
  const front = fronts[piece] as number;
  const length = (fronts[piece + 1] as number) - front;
  if (at < 0 || at + length > size) return false;
  for (let i = 0; i < length; i++) {
    const code = UNITS[at + i] as number;
    const wanted = letters[front + i] as number;
    if (code !== wanted && ((code | 32) !== wanted || wanted < 97 || wanted > 122)) return false;
  }
  return true;
}

/** How many are listed, and what the characters before the copied ones were. */
const counts = { looks: 0, hits: 0, key: 0, last: 0 };

/** Lists the places of the copied characters at which more is to be looked at. @returns their signs */
function listed(size: number, isTaken: Int32Array): number {
  let signs = 0;
  let twice = 0;
  let { last, key } = counts;
  let looks = 0;
  let hits = 0;
  for (let i = 0; i < size; i++) {
    const code = UNITS[i] as number;
    const sign = SIGNS[code] as number;
    signs |= sign;
    twice |= sign & last;
    last = sign;
    if ((sign & MORE) !== 0) LOOKS[looks++] = i;
    key = nextKey(key, code);
    const place = placeOf(key);
    if (((isTaken[place >> 5] as number) & (1 << (place & 31))) === 0) continue;
    TAKEN[hits] = place;
    HITS[hits++] = i;
  }
  counts.looks = looks;
  counts.hits = hits;
  counts.key = key;
  counts.last = last;
  return signs | ((twice & BLANKS) === 0 ? 0 : SIGN.space);
}

function isDigitAt(text: string, at: number): boolean {
  // A look beyond the end makes all the others slow.
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** @returns whether the dot is the last of an IPv4 address: before it three numbers with dots between, a digit behind */
function endsQuad(text: string, dot: number): boolean {
  if (!isDigitAt(text, dot + 1)) return false;
  let at = dot;
  for (let numbers = 0; numbers < 3; numbers++) {
    if (text.charCodeAt(at) !== DOT) return false;
    let digits = 0;
    while (digits < 3 && isDigitAt(text, at - 1 - digits)) digits++;
    if (digits === 0) return false;
    at -= digits + 1;
    if (at < 0 && numbers < 2) return false;
  }
  return true;
}

const NAME = signsOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const LONGEST_NAME = 10;
const SLASH = 47;

/** @returns whether behind `<` a name stands that no sign but that of a tag ends */
function mayBeTag(text: string, less: number): boolean {
  let at = less + 1;
  if (at < text.length && text.charCodeAt(at) === SLASH) at++;
  const end = Math.min(text.length, at + LONGEST_NAME + 1);
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code > 127 || NAME[code] === 0)
      return code === MORE_SIGN || code === SLASH || code <= BLANK || code > 127;
    at++;
  }
  return false;
}
const MORE_SIGN = 62;
