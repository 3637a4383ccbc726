/** `bounce-triage explain` over files and folders of which some can't be read. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-files-'));
  mkdirSync(join(folder, 'mail', 'new'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  const file = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  file('unknown.txt', '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown\n');
  file('lunch.txt', 'Lunch at 12:30?\n');
  file('mail/b.txt', '552 5.2.2 <bob@example.com>: Mailbox full\n');
  file('mail/new/c.txt', '550 5.1.1 <cleo@example.com>: User unknown\n');
  symlinkSync('..', join(folder, 'mail', 'new', 'round'));
  symlinkSync('../unknown.txt', join(folder, 'mail', 'a.txt'));
  symlinkSync('nowhere', join(folder, 'mail', 'z.txt'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...args: readonly string[]) => run(['explain', ...args], { cwd: folder });
const found = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ file, recipient }) => [file, recipient]);

test('a missing file keeps no other from being read, is named at the end, and the status says so', async () => {
  const { status, out, err } = await explain('--json', 'missing.txt', 'unknown.txt', 'mail');
  expect(found(out)).toEqual([['unknown.txt', 'ann@example.com']]);
  expect(err).toBe(
    'missing.txt: there is no such file.\nmail: it is a folder; -r reads the files in it.\nRead 1 of 3 files.\n',
  );
  expect(status).toBe(4);
  expect((await explain('missing.txt', 'lunch.txt')).status).toBe(4);
});

test('where nothing could be read it is wrong use', async () => {
  expect(await explain('missing.txt')).toEqual({
    status: 2,
    out: '',
    err: 'missing.txt: there is no such file.\n',
  });
  expect(await explain('-r', 'empty')).toEqual({
    status: 2,
    out: '',
    err: 'empty: there is no file in it.\n',
  });
});

test('-r reads folders in the order of their names, and follows no link in a circle', async () => {
  const { status, out, err } = await explain('-r', '--json', 'mail', 'unknown.txt');
  expect(found(out)).toEqual([
    ['mail/a.txt', 'ann@example.com'],
    ['mail/b.txt', 'bob@example.com'],
    ['mail/new/c.txt', 'cleo@example.com'],
    ['unknown.txt', 'ann@example.com'],
  ]);
  expect(err).toBe('mail/z.txt: there is no such file.\nRead 4 of 5 files.\n');
  expect(status).toBe(4);
  expect((await explain('--recursive', 'mail')).out).toContain('\n\n── mail/new/c.txt\n\n');
});

test('a dash is standard input', async () => {
  const { out } = await run(['explain', '--json', 'unknown.txt', '-'], {
    cwd: folder,
    input: '550 5.1.1 <dan@example.com>: User unknown',
  });
  expect(found(out)).toEqual([
    ['unknown.txt', 'ann@example.com'],
    [null, 'dan@example.com'],
  ]);
});

test('what was too long to be read whole is read in part, and named on standard error', async () => {
  // Of a text 16 million characters are read.
  writeFileSync(
    join(folder, 'huge.txt'),
    `550 5.1.1 <ann@example.com>: User unknown\n${' '.repeat(17 * 1024 * 1024)}`,
  );
  const inPart = 'huge.txt: Only the first 16 million characters were read.\n';
  expect(await explain('--json', 'huge.txt')).toMatchObject({ status: 4, err: inPart });
  expect(await explain('huge.txt', 'unknown.txt')).toMatchObject({
    status: 4,
    out: expect.not.stringContaining('million'),
    err: inPart,
  });
  expect(await explain('huge.txt', 'missing.txt')).toMatchObject({
    status: 4,
    err: `${inPart}missing.txt: there is no such file.\nRead 1 of 2 files, 1 of them in part.\n`,
  });
});

test('what never ends is read up to a limit', async () => {
  async function* endless() {
    yield Buffer.from('550 5.1.1 <ann@example.com>: User unknown\n');
    // One line: on a busy machine, millions of blank ones may take longer than reading is given.
    for (;;) yield Buffer.alloc(1 << 20, ' ');
  }
  const { status, err } = await run(['explain', '--json'], { input: endless() });
  expect(status).toBe(4);
  // Of two limits the tighter one is told.
  expect(err).toBe('standard input: Only the first 16 million characters were read.\n');
});

test('a picture, and a file without a name, are named once', async () => {
  writeFileSync(join(folder, 'p.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
  const { out, err } = await explain('p.png', '');
  // Nobody knows whether a bounce is in what was not read.
  expect(out).toBe('');
  expect(err).toBe(
    'p.png was not read: it is a picture. Paste the text that it shows.\n"": there is no such file.\nRead 1 of 2 files, 1 of them in part.\n',
  );
});

test('marks that are heaped on a letter stay few', async () => {
  const heap = '\u0301\u0336\u0489'.repeat(20_000);
  const { out } = await run(['explain', '-v'], {
    input: `550 5.1.1 <ann@example.com>: u${heap} User unknown`,
  });
  expect(out).toContain('ann@example.com');
  expect(out).not.toMatch(/\p{M}{9}/u);
});

test('what a file or an argument is called steers no terminal', async () => {
  const { err } = await explain('\u001b]0;evil\u0007.log');
  expect(err).toContain('evil');
  expect(err).not.toMatch(/[\u001b\u0007]/);
  const other = await run(['suppressions', 'import', '--team', 'web:local', '\u001b[2J.csv'], {
    cwd: folder,
    env: { DATABASE_URL: '\u001b[2J.db' },
  });
  expect(other.err).not.toContain('\u001b');
});

test('--batch splits at line feeds alone, takes a BOM, and gives ids back as they were written', async () => {
  const text = '550 5.1.1 <ann@example.com>: User unknown';
  const input = `\uFEFF{"id":12345678901234567890,"text":"${text}"}\r\n{"id":1.50,"text":"a\u2028b ${text}"}\n{"id":{"n":1e2},"text":"${text}"}\n{"from":"a\\"b","id":4.0,"text":"${'x'.repeat(17_000_000)}"}\n{"text":"${'x'.repeat(17_000_000)}","id":"four"}\n{"id":5,"text":"${text}"}`;
  const { out } = await run(['explain', '--batch'], { input });
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.slice(0, 28))).toEqual([
    '{"id":12345678901234567890,"',
    '{"id":1.50,"noticed":true,"b',
    '{"id":{"n":1e2},"noticed":tr',
    '{"id":4.0,"error":"This line',
    '{"id":"four","error":"This l',
    '{"id":5,"noticed":true,"boun',
  ]);
  expect(lines[3]).toContain('longer than 16 MB');
});

test('a blank line stands between two files', async () => {
  const { out } = await explain('unknown.txt', 'lunch.txt');
  expect(out).toMatch(/[^\n]\n\n── lunch\.txt\n\n/);
  expect(out).toMatch(/^── unknown\.txt/);
});

test('on a terminal it says what it waits for', async () => {
  const hint = 'Paste the bounce, then press Ctrl+D.\n';
  expect(await run(['explain'], { columns: 80 })).toMatchObject({ status: 1, err: hint });
  expect(await run(['explain', '--batch'], { columns: 80 })).toMatchObject({
    err: expect.stringContaining('then press Ctrl+D.'),
  });
  expect(await run(['explain'])).toMatchObject({ status: 1, err: '' });
});

test('an answer is as wide as the terminal', async () => {
  const text = '550 5.7.26 <ann@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp';
  for (const columns of [80, 40]) {
    const { out } = await run(['explain', '--why'], { input: text, columns, env: { NO_COLOR: '1' } });
    const long = out.split('\n').filter((line) => line.length > columns);
    // One word that is longer than the line stays whole, such as an address.
    for (const line of long) expect(line.trim().replace(/^[|>] /, '')).toMatch(/^\S+$/);
  }
});
