/** Several bounces as the problems that they are: the rows of their table, the cards of each, and whom they call dead. */
import { deadAmong, problemsAlone, type Told } from '../../src/cases/index.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import type { Diagnosis } from '../../src/diagnosis/index.ts';
import {
  cardOf,
  type Dead,
  deadAlone,
  type GroupAlone,
  groupsAlone,
  type Row,
  replyAlone,
  rowsOf,
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
  /** Each once, in their order. */
  readonly addresses: readonly string[];
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
  const cards = groups.map((group) => ({ group, reply: replyAlone([group], catalog, patience) }));
  return [...Map.groupBy(cards, ({ reply }) => wordsOf(reply)).values()].map((some): Shown => {
    const [{ group, reply }] = some as [(typeof cards)[number]];
    const alike = some.map((one) => one.group);
    const stories = some.flatMap((one) => one.group.problem.stories);
    return {
      reply: some.length > 1 ? replyAlone(alike, catalog, patience) : reply,
      diagnosis: group.diagnosis,
      count: some.reduce((sum, one) => sum + one.group.told, 0),
      addresses: [...new Set(stories.flatMap(({ address }) => address ?? []))],
      diagnoses: stories.map(({ last }) => last.diagnosis),
    };
  });
}

/** What a card says, whichever bounce it is about. */
function wordsOf(reply: VerdictReply): string {
  const { title, badge, sentence, question } = cardOf(reply);
  return JSON.stringify([title, badge, sentence, question]);
}
