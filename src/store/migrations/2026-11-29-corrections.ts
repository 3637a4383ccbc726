/** What a person says that a case is, in place of what its bounce was read as. Nobody had said it before. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const corrections: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['corrected', 'corrected_reason', 'corrected_category']) {
      await db.schema.alterTable('cases').addColumn(column, 'text').execute();
    }
    await db.schema
      .createIndex('cases_corrected')
      .on('cases')
      .column('team')
      .where(sql.ref('corrected'), 'is not', null)
      .execute();
  },
};
