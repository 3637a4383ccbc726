import type { Command } from '../table/command.ts';
import type { SHELLS } from '../table/running.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

type Shell = (typeof SHELLS)[number];

/** What each shell is to read, once, to complete the command line; it asks nobody at the key press. */
export const COMPLETIONS: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
