/**
 * Two addresses of one recipient: the one that was mailed, which stands on the sender's list, and the one that a
 * forwarder, an alias or a list made of it, which is where delivery failed (RFC 3464 §2.3.1 and §2.3.2).
 */
import { addressIn, domainOf } from './address.ts';
import { rememberingLong } from './quick.ts';

export type Recipients = {
  /** What the sender's list holds, as far as it is known. */
  readonly recipient: string | null;
  /** Where it was sent on to, and failed; null where that is the same, or not known. */
  readonly finalRecipient: string | null;
};

/**
 * @param original the address that was mailed, or null
 * @param final the address that failed, or null
 * @returns the original first, where it is a whole address with a dotted domain: `root` is on nobody's list
 */
export function originalFirst(original: string | null, final: string | null): Recipients {
  const isKnown = isWhole(original);
  if (!isKnown || isSame(original, final)) return { recipient: final ?? original, finalRecipient: null };
  return { recipient: original, finalRecipient: final };
}

const isWhole = (address: string | null): boolean => domainOf(address)?.includes('.') ?? false;

/** The same mailbox, quoted or not. */
const isSame = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && plain(one) === plain(other);

const plain = (address: string): string => address.replaceAll('"', '').toLowerCase();

/** The type in front of an address: `rfc822;`, `utf-8;`, `x-local;` (RFC 3464 §2.1.2, RFC 6533 §3). */
const TYPE = /^\s*[\w-]{2,20}\s?;\s*/;
const XTEXT = /\+([\dA-F]{2})/g;
/** What xtext must not leave as it stands among the characters of an address: `+` and `=` (RFC 3461 §4). */
const XTEXT_NEEDED = /\+(2B|3D)/g;
/** RFC 6533 §3 writes characters beyond ASCII so: `\x{E4}`. */
const UNICODE = /\\x\{([\dA-F]{1,6})\}/gi;

/** Quotes that came along from an address book: the server was given them, and the sender's list may hold them. */
const QUOTED =
  /^<?(['"‘’“”][^\s@'"<>]{1,160}@[^\s@'"<>‘’“”]{1,253}['"’”]|[^\s@'"<>‘’“”]{1,160}@[^\s@'"<>‘’“”]{1,253}['"’”])>?$/;

/**
 * @param value of a field such as Original-Recipient: `rfc822; ann+2Bnews@example.com`
 * @returns the address in it, decoded, or null
 */
export function fieldAddress(value: string): string | null {
  const typed = value.replace(TYPE, '').trim().slice(0, 2000);
  const text = typed.includes('\\x{') ? typed.replace(UNICODE, unicode) : typed;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) return quoted[1] ?? quoted[0];
  if (!text.includes('@') && text.includes('+40')) return addressIn(text.replace(XTEXT, fromHex));
  return addressIn(text)?.replace(XTEXT_NEEDED, fromHex) ?? null;
}

/** `RCPT TO:<internal@example.net> NOTIFY=FAILURE ORCPT=rfc822;ann+40example.com`, as transcripts have it. */
const RCPT_WITH_ORCPT = /RCPT TO:\s?<([^>\s]{3,320})>[^\n]{0,200}?\bORCPT=([^\s;]{2,20};[^\s'"]{3,500})/gi;
/** Behind an address: `(expanded from <ann@example.com>)` in Postfix and Sendmail, `(generated from …)` in Exim. */
const EXPANDED =
  /^>?(?:\s{0,40}\([^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,300})?\)){0,2}?\s{0,40}\((?:ultimately )?(?:expanded|generated) from:?\s{1,40}<?([^\s<>()]{3,320})>?\)/i;

/** What a passage has of either; several recipients may share it. */
const tellsOf = rememberingLong((passage) => ({
  ofCommands: passage.includes('ORCPT='),
  ofAliases: passage.includes('(') && /(?:expanded|generated) from/i.test(passage),
}));

/** Places of an address in one passage that are looked at. */
const MOST_PLACES = 8;

/**
 * @param recipient the address that failed
 * @param passage what was read of it: a transcript, or a letter
 * @returns the address that was mailed, where the passage tells that this one came of another; else null
 */
export function originalIn(recipient: string, passage: string): string | null {
  const tells = tellsOf(passage);
  if (tells.ofCommands) {
    for (const [, final, original = ''] of passage.matchAll(RCPT_WITH_ORCPT)) {
      if (!isSame(addressIn(final ?? ''), recipient)) continue;
      // In a command it is always xtext, with nothing left as it was.
      return addressIn(original.replace(TYPE, '').replace(XTEXT, fromHex).replace(UNICODE, unicode));
    }
  }
  if (!tells.ofAliases) return null;
  let at = passage.indexOf(recipient);
  for (let i = 0; at >= 0 && i < MOST_PLACES; i++, at = passage.indexOf(recipient, at + 1)) {
    const behind = at + recipient.length;
    const original = EXPANDED.exec(passage.slice(behind, behind + 1200))?.[1];
    if (original !== undefined) return addressIn(original);
  }
  return null;
}

const fromHex = (_: string, digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

function unicode(escaped: string, digits: string): string {
  const code = Number.parseInt(digits, 16);
  return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : escaped;
}
