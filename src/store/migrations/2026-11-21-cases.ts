import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the bot began with: messages that were answered, their cases, a suppression list, an audit. */
export const cases: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('messages')
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('platform', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('heard_at', 'text', (c) => c.notNull())
      .addColumn('posted_at', 'text')
      .addPrimaryKeyConstraint('messages_key', ['team', 'id'])
      .execute();
    await db.schema
      .createTable('cases')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('part', 'integer', (c) => c.notNull())
      .addColumn('bounce', 'text', (c) => c.notNull())
      .addColumn('recipients', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('status_by', 'text')
      .addColumn('status_at', 'text', (c) => c.notNull())
      .addUniqueConstraint('cases_of_message', ['team', 'message_id', 'part'])
      .execute();
    await db.schema
      .createTable('suppressions')
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('by_id', 'text', (c) => c.notNull())
      .addColumn('by_name', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('suppressions_key', ['team', 'address'])
      .execute();
    await db.schema
      .createTable('audit')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('case_id', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('by_id', 'text', (c) => c.notNull())
      .addColumn('by_name', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('suppressions_of_case')
      .on('suppressions')
      .columns(['team', 'case_id'])
      .execute();
    await db.schema.createIndex('audit_of_case').on('audit').columns(['team', 'case_id']).execute();
  },
};
