/** Facts about proving who we are, as refusals and Authentication-Results (RFC 8601) name them. */
import type { AuthFacts } from './bounce.ts';
import { marksOf, WORD } from './marks.ts';

const DOMAIN = '([a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_-]{1,63}){1,10})';
const SELECTOR = '([a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?)';

const KEY = new RegExp(`${SELECTOR}\\._domainkey\\.${DOMAIN}`, 'i');
const SELECTORS: readonly RegExp[] = [
  new RegExp(`\\bheader\\.s ?= ?"?${SELECTOR}`, 'i'),
  new RegExp(`\\bselector(?: is)?[ :=]{1,3}[[("'<]?${SELECTOR}`, 'i'),
  new RegExp(`(?:^|[\\s;,([])s ?= ?${SELECTOR}`, 'i'),
];
const DKIM_DOMAINS: readonly RegExp[] = [
  new RegExp(`\\bheader\\.d ?= ?"?${DOMAIN}`, 'i'),
  new RegExp(`\\bheader\\.i ?= ?"?[^@\\s;]{0,64}@${DOMAIN}`, 'i'),
  new RegExp(`(?:^|[\\s;,([])d ?= ?${DOMAIN}`, 'i'),
  new RegExp(`(?:^|[\\s;,([])i ?= ?[^@\\s;]{0,64}@${DOMAIN}`, 'i'),
  new RegExp(
    `\\bdkim(?: signature| check| key| record| domain)?(?: of| for| from)?(?: domain)? ?[[(<]?${DOMAIN}`,
    'i',
  ),
  new RegExp(`\\bsigning domain[ :=]{1,3}[[("'<]?${DOMAIN}`, 'i'),
];
const FROM_DOMAINS: readonly RegExp[] = [
  new RegExp(`\\bheader\\.from ?= ?"?(?:[^@\\s;]{1,64}@)?${DOMAIN}`, 'i'),
  new RegExp(`\\b(?:RFC)?5322\\.?from(?: domain)?[ :=]{1,3}[[("'<]?(?:[^@\\s;]{1,64}@)?${DOMAIN}`, 'i'),
  new RegExp(`\\b(?:the )?from(?: header)? domain[ :=]{1,3}[[("'<]?${DOMAIN}`, 'i'),
  new RegExp(`\\bunauthenticated e-?mail from ${DOMAIN} is not`, 'i'),
  new RegExp(`\\bdmarc(?: policy| check| record)? (?:of|for) (?:the )?(?:domain )?[[("'<]?${DOMAIN}`, 'i'),
];

/**
 * @param words a server's words, or the header fields of a returned message (Authentication-Results, DKIM-Signature)
 * @returns null where they name nothing of the kind
 */
export function authFactsIn(words: string): AuthFacts | null {
  const mayName = (marksOf(words).words & WORD.signature) !== 0 || words.includes('5322');
  if (!mayName || !/dkim|dmarc|domainkey|header\.|selector|5322/i.test(words)) return null;
  const head = words.slice(0, 3000);
  const key = /_domainkey/i.test(head) ? KEY.exec(head) : null;
  const dkimSelector = key?.[1] ?? firstOf(SELECTORS, head);
  const dkimDomain = key?.[2] ?? firstOf(DKIM_DOMAINS, head);
  const fromDomain = firstOf(FROM_DOMAINS, head);
  if (dkimSelector === null && dkimDomain === null && fromDomain === null) return null;
  return { dkimSelector, dkimDomain: lower(dkimDomain), fromDomain: lower(fromDomain) };
}

/** @returns the facts of the first, with those of the second where it has none */
export function together(first: AuthFacts | null, second: AuthFacts | null): AuthFacts | null {
  if (first === null || second === null) return first ?? second;
  return {
    dkimSelector: first.dkimSelector ?? second.dkimSelector,
    dkimDomain: first.dkimDomain ?? second.dkimDomain,
    fromDomain: first.fromDomain ?? second.fromDomain,
  };
}

const lower = (domain: string | null): string | null => domain?.toLowerCase() ?? null;

function firstOf(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined && !WORDS.test(found)) return found;
  }
  return null;
}

/** What stands where a name could: "selector not found", "selector does not exist". */
const WORDS = /^(?:not|does|did|is|was|no|or|and|the|for|in|of|record|found|missing|could|cannot|none)$/i;
