/** A DMARC record taken apart (RFC 9989 §4.7), and the mistakes that make receivers pass over it. */
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';
import { respelled } from './spelling.ts';

export type Mistake = {
  readonly found: string;
  /** The record as it is and as it should read; null where that can't be told. */
  readonly record: Change['record'];
  /** What to do where there is no record to copy. */
  readonly advice: string;
};

/** `DMARC1; …`, `"v=DMARC1; …`, and tags of DMARC without a version. */
const MEANT =
  /^[^a-z]{0,20}(?:(?:v\s{0,5}[=:]?\s{0,5})?d[\s-]?marc|p\s{0,5}=\s{0,5}(?:none|quarantine|reject)\b)/i;

/** A record that a valid one begins as (RFC 9989 §4.7). */
const isDmarc = (text: string): boolean => /^v\s*=\s*DMARC1\s*(;|$)/.test(text);

/** @returns what is wrong with the records at _dmarc.DOMAIN and what to do; null where nothing is, or none is there */
export function mistakeIn(domain: string, texts: readonly string[]): Mistake | null {
  const name = `_dmarc.${domain}`;
  const records = texts.filter(isDmarc);
  const [record] = records;
  if (records.length > 1) {
    const same = records.every((one) => respelled(one) === respelled(records[0] ?? ''));
    return {
      found: `${name} has ${records.length} DMARC records. Receivers then take none of them (RFC 9989 §4.10).`,
      record: same ? correction(name, records) : null,
      advice: `Delete all but one of them: ${records.map(quoted).join(' and ')}.`,
    };
  }
  if (record === undefined) {
    const meant = texts.find((text) => MEANT.test(text));
    if (meant === undefined) return null;
    return {
      found: `${name} has a record that must begin with exactly \`v=DMARC1;\` and doesn't: ${quoted(meant)}.`,
      record: correction(name, [meant]),
      advice: `Correct the TXT record at ${name}, which now is ${quoted(meant)}: it must begin with \`v=DMARC1;\` and name a policy, and each tag ends with a semicolon. Keep its policy and its addresses.`,
    };
  }
  const fault = faultOf(record);
  return fault === null
    ? null
    : {
        found: `The DMARC record of ${domain} is not valid: ${fault}.`,
        record: correction(name, [record]),
        advice: `Correct the TXT record at ${name}, which now is ${quoted(record)}: ${fault}. Decide which policy you mean; one that is weaker protects less.`,
      };
}

/** What is written anew is one that receivers take, and says all that stood there. */
function correction(name: string, records: readonly string[]): Change['record'] {
  const after = respelled(records[0] ?? '');
  return after === null || !isDmarc(after) || faultOf(after) !== null
    ? null
    : { name, type: 'TXT', before: records.join('" and "'), after };
}

function faultOf(record: string): string | null {
  const names = record.split(';').flatMap((part) => (part.includes('=') ? [part.split('=')[0]?.trim()] : []));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) return `the tag \`${twice}=\` is in it twice`;
  const tags = tagsOf(record);
  const policy = ['p', 'sp', 'np'].find(
    (tag) => tags.has(tag) && !['none', 'quarantine', 'reject'].includes(tags.get(tag)?.toLowerCase() ?? ''),
  );
  if (policy) return `\`${policy}=${tags.get(policy)}\` must be none, quarantine or reject`;
  return tags.has('p') || tags.has('rua') ? null : 'it has no policy (`p=`)';
}

/** @returns the tags in small letters, with their values */
export const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record
      .split(';')
      .map((part) => part.split('='))
      .map(([tag = '', ...value]) => [tag.trim().toLowerCase(), value.join('=').trim()]),
  );
