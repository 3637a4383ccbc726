/** Whose address a key tells, `smtp_user="Ops <ops@example.org>"`: one of nobody who was mailed stays that. */
import type { Place } from '../address.ts';
import { signsOf } from '../quick.ts';
import { meaningOf } from '../structure/keys.ts';
import type { Role } from './role.ts';

/** Characters before an address in which its key stands. */
const NEAR = 120;
/** A key and its sign, and perhaps a name: `from_email="News <`. */
const KEY =
  /(?<![\w.-])([A-Za-z][\w.-]{1,40})(?:\s?=\s?["'<]{0,2}|\s?=\s?(["'])[^"'\n@\d:]{1,60}<|:\s{1,3}["']?[^"'\n@\d:<]{1,40}["']?\s<)$/;

/** A name between a key and its address: `from_email="News <`. */
const LONGEST_NAME = 64;
const [QUOTE, APOSTROPHE, COLON, LESS, EQUALS] = [34, 39, 58, 60, 61];
const NO_NAME = signsOf('\n@0123456789');

/** @returns false where `KEY` surely doesn't end at a place: no sign of a key stands there, or what is between is no name */
function mayBeKeyed(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && at > start - 4 && BESIDE_KEY[text.charCodeAt(at)] === 1) at--;
  if (at >= 0 && (text.charCodeAt(at) === EQUALS || text.charCodeAt(at) > 127)) return true;
  if (start === 0 || text.charCodeAt(start - 1) !== LESS) return false;
  const end = Math.max(0, start - 1 - LONGEST_NAME);
  for (at = start - 2; at >= end; at--) {
    const code = text.charCodeAt(at);
    if (code === COLON || code === QUOTE || code === APOSTROPHE) return true;
    if (NO_NAME[code] === 1) return false;
  }
  return false;
}
const BESIDE_KEY = signsOf(' \t\n\v\f\r"\'<');

/**
 * @param text what the address stands in
 * @returns what the key before the address says that it is; null where there is no key, or it may be a recipient's, or
 * what it holds are a server's words
 */
export function roleByKey(text: string, { start }: Place): Extract<Role, 'sender' | 'unknown'> | null {
  if (!mayBeKeyed(text, start)) return null;
  const before = text.slice(Math.max(0, start - NEAR), start);
  const [whole, key] = KEY.exec(before) ?? [];
  if (whole === undefined || key === undefined) return null;
  const { whose, said, fact } = meaningOf(key);
  if (whose === 'sender') return 'sender';
  if (whose === 'recipient' || whose === 'original' || whose === 'email') return null;
  // A label in a sentence is no key unless it is known: "Mailbox full: Ann <ann@example.com>".
  const isKey = whole.includes('=') ? said === 0 && fact === null : whose === 'listed';
  return isKey ? 'unknown' : null;
}
