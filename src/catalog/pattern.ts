/**
 * Literals with gaps: how the catalog recognises a server's words. Matching is linear in the length of the
 * text, whatever was pasted.
 *
 * - Letter case, accents, kinds of quotes and runs of blanks make no difference.
 * - A pattern's ends fall on the ends of words: `spf` is not found in "spfx".
 * - `*` is a gap of at most 120 characters. With blanks around it stands for any words or none
 *   (`listed * by spamhaus`); written against a word it also takes the rest of that word (`black*`).
 * - An address in the text is read as `@`, so that nothing in it counts as wording.
 */

/** The widest gap that `*` bridges, in characters: about a sentence. */
const GAP = 120;

export type Pattern = {
  /** As written in the catalog. */
  readonly source: string;
  readonly pieces: readonly Piece[];
  /** Number of literal characters: the more, the more telling. */
  readonly weight: number;
  /** A whole word that every match contains, or null where there is none. */
  readonly anchor: string | null;
};

type Piece = { readonly literal: string; readonly wordStart: boolean; readonly wordEnd: boolean };

/** A text made ready to be searched for patterns. */
export type Searchable = { readonly text: string; readonly words: ReadonlySet<string> };

const WORD = /[a-z0-9]+/g;
const ADDRESS = /[^\s<>()[\]:;,"'=]{1,64}@[a-z0-9.-]{1,255}/gi;

/** @returns the form that both texts and patterns are compared in */
export function normalise(text: string): string {
  const plain = PLAIN.test(text) ? text : withoutAccents(text);
  return plain.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Printable ASCII without `: nearly every text, and nothing to do but the letter case. */
const PLAIN = /^[ -_a-~]*$/;

function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[‘’‚`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―]/g, '-');
}

/** @param text a server's answer, of any length */
export function searchable(text: string): Searchable {
  const plain = normalise(text.replace(ADDRESS, '@'));
  return { text: plain, words: new Set(plain.match(WORD) ?? []) };
}

/**
 * @param source a pattern as the catalog writes it
 * @throws Error where nothing literal is left of it
 */
export function compile(source: string): Pattern {
  const parts = normalise(source).split('*');
  const pieces = parts
    .map((part, i) => {
      const gapBefore = i > 0 && !part.startsWith(' ');
      const gapAfter = i < parts.length - 1 && !part.endsWith(' ');
      return { literal: part.trim(), wordStart: !gapBefore, wordEnd: !gapAfter };
    })
    .filter((piece) => piece.literal !== '');
  if (pieces.length === 0) throw new Error(`the pattern "${source}" has nothing to look for`);
  return {
    source,
    pieces,
    weight: pieces.reduce((sum, piece) => sum + piece.literal.length, 0),
    anchor: anchorOf(pieces),
  };
}

/** @returns whether the text holds the pattern's pieces in order, each at most a gap behind the one before */
export function matches(pattern: Pattern, { text }: Searchable): boolean {
  let ends: number[] | null = null;
  for (const piece of pattern.pieces) {
    const next: number[] = [];
    let reachable = 0;
    for (let at = text.indexOf(piece.literal); at !== -1; at = text.indexOf(piece.literal, at + 1)) {
      const end = at + piece.literal.length;
      if (piece.wordStart && isInsideWord(text, at)) continue;
      if (piece.wordEnd && isInsideWord(text, end)) continue;
      if (ends !== null) {
        while (reachable < ends.length && (ends[reachable] as number) + GAP < at) reachable++;
        if (reachable === ends.length) break;
        if ((ends[reachable] as number) > at) continue;
      }
      next.push(end);
    }
    if (next.length === 0) return false;
    ends = next;
  }
  return true;
}

/** @returns whether a word runs across this place in the text */
function isInsideWord(text: string, at: number): boolean {
  return (
    at > 0 &&
    at < text.length &&
    isWordCharacter(text.charCodeAt(at - 1)) &&
    isWordCharacter(text.charCodeAt(at))
  );
}

/** ASCII letters and digits: scripts without blanks between words have no word ends to keep. */
function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function anchorOf(pieces: readonly Piece[]): string | null {
  let best: string | null = null;
  for (const { literal, wordStart, wordEnd } of pieces) {
    for (const match of literal.matchAll(WORD)) {
      const cutBefore = match.index === 0 && !wordStart;
      const cutAfter = match.index + match[0].length === literal.length && !wordEnd;
      if (!cutBefore && !cutAfter && match[0].length > (best?.length ?? 0)) best = match[0];
    }
  }
  return best;
}
