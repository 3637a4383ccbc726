/**
 * Which ids are of one message. A log knows it by its queue id, an event by the platform's, a report by both and its
 * Message-ID: what tells two of them together joins all that was told of either before.
 */
import type { Message } from '../../intake/bounce.ts';
import { among, rowsWith, type Store } from '../../store/index.ts';
import { domainOf } from '../address.ts';
import { keysOf } from './telling.ts';

/** So many in one statement: a few milliseconds. */
const AT_ONCE = 1000;

/** What is known of the messages that a text speaks of. */
export type Mailings = {
  /** @returns what stands for the message: the same for all of its ids */
  readonly of: (key: string) => string;
  /** @returns the domain that sent it; null where no text has told */
  readonly senderOf: (key: string) => string | null;
  /** Those whose sender is known only now, which were told of before. */
  readonly learnt: readonly string[];
  /** Those of which something was told under ids that nobody knew to be of one. */
  readonly joined: readonly string[];
};

/** What a message is known by, each a digest, and the domain that sent it; null where this doesn't tell. */
export type Named = { readonly keys: readonly string[]; readonly senderDomain: string | null };

/** @returns what a log tells of a message on a line of its own */
export const namedBy = (message: Message): Named => ({
  keys: keysOf(message),
  senderDomain: message.sender && domainOf(message.sender),
});

/**
 * Looks the messages up, and remembers what the text tells of them.
 * @param store a transaction
 * @param named what names no id of a message tells nothing of it
 * @param now milliseconds since 1970
 */
export async function recallMailings(
  store: Store,
  team: string,
  named: readonly Named[],
  now: number,
): Promise<Mailings> {
  const { groups, told } = groupsIn(named);
  const senders = new Map<string, string>();
  const rows = await knownOf(store, team, [...groups.members()]);
  for (const { id, mailing } of rows) groups.join([id, mailing]);
  for (const { id, sender } of rows) if (sender !== null) senders.set(groups.of(id), sender);
  const before = new Set(senders.keys());
  noteSenders(senders, groups, told);
  const joined = await joinStored(store, team, groups);
  await remember(store, team, groups, senders, rows, now);
  return {
    of: (key) => groups.of(key),
    senderOf: (key) => senders.get(groups.of(key)) ?? null,
    learnt: [...senders.keys()].filter((mailing) => !before.has(mailing)),
    joined,
  };
}

/** @returns the same of a text alone, where nothing can be looked up */
export function mailingsApart(named: readonly Named[]): Pick<Mailings, 'of' | 'senderOf'> {
  const { groups, told } = groupsIn(named);
  const senders = new Map<string, string>();
  noteSenders(senders, groups, told);
  return { of: (key) => groups.of(key), senderOf: (key) => senders.get(groups.of(key)) ?? null };
}

function groupsIn(named: readonly Named[]): { readonly groups: Groups; readonly told: readonly Named[] } {
  const groups = new Groups();
  const told = named.filter(({ keys }) => keys.length > 0);
  for (const { keys } of told) groups.join(keys);
  return { groups, told };
}

/** Who was told first stays. */
function noteSenders(senders: Map<string, string>, groups: Groups, told: readonly Named[]): void {
  for (const { keys, senderDomain } of told) {
    const mailing = groups.of(keys[0] as string);
    if (senderDomain && !senders.has(mailing)) senders.set(mailing, senderDomain);
  }
}

/** Disjoint sets of keys; the least of each stands for it. */
class Groups {
  readonly #above = new Map<string, string>();

  of(key: string): string {
    const above = this.#above.get(key);
    if (above === undefined || above === key) return key;
    const top = this.of(above);
    this.#above.set(key, top);
    return top;
  }

  join(keys: readonly string[]): void {
    for (const key of keys) if (!this.#above.has(key)) this.#above.set(key, key);
    if (keys.length < 2) return;
    const tops = keys.map((key) => this.of(key));
    const least = tops.toSorted()[0] as string;
    for (const top of tops) this.#above.set(top, least);
  }

  members(): Iterable<string> {
    return this.#above.keys();
  }
}

type Row = { readonly id: string; readonly mailing: string; readonly sender: string | null };

async function knownOf(store: Store, team: string, keys: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    rows.push(
      ...(await store
        .selectFrom('mailings')
        .select(['id', 'mailing', 'sender'])
        .where('team', '=', team)
        .where('id', 'in', among(store, keys.slice(i, i + AT_ONCE)))
        .execute()),
    );
  }
  return rows;
}

/** What was told of one of them, when nobody knew of the others, is told of them all. */
async function joinStored(store: Store, team: string, groups: Groups): Promise<readonly string[]> {
  const joined = new Set<string>();
  const others = [...groups.members()].filter((key) => groups.of(key) !== key);
  for (let i = 0; i < others.length; i += AT_ONCE) {
    const some = others.slice(i, i + AT_ONCE);
    for (const table of ['attempts', 'mailings', 'arrivals'] as const) {
      const told = await store
        .selectFrom(table)
        .select('mailing')
        .distinct()
        .where('team', '=', team)
        .where('mailing', 'in', among(store, some))
        .execute();
      for (const { mailing } of told) {
        await store
          .updateTable(table)
          .set({ mailing: groups.of(mailing) })
          .where('team', '=', team)
          .where('mailing', '=', mailing)
          .execute();
        if (table === 'attempts') joined.add(groups.of(mailing));
      }
    }
  }
  return [...joined];
}

/** A message with one id that nobody sent needs no row: the id stands for it. */
async function remember(
  store: Store,
  team: string,
  groups: Groups,
  senders: ReadonlyMap<string, string>,
  known: readonly Row[],
  now: number,
): Promise<void> {
  const rowOf = new Map(known.map((row) => [row.id, row]));
  const isMany = new Set(
    [...groups.members()].filter((key) => groups.of(key) !== key).map((key) => groups.of(key)),
  );
  const fresh = [...groups.members()].flatMap((id) => {
    const mailing = groups.of(id);
    const sender = senders.get(mailing) ?? null;
    const row = rowOf.get(id);
    if (sender === null && !isMany.has(mailing)) return [];
    if (row && row.mailing === mailing && row.sender === sender) return [];
    return [{ team, id, mailing, sender, at: new Date(now).toISOString() }];
  });
  fresh.sort((a, b) => (a.id < b.id ? -1 : 1));
  for (let i = 0; i < fresh.length; i += AT_ONCE) {
    await store
      .insertInto('mailings')
      .columns(COLUMNS)
      .expression(rowsWith(store, COLUMNS, fresh.slice(i, i + AT_ONCE)))
      .onConflict((conflict) =>
        conflict.columns(['team', 'id']).doUpdateSet((eb) => ({
          mailing: eb.ref('excluded.mailing'),
          sender: eb.fn.coalesce('mailings.sender', 'excluded.sender'),
          at: eb.ref('excluded.at'),
        })),
      )
      .execute();
  }
}

const COLUMNS = ['team', 'id', 'mailing', 'sender', 'at'] as const;
