/**
 * What would tell one reason from another: questions that whoever pasted the bounce can answer, in plain words. A pair
 * stands in either order; a reason alone is asked where its pair has no question of its own.
 */
import type { ReasonId } from '../catalog/index.ts';

/** Where nothing but a code was pasted: more of it would tell. */
export const WHOLE_ANSWER = 'Is that all it said? Paste the whole line.';

/** A yes says that it is the address, a no that it is the domain's doing. */
export const OTHER_MAIL = 'Does your other mail to this domain get through?';

/** A no says that the address is dead. */
export const THIS_YEAR = 'Did mail to this address get through this year?';

/** Which answer says that it is the second of the pair: what a person who knows it presses. Of the others neither does. */
const SAYS_OTHER: ReadonlyMap<string, 'Yes' | 'No'> = new Map([
  [OTHER_MAIL, 'No'],
  ['Does a one-line mail without links get through?', 'Yes'],
  ['Does mail from another sender address of yours get through?', 'Yes'],
  ['Does mail from another server of yours get through?', 'Yes'],
  [THIS_YEAR, 'Yes'],
  ['Does a colleague’s own mail to this address get through?', 'Yes'],
  ['Did you send much there in the hour before?', 'Yes'],
  ['Is that host really this domain’s mail server?', 'No'],
  ['Does “dig MX” name a mail server for this domain?', 'Yes'],
  ['Does your mail to other addresses get through?', 'No'],
]);

/** @returns the answer to the question that says it is the other reason; null where neither does */
export const saysOther = (ask: string): 'Yes' | 'No' | null => SAYS_OTHER.get(ask) ?? null;

export const OF_PAIRS: Readonly<Partial<Record<`${ReasonId} ${ReasonId}`, string>>> = {
  'user-unknown blocked': OTHER_MAIL,
  'user-unknown bad-reputation': OTHER_MAIL,
  'user-unknown policy-violation': OTHER_MAIL,
  'user-unknown spam-detected': 'Does a one-line mail without links get through?',
  'user-unknown rejected': 'Does mail from another sender address of yours get through?',
  'user-unknown mailbox-full': THIS_YEAR,
  'user-unknown filtered': 'Does a colleague’s own mail to this address get through?',
  'user-unknown rate-limited': 'Did you send much there in the hour before?',
  'user-unknown host-unknown': 'Is the part behind the @ spelled right?',
  'user-unknown suspend': THIS_YEAR,
  'user-unknown network-error': OTHER_MAIL,
  'user-unknown system-error': OTHER_MAIL,
  'user-unknown no-relaying': 'Is that host really this domain’s mail server?',
  'host-unknown network-error': 'Does “dig MX” name a mail server for this domain?',
  'host-unknown rejected': 'Does “dig MX” name a mail server for this domain?',
  'has-moved no-relaying': 'Is that host really this domain’s mail server?',
  'suspend mailbox-full': 'Does mail to it get through again within a week?',
  'suspend security-error': 'Does your mail to other addresses get through?',
  'not-accept blocked': 'Does mail from another server of yours get through?',
  'blocked rejected': 'Does mail from another sender address of yours get through?',
  'blocked bad-reputation': 'Is your IP address on a blocklist (check.spamhaus.org)?',
  'blocked rate-limited': 'Does it go through when you send slower?',
  'blocked spam-detected': 'Does a one-line mail without links get through?',
  'blocked policy-violation': 'Does mail from another IP address of yours get through?',
  'bad-reputation spam-detected': 'Does a one-line mail without links get through?',
  'policy-violation spam-detected': 'Does a one-line mail without links get through?',
  'policy-violation auth-failure': 'Do SPF and DKIM pass in a delivered mail’s headers?',
  'policy-violation rejected': 'Does mail from another sender address of yours get through?',
  'policy-violation filtered': OTHER_MAIL,
  'rejected auth-failure': 'Do SPF and DKIM pass in a delivered mail’s headers?',
  'rejected spam-detected': 'Does a one-line mail from the same sender get through?',
  'rate-limited spam-detected': 'Does it go through when you send slower?',
  'network-error expired': 'Does a later log line say what became of it?',
  'on-hold greylisted': 'Did the first retry, some minutes later, get through?',
};

export const OF_REASONS: Readonly<Record<ReasonId, string>> = {
  'user-unknown': 'Did mail to this address ever get through?',
  'host-unknown': 'Does “dig MX” name a mail server for this domain?',
  'has-moved': 'Did mail to this address get through this year?',
  suspend: 'Does mail to it get through again within a week?',
  'not-accept': 'Is that host really this domain’s mail server?',
  'mailbox-full': 'Does a short mail to it get through tomorrow?',
  filtered: OTHER_MAIL,
  expired: 'What does the newest line of the log say?',
  'network-error': OTHER_MAIL,
  'system-error': 'Did the next try, later that day, get through?',
  'system-full': 'Did the next try, later that day, get through?',
  'mailer-error': OTHER_MAIL,
  'on-hold': 'Did the next try, later that day, get through?',
  greylisted: 'Did the first retry, some minutes later, get through?',
  'rate-limited': 'Did you send much there in the hour before?',
  blocked: 'Does mail from another IP address of yours get through?',
  'bad-reputation': 'Does a one-line mail without links get through?',
  'policy-violation': OTHER_MAIL,
  rejected: 'Does mail from another sender address of yours get through?',
  'spam-detected': 'Does a one-line mail without links get through?',
  'virus-detected': 'Does the same mail without its attachment get through?',
  'content-error': 'Does a plain one-line mail get through?',
  'email-too-large': 'Does the same mail without its attachment get through?',
  'auth-failure': 'Do SPF and DKIM pass in a delivered mail’s headers?',
  'require-ptr': 'Does “dig -x” name a host for your IP address?',
  'failed-starttls': 'Does your mail to other domains go out over TLS?',
  'security-error': 'Does your server log in before it sends?',
  'no-relaying': 'Is that host really this domain’s mail server?',
  'not-compliant-rfc': 'Does one line from your own mail program get through?',
  'syntax-error': 'Does mail from your own mail program get through?',
  suppressed: 'Is the address on your sending platform’s own suppression list?',
  feedback: 'Did the recipient press “spam” themselves?',
  vacation: 'Did a person or a program write it?',
  delivered: 'Does your server’s log say that the message was accepted?',
  undefined: OTHER_MAIL,
};
