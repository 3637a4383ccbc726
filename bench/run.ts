/**
 * `npm run bench`: the figures that a user feels. Every figure is the median of several runs in this one call; the
 * ratio beside a process is to the start of an empty Node, measured in the same call.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLookup, openCatalog } from '../src/catalog/index.ts';
import { createExplain } from '../src/diagnosis/index.ts';

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

/** From `npm start`'s process to the line "ready", the web chat listening. */
function startToReady(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const bot = spawn(process.execPath, [BIN], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      BOUNCE_TRIAGE_HOME: folder,
      PORT: '0',
      DATABASE_URL: join(folder, 'bench.db'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    bot.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('"msg":"ready"')) bot.kill('SIGTERM');
    });
    bot.on('exit', (code) => {
      rmSync(folder, { recursive: true });
      if (code === 0) resolve();
      else reject(new Error(`the bot ended with ${code}`));
    });
  });
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

/** One mail by a process, in turns with an empty Node and with Sisimai 5, which SISIMAI_LIB names. */
function oneMail(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const file = join(folder, 'bounce.eml');
  writeFileSync(file, MAIL);
  const library = process.env.SISIMAI_LIB;
  const program = 'use Sisimai; my $found = Sisimai->rise($ARGV[0]); print $found->[0]->reason if $found;';
  const runs: Record<string, () => unknown> = {
    empty: () => once('-e', ''),
    lookup: () => once(BIN, 'lookup', '550'),
    mail: () => once(BIN, 'explain', '--json', file),
    ...(library ? { sisimai: () => spawnSync('perl', ['-I', library, '-e', program, file]) } : {}),
  };
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
  const beside = (name: string, other: string): string =>
    `${ms(of(name))} (${(of(name) / of(other)).toFixed(1)} × ${other})`;
  print('an empty Node process', ms(of('empty')));
  print('lookup 550, as a process', beside('lookup', 'empty'));
  print(
    'one mail explained, as a process',
    library
      ? `${beside('mail', 'sisimai')}, ${beside('mail', 'empty')}`
      : `${beside('mail', 'empty')}; not beside Sisimai 5: SISIMAI_LIB names no copy of it`,
  );
}

const explainOnce = (): unknown =>
  spawnSync(process.execPath, [BIN, 'explain', '--json'], {
    input: '550 5.1.1 <user@example.com>: User unknown',
  });

const { catalog } = await openCatalog({ folder: here('../catalog'), own: null });
const lookup = createLookup(catalog);
const { explain } = createExplain(catalog);
lookup.find('mailbox full');

oneMail();
const empty = await measure(() => once('-e', ''));
const explainTime = await measure(explainOnce);
const ready = await measure(startToReady);
print(
  'bounce-triage explain, as a process',
  `${ms(explainTime)} (${(explainTime / empty).toFixed(1)} × empty)`,
);
print(
  'from start to ready and stopped again, web chat, new database',
  `${ms(ready)} (${(ready / empty).toFixed(1)} × empty)`,
);
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
