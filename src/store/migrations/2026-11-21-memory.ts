/**
 * The team's memory: what came in and what is owed (with leases), cases that bounces join, their history, a
 * suppression list with evidence. What was there before is carried over.
 */
import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { appendOnly } from './append-only.ts';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();
const zero = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull().defaultTo(0);

export const memory: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await work(db);
    await cases(db);
    await lists(db);
    await audit(db);
    await db.schema.dropTable('messages').execute();
  },
};

async function work(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('team', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('platform', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('payload', 'text')
    .addColumn('heard_at', 'text', required)
    .addColumn('attempts', 'integer', zero)
    .addColumn('lease_by', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('done_at', 'text')
    .addPrimaryKeyConstraint('inbox_key', ['team', 'id'])
    .execute();
  // What was heard and answered before is done; what was heard and never posted can't be told from it safely.
  await sql`insert into inbox (team, id, platform, channel, payload, heard_at, attempts, done_at)
    select team, id, platform, channel, null, heard_at, 1, coalesce(posted_at, heard_at) from messages`.execute(
    db,
  );
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('team', 'text', required)
    .addColumn('platform', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('lane', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('message_id', 'text')
    .addColumn('case_id', 'text')
    .addColumn('body', 'text', required)
    .addColumn('due_at', 'text', required)
    .addColumn('given_up', 'text')
    .addColumn('made_at', 'text', required)
    .addColumn('attempts', 'integer', zero)
    .addColumn('lease_by', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('done_at', 'text')
    .execute();
  await db.schema
    .createIndex('inbox_to_do')
    .on('inbox')
    .columns(['platform', 'heard_at'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('outbox_to_do')
    .on('outbox')
    .columns(['platform', 'due_at'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('outbox_lanes')
    .on('outbox')
    .columns(['lane', 'id'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('inbox_done')
    .on('inbox')
    .column('done_at')
    .where(sql.ref('done_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('outbox_done')
    .on('outbox')
    .column('done_at')
    .where(sql.ref('done_at'), 'is not', null)
    .execute();
  await db.schema
    .createTable('posts')
    .addColumn('team', 'text', required)
    .addColumn('platform', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('ref', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('case_id', 'text', required)
    .addColumn('posted_at', 'text', required)
    .addColumn('deleted_at', 'text')
    .addPrimaryKeyConstraint('posts_key', ['team', 'ref'])
    .execute();
  await db.schema
    .createIndex('posts_of_case')
    .on('posts')
    .columns(['team', 'case_id', 'posted_at'])
    .execute();
  await db.schema.createIndex('posts_by_message').on('posts').columns(['team', 'message_id']).execute();
}

async function cases(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('cases').renameTo('old_cases').execute();
  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', required)
    .addColumn('team', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('side', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('category', 'text', required)
    .addColumn('provider', 'text')
    .addColumn('bounce', 'text', required)
    .addColumn('status', 'text', required)
    .addColumn('status_by', 'text')
    .addColumn('status_at', 'text', required)
    .addColumn('owner', 'text')
    .addColumn('snoozed_until', 'text')
    .addColumn('count', 'integer', required)
    .addColumn('first_at', 'text', required)
    .addColumn('last_at', 'text', required)
    .addColumn('version', 'integer', zero)
    .addColumn('expired_at', 'text')
    // Not left to PostgreSQL, which would call it `cases_pkey1` beside the old table's.
    .addPrimaryKeyConstraint('cases_by_id', ['id'])
    .addUniqueConstraint('one_case_a_problem', ['team', 'key'])
    .execute();
  await db.schema.createIndex('cases_by_status').on('cases').columns(['team', 'status', 'last_at']).execute();
  await db.schema
    .createIndex('cases_to_expire')
    .on('cases')
    .column('last_at')
    .where(sql.ref('expired_at'), 'is', null)
    .execute();
  await db.schema
    .createTable('case_recipients')
    .addColumn('team', 'text', required)
    .addColumn('case_id', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('place', 'integer', required)
    .addPrimaryKeyConstraint('case_recipients_key', ['case_id', 'address'])
    .execute();
  await db.schema
    .createIndex('cases_of_address')
    .on('case_recipients')
    // The address first: with the team first, SQLite takes this index for "the addresses of a team's case", which
    // reads all that the team has.
    .columns(['address', 'team'])
    .execute();
  await db.schema
    .createTable('case_messages')
    .addColumn('team', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('part', 'integer', required)
    .addColumn('case_id', 'text', required)
    .addPrimaryKeyConstraint('case_messages_key', ['team', 'message_id', 'part'])
    .execute();
  await db.schema.createIndex('messages_of_case').on('case_messages').columns(['case_id']).execute();
  await db.schema
    .createTable('bounces')
    .addColumn('team', 'text', required)
    .addColumn('case_id', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('address', 'text')
    .addColumn('reason', 'text', required)
    .addColumn('category', 'text', required)
    .addColumn('permanence', 'text', required)
    .addColumn('at', 'text', required)
    .execute();
  await db.schema
    .createIndex('bounces_of_address')
    .on('bounces')
    .columns(['team', 'address', 'at'])
    .execute();
  await db.schema.createIndex('bounces_of_case').on('bounces').columns(['case_id']).execute();
  await db.schema.createIndex('bounces_by_time').on('bounces').columns(['team', 'at']).execute();
  await carryCasesOver(db);
  await db.schema.dropTable('old_cases').execute();
}

/**
 * Old cases keep their buttons: each stays one problem of its own, found by its id. It came when its message was
 * heard. Why is judged again where it is shown; the list of suppressions knows it for those that it holds.
 */
async function carryCasesOver(db: Kysely<unknown>): Promise<void> {
  await sql`insert into cases (id, team, key, side, reason, category, bounce, status, status_by, status_at, count, first_at, last_at)
    select c.id, c.team, 'old:' || c.id, 'recipient', coalesce(s.reason, 'undefined'),
      case when s.reason is null then 'soft' else 'hard' end, c.bounce,
      case c.status when 'not-a-bounce' then 'dismissed' when 'suppressed' then 'resolved' else c.status end,
      c.status_by, c.status_at, 1, coalesce(m.heard_at, c.status_at), coalesce(m.heard_at, c.status_at)
    from old_cases c
    left join messages m on m.team = c.team and m.id = c.message_id
    left join (select team, case_id, min(reason) as reason from suppressions group by team, case_id) s
      on s.team = c.team and s.case_id = c.id`.execute(db);
  await sql`insert into case_messages (team, message_id, part, case_id)
    select team, message_id, part, id from old_cases`.execute(db);
  const { rows } = await sql<{ team: string; id: string; recipients: string }>`
    select team, id, recipients from old_cases`.execute(db);
  for (const { team, id, recipients } of rows) {
    for (const [place, address] of (JSON.parse(recipients) as string[]).entries()) {
      await sql`insert into case_recipients (team, case_id, address, place)
        values (${team}, ${id}, ${address}, ${place}) on conflict do nothing`.execute(db);
    }
  }
}

async function lists(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('suppressions').renameTo('old_suppressions').execute();
  await db.schema
    .createTable('suppressions')
    .addColumn('team', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('evidence', 'text')
    .addColumn('source', 'text', required)
    .addColumn('case_id', 'text')
    .addColumn('by', 'text', required)
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('suppressions_by_address', ['team', 'address'])
    .execute();
  const { rows } = await sql<
    Record<'team' | 'address' | 'reason' | 'case_id' | 'by_id' | 'by_name' | 'at', string>
  >`
    select * from old_suppressions`.execute(db);
  for (const old of rows) {
    const by = JSON.stringify({ id: old.by_id, name: old.by_name, team: old.team });
    await sql`insert into suppressions (team, address, reason, source, case_id, by, at)
      values (${old.team}, ${old.address}, ${old.reason}, 'case', ${old.case_id}, ${by}, ${old.at})`.execute(
      db,
    );
  }
  await db.schema.dropTable('old_suppressions').execute();
  await db.schema
    .createIndex('suppressions_by_case')
    .on('suppressions')
    .columns(['team', 'case_id'])
    .execute();
  await db.schema
    .createTable('forgotten')
    .addColumn('team', 'text', required)
    .addColumn('fingerprint', 'text', required)
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('forgotten_key', ['team', 'fingerprint'])
    .execute();
  await db.schema
    .createTable('silenced')
    .addColumn('team', 'text', required)
    .addColumn('fingerprint', 'text', required)
    .addColumn('case_id', 'text', required)
    .addColumn('by', 'text', required)
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('silenced_key', ['team', 'fingerprint'])
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('team', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('value', 'text', required)
    .addColumn('by', 'text')
    .addColumn('at', 'text', required)
    .addPrimaryKeyConstraint('settings_key', ['team', 'channel', 'name'])
    .execute();
}

async function audit(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit').renameTo('old_audit').execute();
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', required)
    .addColumn('team', 'text', required)
    .addColumn('at', 'text', required)
    .addColumn('by', 'text', required)
    .addColumn('action', 'text', required)
    .addColumn('case_id', 'text')
    .addColumn('address', 'text')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('place', 'text')
    .addPrimaryKeyConstraint('audit_by_id', ['id'])
    .execute();
  const { rows } = await sql<
    Record<'id' | 'team' | 'case_id' | 'action' | 'by_id' | 'by_name' | 'at', string>
  >`
    select * from old_audit`.execute(db);
  for (const old of rows) {
    const by = JSON.stringify({ id: old.by_id, name: old.by_name, team: old.team });
    await sql`insert into audit (id, team, at, by, action, case_id)
      values (${old.id}, ${old.team}, ${old.at}, ${by}, ${old.action}, ${old.case_id})`.execute(db);
  }
  await db.schema.dropTable('old_audit').execute();
  await db.schema.createIndex('audit_by_case').on('audit').column('case_id').execute();
  await db.schema.createIndex('audit_by_time').on('audit').columns(['at', 'id']).execute();
  await appendOnly(db);
}
