/** A DMARC record taken apart (RFC 9989 §4.7), and the mistakes that make receivers pass over it. */
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';

/** @returns the record to begin with */
export const firstRecord = (domain: string): string => `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`;

/** @returns what is wrong with the records at _dmarc.DOMAIN and what to do; null where nothing is, or none is there */
export function mistakeIn(
  domain: string,
  texts: readonly string[],
): { readonly found: string; readonly change: string | Change } | null {
  const name = `_dmarc.${domain}`;
  const records = texts.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
  if (records.length > 1) {
    return {
      found: `${name} has ${records.length} DMARC records. Receivers then take none of them (RFC 9989 §4.10).`,
      change: `Delete all but one of them: ${records.map(quoted).join(' and ')}.`,
    };
  }
  const [record] = records;
  if (record === undefined) {
    const meant = texts.find((text) => /^["'\s]*(v\s*=\s*)?dmarc/i.test(text));
    if (meant === undefined) return null;
    return {
      found: `${name} has a record that must begin with exactly \`v=DMARC1;\` and doesn't: ${quoted(meant)}.`,
      change: {
        text: `Correct the TXT record at ${name}, for example to "${firstRecord(domain)}".`,
        record: { name, type: 'TXT', before: meant, after: firstRecord(domain) },
      },
    };
  }
  const fault = faultOf(record);
  return fault === null
    ? null
    : {
        found: `The DMARC record of ${domain} is not valid: ${fault}.`,
        change: `Correct the TXT record at ${name}, which now is ${quoted(record)}.`,
      };
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
