/** Which message arrived, and not only when one did: what another one was put off for happened all the same. */
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

export const arrivals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('arrivals')
      .addColumn('team', 'text', required)
      .addColumn('id', 'text', required)
      .addColumn('mailing', 'text', required)
      .addColumn('address', 'text', required)
      .addColumn('at', 'text', required)
      .addPrimaryKeyConstraint('arrivals_key', ['team', 'id'])
      .execute();
    await db.schema.createIndex('arrivals_of_mailing').on('arrivals').columns(['mailing', 'team']).execute();
    await db.schema.createIndex('arrivals_by_time').on('arrivals').column('at').execute();
  },
};
