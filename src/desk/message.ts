/** Messages: what is in them is read, judged, written down as cases, and answered once. */
import {
  isLarge,
  prepareTold,
  problemsAlone,
  type Told,
  toldCases,
  toldCasesOf,
  withoutSilenced,
} from '../cases/index.ts';
import type { Explained } from '../diagnosis/index.ts';
import { giveWay } from '../give-way.ts';
import { isWorthReading, mayBeText, unreadWords } from '../intake/index.ts';
import {
  type Content,
  type Delivery,
  enqueue,
  inboxId,
  type Message,
  type OutboxRow,
  settle,
} from '../queue/index.ts';
import {
  deliveredReply,
  helpReply,
  isOwnAnswer,
  noBounceReply,
  notedReply,
  otherReportsReply,
  ownAnswerReply,
  pasteHereReply,
  plain,
  quotesOurAnswer,
  type Reply,
  unreadReply,
  unsavedReply,
  verdictReply,
} from '../replies/index.ts';
import { isOutage, LONG_PATIENCE, type Store, transaction } from '../store/index.ts';
import { bidden, isMereTalk, tellsOfRefusal } from '../talk/index.ts';
import { keepBeside, noteAhead, type Taking } from './ahead.ts';
import type { Context } from './context.ts';
import type { Answer, Desk } from './contract.ts';
import { deliveryOf } from './delivery.ts';
import { copied, type Heard, owedFor } from './filing.ts';
import { joinedLefts } from './lefts.ts';
import { manyUnsaved, replyAgain } from './many.ts';
import { namesRecipient, replyToQuery } from './question.ts';
import { hearTalk } from './talk.ts';

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

/**
 * @param message for which `isForUs` was asked when it came in
 * @param beside takes what it tells beside its bounces
 */
async function hear(context: Context, message: Message, beside: Taking): Promise<Heard> {
  const { heard } = message;
  const asked = heard !== 'watching';
  const text = message.text.trim();
  if (isOurs(text, message)) return OWN_ANSWER;
  const { readings, left: tooMuch } = await readingsOf(context, { ...message, text }, asked, beside);
  const noticed = readings.some((reading) => reading.noticed);
  const diagnoses = readings.flatMap((reading) => reading.diagnoses);
  // Nobody needs a DMARC report explained who didn't ask.
  const others = asked ? readings.flatMap((reading) => reading.others) : [];
  const delivered = beside.arrived();
  const told: Told = { diagnoses, ...(await beside.rest()) };
  const words = (content: Content): Heard => ({ kind: 'words', content, told: { ...told, diagnoses: [] } });
  if (!asked && !noticed) {
    const left = text === '' ? joinedLefts([handedOver(message, readings), tooMuch]) : null;
    return left === null
      ? { kind: 'nothing', told: { ...told, diagnoses: [] } }
      : words({ show: 'unread', left, all: tooMuch === null || readings.length === 1 });
  }
  const unread = joinedLefts([...leftsOf(readings, true), unreadWords(message.unread ?? [])]);
  const isFileAlone = text === '' && unread !== null;
  const isTalk =
    !noticed &&
    others.length === 0 &&
    readings.slice(1).every(({ nothing }) => nothing !== undefined) &&
    tooMuch === null &&
    delivered === null &&
    !isFileAlone;
  const [first = null] = diagnoses;
  if (heard === 'mentioned' && isTalk && !(diagnoses.some(namesRecipient) && tellsOfRefusal(text, first))) {
    const answer = await hearTalk(context, message, first, (other) => hear(context, other, beside));
    return unread === null ? answer : withUnread(answer, unread);
  }
  const left = joinedLefts([...leftsOf(readings, false), tooMuch, unread]);
  if (isTalk && (diagnoses.length === 0 || isMereTalk(context, text, diagnoses))) {
    return words(
      bidden(text) === null ? nothingIn(readings, message, left) : { show: 'lookup', query: text },
    );
  }
  if (diagnoses.length > 0) return { kind: 'bounces', told, others, left };
  if (others.length > 0) return words({ show: 'other-reports', reports: [...others].map(copied), left });
  return words(
    delivered === null
      ? nothingIn(readings, message, left, tooMuch !== null)
      : { show: 'no-bounce', left, delivered },
  );
}

/** Characters of words that come with a file, and are nothing to look for a bounce in by themselves. */
const CAPTION = 200;

/**
 * What is said where no bounce is found: nothing can be said about what wasn't read.
 * @param readings of the words, then of each file
 * @param left what was left out, in plain words
 * @param isTooMuch whether there were more files than are read
 */
function nothingIn(
  [words, ...files]: readonly Explained[],
  { text, unread = [] }: Pick<Message, 'text' | 'unread'>,
  left: string | null,
  isTooMuch = false,
): Content {
  const wasRead = ({ nothing, left }: Explained): boolean =>
    nothing === 'empty' || (nothing === undefined && left === null);
  const isWhole = !isTooMuch && unread.length === 0 && [...(words ? [words] : []), ...files].every(wasRead);
  if (left === null || isWhole) return { show: 'no-bounce', left };
  const isAll = text.length <= CAPTION && files.every(({ nothing }) => nothing !== undefined);
  return { show: 'unread', left: isAll ? left : `${left} In the rest I see no bounce.`, all: isAll };
}

const OWN_ANSWER: Heard = {
  kind: 'words',
  content: { show: 'own-answer' },
  told: { diagnoses: [], deliveries: [], messages: [] },
};

/** What we said tells of no bounce that we don't know. */
const isOurs = (text: string, { files }: Pick<Message, 'files'>): boolean =>
  quotesOurAnswer(text) || (files.length > 0 && files.every(({ bytes }) => isOwnAnswer(bytes)));

/** Reads the words and the files one after the other: others get their turn between them. */
async function readingsOf(
  { explain, room }: Context,
  message: Message,
  asked: boolean,
  beside: Taking,
): Promise<{
  /** The words' own, and one for each file. */
  readonly readings: readonly Explained[];
  /** That there are more files than are read. */
  readonly left: string | null;
}> {
  const { team, channel } = message.place;
  const from = `${team} ${channel}`;
  const { files, left, leave } = room.enter(message);
  try {
    const readings = [await beside.take(await explain(message.text, { asked, from }))];
    for (const { name, bytes } of files) {
      await giveWay();
      readings.push(await beside.take(await explain(bytes, { asked, name, from })));
    }
    return { readings, left };
  } finally {
    leave();
  }
}

/** @returns what was left of those that told nothing at all, or of the others */
const leftsOf = (readings: readonly Explained[], ofNothing: boolean): readonly (string | null)[] =>
  readings.filter(({ nothing }) => (nothing !== undefined) === ofNothing).map(({ left }) => left);

/**
 * Who puts a mail, a log or those packed into a channel that is watched, without a word, wants it read. A picture or
 * whatever else by its name is none of our business.
 * @returns why nothing of them could be read; null where there is no such file
 */
const handedOver = ({ unread = [] }: Message, readings: readonly Explained[]): string | null =>
  joinedLefts([
    ...readings.flatMap(({ nothing, left }) => (nothing === 'unread' ? left : [])),
    unreadWords(unread.filter(({ name }) => mayBeText({ name, type: null }, false))),
  ]);

/**
 * Thanks with a picture below them need no answer. To whom nothing can be said but how to use the bot, what they handed
 * over and why it wasn't read is the answer.
 */
function withUnread(heard: Heard, unread: string): Heard {
  if (heard.kind === 'nothing') return heard;
  if (heard.kind === 'words' && (heard.content.show === 'help' || heard.content.show === 'paste-here'))
    return { kind: 'words', content: { show: 'unread', left: unread, all: true }, told: heard.told };
  return heard.kind === 'bounces'
    ? { ...heard, left: joinedLefts([heard.left, unread]) }
    : { ...heard, unread };
}

type NoBounce = Extract<Content, { show: 'no-bounce' }>;

const noBounce = ({ left, delivered }: NoBounce): Reply =>
  delivered ? deliveredReply(delivered, left) : noBounceReply(left);

/** A message whose files were read: they take much, and are needed no more. */
type Heeded = Omit<Message, 'files'>;

export function answerMessage(context: Context, message: Message): Promise<Answer> {
  // What waits for the rest holds this, and not the files.
  const { files, ...heeded } = message;
  const at = context.now().getTime();
  const delivered = { team: message.place.team, id: inboxId(message) };
  return hear(context, message, noteAhead(context, delivered, message, at)).then(async (heard) => {
    const told = await spoken(context, heeded, heard.told);
    const answer = (): Promise<Answer> => answerHeard(context, heeded, heard, { ...told, at });
    return isLarge(told) ? context.oneByOne(answer) : answer();
  });
}

/** @param told.at when the message was heard, in milliseconds since 1970: reading it may have taken a while since */
async function answerHeard(
  context: Context,
  message: Heeded,
  heard: Heard,
  told: Told & { readonly at: number },
): Promise<Answer> {
  const { store } = context;
  const { team } = message.place;
  const delivered = {
    team,
    id: inboxId(message),
    platform: message.place.platform,
    channel: message.place.channel,
  };
  const now = context.now().getTime();
  // Read before the transaction: a spike may escalate in it.
  await context.fingerprint();
  const prepared = await prepareTold(told, context.catalog, told.at);
  const file = async (tx: Store): Promise<readonly OutboxRow[] | null> => {
    if (!(await settle(tx, delivered, now))) return null;
    if (heard.kind === 'words' && heard.once && !(await settle(tx, { ...delivered, id: heard.once }, now)))
      return [];
    const { contents, lines } = await owedFor(context, tx, message, heard, prepared, now);
    const { platform, channel } = message.place;
    const thread = { team, platform, channel, messageId: message.id };
    const posts = contents.map((body) => ({ kind: 'post' as const, body, ...thread }));
    const owed = await enqueue(tx, posts, context.holder, now);
    const said = lines.map((auditId) => ({ kind: 'line' as const, body: { auditId }, ...thread }));
    await enqueue(tx, said, null, now);
    return owed;
  };
  const rows = await transaction(store, file, LONG_PATIENCE);
  if (rows === null) return message.heard === 'asked' ? answerAgain(context, message, heard) : AGAIN;
  const deliveries: Delivery[] = [];
  for (const row of rows) {
    const delivery = await deliveryOf(context, row);
    if (delivery) deliveries.push(delivery);
  }
  return { deliveries, aside: [], repeat: false };
}

/** @returns what a message tells, without what somebody said is no bounce, unless it was asked about */
async function spoken({ store }: Context, { heard, place }: Heeded, told: Told): Promise<Told> {
  if (heard !== 'watching') return told;
  const { diagnoses } = told;
  return {
    ...told,
    diagnoses: await withoutSilenced(store, place.team, diagnoses, ({ bounce }) => bounce.excerpt),
  };
}

/** Somebody asked about a message that was answered before: they get the answer for themselves. */
async function answerAgain(context: Context, message: Heeded, heard: Heard): Promise<Answer> {
  const cases = await toldCasesOf(context.store, message.place.team, message.id);
  if (cases.length > 0)
    return {
      ...AGAIN,
      aside: await replyAgain(context, { team: message.place.team, id: message.id }, cases),
    };
  if (heard.kind === 'words' && heard.content.show === 'other-reports')
    return { ...AGAIN, aside: [otherReportsReply(heard.content.reports, heard.content.left)] };
  if (heard.kind === 'words' && heard.content.show === 'no-bounce')
    return { ...AGAIN, aside: [noBounce(heard.content)] };
  if (heard.kind === 'words' && heard.content.show === 'unread')
    return { ...AGAIN, aside: [unreadReply(heard.content)] };
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
  const heard = await hear(context, message, keepBeside());
  if (heard.kind === 'nothing' || heard.kind === 'known') return [];
  if (heard.kind === 'words') {
    const { content, unread } = heard;
    const more = unread === undefined ? [] : [unreadReply({ left: unread })];
    return [unsavedWords(context, content), ...more];
  }
  const problems = await problemsAlone(heard.told, context.catalog, context.now().getTime());
  const [only, ...others] = problems;
  if (only === undefined) return [];
  if (others.length > 0) return [manyUnsaved(context, problems, heard.left)];
  const reply = unsavedReply(verdictReply(only.diagnosis, context.catalog, null, context.patience));
  return [heard.left === null ? reply : notedReply(reply, plain(heard.left))];
}

function unsavedWords(context: Context, content: Content): Reply {
  switch (content.show) {
    case 'help':
      return helpReply();
    case 'own-answer':
      return ownAnswerReply();
    case 'paste-here':
      return pasteHereReply();
    case 'lookup':
      return replyToQuery(context, content.query, null, true);
    case 'other-reports':
      return otherReportsReply(content.reports, content.left);
    case 'no-bounce':
      return noBounce(content);
    case 'unread':
      return unreadReply(content);
    default:
      return noBounceReply(null);
  }
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
