/** Whose address a key tells, `smtp_user="Ops <ops@example.org>"`: one of nobody who was mailed stays that. */
import type { Place } from '../address.ts';
import { signsOf } from '../quick.ts';
import { meaningOf } from '../structure/keys.ts';
import type { Role } from './role.ts';

/** Characters before an address in which its key stands. */
const NEAR = 120;
/** A key and its sign, and perhaps a name: `from_email="News <`, `:from => '`. */
const KEY =
  /(?<![\w.-])([A-Za-z][\w.-]{1,40})(?:\s?=>?\s?["'<]{0,2}|\s?=\s?(["'])[^"'\n@\d:]{1,60}<|:\s{1,3}["']?[^"'\n@\d:<]{1,40}["']?\s<)$/;
/** A key by its place: `(from_email: `, `, user: '`, `('user', '`, `<user>`, `- **user**: `. */
const PLACED =
  /(?:(?:[([{|;,]|(?:^|\n)[ \t>*•-]{0,8})\s{0,3}["'*_]{0,2}([A-Za-z][\w-]{1,40})["'*_]{0,2}(?::["'*_]{0,2}\s{1,3}|["'],\s{0,3})["'<]{0,2}|<([A-Za-z][\w-]{1,40})>\s{0,3})$/;

/** A name between a key and its address: `from_email="News <`. */
const LONGEST_NAME = 64;
const [QUOTE, APOSTROPHE, COLON, LESS] = [34, 39, 58, 60];
const NO_NAME = signsOf('\n@0123456789');

/** @returns false where `KEY` surely doesn't end at a place: no sign of a key stands there, or what is between is no name */
function mayBeKeyed(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && at > start - 5 && BESIDE_KEY[text.charCodeAt(at)] === 1) at--;
  if (at >= 0 && (SIGNS[text.charCodeAt(at)] === 1 || text.charCodeAt(at) > 127)) return true;
  if (start === 0 || text.charCodeAt(start - 1) !== LESS) return false;
  const end = Math.max(0, start - 1 - LONGEST_NAME);
  for (at = start - 2; at >= end; at--) {
    const code = text.charCodeAt(at);
    if (code === COLON || code === QUOTE || code === APOSTROPHE) return true;
    if (NO_NAME[code] === 1) return false;
  }
  return false;
}
const BESIDE_KEY = signsOf(' \t\n\v\f\r"\'<*_');
const SIGNS = signsOf('=>:,');

/**
 * @param text what the address stands in
 * @returns what the key before the address says that it is; null where there is no key, or it may be a recipient's, or
 * what it holds are a server's words
 */
export function roleByKey(text: string, { start }: Place): Extract<Role, 'sender' | 'unknown'> | null {
  if (!mayBeKeyed(text, start)) return null;
  const before = text.slice(Math.max(0, start - NEAR), start);
  const [whole, key] = KEY.exec(before) ?? [];
  if (whole === undefined || key === undefined) return roleByPlace(before);
  const { whose, said, fact } = meaningOf(key);
  if (whose === 'sender') return 'sender';
  if (whose === 'recipient' || whose === 'original' || whose === 'email') return null;
  // What stands before an arrow may be an id, and a label in a sentence is no key: "Mailbox full: Ann <ann@example.com>".
  const isKey = ARROW.test(whole)
    ? whose === 'other' || whose === 'listed'
    : whole.includes('=')
      ? said === 0 && fact === null
      : whose === 'listed';
  return isKey ? 'unknown' : null;
}

const ARROW = /=>/;

/** @returns the role by a key that only its place shows to be one: in a sentence the same word may be a server's */
function roleByPlace(before: string): Extract<Role, 'sender' | 'unknown'> | null {
  const [, label, tag] = PLACED.exec(before) ?? [];
  const { whose } = meaningOf(label ?? tag ?? '');
  return whose === 'sender' ? 'sender' : whose === 'other' ? 'unknown' : null;
}
