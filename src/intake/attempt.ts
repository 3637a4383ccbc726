/** Which texts tell of one and the same try at delivering a message. All that is compared here is for one recipient. */
import { addressIn } from './address.ts';
import type { Attempt, Delivery } from './bounce.ts';
import type { Found } from './found.ts';
import { mailSubject } from './mail-subject.ts';
import type { Clock } from './time/clock.ts';
import { momentOf } from './time/moment.ts';

/**
 * @param found ids and times as they stand in the text
 * @param clock what a time without a year or a zone is taken by
 */
export function attemptOf(found: Found, clock: Clock): Attempt {
  if (!isIdentified(found)) return UNIDENTIFIED;
  const told = found.messageId ?? null;
  const messageId = told === null ? null : messageIdIn(told);
  const isOther = told !== null && messageId === null && /^[^\s@<>]{2,250}$/.test(told);
  const platformId = messageId === null ? (isOther ? told : null) : platformIdIn(messageId);
  return {
    messageId,
    subject: mailSubject(found.subject),
    queueId: found.queueId || null,
    queueHost: hostIn(found.queueHost),
    platformId: withoutRoute(found.platformId || platformId),
    eventId: found.eventId || null,
    ...timeOf(found, clock),
  };
}

/** What nearly every answer is that was pasted alone, and what is left of an attempt whose texts are forgotten. */
export const UNIDENTIFIED: Attempt = {
  messageId: null,
  subject: null,
  queueId: null,
  queueHost: null,
  platformId: null,
  eventId: null,
  time: null,
  timeFrom: null,
};

/** Behind SendGrid's id of a message stands which of its servers took it, which differs from event to event. */
const withoutRoute = (id: string | null): string | null =>
  id === null ? null : (/^([\w-]{8,40})\.(?:[\w.-]{0,40}\.)?(?:filter|recvd)/.exec(id)?.[1] ?? id);

const isIdentified = (found: Found): boolean =>
  found.time != null ||
  found.arrival != null ||
  found.mailed != null ||
  found.messageId != null ||
  found.subject != null ||
  found.queueId != null ||
  found.queueHost != null ||
  found.platformId != null ||
  found.eventId != null;

/** A host of ours may have no dot in its name. */
export const hostIn = (told: string | null | undefined): string | null =>
  told != null && /^[\w.-]{1,253}$/.test(told) ? told.toLowerCase().replace(/\.$/, '') : null;

/** In angle brackets, whether they stood there or not; null for what a platform calls so and RFC 5322 §3.6.4 doesn't. */
const messageIdIn = (told: string): string | null => {
  const id = /^\s*<?([^\s<>@]{1,200}@[^\s<>@]{1,250})>?/.exec(told)?.[1];
  return id === undefined ? null : `<${id}>`;
};

/** Platforms that write their own id in front of the sign: Amazon SES, Postmark. */
const platformIdIn = (messageId: string): string | null =>
  /^<([^@]{8,100})@(?:(?:[\w-]{1,30}\.)?amazonses\.com|mtasv\.net)>$/i.exec(messageId)?.[1] ?? null;

/** The nearest to the try that the text tells. */
function timeOf(
  { time, timeFrom = 'event', arrival, mailed }: Found,
  clock: Clock,
): Pick<Attempt, 'time' | 'timeFrom'> {
  const tried = momentOf(time, clock);
  if (tried !== null) return { time: tried, timeFrom };
  const told = momentOf(mailed, clock);
  if (told !== null) return { time: told, timeFrom: 'mail' };
  const arrived = momentOf(arrival, clock);
  if (arrived !== null) return { time: arrived, timeFrom: 'arrival' };
  return { time: null, timeFrom: null };
}

/** @returns a message that arrived; null where nothing tells with whom */
export function deliveryOf(found: Found, clock: Clock): Delivery | null {
  const recipient = addressIn(found.recipient ?? '');
  return recipient === null ? null : { ...attemptOf(found, clock), recipient };
}

/**
 * How far apart two tellings of one try may be, in milliseconds: a log's line is written when the other server answers,
 * a report or an event some seconds later; no mail server tries a message again that soon (RFC 5321 §4.5.4.1).
 */
const ONE_TRY = 60_000;

/** When it was tried, in Unix milliseconds; null where the text tells only when something else was. */
export const triedAt = ({ time, timeFrom }: Attempt): number | null =>
  time === null || timeFrom === 'arrival' || timeFrom === 'mail' ? null : Date.parse(time);

/**
 * What a message may be known again by: two attempts that share one of these are about one message.
 * Empty where the text gives no id.
 */
export const idsOf = ({ messageId, queueId, platformId, eventId }: Attempt): readonly string[] => [
  ...(messageId === null ? [] : [`message ${messageId}`]),
  ...(queueId === null ? [] : [`queue ${queueId}`]),
  ...(platformId === null ? [] : [`platform ${platformId}`]),
  ...(eventId === null ? [] : [`event ${eventId}`]),
];

/**
 * @param attempts of one recipient, with one answer
 * @returns each try once, with what any telling of it says; the oldest first, those without a time in front. What
 *   names neither a message nor a moment, as a letter above its report, tells of those that do
 */
export function eachOnce(attempts: readonly Attempt[]): readonly Attempt[] {
  if (attempts.length < 2) return attempts;
  const sorted = attempts.toSorted(byTime);
  const last = new Map<string, number>();
  const all: Attempt[] = [];
  for (const one of sorted) {
    const ids = idsOf(one);
    const keys = ids.length > 0 ? ids : [NO_ID];
    const known = keys.map((key) => last.get(key)).find((at) => at !== undefined);
    const before = known === undefined ? undefined : all[known];
    const isTold = before !== undefined && known !== undefined && isOneTry(before, one, ids.length > 0);
    const at = isTold ? known : all.length;
    all[at] = isTold ? filledIn(before, one) : one;
    for (const key of keys) last.set(key, at);
  }
  const isKnown = all.some((one) => idsOf(one).length > 0);
  return all.filter((one) => !isKnown || one.time !== null || idsOf(one).length > 0).toSorted(byTime);
}

const NO_ID = '';

/** Of one message: what names no moment is whichever try is known. Without an id only the very moment tells. */
function isOneTry(a: Attempt, b: Attempt, hasId: boolean): boolean {
  const [one, other] = [triedAt(a), triedAt(b)];
  if (!hasId) return a.time === b.time;
  return one === null || other === null || Math.abs(one - other) < ONE_TRY;
}

/** The earlier telling's facts, with the later's where it has none; whichever names the moment has the time. */
function filledIn(a: Attempt, b: Attempt): Attempt {
  const { time, timeFrom } = triedAt(a) === null && b.time !== null ? b : a;
  return {
    messageId: a.messageId ?? b.messageId,
    subject: a.subject ?? b.subject,
    queueId: a.queueId ?? b.queueId,
    queueHost: a.queueHost ?? b.queueHost,
    platformId: a.platformId ?? b.platformId,
    eventId: a.eventId ?? b.eventId,
    time,
    timeFrom,
  };
}

const byTime = (a: Attempt, b: Attempt): number =>
  (triedAt(a) ?? 0) - (triedAt(b) ?? 0) || compared(written(a), written(b));

/** In whatever order they were told, the same come out. */
const written = (one: Attempt): string =>
  JSON.stringify([...idsOf(one), one.time, one.timeFrom, one.queueHost]);

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
