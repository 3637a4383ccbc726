/** Commands that run the bot, look at its set-up, or tell about the command line itself. */
import type { Platform } from '../../../src/platform.ts';
import type { Command } from './command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
/** Chat platforms whose set-up can be looked at: all but the local web chat, which has none. */
export type Examined = Exclude<Platform, 'web'>;
/** A list by its keys, so that a new platform can't be forgotten; and the DNS that checks ask. */
const EXAMINED: Readonly<Record<Examined | 'dns', true>> = { slack: true, discord: true, dns: true };

export const START = {
  name: 'start',
  summary: 'run the bot: the chat platforms that have tokens, else the local web chat',
  about: [
    'The same as bounce-triage without a word behind it. Settings come from the environment and from .env; .env.example explains each.',
  ],
  examples: [{ line: 'start', says: 'until Ctrl+C; what is under way is finished first' }],
  arguments: [],
  options: [],
  statuses: {
    0: 'it was stopped; what 10 seconds were too short for stands in the log',
    1: 'it could not start, or stopping failed',
    2: 'a setting is wrong',
  },
} as const satisfies Command;

export const DOCTOR = {
  name: 'doctor',
  summary: "look at a chat platform's tokens, permissions and connections, or at DNS, and say what to fix",
  examples: [
    { line: 'doctor slack', says: 'tokens, scopes, socket and manifest' },
    { line: 'doctor discord', says: 'token, intent, commands and permissions' },
    { line: 'doctor dns', says: 'do the DNS servers know the Internet, and do the blocklists answer' },
  ],
  arguments: [{ name: 'NAME', values: Object.keys(EXAMINED), says: 'slack, discord or dns' }],
  options: [],
  statuses: { 0: 'nothing is to be fixed', 1: 'something is', 2: 'wrong use, or no tokens' },
} as const satisfies Command;

export const HELP = {
  name: 'help',
  summary: 'tell about all commands, or about one',
  examples: [
    { line: 'help', says: 'all commands' },
    { line: 'help explain', says: 'the same as explain --help' },
    { line: 'help suppressions import', says: 'a command of two words' },
  ],
  arguments: [{ name: 'COMMAND', optional: true, many: true, says: 'one command' }],
  options: [],
  statuses: { 0: 'here it is' },
} as const satisfies Command;

export const COMPLETION = {
  name: 'completion',
  summary: 'print what makes a shell complete commands, options and files',
  examples: [
    {
      line: 'completion bash > ~/.bounce-triage.bash',
      says: 'bash; ~/.bashrc reads it: . ~/.bounce-triage.bash',
    },
    { line: 'completion zsh > ~/.zfunc/_bounce-triage', says: 'zsh; that folder is in fpath' },
    { line: 'completion fish > ~/.config/fish/completions/bounce-triage.fish', says: 'fish' },
  ],
  arguments: [{ name: 'SHELL', values: SHELLS, says: 'bash, zsh or fish' }],
  options: [],
  statuses: { 0: 'here it is' },
} as const satisfies Command;
