import { readArguments } from './arguments.ts';
import { COMPLETIONS } from './completion/index.ts';
import { EXIT, UsageError } from './exit.ts';
import { listed } from './lines.ts';
import { COMPLETION, SHELLS } from './table/running.ts';
import { type Terminal, write } from './terminal.ts';

/** `bounce-triage completion SHELL`: prints the script. @returns the exit status */
export async function completion(args: readonly string[], terminal: Terminal): Promise<number> {
  const { words } = readArguments(COMPLETION, args);
  const shell = SHELLS.find((known) => known === words[0]);
  if (shell === undefined || words.length > 1) throw new UsageError(`Name one shell: ${listed(SHELLS)}.`);
  await write(terminal.stdout, COMPLETIONS[shell]());
  return EXIT.found;
}
