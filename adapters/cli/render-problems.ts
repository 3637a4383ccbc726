/** Several bounces as a table: how many, what to do, what happened, and who refused. */
import {
  type Deed,
  headOf,
  type Line,
  nounOf,
  plain,
  type Refuser,
  todoOf,
} from '../../src/replies/index.ts';
import { counted, printable } from './lines.ts';
import type { Problems, Shown } from './problems.ts';
import { type Paint, paintFor, type Style, type Terminal, widthOf } from './terminal.ts';

export const DEED_STYLES: Readonly<Record<Deed, Style>> = {
  suppress: ['bold', 'red'],
  fix: ['bold', 'blue'],
  wait: ['bold', 'yellow'],
  decide: ['bold', 'magenta'],
  ignore: 'gray',
  done: 'gray',
};

const COLUMNS = ['Nr', 'Count', 'Do', 'Problem', 'Refused by'] as const;
const GAP = '  ';
/** Characters that say whose refusal it is, where the problem's name needs the rest. */
const FOR_REFUSERS = 24;
const MOST_NAMED = 3;

/** @returns "46 bounces, 9 problems   Suppress 25 · Fix 17 · Wait for 4", a blank line, and a row a problem */
export function renderProblems({ rows, dead }: Problems, terminal: Terminal): readonly string[] {
  const width = widthOf(terminal);
  const paint = paintFor(terminal);
  const title = headOf(rows);
  const todo = todoOf(rows, dead);
  const length = todo.map(({ words }) => words).join(' · ').length;
  const shown = todo.map(({ deed, words }) => paint(DEED_STYLES[deed], words)).join(' · ');
  const heading =
    title.length + 3 + length <= width
      ? [`${paint('bold', title)}   ${shown}`]
      : [paint('bold', title), shown];
  return [...heading, '', ...table(rows, width, paint)];
}

function table(problems: Problems['rows'], width: number, paint: Paint): readonly string[] {
  const rows = problems.map(({ deed, problem, refusers, count }, i) => ({
    deed,
    cells: [`${i + 1}`, count.toLocaleString('en'), deed, printable(problem)],
    refusers,
  }));
  const widths = [0, 1, 2, 3].map((at) =>
    Math.max(COLUMNS[at]?.length ?? 0, ...rows.map(({ cells }) => cells[at]?.length ?? 0)),
  );
  const [nr = 0, count = 0, act = 0, longest = 0] = widths;
  const before = nr + count + act + 3 * GAP.length;
  const widest = Math.max(...problems.map(({ refusers: some }) => refusedBy(some, width).length));
  // The problem's name gives way first: its card has the whole of it.
  const left = width - before - GAP.length - Math.min(widest, FOR_REFUSERS);
  const problem = Math.min(longest, Math.max(left, FOR_REFUSERS));
  const room = width - before - problem - GAP.length;
  const line = (cells: readonly string[], last: string, style: Style | null): string => {
    const [one = '', two = '', three = '', four = ''] = cells;
    const what = three.padEnd(act);
    return [
      one.padStart(nr),
      two.padStart(count),
      style === null ? what : paint(style, three) + ' '.repeat(act - three.length),
      clipped(four, problem).padEnd(problem),
      last,
    ]
      .join(GAP)
      .trimEnd();
  };
  return [
    paint('gray', line(COLUMNS.slice(0, 4), COLUMNS[4].slice(0, Math.max(0, room)), null)),
    ...rows.map(({ deed, cells, refusers }) => line(cells, refusedBy(refusers, room), DEED_STYLES[deed])),
  ];
}

/** "mail.ru 9, Comcast 7, GMX 5, +1": whole names, as many as there is room for, and how many are left out. */
export function refusedBy(refusers: readonly Refuser[], room: number): string {
  const [only, ...others] = refusers;
  if (only === undefined) return '';
  if (others.length === 0) return clipped(printable(only.name), room);
  for (let shown = Math.min(MOST_NAMED, refusers.length); shown > 0; shown--) {
    const left = refusers.length - shown;
    const names = refusers
      .slice(0, shown)
      .map(({ name, count }) => `${printable(name)} ${count.toLocaleString('en')}`);
    const text = [...names, ...(left > 0 ? [`+${left}`] : [])].join(', ');
    if (text.length <= room) return text;
  }
  return clipped(`${printable(only.name)}, +${others.length}`, room);
}

export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : most < 1 ? '' : `${text.slice(0, most - 1)}…`;

/** @returns what the grey line below the table says: how to see one of them, all, and the dead addresses */
export function tableHint({ rows, dead }: Problems): Line {
  const ways = [
    `One of them: --show ${Math.min(3, rows.length)}`,
    'all: --verbose',
    ...(dead.sure > 0 ? ['dead addresses: --dead > dead.txt'] : []),
  ];
  return plain(ways.join(' · '));
}

/** Addresses of a problem that are named below its facts. */
const MOST_ADDRESSES = 3;

/** @returns "ann@example.com, bob@example.com and 22 more", behind "25 bounces: " where it isn't one each; none for a single one */
export function aboutOf({ count, addresses, addressCount, diagnoses }: Shown): readonly Line[] {
  if (count < 2) return [];
  const noun = nounOf(diagnoses);
  const bounces = counted(count, noun, `${noun}s`);
  if (addresses.length === 0) return [plain(bounces)];
  const shown = addresses.slice(0, MOST_ADDRESSES).join(', ');
  if (addressCount === null) return [plain(`${bounces}: ${shown} and others`)];
  const left = addressCount - MOST_ADDRESSES;
  const rest = left > 0 ? ` and ${left.toLocaleString('en')} more` : '';
  const front = count === addressCount ? '' : `${bounces}: `;
  return [plain(`${front}${shown}${rest}`)];
}
