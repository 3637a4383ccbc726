/** Passages that somebody called no bounce: the same passage stays unanswered from then on. */
import { hash } from 'node:crypto';
import { type Actor, actorJson } from '../audit/index.ts';
import { mapGently } from '../give-way.ts';
import { among, prepared, type Store } from '../store/index.ts';

/** So many in one statement: a few milliseconds. */
const AT_ONCE = 1000;

/** @returns what a passage is known by, whatever its blanks and letter case; it can't be read back from it */
export const fingerprintOf = (text: string): string =>
  hash('sha256', text.toLowerCase().replace(/\s+/g, ' ').trim(), 'hex').slice(0, 32);

/**
 * @param items things that were read from passages
 * @returns those whose passage nobody has called no bounce
 */
export async function withoutSilenced<T>(
  store: Store,
  team: string,
  items: readonly T[],
  passageOf: (item: T) => string,
): Promise<readonly T[]> {
  const fingerprints = await mapGently(items, (item) => fingerprintOf(passageOf(item)));
  const silenced = new Set<string>();
  const distinct = [...new Set(fingerprints)];
  for (let i = 0; i < distinct.length; i += AT_ONCE) {
    const { rows } = await selectSilenced(store, { team, some: distinct.slice(i, i + AT_ONCE) });
    for (const { fingerprint } of rows) silenced.add(fingerprint);
  }
  return silenced.size === 0 ? items : items.filter((_, i) => !silenced.has(fingerprints[i] as string));
}

const selectSilenced = prepared(
  (store, { team, some }: { readonly team: string; readonly some: readonly string[] }) =>
    store
      .selectFrom('silenced')
      .select('fingerprint')
      .where('team', '=', team)
      .where('fingerprint', 'in', among(store, some)),
);

export async function silence(
  store: Store,
  passage: string,
  caseId: string,
  actor: Actor,
  at: string,
): Promise<void> {
  await store
    .insertInto('silenced')
    .values({
      team: actor.team,
      fingerprint: fingerprintOf(passage),
      case_id: caseId,
      by: actorJson(actor),
      at,
    })
    .onConflict((conflict) => conflict.columns(['team', 'fingerprint']).doNothing())
    .execute();
}

export async function unsilence(store: Store, team: string, caseId: string): Promise<void> {
  await store.deleteFrom('silenced').where('team', '=', team).where('case_id', '=', caseId).execute();
}
