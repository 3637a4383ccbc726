/** What `explain` says of all that it read: a card, a few of them below a table, or a table alone. */
import { afterArrivals } from '../../src/cases/index.ts';
import type { Catalog } from '../../src/catalog/index.ts';
import type { Judge } from '../../src/diagnosis/index.ts';
import { noBounceReply, otherReportsReply, type plain, similarOf } from '../../src/replies/index.ts';
import { UsageError } from './exit.ts';
import type { Read } from './explain.ts';
import { counted, printable } from './lines.ts';
import { deadAmong, type Problem, problemsOf } from './problems.ts';
import type { Reading } from './reading.ts';
import { renderNote, renderVerdict } from './render.ts';
import { aboutOf, renderProblems, tableHint } from './render-problems.ts';
import { renderWhy } from './render-why.ts';
import { toCommand } from './step-command.ts';
import { piecesOf, wrapPieces } from './styled.ts';
import { paintFor, type Terminal, widthOf } from './terminal.ts';

/** More problems than these are a table without their cards. */
const MOST_CARDS = 3;

export type How = {
  readonly verbose: boolean;
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
export function renderExplained(
  read: readonly Read[],
  { catalog, patience, zone }: Knowledge,
  how: How,
  terminal: Terminal,
): string {
  const deliveries = read.flatMap((one) => one.deliveries);
  const now = Date.now();
  const problemsIn = (some: readonly Read[]): readonly Problem[] =>
    problemsOf(
      afterArrivals(
        some.flatMap(({ diagnoses }) => diagnoses),
        deliveries,
        now,
      ),
      catalog,
      patience,
    );
  const card = (problem: Problem, tellsOfMore: boolean): string =>
    cardOf(problem, { catalog, zone }, how, tellsOfMore, terminal);
  const problems = problemsIn(read);
  if (how.show !== null) return card(shownOf(problems, how.show), true);
  if (problems.length > MOST_CARDS) {
    const cards = how.verbose || how.why !== null ? problems.map((problem) => card(problem, false)) : [];
    const rest = [...reportsIn(read, terminal), ...unbounced(read)];
    const hint = cards.length > 0 ? [] : [small(tableHint(problems, hasDead(read)), terminal)];
    return [tableOf(problems, terminal), ...cards, ...rest, ...hint].join('\n');
  }
  return read
    .map((one) => {
      const own = read.length > 1 ? problemsIn([one]) : problems;
      const cards = own.map((problem, i) => card(problem, i === own.length - 1));
      const told = [
        ...(own.length > 1 ? [tableOf(own, terminal)] : []),
        ...cards,
        ...reportsIn([one], terminal),
      ];
      const all = told.length > 0 ? told : [renderNote(noBounceReply(null, 'terminal'), terminal)];
      const name = read.length > 1 ? (one.file ?? 'standard input') : null;
      return `${name === null ? '' : `── ${printable(name)}\n\n`}${all.join('\n')}`;
    })
    .join('\n');
}

const tableOf = (problems: readonly Problem[], terminal: Terminal): string =>
  `${renderProblems(problems, terminal).join('\n')}\n`;

function cardOf(
  problem: Problem,
  { catalog, zone }: Pick<Knowledge, 'catalog' | 'zone'>,
  { verbose, why }: How,
  tellsOfMore: boolean,
  terminal: Terminal,
): string {
  const [first] = problem.diagnoses;
  const said = renderVerdict(problem.reply, terminal, {
    verbose,
    about: aboutOf(problem),
    zone,
    tellsOfMore,
    similar: verbose && first ? similarOf(first, catalog) : [],
    ...(first ? { toCommand: toCommand(first) } : {}),
  });
  return why === null || !first ? said : `${said}\n${renderWhy(why(first.bounce), catalog, terminal)}`;
}

function shownOf(problems: readonly Problem[], number: number): Problem {
  const problem = problems[number - 1];
  if (problem === undefined) {
    const there =
      problems.length === 0 ? 'There is no problem to show.' : `There are ${problems.length} problems.`;
    throw new UsageError(`--show ${number}: ${problems.length === 1 ? 'There is 1 problem.' : there}`);
  }
  return problem;
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

const hasDead = (read: readonly Read[]): boolean =>
  deadAmong(
    read.flatMap(({ diagnoses }) => diagnoses),
    read.flatMap(({ deliveries }) => deliveries),
  ).length > 0;

const small = (line: ReturnType<typeof plain>, terminal: Terminal): string =>
  `${wrapPieces(piecesOf(line, 'gray'), widthOf(terminal), paintFor(terminal)).join('\n')}\n`;
