/** What a format declares of itself. Adding one is adding a file with one of these, and naming it in `index.ts`. */
import type { Bounce } from '../bounce.ts';
import type { Passage } from '../found.ts';
import type { Places, Scan } from '../scan.ts';

/** What makes a format worth trying: any of the marks, the signs or the codes, and then the pattern, if there is one. */
export type Gate = {
  /** Literal pieces of text in lower case; their case doesn't matter in a text. Each has three letters a-z in a row. */
  readonly marks?: readonly string[];
  /** Bits of `SIGN`, for formats whose marks are no words. */
  readonly signs?: number;
  /** Something that could be a reply code or an enhanced code of a failure. */
  readonly codes?: true;
  /** Bits of `SIGN`, all of which it has besides. */
  readonly needs?: number;
  /** The closer look; linear in the text's length. */
  readonly pattern?: RegExp;
};

/** A wording that only a failure has: where it stands, a watched channel is answered. */
export type Proof = {
  /** Of which every text that the pattern fits has one; as in `Gate`. */
  readonly marks: readonly string[];
  readonly pattern: Pick<RegExp, 'test'>;
};

/** A text of the format as people paste it, and what is to be found in it. The test of the registry reads each. */
export type Example = {
  readonly text: string;
  /** In order; only the fields that are named are compared. */
  readonly finds: readonly Partial<Bounce>[];
  /** Whether a watched channel is answered; left out: it is. */
  readonly noticed?: boolean;
};

/** What formats of all sorts have: readers of texts, kinds of log lines, platforms' events. */
export type Format = {
  readonly name: string;
  readonly gate: Gate;
  readonly proofs: readonly Proof[];
  readonly examples: readonly Example[];
};

export type Reader = Format & {
  /** The formats that it is made of, where it is made of several: their gates and proofs are its own. */
  readonly parts?: readonly Format[];
  /**
   * @param text all of it, or what earlier readers left of it
   * @param places what one scan of this text noted
   * @param scan notes the places of a part of it
   */
  readonly read: (text: string, places: Places, scan: Scan) => readonly Passage[];
};

/** A format's gate with all it may declare: of one shape, since it is looked at for every text and format. */
export class Gated<T extends Format> {
  readonly format: T;
  readonly #signs: number;
  readonly #needs: number;
  readonly #takesCodes: boolean;
  readonly #pattern: RegExp | null;

  constructor(format: T) {
    const { signs = 0, needs = 0, codes = false, pattern = null } = format.gate;
    this.format = format;
    this.#signs = signs;
    this.#needs = needs;
    this.#takesCodes = codes;
    this.#pattern = pattern;
  }

  /** @returns false where the format's `read` would surely find nothing in the text */
  isWorthTrying(text: string, places: Places): boolean {
    const { signs } = places.marks;
    const mayBe =
      (signs & this.#signs) !== 0 ||
      (this.#takesCodes && places.codes.length > 0) ||
      (places.formats.length > 0 && places.formats.includes(this.format));
    if (!mayBe || (signs & this.#needs) !== this.#needs) return false;
    return this.#pattern === null || this.#pattern.test(text);
  }
}

/** @returns a gate that each text passes that passes one of these formats' */
export function gateOf(formats: readonly Format[]): Gate {
  const signs = formats.reduce((all, { gate }) => all | (gate.signs ?? 0), 0);
  const marks = [...new Set(formats.flatMap(({ gate }) => gate.marks ?? []))];
  return { marks, signs, ...(formats.some(({ gate }) => gate.codes) ? { codes: true } : {}) };
}
