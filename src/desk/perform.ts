/** Does a deed, and sees to it that everybody sees it. */
import { act, type Case, type Deed, findCase } from '../cases/index.ts';
import { type Owing, owe, oweUpdates } from '../mailroom/index.ts';
import { textOf } from '../replies/index.ts';
import { type Store, transaction } from '../store/index.ts';
import type { Action, Outcome } from './contract.ts';
import { NOTHING, refuse } from './outcome.ts';
import type { Room } from './room.ts';
import { verdictOf } from './verdicts.ts';

export const GONE = refuse('I no longer have this case. Paste the bounce again to open a new one.');

/** Who does it, to which case, where. */
type Doing = Pick<Action, 'target' | 'actor' | 'place' | 'ref'>;

/**
 * Does the deed; in the same transaction it becomes owed that everybody sees it.
 * @param postTo a channel that the case is posted to as well; null: none
 */
export async function perform(room: Room, doing: Doing, deed: Deed, postTo: string | null): Promise<Outcome> {
  const { target, actor, place } = doing;
  const now = room.now().getTime();
  const from = { platform: place.platform, channel: place.channel };
  const fingerprint = await room.fingerprint();
  const done = await transaction(room.store, async (tx) => {
    const acted = await act(tx, target, deed, actor, from, now, fingerprint);
    if (acted === null) return null;
    const post = await postOf(tx, doing);
    if (acted.auditId !== null) await tell(tx, doing, deed, acted.auditId, post, postTo, now);
    return { acted, seenTo: post !== undefined };
  });
  if (done === null) return GONE;
  const update = await verdictOf(room, done.acted.case);
  const late = done.acted.auditId === null;
  return {
    ...NOTHING,
    // Where nothing changed, an old look is brought up to date all the same.
    update: done.seenTo && !late ? null : update,
    notice: late ? lateNotice(done.acted.case, update.state && textOf(update.state)) : null,
  };
}

type Post = { readonly channel: string; readonly message_id: string };

async function postOf(tx: Store, { actor, ref }: Doing): Promise<Post | undefined> {
  if (ref === null) return undefined;
  return tx
    .selectFrom('posts')
    .select(['channel', 'message_id'])
    .where('team', '=', actor.team)
    .where('ref', '=', ref)
    .executeTakeFirst();
}

/** Every message that shows the case changes, and the thread of the one that was pressed gets a line. */
async function tell(
  tx: Store,
  { target: caseId, actor: { team }, place: { platform, channel } }: Doing,
  deed: Deed,
  auditId: string,
  post: Post | undefined,
  postTo: string | null,
  now: number,
): Promise<void> {
  await oweUpdates(tx, team, caseId, now);
  const owings: Owing[] = [];
  if (post) {
    const { channel: where, message_id: messageId } = post;
    owings.push({ kind: 'line', body: { auditId }, team, platform, channel: where, messageId });
  }
  if (deed.do === 'snooze') {
    const body = { caseId, until: deed.until };
    owings.push({ kind: 'wake', body, due: deed.until, team, platform, channel, messageId: null });
  }
  if (postTo !== null) {
    const body = { show: 'case', caseId } as const;
    owings.push({ kind: 'post', body, team, platform, channel: postTo, messageId: null });
  }
  await owe(tx, owings, null, now);
}

/** Somebody was first: say who, where two pressed at once. */
function lateNotice({ status }: Case, state: string | null): string {
  return status.kind === 'open' || state === null
    ? 'That was taken back already, or there is nothing to do.'
    : `Somebody was first: ${state}.`;
}

/** A snooze is over; nothing happens where it was ended, or begun anew, in the meantime. */
export async function wake(room: Room, caseId: string, team: string, until: number): Promise<void> {
  const now = room.now().getTime();
  const itself = { id: 'bounce-triage', name: 'Bounce Triage', team };
  const fingerprint = await room.fingerprint();
  await transaction(room.store, async (tx) => {
    const handled = await findCase(tx, team, caseId);
    if (handled?.status.kind !== 'snoozed' || handled.status.until !== until) return;
    const posts = await tx
      .selectFrom('posts')
      .selectAll()
      .where('team', '=', team)
      .where('case_id', '=', caseId)
      .orderBy('posted_at')
      .execute();
    const [first] = posts;
    const from = { platform: first?.platform ?? 'web', channel: first?.channel ?? '' };
    const acted = await act(tx, caseId, { do: 'wake' }, itself, from, now, fingerprint);
    if (!acted?.auditId || !first) return;
    await oweUpdates(tx, team, caseId, now);
    const line = { kind: 'line', body: { auditId: acted.auditId }, messageId: first.message_id } as const;
    await owe(tx, [{ ...line, team, platform: first.platform, channel: first.channel }], null, now);
  });
}
