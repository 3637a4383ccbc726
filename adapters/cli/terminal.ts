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
  /**
   * Lets long work end by itself: the next Ctrl+C calls this instead, one after that ends the command at once.
   * @returns to be called when the work is over
   */
  onInterrupt(finish: () => void): () => void;
};

/** Milliseconds in which one Ctrl+C may come twice: from the terminal, and passed on by npm or by another Node. */
const SAME = 300;

/** Longer lines are hard to read, however wide the terminal is; also the width where no terminal is. */
const WIDEST = 96;
const NARROWEST = 20;

/** Why an answer can't be written, where the system's own word for it is a code. */
const UNWRITTEN: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left',
  EDQUOT: 'the quota is used up',
  EIO: 'the device failed',
};

/**
 * @returns the process's own terminal. A reader that has gone away (`| head`) ends quietly; any other failure to write
 * is said in a line, and ends with 3
 */
export function processTerminal(): Terminal {
  let finish: (() => void) | null = null;
  let finishing = Number.NEGATIVE_INFINITY;
  const endOn = (error: NodeJS.ErrnoException, say: (why: string) => void): never => {
    if (error.code === 'EPIPE') process.exit(EXIT.found);
    say(UNWRITTEN[error.code ?? ''] ?? error.message);
    process.exit(EXIT.failed);
  };
  process.stdout.on('error', (error) =>
    endOn(error, (why) => process.stderr.write(`The answer could not be written: ${why}.\n`)),
  );
  // Nowhere is left to say it.
  process.stderr.on('error', (error) => endOn(error, () => {}));
  return {
    // Opened when it is read: most commands never do.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    endOnInterrupt() {
      process.on('SIGINT', () => {
        if (performance.now() - finishing < SAME) return;
        if (finish === null) process.exit(EXIT.interrupted);
        finishing = performance.now();
        finish();
        finish = null;
      });
    },
    onInterrupt(called) {
      finish = called;
      return () => {
        finish = null;
      };
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
export async function write(stream: Writable, text: string | Uint8Array): Promise<void> {
  if (stream.write(text) || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      stream.off('drain', goOn);
      stream.off('close', goOn);
      resolve();
    };
    stream.on('drain', goOn);
    stream.on('close', goOn);
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
