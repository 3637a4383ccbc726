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
/** Characters of the first line: what a header takes (Slack, 150). Beyond that a platform would cut a name in two. */
const LONGEST_TITLE = 150;

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
  const total = toldIn(groups);
  const hidden = groups.slice(shown);
  const hiddenWords = countsOf(hidden, catalog).map(({ text }) => text);
  return {
    kind: 'note',
    tone: 'summary',
    title: titleOfMany(counts, `${number(total)} ${total === 1 ? 'bounce' : 'bounces'}: `),
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

/** Whole names, as many as there is room for: a name that is cut no longer tells whose list or which problem it is. */
function titleOfMany(counts: readonly Counted[], front: string): string {
  const named = counts.slice(0, MOST_NAMED).map(({ text }) => text);
  for (;;) {
    const others = counts.slice(named.length).reduce((sum, { size }) => sum + size, 0);
    const rest = others === 0 ? [] : [others === 1 ? '1 other' : `${number(others)} others`];
    const title = `${front}${[...named, ...rest].join(', ')}`;
    if (title.length <= LONGEST_TITLE || named.length < 2) return title;
    named.pop();
  }
}

type Counted = { readonly size: number; readonly text: string };

/**
 * @returns what stands behind each number, the most bounces first; what has the same name is counted together, also
 *   where it is several cases
 */
function countsOf(groups: readonly Group[], catalog: Catalog): readonly Counted[] {
  return [...Map.groupBy(groups, ({ diagnosis }) => nameOf(diagnosis, 2, catalog)).values()]
    .map((some) => {
      const addresses = some.reduce((sum, group) => sum + group.addresses, 0);
      const [{ diagnosis }] = some as [Group];
      const size = toldIn(some);
      return { size, text: countedWords({ diagnosis, told: size, addresses }, catalog) };
    })
    .sort((a, b) => b.size - a.size);
}

const toldIn = (groups: readonly Group[]): number => groups.reduce((sum, { told }) => sum + told, 0);

/** Rows of the table: what is over is in the lines. */
const MOST_ROWS = 20;

function tableOf(groups: readonly Group[], catalog: Catalog): Figure {
  const kindOf = (diagnosis: Diagnosis): string =>
    isPerhapsDead(diagnosis) ? 'Not sure' : CATEGORY_NAMES[diagnosis.category];
  const rows = Map.groupBy(groups, ({ diagnosis }) => `${titleOf(diagnosis, catalog)} ${kindOf(diagnosis)}`);
  return {
    kind: 'table',
    columns: ['Bounces', 'What happened', 'Kind'],
    rows: [...rows.values()]
      .sort((a, b) => toldIn(b) - toldIn(a))
      .slice(0, MOST_ROWS)
      .map((some) => {
        const [{ diagnosis }] = some as [Group];
        return [number(toldIn(some)), titleOf(diagnosis, catalog), kindOf(diagnosis)];
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
  const list = catalog.blocklists.get(diagnosis.blocklist ?? '')?.name;
  const control = catalog.controls[diagnosis.control ?? 'multiple'].name;
  const { counted, countedOne } = catalog.reasons[diagnosis.reason];
  const name = count === 1 ? (countedOne ?? counted) : counted;
  return fillWords(isPerhapsDead(diagnosis) ? `perhaps ${name}` : name, {
    // Who asks a list can't take anybody off it: whose list it is tells what is to be done.
    by: list ? ` (${list})` : provider ? ` by ${provider}` : null,
    control: diagnosis.control && diagnosis.control !== 'multiple' ? control : null,
  });
}

const number = (value: number): string => value.toLocaleString('en');
