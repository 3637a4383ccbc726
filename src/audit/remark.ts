import type { Store } from '../store/index.ts';
import type { Actor } from './actor.ts';
import type { From } from './from.ts';
import { type REMARKS, writeDown } from './write.ts';

export type Remark = (typeof REMARKS)[number];

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
  const after = words === null ? null : { note: words };
  return writeDown(store, { team: by.team, by, action, caseId, before: null, after, place }, now);
}
