/** Mail addresses in texts: finding them, and writing them one way. */

/** An address as it stands in a report: quoted local part or atoms, then a domain or an address literal. */
const ADDRESS_SOURCE =
  '(?:"[^"\\s<>]{1,64}"|[^\\s<>"\'`,;:()\\[\\]{}|\\\\@\\u0000-\\u001f]{1,80})@(?:\\[[\\dA-Fa-f.:IPv]{3,48}\\]|[^\\s<>"\'`,;:()\\[\\]{}|\\\\@\\u0000-\\u001f/!?&#]{1,253})';

const ONE = new RegExp(ADDRESS_SOURCE, 'u');
const ALL = new RegExp(ADDRESS_SOURCE, 'gu');
/** Characters that may stand before the sign, quotes included. */
const LONGEST_LOCAL = 82;

/**
 * @param text anything that names one address: `rfc822; <a@example.com>`, `<mailto:a@example.com|a@example.com>`
 * @returns the address with a lower-cased domain, or null
 */
export function addressIn(text: string): string | null {
  const found = ONE.exec(text.length > 2000 ? text.slice(0, 2000) : text);
  return found ? tidyAddress(found[0]) : null;
}

/** All addresses of a text, in order; for short texts (a line, a header). */
export function addressesIn(text: string): string[] {
  const found: string[] = [];
  const head = text.length > 20_000 ? text.slice(0, 20_000) : text;
  ALL.lastIndex = 0;
  // From shortly before each sign on: what stands further ahead is no part of an address.
  for (let at = head.indexOf('@'); at !== -1; at = head.indexOf('@', ALL.lastIndex)) {
    ALL.lastIndex = Math.max(ALL.lastIndex, at - LONGEST_LOCAL);
    const match = ALL.exec(head);
    if (match === null) break;
    const address = tidyAddress(match[0]);
    if (address !== null) found.push(address);
  }
  return found;
}

/** @returns the domain of an address, or null */
export function domainOf(address: string | null): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  return address !== null && at >= 0 ? address.slice(at + 1) : null;
}

/** Scripts without blanks between words, and their punctuation: a sentence goes on right beside an address. */
const BESIDE =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}、。，．：；！？（）「」『』【】《》]';
const SENTENCE_BEFORE = new RegExp(`^.*${BESIDE}(?=[\\w+-])`, 'u');
const SENTENCE_BEHIND = new RegExp(`(\\.[a-z]{2,24})${BESIDE}.*$`, 'u');

const FOREIGN = /[^\0-\x7f]/;

function tidyAddress(raw: string): string | null {
  const isForeign = FOREIGN.test(raw);
  const text = raw.replace(/^mailto:/i, '').replace(/[.…=]+$/u, '');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return null;
  const written = text.slice(at + 1).toLowerCase();
  const domain = isForeign ? written.replace(SENTENCE_BEHIND, '$1') : written;
  if (!/^\[|[\p{L}\p{N}]$/u.test(domain)) return null;
  const local = text.slice(0, at);
  return `${isForeign ? local.replace(SENTENCE_BEFORE, '') : local}@${domain}`;
}
