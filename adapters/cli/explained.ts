/** What `explain` says of all that it read: a card, a few of them below a table, or a table alone. */
import type { Catalog } from '../../src/catalog/index.ts';
import type { Judge } from '../../src/diagnosis/index.ts';
import {
  type NoteReply,
  noBounceReply,
  otherReportsReply,
  ownAnswerReply,
  type plain,
  similarOf,
} from '../../src/replies/index.ts';
import { UsageError } from './exit.ts';
import type { Read } from './explain.ts';
import { counted, printable } from './lines.ts';
import { cardsOf, joined, type Problems, problemsIn, type Shown } from './problems.ts';
import type { Reading } from './reading.ts';
import { renderNote, renderVerdict } from './render.ts';
import { aboutOf, renderProblems, tableHint } from './render-problems.ts';
import { renderWhy } from './render-why.ts';
import { toCommand } from './step-command.ts';
import { piecesOf, wrapPieces } from './styled.ts';
import { paintFor, type Terminal, widthOf } from './terminal.ts';

/** More problems than these are a table without their cards. */
export const MOST_CARDS = 3;

export type How = {
  readonly verbose: boolean;
  /** The card of each problem below the table. */
  readonly all: boolean;
  /** How many rows a table has at most; null: as many as are good to read. */
  readonly top: number | null;
  /** Tells how a bounce was judged; null where nobody asked. */
  readonly why: Judge['why'] | null;
  /** The one problem to be shown, counted from 1; null: all. */
  readonly show: number | null;
};

type Knowledge = { readonly catalog: Catalog } & Reading;

/**
 * @returns text that ends with a line feed
 * @throws UsageError where there is no such problem to show
 */
export async function renderExplained(
  read: readonly Read[],
  { catalog, patience, zone }: Knowledge,
  how: How,
  terminal: Terminal,
): Promise<string> {
  const card = (shown: Shown, tellsOfMore: boolean): string =>
    cardText(shown, { catalog, zone }, how, tellsOfMore, terminal);
  const cardsIn = ({ rows }: Problems): readonly Shown[] =>
    rows.flatMap((row) => cardsOf(row, catalog, patience));
  const told = joined(read);
  const all = await problemsIn(told, catalog);
  if (how.show !== null) {
    const cards = cardsOf(shownOf(all, how.show), catalog, patience);
    return cards.map((one, i) => card(one, i === cards.length - 1)).join('\n');
  }
  if (all.rows.length > MOST_CARDS || cardsIn(all).length > MOST_CARDS) {
    const cards =
      how.all || how.verbose || how.why !== null ? cardsIn(all).map((one) => card(one, false)) : [];
    const rest = [...reportsIn(read, terminal), ...unbounced(read)];
    const hint = cards.length > 0 ? [] : [small(tableHint(all), terminal)];
    return [tableOf(all, terminal), ...cards, ...rest, ...hint].join('\n');
  }
  const texts: string[] = [];
  for (const one of read) {
    // What arrived may stand in another file.
    const own = read.length > 1 ? await problemsIn({ ...told, diagnoses: one.diagnoses }, catalog) : all;
    const cards = cardsIn(own);
    const parts = [
      ...(cards.length > 1 ? [tableOf(own, terminal)] : []),
      ...cards.map((shown, i) => card(shown, i === cards.length - 1)),
      ...reportsIn([one], terminal),
    ];
    const text = parts.length > 0 ? parts : [renderNote(nothingReply(one), terminal)];
    const name = read.length > 1 ? (one.file ?? 'standard input') : null;
    texts.push(`${name === null ? '' : `── ${printable(name)}\n\n`}${text.join('\n')}`);
  }
  return texts.join('\n');
}

/** What is said of a text that tells nothing. */
const nothingReply = ({ isOurs }: Read): NoteReply =>
  isOurs ? ownAnswerReply('terminal') : noBounceReply(null, 'terminal');

const tableOf = (problems: Problems, terminal: Terminal): string =>
  `${renderProblems(problems, terminal).join('\n')}\n`;

/** @returns the card of a problem, with all that was asked for */
export function cardText(
  shown: Shown,
  { catalog, zone }: Pick<Knowledge, 'catalog' | 'zone'>,
  { verbose, why }: Pick<How, 'verbose' | 'why'>,
  tellsOfMore: boolean,
  terminal: Terminal,
): string {
  const { diagnosis } = shown;
  const said = renderVerdict(shown.reply, terminal, {
    verbose,
    about: aboutOf(shown),
    zone,
    tellsOfMore,
    similar: verbose ? similarOf(diagnosis, catalog) : [],
    toCommand: toCommand(diagnosis, shown.addressCount ?? shown.count),
  });
  return why === null ? said : `${said}\n${renderWhy(why(diagnosis.bounce), catalog, terminal)}`;
}

function shownOf({ rows }: Problems, number: number): Problems['rows'][number] {
  const row = rows[number - 1];
  if (row === undefined) {
    const there = rows.length === 0 ? 'There is no problem to show.' : `There are ${rows.length} problems.`;
    throw new UsageError(`--show ${number}: ${rows.length === 1 ? 'There is 1 problem.' : there}`);
  }
  return row;
}

const reportsIn = (read: readonly Read[], terminal: Terminal): readonly string[] => {
  const others = read.flatMap((one) => one.others);
  return others.length > 0 ? [renderNote(otherReportsReply(others, null), terminal)] : [];
};

/** Files without a bounce are counted: a folder may hold thousands. */
function unbounced(read: readonly Read[]): readonly string[] {
  const without = read.filter(({ diagnoses, others }) => diagnoses.length + others.length === 0).length;
  return without === 0 ? [] : [`There is no bounce in ${counted(without, 'file', 'files')}.\n`];
}

const small = (line: ReturnType<typeof plain>, terminal: Terminal): string =>
  `${wrapPieces(piecesOf(line, 'gray'), widthOf(terminal), paintFor(terminal)).join('\n')}\n`;
