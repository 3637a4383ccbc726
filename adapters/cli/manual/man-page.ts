/** The manual page in man(7)'s language, from the table of commands. */
import { type Command, optionTerm, statusesOf } from '../table/command.ts';
import { ABOUT, commandsUnder, ENVIRONMENT, PROGRAM, PROGRAM_OPTIONS, SECTIONS } from '../table/index.ts';

/** @returns man/bounce-triage.1; without a date and a version, so that it changes with the table alone */
export function manPage(): string {
  return [
    `.TH BOUNCE\\-TRIAGE 1 "" "Bounce Triage" "User Commands"`,
    '.SH NAME',
    `${escaped(PROGRAM)} \\- ${escaped(lower(ABOUT.replace(/\.$/, '')))}`,
    '.SH SYNOPSIS',
    `.B ${escaped(PROGRAM)}`,
    '[\\fICOMMAND\\fR [\\fIOPTION\\fR\\&.\\&.\\&.] [\\fIARGUMENT\\fR\\&.\\&.\\&.]]',
    '.SH DESCRIPTION',
    escaped(`${ABOUT} Without a command it runs the bot.`),
    '.SH OPTIONS',
    ...PROGRAM_OPTIONS.flatMap((option) => term(optionTerm(option), option.says)),
    ...SECTIONS.flatMap(({ title, commands }) => [
      `.SH ${escaped(title.toUpperCase())}`,
      ...commands.flatMap(commandPart),
    ]),
    '.SH EXIT STATUS',
    ...term('0', 'found: a bounce, an answer, a row'),
    ...term('1', 'nothing was found'),
    ...term('2', 'wrong use: nothing was done'),
    ...term('3', 'it failed: the database, a file or the network did'),
    ...term('4', 'read in part'),
    ...term('130', 'stopped by Ctrl+C'),
    escaped('What they mean for a command is told with it.'),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(({ name, says }) => term(name, says)),
    '',
  ]
    .filter((line, i, all) => line !== '' || i === all.length - 1)
    .join('\n');
}

function commandPart(command: Command): readonly string[] {
  const { name, summary, about = [], arguments: given, options, examples } = command;
  const words = given.map(({ name: word, optional, many }) => {
    const shown = `\\fI${escaped(word)}\\fR${many ? '\\&.\\&.\\&.' : ''}`;
    return optional ? `[${shown}]` : shown;
  });
  const isGroup = commandsUnder(name).length > 0;
  const behind = isGroup
    ? ['\\fICOMMAND\\fR']
    : [...(options.length > 0 ? ['[\\fIOPTION\\fR\\&.\\&.\\&.]'] : []), ...words];
  return [
    `.SS ${escaped(name)}`,
    `.B ${escaped(`${PROGRAM} ${name}`)}`,
    behind.join(' '),
    '.PP',
    `${escaped(summary[0]?.toUpperCase() + summary.slice(1))}.`,
    ...about.flatMap((text) => ['.PP', escaped(text)]),
    ...given.flatMap((argument) => term(argument.name, argument.says, '\\fI')),
    ...options.flatMap((option) =>
      term(
        optionTerm(option),
        option.values === undefined ? option.says : `${option.says}: ${option.values.join(', ')}`,
      ),
    ),
    ...statusesOf(command).flatMap(([status, says]) => term(`exit status ${status}`, says, '\\fR')),
    '.PP',
    examples.length > 1 ? 'Examples:' : 'For example:',
    '.PP',
    '.RS',
    '.nf',
    ...examples.flatMap(({ line, says }) => [escaped(`# ${says}`), escaped(`${PROGRAM} ${line}`)]),
    '.fi',
    '.RE',
  ];
}

const term = (word: string, says: string, font = '\\fB'): readonly string[] => [
  '.TP',
  `${font}${escaped(word)}\\fR`,
  escaped(says),
];

/** A dash stays a dash that can be copied; a line that begins with a dot or a quote is no request. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '\\&.\\&.\\&.')
    .replace(/^[.']/, '\\&$&');

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
