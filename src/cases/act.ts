/** What the team does with a case. Each change happens once, whoever presses first, and is kept in the audit. */
import { randomUUID } from 'node:crypto';
import type { CaseStatus, Store } from '../store/index.ts';
import type { Actor } from './actor.ts';
import type { Case } from './case.ts';
import { findCase } from './file.ts';

/** Seven values a row; SQLite takes 32,766 in one statement (SQLITE_MAX_VARIABLE_NUMBER). */
const ROWS_AT_ONCE = 1000;

type CaseAction = 'suppress' | 'not-a-bounce' | 'resolve' | 'undo';

const STATUS_AFTER: Readonly<Record<CaseAction, CaseStatus>> = {
  suppress: 'suppressed',
  'not-a-bounce': 'not-a-bounce',
  resolve: 'resolved',
  undo: 'open',
};

/** The case as it stands now, and whether it was this action that brought it there. */
type Acted = { readonly case: Case; readonly changed: boolean };

/**
 * Does one action on one case, in one transaction: status, suppression list and audit change together or not at
 * all. Of two who press at once, one changes it and the other learns how it stands.
 * @param reason why the address is suppressed: a reason's id
 * @returns null where the actor's team has no such case
 */
export async function act(
  store: Store,
  action: CaseAction,
  caseId: string,
  actor: Actor,
  reason: string,
  at: Date,
): Promise<Acted | null> {
  const moment = at.toISOString();
  const changed = await store.transaction().execute(async (tx) => {
    const before = await findCase(tx, actor.team, caseId);
    if (before === null) return null;
    const { numUpdatedRows } = await tx
      .updateTable('cases')
      .set({
        status: STATUS_AFTER[action],
        status_by: action === 'undo' ? null : JSON.stringify(actor),
        status_at: moment,
      })
      .where('team', '=', actor.team)
      .where('id', '=', caseId)
      .where('status', action === 'undo' ? '!=' : '=', 'open')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const signature = { by_id: actor.id, by_name: actor.name, at: moment };
    if (action === 'suppress') {
      for (let i = 0; i < before.recipients.length; i += ROWS_AT_ONCE) {
        const addresses = before.recipients.slice(i, i + ROWS_AT_ONCE);
        await tx
          .insertInto('suppressions')
          .values(
            addresses.map((address) => ({
              team: actor.team,
              address,
              reason,
              case_id: caseId,
              ...signature,
            })),
          )
          .onConflict((conflict) => conflict.columns(['team', 'address']).doNothing())
          .execute();
      }
    }
    if (action === 'undo') {
      await tx
        .deleteFrom('suppressions')
        .where('team', '=', actor.team)
        .where('case_id', '=', caseId)
        .execute();
    }
    await tx
      .insertInto('audit')
      .values({ id: randomUUID(), team: actor.team, case_id: caseId, action, ...signature })
      .execute();
    return true;
  });
  if (changed === null) return null;
  const after = await findCase(store, actor.team, caseId);
  return after && { case: after, changed };
}
