/** Several bounces as the problems that they are: the rows of their table, the cards of each, and whom they call dead. */
import { deadAmong, problemsAlone, type Told } from '../../src/cases/index.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import type { Diagnosis } from '../../src/diagnosis/index.ts';
import {
  cardOf,
  type Dead,
  deadAlone,
  type Group,
  type GroupAlone,
  groupsAlone,
  type LogSummary,
  type Row,
  replyAlone,
  rowsOf,
  type SummedGroup,
  type VerdictReply,
} from '../../src/replies/index.ts';
import type { Reading } from './reading.ts';

/** What was read, as an answer in chat would tell it. */
export type Problems = {
  readonly rows: readonly Row<GroupAlone>[];
  readonly dead: Dead;
};

/** A card, and the bounces that it is about. */
export type Shown = {
  readonly reply: VerdictReply;
  /** Of the first of its bounces, which stands for all. */
  readonly diagnosis: Diagnosis;
  readonly count: number;
  /** Each once, in their order; of a whole log some. */
  readonly addresses: readonly string[];
  /** How many there are; null: not known. */
  readonly addressCount: number | null;
  readonly diagnoses: readonly Diagnosis[];
};

/** @returns the same problems, counted alike, as where they are pasted into a chat for the first time */
export async function problemsIn(told: Told, catalog: Catalog): Promise<Problems> {
  const problems = await problemsAlone(told, catalog, Date.now());
  return { rows: rowsOf(groupsAlone(problems, catalog), catalog), dead: deadAlone(problems) };
}

/** @returns the addresses that are dead beyond doubt: the last that is told of each says so, and no mail reached it since */
export const deadIn = async (told: Told, catalog: Catalog): Promise<readonly string[]> =>
  deadAmong(await problemsAlone(told, catalog, Date.now())).sure;

/** @returns what several inputs tell, together */
export const joined = (told: readonly Told[]): Told => ({
  diagnoses: told.flatMap(({ diagnoses }) => diagnoses),
  deliveries: told.flatMap(({ deliveries }) => deliveries),
  messages: told.flatMap(({ messages }) => messages),
});

/** @returns the cards of a row: one for each that reads otherwise */
export function cardsOf(
  { groups }: Row<GroupAlone>,
  catalog: Catalog,
  patience: Reading['patience'],
): readonly Shown[] {
  const addressesOf = (some: readonly GroupAlone[]): readonly string[] => [
    ...new Set(some.flatMap(({ problem }) => problem.recipients)),
  ];
  const reply = (some: readonly GroupAlone[]): VerdictReply => {
    const addresses = addressesOf(some);
    return replyAlone(some, addresses, addresses.length, catalog, patience);
  };
  return apart(groups, reply).map(({ some, ...card }): Shown => {
    const addresses = addressesOf(some);
    const diagnoses = some.flatMap(({ problem }) => problem.stories.map(({ last }) => last.diagnosis));
    return { ...card, addresses, addressCount: addresses.length, diagnoses };
  });
}

/** @returns the same of a row of a whole log, of which some addresses are known by name */
export function cardsOfSums(
  { groups, addresses: addressCount }: LogSummary['rows'][number],
  catalog: Catalog,
  patience: Reading['patience'],
): readonly Shown[] {
  const namedIn = (some: readonly SummedGroup[]): readonly string[] => [
    ...new Set(some.flatMap(({ named }) => named)),
  ];
  const areAllNamed = namedIn(groups).length === addressCount;
  const countOf = (some: readonly SummedGroup[]): number | null =>
    some.length === groups.length ? addressCount : areAllNamed ? namedIn(some).length : null;
  const reply = (some: readonly SummedGroup[]): VerdictReply =>
    replyAlone(some, namedIn(some), countOf(some), catalog, patience);
  return apart(groups, reply).map(({ some, ...card }) => ({
    ...card,
    addresses: namedIn(some),
    addressCount: countOf(some),
    diagnoses: some.map((group) => group.diagnosis),
  }));
}

type Apart<G extends Group> = {
  readonly some: readonly G[];
  readonly reply: VerdictReply;
  readonly diagnosis: Diagnosis;
  readonly count: number;
};

/** The problems of a row by what their cards say. */
function apart<G extends Group>(
  groups: readonly G[],
  reply: (some: readonly G[]) => VerdictReply,
): readonly Apart<G>[] {
  const cards = groups.map((group) => ({ group, words: wordsOf(reply([group])) }));
  return [...Map.groupBy(cards, ({ words }) => words).values()].map((alike): Apart<G> => {
    const some = alike.map(({ group }) => group);
    return {
      some,
      reply: reply(some),
      diagnosis: (some[0] as G).diagnosis,
      count: some.reduce((sum, { told }) => sum + told, 0),
    };
  });
}

/** What a card says, whichever bounce it is about. */
function wordsOf(reply: VerdictReply): string {
  const { title, badge, sentence, question } = cardOf(reply);
  return JSON.stringify([title, badge, sentence, question]);
}
