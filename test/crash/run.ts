/**
 * `npm run test:crash`: bounces delivered to processes that are killed at random (see trial.ts), the whole bot killed and
 * started again in Discord's stand-in (see discord-trial.ts), and told to end under load in Slack's (see stop-trial.ts).
 * It ends with 1 where a bounce was answered twice or not at all, a press that was acknowledged was lost or doubled, or
 * the bot did not end by itself within 10 seconds. About eight minutes where the machine is free; a trial that takes
 * longer than 15 has failed. `npm run test:crash -- stop`: the last one alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../support/postgres.ts';
import { type DiscordTrial, runDiscordTrial } from './discord-trial.ts';
import { runStopTrial, type StopTrial } from './stop-trial.ts';
import { runTrial, type Trial } from './trial.ts';

const MINUTE = 60_000;

async function trial(title: string, what: Trial): Promise<boolean> {
  const start = Date.now();
  const { answered, wrong, pressed, lost, suppressed, killed, killedAtPress, audited, acknowledged } =
    await runTrial(what);
  const good =
    wrong.length === 0 && lost.length === 0 && suppressed === what.events && audited === what.events;
  const { p50, p99, longest } = acknowledged;
  console.log(
    `${good ? 'good' : 'BAD '}  ${title}: ${answered} of ${what.events} bounces answered exactly once; ${pressed} presses acknowledged, ${pressed - lost.length} carried out exactly once; ${suppressed} suppressed, ${audited} audited; ${killed} processes killed and ${killedAtPress} as soon as they had acknowledged a press; acknowledged after ${p50} ms (median), ${p99} ms (p99), ${longest} ms (longest); ${Math.round((Date.now() - start) / 1000)} s`,
  );
  for (const one of [...wrong, ...lost].slice(0, 10)) console.log(`      ${one}`);
  return good;
}

async function discordTrial(title: string, what: DiscordTrial): Promise<boolean> {
  const start = Date.now();
  const { written, whileAway, answered, wrong, killed, caughtUp } = await runDiscordTrial(what);
  const good = wrong.length === 0 && written === what.bounces && killed === what.kills;
  console.log(
    `${good ? 'good' : 'BAD '}  ${title}: ${answered} of ${written} bounces answered exactly once, ${whileAway} of them written while no session was up; the bot killed ${killed} times; the last answer ${caughtUp} s after the last kill; ${Math.round((Date.now() - start) / 1000)} s`,
  );
  for (const one of wrong.slice(0, 10)) console.log(`      ${one}`);
  return good;
}

async function stopTrial(title: string, what: StopTrial): Promise<boolean> {
  const start = Date.now();
  const { posted, answered, wrong, pressed, lost, took, bad, left } = await runStopTrial(what);
  const longest = Math.max(...took);
  const good = wrong.length === 0 && lost.length === 0 && bad.length === 0 && longest < 10_000;
  console.log(
    `${good ? 'good' : 'BAD '}  ${title}: ${answered} of ${posted} messages answered exactly once; ${pressed} presses acknowledged, ${pressed - lost.length} carried out exactly once; ended after ${Math.min(...took)} to ${longest} ms, ${left.length} times with something left, which it said; ${Math.round((Date.now() - start) / 1000)} s`,
  );
  for (const one of [...wrong, ...lost, ...bad].slice(0, 10)) console.log(`      ${one}`);
  return good;
}

/** @returns whether nothing was lost */
async function stopsUnderLoad(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-stop-'));
  const good = await stopTrial('Slack, SQLite, told to end ten times under load', {
    database: join(folder, 'stop.db'),
    stops: 10,
    messages: 3,
    files: 10,
    size: 2 ** 20,
    run: 8000,
    within: 15 * MINUTE,
  });
  rmSync(folder, { recursive: true });
  return good;
}

if (process.argv[2] === 'stop') process.exit((await stopsUnderLoad()) ? 0 : 1);

const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-crash-'));
const postgres = await startPostgres({ durable: true });
const results = [
  await discordTrial('Discord, SQLite, the bot restarted 30 times', {
    database: join(folder, 'discord.db'),
    bounces: 170,
    kills: 30,
    within: 15 * MINUTE,
  }),
  await trial('SQLite, one process killed 100 times', {
    database: join(folder, 'crash.db'),
    replicas: 1,
    events: 300,
    kills: 100,
    pressKills: 20,
    within: 15 * MINUTE,
  }),
  await trial('PostgreSQL, two replicas', {
    database: await postgres.newDatabase(),
    replicas: 2,
    events: 1000,
    kills: 60,
    pressKills: 40,
    within: 15 * MINUTE,
  }),
  await stopsUnderLoad(),
];
await postgres.stop();
rmSync(folder, { recursive: true });
process.exitCode = results.every(Boolean) ? 0 : 1;
