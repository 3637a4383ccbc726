/** Does a deed: the case, the suppression list and the audit change together or not at all. */
import { z } from 'zod';
import {
  type Actor,
  actorJson,
  actorOfJson,
  actorShape,
  type From,
  lastChange,
  REMARKS,
  writeDown,
} from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { type Fingerprint, type Signature, suppress, unsuppressCase } from '../suppressions/index.ts';
import { type Case, findCase } from './case.ts';
import { after, type Deed, type Standing, standingOf } from './deed.ts';
import { silence, unsilence } from './silence.ts';

/** The case as it stands now. `auditId`: of the entry, where it was this deed that brought it there, else null. */
export type Acted = { readonly case: Case; readonly auditId: string | null };

const standing = z.object({
  status: z.enum(['open', 'claimed', 'snoozed', 'escalated', 'resolved', 'dismissed']),
  owner: actorShape.nullable(),
  until: z.number().nullable(),
});

/** A change that somebody else made in between is looked at anew, this often. */
const TRIES = 5;

/**
 * @param store a transaction
 * @param now milliseconds since 1970
 * @returns null where the actor's team has no such case. Of two who do the same at once, one does it
 */
export async function act(
  store: Store,
  caseId: string,
  deed: Deed,
  actor: Actor,
  from: From,
  now: number,
  fingerprint: Fingerprint,
): Promise<Acted | null> {
  for (let i = 0; i < TRIES; i++) {
    const before = await findCase(store, actor.team, caseId);
    if (before === null) return null;
    const undone = deed.do === 'undo' ? await lastDone(store, before) : null;
    const next = deed.do === 'undo' ? (undone?.before ?? null) : after(deed, standingOf(before), actor);
    if (next === null) return { case: before, auditId: null };
    if (!(await change(store, before, next, actor, now))) continue;
    const auditId = await write(store, before, next, deed, actor, from, now);
    const done = deed.do === 'undo' ? `undo ${undone?.action}` : deed.do;
    const addresses = deed.do === 'suppress-some' ? deed.addresses : before.recipients;
    await follow(store, before, done, addresses, { by: actor, at: new Date(now), place: from }, fingerprint);
    return { case: (await findCase(store, actor.team, caseId)) as Case, auditId };
  }
  throw new Error('A case kept changing while it was to be changed.');
}

/** @returns false where it has changed since it was read */
async function change(
  store: Store,
  before: Case,
  next: Standing,
  actor: Actor,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('cases')
    .set({
      status: next.status,
      status_by: actorJson(actor),
      status_at: new Date(now).toISOString(),
      owner: next.owner && actorJson(next.owner),
      snoozed_until: next.until === null ? null : new Date(next.until).toISOString(),
      version: before.version + 1,
    })
    .where('team', '=', before.team)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function write(
  store: Store,
  before: Case,
  next: Standing,
  deed: Deed,
  actor: Actor,
  from: From,
  now: number,
): Promise<string> {
  const more =
    deed.do === 'escalate' && deed.note !== null
      ? { note: deed.note }
      : deed.do === 'suppress-some'
        ? { addresses: deed.addresses.length }
        : {};
  const { team, id: caseId } = before;
  const change = { before: standingOf(before), after: { ...next, ...more } };
  return writeDown(store, { team, by: actor, action: deed.do, caseId, ...change, place: from }, now);
}

/** What a deed does besides: on the suppression list, and to the passages that stay unanswered. */
async function follow(
  store: Store,
  { team, id, bounce, reason }: Case,
  done: string,
  addresses: readonly string[],
  signature: Signature,
  fingerprint: Fingerprint,
): Promise<void> {
  if (done === 'suppress' || done === 'suppress-some') {
    const evidence = bounce.diagnosticCode ?? bounce.excerpt;
    const what = { addresses, reason, evidence, source: 'case', caseId: id } as const;
    await suppress(store, fingerprint, team, what, signature);
  }
  if (done === 'undo suppress' || done === 'undo suppress-some')
    await unsuppressCase(store, team, id, signature);
  if (done === 'not-a-bounce')
    await silence(store, bounce.excerpt, id, signature.by, signature.at.toISOString());
  if (done === 'undo not-a-bounce' || done === 'reopen') await unsilence(store, team, id);
}

/** @returns what was done last and how the case stood before; null where that can't be taken back any more */
async function lastDone(
  store: Store,
  handled: Case,
): Promise<{ readonly action: string; readonly before: Standing } | null> {
  const last = await lastChange(store, handled);
  const before = standing.safeParse(last?.before);
  return last && before.success && last.action !== 'undo'
    ? { action: last.action, before: before.data }
    : null;
}

/** Words of the audit that stand for a deed, or for a case that came back by itself. */
const action = z.enum([
  'claim',
  'release',
  'hand-over',
  'snooze',
  'wake',
  'escalate',
  'resolve',
  'reopen',
  'suppress',
  'suppress-some',
  'not-a-bounce',
  'undo',
  'came-back',
  ...REMARKS,
]);

/** What an entry of the audit says was done to a case. */
export type Done = {
  readonly action: z.infer<typeof action>;
  readonly by: Actor;
  /** How many addresses it was done to. */
  readonly addresses: number;
  /** Who looks after it since. */
  readonly owner: Actor | null;
  /** Milliseconds since 1970: when a snooze ends. */
  readonly until: number | null;
  readonly note: string | null;
};

const outcome = z.object({
  owner: actorShape.nullish(),
  until: z.number().nullish(),
  note: z.string().nullish(),
  addresses: z.number().nullish(),
});

/** @returns null where there is no such entry, or it is about no case */
export async function deedOf(store: Store, team: string, auditId: string): Promise<Done | null> {
  const row = await store
    .selectFrom('audit')
    .select(['action', 'by', 'after', 'case_id'])
    .where('team', '=', team)
    .where('id', '=', auditId)
    .executeTakeFirst();
  const handled = row?.case_id ? await findCase(store, team, row.case_id) : null;
  if (!row || !handled) return null;
  const { owner, until, note, addresses } = outcome.parse(JSON.parse(row.after ?? '{}'));
  return {
    action: action.parse(row.action),
    by: actorOfJson(row.by),
    addresses: addresses ?? handled.recipients.length,
    owner: owner ?? null,
    until: until ?? null,
    note: note ?? null,
  };
}
