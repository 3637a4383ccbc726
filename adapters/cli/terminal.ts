/** Where a command reads from and writes to: the process's own streams, or a test's. */
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { EXIT } from './exit.ts';

export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From here on Ctrl+C ends the command at once with 130. The bot, which has to tidy up, never asks for it. */
  endOnInterrupt(): void;
};

/** Longer lines are hard to read, however wide the terminal is; also the width where no terminal is. */
const WIDEST = 96;
const NARROWEST = 20;

/** @returns the process's own terminal. A reader that has gone away (`| head`) ends quietly. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(EXIT.found);
    });
  }
  return {
    // Opened when it is read: most commands never do.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    endOnInterrupt() {
      process.on('SIGINT', () => process.exit(EXIT.interrupted));
    },
  };
}

/** @returns characters of a line of output: as wide as the terminal, at most 96; COLUMNS overrules it */
export function widthOf({ stdout, env }: Terminal): number {
  const told = Number(env.COLUMNS);
  const columns = Number.isInteger(told) && told > 0 ? told : stdout.isTTY ? stdout.columns : undefined;
  return Math.max(NARROWEST, Math.min(columns || WIDEST, WIDEST));
}

/** @returns once more can be written, so that a slow reader is waited for */
export async function write(stream: Writable, text: string): Promise<void> {
  if (stream.write(text) || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    stream.once('drain', resolve);
    stream.once('close', resolve);
  });
}

export type Style = Parameters<typeof styleText>[0];
/** Colours a word. */
export type Paint = (style: Style, text: string) => string;

/** @returns colours on a terminal; none in a pipe, with NO_COLOR or on a dumb terminal */
export function paintFor({ stdout, env }: Terminal): Paint {
  const isPlain = stdout.isTTY !== true || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return (style, text) => (isPlain ? text : styleText(style, text, { validateStream: false }));
}
