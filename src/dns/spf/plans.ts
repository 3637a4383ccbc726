/** Ways to write down what was meant, the nearest to what stands there first; the later ones cost fewer look-ups. */
import { getDomain } from 'tldts';
import { rangesOf } from './allowed.ts';
import { sameTerm } from './meaning.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/** More addresses than this in the place of a name are no record that anybody keeps up to date. */
const MOST_ADDRESSES = 30;

export type Plan = {
  /** The mechanisms, without `all`. */
  readonly terms: readonly string[];
  /** What was done, in plain words. */
  readonly notes: readonly string[];
};

type Piece = { readonly one: WalkedTerm; readonly texts: readonly string[] };
type Step = (
  pieces: readonly Piece[],
  root: Walked,
) => { readonly pieces: readonly Piece[]; readonly notes: readonly string[] };

/**
 * @param meant what stood there, followed; its `redirect` and `all` are left to the caller
 * @param puzzling terms that lead nowhere and stay all the same, since they look mistyped
 */
export function plansOf(meant: Walked, puzzling: readonly string[]): readonly Plan[] {
  const steps: readonly Step[] = [
    withoutDoubles,
    (pieces) =>
      without(pieces, ({ gone, problem, term }) => gone && problem !== null && !puzzling.includes(term.text)),
    (pieces) => without(pieces, ({ gone, problem }) => gone && problem === null),
    (pieces) => withAddresses(pieces, ({ problem }) => problem !== null),
    (pieces) => withAddresses(pieces, () => true),
    withoutOwnIncludes,
    fixedFirst,
  ];
  let pieces: readonly Piece[] = meant.terms
    .filter(({ term }) => term.qualifier !== null && term.name !== 'all')
    .map((one) => ({ one, texts: [one.term.text] }));
  let notes: readonly string[] = [];
  const plans: Plan[] = [planOf(pieces, notes)];
  for (const step of steps) {
    const next = step(pieces, meant);
    if (next.notes.length === 0) continue;
    pieces = next.pieces;
    notes = [...notes, ...next.notes];
    plans.push(planOf(pieces, notes));
  }
  return plans;
}

const planOf = (pieces: readonly Piece[], notes: readonly string[]): Plan => ({
  terms:
    notes.length === 0
      ? pieces.flatMap(({ texts }) => texts)
      : [...new Set(pieces.flatMap(({ texts }) => texts))],
  notes,
});

/** What stands there twice, and what another `include:` brings along. */
const withoutDoubles: Step = (pieces) => {
  const isDouble = ({ one }: Piece, at: number): boolean =>
    pieces.some(
      (other, i) =>
        (i < at && sameTerm(other.one.term, one.term)) ||
        (i !== at && other.one.included !== null && one.name !== null && leadsTo(other.one.included, one)),
    );
  const gone = pieces.filter(isDouble);
  return {
    pieces: pieces.filter((piece) => !gone.includes(piece)),
    notes: gone.map(({ one }) => `\`${one.term.text}\` goes, for it is there already`),
  };
};

const leadsTo = ({ terms }: Walked, wanted: WalkedTerm): boolean =>
  wanted.term.name === 'include' &&
  terms.some(
    ({ term, name, included }) =>
      term.qualifier === '+' &&
      included !== null &&
      ((term.name === 'include' && name === wanted.name) || leadsTo(included, wanted)),
  );

/** Without terms by which nobody can pass. */
function without(pieces: readonly Piece[], which: (one: WalkedTerm) => boolean): ReturnType<Step> {
  const gone = pieces.filter(({ one }) => which(one));
  return {
    pieces: pieces.filter((piece) => !gone.includes(piece)),
    notes: gone.map(({ one }) => `\`${one.term.text}\` goes (or correct its domain), for it leads nowhere`),
  };
}

/** Addresses in the place of `a` and `mx`. */
function withAddresses(pieces: readonly Piece[], which: (one: WalkedTerm) => boolean): ReturnType<Step> {
  const notes: string[] = [];
  const next = pieces.map((piece) => {
    const { one } = piece;
    const { term } = one;
    const ranges = [...new Set(rangesOf(one))];
    if (!['a', 'mx'].includes(term.name) || ranges.length === 0 || ranges.length > MOST_ADDRESSES)
      return piece;
    if (piece.texts[0] !== term.text || !which(one) || term.target?.includes('%')) return piece;
    notes.push(`addresses take the place of \`${term.text}\`: keep them up to date`);
    return { one, texts: ranges.map((range) => `${signOf(one)}${termFor(range)}`) };
  });
  return { pieces: next, notes };
}

const signOf = ({ term }: WalkedTerm): string => (term.qualifier === '+' ? '' : (term.qualifier ?? ''));

/** @returns "ip4:192.0.2.10" for an address or a network */
export const termFor = (range: string): string => `ip${range.includes(':') ? 6 : 4}:${range}`;

/** Records of the same owner: what stands in them takes the place of the `include:`. */
const withoutOwnIncludes: Step = (pieces, root) => {
  const notes: string[] = [];
  const next = pieces.map((piece) => {
    const { one } = piece;
    const { included } = one;
    if (one.term.name !== 'include' || one.term.qualifier !== '+' || included === null) return piece;
    if (getDomain(included.domain) !== getDomain(root.domain)) return piece;
    const texts = termsIn(included, root);
    if (texts === null) return piece;
    notes.push(`what \`${one.term.text}\` holds takes its place`);
    return { one, texts };
  });
  return { pieces: next, notes };
};

/** @returns the terms of a record as another may hold them; null where they mean something else there */
function termsIn({ terms, domain }: Walked, root: Walked): readonly string[] | null {
  const texts: string[] = [];
  for (const { term, included } of terms) {
    if (term.name === 'all') return term.qualifier === '+' ? null : texts;
    if (term.qualifier !== '+' || term.target?.includes('%') || term.name === 'ptr') return null;
    const isOwn = included !== null && getDomain(included.domain) === getDomain(root.domain);
    const inner = isOwn ? termsIn(included, root) : null;
    const isBare = term.target === null && ['a', 'mx'].includes(term.name);
    texts.push(...(inner ?? [isBare ? `${term.name}:${domain}${term.prefix}` : term.text]));
  }
  return texts;
}

/** Terms that cost nothing stand before those that do. */
const fixedFirst: Step = (pieces) => {
  const isFixed = ({ texts }: Piece): boolean => texts.every((text) => /^[-+~?]?ip[46]:/i.test(text));
  const next = [...pieces.filter(isFixed), ...pieces.filter((piece) => !isFixed(piece))];
  return {
    pieces: next,
    notes: next.every((piece, i) => piece === pieces[i]) ? [] : ['fixed addresses stand first'],
  };
};
