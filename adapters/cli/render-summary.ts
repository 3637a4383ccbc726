/** Whole logs on a terminal: a table to act on, and the cards of its problems where they are few or asked for. */
import type { Catalog } from '../../src/catalog/index.ts';
import { type LogSummary, noBounceReply, todoOf } from '../../src/replies/index.ts';
import { UsageError } from './exit.ts';
import { cardText, type How, MOST_CARDS } from './explained.ts';
import { counted, printable, wrap } from './lines.ts';
import { cardsOfSums } from './problems.ts';
import type { Reading } from './reading.ts';
import { renderNote } from './render.ts';
import { clipped, DEED_STYLES, refusedBy } from './render-problems.ts';
import { aboutLines, restOf, type Summed, spanWords, titleOf, topOf } from './summed.ts';
import { type Paint, paintFor, type Style, type Terminal, widthOf } from './terminal.ts';

/** Rows that show where nobody says how many. */
const MOST_ROWS = 20;
const GAP = '  ';
/** Characters that a problem's name has at least. */
const LEAST_PROBLEM = 16;

type Rows = LogSummary['rows'];

/**
 * @returns text that ends with a line feed
 * @throws UsageError where there is no such problem to show
 */
export function renderSummary(
  summed: Summed,
  { catalog, zone, patience }: { readonly catalog: Catalog } & Reading,
  how: How,
  terminal: Terminal,
): string {
  const paint = paintFor(terminal);
  const width = widthOf(terminal);
  const cardsIn = (rows: Rows): readonly string[] =>
    rows.flatMap((row) =>
      cardsOfSums(row, catalog, patience).map((shown) =>
        cardText(shown, { catalog, zone }, how, false, terminal),
      ),
    );
  const { rows, dead } = summed;
  if (how.show !== null) {
    const row = rows[how.show - 1];
    if (row === undefined) throw new UsageError(`--show ${how.show}: ${thereAre(rows.length)}`);
    return cardsIn([row]).join('\n');
  }
  const about = aboutLines(summed, zone).flatMap((line) => wrap(line, width));
  if (rows.length === 0 && summed.arrived > 0)
    return `${[paint('bold', titleOf(summed)), ...about.map((line) => paint('gray', line))].join('\n')}\n`;
  if (rows.length === 0)
    return `${renderNote(noBounceReply(null, 'terminal'), terminal)}\n${about.join('\n')}\n`;
  const top = how.top ?? MOST_ROWS;
  const todo = todoOf(rows, dead).map(({ deed, words }) => paint(DEED_STYLES[deed], words));
  const rest = restOf(summed, top);
  const lines = [
    paint('bold', titleOf(summed)),
    todo.join(' · '),
    ...about.map((line) => paint('gray', line)),
    '',
    ...tableOf(topOf(summed, top), zone, width, paint),
    ...(rest === null
      ? []
      : [`${rest.words}, ${counted(rest.bounces, 'bounce', 'bounces')}: --top ${rows.length}`]),
  ];
  const isTold = how.all || how.verbose || how.why !== null || rows.length <= MOST_CARDS;
  const hint = hintLines(summed, width).map((line) => paint('gray', line));
  const below = isTold ? cardsIn(topOf(summed, top)) : [`${hint.join('\n')}\n`];
  return [`${lines.join('\n')}\n`, ...below].join('\n');
}

const thereAre = (count: number): string =>
  count === 0
    ? 'There is no problem to show.'
    : `There ${count === 1 ? 'is 1 problem' : `are ${count.toLocaleString('en')} problems`}.`;

/** What can be asked for next: commands stay whole, to be copied. */
function hintLines({ rows, dead }: Summed, width: number): readonly string[] {
  const hints = [
    `One of them: --show ${Math.min(3, rows.length)}`,
    'their cards: --all',
    ...(dead.sure > 0 ? ['dead addresses: --dead > dead.txt'] : []),
    'a page to send: --html > bounces.html',
  ];
  const lines: string[] = [];
  for (const hint of hints) {
    const line = `${lines.at(-1)} · ${hint}`;
    if (lines.length > 0 && line.length <= width) lines[lines.length - 1] = line;
    else lines.push(hint);
  }
  return lines;
}

const COLUMNS = ['Nr', 'Do', 'Problem', 'Bounces', 'Mailings', 'Addresses'] as const;

/** A line a problem, and one below it that says who refused, and from when to when. */
function tableOf(rows: Rows, zone: Reading['zone'], width: number, paint: Paint): readonly string[] {
  const numbers = rows.map((row) =>
    [row.count, row.mailings, row.addresses].map((value) => value.toLocaleString('en')),
  );
  const wide = [3, 4, 5].map((at, i) =>
    Math.max(COLUMNS[at]?.length ?? 0, ...numbers.map((some) => some[i]?.length ?? 0)),
  );
  const nr = Math.max(2, `${rows.length}`.length);
  const act = Math.max(2, ...rows.map(({ deed }) => deed.length));
  const fixed = nr + act + wide.reduce((sum, one) => sum + one, 0) + 5 * GAP.length;
  const longest = Math.max(COLUMNS[2].length, ...rows.map(({ problem }) => problem.length));
  const problem = Math.max(LEAST_PROBLEM, Math.min(longest, width - fixed));
  const line = (cells: readonly string[], some: readonly string[], style: Style | null): string => {
    const [one = '', two = '', three = ''] = cells;
    return [
      one.padStart(nr),
      style === null ? two.padEnd(act) : paint(style, two) + ' '.repeat(act - two.length),
      clipped(three, problem).padEnd(problem),
      ...some.map((value, i) => value.padStart(wide[i] ?? 0)),
    ].join(GAP);
  };
  const indent = ' '.repeat(nr + act + 2 * GAP.length);
  const below = ({ refusers, first, last }: Rows[number]): string => {
    const when = spanWords(first, last, zone);
    const who = refusedBy(refusers, width - indent.length - when.length - 3);
    return [who, when].filter((part) => part !== '').join(' · ');
  };
  return [
    paint('gray', line(COLUMNS.slice(0, 3), COLUMNS.slice(3), null)),
    ...rows.flatMap((row, i) => {
      const cells = [`${i + 1}`, row.deed, printable(row.problem)];
      const small = below(row);
      return [
        line(cells, numbers[i] ?? [], DEED_STYLES[row.deed]),
        ...(small === '' ? [] : [paint('gray', indent + small)]),
      ];
    }),
  ];
}
