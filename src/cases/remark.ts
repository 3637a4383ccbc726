/** What happened around a case and left it as it stands: told in its thread, and kept in the audit. */
import { type Store, timeOrderedId } from '../store/index.ts';
import { type Actor, actorJson } from './actor.ts';
import type { From } from './from.ts';

export const REMARKS = ['check', 'acknowledge', 'raise', 'spike', 'quiet'] as const;
export type Remark = (typeof REMARKS)[number];

/** The bot itself, where something happens by no person's doing. */
export const itself = (team: string): Actor => ({ id: 'bounce-triage', name: 'Bounce Triage', team });

/**
 * @param words what to say of it, in plain text; null: the action says it all
 * @param now milliseconds since 1970
 * @returns the audit's entry, by which a line in a thread finds the words
 */
export async function remark(
  store: Store,
  caseId: string,
  action: Remark,
  words: string | null,
  by: Actor,
  place: From | null,
  now: number,
): Promise<string> {
  const id = timeOrderedId(now);
  await store
    .insertInto('audit')
    .values({
      id,
      team: by.team,
      at: new Date(now).toISOString(),
      by: actorJson(by),
      action,
      case_id: caseId,
      address: null,
      before: null,
      after: words === null ? null : JSON.stringify({ note: words }),
      place: place && JSON.stringify(place),
    })
    .execute();
  return id;
}
