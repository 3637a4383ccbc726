/** All commands of the command line, in the order in which help lists them. */
import type { Command } from './command.ts';
import { CATALOG, CHECK, EXPLAIN, LOOKUP } from './judging.ts';
import { COMPLETION, DOCTOR, HELP, START } from './running.ts';
import { ADD, EXPORT, IMPORT, LIST, REMOVE, SEARCH, SHOW, SUPPRESSIONS } from './suppressions.ts';
import { AUDIT, BACKUP, FORGET, ROLES, TICKET } from './team.ts';

export const PROGRAM = 'bounce-triage';

export const ABOUT = 'Says what an email bounce means, whose problem it is and what to do next.';

/** Options in place of a command. */
export const PROGRAM_OPTIONS = [
  { name: 'help', letter: 'h', says: 'tell about all commands; behind a command, about that one' },
  { name: 'version', letter: 'V', says: 'print the version' },
] as const;

/** Environment variables that the command line heeds, besides the settings in .env. */
export const ENVIRONMENT = [
  { name: 'NO_COLOR', says: 'no colours on a terminal; there are none in a pipe' },
  { name: 'COLUMNS', says: 'the width of a line' },
  { name: 'DATABASE_URL', says: "where the team's database is; .env.example explains this and all others" },
] as const;

export const SECTIONS = [
  { title: 'Judge bounces', commands: [LOOKUP, EXPLAIN, CHECK, CATALOG] },
  {
    title: "Your team's cases and lists",
    commands: [
      TICKET,
      SUPPRESSIONS,
      ADD,
      REMOVE,
      SHOW,
      SEARCH,
      LIST,
      IMPORT,
      EXPORT,
      ROLES,
      AUDIT,
      FORGET,
      BACKUP,
    ],
  },
  { title: 'Run it', commands: [START, DOCTOR, COMPLETION, HELP] },
] as const satisfies readonly { readonly title: string; readonly commands: readonly Command[] }[];

/** The name of every command; of those of two words, both. */
export type CommandName = (typeof SECTIONS)[number]['commands'][number]['name'];

export const COMMANDS: readonly (Command & { readonly name: CommandName })[] = SECTIONS.flatMap(
  ({ commands }) => commands as readonly (Command & { readonly name: CommandName })[],
);

/** @returns the commands of two words that begin with this one: "suppressions add", … */
export const commandsUnder = (name: string, commands: readonly Command[] = COMMANDS): readonly Command[] =>
  commands.filter((command) => command.name.startsWith(`${name} `));

/** A command behind its first word: "import" of "suppressions import". */
export const lastWord = (name: string): string => name.slice(name.indexOf(' ') + 1);
