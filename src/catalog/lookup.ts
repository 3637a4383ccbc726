/** Answers a question about a code, a tag or a few words: which entries it means, best first. */
import type { Catalog, Entry } from './entry.ts';
import { createMeant } from './meant.ts';
import { bareTag, nearCodes } from './near-codes.ts';
import { isIn, type QueryCodes, readQuery } from './query.ts';
import { searchWords } from './word-index.ts';

export type LookupResult = {
  /** Those that answer, best first; empty where none does. */
  readonly meant: readonly Entry[];
  /** Those behind them what only comes close; at most 40, empty where the catalog knows nothing like it. */
  readonly entries: readonly Entry[];
  readonly codes: QueryCodes;
};

export type Lookup = {
  /** @returns the codes and words of a query, as `find` reads it: quick, since nothing is looked for */
  codesIn(query: string): QueryCodes;
  /** @param query as typed, up to any length: only the first 300 characters count */
  find(query: string): LookupResult;
  /** @returns completions of what has been typed so far, best first, at most 25 */
  suggest(partial: string): readonly Entry[];
};

const MOST = 40;
const MOST_SUGGESTIONS = 25;

/** @returns a lookup over the catalog; the index of words is read, or built, at the first question in words */
export function createLookup(catalog: Catalog): Lookup {
  let words: ReturnType<typeof searchWords> | null = null;
  const search = (query: string): readonly Entry[] => {
    words ??= searchWords(catalog);
    return words(query);
  };
  const isMeant = createMeant(catalog);
  const tags = new Map(
    catalog.entries.flatMap((entry) => entry.tags.map((tag) => [bareTag(tag.source), entry] as const)),
  );

  const byId = new Map(
    [...Object.values(catalog.reasonEntries), ...catalog.entries].map((entry) => [entry.id, entry]),
  );

  const namedBy = (query: string): Entry | null => {
    const named = byId.get(query.trim().toLowerCase());
    return named === undefined || isCode(named) ? null : named;
  };

  const codesIn = (query: string): QueryCodes => {
    const codes = readQuery(query);
    return namedBy(query) === null ? codes : { ...codes, reply: null, enhanced: null };
  };

  const find = (query: string): LookupResult => {
    const codes = codesIn(query);
    const named = namedBy(query);
    if (named !== null) return { meant: [named], entries: [named], codes };
    const tagged = codes.words.flatMap((word) => tags.get(bareTag(word)) ?? []);
    const coded = rankByCodes(catalog.entries, codes);
    const worded = codes.words.length > 0 && tagged.length === 0 ? search(codes.words.join(' ')) : [];
    const ofCode = narrowed(
      coded.filter((entry) => isOf(entry, codes)),
      worded,
    );
    const near = tagged.length > 0 || ofCode.length > 0 ? [] : nearCodes(catalog.entries, codes);
    const isAsked = namesNoCode(codes) && near.length === 0;
    const inWords = isAsked ? worded.filter((entry) => isMeant(entry, codes.words)) : [];
    const meant = [...new Set([...tagged, ...ofCode, ...inWords])].slice(0, MOST);
    return { meant, entries: [...new Set([...meant, ...near, ...coded, ...worded])].slice(0, MOST), codes };
  };

  return {
    codesIn,
    find,
    suggest(partial) {
      const typed = partial.trim().toLowerCase();
      if (typed === '') return [];
      const begun = catalog.entries.filter(
        (entry) => entry.kind !== 'response' && entry.id.startsWith(typed),
      );
      return [...new Set([...begun, ...find(partial).entries])].slice(0, MOST_SUGGESTIONS);
    },
  };
}

/** Codes and words: the entries that fit both first, in the order of the words; then those of the codes. */
function narrowed(coded: readonly Entry[], worded: readonly Entry[]): readonly Entry[] {
  const fitting = new Set(coded);
  return [...worded.filter((entry) => fitting.has(entry)), ...coded];
}

const isCode = ({ kind }: Entry): boolean =>
  kind === 'reply-code' || kind === 'enhanced-code' || kind === 'pair';

const namesNoCode = ({ reply, enhanced }: QueryCodes): boolean => reply === null && enhanced === null;

/** @returns whether the entry is about the code that was typed: of both, about the one that says more */
export const isOf = (entry: Entry, { reply, enhanced }: QueryCodes): boolean =>
  enhanced !== null
    ? entry.enhanced.some((known) => isIn(known, enhanced))
    : reply !== null && entry.reply.includes(reply);

function rankByCodes(entries: readonly Entry[], { reply, enhanced }: QueryCodes): readonly Entry[] {
  if (reply === null && enhanced === null) return [];
  const registered =
    enhanced !== null && entries.some((entry) => entry.kind === 'enhanced-code' && entry.id === enhanced);
  const rank = (entry: Entry): number | null => {
    const sameReply = reply !== null && entry.reply.includes(reply);
    const sameEnhanced = enhanced !== null && entry.enhanced.some((known) => isIn(known, enhanced));
    if (entry.kind === 'pair')
      return sameReply && sameEnhanced ? 0 : sameEnhanced && reply === null ? 5 : null;
    if (entry.kind === 'enhanced-code') return sameEnhanced ? 1 : null;
    if (entry.kind === 'reply-code') return sameReply ? (enhanced === null ? 1 : 6) : null;
    if (entry.kind !== 'response') return null;
    if (sameEnhanced && (sameReply || reply === null || entry.reply.length === 0)) return registered ? 2 : 0;
    if (sameEnhanced) return registered ? 3 : 1;
    return sameReply && enhanced === null ? 4 : null;
  };
  return entries
    .flatMap((entry) => {
      const at = rank(entry);
      // "4.7.650" says more of 4.7.650 than "4.7.500-699" does.
      const exact = enhanced !== null && entry.enhanced.includes(enhanced) ? 1 : 0;
      return at === null ? [] : [{ entry, at, exact }];
    })
    .sort((a, b) => a.at - b.at || b.exact - a.exact || b.entry.common - a.entry.common)
    .map(({ entry }) => entry);
}
