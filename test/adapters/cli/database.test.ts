/** `bounce-triage audit` and `bounce-triage backup`, called as a user calls them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/index.ts';
import { run as runHere } from '../../support/command-line.ts';

const BIN = fileURLToPath(new URL('../../../bin/bounce-triage.js', import.meta.url));

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  store = await openStore(join(folder, 'x.db'));
  for (const [id, day, address] of [
    ['a-1', '01', null],
    ['a-2', '02', 'user@example.com'],
    ['a-3', '03', null],
  ] as const) {
    await store
      .insertInto('audit')
      .values({
        id,
        team: 'slack:T1',
        at: `2026-11-${day}T23:59:59.999Z`,
        by: '{"id":"U1","name":"Ann","team":"slack:T1"}',
        action: 'resolve',
        case_id: `c-${id}`,
        address,
        before: null,
        after: null,
        place: null,
      })
      .execute();
  }
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], url = 'x.db') =>
  runHere(args, { cwd: folder, env: { DATABASE_URL: url } });
const ids = (out: string) => [...out.matchAll(/"(a-\d)"\r?\n/g)].map((match) => match[1]);

test('a damaged database is told with the command that has copies made', async () => {
  writeFileSync(join(folder, 'bad.db'), Buffer.alloc(8192, 'no database'));
  const { status, err } = await run(['audit'], 'bad.db');
  expect(status).toBe(3);
  expect(err).toContain('"bounce-triage backup FILE"');
});

describe('audit', () => {
  test('prints the trail, oldest first, while the bot has the database open', async () => {
    const { status, out } = await run(['audit']);
    expect(status).toBe(0);
    expect(out).toMatch(/^"at","team",/);
    expect(ids(out)).toEqual(['a-1', 'a-2', 'a-3']);
  });

  test('a day as an end is in', async () => {
    expect(ids((await run(['audit', '--since', '2026-11-02', '--until', '2026-11-02'])).out)).toEqual([
      'a-2',
    ]);
    expect(ids((await run(['audit', '--until', '2026-11-03T00:00:00+01:00'])).out)).toEqual(['a-1']);
  });

  test('about one address, however it is written', async () => {
    expect(ids((await run(['audit', '--address', 'User@EXAMPLE.com'])).out)).toEqual(['a-2']);
  });

  test('into a file that is not overwritten by mistake', async () => {
    expect(await run(['audit', '--format', 'jsonl', 'trail.jsonl'])).toEqual({
      status: 0,
      out: '',
      err: '3 entries are in trail.jsonl.\n',
    });
    const file = join(folder, 'trail.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).case)).toEqual(['c-a-1', 'c-a-2', 'c-a-3']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run(['audit', 'trail.jsonl'])).toMatchObject({
      status: 2,
      err: 'trail.jsonl: it is there already; --force overwrites it.\n',
    });
    expect(await run(['audit', '--force', '--case', 'c-a-1', 'trail.jsonl'])).toMatchObject({ status: 0 });
    expect(ids(readFileSync(file, 'utf8'))).toEqual(['a-1']);
  });

  test.each([
    [['--actor', 'U9'], 1, 'No entry fits.\n'],
    [
      ['--since', 'yesterday'],
      2,
      '--since is a day (2026-11-21) or a moment (2026-11-21T10:15:00Z), in UTC.',
    ],
    [['--until', '2026-13-01'], 2, '--until is a day'],
    [['--format', 'xml'], 2, '--format is csv or jsonl.'],
    [['--address', 'nobody'], 2, '--address nobody: it has no @.'],
    [['--sinse', '2026-11-21'], 2, 'Unknown option "--sinse"'],
    [['no/such/folder.csv'], 2, 'no/such/folder.csv: there is no such folder.'],
  ])('%o ends with %i', async (args, status, err) => {
    expect(await run(['audit', ...args])).toMatchObject({ status, err: expect.stringContaining(err) });
  });

  test('a database that is not there is not made; one that is out of reach is said so', async () => {
    expect(await run(['audit'], 'y.db')).toEqual({
      status: 3,
      out: '',
      err: 'There is no database y.db. DATABASE_URL says where it is. The bot makes it: start it once.\n',
    });
    expect(existsSync(join(folder, 'y.db'))).toBe(false);
    const other = new DatabaseSync(join(folder, 'other.db'));
    other.exec('create table bookmarks (url text)');
    other.close();
    writeFileSync(join(folder, 'empty.db'), '');
    for (const name of ['other.db', 'empty.db']) {
      const before = readFileSync(join(folder, name));
      expect(await run(['audit'], name)).toMatchObject({
        status: 3,
        err: `${name} is no database of Bounce Triage's yet. DATABASE_URL says where it is. The bot makes it: start it once.\n`,
      });
      expect(readFileSync(join(folder, name)).equals(before)).toBe(true);
    }
    expect(await run(['audit'], '.')).toMatchObject({
      status: 3,
      err: 'The database . is a folder. DATABASE_URL names a file in it: bounce-triage.db.\n',
    });
    expect(await run(['audit'], 'postgres://ann:secret@127.0.0.1:1/x')).toEqual({
      status: 3,
      out: '',
      err: "The database at 127.0.0.1:1 can't be used: the database can't be reached (ECONNREFUSED). DATABASE_URL says where it is.\n",
    });
    expect(await run(['audit'], 'mysql://ann:secret@host/x')).toMatchObject({ status: 2, out: '' });
  });
});

describe('backup', () => {
  test('a whole copy, made while the bot writes', async () => {
    let writing = true;
    const bot = (async () => {
      for (let i = 0; writing; i++) {
        const setting = { team: '', channel: '', name: `s${i}`, value: 'x'.repeat(2000), by: null, at: '' };
        await store.insertInto('settings').values(setting).execute();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const { backUp } = await import('../../../src/store/backup.ts');
    const shares: number[] = [];
    const bytes = await backUp(join(folder, 'x.db'), join(folder, 'copy.db'), {
      overwrite: false,
      onProgress: (share) => shares.push(share),
    });
    writing = false;
    await bot;
    expect(bytes).toBe(statSync(join(folder, 'copy.db')).size);
    const copied = await openStore(join(folder, 'copy.db'));
    expect(await copied.selectFrom('audit').select('id').orderBy('id').execute()).toHaveLength(3);
    await copied.destroy();
  });

  test('is one file, for its owner alone, that is not overwritten by mistake', async () => {
    expect(await run(['backup', 'copy.db'])).toMatchObject({
      status: 0,
      err: expect.stringMatching(/^copy\.db: \d+\.\d MB, complete and checked\.\n$/),
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    expect(statSync(join(folder, 'copy.db')).mode & 0o777).toBe(0o600);
    expect(await run(['backup', 'copy.db'])).toEqual({
      status: 3,
      out: '',
      err: 'copy.db is there already. --force overwrites it.\n',
    });
    expect(await run(['backup', '--force', 'copy.db'])).toMatchObject({ status: 0 });
    expect(await run(['backup', '--force', 'x.db'])).toMatchObject({
      status: 3,
      err: 'x.db is the database itself.\n',
    });
  });

  test('put back in its place as README says, it is the database again', async () => {
    expect(await run(['backup', 'copy.db'])).toMatchObject({ status: 0 });
    await store
      .insertInto('settings')
      .values({ team: '', channel: '', name: 'later', value: '', by: null, at: '' })
      .execute();
    await store.destroy();
    const restored = spawnSync('sh', ['-c', 'rm -f x.db-wal x.db-shm && cp copy.db x.db'], { cwd: folder });
    expect(restored.status).toBe(0);
    store = await openStore(join(folder, 'x.db'));
    expect(await store.selectFrom('settings').selectAll().execute()).toEqual([]);
    expect(await store.selectFrom('audit').select('id').execute()).toHaveLength(3);
  });

  test('a file that is no database, or a damaged one, leaves no copy, and is told as elsewhere', async () => {
    writeFileSync(join(folder, 'letter.db'), 'This is a letter, not a database. '.repeat(50));
    await store.destroy();
    const whole = readFileSync(join(folder, 'x.db'));
    writeFileSync(join(folder, 'cut.db'), whole.subarray(0, whole.length / 2));
    writeFileSync(
      join(folder, 'smashed.db'),
      whole.map((byte, i) => (i < 8 * 4096 ? byte : 0xff)),
    );
    for (const name of ['letter.db', 'cut.db', 'smashed.db']) {
      const { status, err } = await run(['backup', 'copy.db'], name);
      expect(status, name).toBe(3);
      expect(err).toContain(`No copy was made. The database file ${name} can't be read: `);
      expect(err).toContain('"sqlite3 FILE .recover" saves what can be read.');
      expect(err).not.toContain('btree');
    }
    expect(await run(['backup', 'copy.db'], '.')).toMatchObject({
      status: 3,
      err: 'The database . is a folder. DATABASE_URL names a file in it: bounce-triage.db.\n',
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
    store = await openStore(join(folder, 'x.db'));
  });

  test('a disk that takes no more is told of the copy, not of the database', () => {
    const command = `trap '' XFSZ; ulimit -f 100; exec "${process.execPath}" "${BIN}" backup "${join(folder, 'copy.db')}"`;
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, DATABASE_URL: join(folder, 'x.db') },
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^No copy was made\. .*copy\.db can't be written: .*\(SQLite \d+\)/);
    expect(status).toBe(3);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
  });

  test.each([
    [[], 'x.db', 2, 'Name the file: bounce-triage backup FILE'],
    [['a', 'b'], 'x.db', 2, 'Name the file: bounce-triage backup FILE'],
    [['copy.db'], 'y.db', 3, 'There is no database y.db.'],
    [['no/such/copy.db'], 'x.db', 3, 'There is no folder no/such.'],
    [['x.db/copy.db'], 'x.db', 3, 'There is no folder x.db.'],
    [['--force', '.'], 'x.db', 3, ". is no file: a copy can't take its place."],
    [
      ["it's a copy"],
      'postgres://ann:secret@db.example.com:5433/bounces?sslmode=require&password=secret',
      2,
      "pg_dump --format=custom --file='it'\\''s a copy' 'postgres://ann@db.example.com:5433/bounces?sslmode=require'",
    ],
  ])('%o of %s ends with %i', async (args, url, status, err) => {
    const said = await run(['backup', ...args], url);
    expect(said).toMatchObject({ status, err: expect.stringContaining(err) });
    expect(said.err).not.toContain('secret');
  });
});
