/** Questions: a code, a tag, a few words, or a whole bounce behind `/smtp`. */
import { randomUUID } from 'node:crypto';
import { casesOf, fileTold } from '../cases/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { settle } from '../queue/index.ts';
import {
  biddenReply,
  closestReply,
  exampleReply,
  helpReply,
  ownAnswerReply,
  queryReply,
  quotesOurAnswer,
  type Reply,
  shareButton,
  unknownQueryReply,
  unsavedReply,
  type VerdictReply,
  verdictReply,
} from '../replies/index.ts';
import { isOutage, transaction } from '../store/index.ts';
import { bidden } from '../talk/index.ts';
import { type Context, quietHoursOf } from './context.ts';
import type { Question } from './contract.ts';
import { verdictOf } from './verdicts.ts';

export async function answerQuestion(
  context: Context,
  { query: typed, actor, place }: Question,
): Promise<Reply> {
  const query = typed.trim();
  if (query === '' || query.toLowerCase() === 'help') return helpReply();
  if (quotesOurAnswer(query)) return ownAnswerReply();
  const { noticed, diagnoses, deliveries, messages } = await context.explain(query, { asked: true });
  const bounced = diagnoses.find(namesRecipient);
  if (!noticed || !bounced) {
    return replyToQuery(context, query, diagnoses[0] ?? null, false);
  }
  try {
    const id = `question:${randomUUID()}`;
    const message = { id, team: actor.team, platform: place.platform, channel: place.channel };
    const now = context.now().getTime();
    await transaction(context.store, async (tx) => {
      await settle(tx, message, now);
      const rules = { catalog: context.catalog, ...quietHoursOf(context) };
      await fileTold(tx, message, { diagnoses: [bounced], deliveries, messages }, rules, now);
    });
    const [opened] = await casesOf(context.store, actor.team, id);
    if (!opened) throw new Error('A case that was just opened is not there.');
    const reply = await verdictOf(context, opened);
    return withShare(reply, opened.id);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return unsavedReply(verdictReply(bounced, context.catalog, null, context.patience));
  }
}

/** Only the asker sees it: sharing it takes the second place, and what stood there goes behind *More…*. */
function withShare(reply: VerdictReply, caseId: string): VerdictReply {
  const { card } = reply;
  const [first, ...others] = card.actions;
  const behind = others.slice(0, -1).map(({ label, action }) => ({ label, value: action }));
  const actions = [first, shareButton(caseId), ...others.slice(-1)].filter((button) => button !== undefined);
  return { ...reply, card: { ...card, actions, more: [...behind, ...card.more].slice(-MOST_BEHIND) } };
}

/** Slack's overflow holds no more. */
const MOST_BEHIND = 5;

/**
 * @param diagnosis of the query, read as a bounce; null where none is in it
 * @param shared whether this is the copy for the channel, which needs no button to share it
 * @returns null where nothing answers
 */
export function answerQuery(
  { lookup, catalog, patience }: Context,
  query: string,
  diagnosis: Diagnosis | null,
  shared: boolean,
): VerdictReply | null {
  return queryReply(query, lookup.find(query), diagnosis, catalog, shared, patience);
}

/** @returns the answer, the command that does what is bidden, or what comes close to what was asked; never silence */
export function replyToQuery(
  context: Context,
  query: string,
  diagnosis: Diagnosis | null,
  shared: boolean,
): Reply {
  const command = bidden(query);
  return (
    (command && biddenReply(command)) ??
    answerQuery(context, query, diagnosis, shared) ??
    closestReply(context.lookup.find(query), context.catalog) ??
    unknownQueryReply()
  );
}

/** A bounce as people paste them, from nobody: RFC 2606 keeps the domain for examples. */
const EXAMPLE = '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown';

/** @returns how a bounce is answered, for somebody who has never seen it; nothing is written down */
export async function exampleOf({ explain, catalog, patience }: Context): Promise<VerdictReply | null> {
  const [diagnosis] = (await explain(EXAMPLE, { asked: true })).diagnoses;
  return diagnosis ? exampleReply(verdictReply(diagnosis, catalog, null, patience)) : null;
}

export const namesRecipient = ({ bounce }: Diagnosis): boolean => bounce.recipient !== null;
