/**
 * What a text tells of delivery attempts. One attempt may be told several times and in several ways: each telling has a
 * row, known by the message, the recipient and the time that it names, and the rows of one attempt count once.
 */
import { hash } from 'node:crypto';
import type { Catalog, Category, ReasonId } from '../../catalog/index.ts';
import type { Diagnosis } from '../../diagnosis/index.ts';
import type { Attempt, Bounce } from '../../intake/bounce.ts';
import { addressOf } from '../address.ts';
import { troubleOf } from '../trouble/whose.ts';
import { wordsOf } from '../words.ts';

/** How an attempt ended; `reported`: a complaint or an automatic reply, which came of a mail that arrived. */
export const OUTCOMES = ['failed', 'deferred', 'delivered', 'reported'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Telling = {
  /** The same however often it is told: a digest of the first id, the recipient, the outcome and the time. */
  readonly id: string;
  /** What its message is known by, each a digest; where no id is told, its own words, to this recipient on this day. */
  readonly keys: readonly string[];
  /** Whether the text names an id of the message. */
  readonly named: boolean;
  readonly address: string | null;
  readonly reason: ReasonId;
  readonly category: Category;
  readonly permanence: Diagnosis['permanence'];
  readonly provider: string | null;
  /** That spoke, where the text names it. */
  readonly host: string | null;
  /** Whose own trouble it may be, see `troubleOf`. */
  readonly trouble: string | null;
  readonly outcome: Outcome;
  /** Milliseconds since 1970: when it was tried, or as near to it as the text tells; else when we heard of it. */
  readonly at: number;
  readonly timeFrom: Attempt['timeFrom'];
  /** What was said, as a digest: with an id or without, to one recipient on one day it is one attempt. */
  readonly words: string;
  readonly diagnosis: Diagnosis;
};

/** @returns a short name for a text, the same each time, that doesn't give the text away */
export const digest = (...parts: readonly (string | null)[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex').slice(0, 20);

/**
 * @param now when the text came, in milliseconds since 1970
 * @returns one telling for each attempt of the bounce
 */
export function tellingsOf(
  diagnosis: Diagnosis,
  catalog: Pick<Catalog, 'providers'>,
  now: number,
): readonly Telling[] {
  const { bounce, reason, category, permanence, provider } = diagnosis;
  const address = addressOf(bounce.recipient);
  const outcome = outcomeOf(diagnosis);
  const host = bounce.remoteHost;
  const trouble = troubleOf(diagnosis, catalog);
  const said = wordsOf(bounce);
  const words = digest(bounce.replyCode, said);
  return bounce.attempts.map((attempt) => {
    const at = momentOf(attempt, now);
    const ids = keysOf(attempt);
    const named = ids.length > 0;
    const keys = named ? ids : [wordsKey(bounce, said, address, at)];
    const when = isExact(attempt) ? attempt.time : null;
    return {
      ...{
        keys,
        named,
        address,
        reason,
        category,
        permanence,
        provider,
        host,
        trouble,
        outcome,
        at,
        words,
        diagnosis,
      },
      id: digest(keys[0] as string, address, outcome, when),
      timeFrom: attempt.timeFrom,
    };
  });
}

/**
 * @returns what the message of an attempt is known by, the most telling first. A queue id is unique on its host alone,
 *   which a log calls "mx1" and a report "mx1.example.com"
 */
export function keysOf({
  queueId,
  queueHost,
  messageId,
  platformId,
  eventId,
}: Pick<Attempt, 'queueId' | 'queueHost' | 'messageId'> &
  Partial<Pick<Attempt, 'platformId' | 'eventId'>>): readonly string[] {
  const keys = [
    ...(queueId ? [digest('queue', queueId, queueHost?.split('.')[0] ?? null)] : []),
    ...(messageId ? [digest('message', messageId)] : []),
    ...(platformId ? [digest('platform', platformId)] : []),
  ];
  return keys.length > 0 || !eventId ? keys : [digest('event', eventId)];
}

/** Whether the text says when it was tried, and not only when something near it was. */
export const isExact = ({ timeFrom }: Pick<Attempt, 'timeFrom'>): boolean =>
  timeFrom === 'log' || timeFrom === 'report' || timeFrom === 'event';

/** @returns the day in UTC */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The same words to the same recipient on one day (UTC) are one attempt. */
const wordsKey = (bounce: Bounce, said: string, address: string | null, at: number): string =>
  digest(
    'words',
    bounce.kind,
    bounce.replyCode,
    bounce.enhancedCode,
    bounce.sourceIp,
    bounce.senderDomain,
    said,
    address,
    dayOf(at),
  );

function outcomeOf({ bounce: { kind, action }, permanence }: Diagnosis): Outcome {
  if (kind === 'delivered') return 'delivered';
  if (kind === 'feedback' || kind === 'vacation') return 'reported';
  if (action === 'failed') return 'failed';
  if (action === 'delayed') return 'deferred';
  return permanence === 'permanent' ? 'failed' : 'deferred';
}

/** How far a log may be ahead of our clock: no two zones are further apart than 26 hours. */
const AHEAD = 26 * 60 * 60_000;
/** What lies ahead is told apart to so many milliseconds. */
const STEP = 10_000;

/**
 * When it was tried. A log that names no zone may be of one that is ahead of ours: nothing has happened later than we
 * heard of it, but what lies ahead keeps its order within the last ten seconds, as mail that arrived after a bounce says
 * that the address lives.
 * @param now when the text came, in milliseconds since 1970
 * @returns milliseconds since 1970, at most `now`; where no time is told, `now`
 */
export function momentOf({ time }: Pick<Attempt, 'time'>, now: number): number {
  const said = time === null ? Number.NaN : Date.parse(time);
  if (said <= now) return said;
  return said - now < AHEAD ? now - Math.ceil((AHEAD - (said - now)) / STEP) : now;
}
