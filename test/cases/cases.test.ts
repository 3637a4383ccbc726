/** What the team's memory promises, on the embedded SQLite and on a real PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { act, casesOf, fileMessage, findCase, findUnposted, markPosted } from '../../src/cases/index.ts';
import type { Bounce } from '../../src/intake/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const bounce: Bounce = {
  kind: 'bounce',
  recipient: 'user@example.com',
  replyCode: '550',
  enhancedCode: '5.1.1',
  diagnosticCode: '550 5.1.1 User unknown',
  remoteHost: null,
  sourceIp: null,
  sender: null,
  senderDomain: null,
  messageId: null,
  time: null,
  action: null,
  command: null,
  excerpt: '550 5.1.1 User unknown — ‘Käfer’ \u{1F41E}',
};
const message = { id: 'C1:1', team: 'slack:T1', platform: 'slack', channel: 'C1' };
const ann = { id: 'U1', name: 'Ann', team: 'slack:T1' };
const bob = { id: 'U2', name: 'Bob', team: 'slack:T1' };
const eve = { id: 'U3', name: 'Eve', team: 'slack:T2' };
const at = new Date('2026-11-21T10:15:00Z');
const problem = { bounce, recipients: ['user@example.com'] };

let folder: string;
let postgres: TestPostgres;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

let files = 0;
describe.each([
  ['SQLite', async () => join(folder, `${++files}.db`)],
  ['PostgreSQL', () => postgres.newDatabase()],
])('%s', (_, newAddress) => {
  let address: string;
  let store: Store;
  beforeEach(async () => {
    address = await newAddress();
    store = await openStore(address);
  });
  afterEach(() => store.destroy());

  const file = () => fileMessage(store, message, [problem], at);
  const oneCase = async () => {
    const [first] = (await file()).cases;
    if (!first) throw new Error('no case');
    return first;
  };
  const suppressed = () =>
    store.selectFrom('suppressions').select(['team', 'address', 'reason', 'by_name', 'at']).execute();

  test('what was filed is there after a restart, to the letter', async () => {
    const { cases, isNew } = await file();
    expect(isNew).toBe(true);
    await store.destroy();
    store = await openStore(address);
    expect(await casesOf(store, 'slack:T1', 'C1:1')).toEqual(cases);
    expect(cases).toMatchObject([{ bounce, recipients: ['user@example.com'], status: { kind: 'open' } }]);
  });

  test('a message that comes twice at once is filed once', async () => {
    const both = await Promise.all([file(), file()]);
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(both[0]?.cases).toEqual(both[1]?.cases);
  });

  test('of ten who press at once one suppresses; the list and the audit say who, when and why', async () => {
    const { id } = await oneCase();
    const team = Array.from({ length: 10 }, (_, i) => ({ ...ann, id: `U${i}`, name: `Ann ${i}` }));
    const results = await Promise.all(
      team.map((actor) => act(store, 'suppress', id, actor, 'user-unknown', at)),
    );
    expect(results.filter((result) => result?.changed)).toHaveLength(1);
    const [entry] = await suppressed();
    expect(entry).toMatchObject({
      team: 'slack:T1',
      address: 'user@example.com',
      reason: 'user-unknown',
      at: at.toISOString(),
    });
    expect(await store.selectFrom('audit').select(['action', 'by_name']).execute()).toEqual([
      { action: 'suppress', by_name: entry?.by_name },
    ]);
  });

  test('Undo takes back what its own case did, and nothing else', async () => {
    const first = await oneCase();
    const other = (
      await fileMessage(
        store,
        { ...message, id: 'C1:2' },
        [problem, { bounce, recipients: ['other@example.com'] }],
        at,
      )
    ).cases;
    await act(store, 'suppress', first.id, ann, 'user-unknown', at);
    await act(store, 'suppress', other[0]?.id ?? '', bob, 'user-unknown', at);
    await act(store, 'suppress', other[1]?.id ?? '', bob, 'user-unknown', at);
    await act(store, 'undo', other[0]?.id ?? '', bob, 'user-unknown', at);
    expect((await suppressed()).map((row) => row.address).sort()).toEqual([
      'other@example.com',
      'user@example.com',
    ]);
  });

  test('ten thousand addresses go on the list together', async () => {
    const recipients = Array.from({ length: 10_000 }, (_, i) => `user${i}@example.com`);
    const [many] = (await fileMessage(store, message, [{ bounce, recipients }], at)).cases;
    await act(store, 'suppress', many?.id ?? '', ann, 'user-unknown', at);
    expect(await suppressed()).toHaveLength(10_000);
  });

  test('another team finds nothing and changes nothing', async () => {
    const { id } = await oneCase();
    expect(await findCase(store, eve.team, id)).toBeNull();
    expect(await act(store, 'suppress', id, eve, 'user-unknown', at)).toBeNull();
    expect(await suppressed()).toEqual([]);
  });

  test('what was not posted is found, on its own platform, as long as it is wanted', async () => {
    await file();
    const since = new Date(at.getTime() - 1000);
    expect(await findUnposted(store, 'slack', since)).toEqual([message]);
    expect(await findUnposted(store, 'discord', since)).toEqual([]);
    expect(await findUnposted(store, 'slack', new Date(at.getTime() + 1000))).toEqual([]);
    await markPosted(store, 'slack:T1', 'C1:1', at);
    expect(await findUnposted(store, 'slack', since)).toEqual([]);
  });
});

test('a PostgreSQL that is not there is said in plain words, without the password', async () => {
  const opened = openStore('postgres://bot:secret@127.0.0.1:1/none');
  await expect(opened).rejects.toThrow(
    'The database could not be brought up to date: connect ECONNREFUSED 127.0.0.1:1',
  );
  await expect(opened).rejects.not.toThrow(/secret/);
});
