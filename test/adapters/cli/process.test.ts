/** What only a process shows: pipes that close, Ctrl+C, and the streams of a terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { write } from '../../../adapters/cli/terminal.ts';

const BIN = fileURLToPath(new URL('../../../bin/bounce-triage.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-process-'));
  const log = Array.from({ length: 1000 }, (_, i) => `550 5.1.1 <user${i}@example.com>: User unknown\n`);
  writeFileSync(join(folder, 'log.txt'), log.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const shell = (line: string) =>
  spawnSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, BIN },
  });

test('a reader that goes away ends it quietly', () => {
  const { stdout, stderr } = shell(`"$NODE" "$BIN" catalog --json | head -n 1; echo "\${PIPESTATUS[0]}"`);
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([expect.stringMatching(/^\{"id":/), '0', '']);
  const all = shell(`"$NODE" "$BIN" explain --json log.txt 2>&1 | head -n 1; echo "\${PIPESTATUS[0]}"`);
  expect(all.stdout.split('\n')).toEqual([expect.stringMatching(/^\{"file":"log.txt"/), '0', '']);
});

test.each([
  'lookup 550 5.1.1',
  'explain --json log.txt',
])('%s onto a full disk says so in a line', (words) => {
  const { status, stderr } = shell(`"$NODE" "$BIN" ${words} > /dev/full`);
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: 'The answer could not be written: no space left.\n',
  });
});

test('a slow reader is waited for, and none is left listening', async () => {
  const slow = new Writable({ highWaterMark: 1, write: (_piece, _encoding, done) => setImmediate(done) });
  for (let i = 0; i < 20; i++) await write(slow, 'a row\n');
  expect([slow.listenerCount('drain'), slow.listenerCount('close')]).toEqual([0, 0]);
});

test('logs beside a letter: flags of V8 that change while expressions are in use end a process', () => {
  const files = {
    'put-off.log':
      'Apr 21 08:45:24 mail postfix/smtp[1306]: AB519AA03E7: to=<ivan@mail.fjord.example>, relay=none, delay=54803, dsn=4.4.3, status=deferred (Name service error for name=mail.fjord.example type=MX: Malformed or unexpected name server reply)\nApr 21 08:45:25 mail postfix/smtp[1307]: AB519AA03E8: to=<iva@mail.fjord.example>, relay=none, delay=54803, dsn=4.4.3, status=deferred (Name service error for name=mail.fjord.example type=MX: Malformed or unexpected name server reply)\n',
    'letter.txt':
      '----- The following addresses had fatal errors ----- [Status: Error, Address: <ann@yahoo.co.in>, ResponseCode 421, , 4.7.0 [TS02] Messages from 192.0.2.60 temporarily deferred due to user complaints - 4.16.56.1]\nMessage will be retried for 4 more day(s)\n',
    'bounced.log':
      'Nov 29 10:51:18 postfix/qmgr[12320]: B7993144008E: from=<SRS0+Wgby=C3=shop.example=noreply.news@forward.example>, size=21471, nrcpt=1 (queue active)\nNov 29 10:51:19 postfix/smtp[29540]: B7993144008E: to=<martin@gmail.com>, relay=gmail-smtp-in.l.google.com[64.233.167.26]:25, delay=0.8, dsn=5.7.1, status=bounced (host gmail-smtp-in.l.google.com[64.233.167.26] said: 550-5.7.1 Unauthenticated email from shop.example is not accepted)\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout, status } = shell(`"$NODE" "$BIN" explain --json ${Object.keys(files).join(' ')}`);
  expect({ status, count: stdout.trimEnd().split('\n').length }).toEqual({ status: 0, count: 4 });
});

test('Ctrl+C ends with 130', async () => {
  const child = spawn(process.execPath, [BIN, 'explain', '--batch'], { stdio: 'pipe' });
  child.stdin.write('{"id": 1, "text": "550 5.1.1 User unknown"}\n');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
});

test('help, version and what is mistyped, from the package itself', () => {
  const { stdout } = shell(
    '"$NODE" "$BIN" --version; "$NODE" "$BIN" explain -h | head -n 1; "$NODE" "$BIN" start -h',
  );
  expect(stdout).toMatch(/^bounce-triage \d+\.\d+\.\d+\nbounce-triage explain: explain the bounces/);
  expect(stdout).toContain('bounce-triage start: run the bot');
  const { status, stderr } = shell('"$NODE" "$BIN" explain --jsn');
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'Unknown option "--jsn". Did you mean --json?\nSee bounce-triage help explain.\n',
  });
});
