/** Puts addresses on a team's suppression list and takes them off it. The list and the audit change together. */
import { actorJson, type Origin, writeEntries, writeEntry } from '../audit/index.ts';
import type { ReasonId } from '../catalog/index.ts';
import { type Store, transaction } from '../store/index.ts';
import { findSuppression, forgottenAmong, type SuppressionStatus } from './find.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Suppression } from './suppression.ts';

/** Eight values a row; SQLite takes 32,766 in one statement (SQLITE_MAX_VARIABLE_NUMBER). */
const ROWS_AT_ONCE = 3000;

export type ToSuppress = {
  /** As `normalAddress` writes them. */
  readonly addresses: readonly string[];
  readonly reason: ReasonId;
  readonly evidence: string | null;
  readonly source: Suppression['source'];
  readonly caseId: string | null;
  /** By address, where each has a case of its own: what is known of it, and of no other. */
  readonly ownOf?: ReadonlyMap<string, Own>;
};

type Own = Pick<ToSuppress, 'reason' | 'evidence' | 'caseId'>;

/**
 * @param store or a transaction that is under way already
 * @returns the addresses that this call added; the others were suppressed before and stay as they were. A forgotten
 *   address is suppressed already and isn't written down again
 */
export async function suppress(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  { addresses, ...what }: ToSuppress,
  origin: Origin,
): Promise<ReadonlySet<string>> {
  return transaction(store, async (tx) => {
    const added = new Set<string>();
    for (let i = 0; i < addresses.length; i += ROWS_AT_ONCE) {
      const chunk = addresses.slice(i, i + ROWS_AT_ONCE);
      for (const address of await addSome(tx, fingerprint, team, chunk, what, origin)) added.add(address);
    }
    return added;
  });
}

async function addSome(
  tx: Store,
  fingerprint: Fingerprint,
  team: string,
  addresses: readonly string[],
  { reason, evidence, source, caseId, ownOf }: Omit<ToSuppress, 'addresses'>,
  origin: Origin,
): Promise<readonly string[]> {
  const forgotten = await forgottenAmong(tx, fingerprint, team, addresses);
  const wanted = addresses.filter((address) => !forgotten.has(address));
  if (wanted.length === 0) return [];
  const of = (address: string): Own => ownOf?.get(address) ?? { reason, evidence, caseId };
  const rows = await tx
    .insertInto('suppressions')
    .values(
      wanted.map((address) => ({
        team,
        address,
        reason: of(address).reason,
        evidence: of(address).evidence,
        source,
        case_id: of(address).caseId,
        by: actorJson(origin.by),
        at: origin.at.toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['team', 'address']).doNothing())
    .returning('address')
    .execute();
  if (rows.length === 0) return [];
  const entry = { team, action: 'suppression-added', before: null } as const;
  await writeEntries(
    tx,
    origin,
    rows.map(({ address }) => {
      const own = of(address);
      return {
        ...entry,
        address,
        caseId: own.caseId,
        after: { reason: own.reason, evidence: own.evidence, source },
      };
    }),
  );
  return rows.map(({ address }) => address);
}

/**
 * Takes one address off the list, forgotten or not.
 * @param why somebody's remark; it is kept in the audit log and can't be empty
 * @returns how the address stood before; "free": there was nothing to take off
 * @throws Error where no remark is given
 */
export async function unsuppress(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  address: string,
  why: string,
  origin: Origin,
): Promise<SuppressionStatus> {
  if (why.trim() === '') throw new Error('To take an address off the list, say why.');
  return transaction(store, async (tx) => {
    const before = await findSuppression(tx, fingerprint, team, address);
    if (before.kind === 'free') return before;
    const { numDeletedRows } =
      before.kind === 'suppressed'
        ? await tx
            .deleteFrom('suppressions')
            .where('team', '=', team)
            .where('address', '=', address)
            .executeTakeFirstOrThrow()
        : await tx
            .deleteFrom('forgotten')
            .where('team', '=', team)
            .where('fingerprint', '=', fingerprint(address))
            .executeTakeFirstOrThrow();
    // On PostgreSQL somebody else may have taken it off between the two statements.
    if (numDeletedRows === 0n) return { kind: 'free' };
    const isKnown = before.kind === 'suppressed';
    await writeEntry(tx, origin, {
      team,
      action: 'suppression-removed',
      address: isKnown ? address : fingerprint(address),
      caseId: isKnown ? before.suppression.caseId : null,
      before: isKnown ? before.suppression : { forgotten: new Date(before.at).toISOString() },
      after: { why: why.trim() },
    });
    return before;
  });
}

/**
 * Takes off the list what cases put there at one moment: that suppression was undone.
 * @param at the moment, ISO 8601, as the audit log has it
 * @param store or a transaction that is under way already
 * @returns the addresses that were taken off
 */
export async function unsuppressCases(
  store: Store,
  team: string,
  caseIds: readonly string[],
  at: string,
  origin: Origin,
): Promise<readonly string[]> {
  return transaction(store, async (tx) => {
    const gone: string[] = [];
    for (let i = 0; i < caseIds.length; i += ROWS_AT_ONCE) {
      const rows = await tx
        .deleteFrom('suppressions')
        .where('team', '=', team)
        .where('case_id', 'in', caseIds.slice(i, i + ROWS_AT_ONCE))
        .where('at', '=', at)
        .returning(['address', 'reason', 'evidence', 'source', 'at', 'case_id'])
        .execute();
      await writeEntries(
        tx,
        origin,
        rows.map(({ address, case_id: caseId, ...before }) => ({
          ...{ team, action: 'suppression-removed' as const },
          ...{ address, caseId, before, after: null },
        })),
      );
      gone.push(...rows.map(({ address }) => address));
    }
    return gone;
  });
}
