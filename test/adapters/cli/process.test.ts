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
