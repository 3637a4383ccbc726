/**
 * What a text has any of: signs, and letters that certain words begin or go on with. One pass tells which of the many
 * expressions that look for facts could find something; the others needn't be asked. A mark that is there promises
 * nothing, one that is missing is sure, for each part of the text too.
 */

/** Two sets of bits: `signs` of `SIGN`, `words` of `WORD`. */
export type Marks = { readonly signs: number; readonly words: number };

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
} as const;

/** Words by three letters of theirs that few others have. */
const LETTERS_OF = {
  connect: ['con'],
  host: ['hos'],
  /** talk, greeting, conversation, initial */
  greeting: ['alk', 'eet', 'nve', 'nit'],
  remote: ['rem'],
  /** rejected, failed, said */
  refused: ['rej', 'fai', 'sai'],
  like: ['lik'],
  rcpt: ['rcp'],
  smtp: ['smt'],
  dmarc: ['dma'],
  domain: ['oma'],
  mailfrom: ['ilf'],
  authenticated: ['aut'],
  starttls: ['rtt'],
  spf: ['spf'],
  from: ['fro'],
  /** sender, to send */
  sender: ['sen'],
  /** dkim, dmarc, domainkey, header, selector */
  signature: ['dki', 'dma', 'nke', 'ead', 'lec'],
  /** data, text */
  data: ['dat', 'tex'],
  after: ['aft'],
  reply: ['epl'],
  /** ehlo, helo, my name */
  hello: ['ehl', 'hel', 'nam'],
  /** abuse report, feedback, complaint, unsubscribe, spam report */
  complaint: ['bus', 'dba', 'lai', 'ubs', 'spa'],
  /** giving up, not going to try */
  going: ['ivi', 'goi'],
  mail: ['mai'],
  /** response */
  response: ['pon'],
  /** log-in, credentials */
  login: ['log', 'cre'],
} as const;

type Word = keyof typeof LETTERS_OF;

export const WORD = Object.fromEntries(
  Object.keys(LETTERS_OF).map((word, place) => [word, bit(place)]),
) as Readonly<Record<Word, number>>;

/** Five bits for each of three letters. */
export const THREE = 0x7fff;
const WORDS_BY_LETTERS = new Int32Array(THREE + 1);
/** Three letters, and the lowest bits of the one before them: enough to tell nearly all other words apart. */
const KEY = 0x3ffff;
/** A bit for each such number: small, so that it stays near the processor. */
export type Keys = Int32Array;

/**
 * @param letters what a pass has of three letters
 * @param before the character before them; a sign counts as none, null stands for any
 */
export function addKey(keys: Keys, letters: number, before: string | null): void {
  const front =
    before === null ? [0, 1, 2, 3, 4, 5, 6, 7] : [isLetter(before) ? before.charCodeAt(0) & 7 : 0];
  for (const bits of front) {
    const key = (bits << 15) | letters;
    (keys[key >> 5] as number) |= 1 << (key & 31);
  }
}
const isLetter = (character: string): boolean => /[a-z]/i.test(character);

/** @returns keys to which those of `WORD` belong */
export function wordKeys(): Keys {
  const keys = new Int32Array((KEY + 1) >> 5);
  WORDS_BY_LETTERS.forEach((words, letters) => {
    if (words !== 0) addKey(keys, letters, null);
  });
  return keys;
}
for (const [word, all] of Object.entries(LETTERS_OF)) {
  for (const letters of all) {
    const key = [...letters].reduce((sum, letter) => (sum << 5) | (letter.charCodeAt(0) & 31), 0);
    (WORDS_BY_LETTERS[key] as number) |= WORD[word as Word];
  }
}

/** What a character is: a letter or a digit, one that a reader wants the place of, or the bit of its sign. */
const LETTER = bit(30);
const DIGIT = bit(29);
const WANTED = bit(28);
const NAMED_SIGNS = ~(DIGIT | WANTED);
const SIGNS = new Int32Array(128);
for (let code = 0; code < 128; code++) {
  const isLetter = (code | 32) >= 97 && (code | 32) <= 122 && code >= 65;
  if (isLetter) SIGNS[code] = LETTER;
  else if (code >= 48 && code <= 57) SIGNS[code] = DIGIT;
  else if (code < 32 || code === 127)
    SIGNS[code] =
      code === 10 ? SIGN.newline | SIGN.space : code === 9 ? SIGN.space : SIGN.control | SIGN.space;
}
const NAMED: Readonly<Record<string, number>> = {
  '@': SIGN.at,
  '<': SIGN.less,
  '>': SIGN.more,
  '[': SIGN.bracket,
  '(': SIGN.parenthesis,
  '{': SIGN.brace,
  '=': SIGN.equals,
  '*': SIGN.star,
  '&': SIGN.ampersand,
  '`': SIGN.backtick,
  ',': SIGN.comma,
  ';': SIGN.semicolon,
  '"': SIGN.quote,
  ':': SIGN.colon,
};
for (const [character, sign] of Object.entries(NAMED)) SIGNS[character.charCodeAt(0)] = sign;
for (const character of '45@[') (SIGNS[character.charCodeAt(0)] as number) |= WANTED;

const BLANK = 32;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const WIDE_COLON = 0xff1a;
/** Hex digits of one part of an IPv6 address, and its colon. */
const PART = 5;

/** Longer texts, in UTF-16 units, have nearly every mark: they are taken to have all. */
const LONGEST = 20_000;
const ALL: Marks = { signs: -1, words: -1 };

const WORD_KEYS = wordKeys();

let scannedText = '';
let scannedMarks: Marks = { signs: 0, words: 0 };
let lastText = '';
let lastMarks: Marks = scannedMarks;

/** @returns the text's marks; asked again for the same text, which several do, the same ones */
export function marksOf(text: string): Marks {
  if (text === scannedText) return scannedMarks;
  if (text === lastText) return lastMarks;
  lastText = text;
  lastMarks = text.length > LONGEST ? ALL : findMarks(text, WORD_KEYS, null);
  return lastMarks;
}

/** What else is noted on the way. */
export type Notes = {
  /** What `meet` is called for, `WORD` included. */
  readonly keys: Keys;
  /** Three letters stand in the text, the last of them at `at`. */
  readonly meet: (text: string, at: number, letters: number) => void;
  /** A `4`, a `5`, an `@` or a `[` stands at `at`. */
  readonly pass: (text: string, at: number, code: number) => void;
};

/** Finds the text's marks for all who ask `marksOf`, and notes on the same pass what `notes` wants. */
export function scanMarks(text: string, notes: Notes): void {
  const marks = findMarks(text, notes.keys, notes);
  scannedText = text;
  scannedMarks = text.length > LONGEST ? ALL : marks;
}

function findMarks(text: string, keys: Keys, notes: Notes | null): Marks {
  let signs = 0;
  let words = 0;
  let letters = 0;
  let lastColon = -99;
  /** Dots between digits in a row. */
  let dots = 0;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      // White space is among them.
      signs |= code === WIDE_COLON ? SIGN.foreign | SIGN.space | SIGN.colon : SIGN.foreign | SIGN.space;
      letters = 0;
      dots = 0;
      continue;
    }
    const kind = SIGNS[code] as number;
    if (kind === LETTER) {
      letters = ((letters << 5) | (code & 31)) & KEY;
      if (((keys[letters >> 5] as number) & (1 << (letters & 31))) !== 0) {
        const three = letters & THREE;
        words |= WORDS_BY_LETTERS[three] as number;
        if (notes !== null) notes.meet(text, i, three);
      }
      dots = 0;
      continue;
    }
    letters = 0;
    if (code === BLANK) {
      dots = 0;
      if (i + 1 < length && text.charCodeAt(i + 1) === BLANK) signs |= SIGN.space;
      continue;
    }
    signs |= kind;
    if ((kind & DIGIT) !== 0) {
      if (dots >= 3) signs |= SIGN.quad;
    } else if (code === DOT) dots++;
    else {
      dots = 0;
      if (code === COLON) {
        if (i - lastColon <= PART) signs |= SIGN.colons;
        lastColon = i;
      } else if (code === COMMA && i + 1 < length && text.charCodeAt(i + 1) !== BLANK)
        signs |= SIGN.tightComma;
    }
    if (notes !== null && (kind & WANTED) !== 0) notes.pass(text, i, code);
  }
  return { signs: signs & NAMED_SIGNS, words };
}
