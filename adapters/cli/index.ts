/** The command line. Each command is loaded when it is called, so that a look-up doesn't wait for a database. */
import { existsSync } from 'node:fs';
import type { Catalogs } from '../../src/catalog/index.ts';
import { asksForHelp, firstWord, readArguments, unknownOption } from './arguments.ts';
import type { DnsConfig } from './check.ts';
import type { StoreConfig } from './database.ts';
import type { Examine } from './doctor.ts';
import { EXIT, UsageError } from './exit.ts';
import { listed, printable, printableLines } from './lines.ts';
import { nearest } from './nearest.ts';
import type { Reading } from './reading.ts';
import type { SuppressionWord } from './suppressions.ts';
import type { Command } from './table/command.ts';
import {
  COMMANDS,
  type CommandName,
  commandsUnder,
  lastWord,
  PROGRAM,
  PROGRAM_OPTIONS,
} from './table/index.ts';
import { type Examined, START } from './table/running.ts';
import { paintFor, type Terminal, widthOf, write } from './terminal.ts';

export { processTerminal } from './terminal.ts';

type Examinations = Readonly<Record<Examined, Examine>>;

/** What the command line is given by whoever runs it. */
export type Host = {
  /** Where the catalog lies. */
  readonly catalogs: Catalogs;
  readonly version: string;
  /** @throws where the configuration is wrong */
  readDns(): DnsConfig | Promise<DnsConfig>;
  readStore(): StoreConfig | Promise<StoreConfig>;
  /** @throws where the configuration is wrong */
  readReading(): Reading | Promise<Reading>;
  /** Starts the bot, which then runs until it is told to stop. */
  start(): Promise<void>;
  examinations(): Examinations | Promise<Examinations>;
};

type Run = (args: readonly string[], host: Host, terminal: Terminal) => Promise<number>;

const suppressions =
  (word: SuppressionWord): Run =>
  async (args, { catalogs, readStore }, terminal) =>
    (await import('./suppressions.ts')).suppressions(word, args, catalogs, await readStore(), terminal);

const RUN: Readonly<Record<CommandName, Run>> = {
  lookup: async (args, host, terminal) =>
    (await import('./lookup.ts')).lookup(args, host.catalogs, await host.readReading(), terminal),
  explain: async (args, host, terminal) =>
    (await import('./explain.ts')).explain(args, host.catalogs, await host.readReading(), terminal),
  check: async (args, host, terminal) =>
    (await import('./check.ts')).checkDns(args, host.catalogs, await host.readDns(), terminal),
  catalog: async (args, host, terminal) =>
    (await import('./catalog.ts')).listCatalog(args, host.catalogs, terminal),
  ticket: async (args, host, terminal) =>
    (await import('./ticket.ts')).ticketCommand(args, host.catalogs, await host.readStore(), terminal),
  suppressions: async () => {
    const words = commandsUnder('suppressions').map(({ name }) => lastWord(name));
    throw new UsageError(`What shall I do with the list? ${listed(words)}.`);
  },
  'suppressions add': suppressions('add'),
  'suppressions remove': suppressions('remove'),
  'suppressions show': suppressions('show'),
  'suppressions search': suppressions('search'),
  'suppressions list': suppressions('list'),
  'suppressions import': suppressions('import'),
  'suppressions export': suppressions('export'),
  roles: async (args, host, terminal) =>
    (await import('./roles.ts')).roles(args, await host.readStore(), terminal),
  audit: async (args, host, terminal) =>
    (await import('./audit.ts')).audit(args, (await host.readStore()).DATABASE_URL, terminal),
  forget: async (args, host, terminal) =>
    (await import('./forget.ts')).forgetCommand(args, await host.readStore(), terminal),
  backup: async (args, host, terminal) =>
    (await import('./backup.ts')).backupCommand(args, (await host.readStore()).DATABASE_URL, terminal),
  start: async (args, host) => {
    readArguments(START, args);
    await host.start();
    return EXIT.found;
  },
  doctor: async (args, host, terminal) =>
    (await import('./doctor.ts')).doctor(args, await examinationsOf(host), terminal),
  completion: async (args, host, terminal) =>
    (await import('./completion.ts')).completion(args, host.catalogs, terminal),
  help: async (args, _, terminal) => tellHelp(args, terminal),
};

/** Those of chat platforms, and that of DNS, which every host can look at. */
const examinationsOf = async (host: Host): Promise<Readonly<Record<string, Examine>>> => ({
  ...(await host.examinations()),
  dns: async () => (await import('./doctor-dns.ts')).examineOwnDns(host.catalogs, await host.readDns()),
});

/**
 * @param words all that was typed behind `bounce-triage`; nothing at all starts the bot
 * @returns the exit status
 */
export async function runCommand(words: readonly string[], host: Host, terminal: Terminal): Promise<number> {
  let command: Called['command'] | null = null;
  try {
    const [first = 'start', ...rest] = words;
    if (first === '--version' || first === '-V' || first === 'version') {
      await write(terminal.stdout, `${PROGRAM} ${host.version}\n`);
      return EXIT.found;
    }
    if (first === '--help' || first === '-h') return await tellHelp(rest, terminal);
    const called = commandIn(first, rest);
    command = called.command;
    if (asksForHelp(command.options, called.args)) return await tellHelp(command.name.split(' '), terminal);
    if (command.name !== 'start') terminal.endOnInterrupt();
    return await RUN[command.name](called.args, tellingMistakes(host, terminal), terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) return await catalogFault(error, terminal);
    const help = `${PROGRAM} help ${error.topic ?? command?.name ?? ''}`.trimEnd();
    terminal.stderr.write(`${printable(error.message)}\nSee ${help}.\n`);
    return EXIT.usage;
  }
}

/** A mistake in the team's own catalog is told, whichever command reads it, and stops none. */
const tellingMistakes = (host: Host, { stderr }: Terminal): Host => ({
  ...host,
  catalogs: {
    ...host.catalogs,
    onMistake: (mistake) => stderr.write(`left out of your catalog: ${printable(mistake)}\n`),
  },
});

/** @returns the status where no catalog could be read, after saying why. @throws the error, where it is another */
async function catalogFault(error: unknown, { stderr }: Terminal): Promise<number> {
  const { CatalogError, CatalogFolderError } = await import('../../src/catalog/index.ts');
  const isFolder = error instanceof CatalogFolderError;
  if (!isFolder && !(error instanceof CatalogError)) throw error;
  stderr.write(`${printableLines(error.message)}\n`);
  return isFolder ? EXIT.usage : EXIT.failed;
}

type Called = { readonly command: (typeof COMMANDS)[number]; readonly args: readonly string[] };

/** @throws UsageError where there is no such command */
function commandIn(first: string, rest: readonly string[]): Called {
  if (first.startsWith('-')) throw new UsageError(unknownOption(first, PROGRAM_OPTIONS));
  const command = named(first);
  if (command === undefined) throw new UsageError(unknownCommand(first, rest));
  const under = commandsUnder(first);
  if (under.length === 0) return { command, args: rest };
  const options = under.flatMap((one) => one.options);
  const at = firstWord(options, rest);
  const word = rest[at];
  if (word === undefined) return { command, args: rest };
  const args = rest.toSpliced(at, 1);
  if (word === 'help') return { command: named('help') as Called['command'], args: [first, ...args] };
  const second = named(`${first} ${word}`);
  if (second !== undefined) return { command: second, args };
  if (asksForHelp(options, rest)) return { command, args: rest };
  const known = under.map(({ name }) => lastWord(name));
  throw new UsageError(`There is no "${word}".${meant(word, known, `${first} `)}`, first);
}

const named = (name: string): Called['command'] | undefined =>
  COMMANDS.find((command) => command.name === name);

function unknownCommand(typed: string, rest: readonly string[]): string {
  const all = [typed, ...rest].join(' ');
  const guess = existsSync(typed)
    ? ` To read that file: ${PROGRAM} explain ${all}`
    : /^[245]\d\d\b|^[245]\.\d/.test(typed)
      ? ` To look that up: ${PROGRAM} lookup ${all}`
      : meant(
          typed,
          COMMANDS.map(({ name }) => name).filter((name) => !name.includes(' ')),
        );
  return `There is no command "${typed}".${guess}`;
}

function meant(typed: string, known: readonly string[], before = ''): string {
  const near = nearest(typed, known);
  return near === null ? '' : ` Did you mean ${before}${near}?`;
}

/** @param topic the words of a command; none for all commands */
async function tellHelp(topic: readonly string[], terminal: Terminal): Promise<number> {
  const words = topic.filter((word) => !word.startsWith('-'));
  const { helpOf, overview } = await import('./help.ts');
  const command: Command | undefined =
    named(words.slice(0, 2).join(' ')) ?? ((words[0] && named(words[0])) || undefined);
  if (words[0] !== undefined && command === undefined) throw new UsageError(unknownCommand(words[0], []), '');
  const width = widthOf(terminal);
  const paint = paintFor(terminal);
  await write(terminal.stdout, command ? helpOf(command, width, paint) : overview(width, paint));
  return EXIT.found;
}
