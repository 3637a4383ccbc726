/** The closed lists of the field that everything else is typed by. What each word means: catalog/reasons.yml. */

/** Kinds of trouble: all categories but that of news. */
const KINDS = ['hard', 'soft', 'throttle', 'policy', 'authentication', 'content', 'configuration'] as const;

export const CATEGORIES = [...KINDS, 'info'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Why a mail bounced: the names of the Sisimai project, hyphenated, plus `greylisted`. */
export const REASONS = [
  'user-unknown',
  'host-unknown',
  'has-moved',
  'suspend',
  'not-accept',
  'mailbox-full',
  'filtered',
  'expired',
  'network-error',
  'system-error',
  'system-full',
  'mailer-error',
  'on-hold',
  'greylisted',
  'rate-limited',
  'blocked',
  'bad-reputation',
  'policy-violation',
  'rejected',
  'spam-detected',
  'virus-detected',
  'content-error',
  'email-too-large',
  'auth-failure',
  'require-ptr',
  'failed-starttls',
  'security-error',
  'no-relaying',
  'not-compliant-rfc',
  'syntax-error',
  'suppressed',
  'feedback',
  'vacation',
  'delivered',
  'undefined',
] as const;
export type ReasonId = (typeof REASONS)[number];

/**
 * What a person may say of a bounce and no more: its kind, or that the address works, so that it is something else. What
 * each is told as: catalog/kinds.yml.
 */
export const SAID_KINDS = [...KINDS, 'alive'] as const;
export type SaidKind = (typeof SAID_KINDS)[number];

/** What failed, where a bounce is about proving who we are. */
export const CONTROLS = ['spf', 'dkim', 'dmarc', 'arc', 'ptr', 'tls', 'multiple'] as const;
export type Control = (typeof CONTROLS)[number];

/** Whom words may name: who sends, who was to get the mail, neither although it looks so; a check of who sends. */
export const SUBJECTS = ['sender', 'recipient', 'neither', 'callback'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** @returns what `of` gives for each */
export const bySubject = <T>(of: (subject: Subject) => T): Readonly<Record<Subject, T>> =>
  Object.fromEntries(SUBJECTS.map((subject) => [subject, of(subject)])) as unknown as Readonly<
    Record<Subject, T>
  >;

/** What kind of evidence decided, strongest first. */
export const EVIDENCE = ['provider', 'wording', 'enhanced-code', 'reply-code'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/**
 * Words that take the finality from "this address is dead": it holds for now, the sender is asked to try again, it may
 * be something else, the server could not find out, or it only mentions such words (`mentioned`). What is said of several
 * causes (`ambiguous`) is never sure.
 */
export const DOUBTS = ['for-now', 'again', 'either-or', 'check-failed', 'ambiguous', 'mentioned'] as const;
export type Doubt = (typeof DOUBTS)[number];

/** @returns what `find` has for each of them */
export const doubtsOf = <T>(find: (doubt: Doubt) => T): Readonly<Record<Doubt, T>> =>
  Object.fromEntries(DOUBTS.map((doubt) => [doubt, find(doubt)])) as Record<Doubt, T>;

/**
 * What a step may hang on: whether the answer is for good or for now; whether the address is to be suppressed or kept;
 * whether the sending server gave it up after days of tries; whether the mail is still in the sending server's queue, or came back and goes out only by hand; and which facts the
 * bounce tells: our IP address, our domain, the recipient, a likely typo in its domain, a link in the server's words.
 */
export const WHEN = [
  'permanent',
  'temporary',
  'suppress',
  'keep',
  'queued',
  'returned',
  'given-up',
  'trying',
  'ip-known',
  'ip-unknown',
  'domain-known',
  'domain-unknown',
  'recipient-known',
  'recipient-unknown',
  'size-known',
  'size-unknown',
  'typo-known',
  'typo-unknown',
  'link-known',
  'link-unknown',
] as const;
export type When = (typeof WHEN)[number];

/** Whether trying again can help: `temporary` is a 4xx, `permanent` a 5xx. */
export type Permanence = 'permanent' | 'temporary';

/** A judgement that may hang on whether the server said "for good" or "for now". */
export type ByPermanence<T> = Readonly<Record<Permanence, T>>;

/** @returns the value for both cases, where one is given for all */
export function byPermanence<T>(value: T | ByPermanence<T>): ByPermanence<T> {
  return typeof value === 'object' && value !== null && 'permanent' in value
    ? (value as ByPermanence<T>)
    : { permanent: value as T, temporary: value as T };
}
