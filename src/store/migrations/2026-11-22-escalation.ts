/** Checks of DNS that a case keeps, escalations with who acknowledged them, incidents; which post is a ticket. */
import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

export const escalation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable('posts')
      .addColumn('shows', 'text', (c) => c.notNull().defaultTo('case'))
      .execute();
    await db.schema
      .createTable('checks')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team', 'text', required)
      .addColumn('case_id', 'text', required)
      .addColumn('by', 'text', required)
      .addColumn('asked_at', 'text', required)
      .addColumn('done_at', 'text')
      .addColumn('report', 'text')
      .addColumn('fault', 'text')
      .execute();
    await db.schema.createIndex('checks_of_case').on('checks').columns(['case_id', 'id']).execute();
    await db.schema
      .createTable('escalations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team', 'text', required)
      .addColumn('case_id', 'text', required)
      .addColumn('by', 'text', required)
      .addColumn('opened_at', 'text', required)
      .addColumn('note', 'text')
      .addColumn('targets', 'text', required)
      .addColumn('level', 'integer', required)
      .addColumn('acknowledged_by', 'text')
      .addColumn('acknowledged_at', 'text')
      .addColumn('closed_at', 'text')
      .execute();
    await db.schema.createIndex('escalations_of_case').on('escalations').columns(['case_id', 'id']).execute();
    await db.schema
      .createIndex('one_open_escalation')
      .unique()
      .on('escalations')
      .column('case_id')
      .where(sql.ref('closed_at'), 'is', null)
      .execute();
    await db.schema
      .createTable('incidents')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('team', 'text', required)
      .addColumn('problem', 'text', required)
      .addColumn('case_id', 'text', required)
      .addColumn('began_at', 'text', required)
      .addColumn('ended_at', 'text')
      .execute();
    await db.schema
      .createIndex('one_open_incident')
      .unique()
      .on('incidents')
      .columns(['team', 'problem'])
      .where(sql.ref('ended_at'), 'is', null)
      .execute();
  },
};
