import type { Command, Option } from '../table/command.ts';
import { commandsUnder, lastWord, PROGRAM, PROGRAM_OPTIONS } from '../table/index.ts';

/** @returns a script for bash 3.2 (that of macOS) and newer */
export function bashCompletion(commands: readonly Command[]): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  const double = commands.filter(({ name }) => name.includes(' '));
  const groups = single.filter(({ name }) => commandsUnder(name).length > 0);
  const starts = [...single.map(({ name }) => name), ...PROGRAM_OPTIONS.map(({ name }) => `--${name}`)];
  return `# bash completion for ${PROGRAM}, made by: ${PROGRAM} completion bash
_bounce_triage_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
_bounce_triage_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_bounce_triage() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" word
  COMPREPLY=()
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$before" = "=" ] && [ "$COMP_CWORD" -gt 2 ]; then
    before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
      ${single.map(({ name }) => `" ${name}"`).join('|')}) command="$word" ;;
      ${[...double, ...groups.map(({ name }) => ({ name: `help ${name}` }))].map(({ name }) => `"${name}"`).join('|')}) command="$command $word" ;;
    esac
  done
  case "$command:$before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
    "") _bounce_triage_words "${starts.join(' ')}" ;;
${commands.map((command) => commandCase(command, single)).join('\n')}
${groups.map(({ name }) => `    "help ${name}") _bounce_triage_words "${wordsUnder(name)}" ;;`).join('\n')}
  esac
}
complete -F _bounce_triage ${PROGRAM}
`;
}

/** Behind an option that wants a value. */
function valueCases({ name, options }: Command): readonly string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map(
      (option) =>
        `    ${writings(option)
          .map((one) => `"${name}:${one}"`)
          .join('|')}) ${offer(option)}return ;;`,
    );
}

const writings = ({ name, letter }: Option): readonly string[] =>
  letter === undefined ? [`--${name}`] : [`--${name}`, `-${letter}`];

function offer({ files, values }: Pick<Option, 'files' | 'values'>): string {
  if (values !== undefined) return `_bounce_triage_words "${values.join(' ')}"; `;
  return files ? '_bounce_triage_files; ' : '';
}

const wordsUnder = (name: string): string =>
  commandsUnder(name)
    .map((one) => lastWord(one.name))
    .join(' ');

/** @param single the commands of one word */
function commandCase(command: Command, single: readonly Command[]): string {
  const { name, options, arguments: given } = command;
  const dashes = [...options.flatMap(writings), '--help'].join(' ');
  const words = name === 'help' ? single.map((one) => one.name).join(' ') : wordsUnder(name);
  const argument = given.find(({ files, values }) => files || values) ?? {};
  const rest = words !== '' ? `_bounce_triage_words "${words}"; ` : offer(argument);
  return `    "${name}") if [ "\${current#-}" != "$current" ]; then _bounce_triage_words "${dashes}"; else ${rest || ': ; '}fi ;;`;
}
