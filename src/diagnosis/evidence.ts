/**
 * Everything in the catalog that a text could be about, out of one search through it: entries by their texts and
 * tags, what rules them out, providers and blocklists by their marks.
 */
import {
  type Catalog,
  CLUE,
  createRecogniser,
  DOUBTS,
  type Doubt,
  type Entry,
  listOf,
  type Pattern,
} from '../catalog/index.ts';
import type { Bounce } from '../intake/bounce.ts';
import { isMentioned, mayMention } from './mentioned.ts';
import { isNear, NEAR, nearest } from './nearest.ts';
import type { Proven } from './provider.ts';
import { type Claim, claimByCode, claimOf, type Rule, ruleOf, weightOf } from './rule.ts';
import { createSubjects, isCodeOfSender } from './subject.ts';

/** Between the answers of two servers, and between one and what the sending server says of its next try. */
const NEXT_ANSWER =
  /\bconnect(?:ing)? to\b|\bhost \S{1,255}\s?\[|;\s|\n\s{0,20}(?:connection|host|network|no)\b/i;
const NO_DOUBTS: readonly Doubt[] = [];

export type Evidences = {
  /** Searches a text; what the others return is about the text that was searched last. */
  readonly search: (text: string) => void;
  /** @returns the claims of the words and of the codes. The list is used again: it holds until the next call */
  readonly claims: (bounce: Bounce) => readonly Claim[];
  /** @returns the pattern that rules the claim out, or null */
  readonly ruledOutBy: (claim: Claim) => Pattern | null;
  /** @returns the source of the pattern that made the claim; null where codes did */
  readonly foundBy: (claim: Claim) => string | null;
  readonly isRuledOut: (claim: Claim) => boolean;
  /** @returns whether the claim's words are no statement of the server's, wherever they stand */
  readonly isMentioned: (claim: Claim) => boolean;
  /** @returns the provider whose words are found, of several the one with the longest */
  readonly marked: () => Proven | null;
  /** @returns the id of the blocklist that is named, of several the one that stands nearest to the claim's words */
  readonly listed: (best: Claim | null) => string | null;
  /** @returns whether two claims' words stand in the answers of different servers, or tell of different tries */
  readonly isApart: (one: Claim, other: Claim) => boolean;
  /** @returns what the text says of itself that takes the finality from it */
  readonly doubts: () => readonly Doubt[];
};

/** @param catalog what its patterns speak for is worked out where the build didn't do it: some 50 ms */
export function createEvidences(catalog: Catalog): Evidences {
  const { matcher, clues } = createRecogniser(catalog);
  // By the numbers of `Clues`, which begin at 1.
  const providers = [undefined, ...catalog.providers.keys()];
  const blocklists = [undefined, ...catalog.blocklists.keys()];
  // Rules and claims are made when they are first asked for: a text asks for few of them.
  const rules: (Rule | undefined)[] = new Array(catalog.entries.length).fill(undefined);
  const claimsOf: (Claim | null | undefined)[] = new Array(matcher.patterns.length).fill(undefined);
  const ruleAt = (place: number, isCodeOnly: boolean): Rule => {
    const entry = catalog.entries[place] as Entry;
    const { hosts = [], domains = [] } = catalog.providers.get(entry.provider ?? '') ?? {};
    rules[place] ??= ruleOf(entry, place, {
      isCodeOnly,
      hasOwnHosts: hosts.length > 0 && domains.length > 0,
      not: listOf(clues.not, place),
    });
    return rules[place];
  };
  /** @returns the first claim of a pattern, which knows the next one */
  const claimAt = (number: number): Claim | null => {
    const known = claimsOf[number];
    if (known !== undefined) return known;
    let next: Claim | null = null;
    for (const place of listOf(clues.claims, number).toReversed())
      next = claimOf(ruleAt(place, false), {
        number,
        isTag: clues.isTag[number] === 1,
        tells: clues.tells[number] as number,
        next,
      });
    claimsOf[number] = next;
    return next;
  };
  const listAt = (number: number): string | undefined => blocklists[clues.blocklists[number] as number];

  const withoutText = Array.from(clues.codeOnly, (place) => ruleAt(place, true));
  const byCode = claimsByCode(withoutText);
  const ofSender = withoutText.filter(({ entry }) => entry.needsSender).map((rule) => claimByCode(rule));
  const subjects = createSubjects(matcher, clues);
  const claims: Claim[] = [];
  let count = 0;
  /** What the patterns do that were found, together: see `CLUE`. */
  let clued = 0;
  let searched: string | null = null;

  /** @returns the number of the pattern that rules the claim out: one that stands near its words; -1 where none does */
  function rulerOf({ rule: { not }, number }: Claim): number {
    if ((clued & CLUE.not) === 0) return -1;
    for (const one of not) {
      if (!matcher.has(one)) continue;
      if (number < 0 || matcher.length() <= NEAR || isNear(matcher.spans(one), matcher.spans(number)))
        return one;
    }
    return -1;
  }

  /** Tells of each claim about the recipient whether its words are about who sends; the codes then are too. */
  function tellWhoIsMeant(bounce: Bounce): void {
    let isOfSender = false;
    const named = (clued & CLUE.subject) === 0 ? 0 : count;
    if (subjects.isSenderNamed(matcher.found.subarray(0, named), bounce)) {
      for (const claim of claims) {
        const { rule, number, isTag } = claim;
        if (isTag || !rule.isOfRecipient) continue;
        claim.isOfSender = number < 0 ? isOfSender : subjects.isOfSender(number);
        isOfSender ||= claim.isOfSender;
      }
    }
    // Where the codes say so, they also say what is wrong.
    if (isOfSender && !isCodeOfSender(bounce)) for (const claim of ofSender) claims.push(claim);
  }

  return {
    search(text) {
      // One answer may stand for thousands of recipients.
      if (text === searched) return;
      searched = text;
      count = matcher.search(text);
      clued = 0;
      for (let i = 0; i < count; i++) clued |= clues.kinds[matcher.found[i] as number] as number;
    },
    claims(bounce) {
      let size = 0;
      let isSubjectAsked = false;
      for (let i = 0; i < count; i++) {
        const number = matcher.found[i] as number;
        if (((clues.kinds[number] as number) & CLUE.claims) === 0) continue;
        for (let claim = claimAt(number); claim !== null; claim = claim.next) {
          claim.weight = weightOf(claim, matcher.weights[number] as number);
          claim.isOfSender = false;
          if (claim.rule.isOfRecipient) isSubjectAsked = true;
          claims[size++] = claim;
        }
      }
      // Not emptied before: the array would have to grow anew.
      claims.length = size;
      addByCode(byCode.get(bounce.enhancedCode ?? ''), bounce, claims);
      addByCode(byCode.get(bounce.replyCode ?? ''), bounce, claims);
      if (isSubjectAsked) tellWhoIsMeant(bounce);
      return claims;
    },
    isRuledOut: (claim) => rulerOf(claim) >= 0,
    ruledOutBy(claim) {
      const number = rulerOf(claim);
      return number < 0 ? null : (matcher.patterns.at(number) ?? null);
    },
    foundBy: ({ number }) => (number < 0 ? null : (matcher.patterns.at(number)?.source ?? null)),
    isMentioned({ number }) {
      if (!mayMention(matcher.source())) return false;
      const spans = matcher.spans(number);
      return spans.length > 0 && spans.every((span) => isMentioned(matcher.around(span)));
    },
    marked() {
      if ((clued & CLUE.provider) === 0) return null;
      let best: Proven | null = null;
      let most = 0;
      for (let i = 0; i < count; i++) {
        const number = matcher.found[i] as number;
        const provider = providers[clues.providers[number] as number];
        if (provider === undefined) continue;
        const weight = matcher.patterns.at(number)?.weight ?? 0;
        if (best !== null && weight <= most) continue;
        best = { provider, by: 'mark' };
        most = weight;
      }
      return best;
    },
    listed(best) {
      if ((clued & CLUE.blocklist) === 0) return null;
      let first: string | null = null;
      let isOnly = true;
      for (let i = 0; i < count; i++) {
        const list = listAt(matcher.found[i] as number);
        if (list === undefined) continue;
        if (first !== null && first !== list) isOnly = false;
        first ??= list;
      }
      if (isOnly || best === null || best.number < 0 || listAt(best.number) !== undefined) return first;
      const marks = [...matcher.found.subarray(0, count)].filter((number) => listAt(number) !== undefined);
      return listAt(nearest(matcher.spans(best.number), marks, matcher.spans) ?? -1) ?? first;
    },
    isApart(one, other) {
      if (one.number < 0 || other.number < 0) return false;
      const spans = matcher.spans(other.number);
      return matcher
        .spans(one.number)
        .every((mine) =>
          spans.every((theirs) =>
            NEXT_ANSWER.test(
              mine[1] <= theirs[0]
                ? matcher.between(mine[1], theirs[0])
                : matcher.between(theirs[1], mine[0]),
            ),
          ),
        );
    },
    doubts() {
      if ((clued & CLUE.doubt) === 0) return NO_DOUBTS;
      let raised = 0;
      for (let i = 0; i < count; i++) raised |= clues.doubts[matcher.found[i] as number] as number;
      return DOUBTS.filter((_, bit) => (raised & (1 << bit)) !== 0);
    },
  };
}

/** What a code claims: whatever reply code comes with it, and only with that one. */
type CodeClaims = { readonly always: Claim[]; readonly withReply: Map<string, Claim[]> };

/** Entries that are recognised by their codes alone, by their enhanced codes, or else by their reply codes. */
function claimsByCode(rules: readonly Rule[]): ReadonlyMap<string, CodeClaims> {
  const byCode = new Map<string, CodeClaims>();
  for (const rule of rules) {
    const claim = claimByCode(rule);
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
  addAll(found.always, claims);
  const more = replyCode === null ? undefined : found.withReply.get(replyCode);
  if (more !== undefined) addAll(more, claims);
}

function addAll(more: readonly Claim[], claims: Claim[]): void {
  for (const claim of more) {
    claim.isOfSender = false;
    claims.push(claim);
  }
}

/** @returns the entries of blocklists by the list's id */
export const entriesOfLists = ({ entries }: Catalog): ReadonlyMap<string | null, Entry> =>
  new Map(entries.filter(({ kind }) => kind === 'blocklist').map((entry) => [entry.blocklist, entry]));
