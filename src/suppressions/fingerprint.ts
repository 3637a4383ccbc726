/**
 * What is left of an address that was forgotten: a hash that only who holds the key can compare. Without a key it
 * would be no secret, as lists of all addresses in use can be bought and hashed.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../store/index.ts';

/** @returns for a normal address what stands for it where it was forgotten: "forgotten-" and 64 hexadecimal digits */
export type Fingerprint = (address: string) => string;

/** The key is another than the one that addresses were forgotten with. The message is for whoever runs the bot. */
export class PrivacyKeyError extends Error {
  override readonly name = 'PrivacyKeyError';
}

/** Rows of `settings`, of the whole installation: the key that we made, and what tells which key is in use. */
type Name = 'privacy-key' | 'privacy-key-mark';

/**
 * @param key from the environment, or null: then a key is made once and kept in the store
 * @param at when it was asked for
 * @throws PrivacyKeyError where addresses were forgotten with another key: they would be mailed again
 */
export async function openFingerprint(store: Store, key: string | null, at: Date): Promise<Fingerprint> {
  const fingerprint = fingerprintWith(key ?? (await keptOrSet(store, 'privacy-key', newKey(), at)));
  const mark = await find(store, 'privacy-key-mark');
  if (mark !== null && mark !== markOf(fingerprint)) {
    throw new PrivacyKeyError(
      `Addresses were forgotten with another PRIVACY_KEY than ${key === null ? 'none' : 'this one'}, and would not be known again. Put the one from before back.`,
    );
  }
  return fingerprint;
}

/** From now on no other key will do. @param store or the transaction in which an address is forgotten */
export async function holdKey(store: Store, fingerprint: Fingerprint, at: Date): Promise<void> {
  await keptOrSet(store, 'privacy-key-mark', markOf(fingerprint), at);
}

const fingerprintWith =
  (key: string): Fingerprint =>
  (address) =>
    `forgotten-${createHmac('sha256', key).update(address).digest('hex')}`;

const newKey = (): string => randomBytes(32).toString('hex');

/** What no address can be. */
const markOf = (fingerprint: Fingerprint): string => fingerprint('');

/** Of two processes that start at once, both get the value of the first. */
async function keptOrSet(store: Store, name: Name, value: string, at: Date): Promise<string> {
  const kept = await find(store, name);
  if (kept !== null) return kept;
  await store
    .insertInto('settings')
    .values({ team: '', channel: '', name, value, by: null, at: at.toISOString() })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doNothing())
    .execute();
  return (await find(store, name)) ?? value;
}

async function find(store: Store, name: Name): Promise<string | null> {
  const row = await store
    .selectFrom('settings')
    .select('value')
    .where('team', '=', '')
    .where('channel', '=', '')
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value ?? null;
}
