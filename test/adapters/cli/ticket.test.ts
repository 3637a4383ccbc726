/** `bounce-triage ticket`: a case's ticket, read out of the database while the bot may run. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk } from '../../support/desk.ts';
import { connectPaper } from '../../support/paper.ts';

const MAIN = fileURLToPath(new URL('../../../app/main.ts', import.meta.url));
const SPF =
  '550 5.7.26 <user@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)';

let folder: string;
let url: string;
let caseId: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ticket-'));
  url = join(folder, 'bot.db');
  const bot = await openDesk({ url });
  caseId = (await connectPaper(bot).paste(SPF)).caseId ?? '';
  await bot.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) =>
  new Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [MAIN, 'ticket', ...args],
      { cwd: folder, env: { ...process.env, DATABASE_URL: url } },
      (error, stdout, stderr) => resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test('as plain text, and as Markdown', async () => {
  const plain = await run(caseId);
  expect(plain).toMatchObject({ status: 0, stderr: '' });
  expect(plain.stdout).toContain(`Our IP address: 192.0.2.7\nCase: ${caseId}\n`);
  const { stdout } = await run(caseId, '--format', 'md');
  expect(stdout).toContain('- **Our IP address:** 192.0.2.7');
});

test.each([
  [[], 2, 'Name one case by its id'],
  [['x'], 2, 'Name one case by its id'],
  [['c-00000000000000000000'], 1, 'There is no case c-00000000000000000000 in slack:T1.'],
  [['c-00000000000000000000', '--format', 'pdf'], 2, 'There is no format "pdf": md or text.'],
])('%j is refused in words', async (args, status, words) => {
  const told = await run(...args);
  expect(told.status).toBe(status);
  expect(told.stderr).toContain(words);
});
