/**
 * One way to write an address, so that it can be a key. RFC 5321 §2.4 leaves the case of the local part to the
 * receiving host, but tells senders not to count on it; no large host tells `Ann` from `ann`, and the lists of the
 * sending platforms don't either. So letter case is dropped everywhere. Dots and `+tags` stay: they mean something
 * at some hosts and nothing at others, and a list that guesses wrong blocks a stranger.
 */
import { domainToASCII } from 'node:url';

/** The address as a key, or in plain words why the text is none: "it has no @". */
export type NormalAddress =
  | { readonly address: string; readonly why: null }
  | { readonly address: null; readonly why: string };

/** RFC 5321 §4.5.3.1.1 and §4.5.3.1.2, in octets; 253 is what fits a DNS name. */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

/**
 * The characters of an unquoted local part: atext (RFC 5322 §3.2.3), anything beyond ASCII (RFC 6531 §3.3), dots
 * anywhere: Japanese connectors have given out addresses with two dots in a row and with a dot before the @.
 */
const UNQUOTED = /^[\w!#$%&'*+\-/=?^`{|}~.\u0080-\u{10ffff}]+$/u;
/** Angle brackets in quotes are allowed by the standard and used by nobody: they would look like a name before. */
const QUOTED = /^"((?:[^"\\<>\p{Cc}]|\\[ -;=?-~])*)"$/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const LITERAL = /^\[(?:ipv6:[0-9a-f:.]+|\d{1,3}(?:\.\d{1,3}){3})\]$/;
/** What nearly all addresses look like: nothing is left to do but to drop letter case. */
const COMMON = /^[a-z0-9._+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z]{2,63}$/;

/**
 * @param text one address as people write it: with blanks around it, `<a@example.com>`, `Ann <a@example.com>`,
 *   `mailto:a@example.com?subject=…`
 * @returns lower-cased, the domain as A-labels (`xn--…`), the local part in NFC
 */
export function normalAddress(text: string): NormalAddress {
  const common = text.toLowerCase();
  if (common.length <= LONGEST_DOMAIN && COMMON.test(common)) return { address: common, why: null };
  const bare = bareAddress(text);
  const at = bare.lastIndexOf('@');
  if (bare === '') return wrong('it is empty');
  if (at < 0) return wrong('it has no @');
  if (INVISIBLE.test(bare))
    return wrong('there is a character in it that cannot be seen or was not read rightly');
  const local = localPart(bare.slice(0, at));
  if (local.why !== null) return local;
  const domain = domainPart(bare.slice(at + 1));
  if (domain.why !== null) return domain;
  return { address: `${local.address}@${domain.address}`, why: null };
}

const wrong = (why: string): NormalAddress => ({ address: null, why });
const right = (address: string): NormalAddress => ({ address, why: null });

/** Without what stands around an address: a name, angle brackets, `mailto:` and its parameters. */
function bareAddress(text: string): string {
  const whole = text.trim();
  const inside = /<([^<>]*)>[^<>]*$/.exec(whole)?.[1]?.trim() ?? whole;
  const mailto = /^mailto:([^?|]*)/i.exec(inside)?.[1];
  if (mailto === undefined) return inside;
  try {
    return decodeURIComponent(mailto).trim();
  } catch {
    return mailto;
  }
}

function localPart(written: string): NormalAddress {
  if (written === '') return wrong('there is nothing before the @');
  const quoted = QUOTED.exec(written)?.[1]?.replace(/\\(.)/g, '$1');
  const local = tidy(quoted ?? written);
  if (quoted === undefined && !UNQUOTED.test(local)) {
    return wrong(
      /\s/.test(local)
        ? 'there is a blank in it'
        : 'there is a character before the @ that no address has there',
    );
  }
  // RFC 5321 §4.1.2: quotes that aren't needed mean nothing.
  const needsQuotes = !UNQUOTED.test(local);
  const normal = needsQuotes ? `"${local.replace(/["\\]/g, '\\$&')}"` : local;
  if (Buffer.byteLength(normal) > LONGEST_LOCAL) {
    return wrong(`there are more than ${LONGEST_LOCAL} characters before the @`);
  }
  return right(normal);
}

/** Lower case may leave what NFC joins, and the other way round; twice is enough. */
const tidy = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

function domainPart(written: string): NormalAddress {
  const lower = written.toLowerCase().replace(/\.$/, '');
  if (lower === '') return wrong('there is nothing behind the @');
  if (LITERAL.test(lower)) return right(lower);
  if (/[\s%/\\?#:<>[\]|]/.test(lower)) return wrong('there is a character behind the @ that no domain has');
  const domain = /^[\x00-\x7f]*$/.test(lower) ? lower : domainToASCII(lower.normalize('NFC'));
  if (domain === '' || !domain.split('.').every((label) => LABEL.test(label))) {
    return wrong('what follows the @ is not a domain');
  }
  if (domain.length > LONGEST_DOMAIN) return wrong(`the domain has more than ${LONGEST_DOMAIN} characters`);
  return right(domain);
}
