import type { Catalog, LookupResult } from '../../src/catalog/index.ts';
import { entryVerdict, textOf, type VerdictReply } from '../../src/replies/index.ts';

/** Entries that are offered where none answers. */
const MOST_CLOSE = 5;

/**
 * What a look-up found, for programs. The names are a promise, and those of `explain --json` where they mean the
 * same: fields may be added, none is renamed. What is not known is null.
 * @param reply the answer for people, or what the parts of a code say that nobody registered; null where there is neither
 * @param isKnown whether it answers
 */
export function lookupJson(
  query: string,
  result: LookupResult,
  reply: VerdictReply | null,
  isKnown: boolean,
  catalog: Catalog,
) {
  const { reply: replyCode, enhanced: enhancedCode } = result.codes;
  const entry = reply === null ? undefined : result.meant[0];
  const verdict = entry && entryVerdict(entry, catalog);
  // A code that nobody registered is judged by its class alone.
  const byClass = reply && { suppress: false, retry: (enhancedCode ?? replyCode)?.startsWith('4') ?? false };
  return {
    query,
    known: isKnown,
    replyCode,
    enhancedCode,
    entry: entry?.id ?? null,
    provider: entry?.provider ?? null,
    reason: entry?.reason ?? null,
    category: reply?.category ?? null,
    suppress: (verdict ?? byClass)?.suppress ?? null,
    retry: (verdict ?? byClass)?.retry ?? null,
    control: entry?.control ?? null,
    blocklist: entry?.blocklist ?? null,
    title: reply?.title ?? null,
    meaning: reply && textOf(reply.meaning),
    whose: reply && textOf(reply.whose),
    steps: (reply?.details.steps ?? []).map(textOf),
    sources: (reply?.details.sources ?? []).map(({ url }) => url),
    /** Other answers that may have been meant, to be looked up by `entry`: where none is known, what comes close. */
    others:
      entry && reply
        ? reply.related.map(({ query: id, title }) => ({ entry: id, title }))
        : result.entries.slice(0, MOST_CLOSE).map(({ id, title }) => ({ entry: id, title })),
  };
}
