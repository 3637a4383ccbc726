import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startUpkeep } from '../../app/upkeep.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { attemptRow } from '../support/attempts.ts';

const now = () => new Date('2026-11-21T10:15:00.000Z');

let folder: string;
let store: Store;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  store = await openStore(join(folder, 'x.db'));
  lines = [];
  const rows = Array.from({ length: 500 }, () =>
    attemptRow({ team: 'slack:T1', case_id: 'c-1', at: '2026-01-01T00:00:00.000Z' }),
  );
  await store.insertInto('attempts').values(rows).execute();
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});
const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const untilLogged = async () => {
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('what is old goes at the start, and the log says how much', async () => {
  const stop = startUpkeep(store, { days: 180, now, log });
  await untilLogged();
  await stop();
  expect(lines).toMatchObject([
    { level: 30, bounces: 500, cases: 0, days: 180, msg: 'what is older than RETENTION_DAYS was removed' },
  ]);
  expect(await store.selectFrom('attempts').selectAll().execute()).toEqual([]);
});

test('a database that can not be written is a warning, and the bot goes on', async () => {
  await sql`pragma query_only = on`.execute(store);
  const stop = startUpkeep(store, { days: 180, now, log });
  await untilLogged();
  await stop();
  expect(lines).toMatchObject([
    { level: 40, msg: 'what is old was not removed: the database can only be read, not written (SQLite 8)' },
  ]);
});
