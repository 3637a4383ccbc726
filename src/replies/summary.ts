/** One line over many bounces: "312 bounces: 201 dead addresses, 88 rate-limited by Google, 23 SPF failures". */
import type { ToldCase } from '../cases/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { CATEGORY_NAMES } from './badge.ts';
import { fillWords } from './line.ts';
import { type Figure, type NoteReply, plain } from './reply.ts';
import { isPerhapsDead, titleOf } from './unsure.ts';

/** A problem of the message, with what the message tells of it. */
export type Group = ToldCase & { readonly diagnosis: Diagnosis };

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
  const known = groups.reduce((sum, group) => sum + group.known, 0);
  if (groups.length < 2 && left === null && known === 0) return null;
  const counts = groups.map((group) => ({ size: group.told, text: countedName(group, catalog) }));
  const total = counts.reduce((sum, { size }) => sum + size, 0);
  const named = counts.slice(0, MOST_NAMED).map(({ size, text }) => `${number(size)} ${text}`);
  const others = counts.slice(MOST_NAMED).reduce((sum, { size }) => sum + size, 0);
  const hidden = counts.slice(shown);
  return {
    kind: 'note',
    tone: 'summary',
    title: `${number(total)} ${total === 1 ? 'bounce' : 'bounces'}: ${[...named, ...(others > 0 ? [`${number(others)} others`] : [])].join(', ')}`,
    body: [
      ...(known > 0 ? [plain(knownWords(total, known))] : []),
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
    .map(({ told, diagnosis }) => [
      number(told),
      titleOf(diagnosis, catalog),
      isPerhapsDead(diagnosis) ? 'Not sure' : CATEGORY_NAMES[diagnosis.category],
    ]),
});

/** Cases, lists, statistics and tickets count each attempt once, however often it is pasted. */
const knownWords = (total: number, known: number): string =>
  known === total
    ? `All ${number(total)} are known already: none of them counts again.`
    : `${number(total)} here, ${number(known)} of them known already.`;

/** "2 dead addresses"; where an address bounced several times, how many there are is said as well. */
function countedName({ diagnosis, told, addresses }: Group, catalog: Catalog): string {
  const provider = catalog.providers.get(diagnosis.provider ?? '')?.name.split(/ [/(]| and /)[0];
  const control = catalog.controls[diagnosis.control ?? 'multiple'].name;
  const { counted } = catalog.reasons[diagnosis.reason];
  const name = fillWords(isPerhapsDead(diagnosis) ? `perhaps ${counted}` : counted, {
    by: provider ? ` by ${provider}` : null,
    control: diagnosis.control && diagnosis.control !== 'multiple' ? control : null,
  });
  return addresses > 0 && addresses < told
    ? `${name} (${addresses === 1 ? 'one address' : `${number(addresses)} addresses`})`
    : name;
}

const number = (value: number): string => value.toLocaleString('en');
