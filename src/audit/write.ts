/** Adds entries to the audit log. The database itself refuses to change or to delete one. */
import { type Store, type Tables, timeOrderedId } from '../store/index.ts';
import type { AuditAction, Remark } from './actions.ts';
import { type Actor, actorJson } from './actor.ts';

/** Who did something, when, and where they said so: JSON data, or null for the command line. */
export type Origin = { readonly by: Actor; readonly at: Date; readonly place: unknown };

/** One thing that was done. `before` and `after`: how things were and are, as JSON data, or null. */
export type NewEntry = {
  readonly team: string;
  readonly action: AuditAction;
  readonly caseId: string | null;
  /** The one address that it is about; without it: none, or many. */
  readonly address?: string;
  readonly before: unknown;
  readonly after: unknown;
};

/** Ten values a row; SQLite takes 32,766 in one statement (SQLITE_MAX_VARIABLE_NUMBER). */
const ROWS_AT_ONCE = 3000;

/**
 * @param store a transaction, where the entries are to be there exactly when what they tell of is
 * @returns the entries' ids, in their order
 */
export async function writeEntries(
  store: Store,
  { by, at, place }: Origin,
  entries: readonly NewEntry[],
): Promise<readonly string[]> {
  const rows = entries.map(({ team, action, caseId, address = null, before, after }): Tables['audit'] => ({
    id: timeOrderedId(at.getTime()),
    team,
    at: at.toISOString(),
    by: actorJson(by),
    action,
    case_id: caseId,
    address,
    before: jsonOrNull(before),
    after: jsonOrNull(after),
    place: jsonOrNull(place),
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    await store
      .insertInto('audit')
      .values(rows.slice(i, i + ROWS_AT_ONCE))
      .execute();
  }
  return rows.map(({ id }) => id);
}

/** @returns the entry's id, by which a line in a thread finds what to say; else as `writeEntries` */
export async function writeEntry(store: Store, origin: Origin, entry: NewEntry): Promise<string> {
  const [id] = await writeEntries(store, origin, [entry]);
  return id as string;
}

/**
 * @param words what to say of it, in plain text; null: the action says it all
 * @returns the entry's id
 */
export const writeRemark = (
  store: Store,
  caseId: string,
  action: Remark,
  words: string | null,
  origin: Origin,
): Promise<string> =>
  writeEntry(store, origin, {
    team: origin.by.team,
    action,
    caseId,
    before: null,
    after: words === null ? null : { note: words },
  });

/** Remarks that many bounces came at once some time ago, which is no alarm any more; see `hadPastSpike`. */
export const writePastSpike = (
  store: Store,
  caseId: string,
  words: string,
  origin: Origin,
): Promise<string> =>
  writeEntry(store, origin, {
    team: origin.by.team,
    action: 'spike',
    caseId,
    before: null,
    after: { note: words, past: true },
  });

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
