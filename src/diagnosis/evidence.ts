/**
 * Everything in the catalog that a text could be about, out of one search through it: entries by their texts and
 * tags, what rules them out, providers and blocklists by their marks.
 */
import { type Catalog, createMatcher, type Entry, type Pattern, tablesFor } from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { nearest } from './nearest.ts';
import type { Proven } from './provider.ts';
import { type Claim, claimOf, type Rule, ruleOf, weightOf } from './rule.ts';

export type Evidences = {
  /** Searches a text; what the others return is about the text that was searched last. */
  readonly search: (text: string) => void;
  /** @returns the claims of the words and of the codes. The list is used again: it holds until the next call */
  readonly claims: (bounce: Bounce) => readonly Claim[];
  /** @returns the pattern that rules the entry out, or null */
  readonly ruledOutBy: (rule: Rule) => Pattern | null;
  readonly isRuledOut: (rule: Rule) => boolean;
  /** @returns the provider whose words are found, of several the one with the longest */
  readonly marked: () => Proven | null;
  /** @returns the id of the blocklist that is named, of several the one that stands nearest to the claim's words */
  readonly listed: (best: Claim | null) => string | null;
  /** @returns whether the text says of itself that it holds for now only */
  readonly isForNow: () => boolean;
};

type Mark = { readonly proven: Proven; readonly weight: number };

/** @param catalog its patterns are compiled into one matcher: some 20 ms where its tables are those of the build */
export function createEvidences(catalog: Catalog): Evidences {
  const { entries, providers, blocklists } = catalog;
  const matcher = createMatcher(patternsOf(catalog), tablesFor);
  const rules = entries.map((entry, place) => ruleOf(entry, place, matcher.numberOf));
  const claimsOf: (Claim[] | undefined)[] = new Array(matcher.count).fill(undefined);
  const marksOf: (Mark | undefined)[] = new Array(matcher.count).fill(undefined);
  const listsOf: (string | undefined)[] = new Array(matcher.count).fill(undefined);
  for (const rule of rules) {
    for (const pattern of rule.entry.tags) add(rule, pattern);
    for (const pattern of rule.entry.texts) add(rule, pattern);
  }
  for (const { id, marksCompiled } of providers.values()) {
    for (const mark of marksCompiled)
      marksOf[matcher.numberOf(mark)] ??= { proven: { provider: id, by: 'mark' }, weight: mark.weight };
  }
  for (const { id, marksCompiled } of blocklists.values()) {
    for (const mark of marksCompiled) listsOf[matcher.numberOf(mark)] ??= id;
  }
  function add(rule: Rule, pattern: Pattern): void {
    const number = matcher.numberOf(pattern);
    const known = claimsOf[number];
    const claim = claimOf(rule, pattern, number);
    if (known) known.push(claim);
    else claimsOf[number] = [claim];
  }

  const forNow = catalog.forNow.map(matcher.numberOf);
  const byCode = claimsByCode(rules);
  const claims: Claim[] = [];
  let count = 0;

  return {
    search(text) {
      count = matcher.search(text);
    },
    claims(bounce) {
      claims.length = 0;
      for (let i = 0; i < count; i++) {
        const number = matcher.found[i] as number;
        const found = claimsOf[number];
        if (found === undefined) continue;
        for (let j = 0; j < found.length; j++) {
          const claim = found[j] as Claim;
          claim.weight = weightOf(claim, matcher.weights[number] as number);
          claims.push(claim);
        }
      }
      addByCode(byCode.get(bounce.enhancedCode ?? ''), bounce, claims);
      addByCode(byCode.get(bounce.replyCode ?? ''), bounce, claims);
      return claims;
    },
    isRuledOut({ not }) {
      for (let i = 0; i < not.length; i++) if (matcher.has(not[i] as number)) return true;
      return false;
    },
    ruledOutBy: ({ not, entry }) => entry.not[not.findIndex(matcher.has)] ?? null,
    marked() {
      let best: Mark | null = null;
      for (let i = 0; i < count; i++) {
        const mark = marksOf[matcher.found[i] as number];
        if (mark !== undefined && (best === null || mark.weight > best.weight)) best = mark;
      }
      return best?.proven ?? null;
    },
    listed(best) {
      let first: string | null = null;
      let isOnly = true;
      for (let i = 0; i < count; i++) {
        const list = listsOf[matcher.found[i] as number];
        if (list === undefined) continue;
        if (first !== null && first !== list) isOnly = false;
        first ??= list;
      }
      if (isOnly || best === null || best.number < 0 || listsOf[best.number] !== undefined) return first;
      const marks = [...matcher.found.subarray(0, count)].filter((number) => listsOf[number] !== undefined);
      return listsOf[nearest(matcher.spans(best.number), marks, matcher.spans) ?? -1] ?? first;
    },
    isForNow: () => forNow.some(matcher.has),
  };
}

/** @returns all that a text is searched for */
export function* patternsOf({ entries, providers, blocklists, forNow }: Catalog): Iterable<Pattern> {
  for (const { tags, texts, not } of entries) {
    yield* tags;
    yield* texts;
    yield* not;
  }
  for (const { marksCompiled } of providers.values()) yield* marksCompiled;
  for (const { marksCompiled } of blocklists.values()) yield* marksCompiled;
  yield* forNow;
}

/** What a code claims: whatever reply code comes with it, and only with that one. */
type CodeClaims = { readonly always: Claim[]; readonly withReply: Map<string, Claim[]> };

/** Entries that are recognised by their codes alone, by their enhanced codes, or else by their reply codes. */
function claimsByCode(rules: readonly Rule[]): ReadonlyMap<string, CodeClaims> {
  const byCode = new Map<string, CodeClaims>();
  for (const rule of rules) {
    if (!rule.isCodeOnly) continue;
    const claim = claimOf(rule, null, -1);
    const { reply } = rule.entry;
    const isByReply = rule.enhanced.size === 0;
    for (const code of isByReply ? reply : rule.enhanced) {
      const known: CodeClaims = byCode.get(code) ?? { always: [], withReply: new Map() };
      byCode.set(code, known);
      if (isByReply || reply.length === 0) known.always.push(claim);
      else for (const one of reply) known.withReply.set(one, [...(known.withReply.get(one) ?? []), claim]);
    }
  }
  return byCode;
}

function addByCode(found: CodeClaims | undefined, { replyCode }: Bounce, claims: Claim[]): void {
  if (found === undefined) return;
  for (const claim of found.always) claims.push(claim);
  const more = replyCode === null ? undefined : found.withReply.get(replyCode);
  if (more !== undefined) for (const claim of more) claims.push(claim);
}

/** @returns the entries of blocklists by the list's id */
export const entriesOfLists = ({ entries }: Catalog): ReadonlyMap<string | null, Entry> =>
  new Map(entries.filter(({ kind }) => kind === 'blocklist').map((entry) => [entry.blocklist, entry]));
