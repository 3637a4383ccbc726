/**
 * A case is about one recipient or one domain of recipients, whatever else was pasted with it. Those that were told
 * together are shown together. What older versions put into one case stays one.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const bundles: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('cases').addColumn('bundle', 'text').execute();
    await db.schema.alterTable('cases').addColumn('bundle_place', 'integer').execute();
    await db.schema
      .alterTable('cases')
      .addColumn('apart', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createIndex('cases_of_bundle')
      .on('cases')
      .column('bundle')
      .where(sql.ref('bundle'), 'is not', null)
      .execute();
  },
};
