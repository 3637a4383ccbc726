/**
 * Why an address stands on somebody else's list, in our words. Only dead addresses and people who complained belong
 * on a suppression list (catalog/reasons.yml): what is temporary, or about the sender, is left out and counted.
 */
import { REASONS, type ReasonId } from '../catalog/index.ts';

/** Why an entry of a list is not taken over. */
export type LeftOut = 'unsubscribed' | 'temporary' | 'about-the-sender';

export type Judged =
  | { readonly reason: ReasonId; readonly leftOut: null }
  | { readonly reason: null; readonly leftOut: LeftOut };

const is = (reason: ReasonId): Judged => ({ reason, leftOut: null });
const out = (leftOut: LeftOut): Judged => ({ reason: null, leftOut });

/**
 * The words of the sending platforms, small letters only. Which platform uses which: docs of Amazon SES
 * (SuppressedDestinationSummary), Postmark (SuppressionReason), SparkPost (source), Mandrill (rejects/list), Brevo
 * (smtp/blockedContacts).
 */
const WORDS: Readonly<Record<string, Judged | 'bounce'>> = {
  bounce: 'bounce',
  bounced: 'bounce',
  bouncerule: 'bounce',
  hardbounce: 'bounce',
  permanent: 'bounce',
  cleaned: 'bounce',
  invalid: is('user-unknown'),
  invalidemail: is('user-unknown'),
  softbounce: out('temporary'),
  temporary: out('temporary'),
  complaint: is('feedback'),
  spam: is('feedback'),
  spamcomplaint: is('feedback'),
  spamreport: is('feedback'),
  spamnotification: is('feedback'),
  abuse: is('feedback'),
  contactflaggedasspam: is('feedback'),
  unsub: out('unsubscribed'),
  unsubscribe: out('unsubscribed'),
  unsubscribed: out('unsubscribed'),
  listunsubscribe: out('unsubscribed'),
  unsubscribelink: out('unsubscribed'),
  unsubscribedviama: out('unsubscribed'),
  unsubscribedviaemail: out('unsubscribed'),
  unsubscribedviaapi: out('unsubscribed'),
  manual: is('suppressed'),
  manuallyadded: is('suppressed'),
  manualsuppression: is('suppressed'),
  custom: is('suppressed'),
  compliance: is('suppressed'),
  adminblocked: is('suppressed'),
};

/** What an enhanced status code (RFC 3463, RFC 7505) says more closely about an address that bounced. */
const CODES: readonly (readonly [RegExp, Judged])[] = [
  [/^4\./, out('temporary')],
  [/^5\.2\.2$/, out('temporary')],
  [/^5\.7\./, out('about-the-sender')],
  [/^5\.1\.2$/, is('host-unknown')],
  [/^5\.1\.6$/, is('has-moved')],
  [/^5\.2\.1$/, is('suspend')],
];

/**
 * @param word what the list gives as reason; null: it gives none
 * @param detail the server's words, or a code; null: none
 * @param otherwise what holds where neither tells
 */
export function reasonFrom(
  word: string | null,
  detail: string | null,
  otherwise: ReasonId | 'bounce',
): Judged {
  const ours = word?.trim().toLowerCase() ?? '';
  if ((REASONS as readonly string[]).includes(ours)) return is(ours as ReasonId);
  const known = WORDS[ours.replace(/[^a-z]/g, '')] ?? null;
  if (known !== null && known !== 'bounce') return known;
  const code = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(`${word ?? ''} ${detail ?? ''}`)?.[0];
  const closer = code === undefined ? undefined : CODES.find(([pattern]) => pattern.test(code))?.[1];
  if (closer) return closer;
  if (known === 'bounce' || code?.startsWith('5.') || otherwise === 'bounce') return is('user-unknown');
  return is(otherwise);
}

/** @returns whether the word is one that lists give as reason */
export const isReasonWord = (word: string): boolean => {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  return letters in WORDS || (REASONS as readonly string[]).includes(word.trim().toLowerCase());
};
