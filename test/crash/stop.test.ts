/** The bot as it is installed, told to end while logs wait and are read: a short version of `npm run test:crash`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runStopTrial } from './stop-trial.ts';

test('SIGTERM under load: it ends by itself within 10 s, says what it left, and nothing is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  const { answered, posted, wrong, lost, pressed, took, bad } = await runStopTrial({
    ...{ database: join(folder, 'stop.db'), stops: 2, messages: 4, files: 4, size: 2 ** 19 },
    ...{ run: 2000, within: 120_000 },
  });
  rmSync(folder, { recursive: true });
  expect({ wrong, lost, bad }).toEqual({ wrong: [], lost: [], bad: [] });
  expect(answered).toBe(posted);
  expect(pressed).toBeGreaterThan(0);
  expect(Math.max(...took)).toBeLessThan(10_000);
}, 150_000);
