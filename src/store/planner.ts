/**
 * What SQLite is to know of our tables. Without figures it takes it that ten rows are of a team, and goes through all cases
 * of a team to find three by their ids, or through its whole suppression list: seconds in which the event loop stands
 * still. Figures of the tables as they are would be wrong a day later, and plans would change while the bot runs.
 */
import { sql } from 'kysely';
import type { Store } from './tables.ts';

/** Rows of a table, and of those the ones of one team; each further column of an index leaves ten, or the one. */
const ROWS = 1_000_000;
const OF_A_TEAM = ROWS / 2;
const LEFT = 10;

/** Where SQLite looks for it: https://sqlite.org/fileformat2.html#the_sqlite_stat1_table */
type Figures = { readonly tbl: string; readonly idx: string; readonly stat: string };

/** Writes it down where that isn't done yet: another process may hold the file. PostgreSQL counts by itself. */
export async function tellPlanner(store: Store): Promise<void> {
  const wanted = await figuresOf(store);
  const written = (all: readonly Figures[]): string =>
    all
      .map(({ tbl, idx, stat }) => `${tbl} ${idx} ${stat}`)
      .sort()
      .join('\n');
  if (written(await knownFigures(store)) === written(wanted)) return;
  // Makes the table, and counts nothing.
  await sql`analyze sqlite_schema`.execute(store);
  await store.transaction().execute(async (tx) => {
    await sql`delete from sqlite_stat1`.execute(tx);
    for (const { tbl, idx, stat } of wanted)
      await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${tbl}, ${idx}, ${stat})`.execute(tx);
  });
  // Reads it.
  await sql`analyze sqlite_schema`.execute(store);
}

async function knownFigures(store: Store): Promise<readonly Figures[]> {
  const tables = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(store);
  if (tables.rows.length === 0) return [];
  return (await sql<Figures>`select tbl, idx, stat from sqlite_stat1`.execute(store)).rows;
}

/** @returns of each index that begins with the team; not to be used without it, as the teams are told to be few */
async function figuresOf(store: Store): Promise<readonly Figures[]> {
  const { rows } = await sql<{
    readonly tbl: string;
    readonly idx: string;
    readonly columns: number;
    readonly isUnique: number;
  }>`
    select s.name as tbl, i.name as idx, i."unique" as "isUnique",
      (select count(*) from pragma_index_info(i.name)) as columns
    from sqlite_schema s join pragma_index_list(s.name) i
    where s.type = 'table'
      and (select c.name from pragma_index_info(i.name) c where c.seqno = 0) = 'team'`.execute(store);
  return rows.map(({ tbl, idx, columns, isUnique }) => {
    const left = Array.from({ length: columns - 1 }, (_, i) => (isUnique && i === columns - 2 ? 1 : LEFT));
    return { tbl, idx, stat: [ROWS, OF_A_TEAM, ...left, 'noskipscan'].join(' ') };
  });
}
