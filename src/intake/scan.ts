/**
 * One pass over a text that notes where things stand which readers look for: codes, addresses, brackets, and the
 * literal marks that formats declare. Each character is looked at once, whatever the number of formats.
 */
import type { Format, Proof } from './formats/reader.ts';
import { type Marks, type Notes, scanMarks, soughtOf } from './marks.ts';

/** What a scan noted of one text. */
export type Places = {
  readonly marks: Marks;
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
  readonly formats: Format[];
  readonly proofs: Proof[];
  readonly isSaid: boolean;
  /** The last scan that met it. */
  met: number;
};

/** Notes the places of a text; asked again for the same text, it gives the same ones. */
export type Scan = (text: string) => Places;

export function createScan(formats: readonly Format[]): Scan {
  const marks = marksOf(formats);
  const sought = soughtOf(
    marks.map(({ text }) => text),
    formats.flatMap(({ examples }) => examples.slice(0, 1).map(({ text }) => text)),
  );
  let scans = 0;
  let lastText = '';
  let last: Places = NOTHING;
  let noted: Noted | null = null;
  const notes: Notes = {
    meet(start, piece) {
      noted ??= nothingNoted();
      note(marks[piece] as Mark, start, scans, noted);
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
    const marks = scanMarks(text, sought, notes);
    noted ??= nothingNoted();
    noted.marks = marks;
    last = noted;
    return last;
  };
}

/** `Places` while they are noted: most texts have few, so a list is made when something is put into it. */
type Noted = {
  marks: Marks;
  codes: number[];
  ats: number[];
  brackets: number[];
  said: number[];
  readonly formats: Format[];
  readonly proofs: Proof[];
};

const NONE: number[] = [];
const UNMARKED: Marks = { signs: 0, words: 0, phrases: 0 };
const nothingNoted = (): Noted => ({
  marks: UNMARKED,
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

/** Notes a mark that stands at `start`. */
function note(mark: Mark, start: number, number: number, noted: Noted): void {
  if (mark.isSaid) noted.said = withPlace(noted.said, start + mark.text.length);
  if (mark.met === number) return;
  mark.met = number;
  for (const format of mark.formats) if (!noted.formats.includes(format)) noted.formats.push(format);
  for (const proof of mark.proofs) if (!noted.proofs.includes(proof)) noted.proofs.push(proof);
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

function marksOf(formats: readonly Format[]): readonly Mark[] {
  const marks = new Map<string, Mark>();
  const markOf = (text: string): Mark => {
    const known = marks.get(text) ?? {
      text,
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
