/**
 * Secrets of others, such as the tokens of workspaces that installed the bot: sealed with AES-256-GCM under a key
 * that is not in the store, so a copy of the database gives none of them away.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Store } from './tables.ts';

export type Vault = {
  /** @param team "slack:T0123" @param name what it is, in the team */
  put(team: string, name: string, secret: string): Promise<void>;
  /** @throws SealedWithAnotherKey where none of the keys opens it */
  get(team: string, name: string): Promise<string | null>;
  remove(team: string, name: string): Promise<void>;
  /** @returns the teams that something of that name is kept for */
  teams(name: string): Promise<readonly string[]>;
  /** Seals everything of that name with the newest key. @returns how many were sealed with an older one */
  reseal(name: string): Promise<number>;
};

export class SealedWithAnotherKey extends Error {
  override readonly name = 'SealedWithAnotherKey';
}

/** Bytes: of a key, and of the nonce that GCM wants (NIST SP 800-38D §5.2.1.1). */
const KEY = 32;
const NONCE = 12;
const TAG = 16;

/**
 * @param text keys in base64 or hexadecimal, the newest first, separated by commas: old ones still open what they
 *   sealed
 * @returns null where one of them is not 32 bytes long
 */
export function readKeys(text: string): readonly Buffer[] | null {
  const keys = text
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean)
    .map((key) => (/^[0-9a-f]{64}$/i.test(key) ? Buffer.from(key, 'hex') : Buffer.from(key, 'base64')));
  return keys.length > 0 && keys.every((key) => key.length === KEY) ? keys : null;
}

/** @param keys the newest first; it alone seals */
export function createVault(store: Store, keys: readonly Buffer[], now: () => Date): Vault {
  const [newest] = keys;
  if (!newest) throw new Error('A vault needs a key.');
  const byName = new Map(keys.map((key) => [nameOf(key), key]));

  function open(team: string, name: string, sealed: string): string {
    const [keyName = '', box = ''] = sealed.split('.');
    const key = byName.get(keyName);
    if (!key) {
      throw new SealedWithAnotherKey(
        `What is kept for ${team} was sealed with another key (${keyName}). Add the old key behind the new one in TOKEN_ENCRYPTION_KEY.`,
      );
    }
    return unseal(key, Buffer.from(box, 'base64url'), `${team} ${name}`);
  }

  async function put(team: string, name: string, secret: string): Promise<void> {
    const value = `${nameOf(newest as Buffer)}.${seal(newest as Buffer, secret, `${team} ${name}`).toString('base64url')}`;
    const row = { value, by: null, at: now().toISOString() };
    await store
      .insertInto('settings')
      .values({ team, channel: '', name, ...row })
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doUpdateSet(row))
      .execute();
  }

  return {
    put,

    async get(team, name) {
      const row = await store
        .selectFrom('settings')
        .select('value')
        .where('team', '=', team)
        .where('channel', '=', '')
        .where('name', '=', name)
        .executeTakeFirst();
      return row ? open(team, name, row.value) : null;
    },

    async remove(team, name) {
      await store
        .deleteFrom('settings')
        .where('team', '=', team)
        .where('channel', '=', '')
        .where('name', '=', name)
        .execute();
    },

    async teams(name) {
      const rows = await store
        .selectFrom('settings')
        .select('team')
        .where('channel', '=', '')
        .where('name', '=', name)
        .orderBy('team')
        .execute();
      return rows.map(({ team }) => team);
    },

    async reseal(name) {
      const rows = await store
        .selectFrom('settings')
        .select(['team', 'value'])
        .where('channel', '=', '')
        .where('name', '=', name)
        .execute();
      const old = rows.filter(({ value }) => !value.startsWith(`${nameOf(newest)}.`));
      for (const { team, value } of old) await put(team, name, open(team, name, value));
      return old.length;
    },
  };
}

/** A key's name gives nothing of it away: it is the beginning of a hash. */
const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** @param about whose secret it is: another team's can't be put in its place */
function seal(key: Buffer, secret: string, about: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function unseal(key: Buffer, box: Buffer, about: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE))
    .setAAD(Buffer.from(about))
    .setAuthTag(box.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(box.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
