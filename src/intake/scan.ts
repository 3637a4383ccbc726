/**
 * One pass over a text that notes where things stand which readers look for: codes, addresses, brackets, and the
 * literal marks that formats declare. Each character is looked at once, whatever the number of formats.
 */
import type { Format, Proof } from './formats/reader.ts';
import { addKey, type Keys, type Notes, scanMarks, THREE, wordKeys } from './marks.ts';

/** What a scan noted of one text. */
export type Places = {
  /** Where three digits or three numbers with dots stand that could be a code of a failure; the first of them. */
  readonly codes: readonly number[];
  /** Where `@` stands; the first of them. */
  readonly ats: readonly number[];
  /** Where `[` stands; the first of them. */
  readonly brackets: readonly number[];
  /** Behind which `said:`, `responded:` and the like another server's words stand; the first of them. */
  readonly said: readonly number[];
  /** Formats one of whose marks is in the text. */
  readonly formats: readonly Format[];
  /** Proofs one of whose marks is in the text. */
  readonly proofs: readonly Proof[];
};

/** Places of one sort that are noted at most: who needs more looks on from the last one. */
export const MOST_PLACES = 60;

const SAID = ['said:', 'talk to me:', 'responded:', 'remote host said:', 'returned:'];

type Mark = {
  readonly text: string;
  /** Characters of it up to the end of the three letters that it is found by. */
  readonly upTo: number;
  readonly formats: Format[];
  readonly proofs: Proof[];
  readonly isSaid: boolean;
  /** The last scan that met it. */
  met: number;
};

/** Letters by how often they stand in texts: of three that are as rare as others, those of rare letters find a mark. */
const FREQUENT = 'etaoinsrhldcumfpgwybvkxjqz';

/** Notes the places of a text; asked again for the same text, it gives the same ones. */
export type Scan = (text: string) => Places;

export function createScan(formats: readonly Format[]): Scan {
  const index = indexOf(marksOf(formats));
  let scans = 0;
  let lastText = '';
  let last: Places = NOTHING;
  let noted: Noted | null = null;
  const notes: Notes = {
    keys: index.isKey,
    meet(text, at, letters) {
      const key = index.keys[letters] as number;
      if (key !== 0) noted = marksAt(text, at, index, key, scans, noted);
    },
    pass(text, at, code) {
      if ((code === FOUR || code === FIVE) && !isCode(text, at)) return;
      noted ??= nothingNoted();
      if (code === AT) noted.ats = withPlace(noted.ats, at);
      else if (code === BRACKET) noted.brackets = withPlace(noted.brackets, at);
      else noted.codes = withPlace(noted.codes, at);
    },
  };

  return (text) => {
    if (text === lastText) return last;
    lastText = text;
    scans += 1;
    noted = null;
    scanMarks(text, notes);
    last = noted ?? NOTHING;
    return last;
  };
}

/** `Places` while they are noted: most texts have few, so a list is made when something is put into it. */
type Noted = {
  codes: number[];
  ats: number[];
  brackets: number[];
  said: number[];
  readonly formats: Format[];
  readonly proofs: Proof[];
};

const NONE: number[] = [];
const nothingNoted = (): Noted => ({
  codes: NONE,
  ats: NONE,
  brackets: NONE,
  said: NONE,
  formats: [],
  proofs: [],
});
const NOTHING: Places = nothingNoted();

function withPlace(places: number[], at: number): number[] {
  if (places === NONE) return [at];
  if (places.length < MOST_PLACES) places.push(at);
  return places;
}

/** Notes which of the marks that three letters find stand in the text, the letters ending at `at`. */
function marksAt(
  text: string,
  at: number,
  { starts, looks, marks }: Index,
  key: number,
  number: number,
  before: Noted | null,
): Noted | null {
  let noted = before;
  // A look beyond the end makes all the others slow.
  const { length } = text;
  const end = starts[key + 1] as number;
  for (let m = starts[key] as number; m < end; m++) {
    const look = looks[m] as number;
    const start = at - (look & 255);
    // Most are none by their first or their last character.
    const last = start + ((look >> 15) & 255);
    if (start < 0 || last >= length || (text.charCodeAt(start) | 32) !== ((look >> 8) & 127)) continue;
    if ((text.charCodeAt(last) | 32) !== look >> 23) continue;
    const mark = marks[m] as Mark;
    if ((mark.met === number && !mark.isSaid) || !standsAt(mark.text, text, start)) continue;
    noted ??= nothingNoted();
    if (mark.isSaid) noted.said = withPlace(noted.said, start + mark.text.length);
    if (mark.met === number) continue;
    mark.met = number;
    for (const format of mark.formats) if (!noted.formats.includes(format)) noted.formats.push(format);
    for (const proof of mark.proofs) if (!noted.proofs.includes(proof)) noted.proofs.push(proof);
  }
  return noted;
}

const FOUR = 52;
const FIVE = 53;
const AT = 64;
const BRACKET = 91;
const DOT = 46;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** `550 `, `550-`, `550:`, not `1550` or `550px`; `5.1.1`. */
function isCode(text: string, at: number): boolean {
  if ((at > 0 && isDigit(text.charCodeAt(at - 1))) || at + 3 > text.length) return false;
  const second = text.charCodeAt(at + 1);
  if (second === DOT) {
    let next = at + 2;
    while (next < at + 5 && next < text.length && isDigit(text.charCodeAt(next))) next++;
    return (
      next > at + 2 &&
      next + 1 < text.length &&
      text.charCodeAt(next) === DOT &&
      isDigit(text.charCodeAt(next + 1))
    );
  }
  if (!isDigit(second) || !isDigit(text.charCodeAt(at + 2))) return false;
  if (at + 3 === text.length) return true;
  const behind = text.charCodeAt(at + 3);
  const isLetter = (behind | 32) >= 97 && (behind | 32) <= 122;
  return !isDigit(behind) && !isLetter;
}

function standsAt(mark: string, text: string, start: number): boolean {
  for (let i = 0; i < mark.length; i++) {
    const wanted = mark.charCodeAt(i);
    const code = text.charCodeAt(start + i);
    if (code === wanted) continue;
    if (wanted < 97 || wanted > 122 || (code | 32) !== wanted) return false;
  }
  return true;
}

function marksOf(formats: readonly Format[]): readonly Mark[] {
  const marks = new Map<string, Mark>();
  const counts = countsOf(formats);
  const markOf = (text: string): Mark => {
    const known = marks.get(text) ?? {
      text,
      upTo: keyEnd(text, counts),
      formats: [],
      proofs: [],
      isSaid: SAID.includes(text),
      met: 0,
    };
    marks.set(text, known);
    return known;
  };
  for (const text of SAID) markOf(text);
  for (const format of formats) {
    for (const text of format.gate.marks ?? []) markOf(text).formats.push(format);
    for (const proof of format.proofs) for (const text of proof.marks) markOf(text).proofs.push(proof);
  }
  return [...marks.values()];
}

/** @returns how often three letters stand in the texts that formats give as examples: those are like what is read */
function countsOf(formats: readonly Format[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { examples } of formats)
    for (const { text } of examples) {
      const letters = text.toLowerCase();
      for (let end = 3; end <= letters.length; end++) {
        const three = letters.slice(end - 3, end);
        counts.set(three, (counts.get(three) ?? 0) + 1);
      }
    }
  return counts;
}

/** @returns how far the three letters reach that a mark is found by: those that other texts have least */
function keyEnd(mark: string, counts: ReadonlyMap<string, number>): number {
  let best = -1;
  let rarest = Number.NEGATIVE_INFINITY;
  for (let end = 3; end <= mark.length; end++) {
    const three = mark.slice(end - 3, end);
    if (!/^[a-z]{3}$/.test(three)) continue;
    const letters = [...three].reduce((sum, letter) => sum + FREQUENT.indexOf(letter), 0);
    // The character before them helps.
    const rarity = letters - (end > 3 ? 12 : 100) * (counts.get(three) ?? 0);
    if (rarity > rarest) [best, rarest] = [end, rarity];
  }
  if (best < 0) throw new Error(`The mark "${mark}" has no three letters a-z in a row, in lower case.`);
  return best;
}

/** Small arrays of numbers, which stay near the processor: most places of a text need no more than a look into these. */
type Index = {
  /** A bit for each three letters that a mark is found by. */
  readonly isKey: Keys;
  /** By that number, which key it is, from 1 on. */
  readonly keys: Uint16Array;
  /** By key, where its marks begin among those that follow. */
  readonly starts: Uint16Array;
  /**
   * Of each: the characters before the last of the three letters (8 bits), its first character as a small letter if it
   * is a letter (7), the place of its last (8), and that character likewise (7).
   */
  readonly looks: Int32Array;
  readonly marks: readonly Mark[];
};

function indexOf(all: readonly Mark[]): Index {
  const isKey = wordKeys();
  const keys = new Uint16Array(THREE + 1);
  const marks = all
    .map((mark) => ({ mark, letters: lettersOf(mark) }))
    .toSorted((one, other) => one.letters - other.letters);
  const starts: number[] = [0];
  marks.forEach(({ letters, mark: { text, upTo } }, i) => {
    addKey(isKey, letters, text[upTo - 4] ?? null);
    if (letters === marks[i - 1]?.letters) return;
    keys[letters] = starts.push(i) - 1;
  });
  starts.push(marks.length);
  return {
    isKey,
    keys,
    starts: Uint16Array.from(starts),
    looks: Int32Array.from(marks, ({ mark: { text, upTo } }) => lookOf(text, upTo)),
    marks: marks.map(({ mark }) => mark),
  };
}

function lookOf(text: string, upTo: number): number {
  const last = text.length - 1;
  return (upTo - 1) | ((text.charCodeAt(0) | 32) << 8) | (last << 15) | ((text.charCodeAt(last) | 32) << 23);
}

/** The number that the three letters make by which a mark is found. */
function lettersOf({ text, upTo }: Mark): number {
  let letters = 0;
  for (let i = upTo - 3; i < upTo; i++) letters = (letters << 5) | (text.charCodeAt(i) & 31);
  return letters;
}
