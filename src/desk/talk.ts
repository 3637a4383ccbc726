/**
 * What somebody wants who speaks to the bot and pastes no bounce: to know what a code means, to have the message
 * explained below which they write, or nothing. Of talk that is none of these there is never a verdict.
 */
import { type Told, toldCases } from '../cases/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { addressesIn, isWorthReading } from '../intake/index.ts';
import type { About, Message } from '../queue/index.ts';
import { isOutage, type Store } from '../store/index.ts';
import {
  asksWhat,
  bidden,
  isAsking,
  isCourtesy,
  isThanks,
  opensAsking,
  tellsOfRefusal,
  withoutCourtesy,
} from '../talk/index.ts';
import type { Context } from './context.ts';
import type { Heard } from './filing.ts';

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
  const looked = { kind: 'words', content: { show: 'lookup', query }, told: NOTHING } as const;
  const command = bidden(query);
  if (command === null && text !== '' && asksWhat(context, query, diagnosis)) return looked;
  if (isThanks(text)) return { kind: 'nothing', told: NOTHING };
  const asked = { ...looked, once: `help~${about?.id ?? message.id}~${command?.verb} ${command?.about}` };
  if (command?.isOfCase === false) return asked;
  const known = await knownOf(context, place.team, text, about ?? null);
  if (known.length > 0) {
    return isAsking(text)
      ? { kind: 'known', caseIds: known.slice(0, MOST_KNOWN), told: NOTHING }
      : { kind: 'nothing', told: NOTHING };
  }
  if (command !== null) return asked;
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
