/** Answers a question about a code, a tag or a few words: which entries it means, best first. */
import type { Catalog, Entry } from './entry.ts';
import { isIn, type QueryCodes, readQuery } from './query.ts';
import { searchWords } from './word-index.ts';

export type LookupResult = {
  /** Best first, at most 10; empty where the catalog knows nothing like it. */
  readonly entries: readonly Entry[];
  readonly codes: QueryCodes;
};

export type Lookup = {
  /** @param query as typed, up to any length: only the first 300 characters count */
  find(query: string): LookupResult;
  /** @returns completions of what has been typed so far, best first, at most 25 */
  suggest(partial: string): readonly Entry[];
};

const MOST = 10;
const MOST_SUGGESTIONS = 25;

/** @returns a lookup over the catalog; the index of words is read, or built, at the first question in words */
export function createLookup(catalog: Catalog): Lookup {
  let words: ReturnType<typeof searchWords> | null = null;
  const search = (query: string): readonly Entry[] => {
    words ??= searchWords(catalog);
    return words(query);
  };
  const tags = new Map(
    catalog.entries.flatMap((entry) => entry.tags.map((tag) => [bare(tag.source), entry] as const)),
  );

  const byId = new Map(
    [...Object.values(catalog.reasonEntries), ...catalog.entries].map((entry) => [entry.id, entry]),
  );

  const find = (query: string): LookupResult => {
    const codes = readQuery(query);
    const named = byId.get(query.trim().toLowerCase());
    if (named && !isCode(named))
      return { entries: [named], codes: { ...codes, reply: null, enhanced: null } };
    const tagged = codes.words.flatMap((word) => tags.get(bare(word)) ?? []);
    const coded = rankByCodes(catalog.entries, codes);
    const worded = codes.words.length > 0 && tagged.length === 0 ? search(codes.words.join(' ')) : [];
    const ranked =
      coded.length > 0 && worded.length > 0 ? narrow(coded, worded) : [...tagged, ...coded, ...worded];
    return { entries: [...new Set(ranked)].slice(0, MOST), codes };
  };

  return {
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
function narrow(coded: readonly Entry[], named: readonly Entry[]): readonly Entry[] {
  const fitting = new Set(coded);
  return [...named.filter((entry) => fitting.has(entry)), ...coded, ...named];
}

const isCode = ({ kind }: Entry): boolean =>
  kind === 'reply-code' || kind === 'enhanced-code' || kind === 'pair';

/** Tags are written with or without their brackets. */
const bare = (tag: string): string => tag.toLowerCase().replace(/[[\](){}#]/g, '');

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
    return sameReply && enhanced === null && entry.enhanced.length === 0 ? 4 : null;
  };
  return entries
    .flatMap((entry) => {
      const at = rank(entry);
      return at === null ? [] : [{ entry, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}
