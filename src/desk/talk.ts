/**
 * What somebody wants who speaks to the bot and pastes no bounce: to know what a code means, to have the message
 * explained below which they write, or nothing. Of talk that is none of these there is never a verdict.
 */
import { type Told, toldCases } from '../cases/index.ts';
import type { LookupResult, ReasonId } from '../catalog/index.ts';
import { type Diagnosis, isOfMail, saysWhat } from '../diagnosis/index.ts';
import { addressesIn, isWorthReading } from '../intake/index.ts';
import type { About, Message } from '../queue/index.ts';
import { isOutage, type Store } from '../store/index.ts';
import { isAsking, isOnlyTold, isThanks, opensAsking } from './asking.ts';
import type { Context } from './context.ts';
import { isCourtesy, withoutCourtesy } from './courtesy.ts';
import type { Heard } from './filing.ts';
import { hasBothCodes, isNumber, tellsOfRefusal } from './of-mail.ts';

/** Cases that are named in answer to one question. */
const MOST_KNOWN = 3;

const NOTHING: Told = { diagnoses: [], deliveries: [], messages: [] };

/**
 * @param message somebody's, who spoke to us; no bounce is in it
 * @param diagnosis of its words, where they say something all the same
 * @param hear reads another message as one that somebody asked about
 */
export async function hearTalk(
  context: Context,
  message: Message,
  diagnosis: Diagnosis | null,
  hear: (other: Message) => Promise<Heard>,
): Promise<Heard> {
  const { about, place } = message;
  const text = message.text.trim();
  if (isCourtesy(text)) return { kind: 'nothing', told: NOTHING };
  if (text.toLowerCase() === 'help') return help(null);
  const query = withoutCourtesy(text, opensAsking);
  if (text !== '' && asksOf(context, query, diagnosis)) {
    return { kind: 'words', content: { show: 'lookup', query }, told: NOTHING };
  }
  if (isThanks(text)) return { kind: 'nothing', told: NOTHING };
  const known = await knownOf(context, place.team, text, about ?? null);
  if (known.length > 0) {
    return isAsking(text)
      ? { kind: 'known', caseIds: known.slice(0, MOST_KNOWN), told: NOTHING }
      : { kind: 'nothing', told: NOTHING };
  }
  const once = `help~${about?.id ?? message.id}`;
  const read = (await about?.read()) ?? 'gone';
  if (read === 'refused') return { kind: 'words', content: { show: 'paste-here' }, once, told: NOTHING };
  if (read === 'gone') return help(once);
  const heard = await hear({ ...message, ...read, heard: 'asked' });
  return isNoBounce(heard) ||
    (heard.kind === 'bounces' && read.files.length === 0 && isTalk(read.text, heard))
    ? help(once)
    : heard;
}

const isNoBounce = (heard: Heard): boolean =>
  heard.kind === 'words' &&
  heard.content.show === 'no-bounce' &&
  !heard.content.delivered &&
  !heard.content.left;

/** @returns whether a message was read as a bounce only because somebody asked about it */
const isTalk = (text: string, { told }: Heard): boolean =>
  !isWorthReading(text) && !told.diagnoses.some((diagnosis) => tellsOfRefusal(text, diagnosis));

const help = (once: string | null): Heard => ({
  kind: 'words',
  content: { show: 'help' },
  ...(once === null ? {} : { once }),
  told: NOTHING,
});

/** @returns whether the text asks what something means that the catalog knows, or names a code that it doesn't */
function asksOf({ lookup, catalog }: Context, text: string, diagnosis: Diagnosis | null): boolean {
  const { codes, meant, entries } = lookup.find(text);
  if (codes.enhanced !== null || codes.reply !== null) {
    const isAlone = codes.words.length === 0;
    if (isAlone || hasBothCodes(text)) return true;
    return !isNumber(text) && !isOnlyTold(text) && isSpokenOf(codes, text, catalog);
  }
  if (isOnlyTold(text) && (diagnosis?.provider ?? null) === null) return false;
  if (saysWhat(diagnosis) && diagnosis?.category !== 'info' && isOfMail(text)) return true;
  if (namesTag(codes, entries)) return true;
  const [best] = meant;
  if (best === undefined || (VAGUE.has(best.reason) && !isOfMail(text))) return false;
  return codes.words.length > 1 || codes.beside === 0;
}

/** What people say of anything: "try again later". */
const VAGUE: ReadonlySet<ReasonId> = new Set(['on-hold', 'system-error', 'undefined']);

/** A detail of two digits or more is no version's or time's. */
const LONG_DETAIL = /\.\d{2,3}$/;

/** @returns whether words beside a code say that it is a mail server's */
const isSpokenOf = (
  { enhanced, words }: LookupResult['codes'],
  text: string,
  { providers }: Context['catalog'],
): boolean =>
  LONG_DETAIL.test(enhanced ?? '') ||
  isOfMail(text) ||
  [...providers].some(([id, { name }]) => words.includes(id) || words.includes(firstOf(name)));

const firstOf = (name: string): string => /^[\p{L}\p{N}.-]+/u.exec(name.toLowerCase())?.[0] ?? name;

/** One word with a digit that is a provider's tag, or looks like one. */
const namesTag = ({ words }: LookupResult['codes'], entries: LookupResult['entries']): boolean =>
  words.some((word) => /^(?=.*[a-z])[\x20-\x7e]*\d[\x20-\x7e]*$/.test(word)) &&
  entries[0]?.tags.length !== 0 &&
  entries.length > 0;

/** @returns the cases of the address that is asked about, else those that the other message told or our answer shows */
async function knownOf(
  { store }: Context,
  team: string,
  text: string,
  about: About | null,
): Promise<readonly string[]> {
  const [address, ...more] = new Set(addressesIn(text));
  try {
    const ofAddress = address && more.length === 0 ? await newestOf(store, team, address) : [];
    if (ofAddress.length > 0 || about === null) return ofAddress;
    const told = await toldCases(store, { team, id: about.id });
    return told.length > 0 ? [...new Set(told)] : await shownIn(store, team, about.id);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return [];
  }
}

/** @returns the case that bounced last of those that are about the address; none where there is no such case */
const newestOf = async (store: Store, team: string, address: string): Promise<readonly string[]> =>
  idsOf(
    await store
      .selectFrom('case_recipients as r')
      .innerJoin('cases as c', (join) => join.onRef('c.id', '=', 'r.case_id').onRef('c.team', '=', 'r.team'))
      .select('c.id as case_id')
      .where('r.team', '=', team)
      .where('r.address', '=', address)
      .orderBy('c.last_at', 'desc')
      .limit(1)
      .execute(),
  );

/** @returns the case that a message of ours shows, or those that it tells of */
async function shownIn(store: Store, team: string, ref: string): Promise<readonly string[]> {
  const post = await store
    .selectFrom('posts')
    .select(['case_id', 'shows', 'message_id'])
    .where('team', '=', team)
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!post) return [];
  return post.shows === 'many' ? toldCases(store, { team, id: post.message_id }) : [post.case_id];
}

const idsOf = (rows: readonly { readonly case_id: string }[]): readonly string[] =>
  rows.map(({ case_id }) => case_id);
