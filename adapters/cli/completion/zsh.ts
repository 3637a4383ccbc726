import type { Argument, Command, Option } from '../table/command.ts';
import { commandsUnder, lastWord, PROGRAM, PROGRAM_OPTIONS } from '../table/index.ts';

const HELP: Option = { name: 'help', letter: 'h', says: 'tell about this command' };

/** @returns a script that zsh loads from its fpath, or that is sourced behind compinit */
export function zshCompletion(commands: readonly Command[]): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  return `#compdef ${PROGRAM}
# zsh completion for ${PROGRAM}, made by: ${PROGRAM} completion zsh
_bounce-triage() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
${[...PROGRAM_OPTIONS.map(optionSpec), "'1:command:->command'", "'*::argument:->argument'"].map((spec) => `    ${spec}`).join(' \\\n')}
  case "$state" in
    command)
      ${describe('command', single)}
      ;;
    argument)
      case "$words[1]" in
${single.map((command) => (command.name === 'help' ? helpBranch(single, '        ') : branch(command, '        '))).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = "_bounce-triage" ]; then
  _bounce-triage "$@"
else
  compdef _bounce-triage ${PROGRAM}
fi
`;
}

function branch(command: Command, indent: string): string {
  const under = commandsUnder(command.name);
  const options = [...command.options, HELP].map(optionSpec);
  const specs =
    under.length > 0
      ? [...options, "'1:command:->under'", "'*::argument:->below'"]
      : [...options, ...argumentSpecs(command)];
  const nested =
    under.length === 0
      ? []
      : [
          '  case "$state" in',
          '    under)',
          `      ${describe('command', under)}`,
          '      ;;',
          '    below)',
          '      case "$words[1]" in',
          ...under.map((one) => branch(one, '        ')),
          '      esac',
          '      ;;',
          '  esac',
        ];
  return [
    `${lastWord(command.name)})`,
    `  _arguments${under.length > 0 ? ' -C' : ''} \\`,
    specs.map((spec) => `    ${spec}`).join(' \\\n'),
    ...nested,
    '  ;;',
  ]
    .flatMap((lines) => lines.split('\n'))
    .map((line) => indent + line)
    .join('\n');
}

function describe(what: string, commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => quoted(`${lastWord(name)}:${summary}`));
  return `local -a named=(${rows.join(' ')}); _describe ${what} named`;
}

function optionSpec({ name, letter, value, many, says, files, values }: Option): string {
  const told = `[${says.replace(/[[\]\\]/g, '\\$&')}]`;
  const follows = value === undefined ? '' : `:${value}:${offer({ files, values })}`;
  const long = `--${name}${value === undefined ? '' : '='}`;
  if (letter === undefined) return quoted(`${many ? '*' : ''}${long}${told}${follows}`);
  return `'(-${letter} --${name})'{-${letter},${long}}${quoted(`${told}${follows}`)}`;
}

/** Behind `help` stands a command, and behind one of two words its second. */
function helpBranch(single: readonly Command[], indent: string): string {
  return [
    'help)',
    `  _arguments -C ${quoted(`1:command:(${single.map(({ name }) => name).join(' ')})`)} '2:command:->second'`,
    '  case "$state:$line[1]" in',
    ...single
      .filter(({ name }) => commandsUnder(name).length > 0)
      .map(({ name }) => `    second:${name}) ${describe('command', commandsUnder(name))} ;;`),
    '  esac',
    '  ;;',
  ]
    .map((line) => indent + line)
    .join('\n');
}

function argumentSpecs({ arguments: given }: Command): readonly string[] {
  return given.map((argument, i) =>
    quoted(`${argument.many ? '*' : i + 1}:${argument.name}:${offer(argument)}`),
  );
}

function offer({
  files,
  values,
}: {
  files?: Argument['files'] | undefined;
  values?: Argument['values'] | undefined;
}): string {
  return values !== undefined ? `(${values.join(' ')})` : files ? '_files' : ' ';
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
