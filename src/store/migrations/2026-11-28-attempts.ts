/**
 * Delivery attempts instead of bounces as they were pasted. What was pasted before stays as it was: each row is an
 * attempt of its own and counts, since nobody can tell any more which of them were one.
 */
import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

export const attempts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await tables(db);
    await carryOver(db);
    await db.schema.dropTable('bounces').execute();
    await db.schema.createIndex('attempts_of_mailing').on('attempts').columns(['mailing', 'team']).execute();
    await db.schema
      .createIndex('attempts_of_address')
      .on('attempts')
      .columns(['address', 'team', 'at'])
      .execute();
    await db.schema.createIndex('attempts_of_case').on('attempts').columns(['case_id', 'at']).execute();
    await db.schema.createIndex('attempts_by_time').on('attempts').columns(['team', 'at']).execute();
    await db.schema
      .createIndex('attempts_in_trouble')
      .on('attempts')
      .columns(['team', 'trouble', 'at'])
      .where(sql.ref('trouble'), 'is not', null)
      .execute();
  },
};

async function tables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('team', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('mailing', 'text', required)
    .addColumn('named', 'integer', required)
    .addColumn('case_id', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('address', 'text')
    .addColumn('reason', 'text', required)
    .addColumn('category', 'text', required)
    .addColumn('permanence', 'text', required)
    .addColumn('provider', 'text')
    .addColumn('trouble', 'text')
    .addColumn('outcome', 'text', required)
    .addColumn('at', 'text', required)
    .addColumn('time_from', 'text')
    .addColumn('counts', 'integer', required)
    .addPrimaryKeyConstraint('attempts_key', ['team', 'id'])
    .execute();
  await db.schema
    .createTable('retellings')
    .addColumn('team', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('attempt_id', 'text', required)
    .addPrimaryKeyConstraint('retellings_key', ['team', 'message_id', 'attempt_id'])
    .execute();
  await db.schema
    .createIndex('retellings_of_attempt')
    .on('retellings')
    .columns(['attempt_id', 'team'])
    .execute();
  await db.schema
    .createTable('mailings')
    .addColumn('team', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('mailing', 'text', required)
    .addColumn('sender', 'text')
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('mailings_key', ['team', 'id'])
    .execute();
  await db.schema.createIndex('mailings_of_one').on('mailings').columns(['mailing', 'team']).execute();
  await db.schema.createIndex('mailings_by_time').on('mailings').column('at').execute();
  await db.schema
    .createTable('deliveries')
    .addColumn('team', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('deliveries_key', ['team', 'address'])
    .execute();
  await db.schema.createIndex('deliveries_by_time').on('deliveries').column('at').execute();
  for (const name of ['told', 'known', 'addresses']) {
    await db.schema.alterTable('case_messages').addColumn(name, 'integer').execute();
  }
  for (const name of ['opened_at', 'heard_at']) {
    await db.schema
      .alterTable('cases')
      .addColumn(name, 'text', (c) => c.notNull().defaultTo(''))
      .execute();
  }
  await db.schema.dropIndex('cases_to_expire').execute();
}

async function carryOver(db: Kysely<unknown>): Promise<void> {
  await sql`update cases set opened_at = first_at, heard_at = last_at`.execute(db);
  await db.schema
    .createIndex('cases_to_expire')
    .on('cases')
    .column('heard_at')
    .where(sql.ref('expired_at'), 'is', null)
    .execute();
  // Those of one moment were one for the rule of soft bounces that last: so they are one mailing.
  await sql`insert into attempts (team, id, mailing, named, case_id, message_id, address, reason, category,
      permanence, outcome, at, counts)
    select b.team, 'old|' || row_number() over (order by b.team, b.at, b.case_id, b.message_id),
      'old|' || dense_rank() over (order by b.team, b.address, b.at), 1, b.case_id, b.message_id, b.address, b.reason,
      b.category, b.permanence,
      case when b.reason = 'delivered' then 'delivered' when b.reason in ('feedback', 'vacation') then 'reported'
        when b.permanence = 'permanent' then 'failed' else 'deferred' end,
      b.at, 1 from bounces b`.execute(db);
  await renameProblems(db);
  await sql`insert into deliveries (team, address, at)
    select team, address, max(at) from attempts
    where outcome in ('delivered', 'reported') and address is not null group by team, address`.execute(db);
}

/** Problems whose providers each have to be asked. */
const THEIRS = ['blocked', 'bad-reputation', 'policy-violation', 'rejected', 'rate-limited', 'filtered'];

/** An incident that is under way goes on: its problem is known by what has to be done by whom now. */
async function renameProblems(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; key: string }>`
    select i.id, c.key from incidents i join cases c on c.id = i.case_id where i.ended_at is null`.execute(
    db,
  );
  for (const { id, key } of rows) {
    const [side, reason = '', provider = '', ours = ''] = key.split('|');
    if (side !== 'sender' || ours === '') continue;
    const problem = [reason, THEIRS.includes(reason) ? provider : '', ours, ''].join('|');
    await sql`update incidents set problem = ${problem} where id = ${id}`.execute(db);
  }
}
