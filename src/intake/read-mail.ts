/** The bounces of a whole mail: its machine part, its letter, and the message that it returned, put together. */

import { addressesIn } from './address.ts';
import type { Bounce, Reading } from './bounce.ts';
import { byNames, completed, wordsOf } from './completed.ts';
import { returnedAt, withoutMime } from './formats/letters/returned.ts';
import { readReport } from './formats/report.ts';
import { withoutForwarding } from './forwarded.ts';
import { EXCERPT, type Found, MOST, type Passage, STOPPED, toBounce } from './found.ts';
import { readersOfLetters, scan } from './gates.ts';
import { joined } from './joined.ts';
import { type Attached, type Headers, headersIn, type Mail } from './mail.ts';
import { autoReply, feedback, isAutoReply, isFeedback } from './no-bounce.ts';
import { NOTHING as NO_READING } from './nothing.ts';
import { isBounceBeyondDoubt } from './notice.ts';
import { namedAs, ownParts } from './own-words.ts';
import { remembering } from './quick.ts';
import { recipientIn } from './recipient.ts';
import {
  returnedAuth,
  returnedEnvelope,
  returnedFrom,
  returnedQueue,
  returnedSourceIp,
} from './returned-facts.ts';
import type { Clock } from './time/clock.ts';
import { saysSomething } from './words.ts';

export type MailReading = Omit<Reading, 'left'> & {
  /** In plain words, what was left unread. */
  readonly left: readonly string[];
};

/** Reads what is attached to a mail, as deep as that may go. */
export type OpenAttached = (file: Attached) => Promise<Reading>;

const SENT_BY_SERVER =
  /mailer-daemon|postmaster|mail delivery|mail system|deliver\w* (?:sub)?system|mdaemon|bounce|delivery status/i;
const SUBJECT_OF_BOUNCE =
  /undeliver|returned? mail|mail (?:could not|delivery) |delivery (?:status|failure|has failed|error|report|delay|incomplete|problem|unsuccessful)|failure notice|mail status report|delivery failed|could not be delivered|message (?:could not|not delivered|you sent|status)|warning: (?:could not|message)|non remis|unzustellbar|no se pudo|mail failure|error(?:-| )mail|rejected|\u914d\u4fe1|\u9001\u4fe1|nondeliver|non-deliver|mail error|user unknown|notification d'\u00e9tat|\u4e0d\u9054/i;

/**
 * @param mail a whole mail
 * @param open reads what is attached to it
 * @param clock what times in it are taken by
 * @returns its bounces, and whether a watched channel is to be answered
 */
export async function readMail(mail: Mail, open: OpenAttached, clock: Clock): Promise<MailReading> {
  // What a person forwards counts for itself, whatever they say of it.
  const inner = mail.feedback === null && mail.status === null ? await readAttached(mail, open) : NOTHING;
  if (!inner.noticed && isFeedback(mail)) return complaints(mail, clock);
  const reported = mail.status === null ? [] : readReport(mail.status);
  const hasLetter = mail.text.trim() !== '' && mail.text.length >= 8;
  // What isn't taken apart is read as it came, unless the machine part says it all.
  const letter = withoutForwarding(
    hasLetter ? mail.text : reported.length > 0 ? '' : withoutMime(mail.body()),
  );
  const status = mail.status ?? letter;
  const blocks = reported.length > 0 ? reported : readReport(status);
  const machine = eachTold(blocks.slice(0, MOST), status);
  const left = blocks.length > MOST ? [STOPPED] : [];
  const told = toldBy(letter);
  const own = ownLetters(letter, [...machine.flatMap(({ found }) => found), ...told]);
  const excerptOf = excerptsOf(letter, own);
  // Most of the mails that are attached to one tell of no failure, which alone needs a context.
  let context: Partial<Found> | null = null;
  const finish = (found: Found, block = ''): Bounce => {
    context ??= contextOf(mail, letter);
    return toBounce(over(context, found), excerptOf(found) || block.trim(), clock);
  };

  if (machine.length > 0) {
    const isOnly = machine.length === 1;
    const byName = byNames(told);
    const bounces = machine.flatMap(({ start, end, found }) =>
      found.map((one) =>
        finish(
          completed(one, byName, { words: isOnly ? letter : (own(one) ?? ''), isOnly }),
          status.slice(start, end),
        ),
      ),
    );
    const noticed = bounces.some(({ kind }) => kind === 'bounce');
    return together({ ...NOTHING, noticed, bounces, left }, inner);
  }
  if (isAutoReply(mail) && !isReport(mail))
    return { ...inner, noticed: false, bounces: [finish(autoReply(mail))] };
  if (inner.bounces.length > 0) {
    const isProven = isBounceBeyondDoubt(letter);
    const isKnown = among(inner.bounces.flatMap((one) => [one.recipient, one.finalRecipient]));
    // A letter that names nobody, or who is known from what is attached, tells nothing new.
    const more = isProven ? told.filter(({ recipient }) => recipient != null && !isKnown(recipient)) : [];
    return together({ ...NOTHING, noticed: more.length > 0, bounces: more.map((one) => finish(one)) }, inner);
  }
  const named = withKnownRecipients(mail, letter, told);
  if (named.length === 0) return { ...inner, noticed: false, bounces: [] };
  // A mail server that names nobody still tells of a refusal in a server's words.
  const isServers = isFromServer(mail);
  const namesSomebody = named.some(({ recipient }) => recipient != null);
  const noticed =
    (isServers && namesSomebody) || ((isServers || namesSomebody) && isBounceBeyondDoubt(letter));
  return { ...inner, noticed, bounces: named.map((one) => finish(one)) };
}

/** A recipient's block that stands there again, word for word, tells nothing new. */
function eachTold(blocks: readonly Passage[], status: string): readonly Passage[] {
  const told = new Set<string>();
  return blocks.filter(({ start, end }) => {
    const count = told.size;
    return told.add(status.slice(start, end).trim()).size > count;
  });
}

const NOTHING: MailReading = { ...NO_READING, left: [] };

const together = (...readings: readonly MailReading[]): MailReading => ({
  noticed: readings.some(({ noticed }) => noticed),
  bounces: joined(readings.flatMap(({ bounces }) => bounces)),
  deliveries: readings.flatMap(({ deliveries }) => deliveries),
  messages: readings.flatMap(({ messages }) => messages),
  others: readings.flatMap(({ others }) => others),
  left: readings.flatMap(({ left }) => left),
});

/** One for each address whose mail was complained about. */
function complaints(mail: Mail, clock: Clock): MailReading {
  const mailed = mail.headers.get('date') ?? null;
  const passage = (mail.feedback ?? mail.text).slice(0, EXCERPT);
  const bounces = feedback(mail).map((found) => toBounce(over({ mailed }, found), passage, clock));
  return { ...NOTHING, noticed: true, bounces };
}

/** Mails attached to a mail are read; of other files what is a failure beyond doubt, or a report. */
async function readAttached(mail: Mail, open: OpenAttached): Promise<MailReading> {
  // The message that a server returns is no bounce.
  if (isFromServer(mail) && toldBy(mail.text).length > 0) return NOTHING;
  const readings: MailReading[] = [];
  for (const file of mail.attached) {
    const { noticed, bounces, left, ...others } = await open(file);
    const counts = file.isMail || noticed;
    readings.push({ ...others, noticed, bounces: counts ? bounces : [], left: left === null ? [] : [left] });
  }
  return together(...readings);
}

/** What the letter says: the surest reader that finds something. */
const toldBy = remembering((letter): readonly Found[] => {
  for (const reader of readersOfLetters) {
    const places = scan(letter);
    if (!reader.isWorthTrying(letter, places)) continue;
    const found = reader.format.read(letter, places, scan).flatMap((passage) => passage.found);
    if (found.length > 0) return found;
  }
  return [];
});

/** Signs that only delivery reports have. */
function isReport({ headers }: Mail): boolean {
  if (headers.has('x-failed-recipients')) return true;
  if (/report-type\s?=\s?"?delivery-status/i.test(headers.get('content-type') ?? '')) return true;
  return (
    SENT_BY_SERVER.test(headers.get('from') ?? '') || SUBJECT_OF_BOUNCE.test(headers.get('subject') ?? '')
  );
}

/** @returns whether a server sent it: a report, or at least a mail without a return path (RFC 5321 §4.5.5) */
const isFromServer = (mail: Mail): boolean =>
  isReport(mail) || /^\s*<\s*>\s*$/.test(mail.headers.get('return-path') ?? '');

/**
 * The header names the recipient where the letter does not, or names others (Google Groups greets the sender). So does
 * that of the returned message, where it was written to one address.
 */
function withKnownRecipients(mail: Mail, letter: string, told: readonly Found[]): readonly Found[] {
  const failed = addressesIn(mail.headers.get('x-failed-recipients') ?? '');
  const isFailed = among(failed);
  if (failed.length > 0 && !told.some(({ recipient }) => isFailed(recipient))) {
    const words = wordsOf(letter);
    if (failed.length === 1) return failed.map((recipient) => ({ recipient, text: words }));
    const own = ownParts(words, new Set(failed.map((address) => address.toLowerCase())));
    return failed.map((recipient) => ({ recipient, text: own.get(recipient.toLowerCase()) ?? '' }));
  }
  if (told.length > 0 && told.every(({ recipient }) => recipient != null)) return told;
  if (!isFromServer(mail)) return told;
  const to = addressesIn(returnedHeaders(mail, letter).get('to') ?? '');
  const recipient = to.length === 1 ? to[0] : undefined;
  if (told.length > 0)
    return told.map((one) =>
      one.recipient == null && recipient !== undefined ? { ...one, recipient } : one,
    );
  if (!saysSomething(letter)) return [];
  const words = wordsOf(letter);
  // In a report any address that the letter names, in whatever language, is the recipient's.
  return [{ recipient: recipient ?? (isReport(mail) ? recipientIn(words) : null), text: words }];
}

/** @returns whether an address is one of these; nobody is none of them */
function among(addresses: readonly (string | null)[]): (address: string | null | undefined) => boolean {
  const known = new Set(addresses.map((one) => one?.toLowerCase()));
  return (address) => address != null && known.has(address.toLowerCase());
}

/** Headers of the returned message: from its own part, else from behind the letter. */
function returnedHeaders(mail: Mail, letter: string): Headers {
  if (mail.returned.size > 0) return mail.returned;
  const at = returnedAt(letter);
  const rest = letter.slice(at, at + 20_000);
  const first = rest.search(
    /^(?:return-path|received|from|to|date|subject|message-id|x-[\w-]{2,30})[ \t]?:/im,
  );
  return first < 0 ? new Map() : headersIn(rest.slice(first));
}

/** A report goes to the envelope's sender (RFC 3464 §2), unless somebody handed it on. */
function reportedTo({ headers, status }: Mail): string | null {
  const to = addressesIn(headers.get('to') ?? '');
  const isFirstHand =
    status !== null &&
    /^\s*<\s*>\s*$/.test(headers.get('return-path') ?? '<>') &&
    SENT_BY_SERVER.test(headers.get('from') ?? '') &&
    !headers.has('resent-to');
  return isFirstHand && to.length === 1 ? (to[0] ?? null) : null;
}

/** Facts that hold for every recipient of the report. */
function contextOf(mail: Mail, letter: string): Partial<Found> {
  const returned = returnedHeaders(mail, letter);
  return {
    sender: returnedEnvelope(returned) ?? reportedTo(mail),
    from: returnedFrom(returned),
    messageId: returned.get('message-id')?.trim() || null,
    subject: returned.get('subject') ?? null,
    ...returnedQueue(returned),
    sourceIp: returnedSourceIp(returned),
    auth: returnedAuth(returned),
    mailed: mail.headers.get('date') ?? null,
  };
}

/**
 * @param all what the mail tells of whomever
 * @returns what finds the lines of the letter that are about one of several recipients alone; '' where none is, null
 * where there is one recipient only
 */
function ownLetters(letter: string, all: readonly Found[]): (found: Found) => string | null {
  const recipients = new Set(all.flatMap((found) => namedAs(found) ?? []));
  if (recipients.size < 2) return () => null;
  const parts = ownParts(wordsOf(letter), recipients);
  return (found) => parts.get(namedAs(found) ?? '') ?? '';
}

/** All from the recipient's address on where there is no other, else what is about this one alone. */
function excerptsOf(letter: string, own: (found: Found) => string | null): (found: Found) => string {
  const whole = letter.trim();
  const from = remembering((recipient) => {
    const at = letter.indexOf(recipient);
    return at < 0 ? null : letter.slice(Math.max(0, letter.lastIndexOf('\n', at)), at + 2000).trim();
  });
  return (found) => {
    const lines = own(found);
    if (lines !== null) return lines || found.text;
    const near = found.recipient == null ? null : from(found.recipient);
    return near ?? (found.text === '' ? whole : found.text.trim());
  };
}

/** @returns what was found, with what holds around it where it tells nothing itself */
function over(around: Partial<Found>, found: Found): Found {
  const all: Record<string, unknown> = { ...around, ...found };
  for (const fact in around) all[fact] ??= around[fact as keyof Found];
  return all as Found;
}
