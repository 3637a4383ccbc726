/** The audit trail of cases: entries are added here, and the last change of a case is found again. */
import { type Store, timeOrderedId } from '../store/index.ts';
import { type Actor, actorJson } from './actor.ts';

/** The bot itself, where something happens by no person's doing. */
export const itself = (team: string): Actor => ({ id: 'bounce-triage', name: 'Bounce Triage', team });

/** What happened around a case and left it as it stands: told in its thread. */
export const REMARKS = ['check', 'acknowledge', 'raise', 'spike', 'quiet'] as const;

/** Entries about a case that change nothing in it. */
const NO_CHANGE = [...REMARKS, 'feedback'];

/** `before`, `after` and `place`: data, or null. */
export type Entry = {
  readonly team: string;
  readonly by: Actor;
  readonly action: string;
  readonly caseId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly place: unknown;
};

/**
 * @param store a transaction, where the entry is to be there exactly when what it tells of is
 * @param now milliseconds since 1970
 * @returns the entry's id, by which a line in a thread finds what to say
 */
export async function writeDown(store: Store, entry: Entry, now: number): Promise<string> {
  const id = timeOrderedId(now);
  await store
    .insertInto('audit')
    .values({
      id,
      team: entry.team,
      at: new Date(now).toISOString(),
      by: actorJson(entry.by),
      action: entry.action,
      case_id: entry.caseId,
      address: null,
      before: jsonOrNull(entry.before),
      after: jsonOrNull(entry.after),
      place: jsonOrNull(entry.place),
    })
    .execute();
  return id;
}

/** @returns what changed the case last, and how it stood before; null where nothing has */
export async function lastChange(
  store: Store,
  { team, id }: { readonly team: string; readonly id: string },
): Promise<{ readonly action: string; readonly before: unknown } | null> {
  const last = await store
    .selectFrom('audit')
    .select(['action', 'before'])
    .where('team', '=', team)
    .where('case_id', '=', id)
    .where('address', 'is', null)
    .where('action', 'not in', NO_CHANGE)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? { action: last.action, before: last.before === null ? null : JSON.parse(last.before) } : null;
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
