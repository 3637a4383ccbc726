/** Help texts for a terminal, from the table of commands. */
import { wrap } from './lines.ts';
import { type Command, optionTerm, statusesOf, usageOf } from './table/command.ts';
import {
  ABOUT,
  commandsUnder,
  ENVIRONMENT,
  lastWord,
  PROGRAM,
  PROGRAM_OPTIONS,
  SECTIONS,
} from './table/index.ts';
import type { Paint } from './terminal.ts';

/** Lines of a help text: as wide as the terminal, but no wider, as long lines of small print are hard to read. */
const WIDEST = 80;

/** A word and what it means. */
type Term = readonly [term: string, says: string];

/** @returns all commands, one a line; ends with a line feed */
export function overview(width: number, paint: Paint): string {
  const to = Math.min(width, WIDEST);
  const shown = SECTIONS.map(({ title, commands }) => ({
    title,
    terms: commands
      .filter(({ name }) => !name.includes(' '))
      .map(({ name, summary }): Term => [name, summary]),
  }));
  const column = widest(shown.flatMap(({ terms }) => terms));
  const lines = [
    ...wrap(ABOUT, to),
    '',
    ...shown.flatMap(({ title, terms }) => section(title, termLines(terms, to, column), paint)),
    ...section(
      'Options',
      termLines(
        PROGRAM_OPTIONS.map((one): Term => [optionTerm(one), one.says]),
        to,
      ),
      paint,
    ),
    ...section(
      'Environment',
      termLines(
        ENVIRONMENT.map(({ name, says }): Term => [name, says]),
        to,
      ),
      paint,
    ),
    ...wrap(`${PROGRAM} help COMMAND tells about one command: examples, options, exit statuses.`, to),
  ];
  return `${lines.join('\n')}\n`;
}

/** @returns one command: its examples first; ends with a line feed */
export function helpOf(command: Command, width: number, paint: Paint): string {
  const to = Math.min(width, WIDEST);
  const under = commandsUnder(command.name);
  const usage = under.length > 0 ? `${PROGRAM} ${command.name} COMMAND` : usageOf(command);
  const lines = [
    ...wrap(`${PROGRAM} ${command.name}: ${command.summary}`, to, '', '  '),
    '',
    ...section('Examples', exampleLines(command, to), paint),
    ...section('Usage', wrap(usage, to, '  ', '      '), paint),
    ...section(
      'Commands',
      termLines(
        under.map((one): Term => [lastWord(one.name), one.summary]),
        to,
      ),
      paint,
    ),
    ...section(
      'Arguments',
      termLines(
        command.arguments.map((one): Term => [one.name, one.says]),
        to,
      ),
      paint,
    ),
    ...section('Options', termLines(command.options.map(optionTerms), to), paint),
    ...section(
      'About',
      (command.about ?? []).flatMap((text) => wrap(text, to, '  ')),
      paint,
    ),
    ...section(
      'Exit status',
      termLines(
        statusesOf(command).map(([status, says]): Term => [`${status}`, says]),
        to,
      ),
      paint,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const optionTerms = (option: Command['options'][number]): Term => [
  optionTerm(option),
  option.values === undefined ? option.says : `${option.says}: ${option.values.join(', ')}`,
];

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines, ''];
}

/** Commands stand on lines of their own, unbroken, so that they can be copied. */
const exampleLines = ({ examples }: Command, width: number): readonly string[] =>
  examples.flatMap(({ line, says }) => [`  ${PROGRAM} ${line}`, ...wrap(says, width, '      ')]);

const widest = (terms: readonly Term[]): number => Math.max(0, ...terms.map(([term]) => term.length));

/** In two columns where both have room, else the meaning stands under its word. */
function termLines(terms: readonly Term[], width: number, column = widest(terms)): readonly string[] {
  const indent = ' '.repeat(column + 4);
  const hasRoom = indent.length * 2 <= width;
  return terms.flatMap(([term, says]) =>
    hasRoom
      ? wrap(says, width, `  ${term.padEnd(column)}  `, indent)
      : [`  ${term}`, ...wrap(says, width, '      ')],
  );
}
