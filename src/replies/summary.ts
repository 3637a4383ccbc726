/** One line over many bounces: "312 bounces: 201 dead addresses, 88 rate-limited by Google, 23 SPF failures". */
import type { ToldCase } from '../cases/index.ts';
import type { Catalog, ReasonId } from '../catalog/index.ts';
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
  const counts = countsOf(groups, catalog);
  const total = groups.reduce((sum, { told }) => sum + told, 0);
  const named = counts.slice(0, MOST_NAMED).map(({ text }) => text);
  const others = counts.slice(MOST_NAMED).reduce((sum, { size }) => sum + size, 0);
  const hidden = groups.slice(shown);
  const hiddenWords = countsOf(hidden, catalog).map(({ text }) => text);
  return {
    kind: 'note',
    tone: 'summary',
    title: `${number(total)} ${total === 1 ? 'bounce' : 'bounces'}: ${[...named, ...(others > 0 ? [others === 1 ? '1 other' : `${number(others)} others`] : [])].join(', ')}`,
    body: [
      ...(known > 0 ? [plain(knownWords(total, known))] : []),
      ...(groups.length > 1
        ? [plain('Each problem has an answer of its own below, the largest first.')]
        : []),
      ...(hidden.length > 0
        ? [
            plain(
              `${hidden.length === 1 ? '1 smaller problem has' : `${hidden.length} smaller problems have`} none: ${hiddenWords.join(', ')}. Paste one of ${hidden.length === 1 ? 'its' : 'their'} lines by itself to see it.`,
            ),
          ]
        : []),
      ...(left ? [plain(left)] : []),
    ],
    examples: [],
    ...(groups.length > 1 ? { figure: tableOf(groups, catalog) } : {}),
  };
}

/** @returns what stands behind each number; what has the same name is counted together, also where it is several cases */
function countsOf(
  groups: readonly Group[],
  catalog: Catalog,
): readonly { readonly size: number; readonly text: string }[] {
  return [...Map.groupBy(groups, ({ diagnosis }) => nameOf(diagnosis, 2, catalog)).values()].map((some) => {
    const told = some.reduce((sum, group) => sum + group.told, 0);
    const addresses = some.reduce((sum, group) => sum + group.addresses, 0);
    const [{ diagnosis }] = some as [Group];
    return { size: told, text: countedWords({ diagnosis, told, addresses }, catalog) };
  });
}

/** Rows of the table: what is over is in the lines. */
const MOST_ROWS = 20;

function tableOf(groups: readonly Group[], catalog: Catalog): Figure {
  const kindOf = (diagnosis: Diagnosis): string =>
    isPerhapsDead(diagnosis) ? 'Not sure' : CATEGORY_NAMES[diagnosis.category];
  const rows = Map.groupBy(groups, ({ diagnosis }) => `${titleOf(diagnosis, catalog)} ${kindOf(diagnosis)}`);
  return {
    kind: 'table',
    columns: ['Bounces', 'What happened', 'Kind'],
    rows: [...rows.values()].slice(0, MOST_ROWS).map((some) => {
      const [{ diagnosis }] = some as [Group];
      const told = some.reduce((sum, group) => sum + group.told, 0);
      return [number(told), titleOf(diagnosis, catalog), kindOf(diagnosis)];
    }),
  };
}

/** Cases, lists, statistics and tickets count each attempt once, however often it is pasted. */
const knownWords = (total: number, known: number): string =>
  known === total
    ? total === 1
      ? 'It is known already, and doesn’t count again.'
      : `All ${number(total)} are known already: none of them counts again.`
    : `${number(total)} here, ${number(known)} of them known already.`;

/** What is counted is whom it befell, and not how often. */
const OF_WHOM: ReadonlySet<ReasonId> = new Set([
  'user-unknown',
  'host-unknown',
  'has-moved',
  'suspend',
  'not-accept',
  'mailbox-full',
]);

/** "2 dead addresses"; where an address bounced several times, both numbers are said: "2 dead addresses (5 bounces)". */
function countedWords(
  { diagnosis, told, addresses }: Pick<Group, 'diagnosis' | 'told' | 'addresses'>,
  catalog: Catalog,
): string {
  const differ = addresses > 0 && addresses < told;
  if (differ && OF_WHOM.has(diagnosis.reason)) {
    return `${number(addresses)} ${nameOf(diagnosis, addresses, catalog)} (${number(told)} bounces)`;
  }
  const among = addresses === 1 ? 'one address' : `${number(addresses)} addresses`;
  return `${number(told)} ${nameOf(diagnosis, told, catalog)}${differ ? ` (${among})` : ''}`;
}

function nameOf(diagnosis: Diagnosis, count: number, catalog: Catalog): string {
  const provider = catalog.providers.get(diagnosis.provider ?? '')?.name.split(/ [/(]| and /)[0];
  const control = catalog.controls[diagnosis.control ?? 'multiple'].name;
  const { counted, countedOne } = catalog.reasons[diagnosis.reason];
  const name = count === 1 ? (countedOne ?? counted) : counted;
  return fillWords(isPerhapsDead(diagnosis) ? `perhaps ${name}` : name, {
    by: provider ? ` by ${provider}` : null,
    control: diagnosis.control && diagnosis.control !== 'multiple' ? control : null,
  });
}

const number = (value: number): string => value.toLocaleString('en');
