/** Facts about proving who we are, as refusals and Authentication-Results (RFC 8601) name them. */
import type { AuthFacts } from './bounce.ts';
import { marksOf, WORD } from './marks.ts';
import { rememberingLong } from './quick.ts';

const DOMAIN = '([a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_-]{1,63}){1,10})';
const SELECTOR = '([a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?)';

const KEY = new RegExp(`${SELECTOR}\\._domainkey\\.${DOMAIN}`, 'i');
/** Each with what the text has in lower case where it fits. */
type Marked = readonly (readonly [mark: string, pattern: RegExp])[];

/** Of several signatures the one that failed. */
const FAILED = '\\bdkim ?= ?fail[^;]{0,200}?\\bheader\\.';

const SELECTORS: Marked = [
  ['dkim=fail', new RegExp(`${FAILED}s ?= ?"?${SELECTOR}`, 'i')],
  ['header.s', new RegExp(`\\bheader\\.s ?= ?"?${SELECTOR}`, 'i')],
  ['selector', new RegExp(`\\bselector(?: is)?[ :=]{1,3}[[("'<]?${SELECTOR}`, 'i')],
  ['=', new RegExp(`(?:^|[\\s;,([])s ?= ?${SELECTOR}`, 'i')],
];
const DKIM_DOMAINS: Marked = [
  ['dkim=fail', new RegExp(`${FAILED}d ?= ?"?${DOMAIN}`, 'i')],
  ['header.d', new RegExp(`\\bheader\\.d ?= ?"?${DOMAIN}`, 'i')],
  ['header.i', new RegExp(`\\bheader\\.i ?= ?"?[^@\\s;]{0,64}@${DOMAIN}`, 'i')],
  ['=', new RegExp(`(?:^|[\\s;,([])d ?= ?${DOMAIN}`, 'i')],
  ['=', new RegExp(`(?:^|[\\s;,([])i ?= ?[^@\\s;]{0,64}@${DOMAIN}`, 'i')],
  [
    'dkim',
    new RegExp(
      `\\bdkim(?: signature| check| key| record| domain)?(?: of| for| from)?(?: domain)? ?[[(<]?${DOMAIN}`,
      'i',
    ),
  ],
  ['signing domain', new RegExp(`\\bsigning domain[ :=]{1,3}[[("'<]?${DOMAIN}`, 'i')],
];
const FROM_DOMAINS: Marked = [
  ['header.from', new RegExp(`\\bheader\\.from ?= ?"?(?:[^@\\s;]{1,64}@)?${DOMAIN}`, 'i')],
  [
    '5322',
    new RegExp(`\\b(?:RFC)?5322\\.?from(?: domain)?[ :=]{1,3}[[("'<]?(?:[^@\\s;]{1,64}@)?${DOMAIN}`, 'i'),
  ],
  ['domain', new RegExp(`\\b(?:the )?from(?: header)? domain[ :=]{1,3}[[("'<]?${DOMAIN}`, 'i')],
  ['unauthenticated', new RegExp(`\\bunauthenticated e-?mail from ${DOMAIN} is not`, 'i')],
  [
    'dmarc',
    // "DMARC validation failed for example.org", "per DMARC policy for domain example.org"; behind `@` it is an address.
    new RegExp(
      `\\bdmarc\\b[^;\\n]{0,80}?(?: (?:of|for)| from domain)(?: the)?(?: (?:from|sender|sending|author|header))?(?: domain)?:? [[("'<]{0,2}${DOMAIN}(?![\\w.-]*@)`,
      'i',
    ),
  ],
];

/**
 * @param words a server's words, or the header fields of a returned message (Authentication-Results, DKIM-Signature)
 * @returns null where they name nothing of the kind
 */
export const authFactsIn = rememberingLong((words: string): AuthFacts | null => {
  if ((marksOf(words).words & WORD.signature) === 0) return null;
  const head = words.slice(0, 3000);
  const small = head.toLowerCase();
  const key = small.includes('_domainkey') ? KEY.exec(head) : null;
  const dkimSelector = key?.[1] ?? firstOf(SELECTORS, head, small);
  const dkimDomain = key?.[2] ?? firstOf(DKIM_DOMAINS, head, small);
  const fromDomain = firstOf(FROM_DOMAINS, head, small);
  if (dkimSelector === null && dkimDomain === null && fromDomain === null) return null;
  return { dkimSelector, dkimDomain: lower(dkimDomain), fromDomain: lower(fromDomain) };
});

/** @returns the facts of the first, with those of the second where it has none; never half of either's key */
export function together(first: AuthFacts | null, second: AuthFacts | null): AuthFacts | null {
  if (first === null || second === null) return first ?? second;
  const isOneKey = (['dkimSelector', 'dkimDomain'] as const).every(
    (half) => first[half] === null || second[half] === null || first[half] === second[half],
  );
  const fromDomain = first.fromDomain ?? second.fromDomain;
  if (!isOneKey) return { ...first, fromDomain };
  return {
    dkimSelector: first.dkimSelector ?? second.dkimSelector,
    dkimDomain: first.dkimDomain ?? second.dkimDomain,
    fromDomain,
  };
}

const lower = (domain: string | null): string | null => domain?.toLowerCase() ?? null;

function firstOf(patterns: Marked, text: string, small: string): string | null {
  for (const [mark, pattern] of patterns) {
    if (!small.includes(mark)) continue;
    const found = pattern.exec(text)?.[1];
    if (found !== undefined && !WORDS.test(found)) return found;
  }
  return null;
}

/** What stands where a name could: "selector not found", "selector does not exist". */
const WORDS = /^(?:not|does|did|is|was|no|or|and|the|for|in|of|record|found|missing|could|cannot|none)$/i;
