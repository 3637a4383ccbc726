/** What people press, written down before their platform is told that we have it. Nothing was pressed before. */
import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

export const presses: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('presses')
      .addColumn('team', 'text', required)
      .addColumn('id', 'text', required)
      .addColumn('platform', 'text', required)
      .addColumn('channel', 'text', required)
      .addColumn('payload', 'text')
      .addColumn('pressed_at', 'text', required)
      .addColumn('words', 'text')
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('lease_by', 'text')
      .addColumn('lease_until', 'text')
      .addColumn('done_at', 'text')
      .addPrimaryKeyConstraint('presses_key', ['team', 'id'])
      .execute();
    await db.schema
      .createIndex('presses_to_do')
      .on('presses')
      .columns(['platform', 'lease_until'])
      .where(sql.ref('payload'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('presses_done')
      .on('presses')
      .column('done_at')
      .where(sql.ref('done_at'), 'is not', null)
      .execute();
  },
};
