/** Which host refused: a ticket names each. Of attempts that were told before, nobody kept it. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const hosts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('attempts').addColumn('host', 'text').execute();
  },
};
