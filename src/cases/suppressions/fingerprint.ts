/**
 * What is left of an address that was forgotten: a hash that only who holds the key can compare. Without a key it
 * would be no secret, as lists of all addresses in use can be bought and hashed.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../../store/index.ts';

/** @returns for a normal address what stands for it where it was forgotten: "forgotten-" and 64 hexadecimal digits */
export type Fingerprint = (address: string) => string;

const NAME = 'privacy-key';

/**
 * @param key from the environment, or null: then a key is made once and kept in the store
 * @param at when it was asked for
 */
export async function openFingerprint(store: Store, key: string | null, at: Date): Promise<Fingerprint> {
  return fingerprintWith(key ?? (await keptKey(store, at)));
}

const fingerprintWith =
  (key: string): Fingerprint =>
  (address) =>
    `forgotten-${createHmac('sha256', key).update(address).digest('hex')}`;

/** Of two processes that start at once, both get the key of the first. */
async function keptKey(store: Store, at: Date): Promise<string> {
  const find = () =>
    store
      .selectFrom('settings')
      .select('value')
      .where('team', '=', '')
      .where('channel', '=', '')
      .where('name', '=', NAME);
  const kept = await find().executeTakeFirst();
  if (kept) return kept.value;
  await store
    .insertInto('settings')
    .values({
      team: '',
      channel: '',
      name: NAME,
      value: randomBytes(32).toString('hex'),
      by: null,
      at: at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['team', 'channel', 'name']).doNothing())
    .execute();
  return (await find().executeTakeFirstOrThrow()).value;
}
