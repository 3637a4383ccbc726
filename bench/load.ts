/**
 * What the bot needs when much is handed over at once: `npm run bench:load`. Twenty messages with ten logs each, of 1 to
 * 2 MB, are posted in twenty channels while somebody asks `/smtp` ten times a second. Prints the most memory, the longest
 * stop of the event loop, and how long the questions waited.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { openDesk } from '../test/support/desk.ts';

const MESSAGES = Number(process.argv[2] ?? 20);
const FILES = 10;
const PLACE = { platform: 'slack', team: 'slack:T1' } as const;
const ASKER = { id: 'U1', name: 'Ann', team: PLACE.team, membership: 'member', groups: [] } as const;
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-load-'));
const bot = await openDesk({ url: join(folder, 'load.db') });
let answers = 0;
bot.queue.connect({
  name: 'slack',
  open: async (payload) => {
    const nth = Number(payload);
    return { ...messageOf(nth), files: Array.from({ length: FILES }, (_, i) => logOf(nth, i)) };
  },
  deliver: async ({ what }) => {
    if (what.kind === 'post') answers += 1;
    return what.kind === 'post' ? randomUUID() : null;
  },
});
bot.queue.start();
await ask();

let peak = 0;
const memory = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const stops = monitorEventLoopDelay({ resolution: 5 });
stops.enable();
const waits: number[] = [];
let isOver = false;
const asking = askOn();
const began = performance.now();
for (let nth = 0; nth < MESSAGES; nth += 1)
  await bot.queue.take({ ...messageOf(nth), hasFiles: true, payload: nth });
console.log(`${MESSAGES} messages taken: ${Math.round(performance.now() - began)} ms`);
await bot.queue.idle();
isOver = true;
await asking;
clearInterval(memory);
waits.sort((a, b) => a - b);
console.log(`all answered (${answers} posts): ${((performance.now() - began) / 1000).toFixed(1)} s`);
console.log(`most memory: ${megabytes(peak)}`);
console.log(`longest stop of the event loop: ${Math.round(stops.max / 1e6)} ms`);
console.log(
  `/smtp, ${waits.length} times: p99 ${Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0)} ms, longest ${Math.round(waits.at(-1) ?? 0)} ms`,
);
await bot.close();
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

/** A log of Postfix: of a hundred lines three bounce and two are put off, the others arrive. */
function logOf(nth: number, file: number): { readonly name: string; readonly bytes: Uint8Array } {
  const size = 2 ** 20 * (1 + file / FILES);
  const lines: string[] = [];
  let length = 0;
  for (let i = 0; length < size; i += 1) {
    const line = lineOf(`${nth}-${file}-${i}`, i % 100);
    lines.push(line);
    length += line.length + 1;
  }
  return { name: `mail-${file}.log`, bytes: Buffer.from(lines.join('\n')) };
}

function lineOf(id: string, kind: number): string {
  const front = `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4Fp${id}: to=<user${id}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4,`;
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

async function askOn(): Promise<void> {
  while (!isOver) {
    const asked = performance.now();
    await ask();
    waits.push(performance.now() - asked);
    await pause(100);
  }
}
