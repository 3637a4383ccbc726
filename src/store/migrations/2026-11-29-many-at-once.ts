/**
 * Answers that tell of several problems at once, each with an id that its buttons carry; and bundles that were told
 * anew, with the one that they became part of. What was answered before stays as it is.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const manyAtOnce: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('answers')
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('message_id', 'text', (c) => c.notNull())
      .addColumn('left_out', 'text')
      .addColumn('made_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('answers_key', ['team', 'id'])
      .addUniqueConstraint('answers_by_message', ['team', 'message_id'])
      .execute();
    await db.schema.createIndex('answers_by_time').on('answers').column('made_at').execute();
    await db.schema
      .createTable('superseded')
      .addColumn('team', 'text', (c) => c.notNull())
      .addColumn('bundle', 'text', (c) => c.notNull())
      .addColumn('into', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('superseded_key', ['team', 'bundle'])
      .execute();
    await db.schema.createIndex('superseded_into').on('superseded').columns(['into', 'team']).execute();
  },
};
