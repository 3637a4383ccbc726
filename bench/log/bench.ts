/** A whole log through the command line, in processor time, beside an empty Node that reads its lines. */
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { secondsOf } from '../peers/times.ts';
import { logOf } from './generate.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ROUNDS = 3;
const MB = 1_000_000;
const SIZE = 60 * MB;
/** So long that it is read as a whole log, and nearly nothing: what starting takes. */
const SMALL = 1.2 * MB;
/** Milliseconds between two looks at a process's memory. */
const LOOK = 50;
const FAILURE = /status=(?:bounced|deferred)/g;

/**
 * Prints how many MB a processor second are read, and what share of the log's failures the answer accounts for.
 * @param print is given what was measured, and the figure
 */
export async function benchLog(print: (what: string, figure: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const [file, small] = [join(folder, 'mail.log'), join(folder, 'small.log')];
  const log = [...logOf(SIZE)].join('');
  writeFileSync(file, log);
  writeFileSync(small, [...logOf(SMALL)].join(''));
  const failures = log.match(FAILURE)?.length ?? 0;
  const ours = [process.execPath, here('../../bin/bounce-triage.js'), 'explain', '--json'];
  const reader = [process.execPath, here('reader.mjs')];
  const per = (command: readonly string[]): number =>
    (log.length - SMALL) / MB / (secondsOf([...command, file]) - secondsOf([...command, small]));
  const rounds = Array.from({ length: ROUNDS }, () => ({ own: per(ours), other: per(reader) })).toSorted(
    (a, b) => a.own - b.own,
  );
  const { own, other } = rounds[ROUNDS >> 1] as (typeof rounds)[number];
  const { counted, peak, told } = await accounted(ours, file, join(folder, 'told.jsonl'));
  rmSync(folder, { recursive: true });
  print(
    `a log of ${log.length / MB} MB, ${failures.toLocaleString('en')} failures (aim: 25 MB a processor second)`,
    `${own.toFixed(1)} MB (${(other / own).toFixed(1)} × the time of an empty Node that reads its lines)`,
  );
  print(
    'of its failures are accounted for, with a peak of memory (aim: 100 %, 300 MB)',
    `${((100 * counted) / failures).toFixed(1)} % in ${told.toLocaleString('en')} objects, ${peak === null ? '?' : `${peak} MB`}`,
  );
}

/** @returns failures that the objects count together, how many objects there are, and the most memory it took, in MB */
async function accounted(
  command: readonly string[],
  file: string,
  into: string,
): Promise<{ readonly counted: number; readonly told: number; readonly peak: number | null }> {
  const [program = '', ...args] = command;
  const child = spawn('sh', ['-c', `exec "$@" > '${into}'`, 'sh', program, ...args, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak: number | null = null;
  const looking = setInterval(() => {
    peak = peakOf(child.pid ?? 0) ?? peak;
  }, LOOK);
  await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(looking);
  let counted = 0;
  let told = 0;
  for await (const line of createInterface({ input: createReadStream(into) })) {
    counted += (JSON.parse(line) as { count: number }).count;
    told += 1;
  }
  return { counted, told, peak };
}

/** "VmHWM:   92344 kB": Linux alone tells it. */
function peakOf(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}
