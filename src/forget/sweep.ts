/** Goes through a table in small transactions and erases an address from its texts. */
import { SqliteAdapter, sql } from 'kysely';
import { type Store, transaction } from '../store/index.ts';
import type { Row, Texts } from './texts.ts';

/** Rows that are looked at in one transaction. */
const PORTION = 200;

/**
 * @param teams gets every team that has such a row
 * @returns how many rows held the address
 */
export async function eraseTexts(
  store: Store,
  texts: Texts,
  address: string,
  teams: Set<string>,
): Promise<number> {
  let erased = 0;
  for (let after: Row | null = null, isEnd = false; !isEnd; ) {
    const from: Row | null = after;
    const portion = await transaction(store, async (tx) => {
      const rows = await select(tx, texts, address, from);
      let changed = 0;
      for (const row of rows) {
        const without = texts.erase(row);
        if (texts.columns.every((column) => without[column] === row[column])) continue;
        await update(tx, texts, row, without);
        teams.add(row.team as string);
        changed++;
      }
      return { changed, last: rows.at(-1) ?? null, isEnd: rows.length < PORTION };
    });
    erased += portion.changed;
    isEnd = portion.isEnd;
    after = portion.last;
  }
  return erased;
}

async function select(
  tx: Store,
  { table, key, columns, isPlain }: Texts,
  address: string,
  after: Row | null,
) {
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const wanted = sql.join(['team', ...key, ...columns].map((column) => sql.ref(column)));
  const beyond = after ? sql`(${keys}) > (${sql.join(key.map((column) => after[column]))})` : sql`1 = 1`;
  const holds = isPlain ? mayHold(columns, address) : sql`${sql.ref(columns[0] as string)} is not null`;
  // Nobody may change a row between our reading and our writing; SQLite's transactions see to that by themselves.
  const lock = tx.getExecutor().adapter instanceof SqliteAdapter ? sql`` : sql`for update`;
  const { rows } = await sql<Row>`select ${wanted} from ${sql.table(table)}
    where ${beyond} and (${holds}) order by ${keys} limit ${PORTION} ${lock}`.execute(tx);
  return rows;
}

/** Few rows pass that don't hold the address; none that holds it is missed, however it is written. */
function mayHold(columns: readonly string[], address: string) {
  const name = address.slice(0, address.lastIndexOf('@'));
  const longest = (name.match(/[a-z0-9]+/g) ?? []).reduce(
    (best, run) => (run.length > best.length ? run : best),
    '',
  );
  return sql.join(
    columns.map((column) => sql`lower(${sql.ref(column)}) like ${`%${longest}%`}`),
    sql` or `,
  );
}

async function update(tx: Store, { table, key, columns }: Texts, row: Row, without: Row): Promise<void> {
  const sets = sql.join(columns.map((column) => sql`${sql.ref(column)} = ${without[column] ?? null}`));
  const same = sql.join(
    key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
    sql` and `,
  );
  await sql`update ${sql.table(table)} set ${sets} where ${same}`.execute(tx);
}
