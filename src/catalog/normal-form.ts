/**
 * The form that server texts and patterns are compared in: letters and digits only, small, without accents. So
 * letter case, blanks, hyphens and punctuation make no difference: "Over-Quota!", "over quota" and "overquota" are
 * one. Two things are kept, because they tell numbers apart and keep strangers' words out:
 *
 * - between two digits something stays, `.` where it was one, else a blank: 5.7.1 is not 571, nor 5 71;
 * - a mail address becomes `@`, so that nothing in it counts as wording;
 * - the path and the query of a link stay, but are marked (`IN_LINK`): only what asks for a link is looked for there;
 * - a `FENCE` stays, which sets what we add to a text apart from the text: the word behind it is not a word by itself.
 *
 * Where words began and ended is kept beside it.
 */

import {
  AT,
  BLANK,
  DIGIT,
  DOT,
  DROPPED,
  END,
  FENCED,
  FIELD,
  FOREIGN,
  IN_DOMAIN,
  KINDS,
  LETTER,
  LINK_SIGN,
  learn,
  MARK,
  OUTSIDE,
  UNKNOWN,
  WITHOUT_BLANKS,
} from './characters.ts';
import { IN_LINK, linkAt, NO_LINK } from './links.ts';

/** A text in its normal form. The buffers are the caller's and are used again for the next text. */
export type NormalForm = {
  /** The text that the form was made of, which `offsets` refer to. */
  source: string;
  /** The text itself, while it is read. */
  readonly bytes: Buffer;
  /** UTF-16 units, `length` of them. */
  readonly codes: Uint16Array;
  /** The same memory. */
  readonly units: Buffer;
  /** `BOUND` and `IN_LINK` of each unit, and of the place behind the last. */
  readonly bounds: Uint8Array;
  /** Where the unit stood in `source`. */
  readonly offsets: Uint16Array;
  length: number;
  /** Index of the last `FENCE`, -1 where there is none. */
  fence: number;
};

/** A word may begin at this unit, or end before it. */
export const BOUND = 1;
/** Longest text that is read, in bytes of UTF-8 or in UTF-16 units; what is behind is left out. */
const LONGEST = 16_000;

/** @returns room for texts of up to `longest` units */
export function createNormalForm(longest = LONGEST): NormalForm {
  const codes = new Uint16Array(longest + 1);
  return {
    source: '',
    // Room for one character more, so that a text that is cut can't look like ASCII.
    bytes: Buffer.alloc(longest + 4),
    codes,
    units: Buffer.from(codes.buffer),
    bounds: new Uint8Array(longest + 2),
    offsets: new Uint16Array(longest + 1),
    length: 0,
    fence: -1,
  };
}

/**
 * One pass over the text, linear in its length.
 * @param into takes the result; what was in it is lost
 */
export function normalise(text: string, into: NormalForm): void {
  const { bytes } = into;
  into.fence = -1;
  const longest = bytes.length - 4;
  const cut = text.length > longest ? text.slice(0, longest) : text;
  // As many bytes as units: nothing but ASCII.
  if (bytes.write(cut) === cut.length) fromAscii(cut, into);
  else fromAny(unfolded(cut.normalize('NFKD').toLowerCase()), into);
}

function fromAscii(text: string, into: NormalForm): void {
  const { bytes, codes, bounds, offsets } = into;
  const end = text.length;
  let length = 0;
  /** 1 where something was left out since the last letter or digit; what it was, if it was one character. */
  let cut = 1;
  let between = 0;
  let wasDigit = false;
  /** Where the run of characters began that may be the local part of an address. */
  let runAt = 0;
  let runLength = 0;
  let link = NO_LINK;
  for (let i = 0; i < end; i++) {
    const code = bytes[i] as number;
    const kind = KINDS[code] as number;
    if (kind === LETTER) {
      codes[length] = code | 32;
      bounds[length] = cut | (link & IN_LINK);
      offsets[length++] = i;
      cut = 0;
      wasDigit = false;
    } else if (kind === DIGIT) {
      if (wasDigit && cut === 1) {
        codes[length] = between === DOT ? DOT : BLANK;
        bounds[length] = BOUND | (link & IN_LINK);
        offsets[length++] = i - 1;
      }
      codes[length] = code;
      bounds[length] = cut | (link & IN_LINK);
      offsets[length++] = i;
      cut = 0;
      wasDigit = true;
    } else {
      between = cut === 0 ? code : 0;
      cut = 1;
      if (kind === AT) {
        const isAddress = i > runAt && i + 1 < end && IN_DOMAIN[bytes[i + 1] as number] === 1;
        if (isAddress) length = runLength;
        codes[length] = code;
        bounds[length] = BOUND | (link & IN_LINK);
        offsets[length++] = isAddress ? runAt : i;
        wasDigit = false;
        while (isAddress && i + 1 < end && IN_DOMAIN[bytes[i + 1] as number] === 1) i++;
        runAt = i + 1;
        runLength = length;
      } else if (kind === LINK_SIGN) {
        link = linkAt(text, i, link);
        if (link === NO_LINK) continue;
        runAt = i + 1;
        runLength = length;
      } else if (kind === END || kind === FIELD) {
        if (kind === END) link = NO_LINK;
        runAt = i + 1;
        runLength = length;
      } else if (kind === OUTSIDE) link = NO_LINK;
      else if (kind === FENCED) {
        link = NO_LINK;
        into.fence = length;
        codes[length] = code;
        bounds[length] = BOUND;
        offsets[length++] = i;
        cut = 0;
        wasDigit = false;
        runAt = i + 1;
        runLength = length;
      }
    }
  }
  bounds[length] = BOUND;
  into.length = length;
  into.source = text;
}

/** Letters that are no other letter with an accent (NFKD leaves them as they are), as people write them without. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  þ: 'th',
};
const NO_PLAIN_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');

const unfolded = (text: string): string =>
  text.replace(NO_PLAIN_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter);

/** @returns the text small, without accents and invisible marks, with letters as people write them without */
export const withoutAccents = (text: string): string =>
  unfolded(text.normalize('NFKD').toLowerCase())
    .replace(/[\p{M}\p{Cf}]/gu, '')
    // What is no accent, but part of a letter, comes together again: Hangul.
    .normalize('NFC');

/** @param text taken apart (NFKD), small and unfolded */
function fromAny(text: string, into: NormalForm): void {
  const { codes, bounds, offsets } = into;
  const end = Math.min(text.length, codes.length - 1);
  let length = 0;
  let cut = 1;
  let between = 0;
  let last = DROPPED;
  let runAt = 0;
  let runLength = 0;
  let link = NO_LINK;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    const kind = KINDS[code] === UNKNOWN ? learn(code) : (KINDS[code] as number);
    if (code > 127 && (code >= WITHOUT_BLANKS || kind === DROPPED)) link = NO_LINK;
    if (kind === LETTER || kind === DIGIT || kind === FOREIGN) {
      if (cut === 1 && kind === DIGIT && last === DIGIT) {
        codes[length] = between === DOT ? DOT : BLANK;
        bounds[length] = BOUND | (link & IN_LINK);
        offsets[length++] = i - 1;
      }
      codes[length] = code;
      bounds[length] = (kind === FOREIGN || last === FOREIGN ? BOUND : cut) | (link & IN_LINK);
      offsets[length++] = i;
      cut = 0;
      last = kind;
    } else if (kind !== MARK) {
      between = cut === 0 ? code : 0;
      cut = 1;
      if (kind === AT) {
        const isAddress = i > runAt && i + 1 < end && IN_DOMAIN[text.charCodeAt(i + 1)] === 1;
        if (isAddress) length = runLength;
        codes[length] = code;
        bounds[length] = BOUND | (link & IN_LINK);
        offsets[length++] = isAddress ? runAt : i;
        last = AT;
        while (isAddress && i + 1 < end && IN_DOMAIN[text.charCodeAt(i + 1)] === 1) i++;
        runAt = i + 1;
        runLength = length;
      } else if (kind === LINK_SIGN) {
        link = linkAt(text, i, link);
        if (link === NO_LINK) continue;
        runAt = i + 1;
        runLength = length;
      } else if (kind === END || kind === FIELD) {
        if (kind === END) link = NO_LINK;
        runAt = i + 1;
        runLength = length;
      } else if (kind === OUTSIDE) link = NO_LINK;
      else if (kind === FENCED) {
        link = NO_LINK;
        into.fence = length;
        codes[length] = code;
        bounds[length] = BOUND;
        offsets[length++] = i;
        cut = 0;
        last = FENCED;
        runAt = i + 1;
        runLength = length;
      }
    }
  }
  bounds[length] = BOUND;
  into.length = length;
  into.source = text;
}

/** @returns the form as a string */
export const textOf = ({ units, length }: NormalForm): string => units.toString('utf16le', 0, length * 2);
