/** What to do about a DKIM key record: the record well written, where its key is the same; else words. */
import { isSameOwner } from '../owner.ts';
import type { Change } from '../report.ts';
import { quoted } from '../row.ts';
import { stringsNote } from '../strings.ts';
import { parseDkimKey, unwrapped } from './key.ts';

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
  // A private key that was published is no key any more.
  if (/PRIVATE\s?KEY/i.test(text)) return null;
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
    .map((part) => (/^p\s*=/.test(part) ? bareKey(part) : part));
  const record = (tags: readonly string[]): string =>
    withoutTesting(['v=DKIM1', ...new Set(tags)].join('; '));
  const isUsable = (text: string): boolean => parseDkimKey(text).state === 'usable';
  return [record(kept), record(retyped(kept))].find(isUsable) ?? null;
}

/** The data alone, without blanks and the lines that a PEM file has around it. */
const bareKey = (part: string): string =>
  part.replace(/-{2,}\s{0,5}(?:BEGIN|END)[A-Z ]{0,30}-{2,}/gi, '').replace(/\s+/g, '');

/** The tags with the key type that the data itself tells: an Ed25519 key that is wrapped, an RSA key else. */
function retyped(tags: readonly string[]): readonly string[] {
  const data = tags.find((tag) => tag.startsWith('p='))?.slice(2) ?? '';
  const raw = unwrapped(Buffer.from(data, 'base64'));
  const others = tags.filter((tag) => !/^[kp]\s*=/.test(tag));
  return raw === null
    ? ['k=rsa', ...others, `p=${data}`]
    : ['k=ed25519', ...others, `p=${raw.toString('base64')}`];
}

/** Orders of so many fragments are tried. */
const MOST_FRAGMENTS = 3;

/**
 * @param texts TXT records at one name, of which one begins a key
 * @returns the record that they are the parts of; null where they make no key, or more than one
 */
export function joinedKey(texts: readonly string[]): string | null {
  if (texts.length < 2 || texts.length > MOST_FRAGMENTS) return null;
  const keys = orders(texts).flatMap(
    (order) => respelledKey(order.map((text) => text.trim()).join('')) ?? [],
  );
  const [key, ...more] = new Set(keys);
  return key !== undefined && more.length === 0 ? key : null;
}

const orders = (texts: readonly string[]): readonly (readonly string[])[] =>
  texts.length < 2
    ? [texts]
    : texts.flatMap((first, i) => orders(texts.toSpliced(i, 1)).map((rest) => [first, ...rest]));
