/** Whose address a key tells, `smtp_user="Ops <ops@example.org>"`: one of nobody who was mailed stays that. */
import type { Place } from '../address.ts';
import { meaningOf } from '../structure/keys.ts';
import type { Role } from './role.ts';

/** Characters before an address in which its key stands. */
const NEAR = 120;
/** A key and its sign, and perhaps a name: `from_email="News <`. */
const KEY =
  /(?<![\w.-])([A-Za-z][\w.-]{1,40})(?:\s?=\s?["'<]{0,2}|\s?=\s?(["'])[^"'\n@\d:]{1,60}<|:\s{1,3}["']?[^"'\n@\d:<]{1,40}["']?\s<)$/;

/**
 * @param text what the address stands in
 * @returns what the key before the address says that it is; null where there is no key, or it may be a recipient's, or
 * what it holds are a server's words
 */
export function roleByKey(text: string, { start }: Place): Extract<Role, 'sender' | 'unknown'> | null {
  const before = text.slice(Math.max(0, start - NEAR), start);
  if (!/[=:]/.test(before)) return null;
  const [whole, key] = KEY.exec(before) ?? [];
  if (whole === undefined || key === undefined) return null;
  const { whose, said, fact } = meaningOf(key);
  if (whose === 'sender') return 'sender';
  if (whose === 'recipient' || whose === 'original' || whose === 'email') return null;
  // A label in a sentence is no key unless it is known: "Mailbox full: Ann <ann@example.com>".
  const isKey = whole.includes('=') ? said === 0 && fact === null : whose === 'listed';
  return isKey ? 'unknown' : null;
}
