import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { among, openStore, prepared, transaction } from '../../src/store/index.ts';
import { onBothStores } from '../support/stores.ts';

const setting = {
  team: '',
  channel: '',
  name: 'count',
  value: '0',
  by: null,
  at: '2026-11-21T10:15:00.000Z',
};

onBothStores((newAddress) => {
  test('what was written is there after a restart', async () => {
    const address = await newAddress();
    const before = await openStore(address);
    await before.insertInto('settings').values(setting).execute();
    await before.destroy();

    const after = await openStore(address);
    expect(await after.selectFrom('settings').selectAll().execute()).toEqual([setting]);
    await after.destroy();
  });

  test('a statement that is written out once is given its values each time', async () => {
    type Row = { team: string; fingerprint: string; case_id: string; by: string; at: string };
    const insert = prepared((store, { rows }: { readonly rows: readonly Row[] }) =>
      store.insertInto('silenced').values(rows),
    );
    const find = prepared(
      (store, { team, texts, most }: { team: string; texts: readonly string[]; most: number }) =>
        store
          .selectFrom('silenced')
          .select(['fingerprint', 'at'])
          .where('team', '=', team)
          .where('fingerprint', 'in', among(store, texts))
          .orderBy('fingerprint')
          .limit(most),
    );
    const row = (fingerprint: string, at: string): Row => ({
      ...{ team: 'slack:T1', fingerprint, at },
      ...{ case_id: 'c-1', by: '{}' },
    });
    const store = await openStore(await newAddress());
    await insert(store, { rows: [row('a', '2026-11-21')] });
    await transaction(store, (tx) => insert(tx, { rows: [row('b', '2026-11-22')] }));
    await insert(store, { rows: [row('c', '2026-11-23'), row('d', '2026-11-24')] });

    const found = async (texts: readonly string[], most = 9, team = 'slack:T1') =>
      (await find(store, { team, texts, most })).rows.map(({ fingerprint, at }) => `${fingerprint} ${at}`);
    expect(await found(['b'])).toEqual(['b 2026-11-22']);
    expect(await found(['c'])).toEqual(['c 2026-11-23']);
    expect(await found(['c'], 0)).toEqual([]);
    expect(await found(['c'], 9, 'slack:T2')).toEqual([]);
    expect(await found(['d', 'a'])).toEqual(['a 2026-11-21', 'd 2026-11-24']);
    expect(await found([])).toEqual([]);
    await store.destroy();
  });

  test('a transaction that fails leaves nothing behind, and says why', async () => {
    const store = await openStore(await newAddress());
    const failing = transaction(store, async (tx) => {
      await tx.insertInto('settings').values(setting).execute();
      await tx.insertInto('settings').values(setting).execute();
    });
    await expect(failing).rejects.toThrow(/UNIQUE|settings_key/);
    expect(await store.selectFrom('settings').selectAll().execute()).toEqual([]);
    await store.destroy();
  });

  test('a transaction within another joins it', async () => {
    const store = await openStore(await newAddress());
    const failing = transaction(store, async (outer) => {
      await transaction(outer, (inner) => inner.insertInto('settings').values(setting).execute());
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    expect(await store.selectFrom('settings').selectAll().execute()).toEqual([]);
    await store.destroy();
  });

  test('two replicas that read and write the same row in transactions lose no step', async () => {
    const address = await newAddress();
    const [one, two] = [await openStore(address), await openStore(address)];
    await one.insertInto('settings').values(setting).execute();
    const step = (store: typeof one) =>
      transaction(store, async (tx) => {
        const row = tx.selectFrom('settings').select('value').where('name', '=', 'count');
        const { value } = await (isPostgres(address) ? row.forUpdate() : row).executeTakeFirstOrThrow();
        await tx
          .updateTable('settings')
          .set({ value: String(Number(value) + 1) })
          .execute();
      });
    await Promise.all(Array.from({ length: 40 }, (_, i) => step(i % 2 === 0 ? one : two)));
    expect(await one.selectFrom('settings').select('value').execute()).toEqual([{ value: '40' }]);
    await Promise.all([one.destroy(), two.destroy()]);
  });

  test('two who lock the same rows in opposite order: both get through', async () => {
    const store = await openStore(await newAddress());
    await store
      .insertInto('settings')
      .values([
        { ...setting, name: 'left' },
        { ...setting, name: 'right' },
      ])
      .execute();
    let runs = 0;
    const both = (first: string, second: string) =>
      transaction(store, async (tx) => {
        runs++;
        for (const name of [first, second]) {
          const value = sql<string>`value || ${first}`;
          await tx.updateTable('settings').set({ value }).where('name', '=', name).execute();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      });
    await Promise.all([both('left', 'right'), both('right', 'left')]);
    const values = await store.selectFrom('settings').select('value').orderBy('name').execute();
    expect(values.map(({ value }) => value.length)).toEqual([10, 10]);
    expect(runs).toBeGreaterThanOrEqual(2);
    await store.destroy();
  });
});

const isPostgres = (address: string): boolean => address.startsWith('postgres:');

describe('SQLite', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['a path whose folder is not there yet', 'new/folder/x.db', (file: string) => join(folder, file)],
    ['a file: address', 'x.db', (file: string) => `file://${join(folder, file)}`],
  ])('%s', async (_, file, address) => {
    const store = await openStore(address(file));
    await store.destroy();
    expect(existsSync(join(folder, file))).toBe(true);
  });

  test('a power cut loses nothing, and what is deleted is overwritten', async () => {
    const store = await openStore(join(folder, 'x.db'));
    const pragma = async (name: string) =>
      (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store)).rows[0];
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
    expect(await pragma('secure_delete')).toEqual({ secure_delete: 1 });
    await store.destroy();
  });

  test('a folder that can not be made is named, also under /proc, where making folders may never end', async () => {
    await expect(openStore('/proc/nobody/bounces/x.db')).rejects.toThrow(
      /^The database file \/proc\/nobody\/bounces\/x\.db can't be opened: .+ Whoever runs this must be able to write there/,
    );
  });

  test('a file that is not a database is named, and what is wrong with it', async () => {
    const url = join(folder, 'x.db');
    writeFileSync(url, 'This is a letter, not a database. '.repeat(50));
    await expect(openStore(url)).rejects.toThrow(
      `The database file ${url} can't be opened: file is not a database`,
    );
  });

  test('a file that must exist and does not is not made', async () => {
    const url = join(folder, 'x.db');
    await expect(openStore(url, { mustExist: true })).rejects.toThrow(
      `There is no database ${url}. DATABASE_URL says where it is.`,
    );
    expect(existsSync(url)).toBe(false);
  });
});
