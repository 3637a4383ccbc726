/** The store's history. A migration that has been released is never edited; a change is a new one. */
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Store } from './tables.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-21-cases': {
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
  },
};

/** Brings the store's tables to today's shape. @throws Error where a migration fails; the store is as before then */
export async function migrate(store: Store): Promise<void> {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw new Error(`The database could not be brought up to date: ${reasonOf(error)}`, { cause: error });
  }
}

/** A connection that is refused comes as several errors in one, with an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
