/** One line over many bounces: "312 bounces: 201 dead addresses, 88 rate-limited by Google, 23 SPF failures". */
import type { Case } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { fillWords } from './line.ts';
import { type Figure, type NoteReply, plain } from './reply.ts';
import { isPerhapsDead, titleOf } from './unsure.ts';

export type Group = { readonly handled: Case; readonly diagnosis: Diagnosis };

/** Most problems that the first line names; the rest is counted. */
const MOST_NAMED = 6;

/**
 * @param groups the message's problems, the largest first
 * @param shown how many of them are answered one by one
 * @param left what was left unread, in plain words, or null
 * @returns the summary that stands above the answers; null where one answer says it all
 */
export function summaryReply(
  groups: readonly Group[],
  shown: number,
  left: string | null,
  catalog: Catalog,
): NoteReply | null {
  if (groups.length < 2 && left === null) return null;
  const counts = groups.map((group) => ({ size: sizeOf(group.handled), text: countedName(group, catalog) }));
  const total = counts.reduce((sum, { size }) => sum + size, 0);
  const named = counts.slice(0, MOST_NAMED).map(({ size, text }) => `${number(size)} ${text}`);
  const others = counts.slice(MOST_NAMED).reduce((sum, { size }) => sum + size, 0);
  const hidden = counts.slice(shown);
  return {
    kind: 'note',
    tone: 'summary',
    title: `${number(total)} ${total === 1 ? 'bounce' : 'bounces'}: ${[...named, ...(others > 0 ? [`${number(others)} others`] : [])].join(', ')}`,
    body: [
      ...(groups.length > 1
        ? [plain('Each problem has an answer of its own below, the largest first.')]
        : []),
      ...(hidden.length > 0
        ? [
            plain(
              `${hidden.length} smaller problems have none: ${hidden.map(({ size, text }) => `${number(size)} ${text}`).join(', ')}. Paste one of their lines by itself to see it.`,
            ),
          ]
        : []),
      ...(left ? [plain(left)] : []),
    ],
    examples: [],
    ...(groups.length > 1 ? { figure: tableOf(groups, catalog) } : {}),
  };
}

/** Rows of the table: what is over is in the lines. */
const MOST_ROWS = 20;

const tableOf = (groups: readonly Group[], catalog: Catalog): Figure => ({
  kind: 'table',
  columns: ['Bounces', 'What happened', 'Kind'],
  rows: groups
    .slice(0, MOST_ROWS)
    .map(({ handled, diagnosis }) => [
      number(sizeOf(handled)),
      titleOf(diagnosis, catalog),
      isPerhapsDead(diagnosis) ? 'Not sure' : CATEGORY_NAMES[diagnosis.category],
    ]),
});

/** How many bounces a case stands for: one for each address, or one without any. */
export const sizeOf = ({ recipients }: Case): number => Math.max(1, recipients.length);

function countedName({ diagnosis }: Group, catalog: Catalog): string {
  const provider = catalog.providers.get(diagnosis.provider ?? '')?.name.split(/ [/(]| and /)[0];
  const control = catalog.controls[diagnosis.control ?? 'multiple'].name;
  const { counted } = catalog.reasons[diagnosis.reason];
  return fillWords(isPerhapsDead(diagnosis) ? `perhaps ${counted}` : counted, {
    by: provider ? ` by ${provider}` : null,
    control: diagnosis.control && diagnosis.control !== 'multiple' ? control : null,
  });
}

const number = (value: number): string => value.toLocaleString('en');
