/** The words behind a command, read by its row in the table of commands. */
import { parseArgs } from 'node:util';
import { UsageError } from './exit.ts';
import { nearest } from './nearest.ts';
import { type Command, type Option, optionTerm, type Values } from './table/command.ts';

const HELP: Option = { name: 'help', letter: 'h', says: 'tell about this command' };

export type Given<C extends Command> = {
  readonly values: Values<C>;
  /** All that is no option, in its order. */
  readonly words: readonly string[];
};

/**
 * @param args the words behind the command; two dashes end the options
 * @throws UsageError for an option that is unknown or has no value, and for a word where none is wanted
 */
export function readArguments<C extends Command>(command: C, args: readonly string[]): Given<C> {
  const values: Record<string, boolean | string | string[] | undefined> = {};
  for (const option of command.options) {
    values[option.name] = option.many ? [] : option.value === undefined ? false : undefined;
  }
  const words: string[] = [];
  for (const token of tokensOf(command.options, args)) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options.find(({ name }) => name === token.name);
    if (option === undefined) throw new UsageError(unknownOption(token.rawName, command.options));
    const value = valueIn(option, token);
    if (option.many) (values[option.name] as string[]).push(value as string);
    else values[option.name] = value;
  }
  const [word] = words;
  if (word !== undefined && command.arguments.length === 0) {
    throw new UsageError(`${command.name} takes no "${word}".`);
  }
  return { values: values as Values<C>, words };
}

/** @returns whether --help or -h is among the options */
export const asksForHelp = (options: readonly Option[], args: readonly string[]): boolean =>
  tokensOf(options, args).some((token) => token.kind === 'option' && token.name === HELP.name);

/** @returns where the first word stands that is no option and no option's value; -1 without one */
export function firstWord(options: readonly Option[], args: readonly string[]): number {
  return tokensOf(options, args).find(({ kind }) => kind === 'positional')?.index ?? -1;
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** Not strict: what is wrong is told in our own words. */
function tokensOf(options: readonly Option[], args: readonly string[]): readonly Token[] {
  const config = [...options, HELP].map(({ name, letter, value }) => [
    name,
    {
      type: value === undefined ? ('boolean' as const) : ('string' as const),
      ...(letter === undefined ? {} : { short: letter }),
    },
  ]);
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(config),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

/** @throws UsageError where the value is missing, or is one too many */
function valueIn(option: Option, token: Token & { kind: 'option' }): string | true {
  const { value, inlineValue, rawName } = token;
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    return true;
  }
  if (value === undefined) throw new UsageError(`${rawName} needs a value: ${optionTerm(option)}`);
  if (!inlineValue && value.length > 1 && value.startsWith('-')) {
    throw new UsageError(
      `${rawName} needs a value, or is it "${value}"? Then write ${rawName.startsWith('--') ? `${rawName}=` : rawName}${value}`,
    );
  }
  return value;
}

/** @param typed with its dashes */
export function unknownOption(typed: string, known: readonly Option[]): string {
  const near = nearest(
    typed.replace(/^-+/, ''),
    [...known, HELP].map(({ name }) => name),
  );
  return `Unknown option "${typed}".${near === null ? '' : ` Did you mean --${near}?`}`;
}
