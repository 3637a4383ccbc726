/** Secrets in the store: sealed, bound to their team, opened by the keys that there are. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault, openStore, readKeys, SealedWithAnotherKey, type Store } from '../../src/store/index.ts';

const TOKEN = 'xoxb-a-token-of-somebody';
const OLD = randomBytes(32);
const NEW = randomBytes(32);
const now = () => new Date('2026-11-21T10:15:00Z');

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
  await createVault(store, [OLD], now).put('slack:T1', 'token', TOKEN);
});
afterEach(() => store.destroy());

const sealed = () =>
  store.selectFrom('settings').selectAll().where('name', '=', 'token').executeTakeFirstOrThrow();

test('gives back what was put in, and nothing for others', async () => {
  const vault = createVault(store, [OLD], now);
  expect(await vault.get('slack:T1', 'token')).toBe(TOKEN);
  expect(await vault.get('slack:T2', 'token')).toBeNull();
  expect(await vault.teams('token')).toEqual(['slack:T1']);
  await vault.remove('slack:T1', 'token');
  expect(await vault.get('slack:T1', 'token')).toBeNull();
});

test('leaves nothing to read in the database, and seals the same differently each time', async () => {
  const first = (await sealed()).value;
  expect(Buffer.from(first.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('xoxb');
  await createVault(store, [OLD], now).put('slack:T1', 'token', TOKEN);
  expect((await sealed()).value).not.toBe(first);
});

test('does not open what was moved to another team, or changed', async () => {
  const { value, at } = await sealed();
  const row = { channel: '', name: 'token', by: null, at };
  await store
    .insertInto('settings')
    .values({ ...row, team: 'slack:T2', value })
    .execute();
  const flipped = `${value.slice(0, -2)}${value.endsWith('AA') ? 'BB' : 'AA'}`;
  await store
    .insertInto('settings')
    .values({ ...row, team: 'slack:T3', value: flipped })
    .execute();
  const vault = createVault(store, [OLD], now);
  await expect(vault.get('slack:T2', 'token')).rejects.toThrow();
  await expect(vault.get('slack:T3', 'token')).rejects.toThrow();
});

test('changes its key: the new one seals, the old one still opens, and then is needed no more', async () => {
  const both = createVault(store, [NEW, OLD], now);
  expect(await both.get('slack:T1', 'token')).toBe(TOKEN);
  await expect(createVault(store, [NEW], now).get('slack:T1', 'token')).rejects.toThrow(SealedWithAnotherKey);
  expect(await both.reseal('token')).toBe(1);
  expect(await both.reseal('token')).toBe(0);
  expect(await createVault(store, [NEW], now).get('slack:T1', 'token')).toBe(TOKEN);
});

describe('keys', () => {
  test.each([
    [OLD.toString('base64'), 1],
    [OLD.toString('hex'), 1],
    [`${NEW.toString('base64')}, ${OLD.toString('hex')}`, 2],
  ])('%s', (text, count) => {
    expect(readKeys(text)).toHaveLength(count);
  });

  test.each([
    '',
    'secret',
    'a'.repeat(32),
    randomBytes(16).toString('hex'),
    `${OLD.toString('hex')},short`,
  ])('not "%s"', (text) => {
    expect(readKeys(text)).toBeNull();
  });
});
