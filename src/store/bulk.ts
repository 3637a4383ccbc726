/**
 * Thousands of texts in one statement: as one value that holds them all. A list of placeholders would be made, parsed and
 * planned anew for each length of it, which takes longer than the work itself.
 */
import { PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Store } from './tables.ts';

const isPostgres = (store: Store): boolean => store.getExecutor().adapter instanceof PostgresAdapter;

/** @returns whether rows can be locked, and others skip them: SQLite has one writer at a time */
export const locksRows = isPostgres;

/** What both engines read out of JSON as it was put in: PostgreSQL takes neither NUL nor half of a pair of surrogates. */
const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** @returns what stands behind "in": all of these texts */
export function among(store: Store, texts: readonly string[]): RawBuilder<string> {
  const [first, ...others] = texts;
  if (first !== undefined && others.length === 0) return sql`(${first})`;
  const all = JSON.stringify(texts.map(clean));
  return isPostgres(store)
    ? sql`(select json_array_elements_text(${all}::json))`
    : sql`(select value from json_each(${all}))`;
}

/**
 * @param columns texts, of a table that `expression` inserts them into
 * @returns rows to insert
 */
export function rowsWith<C extends string>(
  store: Store,
  columns: readonly C[],
  rows: readonly Readonly<Record<C, string | null>>[],
): RawBuilder<Record<C, string>> {
  const all = JSON.stringify(
    rows.map((row) => columns.map((column) => (row[column] === null ? null : clean(row[column])))),
  );
  const values = sql.join(columns.map((_, i) => sql`value ->> ${sql.lit(i)}`));
  // SQLite takes "on" for a join's where nothing stands before it.
  return isPostgres(store)
    ? sql`select ${values} from json_array_elements(${all}::json) as value`
    : sql`select ${values} from json_each(${all}) where true`;
}
