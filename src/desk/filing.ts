/** What a message holds is written down as cases, and what is to be posted for it is worked out. */
import { itself } from '../audit/index.ts';
import {
  type Filed,
  type Filing,
  fileRecalled,
  findCase,
  openAnswer,
  type Prepared,
  recallTold,
  type Told,
  toldCases,
} from '../cases/index.ts';
import { checkInputOf, lackingOf } from '../escalation/index.ts';
import type { OtherReport } from '../intake/index.ts';
import { type Content, enqueueStandings, enqueueUpdates, type Message, type Place } from '../queue/index.ts';
import { titleOf } from '../replies/index.ts';
import type { Store } from '../store/index.ts';
import { enqueueCheck } from './check.ts';
import { type Context, quietHoursOf, type Step, whereOf } from './context.ts';
import { fileEdited } from './edit.ts';
import { joinedLefts } from './lefts.ts';
import { noteSpike } from './spikes.ts';
import { noteTrouble } from './trouble.ts';

/** What a message holds. */
export type Heard =
  /** Nothing to answer: at most what arrived, and what logs tell of messages. */
  | { readonly kind: 'nothing'; readonly told: Told }
  /** Words to answer, not a bounce. */
  | {
      readonly kind: 'words';
      readonly content: Content;
      /** Said once for each of these, and then no more; left out: each time. */
      readonly once?: string;
      /** What could not be read of what came with the words, where their answer doesn't say it. */
      readonly unread?: string;
      readonly told: Told;
    }
  /** It asks about cases that there are. */
  | {
      readonly kind: 'known';
      readonly caseIds: readonly string[];
      readonly unread?: string;
      readonly told: Told;
    }
  | {
      readonly kind: 'bounces';
      readonly told: Told;
      readonly others: readonly OtherReport[];
      readonly left: string | null;
    };

/** As it is kept in the queue. */
export const copied = ({ title, lines }: OtherReport): { title: string; lines: string[] } => ({
  title,
  lines: [...lines],
});

/** So many problems of one message, the largest, are looked into and told of in the thread by themselves. */
const MOST_LOOKED_INTO = 8;

/** What is owed to the thread of a message. */
export type Owed = {
  readonly contents: readonly Content[];
  /** Entries of the audit that are told behind them. */
  readonly lines: readonly string[];
};

const askedAgain = (caseId: string): Content => ({ show: 'again', caseId, reopened: false });

const unreadContents = ({ unread }: { readonly unread?: string }): readonly Content[] =>
  unread === undefined ? [] : [{ show: 'unread', left: unread }];

const contentsAlone = (contents: readonly Content[]): Owed => ({ contents, lines: [] });

/**
 * Writes down what a message tells.
 * @returns what is to be posted for it
 */
export async function owedFor(
  context: Context,
  tx: Store,
  message: Omit<Message, 'files'>,
  heard: Heard,
  told: Prepared,
  now: number,
): Promise<Owed> {
  const { edit, id, place } = message;
  const before = edit === null ? [] : await toldCases(tx, { team: place.team, id });
  const recalled = await recallTold(tx, place.team, told, now);
  const unread = heard.kind === 'bounces' ? heard.left : null;
  const filing =
    before.length > 0
      ? await fileEdited(context, tx, message, before, recalled, unread, now)
      : await fileRecalled(tx, { team: place.team, id }, recalled, quietHoursOf(context), now);
  if (filing !== null) await tellChanged(context, tx, place, filing, now);
  if (heard.kind === 'words' && edit === null)
    return contentsAlone([heard.content, ...unreadContents(heard)]);
  if (heard.kind === 'known' && edit === null)
    return contentsAlone([...heard.caseIds.map(askedAgain), ...unreadContents(heard)]);
  if (filing === null || heard.kind !== 'bounces') return contentsAlone([]);
  const left = joinedLefts([unread, filing.left]);
  const { contents, lines } = await answersTo(context, tx, message, news(filing, message), left, now);
  return { contents: [...contents, ...otherContents(heard.others)], lines };
}

/** Our messages show what looks otherwise by what was told, and whose mail it was may make a spike. */
export async function tellChanged(
  context: Context,
  tx: Store,
  place: Place,
  { settled, named }: Pick<Filing, 'settled' | 'named'>,
  now: number,
): Promise<void> {
  await enqueueStandings(tx, place.team, settled, now);
  for (const one of named) {
    const step = { caseId: one.caseId, by: itself(place.team), at: new Date(now), place: whereOf(place) };
    await enqueueUpdates(tx, place.team, one.caseId, now);
    await noteSpike(context, tx, { ...one, name: 'this' }, step);
  }
}

/** @returns what was filed, without what has arrived by now: nobody is told of that unasked */
const news = (filing: Filing, { heard }: Pick<Message, 'heard'>): Filing =>
  heard === 'watching'
    ? {
        ...filing,
        filed: filing.filed.filter(
          ({ cases, how }) => how !== 'new' || !cases.every((id) => filing.over.has(id)),
        ),
      }
    : filing;

/** @returns what is to be posted about the bounces that were filed */
async function answersTo(
  context: Context,
  tx: Store,
  message: Pick<Message, 'id' | 'place'>,
  { filed }: Filing,
  left: string | null,
  now: number,
): Promise<Owed> {
  const { place } = message;
  const lines: string[] = [];
  for (const [i, one] of filed.entries()) {
    const { caseId, how } = one;
    if (how === 'again') await enqueueUpdates(tx, place.team, caseId, now);
    if (how === 'reopened') await enqueueStandings(tx, place.team, caseId, now);
    const step = { caseId, by: itself(place.team), at: new Date(now), place: whereOf(place) };
    const line = await noteMany(context, tx, one, filed.length > 1, step);
    if (i >= MOST_LOOKED_INTO) continue;
    if (line !== null) lines.push(line);
    if (how === 'new') await checkByItself(context, tx, one, step);
  }
  const [only, ...others] = filed;
  if (only === undefined) return { contents: [], lines };
  const answer =
    others.length > 0 || left !== null ? await openAnswer(tx, place.team, message.id, left, now) : null;
  if (answer !== null && others.length > 0) return { contents: [{ show: 'many', caseId: answer }], lines };
  const content = await contentFor(tx, only, message);
  return { contents: content === null ? [] : [content], lines };
}

/** Looks whether it is more than a single bounce: a provider's trouble, or an incident of ours. */
async function noteMany(
  context: Context,
  tx: Store,
  one: Filed,
  isOneOfMany: boolean,
  step: Step,
): Promise<string | null> {
  if (one.isTrouble) return one.how === 'again' ? null : noteTrouble(context, tx, step);
  if (one.side !== 'sender' || one.known === one.told) return null;
  const name = isOneOfMany ? `“${titleOf(one.diagnosis, context.catalog)}”` : 'this';
  return noteSpike(context, tx, { ...one, name }, step);
}

/** DNS is looked at when a case is opened, where that is switched on. */
async function checkByItself(
  { escalation, catalog }: Context,
  tx: Store,
  { diagnosis }: Filed,
  step: Step,
): Promise<void> {
  if (!escalation.autoCheck || checkInputOf(diagnosis, catalog) === null) return;
  if (lackingOf(diagnosis, catalog) !== null) return;
  await enqueueCheck(tx, step, null, null);
}

/**
 * A case that this channel has an answer about already needs no second one, unless it means something else now.
 * @returns null where that answer is this message's own, from before it was edited: it follows the edit
 */
async function contentFor(
  tx: Store,
  { caseId, cases, how, changed, told, known }: Filed,
  { id, place }: Pick<Message, 'id' | 'place'>,
): Promise<Content | null> {
  if (how === 'new' || changed) return { show: 'case', caseId };
  // What was told one by one until now is told together.
  const shown = (await findCase(tx, place.team, cases.length > 1 ? caseId : (cases[0] as string)))?.shownAs;
  const answered = await tx
    .selectFrom('posts')
    .select((eb) =>
      eb.fn.max(eb.case().when('message_id', '=', id).then(eb.lit(1)).else(eb.lit(0)).end()).as('isOwn'),
    )
    .where('team', '=', place.team)
    .where('case_id', 'in', shown ?? [caseId])
    .where('channel', '=', place.channel)
    .where('shows', 'in', ['case', 'ticket'])
    .executeTakeFirst();
  if (answered?.isOwn === 1) return null;
  return answered?.isOwn != null
    ? { show: 'again', caseId, reopened: how === 'reopened', fresh: told - known }
    : { show: 'case', caseId };
}

const otherContents = (others: readonly OtherReport[]): readonly Content[] =>
  others.length > 0 ? [{ show: 'other-reports', reports: others.map(copied), left: null }] : [];
