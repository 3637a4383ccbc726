/** The exact change to an SPF record: what to add or take out, and how the record would read then. */
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';
import { costsLookup, MOST_LOOKUPS, parseSpf } from './record.ts';
import type { Walked, WalkedTerm } from './walk.ts';

/** Strings of a TXT record hold 255 bytes each (RFC 1035 §3.3). */
const ONE_STRING = 255;

/** @returns "ip4:192.0.2.10" */
export const mechanismFor = (ip: string): string => `ip${ip.includes(':') ? 6 : 4}:${ip}`;

/** Adds a term right behind the version: there it costs nothing and is reached before any limit. */
export function addTerm(domain: string, record: string, term: string): Change {
  const after = record.replace(/^v=spf1\s*/i, `v=spf1 ${term} `).trim();
  return replaced(
    domain,
    record,
    after,
    `Add \`${term}\` to the TXT record of ${domain}, which now is ${quoted(record)}, so that it reads ${quoted(after)}.`,
  );
}

/** @param term what the first record has to cover, null where no sending address is known */
export function newRecord(domain: string, term: string | null, instead: string | null): Change {
  const after = `v=spf1 mx ${term === null ? '' : `${term} `}~all`;
  const text = instead
    ? `Correct the TXT record of ${domain}, which now is ${quoted(instead)}, to ${quoted(after)}, with an \`include:\` for every platform that sends for it.`
    : `Publish a TXT record at ${domain}: ${quoted(after)}, with an \`include:\` for every platform that sends for it.`;
  return replaced(domain, instead, after, text);
}

/** Several records → one with the terms of all, each once; the strictness of the first. */
export function mergeRecords(domain: string, records: readonly string[]): Change {
  const terms = records.flatMap((record) => parseSpf(record).terms);
  const texts = terms.filter(({ name }) => name !== 'all' && name !== 'redirect').map(({ text }) => text);
  const all = terms.find(({ name }) => name === 'all')?.text;
  const end = all ?? terms.find(({ name }) => name === 'redirect')?.text ?? '~all';
  const after = ['v=spf1', ...new Set(texts), end].join(' ');
  return replaced(
    domain,
    records.join('" and "'),
    after,
    `Delete all SPF records of ${domain} but one, and let that one read ${quoted(after)}.`,
  );
}

/** Less look-ups: doubles, dead ends and `ptr` go, addresses take the place of the domain's own `a` and `mx`. */
export function slimmer(walked: Walked): Change | string {
  const kept = walked.terms.filter(({ term, problem, voids }, i) => {
    const double = walked.terms.findIndex((other) => other.term.text === term.text) < i;
    return (
      !double && term.name !== 'ptr' && problem?.kind !== 'wrong' && !(voids > 0 && term.name !== 'include')
    );
  });
  const terms = kept.flatMap((one) => literals(one) ?? [one.term.text]);
  const lookups = kept.reduce((sum, one) => sum + (literals(one) ? 0 : one.lookups), 0);
  const after = ['v=spf1', ...terms].join(' ');
  const { domain, record } = walked;
  const ptr = walked.terms.some(({ term }) => term.name === 'ptr');
  if (lookups <= MOST_LOOKUPS && after !== record.text) {
    return replaced(
      domain,
      record.text,
      after,
      `Let the TXT record of ${domain}, which now is ${quoted(record.text)}, read ${quoted(after)}: it needs ${lookups} look-ups. Where addresses take the place of a name, keep them up to date.${ptr ? ' `ptr` goes: it should not be used any more (RFC 7208 §5.5).' : ''}`,
    );
  }
  const costs = walked.terms
    .filter(({ term }) => costsLookup(term))
    .toSorted((a, b) => b.lookups - a.lookups)
    .slice(0, 5)
    .map(({ term, lookups: cost }) => `\`${term.text}\` ${cost}`);
  return `Take out of the TXT record of ${domain} what no longer sends for it, or let such a platform send from a subdomain with a record of its own. Look-ups by term: ${costs.join(', ')}. At most ${MOST_LOOKUPS} are allowed in all.`;
}

function literals({ term, addresses }: WalkedTerm): readonly string[] | null {
  if (!['a', 'mx'].includes(term.name) || term.prefix !== '' || addresses.length === 0) return null;
  const sign = term.qualifier === '+' ? '' : term.qualifier;
  return [...new Set(addresses)].map((ip) => `${sign}${mechanismFor(ip)}`);
}

/** @returns the record without one term */
export function dropTerm(domain: string, record: string, term: string, why: string): Change {
  const after = record
    .split(' ')
    .filter((word) => word !== '' && word !== term)
    .join(' ');
  return replaced(
    domain,
    record,
    after,
    `Take \`${term}\` out of the TXT record of ${domain} (${why}), so that it reads ${quoted(after)}.`,
  );
}

function replaced(domain: string, before: string | null, after: string, text: string): Change {
  const long =
    after.length > ONE_STRING
      ? ` It is longer than ${ONE_STRING} characters: enter it as several quoted strings in one record.`
      : '';
  return { text: text + long, record: { name: domain, type: 'TXT', before, after } };
}
