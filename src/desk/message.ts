/** Messages: what is in them is read, judged, written down as cases, and answered once. */
import { itself } from '../audit/index.ts';
import {
  type Filed,
  type Filing,
  fileRecalled,
  problemsIn,
  recallTold,
  type Told,
  toldCases,
  toldCasesOf,
  withoutSilenced,
} from '../cases/index.ts';
import { checkInputOf } from '../escalation/index.ts';
import { isWorthReading, type OtherReport } from '../intake/index.ts';
import {
  type Content,
  type Delivery,
  enqueue,
  enqueueUpdates,
  inboxId,
  type Message,
  settle,
} from '../queue/index.ts';
import {
  helpReply,
  noBounceReply,
  otherReportsReply,
  quotesOurAnswer,
  type Reply,
  unsavedReply,
  verdictReply,
} from '../replies/index.ts';
import { isOutage, type Store, transaction } from '../store/index.ts';
import { enqueueCheck } from './check.ts';
import { type Context, quietHoursOf, type Step, whereOf } from './context.ts';
import type { Answer, Desk } from './contract.ts';
import { deliveryOf } from './delivery.ts';
import { fileEdited } from './edit.ts';
import { answerQuery, namesRecipient } from './question.ts';
import { awaitQuiet, noteSpike } from './spikes.ts';
import { MOST_ANSWERS, repliesTo } from './verdicts.ts';

const AGAIN: Answer = { deliveries: [], aside: [], repeat: true };

/** @returns whether a message is to be read at all. Nearly all talk ends here, without a look into the store */
export async function isForUs(
  context: Context,
  { id, heard, text, hasFiles, bot, edit, place }: Parameters<Desk['isForUs']>[0],
): Promise<boolean> {
  if (heard === 'asked') return true;
  if (edit !== null && (await wasAnswered(context, place.team, id))) return true;
  if (heard === 'watching' && (quotesOurAnswer(text) || !(hasFiles || isWorthReading(text)))) return false;
  const { watch, bots } = await context.channel(place.team, place.channel);
  if (bot !== null && !bots.includes(bot)) return false;
  return heard === 'mentioned' ? watch !== 'off' : watch === 'always';
}

/** While the store is down nobody knows, and an edit is no reason to answer again. */
export async function wasAnswered({ store }: Context, team: string, id: string): Promise<boolean> {
  try {
    return (await toldCases(store, { team, id })).length > 0;
  } catch (error) {
    if (!isOutage(error)) throw error;
    return false;
  }
}

/** What a message holds. */
type Heard =
  | { readonly kind: 'nothing' }
  /** Words to answer, not a bounce. */
  | { readonly kind: 'words'; readonly content: Content; readonly told: Told }
  | {
      readonly kind: 'bounces';
      readonly told: Told;
      readonly others: readonly OtherReport[];
      readonly left: string | null;
    };

/** @param message for which `isForUs` was asked when it came in */
async function hear(context: Context, message: Message): Promise<Heard> {
  const { heard } = message;
  const asked = heard !== 'watching';
  const text = message.text.trim();
  const readings = await Promise.all([
    context.explain(text, { asked }),
    ...message.files.map(({ name, bytes }) => context.explain(bytes, { asked, name })),
  ]);
  const noticed = readings.some((reading) => reading.noticed);
  if (!asked && !noticed) return { kind: 'nothing' };
  const diagnoses = readings.flatMap((reading) => reading.diagnoses);
  // Nobody needs a DMARC report explained who didn't ask.
  const others = asked ? readings.flatMap((reading) => reading.others) : [];
  const told: Told = {
    diagnoses,
    deliveries: readings.flatMap((reading) => reading.deliveries),
    messages: readings.flatMap((reading) => reading.messages),
  };
  const words = (content: Content): Heard => ({ kind: 'words', content, told: { ...told, diagnoses: [] } });
  if (heard === 'mentioned' && !noticed && others.length === 0 && !diagnoses.some(namesRecipient)) {
    if (text === '') return words({ show: 'help' });
    if (answerQuery(context, text, readings[0]?.diagnoses[0] ?? null, true)) {
      return words({ show: 'lookup', query: text });
    }
  }
  const left = joinedLefts(readings.map((reading) => reading.left));
  if (diagnoses.length > 0) return { kind: 'bounces', told, others, left };
  return others.length > 0
    ? words({ show: 'other-reports', reports: [...others].map(copied), left })
    : words({ show: 'no-bounce', left });
}

/** As it is kept in the queue. */
const copied = ({ title, lines }: OtherReport): { title: string; lines: string[] } => ({
  title,
  lines: [...lines],
});

/** @returns all that was left out, each sentence once */
function joinedLefts(lefts: readonly (string | null)[]): string | null {
  const all = [...new Set(lefts.filter((left) => left !== null))];
  return all.length > 0 ? all.join(' ') : null;
}

export async function answerMessage(context: Context, message: Message): Promise<Answer> {
  const { store } = context;
  const { team } = message.place;
  const heard = await hear(context, message);
  const told = heard.kind === 'nothing' ? NOTHING_TOLD : await spoken(context, message, heard.told);
  const delivered = {
    team,
    id: inboxId(message),
    platform: message.place.platform,
    channel: message.place.channel,
  };
  const now = context.now().getTime();
  // Read before the transaction: a spike may escalate in it.
  await context.fingerprint();
  const rows = await transaction(store, async (tx) => {
    if (!(await settle(tx, delivered, now))) return null;
    const contents = await contentsFor(context, tx, message, heard, told, now);
    const jobs = contents.map((body) => ({
      kind: 'post' as const,
      body,
      team,
      platform: message.place.platform,
      channel: message.place.channel,
      messageId: message.id,
    }));
    return enqueue(tx, jobs, context.holder, now);
  });
  if (rows === null) return message.heard === 'asked' ? answerAgain(context, message, heard) : AGAIN;
  const deliveries: Delivery[] = [];
  for (const row of rows) {
    const delivery = await deliveryOf(context, row);
    if (delivery) deliveries.push(delivery);
  }
  return { deliveries, aside: [], repeat: false };
}

const otherContents = (others: readonly OtherReport[]): readonly Content[] =>
  others.length > 0 ? [{ show: 'other-reports', reports: others.map(copied), left: null }] : [];

/** @returns what a message tells, without what somebody said is no bounce, unless it was asked about */
async function spoken({ store }: Context, { heard, place }: Message, told: Told): Promise<Told> {
  if (heard !== 'watching') return told;
  const { diagnoses } = told;
  return {
    ...told,
    diagnoses: await withoutSilenced(store, place.team, diagnoses, ({ bounce }) => bounce.excerpt),
  };
}

/** Writes down what a message tells. @returns what is to be posted for it */
async function contentsFor(
  context: Context,
  tx: Store,
  message: Message,
  heard: Heard,
  told: Told,
  now: number,
): Promise<readonly Content[]> {
  const { edit, id, place } = message;
  const before = edit === null ? [] : await toldCases(tx, { team: place.team, id });
  const recalled = await recallTold(tx, place.team, told, context.catalog, now);
  const filing =
    before.length > 0
      ? await fileEdited(context, tx, message, before, recalled, now)
      : await fileRecalled(tx, { team: place.team, id }, recalled, quietHoursOf(context), now);
  for (const caseId of filing?.settled ?? []) await enqueueUpdates(tx, place.team, caseId, now);
  for (const one of filing?.named ?? []) {
    const step = { caseId: one.caseId, by: itself(place.team), at: new Date(now), place: whereOf(place) };
    await enqueueUpdates(tx, place.team, one.caseId, now);
    await noteSpike(context, tx, one, step);
  }
  if (heard.kind === 'words' && edit === null) return [heard.content];
  if (filing === null || heard.kind !== 'bounces') return [];
  const left = joinedLefts([heard.left, filing.left]);
  return [...(await answersTo(context, tx, message, filing, left, now)), ...otherContents(heard.others)];
}

const NOTHING_TOLD: Told = { diagnoses: [], deliveries: [], messages: [] };

/** @returns what is to be posted about the bounces that were filed */
async function answersTo(
  context: Context,
  tx: Store,
  { place }: Message,
  { filed }: Filing,
  left: string | null,
  now: number,
): Promise<readonly Content[]> {
  for (const [i, one] of filed.entries()) {
    const { caseId, how } = one;
    if (how !== 'new') await enqueueUpdates(tx, place.team, caseId, now);
    const step = { caseId, by: itself(place.team), at: new Date(now), place: whereOf(place) };
    if (one.isTrouble && how !== 'again') await awaitQuiet(context, tx, step);
    if (one.side === 'sender' && one.known < one.told) await noteSpike(context, tx, one, step);
    if (how === 'new' && i < MOST_ANSWERS) await checkByItself(context, tx, one, step);
  }
  const answers: Content[] = [];
  for (const one of filed.slice(0, MOST_ANSWERS)) answers.push(await contentFor(tx, one, place));
  const repeats = filed.some(({ told, known }) => known > 0 && told > 1);
  const needsSummary = filed.length > 1 || left !== null || repeats;
  return needsSummary ? [{ show: 'summary', left }, ...answers] : answers;
}

/** DNS is looked at when a case is opened, where that is switched on. */
async function checkByItself(
  { escalation, catalog }: Context,
  tx: Store,
  { diagnosis }: Filed,
  step: Step,
): Promise<void> {
  if (!escalation.autoCheck || checkInputOf(diagnosis, catalog) === null) return;
  await enqueueCheck(tx, step, null);
}

/** A case that this channel has an answer about already needs no second one, unless it means something else now. */
async function contentFor(
  tx: Store,
  { caseId, how, changed }: Filed,
  place: Message['place'],
): Promise<Content> {
  if (how === 'new' || changed) return { show: 'case', caseId };
  const answered = await tx
    .selectFrom('posts')
    .select('ref')
    .where('team', '=', place.team)
    .where('case_id', '=', caseId)
    .where('channel', '=', place.channel)
    .limit(1)
    .executeTakeFirst();
  return answered ? { show: 'again', caseId, reopened: how === 'reopened' } : { show: 'case', caseId };
}

/** Somebody asked about a message that was answered before: they get the answer for themselves. */
async function answerAgain(context: Context, message: Message, heard: Heard): Promise<Answer> {
  const cases = await toldCasesOf(context.store, message.place.team, message.id);
  if (cases.length > 0) return { ...AGAIN, aside: await repliesTo(context, cases) };
  if (heard.kind === 'words' && heard.content.show === 'other-reports')
    return { ...AGAIN, aside: [otherReportsReply(heard.content.reports, heard.content.left)] };
  const left = heard.kind === 'bounces' ? heard.left : null;
  return { ...AGAIN, aside: [noBounceReply(left)] };
}

/** For somebody who waits. */
export async function answerNow(context: Context, message: Message): Promise<Answer> {
  try {
    return await answerMessage(context, message);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { deliveries: [], aside: await answerUnsaved(context, message), repeat: false };
  }
}

/** Nothing can be written down: what it means is told all the same, and that there is no case. */
export async function answerUnsaved(context: Context, message: Message): Promise<readonly Reply[]> {
  const heard = await hear(context, message);
  if (heard.kind === 'nothing') return [];
  if (heard.kind === 'words') {
    const { content } = heard;
    if (content.show === 'help') return [helpReply()];
    if (content.show === 'lookup') {
      const reply = answerQuery(context, content.query, null, true);
      return reply ? [reply] : [];
    }
    if (content.show === 'other-reports') return [otherReportsReply(content.reports, content.left)];
    return [noBounceReply(content.show === 'no-bounce' ? content.left : null)];
  }
  return problemsIn(heard.told.diagnoses, context.catalog, context.now().getTime())
    .slice(0, MOST_ANSWERS)
    .map(({ diagnosis }) => unsavedReply(verdictReply(diagnosis, context.catalog, null, context.patience)));
}

/** @param apology whether somebody waits for an answer and is to be told that there is none */
export async function dismiss(
  { store, now }: Context,
  { id, place }: Pick<Message, 'id' | 'place'>,
  apology: boolean,
): Promise<void> {
  const at = now().getTime();
  const { team, platform, channel } = place;
  await transaction(store, async (tx) => {
    if (!(await settle(tx, { team, id, platform, channel }, at)) || !apology) return;
    const sorry = { kind: 'post', body: { show: 'sorry' }, messageId: id } as const;
    await enqueue(tx, [{ ...sorry, team, platform, channel }], null, at);
  });
}
