/** What was done to a case, as its audit entry tells it. */
import { z } from 'zod';
import { type Actor, actorShape, caseEntry, REMARKS } from '../audit/index.ts';
import type { Store } from '../store/index.ts';
import { findCase } from './case.ts';
import { TRANSITIONS } from './transition.ts';

/** A transition, a remark, or that the case came back by itself. */
const action = z.enum([...TRANSITIONS, 'came-back', ...REMARKS]);

export type CaseChange = {
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
export async function caseChange(store: Store, team: string, auditId: string): Promise<CaseChange | null> {
  const entry = await caseEntry(store, team, auditId);
  const handled = entry && (await findCase(store, team, entry.caseId));
  if (!entry || !handled) return null;
  const { owner, until, note, addresses } = outcome.parse(entry.after ?? {});
  return {
    action: action.parse(entry.action),
    by: entry.by,
    addresses: addresses ?? handled.recipients.length,
    owner: owner ?? null,
    until: until ?? null,
    note: note ?? null,
  };
}
