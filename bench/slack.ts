/**
 * `npm run bench:slack`: a busy workspace over a real socket, on a real database file. How soon an event is
 * acknowledged, how soon a bounce is answered, and what memory 100,000 messages leave behind. The stand-in runs in
 * the same process and shares its processor.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createSlackAdapter } from '../adapters/slack/index.ts';
import { openDesk } from '../test/support/desk.ts';
import { type Channel, openWorkspace } from '../test/support/slack/workspace.ts';

/** Messages a second, and for how many seconds. */
const RATES = [50, 200, 500];
const SECONDS = 10;
/** One message in so many is a bounce. */
const BOUNCE_EVERY = 100;
/** Slack lets one message a second be posted to a channel. */
const CHANNELS = 40;
const MANY = 100_000;
/** Messages under way at once while memory is looked at. */
const AT_ONCE = 200;
/** Milliseconds between two portions of messages. */
const TICK = 20;

const TALK = [
  'Morning all, the release is out.',
  'Can somebody look at the ticket from support? I can’t reach the customer.',
  'We saw 5.7.1 a lot last week, but not any more.',
  'https://example.com/dashboards/42 looks fine to me',
  'Lunch at 12:30?',
];

const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-bench-'));
const core = await openDesk({ url: join(folder, 'bench.db'), now: () => new Date() });
const slack = await openWorkspace();
const adapter = createSlackAdapter(slack.config, { ...core, log: pino({ level: 'error' }) });
core.queue.start();
await adapter.start();
const channels = Array.from({ length: CHANNELS }, (_, i) => slack.channel(`c${i}`));

let sent = 0;
/** When the bounces were sent, by the message's ts, until they are answered. */
const waiting = new Map<string, number>();
let answered: number[] = [];
let seen = 0;
slack.state.changed.on('change', () => {
  for (; seen < slack.state.messages.length; seen += 1) {
    const { threadTs } = slack.state.messages[seen] ?? {};
    const at = waiting.get(threadTs ?? '');
    if (at === undefined) continue;
    waiting.delete(threadTs ?? '');
    answered.push(performance.now() - at);
  }
});

const next = (): Channel => channels[sent % CHANNELS] as Channel;

/** @returns milliseconds until it was acknowledged */
async function send(): Promise<number> {
  sent += 1;
  const at = performance.now();
  if (sent % BOUNCE_EVERY === 0) {
    const channel = channels[(sent / BOUNCE_EVERY) % CHANNELS] as Channel;
    const { message, acknowledged } = slack.post(
      channel,
      'ann',
      `550 5.1.1 <user${sent}@example.com>: Recipient address rejected: User unknown`,
    );
    waiting.set(message.ts, at);
    await acknowledged;
  } else {
    const { id } = next();
    const text = TALK[sent % TALK.length];
    const message = { type: 'message', channel: id, channel_type: 'channel', user: 'U0ANN', text };
    await slack.event({ ...message, ts: slack.state.nextTs() });
  }
  return performance.now() - at;
}

const ms = (values: readonly number[], share: number): string => {
  const sorted = values.toSorted((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`;
};
const print = (what: string, figure: string): void => console.log(`${what.padEnd(46)} ${figure}`);

for (const rate of RATES) {
  answered = [];
  const acknowledged: Promise<number>[] = [];
  const start = performance.now();
  while (performance.now() - start < SECONDS * 1000) {
    const due = Math.floor(((performance.now() - start) / 1000) * rate);
    while (acknowledged.length < due) acknowledged.push(send());
    await sleep(TICK);
  }
  const acks = await Promise.all(acknowledged);
  while (waiting.size > 0) await sleep(TICK);
  print(`${rate} messages a second, acknowledged`, `p50 ${ms(acks, 0.5)}, p99 ${ms(acks, 0.99)}`);
  print(`${rate} messages a second, bounces answered`, `p50 ${ms(answered, 0.5)}, p99 ${ms(answered, 0.99)}`);
}

const used = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};
const before = used();
const start = performance.now();
while (sent < MANY) await Promise.all(Array.from({ length: AT_ONCE }, send));
while (waiting.size > 0) await sleep(TICK);
const seconds = (performance.now() - start) / 1000;
slack.state.messages.length = 0;
slack.state.calls.length = 0;
seen = 0;
print(
  `${MANY.toLocaleString('en')} messages in all, the last at once`,
  `${Math.round(MANY / seconds)} a second`,
);
print('memory in use before and after (heap)', `${before.toFixed(0)} MB, ${used().toFixed(0)} MB`);

await adapter.stop();
await core.close();
await slack.close();
rmSync(folder, { recursive: true });
