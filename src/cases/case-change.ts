/** What was done to a case, as its audit entry tells it. */
import { z } from 'zod';
import { type Actor, actorShape, type CaseEntry, caseEntry, REMARKS } from '../audit/index.ts';
import type { Category } from '../catalog/index.ts';
import type { Store } from '../store/index.ts';
import { type Case, findCase } from './case.ts';
import { correctionShape } from './correction.ts';
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
  /** Of a correction: what it is said to be, or only that the address works; null: what it was read as. */
  readonly kind: Category | 'alive' | null;
};

const outcome = z.object({
  owner: actorShape.nullish(),
  until: z.number().nullish(),
  note: z.string().nullish(),
  addresses: z.number().nullish(),
  corrected: correctionShape.nullish(),
});

/** @returns null where there is no such entry, or it is about no case */
export async function caseChange(store: Store, team: string, auditId: string): Promise<CaseChange | null> {
  const entry = await caseEntry(store, team, auditId);
  const handled = entry && (await findCase(store, team, entry.caseId));
  if (!entry || !handled) return null;
  return changeOf(action.parse(entry.action), entry, handled);
}

/** A change, and when it was made (milliseconds since 1970). */
export type DatedChange = CaseChange & { readonly at: number };

/** @returns what was done to the case, in the order of its entries */
export function changesOf(entries: readonly CaseEntry[], handled: Case): readonly DatedChange[] {
  return entries.flatMap((entry) => {
    const known = action.safeParse(entry.action);
    return known.success ? [{ ...changeOf(known.data, entry, handled), at: Date.parse(entry.at) }] : [];
  });
}

function changeOf(
  action: CaseChange['action'],
  { by, after }: { readonly by: Actor; readonly after: unknown },
  handled: Case,
): CaseChange {
  const { owner, until, note, addresses, corrected } = outcome.parse(after ?? {});
  return {
    action,
    by,
    addresses: addresses ?? handled.recipients.length,
    owner: owner ?? null,
    until: until ?? null,
    note: note ?? null,
    kind: corrected?.only ?? corrected?.category ?? null,
  };
}
