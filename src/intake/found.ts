/** What a reader finds, before it is made a `Bounce`: the server's text as it stood, and facts told beside it. */
import { addressIn, domainOf } from './address.ts';
import { askedForDomain } from './asked-for.ts';
import { attemptOf } from './attempt.ts';
import { authFactsIn, together } from './auth-facts.ts';
import type { AuthFacts, Bounce, Message } from './bounce.ts';
import { isVague } from './codes.ts';
import { hostName, isPrivate, senderIn } from './facts.ts';
import { isPlaceholder } from './hidden.ts';
import { type Marks, marksOf, SIGN } from './marks.ts';
import { ownDomainIn, ownIpIn } from './named-sender.ts';
import { originalFirst, originalIn, type Recipients } from './original.ts';
import { speakerOf } from './speaker.ts';
import type { Clock } from './time/clock.ts';
import { type ServerWords, saysSomething, serverWords } from './words.ts';

export type Found = {
  readonly kind?: Bounce['kind'];
  readonly feedbackType?: Bounce['feedbackType'];
  readonly recipient?: string | null;
  /** Where it was sent on to, and failed; `recipient` is then the address that was mailed. */
  readonly finalRecipient?: string | null;
  /** The server's answer as it stood, wrapper and all. */
  readonly text: string;
  /** A status told beside the text (`Status:`, `dsn=`), used where the text has no code of its own. */
  readonly status?: string | null;
  /** A reply code told beside the text. */
  readonly reply?: string | null;
  readonly action?: Bounce['action'];
  readonly remoteHost?: string | null;
  readonly sourceIp?: string | null;
  /** The envelope's sender, or its domain. */
  readonly sender?: string | null;
  /** The address in the From header, or its domain. */
  readonly from?: string | null;
  /** Somebody who sent it: the place doesn't tell whether the envelope or the From header names them. */
  readonly eitherSender?: string | null;
  /** The address of whom our own server refused. */
  readonly clientIp?: string | null;
  readonly messageId?: string | null;
  /** The Subject of the mail that bounced, as it stood. */
  readonly subject?: string | null;
  readonly queueId?: string | null;
  readonly queueHost?: string | null;
  readonly platformId?: string | null;
  readonly eventId?: string | null;
  /** When it was tried, as it stands in the text: any notation that `momentOf` reads, or Unix time. */
  readonly time?: string | number | null;
  /** What the time is from; an event's where it isn't said. */
  readonly timeFrom?: 'log' | 'report' | 'event';
  /** When our server took the message on, as it stands in the text: where nothing tells when it was tried. */
  readonly arrival?: string | null;
  /** The Date of the mail that told it: where nothing tells when our server took it on. */
  readonly mailed?: string | null;
  readonly command?: string | null;
  /** What is weighed as the passage around the words; without it, the text that was read. */
  readonly passage?: string;
  /** Whose words they are, where the format tells; else the words are asked. */
  readonly speaker?: Bounce['speaker'];
  readonly refusedByUs?: true;
  /** What the returned message's own header says, for what the words leave out. */
  readonly auth?: AuthFacts | null;
};

/** A stretch of the text that a reader understood. Offsets are in UTF-16 units. */
export type Passage = {
  readonly start: number;
  readonly end: number;
  readonly found: readonly Found[];
  /** Messages that arrived: no bounces. */
  readonly delivered?: readonly Found[];
  readonly messages?: readonly Message[];
};

/** What is known of each of several recipients beside whom one answer stands: it may be about any of them. */
const UNTOLD = 'One answer stands for several recipients: which of them it is about is not told';
/** An answer about the message, the way or the policy (RFC 3463 §3.4 to §3.8) holds for whoever was to get it. */
const OF_THE_MESSAGE = /(?<![\d.])[45]\.[3-7]\.\d{1,3}(?![.\d])/;
const OF_SOMEBODY = /recipient|user|mailbox|account|address|@/i;

/**
 * @param found what one answer tells
 * @param recipients each of whom it is told beside
 * @returns one for each of them; where they are several, an answer about one mailbox judges only whom it names itself
 */
export function forRecipients(found: Found, recipients: readonly string[]): readonly Found[] {
  const text = found.text.toLowerCase();
  const isForAll = recipients.length < 2 || (OF_THE_MESSAGE.test(text) && !OF_SOMEBODY.test(text));
  const named = isForAll ? recipients : recipients.filter((one) => text.includes(one.toLowerCase()));
  const untold = { ...found, text: UNTOLD, passage: UNTOLD, status: null, reply: null };
  return recipients.map((recipient) => ({
    ...(isForAll || (named.length === 1 && named.includes(recipient)) ? found : untold),
    recipient,
  }));
}

/** Bounces that one reading holds at most; readers stop soon after. */
export const MOST = 10_000;
/** What is said where there were more. */
export const STOPPED = `Stopped after ${MOST.toLocaleString('en')} bounces.`;

/** Longest excerpt, in characters. */
export const EXCERPT = 2000;

/**
 * @param passage the text it was read from, as it was pasted
 * @param clock what its time is taken by
 * @returns the bounce: the remote server's own codes first, those told beside them where it gives none
 */
export function toBounce(found: Found, passage: string, clock: Clock): Bounce {
  // What a person writes who is away quotes others at most.
  const words = serverWords(found.kind === 'vacation' ? '' : found.text);
  const marks = marksOf(found.text);
  const said = words.diagnosticCode ?? '';
  const mayNameIp = (marks.signs & SIGN.quad) !== 0;
  const status = statusIn(found.status);
  // Whom our own server turned away is no sender of ours: neither their address nor their domain is.
  const isOurs = found.refusedByUs === true;
  const sent = sentBy(found, words, marks);
  const attempt = attemptOf(found, clock);
  const { recipient, finalRecipient } = recipientsOf(found, passage);
  return {
    messageId: attempt.messageId,
    subject: attempt.subject,
    queueId: attempt.queueId,
    queueHost: attempt.queueHost,
    platformId: attempt.platformId,
    eventId: attempt.eventId,
    time: attempt.time,
    timeFrom: attempt.timeFrom,
    attempts: [attempt],
    kind: found.kind ?? (words.replyCode?.startsWith('2') ? 'delivered' : 'bounce'),
    feedbackType: found.feedbackType ?? null,
    recipient,
    finalRecipient,
    replyCode: words.replyCode ?? found.reply ?? null,
    enhancedCode: betterEnhanced(words.enhancedCode, words.replyCode, status),
    diagnosticCode:
      words.replyCode !== null || saysSomething(words.diagnosticCode) ? words.diagnosticCode : null,
    remoteHost: words.remoteHost ?? hostName(found.remoteHost),
    sourceIp: isOurs
      ? null
      : (words.sourceIp ?? seen(mayNameIp ? ownIpIn(said, words.marks) : null) ?? seen(found.sourceIp)),
    ...sent,
    senderDomain: isOurs ? null : sent.senderDomain,
    clientIp: isOurs ? (words.sourceIp ?? seen(found.clientIp)) : null,
    action: found.action ?? null,
    command: words.command ?? found.command ?? null,
    speaker: found.speaker ?? speakerOf(words, found, marks),
    refusedByUs: found.refusedByUs ?? false,
    excerpt: passage.length > EXCERPT ? passage.slice(0, EXCERPT) : passage,
  };
}

/**
 * The pair that was sent: the envelope's domain and the one in From. What the header and the log tell of them comes
 * before the words, which mostly name one of the two.
 */
function sentBy(
  found: Found,
  words: ServerWords,
  marks: Marks,
): Pick<Bounce, 'sender' | 'senderDomain' | 'envelopeDomain' | 'auth'> {
  const named = words.named ?? ownDomainIn(words.diagnosticCode ?? '', words.marks);
  const either = found.eitherSender ?? (found.sender == null ? senderIn(found.text, marks) : null);
  const sender = addressIn(found.sender ?? '') ?? either ?? addressIn(found.from ?? '');
  const told = together(authFactsIn(found.text), found.auth ?? null);
  const envelope = domainIn(found.sender) ?? (named?.of === 'envelope' ? named.domain : null);
  const from = domainIn(found.from) ?? told?.fromDomain ?? (named?.of === 'from' ? named.domain : null);
  // Where one of the two is known, another domain is the other one's.
  const other = domainOf(either);
  const fromDomain = from ?? (envelope !== null && other !== envelope ? other : null);
  return {
    sender,
    senderDomain: named?.domain ?? domainOf(sender) ?? askedForDomain(found.text),
    envelopeDomain: envelope ?? (from !== null && other !== from ? other : null),
    auth: fromDomain === null ? told : { dkimSelector: null, dkimDomain: null, ...told, fromDomain },
  };
}

/** @returns the domain of an address, or the domain itself */
const domainIn = (sender: string | null | undefined): string | null =>
  sender == null ? null : (domainOf(addressIn(sender)) ?? hostName(sender));

function recipientsOf({ recipient, finalRecipient, feedbackType }: Found, passage: string): Recipients {
  // A name that was blotted out in a paste says at least which address it was; who complained is hidden on purpose.
  if (recipient == null || (feedbackType != null && isPlaceholder(recipient)))
    return { recipient: null, finalRecipient: null };
  if (finalRecipient != null) return { recipient, finalRecipient };
  return originalFirst(originalIn(recipient, passage), recipient);
}

/** What another host can't have seen isn't the address that we send from to it. */
const seen = (ip: string | null | undefined): string | null => (ip == null || isPrivate(ip) ? null : ip);

/** @returns the enhanced code that a Status field or the like carries, or null */
export function statusIn(status: string | null | undefined): string | null {
  return status == null ? null : (/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![.\d])/.exec(status)?.[0] ?? null);
}

/** The remote server's own code wins, unless it is mute (x.0.0) where the status of the same class is not. */
function betterEnhanced(own: string | null, reply: string | null, status: string | null): string | null {
  if (own === null)
    return status !== null && reply !== null && reply[0] !== status[0] && isVague(status) ? null : status;
  const speaksMore = isVague(own) && !isVague(status) && status?.[0] === own[0];
  return speaksMore ? status : own;
}
