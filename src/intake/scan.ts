/**
 * One pass over a text that notes what its readers want to know: signs, words, where codes stand, and which formats have
 * one of their literal marks in it. Each character is looked at once, whatever the number of formats.
 */
import type { Format, Proof } from './formats/reader.ts';
import { AT, BRACKET, type Marks, type Notes, recallMarks, scanMarks, soughtOf } from './marks.ts';
import { type Remembering, remembering } from './quick.ts';

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

/** Places that are noted at most: who needs more looks on from the last one. */
const MOST_PLACES = 60;

const SAID = ['said:', 'talk to me:', 'responded:', 'remote host said:', 'returned:'];

type Mark = {
  /** Characters to the end of what announces another server's words; 0: it announces none. */
  readonly said: number;
  readonly formats: readonly Format[];
  readonly proofs: readonly Proof[];
  /** The last scan that met it. */
  met: number;
};

/** Notes the places of a text; asked again for the same text, it gives the same ones. */
export type Scan = Remembering<Places>;

export function createScan(formats: readonly Format[]): Scan {
  const marks = marksIn(formats);
  const all = [...marks.values()];
  const sought = soughtOf(
    [...marks.keys()],
    formats.flatMap(({ examples }) => examples.slice(0, 1).map(({ text }) => text)),
  );
  let scans = 0;
  let noted: Noted | null = null;
  const notes: Notes = {
    isNew(piece) {
      const { met, said } = all[piece] as Mark;
      return met !== scans || said > 0;
    },
    meet(piece, at) {
      const mark = all[piece] as Mark;
      mark.met = scans;
      noted ??= nothingNoted();
      note(mark, noted);
      if (mark.said > 0) noted.said = withPlace(noted.said, at + mark.said);
    },
    pass(at, code) {
      noted ??= nothingNoted();
      if (code === AT) noted.ats = withPlace(noted.ats, at);
      else if (code === BRACKET) noted.brackets = withPlace(noted.brackets, at);
      else noted.codes = withPlace(noted.codes, at);
    },
  };

  const scan = remembering<Places>((text) => {
    scans += 1;
    noted = null;
    const marks = scanMarks(text, sought, notes);
    noted ??= nothingNoted();
    noted.marks = marks;
    return noted;
  }, MOST_KEPT);
  return Object.assign((text: string) => scan(text), {
    recall(text: string, places: Places) {
      scan.recall(text, places);
      recallMarks(text, places.marks);
    },
  });
}

/** Texts whose places are kept: the whole, what is left of it, a line. */
const MOST_KEPT = 3;

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

function withPlace(places: number[], at: number): number[] {
  if (places === NONE) return [at];
  if (places.length < MOST_PLACES) places.push(at);
  return places;
}

function note({ formats, proofs }: Mark, noted: Noted): void {
  for (const format of formats) if (!noted.formats.includes(format)) noted.formats.push(format);
  for (const proof of proofs) if (!noted.proofs.includes(proof)) noted.proofs.push(proof);
}

/** Each literal piece once: several formats and proofs may have it. */
function marksIn(formats: readonly Format[]): ReadonlyMap<string, Mark> {
  const marks = new Map<string, { said: number; formats: Format[]; proofs: Proof[]; met: number }>();
  const markOf = (text: string): { formats: Format[]; proofs: Proof[] } => {
    const said = SAID.includes(text) ? text.length : 0;
    const mark = marks.get(text) ?? { said, formats: [], proofs: [], met: 0 };
    marks.set(text, mark);
    return mark;
  };
  for (const text of SAID) markOf(text);
  for (const format of formats) {
    for (const text of format.gate.marks ?? []) markOf(text).formats.push(format);
    for (const proof of format.proofs) for (const text of proof.marks) markOf(text).proofs.push(proof);
  }
  return marks;
}
