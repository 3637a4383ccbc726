import { createWriteStream, openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type AuditEntry, type AuditFilter, auditFile, auditTrail } from '../../src/audit/index.ts';
import { normalAddress } from '../../src/suppressions/index.ts';
import { withStore } from './database.ts';
import { EXIT } from './exit.ts';

/** Entries between two reports of how far it is. */
const STEP = 10_000;
const DAY = 24 * 60 * 60 * 1000;

/**
 * `bounce-triage audit [--since DATE] [--until DATE] … [FILE]`: who did what when, oldest first.
 * @param url of the database
 * @returns the exit status: 1 where no entry fits, 3 where the database or the file fails
 */
export async function audit(args: readonly string[], url: string): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\nSee bounce-triage help.\n`);
    return EXIT.usage;
  }
  const { file, force, format, filter } = options;
  return withStore(url, async (store) => {
    let output: NodeJS.WritableStream = process.stdout;
    if (file !== null) {
      try {
        // Only its owner may read it: it holds names and addresses.
        output = createWriteStream(file, { fd: openSync(file, force ? 'w' : 'wx', 0o600) });
      } catch (error) {
        process.stderr.write(`${file}: ${whyNot(error as NodeJS.ErrnoException)}.\n`);
        return EXIT.usage;
      }
    }
    const counter = { count: 0 };
    const entries = counted(auditTrail(store, filter), counter, file !== null && process.stderr.isTTY);
    try {
      await pipeline(Readable.from(auditFile(entries, format)), output, { end: file !== null });
    } catch (error) {
      if (file === null || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
      process.stderr.write(`${file}: ${whyNot(error as NodeJS.ErrnoException)}.\n`);
      return EXIT.failed;
    }
    if (counter.count === 0) process.stderr.write('No entry fits.\n');
    else if (file !== null) process.stderr.write(`${number(counter.count)} entries are in ${file}.\n`);
    return counter.count > 0 ? EXIT.found : EXIT.none;
  });
}

type Options = {
  readonly file: string | null;
  readonly force: boolean;
  readonly format: 'csv' | 'jsonl';
  readonly filter: AuditFilter;
};

/** @returns the options, or what is wrong with them */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        since: { type: 'string' },
        until: { type: 'string' },
        case: { type: 'string' },
        address: { type: 'string' },
        actor: { type: 'string' },
        team: { type: 'string' },
        format: { type: 'string', default: 'csv' },
        force: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    if (positionals.length > 1) return 'audit writes one file.';
    if (values.format !== 'csv' && values.format !== 'jsonl') return '--format is csv or jsonl.';
    const since = momentOf(values.since, 0);
    const until = momentOf(values.until, DAY);
    if (since === undefined || until === undefined) {
      return `--${since === undefined ? 'since' : 'until'} is a day (2026-11-21) or a moment (2026-11-21T10:15:00Z), in UTC.`;
    }
    const address = values.address === undefined ? null : normalAddress(values.address);
    if (address?.why) return `--address ${values.address}: ${address.why}.`;
    return {
      file: positionals[0] ?? null,
      force: values.force,
      format: values.format,
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
  } catch (error) {
    return (error as Error).message;
  }
}

/** @param whole milliseconds to add to a day, which as an end is in. @returns undefined where the text is no moment */
function momentOf(text: string | undefined, whole: number): string | null | undefined {
  if (text === undefined) return null;
  if (z.iso.date().safeParse(text).success) return new Date(Date.parse(text) + whole).toISOString();
  return z.iso.datetime({ offset: true }).safeParse(text).success ? new Date(text).toISOString() : undefined;
}

async function* counted(entries: AsyncIterable<AuditEntry>, counter: { count: number }, shown: boolean) {
  for await (const entry of entries) {
    yield entry;
    counter.count++;
    if (shown && counter.count % STEP === 0) process.stderr.write(`\r${number(counter.count)} entries`);
  }
  if (shown && counter.count >= STEP) process.stderr.write('\n');
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
