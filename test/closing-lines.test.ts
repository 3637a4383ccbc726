/** What the end of a test run says: tests that passed only at a second try, and what was left out for want of ../shared. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const NOWHERE = join(tmpdir(), 'no-shared-here');

/** @returns what `vitest run` prints, and its exit status */
function vitest(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { said: string; status: number | null } {
  const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...args];
  const { PATH, HOME } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    encoding: 'utf8',
  });
  return { said: stdout + stderr, status };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a test that passed only at a second try is named, with what went wrong at first', () => {
  const file = `let tries = 0;
    test('at once', () => expect(1).toBe(1));
    describe('a socket', () => test('opens', () => {
      tries += 1;
      if (tries === 1) throw new Error('port taken\\nby another');
    }));`;
  writeFileSync(join(folder, 'socket.test.js'), file);
  const reporter = join(ROOT, 'test/support/closing-lines.ts');
  const { said, status } = vitest(['--globals', '--retry=1', '--root', folder, '--reporter', reporter]);
  expect(said).toBe(
    'Passed only at a second try: socket.test.js > a socket > opens (at first: port taken)\n',
  );
  expect(status).toBe(0);
});

const SCHEMA = ['test/manifest.test.ts', '-t', 'Slack’s own schema'];

test('what ../shared lacks is named', () => {
  const { said, status } = vitest(SCHEMA, { SHARED_DIR: NOWHERE });
  expect(said.trimEnd().split('\n').at(-1)).toBe(
    'Left out, as ../shared is not here: what needs standards/slack/manifest.schema.2.0.0.json.',
  );
  expect(status).toBe(0);
});

test('with SHARED_REQUIRED=1 it is a failure', () => {
  const { said, status } = vitest(SCHEMA, { SHARED_DIR: NOWHERE, SHARED_REQUIRED: '1' });
  expect(said).toContain(
    `SHARED_REQUIRED=1, but there is no standards/slack/manifest.schema.2.0.0.json in ${NOWHERE}`,
  );
  expect(status).toBe(1);
});
