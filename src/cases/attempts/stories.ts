/** What became of each message to each recipient, by this text and by all that was told before. */
import { mapGently } from '../../give-way.ts';
import { among, prepared, type Store } from '../../store/index.ts';
import { arrivedOf } from '../deliveries.ts';
import type { Mailings } from './mailings.ts';
import { dayOf, isExact, type Outcome, type Telling } from './telling.ts';
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
  /** Without an id it says again what is known with one: it tells nothing more of that. */
  readonly isEcho: boolean;
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
  readonly words: string | null;
};

/** So many in one statement: a few milliseconds. */
const AT_ONCE = 1000;

/** @param tellings of one text, each once */
export async function storiesOf(
  store: Store,
  team: string,
  tellings: readonly Telling[],
  mailings: Pick<Mailings, 'of'>,
): Promise<readonly Story[]> {
  const mailingOf = ({ keys }: Telling): string => mailings.of(keys[0] as string);
  const rows = await rowsOf(store, team, [...new Set(tellings.map(mailingOf))], tellings);
  const arrived = await arrivedOf(store, team, [
    ...new Set(
      tellings.flatMap((one) => (one.outcome === 'deferred' && one.address ? [mailingOf(one)] : [])),
    ),
  ]);
  return storiesFrom(tellings, mailings, rows, arrived);
}

/** @returns the stories of a text alone, where nothing older can be looked up */
export const storiesApart = (
  tellings: readonly Telling[],
  mailings: Pick<Mailings, 'of'>,
): Promise<readonly Story[]> => storiesFrom(tellings, mailings, [], () => 0);

/**
 * @param rows what was told before
 * @param arrived when a message arrived with a recipient; 0: never, as far as we know
 */
async function storiesFrom(
  tellings: readonly Telling[],
  mailings: Pick<Mailings, 'of'>,
  rows: readonly Row[],
  arrived: (mailing: string, address: string | null) => number,
): Promise<readonly Story[]> {
  const mailingOf = ({ keys }: Telling): string => mailings.of(keys[0] as string);
  const before = Map.groupBy(rows, ({ mailing, address }) => storyKey(mailing, address));
  const now = Map.groupBy(tellings, (one) => storyKey(mailingOf(one), one.address));
  const said = { rows: alike(rows), tellings: alike(tellings) };
  const stories = await mapGently([...now], ([key, some]) => {
    const [first] = some as [Telling];
    const mailing = mailingOf(first);
    return livesOf(some, before.get(key) ?? []).map(([told, known]) =>
      first.named
        ? storyOf(mailing, told, [...known, ...echoesOf(told, said.rows)], arrived(mailing, first.address))
        : echoOr(storyOf(mailing, told, known, arrived(mailing, first.address)), said),
    );
  });
  return stories.flat();
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

type Said = Pick<Row, 'named' | 'address' | 'words' | 'at'>;

/** Whether both say the same to one recipient on one day, one with an id and one without. */
export const isToldAgain = (one: Said, other: Said): boolean =>
  one.named !== other.named &&
  one.address !== null &&
  one.address === other.address &&
  one.words === other.words &&
  dayOf(one.at) === dayOf(other.at);

/** What says the same to one recipient, by both: of a large text all is not to be compared with all. */
type Alike<T extends Said> = (one: Said) => readonly T[];

function alike<T extends Said>(all: readonly T[]): Alike<T> {
  const keyOf = ({ address, words }: Said): string => `${address} ${words}`;
  const found = Map.groupBy(all, keyOf);
  return (one) => found.get(keyOf(one)) ?? [];
}

/** @returns what was told before of a message without its id: no time of it is its own */
const echoesOf = (tellings: readonly Telling[], rows: Alike<Row>): readonly Row[] =>
  [...new Set(tellings.flatMap((telling) => rows(telling).filter((row) => isToldAgain(telling, row))))].map(
    (row) => ({ ...row, exact: false }),
  );

/** @returns the story of what names no id; where the same is known with one, it counts there */
function echoOr(story: Story, said: { readonly rows: Alike<Row>; readonly tellings: Alike<Telling> }): Story {
  const isSame = (one: Said): boolean => one.named && isToldAgain(one, story.last);
  const known = said.rows(story.last).find(isSame);
  const beside = said.tellings(story.last).some(isSame);
  if (!known && !beside) return story;
  const counted = story.before.filter((row) => row.counts).length;
  return {
    ...story,
    isEcho: true,
    told: known ? story.told : 0,
    counts: new Set(),
    fresh: -counted,
    home: known?.caseId ?? story.home,
  };
}

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
    isEcho: false,
    shared: null,
  };
}

const toldOf = (telling: Telling): Told => ({
  id: telling.id,
  outcome: telling.outcome,
  at: telling.at,
  exact: isExact(telling),
});

/**
 * @param said what else is looked for: the same words to the same recipient
 * @returns all that was told of some messages
 */
export async function rowsOf(
  store: Store,
  team: string,
  mailings: readonly string[],
  said: readonly Pick<Telling, 'address' | 'words'>[] = [],
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  const words = [...new Set(said.map((one) => one.words))];
  const addresses = [...new Set(said.flatMap(({ address }) => address ?? []))];
  for (let i = 0; i < Math.max(mailings.length, addresses.length); i += AT_ONCE) {
    const some = {
      ...{ team, words },
      mailings: mailings.slice(i, i + AT_ONCE),
      addresses: addresses.slice(i, i + AT_ONCE),
    };
    const found = await (some.addresses.length === 0
      ? ofMailings(store, some).execute()
      : selectRows(store, some).then(({ rows }) => rows));
    for (const row of found) {
      const { id, mailing, address, outcome, case_id: caseId, message_id: messageId, words } = row;
      const exact = isExact({ timeFrom: row.time_from as Telling['timeFrom'] });
      const at = Date.parse(row.at);
      rows.set(id, {
        ...{ id, mailing, address, outcome: outcome as Outcome, at, exact, caseId, messageId },
        counts: row.counts === 1,
        named: row.named === 1,
        words,
      });
    }
  }
  return [...rows.values()];
}

type Wanted = {
  readonly team: string;
  readonly mailings: readonly string[];
  readonly addresses: readonly string[];
  readonly words: readonly string[];
};

const ofTeam = (store: Store, team: string) =>
  store.selectFrom('attempts').select(COLUMNS).where('team', '=', team);

const ofMailings = (store: Store, { team, mailings }: Wanted) =>
  ofTeam(store, team).where('mailing', 'in', among(store, mailings));

/** Each half goes by an index of its own: with an "or", SQLite reads all attempts of the team. */
const selectRows = prepared((store, wanted: Wanted) =>
  ofMailings(store, wanted).unionAll(
    ofTeam(store, wanted.team)
      .where('address', 'in', among(store, wanted.addresses))
      .where('words', 'in', among(store, wanted.words)),
  ),
);

const COLUMNS = [
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
  'words',
] as const;
