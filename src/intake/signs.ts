/** Signs of a text by which its many readers know what they need not look for: one bit each. */
import { signsOf } from './quick.ts';

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
  /** `>` at the front of a line, as mail programs quote; a part of a text may have it where the whole hasn't. */
  quoted: bit(24),
  /** What may open a structure: a brace, or a square bracket that holds something quoted or bracketed. */
  opening: bit(25),
  /** `=>`, `->` or `<=` */
  arrow: bit(26),
  backslash: bit(27),
  percent: bit(28),
  /** A tab or a bar, which part the cells of a table. */
  cell: bit(29),
} as const;

/** Beside the signs of a character: it wants a closer look, `lookedAt`; and a blank, of which two in a row are a sign. */
export const LOOK = bit(31);
export const BLANKS = bit(30);

const WIDE_BLANKS =
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const NAMED: Readonly<Record<string, number>> = {
  '\t': SIGN.space | SIGN.cell,
  '|': SIGN.cell,
  '\n': SIGN.newline | SIGN.space,
  '\x7f': SIGN.control | SIGN.space,
  ' ': BLANKS,
  '@': SIGN.at | LOOK,
  '<': SIGN.less | LOOK,
  '>': SIGN.more | LOOK,
  '[': SIGN.bracket | LOOK,
  '(': SIGN.parenthesis,
  '{': SIGN.brace | SIGN.opening,
  '=': SIGN.equals,
  '*': SIGN.star,
  '\\': SIGN.backslash,
  '%': SIGN.percent,
  '&': SIGN.ampersand,
  '`': SIGN.backtick,
  ',': SIGN.comma | LOOK,
  ';': SIGN.semicolon,
  '"': SIGN.quote,
  ':': SIGN.colon | LOOK,
  '：': SIGN.foreign | SIGN.script | SIGN.colon,
  '.': LOOK,
  '4': LOOK,
  '5': LOOK,
};

/** By the code of a character, its signs. */
export const SIGNS = new Int32Array(0x10000).fill(SIGN.foreign);
SIGNS.fill(SIGN.foreign | SIGN.script, 0x370, 0x2000);
SIGNS.fill(SIGN.foreign | SIGN.script, 0x2c00);
for (const blank of WIDE_BLANKS) (SIGNS[blank.charCodeAt(0)] as number) |= SIGN.space;
SIGNS.fill(SIGN.control | SIGN.space, 0, 32);
SIGNS.fill(0, 32, 127);
for (const [character, sign] of Object.entries(NAMED)) SIGNS[character.charCodeAt(0)] = sign;

const NEWLINE = 10;
const BLANK = 32;
const QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const MORE = 62;
const BRACKET = 91;
const SMALL_B = 98;

/** Characters on either side of a place that are looked at: they have to be there, and are 0 beyond the ends of a text. */
export const BESIDE = 16;
/** Hex digits of one part of an IPv6 address, and its colon. */
const PART = 5;

/**
 * @param units the codes of a text's characters
 * @param code of the character at a place whose signs have `LOOK`, any but a digit
 * @returns more signs, which tell what stands beside it
 */
export function lookedAt(units: Uint16Array, at: number, code: number): number {
  switch (code) {
    case DOT:
      return endsQuad(units, at) ? SIGN.quad : 0;
    case COLON:
      return besideColon(units, at);
    case COMMA:
      return units[at + 1] === BLANK || units[at + 1] === 0 ? 0 : SIGN.tightComma;
    case LESS:
      return units[at + 1] === EQUALS ? SIGN.arrow : mayBeTag(units, at) ? SIGN.tag : 0;
    case MORE:
      return besideMore(units, at);
    case BRACKET:
      return mayOpen(units, at) ? SIGN.opening : 0;
    default:
      return 0;
  }
}

export const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 48 && code <= 57;

const isWhite = (code: number | undefined): boolean =>
  code !== undefined && code !== 0 && ((SIGNS[code] as number) & (SIGN.space | BLANKS)) !== 0;

/** A time of day has digits on both sides; a colon near before may be of the same IPv6 address. */
function besideColon(units: Uint16Array, at: number): number {
  let signs = isDigit(units[at - 1]) && isDigit(units[at + 1]) ? SIGN.clock : 0;
  for (let before = at - PART; before < at; before++) if (units[before] === COLON) signs |= SIGN.colons;
  return signs;
}

function besideMore(units: Uint16Array, at: number): number {
  if (units[at - 1] === EQUALS || units[at - 1] === DASH) return SIGN.arrow;
  const isFront = (behind: number): boolean => units[behind - 1] === 0 || units[behind - 1] === NEWLINE;
  return isFront(at) || (isWhite(units[at - 1]) && isFront(at - 1)) ? SIGN.quoted : 0;
}

const OPENED = signsOf('{["\'(}:');

/** Blanks may stand behind the bracket; of many it isn't asked what is behind them. */
function mayOpen(units: Uint16Array, bracket: number): boolean {
  let at = bracket + 1;
  while (at < bracket + BESIDE - 1 && isWhite(units[at])) at++;
  const code = units[at] as number;
  return at === bracket + BESIDE - 1 || OPENED[code] === 1 || (code === SMALL_B && units[at + 1] === QUOTE);
}

/** @returns whether the dot is the last of an IPv4 address: before it three numbers with dots between, a digit behind */
function endsQuad(units: Uint16Array, dot: number): boolean {
  if (!isDigit(units[dot + 1])) return false;
  let at = dot;
  for (let numbers = 0; numbers < 3; numbers++) {
    if (units[at] !== DOT) return false;
    let digits = 0;
    while (digits < 3 && isDigit(units[at - 1 - digits])) digits++;
    if (digits === 0) return false;
    at -= digits + 1;
  }
  return true;
}

const NAME = signsOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const LONGEST_NAME = 10;

/** @returns whether behind `<` a name stands that no sign but that of a tag ends */
function mayBeTag(units: Uint16Array, less: number): boolean {
  let at = less + 1;
  if (units[at] === SLASH) at++;
  for (const end = at + LONGEST_NAME + 1; at < end; at++) {
    const code = units[at] as number;
    if (code > 127 || NAME[code] === 0)
      return code !== 0 && (code === MORE || code === SLASH || code <= BLANK || code > 127);
  }
  return false;
}

/** @returns whether what begins at a place could be a code: `550 `, `550-`, `550:`, not `1550` or `550px`; `5.1.1` */
export function mayBeCode(units: Uint16Array, at: number): boolean {
  if (isDigit(units[at - 1])) return false;
  if (units[at + 1] === DOT) {
    let next = at + 2;
    while (next < at + 5 && isDigit(units[next])) next++;
    return next > at + 2 && units[next] === DOT && isDigit(units[next + 1]);
  }
  if (!isDigit(units[at + 1]) || !isDigit(units[at + 2])) return false;
  const behind = units[at + 3] as number;
  const isLetter = (behind | 32) >= 97 && (behind | 32) <= 122;
  return !isDigit(behind) && !isLetter;
}
