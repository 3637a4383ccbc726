import type { Command, Option } from '../table/command.ts';
import { COMMANDS, commandsUnder, lastWord, PROGRAM, PROGRAM_OPTIONS } from '../table/index.ts';

/** @returns a script for bash 3.2 (that of macOS) and newer */
export function bashCompletion(): string {
  const single = COMMANDS.filter(({ name }) => !name.includes(' '));
  const double = COMMANDS.filter(({ name }) => name.includes(' '));
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
      ${double.map(({ name }) => `"${name}"`).join('|')}) command="$command $word" ;;
    esac
  done
  case "$command:$before" in
${COMMANDS.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
    "") _bounce_triage_words "${starts.join(' ')}" ;;
${COMMANDS.map(commandCase).join('\n')}
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

function commandCase(command: Command): string {
  const { name, options, arguments: given } = command;
  const dashes = [...options.flatMap(writings), '--help'].join(' ');
  const under = name === 'help' ? COMMANDS.filter((one) => !one.name.includes(' ')) : commandsUnder(name);
  const words = under.map((one) => lastWord(one.name));
  const argument = given.find(({ files, values }) => files || values) ?? {};
  const rest = words.length > 0 ? `_bounce_triage_words "${words.join(' ')}"; ` : offer(argument);
  return `    "${name}") if [ "\${current#-}" != "$current" ]; then _bounce_triage_words "${dashes}"; else ${rest || ': ; '}fi ;;`;
}
