/** What was said, as a digest: words that come without an id are known again. Of older attempts, nobody kept it. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const words: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('attempts').addColumn('words', 'text').execute();
  },
};
