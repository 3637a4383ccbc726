/** What became of each message to each recipient, by this text and by all that was told before. */
import type { Store } from '../../store/index.ts';
import { arrivedOf } from '../deliveries.ts';
import type { Mailings } from './mailings.ts';
import { isExact, type Outcome, type Telling } from './telling.ts';
import { counted, deciding, lives, standing, type Told } from './tries.ts';

/** One message to one recipient. */
export type Story = {
  readonly address: string | null;
  /** Says how it stands: of this text, or null where an older one does. */
  readonly last: Telling;
  /** What this text tells, known or not. */
  readonly tellings: readonly Telling[];
  readonly mailing: string;
  /** Attempts that this text tells, and how many more than before are known by it. */
  readonly told: number;
  readonly fresh: number;
  /** What was told before. */
  readonly before: readonly Row[];
  /** All rows that count by now. */
  readonly counts: ReadonlySet<string>;
  /** The case that it belongs to already: this text tells nothing newer of it. Null: what it tells decides. */
  readonly home: string | null;
  /** The key of a provider's trouble that it is part of. */
  readonly shared: string | null;
};

/** A telling that is kept. */
export type Row = Told & {
  readonly mailing: string;
  readonly address: string | null;
  readonly caseId: string;
  readonly messageId: string;
  readonly counts: boolean;
  /** See `Telling`. */
  readonly named: boolean;
};

/** SQLite takes 32,766 values in one statement. */
const AT_ONCE = 5000;

/** @param tellings of one text, each once */
export async function storiesOf(
  store: Store,
  team: string,
  tellings: readonly Telling[],
  mailings: Pick<Mailings, 'of'>,
): Promise<readonly Story[]> {
  const mailingOf = ({ keys }: Telling): string => mailings.of(keys[0] as string);
  const rows = await rowsOf(store, team, [...new Set(tellings.map(mailingOf))]);
  const arrived = await arrivedOf(store, team, [
    ...new Set(
      tellings.flatMap((one) => (one.outcome === 'deferred' && one.address ? [mailingOf(one)] : [])),
    ),
  ]);
  const before = Map.groupBy(rows, ({ mailing, address }) => storyKey(mailing, address));
  const now = Map.groupBy(tellings, (one) => storyKey(mailingOf(one), one.address));
  return [...now].flatMap(([key, some]) => {
    const [first] = some as [Telling];
    const mailing = mailingOf(first);
    return livesOf(some, before.get(key) ?? []).map(([told, known]) =>
      storyOf(mailing, told, known, arrived(mailing, first.address)),
    );
  });
}

/** @returns what this text and older ones tell of each message that had the id: those that this text tells of */
function livesOf(
  tellings: readonly Telling[],
  before: readonly Row[],
): readonly (readonly [readonly Telling[], readonly Row[]])[] {
  const all = [
    ...tellings.map((telling) => ({ telling, row: null, at: telling.at, exact: isExact(telling) })),
    ...before.map((row) => ({ telling: null, row, at: row.at, exact: row.exact })),
  ];
  return lives(all)
    .map(
      (life) => [life.flatMap(({ telling }) => telling ?? []), life.flatMap(({ row }) => row ?? [])] as const,
    )
    .filter(([told]) => told.length > 0);
}

/** @returns the stories of a text alone, where nothing older can be looked up */
export const storiesApart = (tellings: readonly Telling[]): readonly Story[] =>
  tellings.map((one) => storyOf(one.keys[0] as string, [one], [], 0));

const storyKey = (mailing: string, address: string | null): string => `${mailing} ${address}`;

/** @param arrived when the message arrived: what was put off before counts no more */
function storyOf(
  mailing: string,
  tellings: readonly Telling[],
  before: readonly Row[],
  arrived: number,
): Story {
  const known = new Set(before.map(({ id }) => id));
  const told = tellings.map(toldOf);
  const all = [...before, ...told.filter(({ id }) => !known.has(id))];
  const [{ address, named }] = tellings as readonly [Telling];
  const tries = counted(all, named);
  const counts = standing(all, tries, arrived);
  const decides = deciding(all) as Told;
  const last = tellings.find(({ id }) => id === decides.id);
  // Where a row counts no more, or this one doesn't, the two tell of one attempt.
  const isKnownTry =
    last !== undefined &&
    before.length > 0 &&
    (!tries.has(last.id) || before.some((row) => row.counts && !tries.has(row.id)));
  const home = last === undefined || known.has(last.id) || isKnownTry ? deciding(before) : null;
  return {
    address,
    last: last ?? (tellings.at(-1) as Telling),
    tellings,
    mailing,
    told: counted(told, named).size,
    fresh: counts.size - before.filter((row) => row.counts).length,
    before,
    counts,
    home: home?.caseId ?? null,
    shared: null,
  };
}

const toldOf = (telling: Telling): Told => ({
  id: telling.id,
  outcome: telling.outcome,
  at: telling.at,
  exact: isExact(telling),
});

/** @returns all that was told of some messages */
export async function rowsOf(
  store: Store,
  team: string,
  mailings: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let i = 0; i < mailings.length; i += AT_ONCE) {
    const found = await store
      .selectFrom('attempts')
      .select([
        'id',
        'mailing',
        'named',
        'address',
        'outcome',
        'at',
        'time_from',
        'counts',
        'case_id',
        'message_id',
      ])
      .where('team', '=', team)
      .where('mailing', 'in', mailings.slice(i, i + AT_ONCE))
      .execute();
    for (const row of found) {
      const { id, mailing, address, outcome, case_id: caseId, message_id: messageId } = row;
      const exact = isExact({ timeFrom: row.time_from as Telling['timeFrom'] });
      const at = Date.parse(row.at);
      rows.push({
        ...{ id, mailing, address, outcome: outcome as Outcome, at, exact, caseId, messageId },
        counts: row.counts === 1,
        named: row.named === 1,
      });
    }
  }
  return rows;
}
