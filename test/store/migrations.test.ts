/** What a database of an earlier version becomes, whoever starts first. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect } from '../../src/store/connect.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { HISTORY, migrate } from '../../src/store/migrate.ts';
import { onBothStores } from '../support/stores.ts';

const FIRST = '2026-11-21-cases';
const ann = '{"id":"U1","name":"Ann","team":"slack:T1"}';
const bounce = '{"kind":"bounce","recipient":"user@example.com","excerpt":"550 5.1.1 User unknown"}';

/** A database as the first version left it. */
async function anOldDatabase(address: string): Promise<void> {
  const old = await connect(address);
  await migrate(old, { [FIRST]: HISTORY[FIRST] as NonNullable<(typeof HISTORY)[string]> });
  for (const statement of [
    `insert into messages values ('slack:T1', 'C1:1', 'slack', 'C1', '2026-11-01T08:00:00.000Z', '2026-11-01T08:00:01.000Z')`,
    `insert into messages values ('slack:T1', 'C1:2', 'slack', 'C1', '2026-11-02T08:00:00.000Z', null)`,
    `insert into cases values ('c-1', 'slack:T1', 'C1:1', 0, '${bounce}', '["user@example.com","käfer@example.com"]', 'suppressed', '${ann}', '2026-11-03T08:00:00.000Z')`,
    `insert into cases values ('c-2', 'slack:T1', 'C1:1', 1, '${bounce}', '[]', 'not-a-bounce', '${ann}', '2026-11-03T09:00:00.000Z')`,
    `insert into cases values ('c-3', 'slack:T1', 'C1:2', 0, '${bounce}', '["a@example.com"]', 'open', null, '2026-11-02T08:00:00.000Z')`,
    `insert into cases values ('c-4', 'slack:T1', 'C1:2', 1, '${bounce}', '["b@example.com"]', 'resolved', '${ann}', '2026-11-04T08:00:00.000Z')`,
    `insert into suppressions values ('slack:T1', 'user@example.com', 'user-unknown', 'c-1', 'U1', 'Ann', '2026-11-03T08:00:00.000Z')`,
    `insert into suppressions values ('slack:T1', 'käfer@example.com', 'user-unknown', 'c-1', 'U1', 'Ann', '2026-11-03T08:00:00.000Z')`,
    `insert into audit values ('a-1', 'slack:T1', 'c-1', 'suppress', 'U1', 'Ann "the" O''Hara', '2026-11-03T08:00:00.000Z')`,
  ]) {
    await sql.raw(statement).execute(old);
  }
  await old.destroy();
}

const INDEX = new URL('../../src/store/index.ts', import.meta.url).href;

/** @returns what a process of its own says after it opened the store */
async function startProcess(address: string): Promise<string> {
  const program = `
    const { openStore } = await import(${JSON.stringify(INDEX)});
    const store = await openStore(${JSON.stringify(address)});
    const cases = await store.selectFrom('cases').select('id').execute();
    console.log(cases.length + ' cases');
    await store.destroy();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return stdout;
}

const all = (store: Store, table: string, order: string) =>
  sql
    .raw(`select * from ${table} order by ${order}`)
    .execute(store)
    .then(({ rows }) => rows);

onBothStores(
  (newAddress, engine) => {
    test('everything that the first version wrote is carried over', async () => {
      const address = await newAddress();
      await anOldDatabase(address);
      const store = await openStore(address);

      const carried = {
        team: 'slack:T1',
        side: 'recipient',
        category: 'soft',
        reason: 'undefined',
        provider: null,
        bounce,
        owner: null,
        snoozed_until: null,
        count: 1,
        version: 0,
        expired_at: null,
        bundle: null,
        bundle_place: null,
        apart: 0,
        corrected: null,
        corrected_reason: null,
        corrected_category: null,
      };
      const heard = (moment: string) => ({
        first_at: moment,
        last_at: moment,
        opened_at: moment,
        heard_at: moment,
      });
      expect(await all(store, 'cases', 'id')).toEqual([
        {
          ...carried,
          id: 'c-1',
          key: 'old:c-1',
          reason: 'user-unknown',
          category: 'hard',
          status: 'resolved',
          status_by: ann,
          status_at: '2026-11-03T08:00:00.000Z',
          ...heard('2026-11-01T08:00:00.000Z'),
        },
        {
          ...carried,
          id: 'c-2',
          key: 'old:c-2',
          status: 'dismissed',
          status_by: ann,
          status_at: '2026-11-03T09:00:00.000Z',
          ...heard('2026-11-01T08:00:00.000Z'),
        },
        {
          ...carried,
          id: 'c-3',
          key: 'old:c-3',
          status: 'open',
          status_by: null,
          status_at: '2026-11-02T08:00:00.000Z',
          ...heard('2026-11-02T08:00:00.000Z'),
        },
        {
          ...carried,
          id: 'c-4',
          key: 'old:c-4',
          status: 'resolved',
          status_by: ann,
          status_at: '2026-11-04T08:00:00.000Z',
          ...heard('2026-11-02T08:00:00.000Z'),
        },
      ]);
      expect(await all(store, 'case_recipients', 'case_id, place')).toEqual([
        { team: 'slack:T1', case_id: 'c-1', address: 'user@example.com', place: 0 },
        { team: 'slack:T1', case_id: 'c-1', address: 'käfer@example.com', place: 1 },
        { team: 'slack:T1', case_id: 'c-3', address: 'a@example.com', place: 0 },
        { team: 'slack:T1', case_id: 'c-4', address: 'b@example.com', place: 0 },
      ]);
      const uncounted = { told: null, known: null, addresses: null };
      expect(await all(store, 'case_messages', 'case_id')).toEqual([
        { team: 'slack:T1', message_id: 'C1:1', part: 0, case_id: 'c-1', ...uncounted },
        { team: 'slack:T1', message_id: 'C1:1', part: 1, case_id: 'c-2', ...uncounted },
        { team: 'slack:T1', message_id: 'C1:2', part: 0, case_id: 'c-3', ...uncounted },
        { team: 'slack:T1', message_id: 'C1:2', part: 1, case_id: 'c-4', ...uncounted },
      ]);
      const listed = {
        team: 'slack:T1',
        reason: 'user-unknown',
        evidence: null,
        source: 'case',
        case_id: 'c-1',
        by: ann,
        at: '2026-11-03T08:00:00.000Z',
      };
      expect(await all(store, 'suppressions', 'address desc')).toEqual([
        { ...listed, address: 'user@example.com' },
        { ...listed, address: 'käfer@example.com' },
      ]);
      expect(await all(store, 'audit', 'id')).toEqual([
        {
          id: 'a-1',
          team: 'slack:T1',
          at: '2026-11-03T08:00:00.000Z',
          by: JSON.stringify({ id: 'U1', name: 'Ann "the" O\'Hara', team: 'slack:T1' }),
          action: 'suppress',
          case_id: 'c-1',
          address: null,
          before: null,
          after: null,
          place: null,
        },
      ]);
      expect(await all(store, 'inbox', 'id')).toMatchObject([
        { id: 'C1:1', platform: 'slack', channel: 'C1', payload: null, done_at: '2026-11-01T08:00:01.000Z' },
        { id: 'C1:2', platform: 'slack', channel: 'C1', payload: null, done_at: '2026-11-02T08:00:00.000Z' },
      ]);
      await store.destroy();
    });

    test('bounces that were kept before count as they did: each is an attempt, those of one moment are one mailing', async () => {
      const address = await newAddress();
      const old = await connect(address);
      const before = Object.entries(HISTORY).filter(([name]) => name < '2026-11-28');
      await migrate(old, Object.fromEntries(before));
      const row = (address: string, day: string) =>
        `insert into bounces (team, case_id, message_id, address, reason, category, permanence, at) values
        ('slack:T1', 'c-9', 'C1:9', '${address}', 'mailbox-full', 'soft', 'temporary', '2026-11-${day}T08:00:00.000Z')`;
      for (const statement of [
        `insert into cases (id, team, key, side, reason, category, bounce, status, status_at, count, first_at, last_at)
        values ('c-9', 'slack:T1', 'address|a@example.com', 'recipient', 'mailbox-full', 'soft', '${bounce}', 'open',
        '2026-11-17T08:00:00.000Z', 4, '2026-11-17T08:00:00.000Z', '2026-11-21T08:00:00.000Z')`,
        `insert into incidents (id, team, problem, case_id, began_at)
        values ('i-1', 'slack:T1', 'auth-failure|example.com', 'c-8', '2026-11-21T08:00:00.000Z')`,
        `insert into cases (id, team, key, side, reason, category, bounce, status, status_at, count, first_at, last_at)
        values ('c-8', 'slack:T1', 'sender|auth-failure|google|example.com|', 'sender', 'auth-failure', 'authentication',
        '${bounce}', 'open', '2026-11-17T08:00:00.000Z', 9, '2026-11-17T08:00:00.000Z', '2026-11-21T08:00:00.000Z')`,
        row('a@example.com', '17'),
        row('a@example.com', '17'),
        row('a@example.com', '20'),
        row('a@example.com', '21'),
      ]) {
        await sql.raw(statement).execute(old);
      }
      await old.destroy();
      const store = await openStore(address);
      expect(await store.selectFrom('cases').select(['id', 'count']).orderBy('id').execute()).toEqual([
        { id: 'c-8', count: 9 },
        { id: 'c-9', count: 4 },
      ]);
      const attempts = await store.selectFrom('attempts').select(['mailing', 'counts', 'outcome']).execute();
      expect(attempts.map(({ counts, outcome }) => [counts, outcome])).toEqual(
        Array(4).fill([1, 'deferred']),
      );
      expect(new Set(attempts.map(({ mailing }) => mailing)).size).toBe(3);
      expect(await store.selectFrom('incidents').select('problem').execute()).toEqual([
        { problem: 'auth-failure||example.com|' },
      ]);
      await store.destroy();
    });

    test('a database that was carried over has the same tables, keys and indexes as a new one', async () => {
      const [carriedOver, fresh] = [await newAddress(), await newAddress()];
      await anOldDatabase(carriedOver);
      const shapes = [];
      for (const address of [carriedOver, fresh]) {
        const store = await openStore(address);
        const { rows } = await sql
          .raw(
            engine === 'SQLite'
              ? `select type, name, tbl_name, sql from sqlite_schema order by name`
              : `select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
               union all select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'
               union all select relname, tgname, '' from pg_trigger join pg_class on pg_class.oid = tgrelid order by 1, 2`,
          )
          .execute(store);
        shapes.push(rows);
        await store.destroy();
      }
      expect(shapes[0]).toEqual(shapes[1]);
      expect(JSON.stringify(shapes[0])).not.toMatch(/old_|pkey1|"messages"/);
    });

    test('a migration that fails leaves the database as it was', async () => {
      const address = await newAddress();
      await anOldDatabase(address);
      const store = await connect(address);
      const before = await all(store, 'cases', 'id');
      const failing = {
        ...HISTORY,
        '2027-01-01-wrong': {
          up: async (db: Store) => {
            await sql`create table half_done (id text)`.execute(db);
            await sql`insert into nowhere values (1)`.execute(db);
          },
        },
      };
      await expect(migrate(store, failing)).rejects.toThrow(
        /^The database could not be brought up to date: .*nowhere/,
      );
      expect(await all(store, 'cases', 'id')).toEqual(before);
      expect((await store.introspection.getTables()).map(({ name }) => name).sort()).toEqual([
        'audit',
        'cases',
        'messages',
        'suppressions',
      ]);
      await store.destroy();
    });

    test('a database that a newer program wrote is refused, and left alone', async () => {
      const address = await newAddress();
      const newer = await connect(address);
      await migrate(newer, { ...HISTORY, '2031-02-03-better': { up: async () => {} } });
      await newer.destroy();
      await expect(openStore(address)).rejects.toThrow(
        'The database was written by a newer version of Bounce Triage (migration 2031-02-03-better). ' +
          'Update the program, or give it another database (DATABASE_URL).',
      );
    });

    test('processes that start at once on an old database: it is carried over once', async () => {
      const address = await newAddress();
      await anOldDatabase(address);
      const started = await Promise.all(Array.from({ length: 5 }, () => startProcess(address)));
      expect(started).toEqual(Array(5).fill('4 cases\n'));
      const store = await openStore(address);
      expect(await all(store, 'kysely_migration', 'name')).toHaveLength(Object.keys(HISTORY).length);
      expect(await all(store, 'suppressions', 'address')).toHaveLength(2);
      await store.destroy();
    });

    test('the audit trail is only added to, but an address can be taken out of it', async () => {
      const address = await newAddress();
      await anOldDatabase(address);
      const store = await openStore(address);
      await expect(sql`delete from audit`.execute(store)).rejects.toThrow('only added to');
      await expect(sql`update audit set action = 'resolve'`.execute(store)).rejects.toThrow('only added to');
      await expect(sql`update audit set "by" = '{}' where id = 'a-1'`.execute(store)).rejects.toThrow(
        'only added to',
      );
      if (engine === 'SQLite') {
        const replace = sql`insert or replace into audit select * from audit`.execute(store);
        await expect(replace).rejects.toThrow('only added to');
      } else {
        await expect(sql`truncate audit`.execute(store)).rejects.toThrow('only added to');
      }
      await sql`update audit set address = null, before = null, after = null where id = 'a-1'`.execute(store);
      expect(await all(store, 'audit', 'id')).toMatchObject([{ id: 'a-1', action: 'suppress' }]);
      await store.destroy();
    });
  },
  { tables: false },
);
