import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const message = {
  team: 'web:local',
  id: 'm1',
  platform: 'web',
  channel: 'local',
  heard_at: '2026-11-21T10:15:00Z',
  posted_at: null,
};

test.each([
  ['a path whose folder is not there yet', 'new/folder/x.db', (url: string) => join(folder, url)],
  ['a file: address', 'x.db', (url: string) => `file://${join(folder, url)}`],
])('%s', async (_, file, address) => {
  const store = await openStore(address(file));
  await store.destroy();
  expect(existsSync(join(folder, file))).toBe(true);
});

test('what was written is there after a restart, with every commit flushed to the disk', async () => {
  const url = join(folder, 'x.db');
  const before = await openStore(url);
  await before.insertInto('messages').values(message).execute();
  const pragma = async (name: string) =>
    (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(before)).rows[0];
  expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
  await before.destroy();

  const after = await openStore(url);
  expect(await after.selectFrom('messages').selectAll().execute()).toEqual([message]);
  await after.destroy();
});

test('a transaction that fails leaves nothing behind', async () => {
  const store = await openStore(':memory:');
  const failing = store.transaction().execute(async (tx) => {
    await tx.insertInto('messages').values(message).execute();
    await tx.insertInto('messages').values(message).execute();
  });
  await expect(failing).rejects.toThrow(/UNIQUE/);
  expect(await store.selectFrom('messages').selectAll().execute()).toEqual([]);
  await store.destroy();
});

test('a file that is no database is named, and what is wrong with it', async () => {
  const url = join(folder, 'x.db');
  writeFileSync(url, 'This is a letter, not a database. '.repeat(50));
  await expect(openStore(url)).rejects.toThrow(
    `The database file ${url} can't be opened: file is not a database`,
  );
});
