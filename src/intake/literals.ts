/**
 * Finds literal pieces of text, however many there are: at each character a look into a table of a few kilobytes tells
 * whether one of them could end four characters back to here. Nearly always none could.
 */

/** Characters by which a piece is found. */
const KEY = 4;
/** What characters are told apart by: 5 bits. Other signs are one. */
const ALIKE = ' -:=';
const DIGIT = 27;
const FIRST_SIGN = 28;

/** By the code of a character its number: small and capital letters have the same. */
const NUMBERS = new Uint8Array(0x10000);
for (let letter = 1; letter <= 26; letter++) NUMBERS[64 + letter] = NUMBERS[96 + letter] = letter;
for (const digit of '0123456789') NUMBERS[digit.charCodeAt(0)] = DIGIT;
for (const [i, sign] of [...ALIKE].entries()) NUMBERS[sign.charCodeAt(0)] = FIRST_SIGN + i;

/** @returns the key of the last four characters, the next one included */
export const nextKey = (key: number, code: number): number =>
  ((key << 5) | (NUMBERS[code] as number)) & 0xfffff;

/** A key's place in the table, of 15 bits. */
export const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 17;
const PLACES = 1 << 15;

export type Table = {
  /** All pieces one after the other, and where each begins; one more tells where the last one ends. */
  readonly letters: Uint16Array;
  readonly fronts: Uint16Array;
  /** A bit for each place that a piece has: small, so that it stays near the processor. */
  readonly isTaken: Int32Array;
  /** By place, where its pieces begin in `found`; those of the next place end them. */
  readonly starts: Uint16Array;
  /** Pieces by their numbers … */
  readonly found: Uint16Array;
  /** … and how many characters before the end of the key each begins. */
  readonly back: Uint8Array;
};

/**
 * @param pieces in lower case, of three characters at least
 * @param samples texts like those that will be looked through
 */
export function tableOf(pieces: readonly string[], samples: readonly string[]): Table {
  const frequency = frequencies([...pieces, ...samples]);
  const entries = pieces.flatMap((piece, number) => {
    const end = keyEnd(piece, frequency);
    return keysOf(piece, end).map((key) => ({ place: placeOf(key), number, back: end - 1 }));
  });
  entries.sort((one, other) => one.place - other.place);
  const isTaken = new Int32Array(PLACES >> 5);
  const starts = new Uint16Array(PLACES + 1).fill(entries.length);
  let next = 0;
  for (const [i, { place }] of entries.entries()) {
    if (place < next) continue;
    (isTaken[place >> 5] as number) |= 1 << (place & 31);
    starts.fill(i, next, place + 1);
    next = place + 1;
  }
  const fronts = new Uint16Array(pieces.length + 1);
  for (const [i, { length }] of pieces.entries()) fronts[i + 1] = (fronts[i] as number) + length;
  return {
    letters: Uint16Array.from(pieces.join(''), (letter) => letter.charCodeAt(0)),
    fronts,
    isTaken,
    starts,
    found: Uint16Array.from(entries, ({ number }) => number),
    back: Uint8Array.from(entries, ({ back }) => back),
  };
}

/** Letters by how often they stand in texts. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz';
/** By number of a character, how rare it is: of the signs many are one. */
const RARITY = new Int8Array(1 << 5).fill(-20);
for (const [rarity, letter] of [...FREQUENT].entries())
  RARITY[NUMBERS[letter.charCodeAt(0)] as number] = rarity;

/** How often any four characters stand in texts, by the place of their key. */
function frequencies(texts: readonly string[]): Uint16Array {
  const all = new Uint16Array(PLACES);
  for (const text of texts) {
    let key = 0;
    for (let at = 0; at < text.length; at++) {
      key = nextKey(key, text.charCodeAt(at));
      (all[placeOf(key)] as number) += 1;
    }
  }
  return all;
}

/** @returns up to where the characters reach that a piece is found by: those that texts have least */
function keyEnd(piece: string, frequency: Uint16Array): number {
  let best = Math.min(KEY, piece.length);
  let rarest = Number.NEGATIVE_INFINITY;
  for (let end = KEY; end <= piece.length; end++) {
    let rarity = -12 * (frequency[placeOf(keyAt(piece, end))] as number);
    for (let at = end - KEY; at < end; at++)
      rarity += RARITY[NUMBERS[piece.charCodeAt(at)] as number] as number;
    if (rarity > rarest) [best, rarest] = [end, rarity];
  }
  return best;
}

/** One, or, where a piece is shorter than that, one for each character that may stand before it. */
function keysOf(piece: string, end: number): readonly number[] {
  const key = keyAt(piece, end);
  return end >= KEY ? [key] : Array.from({ length: 1 << 5 }, (_, before) => (before << (5 * end)) | key);
}

function keyAt(piece: string, end: number): number {
  let key = 0;
  for (let at = Math.max(0, end - KEY); at < end; at++) key = nextKey(key, piece.charCodeAt(at));
  return key;
}

/** @returns whether a piece stands at a place of a text, in capitals or not */
export function standsAt({ letters, fronts }: Table, piece: number, text: string, start: number): boolean {
  const front = fronts[piece] as number;
  const length = (fronts[piece + 1] as number) - front;
  if (start < 0 || start + length > text.length) return false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(start + i);
    const wanted = letters[front + i] as number;
    if (code !== wanted && ((code | 32) !== wanted || wanted < 97 || wanted > 122)) return false;
  }
  return true;
}
