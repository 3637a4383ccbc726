/**
 * `npm run bench`: the figures that a user feels. Every figure is the median of several runs in this one call; the
 * ratio beside a process is to the start of an empty Node, measured in the same call.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLookup, openCatalog } from '../src/catalog/index.ts';
import { createExplain } from '../src/diagnosis/index.ts';
import { benchLog } from './log/bench.ts';
import { benchLines } from './peers/lines.ts';
import { benchMails } from './peers/mails.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BIN = here('../bin/bounce-triage.js');
const RUNS = 9;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function measure(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** One call of a short function, from many calls in a row. */
async function measureCall(calls: number, run: () => unknown): Promise<number> {
  const all = await measure(async () => {
    for (let i = 0; i < calls; i++) await run();
  });
  return all / calls;
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 3 : 0)} ms`;
const print = (what: string, figure: string): void => console.log(`${what.padEnd(62)} ${figure}`);

/** A bot of its own, with a new database and the web chat alone. */
type Bot = {
  readonly pid: number;
  readonly url: string;
  /** Milliseconds from the start of the process to the line "ready". */
  readonly readyAfter: number;
  readonly stop: () => Promise<void>;
};

async function startBot(): Promise<Bot> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const start = performance.now();
  const bot = spawn(process.execPath, [BIN], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: homedir(), BOUNCE_TRIAGE_HOME: folder, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => bot.on('exit', resolve));
  const said = await new Promise<string>((resolve, reject) => {
    let all = '';
    bot.stderr.on('data', (chunk: Buffer) => {
      all += chunk;
      if (all.includes('"msg":"ready"')) resolve(all);
    });
    void ended.then((code) => reject(new Error(`the bot ended with ${code}: ${all}`)));
  });
  return {
    pid: bot.pid ?? 0,
    url: /"url":"([^"]+)"/.exec(said)?.[1] ?? '',
    readyAfter: performance.now() - start,
    async stop() {
      bot.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function startToReady(empty: number): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const bot = await startBot();
    times.push(bot.readyAfter);
    await bot.stop();
  }
  print(
    'bot, from start to ready, web chat, new database',
    `${ms(median(times))} (${(median(times) / empty).toFixed(1)} × empty; aim: 1000 ms)`,
  );
}

/** Memory that a process has, in MB: "VmRSS:   92344 kB". Linux alone tells it in a file. */
const residentMb = (pid: number): number | null => {
  if (process.platform !== 'linux') return null;
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
};

const LINES = 20_000;
/** As somebody pastes them: no message holds more. */
const LINES_A_MESSAGE = 100;

/** What the bot takes when nobody asks anything, and after many lines were pasted into its web chat. */
async function memory(): Promise<void> {
  const bot = await startBot();
  const mb = (): string => `${residentMb(bot.pid)?.toFixed(0) ?? '?'} MB`;
  await setTimeout(2000);
  print('bot, memory at rest (aim: 150 MB)', mb());
  for (let from = 0; from < LINES; from += LINES_A_MESSAGE) {
    const lines = Array.from(
      { length: LINES_A_MESSAGE },
      (_, i) =>
        `Mar  3 10:15:02 mx postfix/smtp[99]: ${(from + i).toString(16).toUpperCase().padStart(10, '4')}: to=<user${from + i}@example.com>, relay=mx.example.com[192.0.2.7]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.7] said: 550 5.1.1 <user${from + i}@example.com>: Recipient address rejected: User unknown (in reply to RCPT TO command))`,
    );
    const answer = await fetch(`${bot.url}/api/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: bot.url },
      body: JSON.stringify({ id: randomUUID(), text: lines.join('\n'), heard: 'asked', files: [] }),
    });
    if (!answer.ok) throw new Error(`the web chat answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
  print(`bot, memory after ${LINES} pasted lines (aim: 250 MB)`, mb());
  await bot.stop();
}

const once = (...args: readonly string[]): unknown => spawnSync(process.execPath, args, { input: '' });

/** A mail as most are: a report of a server's answer (RFC 3464). */
const MAIL = [
  'From: MAILER-DAEMON@mx.example.net',
  'Subject: Undelivered Mail Returned to Sender',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.net',
  '',
  'Final-Recipient: rfc822; ann@example.com',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
  '',
  '--b--',
  '',
].join('\r\n');

/** A program of Sisimai 5: the Perl one where the folder holds it, else the Ruby one. */
function sisimaiOnce(library: string, file: string): () => { readonly status: number | null } {
  const perl = 'use Sisimai; my $found = Sisimai->rise($ARGV[0]); print $found->[0]->reason if $found;';
  const ruby = 'found = Sisimai.rise(ARGV[0]); print found[0].reason if found';
  const isPerl = existsSync(join(library, 'Sisimai.pm'));
  const lib = existsSync(join(library, 'lib')) ? join(library, 'lib') : library;
  return () =>
    isPerl || existsSync(join(lib, 'Sisimai.pm'))
      ? spawnSync('perl', ['-I', isPerl ? library : lib, '-e', perl, file])
      : spawnSync('ruby', ['-I', lib, '-rsisimai', '-e', ruby, file]);
}

/** One question each by a process, in turns with an empty Node and with Sisimai 5, which SISIMAI_LIB names. */
function processes(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const file = join(folder, 'bounce.eml');
  writeFileSync(file, MAIL);
  const line = join(folder, 'line.txt');
  writeFileSync(line, '550 5.1.1 <user@example.com>: User unknown');
  const library = process.env.SISIMAI_LIB;
  const sisimai = library ? sisimaiOnce(library, file) : null;
  const isThere = sisimai?.().status === 0;
  const runs: Record<string, () => unknown> = {
    empty: () => once('-e', ''),
    code: () => once(BIN, 'lookup', '550'),
    words: () => once(BIN, 'lookup', 'mailbox full'),
    line: () => once(BIN, 'explain', '--json', line),
    mail: () => once(BIN, 'explain', '--json', file),
    ...(sisimai && isThere ? { sisimai } : {}),
  };
  // The first start of each fills V8's compile cache.
  for (const run of Object.values(runs)) run();
  const times: Record<string, number[]> = {};
  for (let i = 0; i < RUNS; i++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      run();
      times[name] = [...(times[name] ?? []), performance.now() - start];
    }
  }
  rmSync(folder, { recursive: true });
  const of = (name: string): number => median(times[name] ?? []);
  const beside = (name: string, other: string): string => `${(of(name) / of(other)).toFixed(1)} × ${other}`;
  const told = (name: string): string => `${ms(of(name))} (${beside(name, 'empty')})`;
  print('an empty Node process', ms(of('empty')));
  print('lookup 550, as a process (aim: 3 × empty)', told('code'));
  print('lookup mailbox full, as a process', told('words'));
  print('one line explained, as a process', told('line'));
  print(
    'one mail explained, as a process (aim: 2.5 × Sisimai 5)',
    isThere
      ? `${told('mail')}, ${beside('mail', 'sisimai')} (${ms(of('sisimai'))})`
      : `${told('mail')}; not beside Sisimai 5: ${library ? `it doesn't run from SISIMAI_LIB` : 'SISIMAI_LIB names no copy of it'}`,
  );
  return of('empty');
}

const { catalog } = await openCatalog({ folder: here('../catalog'), own: null });
const lookup = createLookup(catalog);
const { explain } = createExplain(catalog);
lookup.find('mailbox full');

const empty = processes();
benchLines(print);
benchMails(print);
await benchLog(print);
await startToReady(empty);
await memory();
print(
  `open the catalog (${catalog.entries.length} entries, checked before)`,
  ms(await measure(() => openCatalog({ folder: here('../catalog'), own: null }))),
);
for (const query of ['421 4.7.28', 'TS03', 'mailbox full', 'greylsting', 'dmarc gmail']) {
  print(`look up "${query}"`, ms(await measureCall(100, () => lookup.find(query))));
}
print(
  'read and judge one line',
  ms(await measureCall(200, () => explain('550 5.1.1 <user@example.com>: User unknown', { asked: true }))),
);
print(
  'dismiss a line of talk',
  ms(await measureCall(200, () => explain('Lunch at 12:30? We see lots of 5.7.1 lately.', { asked: false }))),
);
