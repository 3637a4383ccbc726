import { createWriteStream, openSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type AuditEntry, type AuditFilter, auditFile, auditTrail } from '../../src/audit/index.ts';
import { normalAddress } from '../../src/suppressions/index.ts';
import { readArguments } from './arguments.ts';
import { withStore } from './database.ts';
import { EXIT, UsageError } from './exit.ts';
import { counted, printable } from './lines.ts';
import { AUDIT } from './table/team.ts';
import type { Terminal } from './terminal.ts';

/** Entries between two reports of how far it is. */
const STEP = 10_000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * `bounce-triage audit [--since DATE] [--until DATE] … [FILE]`: who did what when, oldest first.
 * @param url of the database
 * @returns the exit status: 1 where no entry fits, 3 where the database or the file fails
 */
export async function audit(args: readonly string[], url: string, terminal: Terminal): Promise<number> {
  const { file, force, format, filter } = readOptions(args);
  const { stdout, stderr } = terminal;
  return withStore(url, terminal, async (store) => {
    let output: NodeJS.WritableStream = stdout;
    if (file !== null) {
      try {
        // Only its owner may read it: it holds names and addresses.
        output = createWriteStream(file, { fd: openSync(file, force ? 'w' : 'wx', 0o600) });
      } catch (error) {
        stderr.write(`${printable(file)}: ${whyNot(error as NodeJS.ErrnoException)}.\n`);
        return EXIT.usage;
      }
    }
    const counter = { count: 0 };
    const shown = file !== null && stderr.isTTY ? stderr : null;
    const entries = counting(auditTrail(store, filter), counter, shown);
    try {
      await pipeline(Readable.from(auditFile(entries, format)), output, { end: file !== null });
    } catch (error) {
      if (file === null || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
      stderr.write(`${printable(file)}: ${whyNot(error as NodeJS.ErrnoException)}.\n`);
      return EXIT.failed;
    }
    if (counter.count === 0) stderr.write('No entry fits.\n');
    else if (file !== null)
      stderr.write(`${counted(counter.count, 'entry is', 'entries are')} in ${file}.\n`);
    return counter.count > 0 ? EXIT.found : EXIT.none;
  });
}

type Options = {
  readonly file: string | null;
  readonly force: boolean;
  readonly format: 'csv' | 'jsonl';
  readonly filter: AuditFilter;
};

/** @throws UsageError where the options are wrong */
function readOptions(args: readonly string[]): Options {
  const { values, words } = readArguments(AUDIT, args);
  if (words.length > 1) throw new UsageError('audit writes one file.');
  const { format = 'csv' } = values;
  if (format !== 'csv' && format !== 'jsonl') throw new UsageError('--format is csv or jsonl.');
  const since = momentOf('since', values.since, 0);
  const until = momentOf('until', values.until, DAY);
  const address = values.address === undefined ? null : normalAddress(values.address);
  if (address?.why) throw new UsageError(`--address ${values.address}: ${address.why}.`);
  return {
    file: words[0] ?? null,
    force: values.force,
    format,
    filter: {
      since,
      // What is done while this runs is not waited for.
      until: until ?? new Date().toISOString(),
      team: values.team ?? null,
      caseId: values.case ?? null,
      address: address?.address ?? null,
      actor: values.actor ?? null,
    },
  };
}

/**
 * @param whole milliseconds to add to a day, which as an end is in
 * @throws UsageError where the text is no moment
 */
function momentOf(option: string, text: string | undefined, whole: number): string | null {
  if (text === undefined) return null;
  if (z.iso.date().safeParse(text).success) return new Date(Date.parse(text) + whole).toISOString();
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text).toISOString();
  throw new UsageError(`--${option} is a day (2026-11-21) or a moment (2026-11-21T10:15:00Z), in UTC.`);
}

async function* counting(
  entries: AsyncIterable<AuditEntry>,
  counter: { count: number },
  shown: Writable | null,
) {
  for await (const entry of entries) {
    yield entry;
    counter.count++;
    if (counter.count % STEP === 0) shown?.write(`\r${number(counter.count)} entries`);
  }
  if (counter.count >= STEP) shown?.write('\n');
}

const number = (value: number): string => value.toLocaleString('en');

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  const known: Readonly<Record<string, string>> = {
    EEXIST: 'it is there already; --force overwrites it',
    ENOENT: 'there is no such folder',
    EACCES: 'it may not be written',
    EISDIR: 'it is a folder',
    ENOSPC: 'the disk is full',
  };
  return known[code ?? ''] ?? message;
}
