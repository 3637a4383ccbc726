/** What a message tells → what is remembered of it. */
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { giveWay, mapGently } from '../give-way.ts';
import type { Attempt, Delivery, Message } from '../intake/bounce.ts';
import type { Store } from '../store/index.ts';
import { afterArrivals } from './arrived-since.ts';
import { type Arrived, arrivedAmong, toArrived } from './attempts/arrived.ts';
import {
  type Mailings,
  mailingsApart,
  type Named as NamedBy,
  namedBy,
  recallMailings,
} from './attempts/mailings.ts';
import { mendStories, type Named } from './attempts/mend.ts';
import { storiesApart, storiesOf } from './attempts/stories.ts';
import { keysOf, type Telling, tellingsOf } from './attempts/telling.ts';
import { noteArrivals, settleArrived } from './deliveries.ts';
import { fileProblems } from './file.ts';
import { asFiled, type Problem, problemsOf, theLargest } from './problems.ts';
import { noteReached, reachedBy } from './reached.ts';
import type { Filed } from './together.ts';
import { gather, planTroubles } from './trouble/gather.ts';

/** What a text tells: what bounced, what arrived, and what its logs say of messages by their ids alone. */
export type Told = {
  readonly diagnoses: readonly Diagnosis[];
  readonly deliveries: readonly Delivery[];
  readonly messages: readonly Message[];
};

/** The same, with what is known of its messages from before. */
export type Recalled = {
  readonly tellings: readonly Telling[];
  readonly arrived: readonly Arrived[];
  readonly mailings: Mailings;
};

export type Filing = {
  readonly filed: readonly Filed[];
  /** In plain words, what became no case. */
  readonly left: string | null;
  /** Other cases that look otherwise by now, as mail arrived: they count less, or nothing lasts any more. */
  readonly settled: readonly string[];
  /** Those of them that are left with nothing. */
  readonly over: ReadonlySet<string>;
  /** Cases of ours that older attempts came into, as their sender is known now. */
  readonly named: readonly Named[];
};

type Known = Pick<Catalog, 'providers'>;

/** What filing goes by. */
export type FilingRules = {
  readonly catalog: Known;
  /** Hours without a bounce after which a provider's trouble is over. */
  readonly quietHours: number;
};

/** What a text tells, as far as it can be worked out before anything is looked up: a transaction holds up others. */
export type Prepared = {
  readonly diagnoses: readonly Diagnosis[];
  readonly arrived: readonly Arrived[];
  readonly named: readonly NamedBy[];
  readonly keysOf: (attempt: Attempt) => readonly string[];
  readonly tellingsOf: (diagnosis: Diagnosis) => readonly Telling[];
};

/** @param now when the text came, in milliseconds since 1970 */
export async function prepareTold(
  { diagnoses, deliveries, messages }: Told,
  catalog: Known,
  now: number,
): Promise<Prepared> {
  const keys = new Map<Attempt, readonly string[]>();
  const tellings = new Map<Diagnosis, readonly Telling[]>();
  await mapGently(diagnoses, (diagnosis) => {
    for (const attempt of diagnosis.bounce.attempts) keys.set(attempt, keysOf(attempt));
    tellings.set(diagnosis, tellingsOf(diagnosis, catalog, now));
  });
  const known = (attempt: Attempt): readonly string[] => keys.get(attempt) ?? keysOf(attempt);
  const arrived = deliveries.map((delivery) => toArrived(delivery, now));
  return {
    diagnoses,
    arrived,
    named: namedIn(diagnoses, messages, arrived, known),
    keysOf: known,
    tellingsOf: (diagnosis) => tellings.get(diagnosis) ?? tellingsOf(diagnosis, catalog, now),
  };
}

/**
 * @param store a transaction
 * @param now milliseconds since 1970
 */
export async function recallTold(
  store: Store,
  team: string,
  prepared: Prepared,
  now: number,
): Promise<Recalled> {
  const mailings = await recallMailings(store, team, prepared.named, now);
  return { tellings: await tellingsIn(prepared, mailings), arrived: prepared.arrived, mailings };
}

function namedIn(
  diagnoses: readonly Diagnosis[],
  messages: readonly Message[],
  arrived: readonly Arrived[],
  known: Prepared['keysOf'],
): readonly NamedBy[] {
  const sent = diagnoses.flatMap(({ bounce: { attempts, senderDomain } }) => {
    const isOne = isOneMessage(attempts, known);
    return attempts.map((attempt) => ({ keys: known(attempt), senderDomain: isOne ? senderDomain : null }));
  });
  return [...sent, ...arrived.map(({ keys }) => ({ keys, senderDomain: null })), ...messages.map(namedBy)];
}

/** Several messages may have been refused alike, and have senders of their own. */
const isOneMessage = (attempts: readonly Attempt[], known: Prepared['keysOf']): boolean =>
  new Set(attempts.map((attempt) => known(attempt)[0])).size === 1;

/**
 * Where a log names the sender on a line of its own, each message has its own: that of one says nothing of another, whose
 * line is not in yet.
 */
function bySender(
  diagnosis: Diagnosis,
  mailings: Pick<Mailings, 'senderOf'>,
  known: Prepared['keysOf'],
): readonly Diagnosis[] {
  const { bounce } = diagnosis;
  const ownOf = (attempt: Attempt): string | null => {
    const [key] = known(attempt);
    return key === undefined ? null : mailings.senderOf(key);
  };
  const isOfAll = bounce.attempts.every((attempt) => ownOf(attempt) === null);
  const senderOf = (attempt: Attempt): string | null =>
    ownOf(attempt) ?? (isOfAll || isOneMessage(bounce.attempts, known) ? bounce.senderDomain : null);
  const groups = Map.groupBy(bounce.attempts, senderOf);
  if (groups.size < 2 && groups.has(bounce.senderDomain)) return [diagnosis];
  return [...groups].map(([senderDomain, attempts]) => ({
    ...diagnosis,
    bounce: {
      ...bounce,
      attempts,
      senderDomain,
      sender: senderDomain === bounce.senderDomain ? bounce.sender : null,
    },
  }));
}

/** Each once, in the order of the text. */
async function tellingsIn(
  prepared: Prepared,
  mailings: Pick<Mailings, 'senderOf'>,
): Promise<readonly Telling[]> {
  const all = new Map<string, Telling>();
  for (const diagnosis of prepared.diagnoses.flatMap((one) => bySender(one, mailings, prepared.keysOf))) {
    await giveWay();
    for (const telling of prepared.tellingsOf(diagnosis)) {
      if (!all.has(telling.id)) all.set(telling.id, telling);
    }
  }
  return [...all.values()];
}

/**
 * @param now milliseconds since 1970
 * @returns the problems of a text alone, where nothing can be looked up or written down: each attempt counts once, and
 *   what is one case of ours is one problem, as where they are filed
 */
export async function problemsAlone(
  { diagnoses, deliveries, messages }: Told,
  catalog: Known,
  now: number,
): Promise<readonly Problem[]> {
  const judged = afterArrivals(diagnoses, deliveries, now);
  const prepared = await prepareTold({ diagnoses: judged, deliveries, messages }, catalog, now);
  const mailings = mailingsApart(prepared.named);
  const tellings = await tellingsIn(prepared, mailings);
  return asFiled(problemsOf(await storiesApart(tellings, mailings)));
}

/**
 * Writes it down.
 * @param store a transaction: all is written down or nothing
 * @param message that told it, and tells nothing else any more
 * @param now milliseconds since 1970
 */
export async function fileRecalled(
  store: Store,
  message: { readonly team: string; readonly id: string },
  { tellings, arrived, mailings }: Recalled,
  { quietHours }: Pick<FilingRules, 'quietHours'>,
  now: number,
): Promise<Filing> {
  const { team } = message;
  const all = [...arrived, ...arrivedAmong(tellings)];
  const relieved = await noteReached(store, team, await reachedBy(all));
  const arrivals = await noteArrivals(store, team, all, mailings);
  const told = await storiesOf(store, team, tellings, mailings);
  const { stories, gathered } = await planTroubles(store, team, told, quietHours);
  const { problems, left } = theLargest(problemsOf(stories));
  const filed = await fileProblems(store, message, problems, now);
  const named = await mendStories(store, team, mailings, now);
  await gather(store, team, gathered, now);
  const late = new Set([
    ...arrivals.map(({ mailing }) => mailing),
    ...mailings.joined,
    ...stories.flatMap(({ mailing, last, counts }) =>
      last.outcome === 'deferred' && counts.size === 0 ? [mailing] : [],
    ),
  ]);
  const { changed: settled, over } = await settleArrived(store, team, [...late], now);
  return { filed, left, settled: [...new Set([...settled, ...relieved])], over, named };
}

/** Both in one: for a message that told nothing before. */
export async function fileTold(
  store: Store,
  message: { readonly team: string; readonly id: string },
  told: Told,
  rules: FilingRules,
  now: number,
): Promise<Filing> {
  const prepared = await prepareTold(told, rules.catalog, now);
  const recalled = await recallTold(store, message.team, prepared, now);
  return fileRecalled(store, message, recalled, rules, now);
}
