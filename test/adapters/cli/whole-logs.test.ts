/** `bounce-triage explain` of whole logs: rotated and packed, summed up, for programs, spreadsheets and colleagues. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { progressLine } from '../../../adapters/cli/log-progress.ts';
import { logOf } from '../../../bench/log/generate.ts';
import { tarOf } from '../../support/archives.ts';
import { run } from '../../support/command-line.ts';
import { arrived, attempt, queued } from '../../support/postfix-log.ts';

let folder: string;
const log = [...logOf(1_500_000)].join('');
const FAILURES = log.match(/status=(?:bounced|deferred)/g)?.length ?? 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-logs-'));
  const file = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  // Cut within a message, as rotation does.
  const lines = log.split(/(?<=\n)/);
  const third = Math.floor(lines.length / 3);
  const parts = [0, 1, 2].map((i) =>
    lines.slice(i * third, i === 2 ? lines.length : (i + 1) * third).join(''),
  );
  file('whole.log', log);
  file('mail.log', parts[2] ?? '');
  file('mail.log.1.zst', zstdCompressSync(parts[1] ?? ''));
  file('mail.log.2.gz', gzipSync(parts[0] ?? ''));
  const damaged = gzipSync(log);
  // The check sum stands in front of the last four bytes.
  damaged.writeUInt32LE(~damaged.readUInt32LE(damaged.length - 8) >>> 0, damaged.length - 8);
  file('damaged.gz', damaged);
  const half = gzipSync(log);
  file('broken.gz', half.fill(0xff, half.length >> 1, (half.length >> 1) + 64));
  file('cut.gz', gzipSync(log).subarray(0, 60_000));
  const put = (time: string, words: string): string =>
    attempt({ time, id: '4FpQx0abcz3', to: 'ann@example.com', words });
  file(
    'rotated.log.1',
    `${queued({ time: '10:00:00', id: '4FpQx0abcz3', from: 'news@example.org' })}\n${put('10:00:01', '451 4.7.1 Greylisted')}\n`,
  );
  file('rotated.log', `${put('10:20:01', '550 5.1.1 User unknown')}\n`);
  const later = arrived({ time: '10:20:01', id: '4FpQx0abcz3', to: 'ann@example.com' });
  file('short.zst', zstdCompressSync(`${put('10:00:01', '451 4.7.1 Greylisted')}\n${later}\n`));
  file(
    'reached.log',
    `${put('10:00:01', '451 4.7.1 Greylisted')}\n${arrived({ time: '10:20:01', id: '4FpQx0abcz3', to: 'ann@example.com' })}\n`,
  );
  const packed = (to: string): Uint8Array => {
    const sent = queued({ time: '10:00:00', id: '4FpQx0abcz4', from: 'news@example.org' });
    return Buffer.from(
      `${sent}\n${attempt({ time: '10:00:01', id: '4FpQx0abcz4', to, words: '550 5.1.1 No' })}\n`,
    );
  };
  const both = { 'mail.log': packed('ann@example.com'), 'mail.log.1': gzipSync(packed('bob@example.com')) };
  file('logs.tgz', gzipSync(tarOf(both)));
  file(
    'evil.log',
    [
      queued({ time: '10:00:00', id: '4FpQx0abcz1', from: '"><script>alert(1)</script>@example.org' }),
      attempt({
        time: '10:00:01',
        id: '4FpQx0abcz1',
        to: 'a@=<b>&.example.com',
        words: '550 5.7.1 <script>',
      }),
    ].join('\n'),
  );
  copyFileSync(join(folder, 'evil.log'), join(folder, 'copy.log'));
  file(
    'evil.log.1',
    attempt({
      time: '09:00:01',
      id: '4FpQx0abcz0',
      to: 'ann@example.com',
      words: '550 5.1.1 No',
      relay: '<b>&',
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...args: readonly string[]) => run(['explain', ...args], { cwd: folder });
const objects = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const withoutFile = (out: string) =>
  objects(out)
    .map((one) => JSON.stringify({ ...one, file: null }))
    .toSorted();

test('rotated and packed logs tell what the whole one tells, in whatever order they are named', async () => {
  const whole = await explain('--json', 'whole.log');
  const rotated = await explain('--json', 'mail.log', 'mail.log.1.zst', 'mail.log.2.gz');
  expect(whole.status).toBe(0);
  expect(rotated.err).toBe('');
  expect(withoutFile(rotated.out)).toEqual(withoutFile(whole.out));
  const counts = objects(whole.out).map(({ count }) => count);
  expect(counts.reduce((a, b) => a + b)).toBe(FAILURES);
  const input = gzipSync(log);
  expect(withoutFile((await run(['explain', '--json'], { input })).out)).toEqual(withoutFile(whole.out));
});

test('the summary says what to do, and how much there is of it', async () => {
  const { out, err, status } = await explain('--top', '3', 'mail.log', 'mail.log.1.zst', 'mail.log.2.gz');
  expect([err, status]).toEqual(['', 0]);
  expect(out).toMatch(/^[\d,]+ bounces, \d+ problems\nSuppress \d+/);
  expect(out).toContain('3 files, ');
  expect(out).toMatch(
    /^ 1 {2}suppress {2}Address does not exist +\d+ +\d+ +\d+\n +GMX \d+, .* · 2026-03-01 00:00$/m,
  );
  expect(out).toMatch(/^\d+ more problems, [\d,]+ bounces: --top \d+$/m);
  const one = await explain('--show', '1', 'mail.log', 'mail.log.1.zst', 'mail.log.2.gz');
  expect(one.out).toContain('does not exist');
  const dead = (await explain('--dead', 'whole.log')).out.trimEnd().split('\n');
  const [, all, likely] = /Suppress (\d+) \((\d+) likely\)/.exec(out) ?? [];
  expect(dead.length).toBe(Number(all) - Number(likely));
});

test('a spreadsheet has a row a problem, and its bounces add up', async () => {
  const { out } = await explain('--csv', 'whole.log');
  const [head, ...rows] = out.trimEnd().split('\r\n');
  expect(head).toBe(
    '"do","problem","provider","bounces","mailings","addresses","first","last","reason","category"',
  );
  const json = objects((await explain('--json', 'whole.log')).out);
  const bounces = rows.map((row) => Number(/^"[^"]*","(?:[^"]|"")*","(?:[^"]|"")*",(\d+)/.exec(row)?.[1]));
  expect(bounces.reduce((a, b) => a + b)).toBe(
    json.filter(({ action }) => action !== 'delivered').reduce((sum, { count }) => sum + count, 0),
  );
});

test('a page holds nothing but itself, and escapes what logs say', async () => {
  const { out } = await explain('--html', 'evil.log', 'evil.log.1');
  expect(out).toMatch(/^<!doctype html>/);
  expect(out).toContain('<svg');
  expect(out).not.toMatch(/<script|<b>|https?:/);
});

test('what is cut off or missing is said, and the status tells', async () => {
  const { err, status, out } = await explain('--json', 'cut.gz', 'missing.log', 'mail.log');
  expect(err).toBe(
    'cut.gz is cut off: what stands before was read.\nmissing.log: there is no such file.\nRead 2 of 3 files, 1 of them in part.\n',
  );
  expect(status).toBe(4);
  expect(objects(out).some(({ file }) => file === 'cut.gz')).toBe(true);
});

test('an archive is no log, though its first file is one: its files are told apart', async () => {
  const { out, status } = await explain('--json', 'logs.tgz', 'evil.log');
  expect(status).toBe(0);
  const told = objects(out).filter(({ file }) => file === 'logs.tgz');
  expect(told.map(({ recipient }) => recipient)).toEqual(['ann@example.com', 'bob@example.com']);
});

test('what a log holds right after it was rotated belongs to it, though it is a single line', async () => {
  const { out } = await explain('--json', 'rotated.log', 'rotated.log.1');
  expect(objects(out).map(({ recipient, count, action }) => [recipient, count, action])).toEqual([
    ['ann@example.com', 2, 'failed'],
  ]);
});

test('a file that is named twice is read once; a copy is said to count twice', async () => {
  const { out, err } = await explain('--json', 'evil.log', './evil.log', 'copy.log');
  expect(objects(out).map(({ file }) => file)).toEqual(['./evil.log', 'copy.log']);
  expect(err).toBe(
    'A file that was named more than once is read once.\ncopy.log begins as ./evil.log does: what stands in both counts twice.\n',
  );
});

test('a short log is summed up as a whole one', async () => {
  const { out } = await explain('--csv', 'reached.log');
  expect(out.trimEnd().split('\r\n').length).toBe(1);
});

test('what is damaged is said, what stands beside it is told, and nobody is called dead by it', async () => {
  for (const name of ['damaged.gz', 'broken.gz']) {
    const { err, status, out } = await explain('--json', name, 'evil.log');
    expect(err).toBe(`${name} is damaged: it was read as far as it goes, and some of that may be wrong.\n`);
    expect(status).toBe(4);
    expect(new Set(objects(out).map(({ file }) => file))).toEqual(new Set([name, 'evil.log']));
    const dead = await explain('--dead', name, 'whole.log');
    expect([dead.out, dead.status]).toEqual(['', 4]);
    expect(dead.err).toContain('No dead address is printed');
  }
});

test('a pipe that is named is read from its beginning', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  const [{ out }] = await Promise.all([explain('--json', 'pipe'), writeFile(pipe, log)]);
  const counts = objects(out).map(({ count }) => count);
  expect(counts.reduce((a, b) => a + b)).toBe(FAILURES);
});

test('a short log that is packed with zstd is read', async () => {
  const { out, err } = await explain('--json', 'short.zst');
  expect(objects(out).map(({ recipient, action }) => [recipient, action])).toEqual([
    ['ann@example.com', 'delivered'],
  ]);
  expect(err).toBe('');
});

test('where all arrived after all, that is the answer', async () => {
  const { out, status } = await explain('short.zst');
  expect(out).toMatch(/^No bounce\n.*\n1 mail arrived after 1 failed try: nothing to do for it\.\n$/);
  expect(status).toBe(0);
});

test('whom mail reached since is named where it is told, and among the dead no more', async () => {
  const bounces = ['ann', 'bob', 'cy'].map((name, i) =>
    attempt({
      time: `10:00:0${i}`,
      id: `4FpQx0abcz${i}`,
      to: `${name}@example.com`,
      words: '550 5.1.1 User unknown',
    }),
  );
  const since = arrived({ time: '11:00:00', id: '4FpQx0abcz7', to: 'ann@example.com' });
  writeFileSync(join(folder, 'since.log'), [...bounces, since, ''].join('\n'));
  const { out } = await explain('--top', '9', 'since.log');
  expect(out).toMatch(/2 addresses · example\.com\nbob@example\.com, cy@example\.com\n/);
  expect(out).toMatch(/ann@example\.com/);
  const rows = (await explain('--csv', 'since.log')).out
    .split('\r\n')
    .map((row) => row.split(',').slice(2, 6));
  expect(rows.slice(1, 3)).toEqual([
    ['"example.com 2"', '2', '2', '2'],
    ['"example.com 1"', '1', '1', '1'],
  ]);
});

test('two forms at once are wrong use', async () => {
  expect((await explain('--csv', '--html', 'whole.log')).status).toBe(2);
  expect((await explain('--top', 'many', 'whole.log')).err).toContain('--top takes a number of rows');
});

test('the bar says how far it is, how fast it goes, and how long it takes yet', () => {
  expect(progressLine(1.2e9, 2.4e9, 25)).toBe(
    '[##########          ]  50 %  1.2 GB of 2.4 GB  48 MB/s  0:25 left',
  );
  expect(progressLine(5e6, null, 1)).toBe('5.0 MB  5.0 MB/s');
});
