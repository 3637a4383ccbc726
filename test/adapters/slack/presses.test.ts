/** What somebody presses, hands in or types is saved before Slack is told that we have it, and outlives the process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSlackAdapter } from '../../../adapters/slack/index.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';
import type { SentMessage } from '../../support/slack/workspace.ts';

let folder: string;
let bot: Bot;
let card: SentMessage;
/** The first process hangs in whatever it was asked to carry out, until the test is over. */
let end: PromiseWithResolvers<never>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  end = Promise.withResolvers<never>();
  end.promise.catch(() => undefined);
  const hangs = () => end.promise;
  bot = await openBot({
    url: join(folder, 'test.db'),
    desk: { action: hangs, submit: hangs, command: hangs },
  });
  await bot.start();
  card = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
});
afterEach(async () => {
  end.reject(new Error('the test is over'));
  await bot.close();
  rmSync(folder, { recursive: true });
});

/** A process starts after the first one died, and looks at what is left. */
async function nextProcess(look: (next: TestDesk) => Promise<void>): Promise<void> {
  const next = await openDesk({
    url: join(folder, 'test.db'),
    now: () => new Date('2026-11-21T10:16:00Z'),
  });
  const { desk, queue } = next;
  const adapter = createSlackAdapter(bot.slack.config, { desk, queue, log: pino({ level: 'silent' }) });
  await adapter.start();
  await queue.idle();
  await look(next);
  await adapter.stop();
  await next.close();
}

const told = () => bot.slack.ephemerals('ann').map(({ text, threadTs }) => [threadTs, text]);

test('a press: the next process carries it out, the card shows it, and the presser is told in the thread', async () => {
  const ack = await bot.slack.press(card, 'Mark suppressed', 'ann');
  expect(ack.afterMs).toBeLessThan(1500);
  await nextProcess(async ({ store }) => {
    expect(await store.selectFrom('suppressions').select('address').execute()).toEqual([
      { address: 'sam@example.com' },
    ]);
    expect(visibleText(card)).toContain('Suppressed');
    expect(told()).toEqual([[card.threadTs, expect.stringContaining('It is done.')]]);
  });
  await nextProcess(async ({ store }) => {
    const done = await store.selectFrom('audit').select('id').where('action', '=', 'suppress').execute();
    expect([done.length, told().length]).toEqual([1, 1]);
  });
});

test('a press where the bot may say nothing to one person alone is told by the address of the click', async () => {
  await bot.slack.press(card, 'Mark suppressed', 'ann');
  bot.slack.failNext('chat.postEphemeral', { kind: 'refused', error: 'not_in_channel' });
  await nextProcess(async () => {
    expect(told()).toEqual([[null, expect.stringContaining('It is done.')]]);
  });
});

test('a form: what was filled in is kept, and the card says so', async () => {
  await bot.slack.choose(card, 'More…', 'Not a bounce, or wrong…', 'ann');
  const modal = await bot.slack.modal('ann', 'Not a bounce, or wrong');
  await bot.slack.submit(modal, { 'What is wrong': 'The address works', 'What would be right': 'all' });
  await nextProcess(async ({ store }) => {
    const [entry] = await store
      .selectFrom('audit')
      .select('after')
      .where('action', '=', 'feedback')
      .execute();
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ what: 'alive', note: 'all' });
    expect(visibleText(card)).toContain('as ann said');
    expect(told()).toEqual([[card.threadTs, expect.stringContaining('It is done.')]]);
  });
});

test('a command that changes something: done by the next process, its answer told', async () => {
  const from = { user: 'ann', channel: bot.channel };
  const answered = bot.slack.command('/bounces', 'suppress kim@example.com left', from);
  await vi.waitFor(async () => {
    expect(await bot.core.store.selectFrom('presses').select('id').execute()).toHaveLength(1);
  });
  await nextProcess(async ({ store }) => {
    const list = await store.selectFrom('suppressions').select('address').execute();
    expect(list).toEqual([{ address: 'kim@example.com' }]);
  });
  expect((await answered).text).toContain('kim@example.com');
});
