/** Whole mails through the command line, beside Sisimai, which reads nothing else: by turns, in one run. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTexts, othersNamed, type Times, timesOf } from './times.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ROUNDS = 5;
const COUNT = 3100;
const SCRIPT = here('sisimai-mails.pl');

/** @returns mails of real servers where they are at hand, else a report around each text that is kept here */
function mailsAtHand(): { readonly mails: readonly string[]; readonly origin: string } {
  const folder = join(process.env.CORPUS ?? here('../../../shared/corpus'), 'mails/bsd');
  if (existsSync(folder)) {
    const mails = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
    return { mails, origin: "of Sisimai's set" };
  }
  return { mails: keptTexts().map(reportOf), origin: 'made of bench/texts' };
}

/** Sisimai reads the Diagnostic-Code of a report alone. */
const reportOf = (text: string): string =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.com',
    'To: sender@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'Date: Tue, 3 Mar 2026 10:15:02 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is the mail system at host mx.example.com.',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    'Final-Recipient: rfc822; jo@example.net',
    'Action: failed',
    `Status: ${/\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? '5.0.0'}`,
    `Diagnostic-Code: smtp; ${Buffer.from(text.replace(/\s+/g, ' ')).toString('latin1')}`,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: sender@example.org',
    'To: jo@example.net',
    'Subject: Hello',
    'Message-ID: <a@example.org>',
    '',
    'Hello',
    '--b--',
    '',
  ].join('\n');

/** @returns how Sisimai is called, and its name with its version; null where perl finds none */
function sisimai(): { readonly command: readonly string[]; readonly name: string } | null {
  const library = process.env.SISIMAI_LIB;
  const folders = library === undefined ? [] : [`-I${library}`, `-I${join(library, 'lib')}`];
  const command = ['perl', ...folders, SCRIPT];
  const { status, stdout } = spawnSync('perl', command.slice(1), { encoding: 'utf8' });
  return status === 0 ? { command, name: `Sisimai ${stdout}` } : null;
}

/** Prints how many mails a second are read and judged, and how many by Sisimai; with the start, and without it. */
export function benchMails(print: (what: string, figure: string) => void): void {
  const other = sisimai();
  if (other === null) {
    print('mails judged, beside Sisimai', 'not measured: perl finds none, and SISIMAI_LIB names none');
    return;
  }
  const root = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
  const [many, one] = [join(root, 'many'), join(root, 'one')];
  const { mails, origin } = mailsAtHand();
  for (const [folder, count] of [
    [many, COUNT],
    [one, 1],
  ] as const) {
    mkdirSync(folder);
    for (let i = 0; i < count; i++)
      writeFileSync(join(folder, `${i}.eml`), othersNamed(mails[i % mails.length] as string, i), 'latin1');
  }
  const commands = [
    [process.execPath, here('../../bin/bounce-triage.js'), 'explain', '--json', '-r'],
    other.command,
  ];
  const rounds = Array.from({ length: ROUNDS }, () =>
    commands.map((command) => ({ all: timesOf([...command, many]), start: timesOf([...command, one]) })),
  );
  rmSync(root, { recursive: true });
  const told = (what: string, seconds: (run: { all: Times; start: Times }) => number): void => {
    const byRatio = rounds
      .map(([own, their]) => [COUNT / seconds(own as Run), COUNT / seconds(their as Run)] as const)
      .toSorted(([a, b], [c, d]) => a / b - c / d);
    const [own, their] = byRatio[ROUNDS >> 1] as (typeof byRatio)[number];
    print(what, `${(own / their).toFixed(2)} × ${other.name} (${own.toFixed(0)} and ${their.toFixed(0)})`);
  };
  const count = `${COUNT.toLocaleString('en')} mails ${origin}`;
  told(`${count} a second, start-up apart (aim: 2.7 × Sisimai 5)`, ({ all, start }) => all.wall - start.wall);
  told('with the start (aim: 2.2 × Sisimai 5)', ({ all }) => all.wall);
  told('a second of processor time, start-up apart', ({ all, start }) => all.processor - start.processor);
}

type Run = { readonly all: Times; readonly start: Times };
