/** The suppression list as a team uses it, on the embedded SQLite and on a real PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/index.ts';
import { exportList, importList, openList, WRITE_FORMATS } from '../../src/suppression-files/index.ts';
import {
  countSuppressions,
  type Fingerprint,
  findSuppression,
  isSuppressed,
  openFingerprint,
  searchSuppressions,
  suppress,
  unsuppress,
  unsuppressCases,
} from '../../src/suppressions/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const TEAM = 'slack:T1';
const at = new Date('2026-11-21T10:15:00.000Z');
const by = { id: 'U1', name: 'Ann', team: TEAM };
const signature = { by, at, place: { platform: 'slack', channel: 'C1' } };
const dead = {
  reason: 'user-unknown',
  evidence: '550 5.1.1 User unknown',
  source: 'command',
  caseId: null,
} as const;

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
  let store: Store;
  let fingerprint: Fingerprint;
  beforeEach(async () => {
    store = await openStore(await newAddress());
    fingerprint = await openFingerprint(store, null, at);
  });
  afterEach(() => store.destroy());

  const add = (...addresses: string[]) =>
    suppress(store, fingerprint, TEAM, { ...dead, addresses }, signature);
  const standing = (address: string, team = TEAM) => findSuppression(store, fingerprint, team, address);
  const audit = () =>
    store
      .selectFrom('audit')
      .select(['action', 'address', 'case_id', 'before', 'after', 'by', 'place'])
      .orderBy('id')
      .execute();

  test('what was added is found, with who, when and why, by this team alone', async () => {
    expect([...(await add('ann@example.com'))]).toEqual(['ann@example.com']);
    expect(await standing('ann@example.com')).toEqual({
      kind: 'suppressed',
      suppression: { ...dead, address: 'ann@example.com', by, at: at.getTime() },
    });
    expect(await isSuppressed(store, fingerprint, 'slack:T2', 'ann@example.com')).toBe(false);
    expect(await standing('bob@example.com')).toEqual({ kind: 'free' });
    expect(await audit()).toEqual([
      {
        action: 'suppression-added',
        address: 'ann@example.com',
        case_id: null,
        before: null,
        after: JSON.stringify({ reason: dead.reason, evidence: dead.evidence, source: 'command' }),
        by: JSON.stringify(by),
        place: JSON.stringify(signature.place),
      },
    ]);
  });

  test('a second time changes nothing: the first word stands', async () => {
    await add('ann@example.com');
    const again = { ...dead, addresses: ['ann@example.com', 'bob@example.com'], reason: 'suspend' } as const;
    expect([...(await suppress(store, fingerprint, TEAM, again, signature))]).toEqual(['bob@example.com']);
    expect(await standing('ann@example.com')).toMatchObject({ suppression: { reason: 'user-unknown' } });
    expect(await audit()).toHaveLength(2);
  });

  test('of two who add the same at once, one does', async () => {
    const both = await Promise.all([add('ann@example.com'), add('ann@example.com')]);
    expect(both.map(({ size }) => size).sort()).toEqual([0, 1]);
    expect(await audit()).toHaveLength(1);
  });

  test('list and audit change together: nothing of it in a transaction that fails', async () => {
    const failed = store.transaction().execute(async (tx) => {
      await suppress(tx, fingerprint, TEAM, { ...dead, addresses: ['ann@example.com'] }, signature);
      throw new Error('the case changed');
    });
    await expect(failed).rejects.toThrow('the case changed');
    expect(await standing('ann@example.com')).toEqual({ kind: 'free' });
    expect(await audit()).toEqual([]);
  });

  test('taking off needs a remark, is kept in the audit with what was there, and once is enough', async () => {
    await add('ann@example.com');
    const remove = (why: string) => unsuppress(store, fingerprint, TEAM, 'ann@example.com', why, signature);
    await expect(remove('  ')).rejects.toThrow('say why');
    expect(await remove('typing error, she wrote to us')).toMatchObject({ kind: 'suppressed' });
    expect(await remove('again')).toEqual({ kind: 'free' });
    expect(await standing('ann@example.com')).toEqual({ kind: 'free' });
    const [, removed, ...others] = await audit();
    expect(others).toEqual([]);
    expect(removed).toMatchObject({ action: 'suppression-removed', address: 'ann@example.com' });
    expect(JSON.parse(removed?.before ?? '')).toMatchObject({ reason: 'user-unknown', by });
    expect(JSON.parse(removed?.after ?? '')).toEqual({ why: 'typing error, she wrote to us' });
  });

  test('a case takes back only what it put there, all of its thousands', async () => {
    await add('person7@example.com');
    const addresses = Array.from({ length: 7000 }, (_, i) => `person${i}@example.com`);
    const ofCase = { ...dead, addresses, source: 'case', caseId: 'c-1' } as const;
    expect((await suppress(store, fingerprint, TEAM, ofCase, signature)).size).toBe(6999);
    expect(await countSuppressions(store, TEAM)).toEqual({ listed: 7000, forgotten: 0 });
    expect(await unsuppressCases(store, TEAM, ['c-1'], signature.at.toISOString(), signature)).toHaveLength(
      6999,
    );
    expect(await countSuppressions(store, TEAM)).toEqual({ listed: 1, forgotten: 0 });
    expect(await audit()).toHaveLength(1 + 2 * 6999);
  });

  test('a NUL in what is searched, remarked or named breaks nothing', async () => {
    expect((await searchSuppressions(store, TEAM, 'ann\0@example', 10, null)).found).toEqual([]);
    await suppress(
      store,
      fingerprint,
      TEAM,
      { ...dead, evidence: 'said\0 so', addresses: ['ann@example.com'] },
      signature,
    );
    expect(await standing('ann@example.com')).toMatchObject({ kind: 'suppressed' });
    expect(await findSuppression(store, fingerprint, 'slack:\0', 'ann@example.com')).toEqual({
      kind: 'free',
    });
  });

  test('a search finds parts of addresses and domains, page by page, in the order of the addresses', async () => {
    await add(
      'ann@xn--bcher-kva.example',
      'a_b@example.com',
      'axb@example.com',
      'ben@shop.example.com',
      'zoe@example.org',
    );
    const find = async (text: string) =>
      (await searchSuppressions(store, TEAM, text, 10, null)).found.map(({ address }) => address);
    expect(await find('Example.COM')).toEqual(['a_b@example.com', 'axb@example.com', 'ben@shop.example.com']);
    expect(await find('<a_b@')).toEqual(['a_b@example.com']);
    expect(await find('bücher.example')).toEqual(['ann@xn--bcher-kva.example']);
    expect(await find('%')).toEqual([]);
    expect(await find('nobody')).toEqual([]);
    const first = await searchSuppressions(store, TEAM, '', 3, null);
    expect(first.found.map(({ address }) => address)).toEqual([
      'a_b@example.com',
      'ann@xn--bcher-kva.example',
      'axb@example.com',
    ]);
    expect(await searchSuppressions(store, TEAM, '', 3, first.next)).toMatchObject({
      found: [{ address: 'ben@shop.example.com' }, { address: 'zoe@example.org' }],
      next: null,
    });
    expect(await searchSuppressions(store, 'slack:T2', 'example', 3, null)).toEqual({
      found: [],
      next: null,
    });
  });

  test('a list of thousands comes in and goes out; what was forgotten is not written down again', async () => {
    const print = fingerprint('person7@example.com');
    await store
      .insertInto('forgotten')
      .values({ team: TEAM, fingerprint: print, at: at.toISOString() })
      .execute();
    const rows = Array.from({ length: 7000 }, (_, i) => `person${i}@example.com,BOUNCE\n`);
    async function* bytes() {
      yield Buffer.from([...rows, 'Person8@Example.com,COMPLAINT\n'].join(''));
    }
    const take = async () => {
      const list = await openList(bytes(), { format: null, reason: null });
      const told = { check: false, onWrong: () => {}, onPiece: () => {} };
      return importList(store, fingerprint, TEAM, list, 'ses.csv', signature, told);
    };
    expect(await take()).toMatchObject({ rows: 7001, added: 6999, already: 1, forgotten: 1, wrong: 0 });
    expect(await take()).toMatchObject({ rows: 7001, added: 0, already: 7000, forgotten: 1 });
    const ses = WRITE_FORMATS.find(({ id }) => id === 'ses');
    if (!ses) throw new Error('no format');
    const pieces: string[] = [];
    for await (const piece of exportList(store, TEAM, ses, () => {})) pieces.push(piece);
    expect(pieces.join('').split('\n').sort()).toEqual(
      ['', ...rows.filter((_, i) => i !== 7).map((row) => row.trim())].sort(),
    );
    expect((await audit()).every(({ action }) => action === 'suppressions-imported')).toBe(true);
  });

  test('the key of fingerprints is made once, even by two who start at once', async () => {
    const [first, second] = await Promise.all([
      openFingerprint(store, null, at),
      openFingerprint(store, null, at),
    ]);
    expect(first('ann@example.com')).toBe(second('ann@example.com'));
    expect(first('ann@example.com')).toMatch(/^forgotten-[0-9a-f]{64}$/);
  });
});
