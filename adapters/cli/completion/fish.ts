import type { Argument, Command, Option } from '../table/command.ts';
import { commandsUnder, lastWord, PROGRAM, PROGRAM_OPTIONS } from '../table/index.ts';

const HELP: Option = { name: 'help', letter: 'h', says: 'tell about this command' };
const AT_START = '__fish_use_subcommand';

/** @returns a script for fish 3 and newer */
export function fishCompletion(commands: readonly Command[]): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  const lines = [
    ...PROGRAM_OPTIONS.map((option) => optionLine(AT_START, option)),
    ...single.map((command) => wordLine(AT_START, command)),
    ...single.map((command) => wordLine('__bounce_triage_at help', command)),
    ...single.flatMap(({ name }) =>
      commandsUnder(name).map((one) => wordLine(`__bounce_triage_at help ${name}`, one)),
    ),
    ...commands.flatMap(commandLines),
  ];
  return `# fish completion for ${PROGRAM}, made by: ${PROGRAM} completion fish
function __bounce_triage_given
    commandline -opc | string match --invert -- '-*' | tail -n +2
end
function __bounce_triage_in -d 'The command line begins with these words'
    set -l given (__bounce_triage_given)
    set -l size (count $argv)
    test (count $given) -ge $size; and test "$given[1..$size]" = "$argv"
end
function __bounce_triage_at -d 'The command line holds just these words'
    set -l given (__bounce_triage_given)
    test "$given" = "$argv"
end
complete -c ${PROGRAM} -f
${lines.join('\n')}
`;
}

function commandLines(command: Command): readonly string[] {
  const { name, options, arguments: given } = command;
  const under = commandsUnder(name);
  const when = `${under.length > 0 ? '__bounce_triage_at' : '__bounce_triage_in'} ${name}`;
  return [
    ...[...options, HELP].map((option) => optionLine(when, option)),
    ...under.map((one) => wordLine(when, one)),
    ...given.flatMap(({ files, values }) =>
      files || values ? [`${line(when)} ${offer({ files, values })}`] : [],
    ),
  ];
}

const line = (when: string): string => `complete -c ${PROGRAM} -n ${quoted(when)}`;

const wordLine = (when: string, { name, summary }: Command): string =>
  `${line(when)} -a ${lastWord(name)} -d ${quoted(summary)}`;

function optionLine(when: string, { name, letter, value, says, files, values }: Option): string {
  const short = letter === undefined ? '' : ` -s ${letter}`;
  const wants = value === undefined ? '' : ` -r ${offer({ files, values })}`.trimEnd();
  return `${line(when)}${short} -l ${name}${wants} -d ${quoted(says)}`;
}

function offer({
  files,
  values,
}: {
  files?: Argument['files'] | undefined;
  values?: Argument['values'] | undefined;
}): string {
  if (values !== undefined) return `-f -a ${quoted(values.join(' '))}`;
  return files ? '-F' : '-f';
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
