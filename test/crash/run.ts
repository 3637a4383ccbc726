/**
 * `npm run test:crash`: bounces delivered to processes that are killed at random (see trial.ts). It ends with 1
 * where a bounce was answered twice or not at all, or a suppression was lost or doubled. About three minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../support/postgres.ts';
import { runTrial, type Trial } from './trial.ts';

const MINUTE = 60_000;

async function trial(title: string, what: Trial): Promise<boolean> {
  const start = Date.now();
  const { answered, wrong, pressed, suppressed, killed, audited } = await runTrial(what);
  const good =
    wrong.length === 0 && pressed === what.events && suppressed === what.events && audited === what.events;
  console.log(
    `${good ? 'good' : 'BAD '}  ${title}: ${answered} of ${what.events} bounces answered exactly once, ${killed} processes killed, ${pressed} pressed, ${suppressed} suppressed, ${audited} audited, ${Math.round((Date.now() - start) / 1000)} s`,
  );
  for (const one of wrong.slice(0, 10)) console.log(`      ${one}`);
  return good;
}

const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-crash-'));
const postgres = await startPostgres({ durable: true });
const results = [
  await trial('SQLite, one process killed 100 times', {
    database: join(folder, 'crash.db'),
    replicas: 1,
    events: 300,
    kills: 100,
    within: 5 * MINUTE,
  }),
  await trial('PostgreSQL, two replicas', {
    database: await postgres.newDatabase(),
    replicas: 2,
    events: 1000,
    kills: 60,
    within: 5 * MINUTE,
  }),
];
await postgres.stop();
rmSync(folder, { recursive: true });
process.exitCode = results.every(Boolean) ? 0 : 1;
