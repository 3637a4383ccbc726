/** Buttons and menus: who may, what it does, and what everybody sees of it. */
import {
  act,
  addressFile,
  type Case,
  type Deed,
  findCase,
  isCaseId,
  type Role,
  refusal,
  rulesOf,
  SNOOZES,
  snoozeUntil,
} from '../cases/index.ts';
import { owe, oweUpdates } from '../mailroom/index.ts';
import { maySuppress, textOf } from '../replies/index.ts';
import { isOutage, outageWords, transaction } from '../store/index.ts';
import type { Action, Outcome } from './contract.ts';
import { answerQuery } from './question.ts';
import type { Room } from './room.ts';
import { judge, openDossier, verdictOf } from './verdicts.ts';

const NOTHING: Outcome = { update: null, post: null, notice: null, file: null };
const refuse = (notice: string): Outcome => ({ ...NOTHING, notice });
const GONE = refuse('I no longer have this case. Paste the bounce again to open a new one.');

const EXPIRED = refuse(
  'The addresses of this case were removed because it is old. Paste the bounce again to open a new one.',
);

/** What a person must be for it; whatever isn't named takes a triager. */
const NEEDS: Partial<Record<Action['action'], Role>> = { share: 'viewer' };

/** @returns what became of it. While the store is down nothing is done, and it says so */
export async function takeAction(room: Room, action: Action): Promise<Outcome> {
  try {
    return await decide(room, action);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return refuse(`Not saved, nothing changed: ${outageWords(error)}. Please try again in a minute.`);
  }
}

async function decide(room: Room, action: Action): Promise<Outcome> {
  const { store } = room;
  const { actor, target } = action;
  const no = refusal(actor, NEEDS[action.action] ?? 'triager', await rulesOf(store, actor.team));
  if (no !== null) return refuse(no);
  if (action.action === 'share') return share(room, action);
  const before = await findCase(store, actor.team, target);
  if (before === null) return GONE;
  if (before.expired && (action.action === 'addresses' || action.action === 'suppress')) return EXPIRED;
  if (action.action === 'addresses') return { ...NOTHING, file: addressFile(before, before.reason) };
  const deed = deedFor(room, action);
  if (deed === null) return refuse('That is not among the choices any more. Nothing was changed.');
  if (deed.do === 'suppress') {
    const dossier = await openDossier(room, before);
    if (!maySuppress(dossier, judge(room, before))) {
      return refuse('This bounce is no ground to suppress an address.');
    }
  }
  return perform(room, action, deed);
}

function deedFor({ now }: Room, { action, choice, person }: Action): Deed | null {
  switch (action) {
    case 'snooze': {
      const snooze = SNOOZES.find((one) => one === choice);
      return snooze ? { do: 'snooze', until: snoozeUntil(snooze, now()) } : null;
    }
    case 'hand-over':
      return person && { do: 'hand-over', to: person };
    case 'escalate':
      return { do: 'escalate', note: choice };
    case 'share':
    case 'addresses':
      return null;
    default:
      return { do: action };
  }
}

/** Does the deed; in the same transaction it becomes owed that everybody sees it. */
async function perform(room: Room, { target, actor, place, ref }: Action, deed: Deed): Promise<Outcome> {
  const { store } = room;
  const { team } = actor;
  const now = room.now().getTime();
  const from = { platform: place.platform, channel: place.channel };
  const fingerprint = await room.fingerprint();
  const done = await transaction(store, async (tx) => {
    const acted = await act(tx, target, deed, actor, from, now, fingerprint);
    if (acted === null) return null;
    const post =
      ref === null
        ? undefined
        : await tx
            .selectFrom('posts')
            .select(['channel', 'message_id'])
            .where('team', '=', team)
            .where('ref', '=', ref)
            .executeTakeFirst();
    if (acted.auditId !== null) {
      await oweUpdates(tx, team, target, now);
      if (post) {
        const line = { kind: 'line', body: { auditId: acted.auditId }, messageId: post.message_id } as const;
        await owe(tx, [{ ...line, team, platform: place.platform, channel: post.channel }], null, now);
      }
      if (deed.do === 'snooze') {
        const wake = { kind: 'wake', body: { caseId: target, until: deed.until }, due: deed.until } as const;
        await owe(
          tx,
          [{ ...wake, team, platform: place.platform, channel: place.channel, messageId: null }],
          null,
          now,
        );
      }
    }
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

/** Somebody was first: say who, where two pressed at once. */
function lateNotice({ status }: Case, state: string | null): string {
  return status.kind === 'open' || state === null
    ? 'That was taken back already, or there is nothing to do.'
    : `Somebody was first: ${state}.`;
}

async function share(room: Room, { target, actor }: Action): Promise<Outcome> {
  const handled = isCaseId(target) ? await findCase(room.store, actor.team, target) : null;
  const asked = handled ? null : await room.explain(target, { asked: true });
  const shown = handled
    ? await verdictOf(room, handled)
    : answerQuery(room, target, asked?.diagnoses[0] ?? null, true);
  if (shown === null) return refuse('I can no longer find what this showed. Ask again, then share.');
  return { ...NOTHING, update: shown, post: shown };
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
