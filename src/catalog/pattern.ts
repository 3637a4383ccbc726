/**
 * Literals with gaps: how the catalog recognises a server's words.
 *
 * - Texts and patterns are compared in their normal form: letter case, accents, blanks, hyphens and punctuation make
 *   no difference, see `normal-form.ts`.
 * - A pattern's ends fall on the ends of words: `spf` is not found in "spfx".
 * - `*` is a gap of at most a hundred letters. With blanks around it stands for any words or none
 *   (`listed * by spamhaus`); written against a word it also takes the rest of that word (`black*`).
 * - `{one|other}` stands for either of them, and weighs what stood in the text.
 * - `§` at the front of a piece is what the text's last `FENCE` is: no gap bridges it, but one that ends right there.
 * - Some signs at the ends of a piece do count: any around a few letters (`(spam)`, `spf:`), which alone would be too
 *   little to go by, and those that are no punctuation (`/reputation`, `relay=`, `[internal]`).
 * - A tag stands as it is written, but for the letter case.
 * - In the path and the query of a link nothing is found but what says that it is part of one: a pattern that begins
 *   with the link's host (`mail.example.net/help`), a piece that begins with a sign of a path (`?p=NoSuchUser`), and
 *   what follows either behind a gap.
 */
import { FENCE } from './characters.ts';
import { createNormalForm, normalise, textOf } from './normal-form.ts';

/** Up to this many letters a piece needs the signs at its ends. */
const FEW = 8;
/** What is left out of the signs at the ends of longer pieces: all but those of fields, paths and tags. */
const PUNCTUATION = /[^[\]/=#_|]/g;

/** The front of a piece that may begin in the path or the query of a link; and of one that names a link's host. */
const LINK_SIGN = /^[/?&#]/;
const HOST = /^(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w.])/;

export type Pattern = {
  /** As written in the catalog. */
  readonly source: string;
  readonly kind: PatternKind;
  /** What must be in the text, in this order: of each one alternative. */
  readonly pieces: readonly (readonly Piece[])[];
  /** What `weight` of the pieces comes to with the shortest alternatives: the least that a match weighs. */
  readonly weight: number;
};

/** A tag is meant as it is written. */
export type PatternKind = 'text' | 'tag';

export type Piece = {
  /** In the normal form. */
  readonly literal: string;
  /** Number of literal characters as written, blanks included: the more, the more telling. */
  readonly weight: number;
  readonly wordStart: boolean;
  readonly wordEnd: boolean;
  /** Signs that must stand before it and behind it; blanks between make no difference. */
  readonly before: string;
  readonly after: string;
  /** Whether it may begin in the path or the query of a link. */
  readonly inLink: boolean;
  /** What must stand there letter by letter, small; null: anything of the same normal form. */
  readonly exact: string | null;
};

/** Patterns are short: one form serves them all, one after the other. */
const own = createNormalForm(2000);

/**
 * Its pieces are worked out when they are first asked for: a start that finds the matcher's tables ready doesn't.
 * @param source a pattern as the catalog writes it
 * @throws Error where no two letters or digits in a row are left of it, or a gap stands within `{ }`
 */
export function compile(source: string, kind: PatternKind = 'text'): Pattern {
  const pattern = new Written(source, kind);
  const isFindable =
    isSurelyFindable(source) ||
    pattern.pieces.some((piece) => piece.every(({ literal }) => literal.length > 1));
  if (!isFindable) throw new Error(`the pattern "${source}" has nothing to look for`);
  return pattern;
}

/** @returns a pattern that `compile` has accepted before, as when the package was built: it is not looked at again */
export const accepted = (source: string, kind: PatternKind = 'text'): Pattern => new Written(source, kind);

class Written implements Pattern {
  readonly source: string;
  readonly kind: PatternKind;
  #weight: number | null = null;
  #pieces: Pattern['pieces'] | null = null;

  constructor(source: string, kind: PatternKind) {
    this.source = source;
    this.kind = kind;
  }

  get weight(): number {
    this.#weight ??= weightOf(this.source);
    return this.#weight;
  }

  get pieces(): Pattern['pieces'] {
    this.#pieces ??= piecesOf(this.source, this.kind);
    return this.#pieces;
  }
}

const TWO_LETTERS = /[\p{L}\p{N}]{2}/u;

/** A quick look, which spares nearly all patterns the long one. */
const isSurelyFindable = (source: string): boolean =>
  !/@|\{[^}]*\*/.test(source) &&
  (source.includes('{')
    ? source.split(/[{}|*]/).every((part) => part.trim() === '' || TWO_LETTERS.test(part))
    : TWO_LETTERS.test(source));

function weightOf(source: string): number {
  if (!/[*{\t\n]| {2}/.test(source)) return source.trim().length;
  let weight = 0;
  for (const part of partsOf(source)) {
    const lengths = alternativesOf(part).filter((one) => /[\p{L}\p{N}@]/u.test(one));
    if (lengths.length > 0) weight += Math.min(...lengths.map(({ length }) => length));
  }
  return weight;
}

const partsOf = (source: string): readonly string[] =>
  source.includes('{') ? source.split(/\*(?![^{]*\})/) : source.split('*');

function piecesOf(source: string, kind: PatternKind): Pattern['pieces'] {
  const parts = partsOf(source);
  let isOfLink = false;
  return parts
    .map((part, i) => {
      const inLink = isOfLink || LINK_SIGN.test(part.trimStart());
      isOfLink = inLink || HOST.test(part.trimStart());
      const wordStart = i === 0 || part.startsWith(' ');
      const wordEnd = i === parts.length - 1 || part.endsWith(' ');
      return alternativesOf(part).flatMap((one) => pieceOf(one, { wordStart, wordEnd, inLink }, kind) ?? []);
    })
    .filter((alternatives) => alternatives.length > 0);
}

/**
 * @returns "a {b|c}" as "a b" and "a c", with blanks made one; a pattern with gaps as it is. Where they stand is found
 *   sooner, each by itself
 */
export const apart = (source: string): readonly string[] =>
  partsOf(source).length > 1 && /\s\*\s/.test(source) ? [source] : alternativesOf(source);

/** @returns "a {b|c}" as "a b" and "a c", with blanks made one */
function alternativesOf(part: string): readonly string[] {
  const tidy = part.trim().replace(/\s\s+|[\t\n]/g, ' ');
  const choice = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(tidy);
  if (!choice) return [tidy];
  const [, before = '', options = '', after = ''] = choice;
  return options.split('|').flatMap((option) => alternativesOf(`${before}${option.trim()}${after}`));
}

function pieceOf(
  alternative: string,
  { wordStart, wordEnd, inLink }: Pick<Piece, 'wordStart' | 'wordEnd' | 'inLink'>,
  kind: PatternKind,
): Piece | null {
  const goesOn = alternative.endsWith('*');
  const isGoneOn = alternative.startsWith('*');
  const written = alternative.slice(isGoneOn ? 1 : 0, goesOn ? -1 : undefined).replace('§', FENCE);
  if (written.includes('*')) throw new Error(`a gap stands within { }: "${alternative}"`);
  normalise(written, own);
  const { length, codes, offsets, source } = own;
  if (length === 0) return null;
  const first = offsets[0] as number;
  const last = offsets[length - 1] as number;
  const isTag = kind === 'tag';
  return {
    literal: textOf(own),
    weight: alternative.length,
    wordStart: wordStart && !isGoneOn,
    wordEnd: wordEnd && !goesOn,
    inLink,
    before:
      codes[0] === AT || codes[0] === FENCE_CODE ? '' : signs(source.slice(0, first), isTag ? 0 : length),
    after: codes[length - 1] === AT ? '' : signs(source.slice(last + 1), isTag ? 0 : length),
    exact: isTag ? source.slice(first, last + 1).toLowerCase() : null,
  };
}

const AT = '@'.charCodeAt(0);
const FENCE_CODE = FENCE.charCodeAt(0);

/** @returns those of the signs at a piece's end that count */
function signs(text: string, letters: number): string {
  if (text === '') return text;
  const all = text.replace(/[\s\p{M}]+/gu, '');
  return letters <= FEW ? all : all.replace(PUNCTUATION, '');
}
