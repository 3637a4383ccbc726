/** What is over is told as over: the incidents of a problem, those that ended too. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const endedIncidents: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createIndex('incidents_of_problem')
      .on('incidents')
      .columns(['problem', 'team', 'ended_at'])
      .execute();
  },
};
