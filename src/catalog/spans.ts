/** Whether and where a pattern is in a text. */
import { IN_LINK } from './links.ts';
import { BOUND, createNormalForm, type NormalForm, normalise, textOf } from './normal-form.ts';
import type { Pattern, Piece } from './pattern.ts';

/** The widest gap that `*` bridges, in letters and digits: about a sentence. */
export const GAP = 100;

/**
 * @param form a text in its normal form
 * @param text the same as a string
 * @param canStand false spares the search for an alternative of a piece that is known not to be in the text
 * @returns what the pattern weighs where the text holds its pieces in order, each at most a gap behind the one
 *   before: of each piece the longest alternative that stands there; 0 where it doesn't
 */
export function matches(
  { pieces }: Pattern,
  form: NormalForm,
  text: string,
  canStand: (piece: number, alternative: number) => boolean = () => true,
): number {
  let weight = 0;
  let ends: readonly number[] | null = null;
  for (let i = 0; i < pieces.length; i++) {
    const alternatives = pieces[i] as readonly Piece[];
    const next: number[] = [];
    let most = 0;
    for (let j = 0; j < alternatives.length; j++) {
      const alternative = alternatives[j] as Piece;
      if (!canStand(i, j)) continue;
      const before = next.length;
      addEnds(alternative, form, text, ends, next);
      if (next.length > before && alternative.weight > most) most = alternative.weight;
    }
    if (next.length === 0) return 0;
    weight += most;
    ends = alternatives.length > 1 && next.length > 1 ? next.toSorted((a, b) => a - b) : next;
  }
  return weight;
}

/**
 * Adds to `next` where the piece ends, wherever it stands within a gap of one of the ends before it.
 * @param ends in ascending order; null: anywhere
 */
function addEnds(
  piece: Piece,
  form: NormalForm,
  text: string,
  ends: readonly number[] | null,
  next: number[],
): void {
  const { literal } = piece;
  const { fence } = form;
  let reachable = 0;
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) {
    if (!isAt(piece, form, at)) continue;
    if (ends !== null) {
      const nearest = at > fence && fence >= at - GAP ? fence + 1 : at - GAP;
      while (reachable < ends.length && (ends[reachable] as number) < nearest) reachable++;
      if (reachable === ends.length) return;
      if ((ends[reachable] as number) > at) continue;
    }
    next.push(at + literal.length);
  }
}

/** Places of one pattern that are told apart at most. */
const MOST_PLACES = 20;

/**
 * @param form a text in its normal form
 * @param text the same as a string
 * @returns from where to where the pattern is in it: each place of its first piece, with the nearest of each other
 */
export function spansOf({ pieces }: Pattern, form: NormalForm, text: string): readonly [number, number][] {
  const spans: [number, number][] = [];
  for (const first of pieces[0] ?? []) {
    const firstEnds: number[] = [];
    addEnds(first, form, text, null, firstEnds);
    for (const firstEnd of firstEnds.slice(0, MOST_PLACES)) {
      let end: number | undefined = firstEnd;
      for (let i = 1; i < pieces.length && end !== undefined; i++) {
        const ends: number[] = [];
        for (const piece of pieces[i] as readonly Piece[]) addEnds(piece, form, text, [end], ends);
        end = ends.length === 0 ? undefined : Math.min(...ends);
      }
      if (end !== undefined) spans.push([firstEnd - first.literal.length, end]);
    }
  }
  return spans;
}

const ADDRESS = /[^\s<>()[\]:;,"'=]{1,64}@[a-z0-9.-]{1,255}/iy;

/** @returns the addresses in a text, and at which unit of its normal form they stand */
export function addressesIn({
  codes,
  length,
  offsets,
  source,
}: NormalForm): { address: string; at: number }[] {
  const found: { address: string; at: number }[] = [];
  const letters = codes.subarray(0, length);
  for (let at = letters.indexOf(AT_SIGN); at >= 0; at = letters.indexOf(AT_SIGN, at + 1)) {
    ADDRESS.lastIndex = offsets[at] as number;
    const address = ADDRESS.exec(source)?.[0];
    if (address !== undefined) found.push({ address, at });
  }
  return found;
}
const AT_SIGN = 64;

/** @returns whether a piece whose letters stand here has the place, the ends of words and the signs that it asks for */
export function isAt(piece: Piece, form: NormalForm, at: number): boolean {
  const end = at + piece.literal.length;
  const first = form.bounds[at] as number;
  if ((first & IN_LINK) !== 0 && !piece.inLink) return false;
  if (piece.wordStart && (first & BOUND) === 0) return false;
  if (piece.wordEnd && ((form.bounds[end] as number) & BOUND) === 0) return false;
  if (piece.before !== '' && !hasSignsBefore(form, at, piece.before)) return false;
  if (piece.after !== '' && !hasSignsBehind(form, end, piece.after)) return false;
  return piece.exact === null || writtenAt(form, at, end) === piece.exact;
}

function hasSignsBefore({ source, offsets }: NormalForm, at: number, wanted: string): boolean {
  let i = (offsets[at] as number) - 1;
  for (let left = wanted.length - 1; left >= 0; left--) {
    while (i >= 0 && isBlank(source.charCodeAt(i))) i--;
    if (i < 0 || source[i--] !== wanted[left]) return false;
  }
  return true;
}

function hasSignsBehind({ source, offsets }: NormalForm, end: number, wanted: string): boolean {
  let i = (offsets[end - 1] as number) + 1;
  for (const sign of wanted) {
    while (i < source.length && isBlank(source.charCodeAt(i))) i++;
    if (source[i++] !== sign) return false;
  }
  return true;
}

const writtenAt = ({ source, offsets }: NormalForm, at: number, end: number): string =>
  source.slice(offsets[at], (offsets[end - 1] as number) + 1).toLowerCase();

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** @returns whether the text holds the pattern; for a single question, see `matcher.ts` for many */
export function isFoundIn(pattern: Pattern, text: string): boolean {
  const form = createNormalForm(Math.min(60_000, Math.max(100, text.length * 4)));
  normalise(text, form);
  return matches(pattern, form, textOf(form)) > 0;
}
