/** `explain` of whole logs: file by file in the order of their times, until the last one ends or Ctrl+C is pressed. */
import { resolve } from 'node:path';
import type { LogExplainer, LogTold } from '../../src/diagnosis/index.ts';
import { beginOf, unpacked } from '../../src/intake/index.ts';
import { counted } from './lines.ts';
import type { LogInput } from './log-input.ts';
import { logProgress, sizeOf, sizeWords } from './log-progress.ts';
import type { Reading } from './reading.ts';
import type { Terminal } from './terminal.ts';

export type LogsRead = {
  /** In plain words, what was not read. */
  readonly unread: readonly string[];
  readonly isInterrupted: boolean;
  /** A packed file is damaged: what was read of it may be wrong. */
  readonly isDamaged: boolean;
  /** Bytes of the files, as they are packed. */
  readonly bytes: number;
};

/** @returns the logs by the time of their first lines; those that tell none behind the others, as they were named */
export function byTime(logs: readonly LogInput[], now: number, zone: Reading['zone']): readonly LogInput[] {
  const begins = new Map(logs.map((log) => [log, beginOf(log.front, { now, zone }) ?? Number.MAX_VALUE]));
  return logs.toSorted((a, b) => (begins.get(a) ?? 0) - (begins.get(b) ?? 0));
}

/** @returns each once, though it was named twice; and in plain words, which of them look like copies of others */
export function eachOnce(logs: readonly LogInput[]): {
  readonly logs: readonly LogInput[];
  readonly copies: readonly string[];
} {
  const once = [...new Map(logs.map((log) => [log.file === null ? null : resolve(log.file), log])).values()];
  const byFront = new Map<string, string>();
  const copies = once.length === logs.length ? [] : ['A file that was named more than once is read once.'];
  for (const { file, front } of once) {
    const first = byFront.get(front);
    if (first === undefined) byFront.set(front, file ?? STANDARD_INPUT);
    else copies.push(`${file ?? STANDARD_INPUT} begins as ${first} does: what stands in both counts twice.`);
  }
  return { logs: once, copies };
}

const STANDARD_INPUT = 'standard input';

/**
 * @param logs in the order in which they are read, as one
 * @param take is given what is told, as it comes
 */
export async function readLogs(
  logs: readonly LogInput[],
  explainer: LogExplainer,
  take: (told: LogTold) => Promise<void> | void,
  terminal: Terminal,
): Promise<LogsRead> {
  const progress = logProgress(logs, terminal);
  const unread: string[] = [];
  let bytes = 0;
  let isInterrupted = false;
  let isDamaged = false;
  const isOver = terminal.onInterrupt(() => {
    isInterrupted = true;
    // Whoever writes into a pipe may be silent for ever.
    if (logs.some(({ file }) => file === null)) terminal.stdin.destroy();
  });
  async function* told(all: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of all) {
      bytes += piece.length;
      progress.read(piece.length);
      yield piece;
    }
  }
  for (const [i, { file, front, head, open }] of logs.entries()) {
    const name = file ?? STANDARD_INPUT;
    explainer.begin(file, front);
    try {
      for await (const piece of unpacked(told(open()), head)) {
        await take(await explainer.read(piece));
        if (isInterrupted) break;
      }
    } catch (error) {
      // What was stopped is told below.
      if (!isInterrupted) {
        const { fault, why } = faultOf(error as NodeJS.ErrnoException);
        isDamaged ||= fault === 'damaged';
        unread.push(`${name} ${why}`);
      }
    }
    await take(await explainer.endFile());
    if (!isInterrupted) continue;
    const others = logs.length - 1 - i;
    const behind = others > 0 ? ` and ${counted(others, 'file', 'files')} behind it` : '';
    const size = sizeOf(logs);
    const of = size === null ? '' : ` of ${sizeWords(size)}`;
    unread.push(`Stopped after ${sizeWords(bytes)}${of}: the rest of ${name}${behind} was not read.`);
    break;
  }
  for await (const rest of explainer.end()) await take(rest);
  isOver();
  progress.end();
  return { unread: [...unread, ...explainer.unread()], isInterrupted, isDamaged, bytes };
}

/** Where a packed file is cut off, and where something is wrong with it. */
const CUT = /unexpected end of file|Z_BUF_ERROR/;
const DAMAGED = /^(?:Z_|ZSTD_|ERR_ZLIB)/;

function faultOf({ code = '', message }: NodeJS.ErrnoException): {
  readonly fault: 'cut' | 'damaged' | 'unreadable';
  readonly why: string;
} {
  if (CUT.test(message) || CUT.test(code))
    return { fault: 'cut', why: 'is cut off: what stands before was read.' };
  if (DAMAGED.test(code))
    return {
      fault: 'damaged',
      why: 'is damaged: it was read as far as it goes, and some of that may be wrong.',
    };
  return { fault: 'unreadable', why: `was not read to its end: ${message}.` };
}
