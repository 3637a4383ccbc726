/** Rolling keys: the last letters of a text as numbers, to look them up by. */

/** Letters of a key have 6 bits each: four in `near`, the four before them in `far`. */
export const BITS = 6;
export const WORD = 0xffffff;
export const SHORT = 0xfff;
/** ASCII letters and digits have numbers of their own; other characters share the rest. */
export const LETTERS = lettersTable();

/** Copied rather than worked out letter by letter: every start waits for it. */
function lettersTable(): Uint8Array {
  const letters = new Uint8Array(65_536);
  for (let code = 0; code < 27; code++) letters[code] = 37 + code;
  for (let known = 27; known < letters.length; known *= 2) letters.copyWithin(known, 0, known);
  for (let code = 97; code <= 122; code++) letters[code] = code - 96;
  for (let code = 48; code <= 57; code++) letters[code] = code - 21;
  return letters;
}

const mixed = (hash: number): number => hash ^ (hash >>> 15);
export const keyOf4 = (near: number): number => mixed(Math.imul(near, 0x9e3779b1));
export const keyOf8 = (near: number, far: number): number =>
  mixed(Math.imul(near, 0x85ebca6b) ^ Math.imul(far + 7, 0xc2b2ae35));
export const keyOf2 = (near: number): number => mixed(Math.imul((near & SHORT) + 1, 0x27d4eb2f));
/** The two bits of a key in its word of the filter. */
export const bitsOf = (key: number): number => (1 << (key & 31)) | (1 << ((key >>> 5) & 31));
/** @returns how far to shift a key, so that it falls into a table of at least so many places */
export const shiftFor = (places: number): number => 32 - Math.max(5, Math.ceil(Math.log2(places + 1)));
