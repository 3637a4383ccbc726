/** What to do about a DKIM key record: the record well written, where its key is the same; else words. */
import { isSameOwner } from '../owner.ts';
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';
import { stringsNote } from '../strings.ts';
import { parseDkimKey } from './key.ts';

/** RFC 1034 §3.6.2. */
const notBeside = (name: string, target: string): string =>
  `${name} is an alias (CNAME) of ${target}, and beside a CNAME no other record can stand. Ask the platform that runs ${target} to put its key in order there, or make the alias anew as the platform shows it.`;

/**
 * @param alias the name that the key's name is an alias of; null where it is none
 * @param words what to do where there is no record to copy
 * @param after the record as it should read
 */
export function keyChange(
  name: string,
  alias: string | null,
  words: string,
  record: { readonly before: string; readonly after: string | null } | null,
): Change | string {
  if (alias !== null && !isSameOwner(alias, name)) return notBeside(name, alias);
  if (record === null || record.after === null) return words;
  const { before, after } = record;
  const place = alias ?? name;
  return {
    text: `Correct the TXT record at ${place}, which now is ${quoted(before)}, so that it reads ${quoted(after)}.${stringsNote(after)}`,
    record: { name: place, type: 'TXT', before, after },
  };
}

/** @returns the record without a test mode, its other flags kept: `t=y:s` becomes `t=s` */
export const withoutTesting = (text: string): string =>
  text
    .split(';')
    .flatMap((part) => {
      const [tag = '', value = ''] = part.split('=');
      if (tag.trim() !== 't') return [part];
      const flags = value.split(':').filter((flag) => flag.trim().toLowerCase() !== 'y');
      return flags.length === 0 ? [] : [`${tag}=${flags.join(':')}`];
    })
    .join(';')
    .trim();

/** @returns the record with the same key, as receivers take it; null where it can't be told from what stands there */
export function respelledKey(text: string): string | null {
  const parts = text
    .replace(/["“”]/g, '')
    .replace(/\\(?=;)/g, '')
    .replace(/^\s*v\s*=?\s*dkim\s?1?[\s;,:]*/i, '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^v\s*=/i.test(part));
  const kept = parts
    // No hash but SHA-256 is any use (RFC 8301 §3.1), and without the tag it is allowed.
    .filter((part) => !/^h\s*=/.test(part) || /sha256/i.test(part))
    .map((part) => (/^p\s*=/.test(part) ? part.replace(/\s+/g, '') : part));
  const after = withoutTesting(['v=DKIM1', ...new Set(kept)].join('; '));
  return parseDkimKey(after).state === 'usable' ? after : null;
}
