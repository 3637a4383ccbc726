/** The commands for docs/cli.md, from their table. */
import { type Command, type Option, optionTerm, statusesOf, usageOf } from '../table/command.ts';
import { commandsUnder, ENVIRONMENT, PROGRAM, PROGRAM_OPTIONS, SECTIONS } from '../table/index.ts';

/** Between these lines of docs/cli.md stands what is made here. */
const BEGIN = '<!-- From here on `npm run manual` writes, out of adapters/cli/table/. -->';
const END = '<!-- Up to here. -->';

/** @param document docs/cli.md. @returns it with the commands as the table has them */
export function withCommands(document: string): string {
  const [before, rest = ''] = document.split(BEGIN);
  const after = rest.slice(rest.indexOf(END) + END.length);
  return `${before}${BEGIN}\n\n${commandsMarkdown()}\n${END}${after}`;
}

function commandsMarkdown(): string {
  const lines = SECTIONS.flatMap(({ title, commands }) => [
    `## ${title}`,
    '',
    ...commands.flatMap((command) => commandPart(command)),
  ]);
  return [
    ...lines,
    '## Options without a command',
    '',
    ...PROGRAM_OPTIONS.map((option) => `- \`${optionTerm(option)}\`: ${option.says}`),
    '',
    '## Environment',
    '',
    ...ENVIRONMENT.map(({ name, says }) => `- \`${name}\`: ${says}`),
    '',
  ].join('\n');
}

function commandPart(command: Command): readonly string[] {
  const { name, summary, about = [], arguments: given, options, examples } = command;
  const isGroup = commandsUnder(name).length > 0;
  const column = Math.max(...examples.map(({ line }) => line.length));
  return [
    `### ${name}`,
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    '```sh',
    ...examples.map(({ line, says }) => `${PROGRAM} ${line.padEnd(column)}  # ${says}`),
    '```',
    '',
    `Usage: \`${isGroup ? `${PROGRAM} ${name} COMMAND` : usageOf(command)}\``,
    '',
    ...about.flatMap((text) => [text, '']),
    ...list([
      ...given.map(({ name: word, says }) => [word, says] as const),
      ...options.map((one) => [optionTerm(one), meaningOf(one)] as const),
    ]),
    `Exit status: ${statusesOf(command)
      .map(([status, says]) => `**${status}** ${says}`)
      .join(' · ')}`,
    '',
  ];
}

function list(rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : [...rows.map(([term, says]) => `- \`${term}\`: ${says}`), ''];
}

const meaningOf = ({ says, values }: Option): string =>
  values === undefined ? says : `${says}: ${values.map((value) => `\`${value}\``).join(', ')}`;
