/** Looks addresses up on a team's suppression list. */
import { domainToASCII } from 'node:url';
import { sql } from 'kysely';
import { prepared, type Store } from '../store/index.ts';
import type { Fingerprint } from './fingerprint.ts';
import { COLUMNS, type Suppression, suppressionOf } from './suppression.ts';

/** What the list says of an address. A forgotten one is suppressed, but nothing is known of it but since when. */
export type SuppressionStatus =
  | { readonly kind: 'free' }
  | { readonly kind: 'suppressed'; readonly suppression: Suppression }
  | { readonly kind: 'forgotten'; readonly at: number };

/**
 * @param address as `normalAddress` writes it
 * @param fingerprint from `openFingerprint`
 */
export async function findSuppression(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  address: string,
): Promise<SuppressionStatus> {
  const found = await store
    .selectFrom('suppressions')
    .select(COLUMNS)
    .where('team', '=', team)
    .where('address', '=', address)
    .executeTakeFirst();
  if (found) return { kind: 'suppressed', suppression: suppressionOf(found) };
  const forgotten = await store
    .selectFrom('forgotten')
    .select('at')
    .where('team', '=', team)
    .where('fingerprint', '=', fingerprint(address))
    .executeTakeFirst();
  return forgotten ? { kind: 'forgotten', at: Date.parse(forgotten.at) } : { kind: 'free' };
}

/** @returns whether the team's senders must not mail the address, forgotten or not */
export async function isSuppressed(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  address: string,
): Promise<boolean> {
  return (await findSuppression(store, fingerprint, team, address)).kind !== 'free';
}

/**
 * @param addresses as `normalAddress` writes them, at most 30,000 (SQLite takes 32,766 values in one statement)
 * @returns those that were forgotten on the team's list
 */
export async function forgottenAmong(
  store: Store,
  fingerprint: Fingerprint,
  team: string,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  if (addresses.length === 0 || (await selectOne(store, { team })).rows.length === 0) return new Set();
  const byFingerprint = new Map(addresses.map((address) => [fingerprint(address), address]));
  const rows = await store
    .selectFrom('forgotten')
    .select('fingerprint')
    .where('team', '=', team)
    .where('fingerprint', 'in', [...byFingerprint.keys()])
    .execute();
  return new Set(rows.map((row) => byFingerprint.get(row.fingerprint) as string));
}

/** Mostly a team has forgotten nobody, and no fingerprint need be taken. */
const selectOne = prepared((store, { team }: { readonly team: string }) =>
  store.selectFrom('forgotten').select('fingerprint').where('team', '=', team).limit(1),
);

/** @returns those of the addresses (at most 30,000) that stand on the team's list */
export async function listedAmong(
  store: Store,
  team: string,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await store
    .selectFrom('suppressions')
    .select('address')
    .where('team', '=', team)
    .where('address', 'in', addresses)
    .execute();
  return new Set(rows.map(({ address }) => address));
}

/** A piece of the list in the order of the addresses; `next` is where the next piece begins, null at the end. */
export type Page = { readonly found: readonly Suppression[]; readonly next: string | null };

/**
 * @param text a part of an address or of its domain, as people write it; empty: the whole list
 * @param size suppressions in one page
 * @param after `next` of the page before; null: from the start
 */
export async function searchSuppressions(
  store: Store,
  team: string,
  text: string,
  size: number,
  after: string | null,
): Promise<Page> {
  const parts = partsOf(text);
  const rows = await store
    .selectFrom('suppressions')
    .select(COLUMNS)
    .where('team', '=', team)
    .$if(after !== null, (query) => query.where('address', '>', after as string))
    .$if(parts.length > 0, (query) =>
      query.where((eb) => eb.or(parts.map((part) => sql<boolean>`address like ${part} escape '\\'`))),
    )
    .orderBy('address')
    .limit(size + 1)
    .execute();
  const found = rows.slice(0, size).map(suppressionOf);
  return { found, next: rows.length > size ? (found.at(-1)?.address ?? null) : null };
}

/** What a part may look like in the list: a domain in its own script stands there as A-labels. */
function partsOf(text: string): readonly string[] {
  const part = text
    .trim()
    .replace(/^(?:mailto:|<)+|[>*]+$/g, '')
    .normalize('NFC')
    .toLowerCase();
  if (part === '') return [];
  const at = part.lastIndexOf('@');
  const domain = domainToASCII(part.slice(at + 1));
  const ascii =
    part.slice(0, at + 1) + (domain === '' || /^[\x00-\x7f]*$/.test(part) ? part.slice(at + 1) : domain);
  return [...new Set([part, ascii])].map((one) => `%${one.replace(/[\\%_]/g, '\\$&')}%`);
}

/** @returns how many addresses stand on the team's list, and how many were forgotten but stay suppressed */
export async function countSuppressions(
  store: Store,
  team: string,
): Promise<{ readonly listed: number; readonly forgotten: number }> {
  const count = (table: 'suppressions' | 'forgotten') =>
    store
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('team', '=', team)
      .executeTakeFirstOrThrow();
  const [listed, forgotten] = await Promise.all([count('suppressions'), count('forgotten')]);
  return { listed: Number(listed.count), forgotten: Number(forgotten.count) };
}
