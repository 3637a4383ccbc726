/** Takes one address out of texts and JSON, in the ways that mail systems write it. */
import { domainToUnicode } from 'node:url';

/** @returns the text with something else in the address's place; the very same text where it isn't in it */
export type Erase = (text: string) => string;

/**
 * @param address as `normalAddress` writes it
 * @param instead what to write in its place
 * @param withName also where its local part stands alone, as in "550 ann: user unknown": for texts that are about it
 */
export function eraser(address: string, instead: string, withName: boolean): Erase {
  const at = address.lastIndexOf('@');
  const local = escaped(address.slice(0, at));
  const domain = address.slice(at + 1);
  const domains = [...new Set([domain, domainToUnicode(domain) || domain])].map(escaped).join('|');
  const end = '(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])';
  const ways = [
    `(?<![\\p{L}\\p{N}._+-])${local}(?:@|%40|&#64;)(?:${domains})${end}`,
    // In envelope senders that name the recipient (VERP): bounce-17-ann=example.com@list.example.
    `(?<![\\p{L}\\p{N}._])${local}=(?:${domains})${end}`,
    // A shorter name is a word like any other.
    ...(withName && at >= 3
      ? [`(?<![\\p{L}\\p{N}._+-])${local}(?![\\p{L}\\p{N}_+-]|\\.[\\p{L}\\p{N}])`]
      : []),
  ];
  const pattern = new RegExp(ways.join('|'), 'giu');
  return (text) =>
    text.normalize('NFC').search(pattern) < 0 ? text : text.normalize('NFC').replace(pattern, () => instead);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * Erases in every text of a JSON document. In a list of texts, the one that is the address alone goes; a `recipient`
 * or `finalRecipient` that is the address becomes null.
 * @returns the very same JSON where it wasn't in it
 */
export function eraseInJson(json: string, address: string, erase: Erase): string {
  const before: unknown = JSON.parse(json);
  const after = JSON.stringify(eraseIn(before, address, erase));
  return after === JSON.stringify(before) ? json : after;
}

function eraseIn(value: unknown, address: string, erase: Erase): unknown {
  if (typeof value === 'string') return eraseInText(value, erase);
  if (Array.isArray(value)) {
    return value.filter((one) => !isAddress(one, address)).map((one) => eraseIn(one, address, erase));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      erase(key),
      isOfOne(key) && isAddress(inside, address) ? null : eraseIn(inside, address, erase),
    ]),
  );
}

const isOfOne = (key: string): boolean => key === 'recipient' || key === 'finalRecipient';

const isAddress = (value: unknown, address: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === address;

/** Attachments are kept as Base64 (RFC 4648 §4). */
const BASE64 = /^(?:[A-Za-z0-9+/]{4}){10,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function eraseInText(text: string, erase: Erase): string {
  if (!BASE64.test(text)) return erase(text);
  const inside = Buffer.from(text, 'base64').toString('utf8');
  const without = erase(inside);
  return without === inside ? text : Buffer.from(without).toString('base64');
}
