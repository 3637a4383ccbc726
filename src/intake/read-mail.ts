/** The bounces of a whole mail: its machine part, its letter, and the message that it returned, put together. */
import { addressesIn, addressIn } from './address.ts';
import type { Bounce } from './bounce.ts';
import { commandIn } from './facts.ts';
import { letterReaders } from './formats/index.ts';
import { returnedAt } from './formats/prose.ts';
import { isoTime, readReport } from './formats/report.ts';
import { type Found, toBounce } from './found.ts';
import { readBy } from './gates.ts';
import { type Headers, headersIn, type Mail, parseMail } from './mail.ts';
import { autoReply, feedback, isAutoReply, isFeedback } from './no-bounce.ts';
import { isBounceBeyondDoubt } from './notice.ts';
import { recipientIn } from './recipient.ts';
import { returnedAuth, returnedSourceIp } from './returned-facts.ts';
import { saysSomething, serverWords } from './words.ts';

export type MailReading = { readonly noticed: boolean; readonly bounces: readonly Bounce[] };

/** Mails in mails that are opened, and recipients that a letter without a machine part may name. */
const MAX_DEPTH = 3;
const MAX_FALLBACK_RECIPIENTS = 50;

const SENT_BY_SERVER =
  /mailer-daemon|postmaster|mail delivery|mail system|deliver\w* (?:sub)?system|mdaemon|bounce|delivery status/i;
const SUBJECT_OF_BOUNCE =
  /undeliver|returned? mail|mail (?:could not|delivery) |delivery (?:status|failure|has failed|error|report|delay|incomplete|problem|unsuccessful)|failure notice|mail status report|delivery failed|could not be delivered|message (?:could not|not delivered|you sent|status)|warning: (?:could not|message)|non remis|unzustellbar|no se pudo|mail failure|error(?:-| )mail|rejected|\u914d\u4fe1|\u9001\u4fe1|nondeliver|non-deliver|mail error|user unknown|notification d'\u00e9tat|\u4e0d\u9054/i;

/**
 * @param mail a whole mail
 * @param depth how many mails it is wrapped in
 * @returns its bounces, and whether a watched channel is to be answered
 */
export async function readMail(mail: Mail, depth = 0): Promise<MailReading> {
  if (isFeedback(mail))
    return {
      noticed: true,
      bounces: [
        toBounce(
          { time: isoTime(mail.headers.get('date')), ...defined(feedback(mail)) },
          mail.feedback ?? mail.text,
        ),
      ],
    };
  const letter = mail.text.trim() === '' || mail.text.length < 8 ? mail.body() : mail.text;
  const machine = (mail.status === null ? readReport(letter) : readReport(mail.status)).flatMap(
    ({ found }) => found,
  );
  const told = toldBy(letter);
  const context = contextOf(mail, letter);
  const finish = (found: Found): Bounce =>
    toBounce({ ...context, ...defined(found) }, excerptOf(letter, found));

  if (machine.length > 0) {
    const bounces = machine.map((one) => finish(completed(one, told, letter)));
    return { noticed: bounces.some(({ kind }) => kind === 'bounce'), bounces };
  }
  if (isAutoReply(mail) && !isReport(mail)) return { noticed: false, bounces: [finish(autoReply(mail))] };
  if (told.length === 0 || !isFromServer(mail)) {
    const inner = await readAttached(mail, depth);
    if (inner) return inner;
  }
  const named = withKnownRecipients(mail, letter, told);
  const isSure = isFromServer(mail) || isBounceBeyondDoubt(letter);
  const noticed = isSure && named.some(({ recipient }) => recipient != null);
  return { noticed, bounces: named.map(finish) };
}

/** What the letter says: the surest reader that finds something. */
function toldBy(letter: string): readonly Found[] {
  for (const reader of letterReaders) {
    const found = readBy(reader, letter)?.flatMap((passage) => passage.found) ?? [];
    if (found.length > 0) return found;
  }
  return [];
}

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

/** The header names the recipient where the letter does not, or names others (Google Groups greets the sender). */
function withKnownRecipients(mail: Mail, letter: string, told: readonly Found[]): readonly Found[] {
  const failed = addressesIn(mail.headers.get('x-failed-recipients') ?? '');
  if (failed.length > 0 && !told.some(({ recipient }) => recipient != null && isAmong(recipient, failed)))
    return failed
      .slice(0, MAX_FALLBACK_RECIPIENTS)
      .map((recipient) => ({ recipient, text: wordsOf(letter) }));
  if (told.length > 0 && told.every(({ recipient }) => recipient != null)) return told;
  if (!isFromServer(mail)) return told;
  const [recipient] = addressesIn(returnedHeaders(mail, letter).get('to') ?? '');
  if (told.length > 0)
    return told.map((one) =>
      one.recipient == null && recipient !== undefined ? { ...one, recipient } : one,
    );
  if (!saysSomething(letter)) return [];
  const words = wordsOf(letter);
  // In a report any address that the letter names, in whatever language, is the recipient's.
  return [{ recipient: recipient ?? (isReport(mail) ? recipientIn(words) : null), text: words }];
}

const isAmong = (address: string, others: readonly string[]): boolean =>
  others.some((one) => one.toLowerCase() === address.toLowerCase());

/** A letter without the message that it returns. */
const wordsOf = (letter: string): string => letter.slice(0, returnedAt(letter)).trim();

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

/** Facts that hold for every recipient of the report. */
function contextOf(mail: Mail, letter: string): Partial<Found> {
  const returned = returnedHeaders(mail, letter);
  return {
    sender: addressIn(returned.get('return-path') ?? '') ?? addressIn(returned.get('from') ?? ''),
    messageId: returned.get('message-id')?.trim() || null,
    sourceIp: returnedSourceIp(returned),
    auth: returnedAuth(returned),
    time: isoTime(mail.headers.get('date')),
  };
}

/** What the machine part leaves open is filled from the letter's words on the same recipient. */
function completed(machine: Found, told: readonly Found[], letter: string): Found {
  const same =
    told.find(
      ({ recipient }) => recipient != null && recipient.toLowerCase() === machine.recipient?.toLowerCase(),
    ) ?? (told.length === 1 ? told[0] : undefined);
  // A server may know the recipient's domain by another name than the sender wrote; an alias is another matter.
  const isRewritten =
    told.length === 1 &&
    same?.recipient != null &&
    !letter.includes('expanded from') &&
    localPart(same.recipient) === localPart(machine.recipient);
  const recipient = (isRewritten ? same?.recipient : machine.recipient) ?? same?.recipient ?? null;
  const own = serverWords(machine.text);
  const isEnough =
    saysSomething(own.diagnosticCode) ||
    (own.replyCode !== null && /\p{L}{3}/u.test(own.diagnosticCode ?? ''));
  const command = machine.command ?? same?.command ?? (same ? commandIn(same.text) : null);
  if (isEnough && !isCutShort(machine.text)) return { ...machine, recipient, command };
  const words = same?.text ?? '';
  if (saysSomething(words))
    return {
      ...machine,
      recipient,
      text: words,
      remoteHost: machine.remoteHost ?? same?.remoteHost ?? null,
      command,
    };
  return {
    ...machine,
    recipient,
    text: machine.text === '' || !saysSomething(machine.text) ? wordsOf(letter) : machine.text,
  };
}

const localPart = (address: string | null | undefined): string | null =>
  address?.slice(0, address.lastIndexOf('@')).toLowerCase() ?? null;

/** Sendmail keeps only the first line of a reply, `550-5.7.1 This message does not …`. */
const isCutShort = (text: string): boolean =>
  /^[45]\d\d-/.test(text) && !/\n/.test(text) && !/[45]\d\d /.test(text.slice(4));

async function readAttached(mail: Mail, depth: number): Promise<MailReading | null> {
  if (depth >= MAX_DEPTH) return null;
  for (const attached of mail.attached.slice(0, 10)) {
    const parsed = await parseMail(attached);
    const reading = parsed ? await readMail(parsed.mail, depth + 1) : null;
    if (reading && reading.bounces.length > 0) return reading;
  }
  return null;
}

function excerptOf(letter: string, found: Found): string {
  const at = found.recipient == null ? -1 : letter.indexOf(found.recipient);
  return at < 0
    ? (found.text || letter).trim()
    : letter.slice(Math.max(0, letter.lastIndexOf('\n', at)), at + 2000).trim();
}

const defined = (found: Found): Found =>
  Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== null && value !== undefined),
  ) as Found;
