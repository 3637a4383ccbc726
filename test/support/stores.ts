/** Both databases that the bot runs on, for tests of whatever uses the store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startPostgres, type TestPostgres } from './postgres.ts';

export type Engine = 'SQLite' | 'PostgreSQL';

/**
 * Describes the same tests once for each database.
 * @param tests gets a function that makes a new database of the bot's and returns its address for `openStore`
 * @param tables whether our tables are to be in it already, as in most tests; else it has nothing in it
 */
export function onBothStores(
  tests: (newAddress: () => Promise<string>, engine: Engine) => void,
  { tables = true } = {},
): void {
  describe('SQLite', () => {
    let folder: string;
    let files = 0;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    tests(async () => join(folder, `${++files}.db`), 'SQLite');
  });
  describe('PostgreSQL', () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres.stop());
    tests(() => (tables ? postgres.newDatabase() : postgres.emptyDatabase()), 'PostgreSQL');
  });
}
