/** The audit log: who did what when. It is only added to; here it is read. */
import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { type Actor, actorShape } from './actor.ts';

/** One thing that was done, as it is exported. */
export type AuditEntry = {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly team: string;
  readonly actor: Actor;
  readonly action: string;
  readonly case: string | null;
  readonly address: string | null;
  /** How things stood, how they stand since, and where it was done: JSON data. */
  readonly before: unknown;
  readonly after: unknown;
  readonly place: unknown;
};

/** What is asked for; null: all. */
export type AuditFilter = {
  /** The first moment that is in, ISO 8601 in UTC to the millisecond. */
  readonly since: string | null;
  /** The first moment that is not in. */
  readonly until: string | null;
  readonly team: string | null;
  readonly caseId: string | null;
  readonly address: string | null;
  /** The platform's id of a person. */
  readonly actor: string | null;
};

/** Rows in memory at a time. */
const PAGE = 500;

const json = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)));
const row = z.object({
  id: z.string(),
  at: z.string(),
  team: z.string(),
  by: z.string().transform((text) => actorShape.parse(JSON.parse(text))),
  action: z.string(),
  case_id: z.string().nullable(),
  address: z.string().nullable(),
  before: json,
  after: json,
  place: json,
});

/**
 * @returns the entries, oldest first, read page by page: the memory that it takes doesn't grow with the trail
 * @throws ZodError where the store holds something that no version of ours wrote
 */
export async function* auditTrail(store: Store, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  let last: { readonly at: string; readonly id: string } | undefined;
  do {
    const rows = await page(store, filter, last);
    for (const stored of rows) {
      const { by, case_id, ...entry } = row.parse(stored);
      if (filter.actor !== null && by.id !== filter.actor) continue;
      yield { ...entry, actor: by, case: case_id };
    }
    last = rows.length < PAGE ? undefined : rows.at(-1);
  } while (last);
}

/** @param last the entry that the page before ended with */
function page(
  store: Store,
  { since, until, team, caseId, address }: AuditFilter,
  last: { readonly at: string; readonly id: string } | undefined,
) {
  const start = last?.at ?? since;
  let query = store.selectFrom('audit').selectAll().orderBy('at').orderBy('id').limit(PAGE);
  if (start !== null) query = query.where('at', '>=', start);
  if (last) query = query.where((eb) => eb.or([eb('at', '>', last.at), eb('id', '>', last.id)]));
  if (until !== null) query = query.where('at', '<', until);
  if (team !== null) query = query.where('team', '=', team);
  if (caseId !== null) query = query.where('case_id', '=', caseId);
  if (address !== null) query = query.where('address', '=', address);
  return query.execute();
}
