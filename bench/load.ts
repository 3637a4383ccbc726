/**
 * What the bot needs when much is handed over at once: `npm run bench:load`. Twenty messages with ten logs each, of 1 to
 * 2 MB, are posted in twenty of Slack's channels, while somebody asks `/smtp` ten times a second and a short bounce is
 * posted each second. The bot runs as it is installed, in a process of its own; Slack's stand-in and the logs are in this
 * one. Prints the most memory that the bot took, the longest stop of its event loop, and how long whoever asked or posted a
 * short bounce waited. `npm run bench:load -- 3 postgres`: three messages, on PostgreSQL.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../test/support/postgres.ts';
import { type Channel, openWorkspace, type SentMessage } from '../test/support/slack/workspace.ts';
import { logOf } from './load/logs.ts';
import type { Seen } from './load/watch.ts';
import { percentile } from './store/figures.ts';

const MESSAGES = Number(process.argv[2] ?? 20);
const FILES = 10;
/** Slack lets one message a second be posted to a channel. */
const SHORT_CHANNELS = 10;
const MAIN = join(import.meta.dirname, '..', 'bin', 'bounce-triage.js');
const WATCH = join(import.meta.dirname, 'load', 'watch.ts');

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
const times = (values: readonly number[]): string =>
  `${values.length} times: p50 ${percentile(values, 50).toFixed(0)} ms, p99 ${percentile(values, 99).toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms`;

const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-load-'));
const postgres = process.argv[3] === 'postgres' ? await startPostgres({ durable: true }) : null;
const slack = await openWorkspace();
slack.state.changed.setMaxListeners(0);
const asking = slack.channel('help');
const shorts = Array.from({ length: SHORT_CHANNELS }, (_, i) => slack.channel(`s${i}`));
let questions = 0;
let unanswered = 0;
let seen: Seen = { rss: 0, heap: 0, buffers: 0, cpu: 0, longestStop: 0 };
const bot = startBot((await postgres?.newDatabase()) ?? join(folder, 'load.db'));
await slack.until(() => slack.socket.connections() > 0, 'a connection');
await ask();
const first = await postShort(shorts[0] as Channel);
await first.answer;

const asked: number[] = [];
const taken: number[] = [];
const waited: number[] = [];
const owed: Promise<unknown>[] = [];
let isOver = false;
await pause(1000);
console.log(`memory before: ${megabytes(seen.rss)}`);
const began = performance.now();
const others = [everyNow(100, ask, asked), everyNow(1000, noteShort, taken)];
const large: SentMessage[] = [];
for (let nth = 0; nth < MESSAGES; nth += 1) {
  const files = Array.from({ length: FILES }, (_, file) => ({
    name: `mail-${file}.log`,
    mimetype: 'text/plain',
    bytes: logOf(nth, file, 2 ** 20 * (1 + file / FILES)),
  }));
  const { message, acknowledged } = slack.post(slack.channel(`c${nth}`), 'ann', 'our logs of this morning', {
    files,
  });
  large.push(message);
  await acknowledged;
}
console.log(`${MESSAGES} messages taken: ${Math.round(performance.now() - began)} ms`);
while (large.some((message) => slack.thread(message).length === 0)) await pause(100);
console.log(
  `all answered: ${((performance.now() - began) / 1000).toFixed(1)} s, of the bot's CPU ${seen.cpu.toFixed(1)} s`,
);
isOver = true;
await Promise.all(others);
await Promise.all(owed);
await pause(1000);
console.log(
  `most memory: ${megabytes(seen.rss)}, of it the main thread's objects ${megabytes(seen.heap)} and its buffers ${megabytes(seen.buffers)}`,
);
console.log(`longest stop of the event loop: ${Math.round(seen.longestStop)} ms`);
console.log(`/smtp answered, from when it was due, ${times(asked)}`);
if (unanswered > 0) console.log(`/smtp not answered within the stand-in's patience: ${unanswered} times`);
console.log(`short bounces taken, ${times(taken)}`);
console.log(`short bounces answered, ${times(waited)}`);
const ended = new Promise((resolve) => bot.once('exit', resolve));
bot.kill('SIGTERM');
await ended;
await slack.close();
await postgres?.stop();
rmSync(folder, { recursive: true });

function startBot(database: string): ChildProcess {
  const started = fork(MAIN, ['start'], {
    cwd: folder,
    execArgv: ['--import', WATCH],
    env: {
      ...process.env,
      SLACK_BOT_TOKEN: slack.config.botToken,
      SLACK_APP_TOKEN: slack.config.appToken,
      SLACK_API_URL: slack.config.apiUrl,
      DATABASE_URL: database,
      WEB: 'off',
      LOG_LEVEL: 'warn',
    },
  });
  started.on('message', (message: Seen) => {
    seen = message;
  });
  return started;
}

/** The stand-in gives up after five seconds. Each asks in a name of their own, by which it finds the answer. */
async function ask(): Promise<void> {
  questions += 1;
  try {
    await slack.command('/smtp', '421 4.7.28', { user: `asker${questions}`, channel: asking });
  } catch {
    unanswered += 1;
  }
}

/** @returns when it is acknowledged; `answer` when it is answered */
async function postShort(channel: Channel): Promise<{ readonly answer: Promise<unknown> }> {
  const name = Math.random().toString(36).slice(2);
  const { message, acknowledged } = slack.post(
    channel,
    'cid',
    `550 5.1.1 <reader.${name}@example.net>: Recipient address rejected: User unknown`,
  );
  await acknowledged;
  return {
    answer: (async () => {
      while (slack.thread(message).length === 0) await pause(5);
    })(),
  };
}

async function noteShort(): Promise<void> {
  const at = performance.now();
  const { answer } = await postShort(shorts[owed.length % SHORT_CHANNELS] as Channel);
  owed.push(answer.then(() => waited.push(performance.now() - at)));
}

/** Does it every so many milliseconds, whether it was done the last time or not, and notes how long after it was due it was. */
async function everyNow(gap: number, work: () => Promise<void>, took: number[]): Promise<void> {
  const begun: Promise<void>[] = [];
  for (let due = performance.now() + gap; !isOver; due += gap) {
    await pause(Math.max(0, due - performance.now()));
    const at = due;
    begun.push(
      work().then(() => {
        took.push(performance.now() - at);
      }),
    );
  }
  await Promise.all(begun);
}
