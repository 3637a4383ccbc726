/** Mail addresses in texts: finding them whole, and writing them one way. */
import { isDamaged, isTorn } from './damage.ts';
import { isWhite, signsOf } from './quick.ts';

/** An address as it stands in a report: quoted local part or atoms, then a domain or an address literal. */
const ADDRESS_SOURCE =
  '(?:"[^"\\n<>]{1,64}"|[^\\s<>"`,;:()\\[\\]{}|\\\\@\\u0000-\\u001f]{1,160})@(?:\\[[\\dA-Fa-f.:IPv]{3,48}\\]|[^\\s<>"\'`,;:()\\[\\]{}|\\\\@\\u0000-\\u001f/!?&#]{1,253})';

const ADDRESS = new RegExp(ADDRESS_SOURCE, 'uy');
/** Characters that may stand before the sign, quotes included: an envelope sender may hold another address. */
const LONGEST_LOCAL = 162;
/** … and between the quotes, with them. */
const LONGEST_QUOTED = 66;
/** Characters of an address in angle brackets (RFC 5321 §4.5.3.1.3: 254), with something to spare. */
const LONGEST = 320;
/** Characters that are searched for addresses. */
const MAX_TEXT = 20_000;

/** An address and where it stands, in UTF-16 units, brackets and markup not counted. */
export type Place = { readonly address: string; readonly start: number; readonly end: number };

/**
 * @param text a value that names one address: `rfc822; <a@example.com>`, `<mailto:a@example.com|a@example.com>`
 * @returns the address with a lower-cased domain, or null. One that stands alone is given as it stands, damaged or not;
 * of `bob smith@example.com` the part that looks like an address is another's
 */
export function addressIn(text: string): string | null {
  const head = text.length > 2000 ? text.slice(0, 2000) : text;
  if (!head.includes('@')) return null;
  const torn = tornValue(head);
  if (torn !== null) return torn;
  const whole = standingAlone(head);
  if (whole !== null) return whole;
  const bracketed = inBrackets(head, head.indexOf('@'), 0);
  if (bracketed !== null) return bracketed.address;
  for (let at = head.indexOf('@'); at !== -1; at = head.indexOf('@', at + 1)) {
    const found = around(head, at, 0);
    if (found !== null) return tidyAddress(found.raw);
  }
  return null;
}

/**
 * @param value a field of a log that holds one address, `to=<…>`, without the brackets: `a|b@example.com`
 * @returns as `addressIn`; never a part of it that looks like an address of its own
 */
export function oneAddressIn(value: string): string | null {
  const found = addressIn(value);
  const bare = untyped(value.trim());
  const sign = bare.indexOf('@');
  if (found === null || bare.length > LONGEST || sign < 0 || bare.includes('@', sign + 1)) return found;
  const before = bare.slice(0, Math.max(0, bare.indexOf(found.slice(0, found.lastIndexOf('@')))));
  return PARTED.test(before) ? lowerDomain(bare) : found;
}
/** More than marks and quotes that a copied text has around an address. */
const PARTED = /[^\s'"“”„*_~<([]/u;

/** @returns the addresses of a value that holds one or a list, and no sentence: a cell, a field of an event */
export function addressesOf(value: string): string[] {
  const torn = tornValue(value);
  return torn === null ? addressesIn(value) : [torn];
}

/** All addresses of a text, in order; for short texts (a line, a header). */
export const addressesIn = (text: string): string[] => placesIn(text).map(({ address }) => address);

/** @returns all addresses of the text's first 20,000 characters, each with its place, in order */
export function placesIn(text: string): Place[] {
  const found: Place[] = [];
  const head = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  let done = 0;
  for (let at = head.indexOf('@'); at !== -1; at = head.indexOf('@', done)) {
    const bracketed = inBrackets(head, at, done);
    if (bracketed !== null) {
      found.push(bracketed);
      done = bracketed.end;
      continue;
    }
    const whole = around(head, at, done);
    done = whole === null ? at + 1 : whole.start + whole.raw.length;
    const address = whole === null ? null : tidyAddress(whole.raw);
    if (whole === null || address === null) continue;
    const start = whole.start + Math.max(0, whole.raw.indexOf(address.slice(0, address.lastIndexOf('@'))));
    found.push({ address, start, end: Math.min(start + address.length, done) });
  }
  return found;
}

/** @returns what stands around a sign and looks like an address, from a place on. It has few places to begin at */
function around(
  text: string,
  sign: number,
  from: number,
): { readonly raw: string; readonly start: number } | null {
  const least = Math.max(from, sign - LONGEST_LOCAL);
  const local = localStart(text, sign, least);
  for (const start of [quoteBefore(text, local, sign, from), local, local + 1, local + 2]) {
    if (start < 0 || start >= sign) continue;
    ADDRESS.lastIndex = start;
    const raw = ADDRESS.exec(text)?.[0];
    if (raw !== undefined) return { raw, start };
  }
  return null;
}

/** @returns from where on characters stand without a gap before the sign that a local part may have */
function localStart(text: string, sign: number, least: number): number {
  let at = sign;
  while (at > least && NO_LOCAL[text.charCodeAt(at - 1)] !== 1 && !isWhite(text, at - 1)) at--;
  return at;
}

/** @returns where the quote begins that ends right before the sign, or that the sign may stand in; -1: nowhere */
function quoteBefore(text: string, local: number, sign: number, from: number): number {
  if (local <= from || text.charCodeAt(local - 1) !== QUOTE) return -1;
  if (local < sign) return local - 1;
  const front = Math.max(from, sign - LONGEST_QUOTED);
  const open = text.slice(front, sign - 1).lastIndexOf('"');
  return open < 0 ? -1 : front + open;
}
const NO_LOCAL = signsOf(
  `${String.fromCharCode(...Array.from({ length: 33 }, (_, code) => code))}<>"\`,;:()[]{}|\\@`,
);
const QUOTE = 34;

/** @returns the domain of an address, or null */
export function domainOf(address: string | null): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  return address !== null && at >= 0 ? address.slice(at + 1) : null;
}

/** What stands before an address in a field: `rfc822;`, `smtp:`, `mailto:`. */
const TYPE = /^(?:(?:rfc822|utf-8|smtp|dns|x-[\w-]{1,20}|unknown) ?; ?)?(?:mailto:|smtp:)?/i;

const untyped = (text: string): string => (/[:;]/.test(text) ? text.replace(TYPE, '') : text);

/** A field that holds nothing but one address keeps it even where it is none: `bob@example.com_`, `bob@example,com`. */
function standingAlone(text: string): string | null {
  const value = untyped(text.trim());
  const inside = /^<(.{3,320})>$/s.exec(value)?.[1] ?? value;
  const bare = untyped(inside.trim());
  const isBracketed = inside !== value;
  if (bare.length > LONGEST || /\s/.test(bare) || !isDamaged(bare, isBracketed)) return null;
  const paired = /^([*_~]{1,3})([^*_~].*)\1$/s.exec(bare);
  return paired?.[2] === undefined ? lowerDomain(bare) : tidyAddress(bare);
}

/** `<bob@example,com>`: what stands in angle brackets is one address, whatever it looks like. */
function inBrackets(text: string, at: number, from: number): Place | null {
  const open = openBefore(text, at, Math.max(from, at - LONGEST));
  if (open < 0) return null;
  const most = text.slice(open + 1, open + LONGEST + 1);
  const length = most.indexOf('>', at - open - 1);
  if (length < 0) return null;
  const inside = most.slice(0, length);
  const close = open + 1 + length;
  if (PLAIN.test(inside)) return { address: inside, start: open + 1, end: close };
  const bare = untyped(inside);
  const isWhole = isDamaged(bare, true) || (!NO_ADDRESS.test(inside) && isTornAt(bare, BEFORE_BRACKETED));
  return isWhole ? { address: lowerDomain(bare), start: open + 1, end: close } : null;
}

/** What parts an address from what stands before it in the same value: `Bob (bob@example.com)`, `To: bob@example.com`. */
const BEFORE = /[:;=([{|<>"]\s*$/;
const BEFORE_BRACKETED = /[:=([{|"]\s*$/;
/** Angle brackets that hold none: arrows and prompts, markup, links. */
const NO_ADDRESS = /^[=-]?\s|[-=]$|[>\n?]|:\/\/|^\/?[a-z][a-z\d]{0,15}\s[^@]{0,200}=/i;
const DISPLAY_NAME = /^"[^"]{0,200}"\s+/;

/** A value that holds one address with a blank or a comma in it, whole: `bob smith@example.com`, `<bob,ann@example.com>`. */
function tornValue(text: string): string | null {
  if (!/[\s,]/.test(text)) return null;
  const value = untyped(text.trim());
  const inside = /^<([^<>]{3,320})>$/.exec(value)?.[1];
  const bare = untyped((inside ?? value).trim());
  if (bare.length > LONGEST || /[<>\n]/.test(bare)) return null;
  const isWhole =
    inside === undefined
      ? isTornAt(bare.replace(DISPLAY_NAME, ''), BEFORE)
      : isTornAt(bare, BEFORE_BRACKETED);
  return isWhole ? lowerDomain(bare) : null;
}

/** @returns whether the only address that can be seen in a value is a part of what stands there */
function isTornAt(value: string, parted: RegExp): boolean {
  const at = value.indexOf('@');
  if (at < 1 || value.includes('@', at + 1) || !isTorn(value)) return false;
  const seen = around(value, at, 0);
  const before = value.slice(0, seen?.start ?? at);
  if (/[\p{L}\p{N},]/u.test(before)) return !parted.test(before);
  const raw = seen?.raw ?? '';
  const behind = value.slice(before.length + raw.length);
  return /^\s*[.,]\S+$/.test(behind) || (/[^.]\.$/.test(raw) && /^\s+[a-z\d-]+$/.test(behind));
}

/** @returns where the last `<` before a place stands, `from` on; -1: nowhere. One step at a time is the quicker way */
function openBefore(text: string, at: number, from: number): number {
  for (let open = at - 1; open >= from; open--) if (text.charCodeAt(open) === LESS) return open;
  return -1;
}
const LESS = 60;

/** Scripts without blanks between words, and their punctuation: a sentence goes on right beside an address. */
const BESIDE =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}、。，．：；！？（）「」『』【】《》]';
const SENTENCE_BEFORE = new RegExp(`^.*${BESIDE}(?=[\\w+-])`, 'u');
const SENTENCE_BEHIND = new RegExp(`(\\.[a-z]{2,24})${BESIDE}.*$`, 'u');
const FOREIGN = /[^\0-\x7f]/;

/** A name of a field that runs into the address where nothing parts them but a sign: `to=ann@example.com`. */
const KEY =
  /^(?:[\w.-]{0,24}(?:from|to|rcpt|sender|recipients?|e?mail|addr(?:ess)?|user(?:name)?|account|login|return-path|message-id)=|[A-Za-z][A-Za-z\d]{0,20}_\w{1,40}=|[A-Za-z]{2,20}=(?=[^=.]{1,64}$))+(?=[^=]{1,64}$)/i;
/** Emphasis of Markdown around an address, or at its front when more is emphasised than the address. */
const EMPHASISED = /^([*_~]{1,3})(?=[^*_~])(.+?)\1$/s;
const EMPHASIS_AT_FRONT = /^(?:\*{1,3}|~~)(?=[\p{L}\p{N}])/u;
const EMPHASIS_BEHIND = /[*~]+$/;

/** Words that a copied text glues to a domain. No top-level domain ends in one of them. */
const GLUED =
  /^(.{1,200}\.[a-z]{2,24}?)\.?(?:because|couldn|wasn|could|hasn|doesn|didn|cannot|however|since)$/;
/** … and those that begin with a capital letter, which the rest of the domain has not. */
const GLUED_CAPITAL = /^([^A-Z]{1,200}\.[a-z]{2,24})\.?[A-Z][A-Za-z'’]*(?:[.-].*)?$/;
/** Words that only a sentence has between dots. */
const GLUED_WORD =
  /^(.{1,200}\.[a-z]{2,24})\.(?:because|the|this|that|your|please|but|and|if|they|there|for|from|with|when|check|learn|try|response|error|message|address|recipient|mailbox|user|original)$/;

/** What nearly every address is: nothing to undo. */
const PLAIN =
  /^[A-Za-z\d][\w.+-]{0,63}@(?:[a-z\d][a-z\d-]{0,62}\.){1,8}(?:com|net|org|edu|gov|info|example|test|[a-hj-z][a-z])$/;

function tidyAddress(raw: string): string | null {
  if (PLAIN.test(raw)) return raw;
  const isForeign = FOREIGN.test(raw);
  let text = raw.replace(/^'*mailto:/i, '');
  const emphasised = EMPHASISED.exec(text);
  text = emphasised?.[2] ?? text.replace(EMPHASIS_AT_FRONT, '').replace(EMPHASIS_BEHIND, '');
  // An ellipsis: Sendmail's `ann@example.com... User unknown`.
  text = text.replace(/(@[^@]{1,253}?)\.{3}[^@]*$/s, '$1').replace(/[.…=]+$/u, '');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return null;
  const written = unglued(text.slice(at + 1)).toLowerCase();
  const domain = isForeign ? written.replace(SENTENCE_BEHIND, '$1') : written;
  if (!/^\[|[\p{L}\p{N}]$/u.test(domain)) return null;
  const local = text.slice(0, at).replace(KEY, '').replace(/^'+/, '');
  const own = isForeign ? local.replace(SENTENCE_BEFORE, '') : local;
  return own === '' ? null : `${own}@${domain}`;
}

/** `example.com.because`, `example.govbecause`, `example.com.The`, `example.comStatus` → the domain. */
function unglued(domain: string): string {
  if (!domain.includes('.')) return domain;
  const capital = GLUED_CAPITAL.exec(domain)?.[1] ?? domain;
  const word = GLUED_WORD.exec(capital)?.[1] ?? capital;
  return GLUED.exec(word)?.[1] ?? word;
}

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${address.slice(at + 1).toLowerCase()}`;
}
