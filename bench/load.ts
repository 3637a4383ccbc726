/**
 * What the bot needs when much is handed over at once: `npm run bench:load`. Twenty messages with ten logs each, of 1 to
 * 2 MB, are posted in twenty channels, while somebody asks `/smtp` ten times a second and a short bounce is posted each
 * second. Prints the most memory, the longest stop of the event loop, and how long whoever asked or posted a short bounce
 * waited. `npm run bench:load -- 3 postgres`: three messages, on PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { growSlowly } from '../app/memory.ts';
import { openDesk } from '../test/support/desk.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { percentile } from './store/figures.ts';

const MESSAGES = Number(process.argv[2] ?? 20);
const FILES = 10;
const PLACE = { platform: 'slack', team: 'slack:T1' } as const;
const ASKER = { id: 'U1', name: 'Ann', team: PLACE.team, membership: 'member', groups: [] } as const;
const SHORT = 'short';
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
const times = (values: readonly number[]): string =>
  `${values.length} times: p50 ${percentile(values, 50).toFixed(0)} ms, p99 ${percentile(values, 99).toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms`;

// As the service does.
growSlowly();
const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-load-'));
const logOf = (nth: number, file: number): string => join(folder, `${nth}-${file}.log`);
for (let nth = 0; nth < MESSAGES; nth += 1) for (let file = 0; file < FILES; file += 1) writeLog(nth, file);

const postgres = process.argv[3] === 'postgres' ? await startPostgres({ durable: true }) : null;
const bot = await openDesk({ url: (await postgres?.newDatabase()) ?? join(folder, 'load.db') });
let answers = 0;
const answered = new Map<string, number>();
bot.queue.connect({
  name: 'slack',
  open: async (payload) => {
    if (typeof payload === 'string') return { ...shortOf(payload), files: [] };
    const nth = Number(payload);
    const files = [];
    for (let file = 0; file < FILES; file += 1)
      files.push({ name: `mail-${file}.log`, bytes: await readFile(logOf(nth, file)) });
    return { ...messageOf(nth), files };
  },
  deliver: async ({ what, messageId }) => {
    if (what.kind !== 'post') return null;
    if (messageId?.startsWith(SHORT)) answered.set(messageId, performance.now());
    else answers += 1;
    return randomUUID();
  },
});
bot.queue.start();
await ask();
await bot.queue.take({ ...shortOf(`${SHORT}:first`), hasFiles: false, payload: `${SHORT}:first` });
await bot.queue.idle();

// What writing the logs and reading the catalog left behind is none of the load's.
globalThis.gc?.();
console.log(`memory before: ${megabytes(process.memoryUsage().rss)}`);
let peak = 0;
const memory = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const stops = monitorEventLoopDelay({ resolution: 5 });
stops.enable();
const asked: number[] = [];
const taken: number[] = [];
const waited: number[] = [];
let isOver = false;
const began = performance.now();
const others = [everyNow(100, ask, asked), everyNow(1000, postShort, taken)];
for (let nth = 0; nth < MESSAGES; nth += 1)
  await bot.queue.take({ ...messageOf(nth), hasFiles: true, payload: nth });
console.log(`${MESSAGES} messages taken: ${Math.round(performance.now() - began)} ms`);
while (answers < MESSAGES) await pause(100);
console.log(
  `all answered: ${((performance.now() - began) / 1000).toFixed(1)} s, of the CPU's ${(process.cpuUsage().user / 1e6).toFixed(1)} s`,
);
isOver = true;
await Promise.all(others);
await bot.queue.idle();
clearInterval(memory);
console.log(`most memory: ${megabytes(peak)}`);
console.log(`longest stop of the event loop: ${Math.round(stops.max / 1e6)} ms`);
console.log(`/smtp answered, from when it was due, ${times(asked)}`);
console.log(`short bounces taken, ${times(taken)}`);
console.log(`short bounces answered, ${times(waited)}`);
await bot.close();
await postgres?.stop();
rmSync(folder, { recursive: true });

function messageOf(nth: number) {
  return {
    id: `C${nth}:1`,
    text: 'our logs of this morning',
    heard: 'watching',
    bot: null,
    edit: null,
    place: { ...PLACE, channel: `C${nth}` },
  } as const;
}

function shortOf(id: string) {
  return {
    id,
    text: `550 5.1.1 <reader.${id.length}${id.slice(6, 14)}@example.net>: Recipient address rejected: User unknown`,
    heard: 'watching',
    bot: null,
    edit: null,
    place: { ...PLACE, channel: 'S1' },
  } as const;
}

/** A log of Postfix: of a hundred lines three bounce and two are put off, the others arrive. */
function writeLog(nth: number, file: number): void {
  const size = 2 ** 20 * (1 + file / FILES);
  const lines: string[] = [];
  let length = 0;
  for (let i = 0; length < size; i += 1) {
    const line = lineOf(nth, `${nth}-${file}-${i}`, i);
    lines.push(line);
    length += line.length + 1;
  }
  writeFileSync(logOf(nth, file), lines.join('\n'));
}

/** Every second log was exported without the ids of its messages. */
function lineOf(nth: number, name: string, i: number): string {
  const id = nth % 2 === 0 ? `4F${Buffer.from(name).toString('hex').toUpperCase()}: ` : '';
  const front = `Mar  3 10:15:02 mx1 postfix/smtp[2211]: ${id}to=<user${name}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4,`;
  const kind = i % 100;
  if (kind < 3)
    return `${front} dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`;
  return kind < 5
    ? `${front} dsn=4.2.2, status=deferred (host mx.example.com[192.0.2.20] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))`
    : `${front} dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4FpQx0)`;
}

async function ask(): Promise<void> {
  await bot.desk.question({
    query: '421 4.7.28',
    actor: ASKER,
    place: { ...PLACE, channel: 'C0' },
  });
}

async function postShort(): Promise<void> {
  const id = `${SHORT}:${randomUUID()}`;
  const at = performance.now();
  await bot.queue.take({ ...shortOf(id), hasFiles: false, payload: id });
  others.push(
    (async () => {
      while (!answered.has(id)) await pause(5);
      waited.push((answered.get(id) as number) - at);
    })(),
  );
}

/** Does it every so many milliseconds, and notes how long after it was due it was done. */
async function everyNow(gap: number, work: () => Promise<void>, took: number[]): Promise<void> {
  for (let due = performance.now() + gap; !isOver; due += gap) {
    await pause(Math.max(0, due - performance.now()));
    await work();
    took.push(performance.now() - due);
  }
}
