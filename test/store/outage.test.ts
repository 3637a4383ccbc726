/** A store that is gone, full, read-only or locked says so, and works again when it is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isOutage, openStore, outageWords, type Store, transaction } from '../../src/store/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const setting = (name: string, value = 'x') => ({ team: '', channel: '', name, value, by: null, at: '' });
const write = (store: Store, name: string, value?: string) =>
  transaction(store, async (tx) => {
    await tx.insertInto('settings').values(setting(name, value)).execute();
    await tx
      .insertInto('settings')
      .values(setting(`${name} too`))
      .execute();
  });
const names = async (store: Store) =>
  (await store.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name);

/** @returns what the failure is in words, "a mistake of ours" where it is not an outage */
async function troubleOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (error === null) return 'none';
  return isOutage(error) ? outageWords(error) : `a mistake of ours: ${error}`;
}

describe('SQLite', () => {
  let folder: string;
  let path: string;
  let store: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
    path = join(folder, 'x.db');
    store = await openStore(path);
  });
  afterEach(async () => {
    await store.destroy();
    rmSync(folder, { recursive: true });
  });

  test('full: nothing of the transaction is there; room again, and it works', async () => {
    await sql`pragma max_page_count = 1`.execute(store); // SQLite raises it to what is in use now
    expect(await troubleOf(write(store, 'large', 'x'.repeat(100_000)))).toBe(
      'the disk or the database is full (SQLite 13)',
    );
    expect(await names(store)).toEqual([]);
    await sql`pragma max_page_count = 1000000`.execute(store);
    expect(await troubleOf(write(store, 'large', 'x'.repeat(100_000)))).toBe('none');
    expect(await names(store)).toEqual(['large', 'large too']);
  });

  test('read-only: it still reads', async () => {
    await write(store, 'before');
    await sql`pragma query_only = on`.execute(store);
    expect(await troubleOf(write(store, 'after'))).toBe(
      'the database can only be read, not written (SQLite 8)',
    );
    expect(await names(store)).toEqual(['before', 'before too']);
    await sql`pragma query_only = off`.execute(store);
    expect(await troubleOf(write(store, 'after'))).toBe('none');
  });

  test('locked by another process: it waits while this one goes on, and goes through when it is let go', async () => {
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    let beats = 0;
    const heart = setInterval(() => beats++, 10);
    const waiting = write(store, 'patient');
    await new Promise((resolve) => setTimeout(resolve, 500));
    other.exec('rollback');
    expect(await troubleOf(waiting)).toBe('none');
    clearInterval(heart);
    other.close();
    expect(beats).toBeGreaterThan(5);
  });

  test('locked for good: all who write say so together, reading goes on meanwhile, and nothing waits for long', async () => {
    await write(store, 'before');
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const began = performance.now();
    const writing = Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        troubleOf(
          i % 2 === 0
            ? write(store, `w${i}`)
            : store
                .insertInto('settings')
                .values(setting(`s${i}`))
                .execute(),
        ),
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = performance.now();
    expect(await names(store)).toEqual(['before', 'before too']);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(new Set(await writing)).toEqual(
      new Set(['the database is busy and did not answer in time (SQLite 5)']),
    );
    expect(performance.now() - began).toBeLessThan(3000);
    other.exec('rollback');
    other.close();
    expect(await troubleOf(write(store, 'after'))).toBe('none');
    expect(await names(store)).toEqual(['after', 'after too', 'before', 'before too']);
  });

  test('transactions of this process never see each other half done', async () => {
    const half = Promise.withResolvers<void>();
    const first = transaction(store, async (tx) => {
      await tx.insertInto('settings').values(setting('first')).execute();
      await half.promise;
      await tx.insertInto('settings').values(setting('first too')).execute();
    });
    const others = [names(store), write(store, 'second'), names(store)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    half.resolve();
    await Promise.all([first, ...others]);
    for (const seen of [await others[0], await others[2]]) expect((seen ?? []).length % 2).toBe(0);
    expect(await names(store)).toHaveLength(4);
    const failing = transaction(store, async (tx) => {
      await tx.insertInto('settings').values(setting('third')).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await names(store)).toHaveLength(4);
  });

  test('held so that nobody can even read it: opening says what to do', async () => {
    const other = new DatabaseSync(join(folder, 'new.db'));
    other.exec('begin exclusive');
    await expect(openStore(join(folder, 'new.db'))).rejects.toThrow(
      /new\.db can't be opened: database is locked\. Another program holds it, .*: end that, and try again$/,
    );
    other.close();
  });

  test('opened again while another process holds it: what is up to date needs no lock', async () => {
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const again = await openStore(path);
    expect(await names(again)).toEqual([]);
    await again.destroy();
    other.close();
  });
});

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test('stopped and started again in mid-work: said while it lasts, then it works by itself', async () => {
    const store = await openStore(await postgres.newDatabase());
    await write(store, 'before');
    const inMidWork = transaction(store, async (tx) => {
      await tx.insertInto('settings').values(setting('half')).execute();
      await postgres.interrupt();
      await tx.insertInto('settings').values(setting('done')).execute();
    });
    expect(await troubleOf(inMidWork)).toMatch(/^the database can't be reached/);
    const down = await Promise.all([1, 2, 3].map((n) => troubleOf(write(store, `down ${n}`))));
    expect(down).toEqual(Array(3).fill("the database can't be reached (ECONNREFUSED)"));
    await postgres.resume();
    expect(await troubleOf(write(store, 'after'))).toBe('none');
    expect(await names(store)).toEqual(['after', 'after too', 'before', 'before too']);
    await store.destroy();
  });

  test('restarted while nobody asks anything: the process lives on, and the next who asks notices nothing', async () => {
    const store = await openStore(await postgres.newDatabase());
    await Promise.all([1, 2, 3].map((n) => write(store, `before ${n}`)));
    await postgres.interrupt();
    await postgres.resume();
    expect(await Promise.all([1, 2, 3].map((n) => troubleOf(write(store, `after ${n}`))))).toEqual([
      'none',
      'none',
      'none',
    ]);
    await store.destroy();
  });

  test('read-only, as on a stand-by server', async () => {
    const store = await openStore(await postgres.newDatabase());
    const reading = store.connection().execute(async (db) => {
      await sql`set default_transaction_read_only = on`.execute(db);
      await db.insertInto('settings').values(setting('x')).execute();
    });
    expect(await troubleOf(reading)).toBe('the database can only be read, not written (PostgreSQL 25006)');
    await store.destroy();
  });

  test('a row that another replica holds: it says so instead of hanging', async () => {
    const address = await postgres.newDatabase();
    const [store, other] = [await openStore(address), await openStore(address)];
    await write(store, 'held');
    const change = (db: Store) => db.updateTable('settings').set({ value: 'y' }).execute();
    await other.transaction().execute(async (tx) => {
      await change(tx);
      expect(await troubleOf(change(store))).toBe(
        'the database is busy and did not answer in time (PostgreSQL 57014)',
      );
    });
    expect(await troubleOf(change(store))).toBe('none');
    await Promise.all([store.destroy(), other.destroy()]);
  });

  test('a mistake of ours is none of its troubles', async () => {
    const store = await openStore(await postgres.newDatabase());
    expect(await troubleOf(sql`select nonsense`.execute(store))).toMatch(/^a mistake of ours: .*nonsense/);
    expect(await troubleOf(write(store, 'x').then(() => write(store, 'x')))).toMatch(/^a mistake of ours/);
    await store.destroy();
  });

  test.each([
    [
      'a wrong password',
      (url: string) => url.replace(':test@', ':secret@'),
      'refuses the login (PostgreSQL 28P01)',
    ],
    ['no such database', (url: string) => `${url}-not`, "can't be reached (PostgreSQL 3D000)"],
    ['no server there', () => 'postgres://u:secret@127.0.0.1:1/x', "can't be reached (ECONNREFUSED)"],
  ])('at the start, %s', async (_, wrong, words) => {
    const url = wrong(await postgres.newDatabase());
    const error = await openStore(url).catch((error: Error) => error);
    expect(error).toMatchObject({
      message: `The database at ${new URL(url).host} can't be used: the database ${words}. DATABASE_URL says where it is.`,
    });
  });

  test('an address that is none: refused without the password in it', async () => {
    const error = await openStore('postgres://u:secret@[/x').catch((error: unknown) => error);
    expect(error).toMatchObject({
      message: 'DATABASE_URL is not an address such as postgres://user:password@host:5432/database.',
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
  });
});

describe('a network that swallows everything', () => {
  let postgres: TestPostgres;
  let network: { readonly port: number; swallows: boolean; end(): void };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    network = await networkTo(Number(new URL(await postgres.newDatabase()).port));
  });
  afterEach(() => network.end());
  const through = (address: string) => address.replace(/:\d+\//, `:${network.port}/`);

  test('at the start: given up after 2.5 seconds', async () => {
    network.swallows = true;
    await expect(openStore(through(await postgres.newDatabase()))).rejects.toThrow("can't be reached");
  });

  test('in mid-work: given up after 5 seconds, and the dead connection is used no more', async () => {
    const store = await openStore(through(await postgres.newDatabase()));
    await write(store, 'before');
    network.swallows = true;
    expect(await troubleOf(write(store, 'lost'))).toBe('the database is busy and did not answer in time');
    network.swallows = false;
    expect(await troubleOf(write(store, 'after'))).toBe('none');
    expect(await names(store)).toEqual(['after', 'after too', 'before', 'before too']);
    await store.destroy();
  });
});

/** A network between the bot and a server: what is sent while it swallows never arrives, and nobody is told. */
async function networkTo(server: number) {
  const sockets: Socket[] = [];
  const network = { port: 0, swallows: false, end: () => {} };
  const entrance = createServer((near) => {
    const far = connect(server, '127.0.0.1');
    sockets.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => network.swallows || to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => entrance.listen(0, '127.0.0.1', resolve));
  network.port = (entrance.address() as AddressInfo).port;
  network.end = () => {
    for (const socket of sockets) socket.destroy();
    entrance.close();
  };
  return network;
}
