/** Many bounces at once, on the real desk: a summary, an answer a problem, all suppressed, the addresses as a file. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { type Bot, openBot } from '../../support/slack/bot.ts';
import { buttonsOf } from '../../support/slack/check-blocks.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';
import type { Channel, SentMessage } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

/** Slack's own apps turn a paste of this length into a text file. */
const paste = (lines: readonly string[], channel: Channel = bot.channel, user = 'ann'): SentMessage =>
  bot.slack.post(channel, user, '', {
    files: [{ name: 'Untitled', mimetype: 'text/plain', bytes: Buffer.from(lines.join('\n')) }],
  }).message;

const filesIn = (thread: readonly SentMessage[]) =>
  thread.flatMap(({ files }) =>
    files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString() })),
  );

/** The addresses are in the details. */
const addressesOf = async ({ slack }: Bot, answer: SentMessage, by: string): Promise<void> => {
  await slack.press(answer, 'Details', by);
  await slack.pressIn(await slack.modal(by, 'Details'), 'Addresses (CSV)');
};

describe('a log of 201 dead addresses', () => {
  let log: SentMessage;
  let answer: SentMessage;
  beforeEach(async () => {
    log = paste(deadAddresses(201));
    answer = await bot.reply(log);
  });

  const askForFile = (by = 'ann') => addressesOf(bot, answer, by);

  test('is handed over as a file in the thread, and who asked for it is said without ringing', async () => {
    await askForFile();
    const shared = await bot.slack.until(() => bot.slack.thread(log)[1], 'the file');
    expect(visibleText(shared)).toBe('ann asked for this file.');
    expect(liveMentions(shared)).toEqual([]);
    const [file] = filesIn([shared]);
    expect(file?.name).toMatch(/^user-unknown-[0-9a-f]{6}\.csv$/);
    const rows = file?.text.split('\r\n') ?? [];
    expect(rows).toHaveLength(203);
    expect(rows.slice(0, 2)).toEqual(['"address","reason"', '"user0@example.com","user-unknown"']);
    expect(rows.slice(-2)).toEqual(['"user200@example.com","user-unknown"', '']);
    expect(bot.slack.ephemerals('ann')).toEqual([]);
    expect(answer.edited).toBe(0);
  });

  test('is suppressed at once, after asking back; the file can still be had, and Undo takes it back', async () => {
    const [suppress] = buttonsOf(answer.blocks);
    expect(suppress).toMatchObject({
      text: { text: 'Suppress all 201…' },
      confirm: { text: { text: 'The servers said of each that it is dead. You can undo this.' } },
    });
    await bot.slack.press(answer, 'Suppress all 201…', 'ann');
    await bot.slack.until(() => answer.edited === 1, 'the update');
    expect(visibleText(answer)).toContain('By @U0ANN');
    expect(buttonsOf(answer.blocks).map(({ text }) => text.text)).toEqual(['Undo', 'Details']);
    const suppressed = () => bot.core.store.selectFrom('suppressions').select('address').execute();
    expect(await suppressed()).toHaveLength(201);
    await bot.slack.press(answer, 'Undo', 'ann');
    await bot.slack.until(() => answer.edited === 2, 'the second update');
    expect(await suppressed()).toEqual([]);
  });

  test('its file is not a paste: the bot does not answer it', async () => {
    await askForFile();
    const shared = await bot.slack.until(() => bot.slack.thread(log)[1], 'the file');
    const file = shared.files[0];
    await bot.slack.event({
      type: 'message',
      subtype: 'file_share',
      channel: bot.channel.id,
      channel_type: 'channel',
      user: bot.slack.state.botUserId,
      ts: shared.ts,
      thread_ts: log.ts,
      text: shared.text,
      files: [
        {
          name: file?.name,
          mimetype: file?.mimetype,
          url_private: `${bot.slack.base}/files/${file?.id}/a.csv`,
        },
      ],
    });
    await bot.handled();
    expect(bot.slack.thread(log)).toHaveLength(2);
  });

  test.each([
    [
      'missing_scope',
      /the app lacks the scope `files:write`\. An admin can add it .* install the app .* again/,
    ],
    ['not_in_channel', /I am not in this channel\. Invite me with “\/invite @U0BOT”/],
    ['is_archived', /This channel is archived/],
    ['file_uploads_disabled', /lets nobody upload such a file\. An admin can allow it/],
  ])('where Slack says %s, the one who pressed is told what to change', async (error, words) => {
    if (error === 'missing_scope') bot.slack.state.scopes.delete('files:write');
    else if (error === 'not_in_channel') bot.channel.botIsMember = false;
    else if (error === 'is_archived') bot.channel.archived = true;
    else bot.slack.failNext('files.getUploadURLExternal', { kind: 'refused', error });
    await askForFile('bob');
    const told = await bot.told('bob');
    expect(visibleText(told)).toMatch(words);
    expect(filesIn(bot.slack.thread(log))).toEqual([]);
    expect(bot.logged()).toContain(error);
  });

  test('is sent to no address but Slack’s', async () => {
    bot.slack.state.uploadHost = 'https://files.slack.com.evil.example';
    await askForFile();
    expect((await bot.told('ann')).text).toMatch(/That did not work.*error `[0-9a-f]{6}`/);
    expect(bot.logged()).toContain('the address for the upload is not one of Slack');
    expect(bot.logged()).not.toContain('user0@example.com');
  });

  test('says so when the upload breaks', async () => {
    bot.slack.failNext('upload', { kind: 'broken', status: 500 });
    await askForFile();
    expect((await bot.told('ann')).text).toContain('That did not work');
    expect(bot.logged()).toContain('the upload was answered with HTTP 500');
  });
});

test('two problems in one paste: one answer with a row each', async () => {
  const log = paste([...deadAddresses(2), fullMailbox]);
  const [answer] = await bot.slack.replies(log, 1);
  expect(visibleText(answer as SentMessage)).toBe(
    [
      '📋 3 bounces, 2 problems',
      'Suppress 2 · Wait for 1',
      '| # | Problem | Refused by |',
      '| ⛔ 2 | Address does not exist | example.com |',
      '| ⏳ 1 | Mailbox full | example.com |',
    ].join('\n'),
  );
});

test('a file’s name brings no path and no markup, and a person’s name none either', async () => {
  const outcome = { update: null, post: null, aside: null, details: null, notice: null };
  const file = { name: '../<!channel> *x*.csv', content: 'é' };
  const hostile = await openBot();
  const { action } = hostile.core.desk;
  Object.assign(hostile.core.desk, {
    action: async (pressed: Parameters<typeof action>[0]) =>
      pressed.action === 'addresses' ? { ...outcome, file } : action(pressed),
  });
  await hostile.start();
  const { message } = hostile.slack.post(hostile.channel, 'ann', deadAddresses(2).join('\n'));
  await addressesOf(hostile, await hostile.reply(message), '*ann* <!here>');
  const shared = await hostile.slack.until(() => hostile.slack.thread(message)[1], 'the file');
  expect(filesIn([shared])).toEqual([{ name: 'channel-x-.csv', text: 'é' }]);
  expect(shared.text).toBe('`*ann* &lt;!here&gt;` asked for this file.');
  await hostile.close();
});

test('in a direct message the file comes there', async () => {
  const direct = bot.slack.channel('ann', 'im');
  const log = paste(deadAddresses(3), direct);
  await addressesOf(bot, await bot.reply(log), 'ann');
  const shared = await bot.slack.until(() => bot.slack.thread(log)[1], 'the file');
  expect(filesIn([shared])[0]?.text).toContain('"user2@example.com"');
});
