import { type Catalogs, openCatalog } from '../../src/catalog/index.ts';
import { readArguments } from './arguments.ts';
import { COMPLETIONS } from './completion/index.ts';
import { EXIT, UsageError } from './exit.ts';
import { listed } from './lines.ts';
import type { Command, Option } from './table/command.ts';
import { COMMANDS } from './table/index.ts';
import { COMPLETION, SHELLS } from './table/running.ts';
import { type Terminal, write } from './terminal.ts';

/** `bounce-triage completion SHELL`: prints the script. @returns the exit status */
export async function completion(
  args: readonly string[],
  catalogs: Catalogs,
  terminal: Terminal,
): Promise<number> {
  const { words } = readArguments(COMPLETION, args);
  const shell = SHELLS.find((known) => known === words[0]);
  if (shell === undefined || words.length > 1) throw new UsageError(`Name one shell: ${listed(SHELLS)}.`);
  await write(terminal.stdout, COMPLETIONS[shell](await withIds(catalogs)));
  return EXIT.found;
}

/** @returns the commands, with the catalog's own ids for the options that take one */
async function withIds(catalogs: Catalogs): Promise<readonly Command[]> {
  const { catalog } = await openCatalog(catalogs);
  const filled = (option: Option): Option =>
    option.ids === undefined ? option : { ...option, values: [...catalog[option.ids].keys()].sort() };
  return COMMANDS.map((command: Command) => ({ ...command, options: command.options.map(filled) }));
}
