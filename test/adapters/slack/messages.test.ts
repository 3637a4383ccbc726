import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookup } from '../../support/sample-replies.ts';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleText } from '../../support/slack/visible.ts';
import { BOT_NAME } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

describe('a pasted bounce', () => {
  beforeEach(async () => {
    await bot.start();
  });

  it('is answered in its thread, once, and is noted as posted', async () => {
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    await acknowledged;
    expect(visibleText(reply)).toContain('⛔ This address does not exist');
    expect(reply.threadTs).toBe(message.ts);
    expect(bot.desk.heard).toMatchObject([
      { id: `${bot.channel.id}:${message.ts}`, text: BOUNCE, heard: 'watching', actor: { id: 'U0ANN' } },
    ]);
    await bot.stop();
    expect(bot.desk.done).toEqual([`${bot.channel.id}:${message.ts}`]);
  });

  it('in a thread is answered in that thread', async () => {
    const first = bot.slack.post(bot.channel, 'ann', 'Look at this one').message;
    const { message } = bot.slack.post(bot.channel, 'bob', BOUNCE, { thread: first });
    const replies = await bot.slack.until(
      () => bot.slack.thread(first).length === 2 && bot.slack.thread(first),
      'an answer',
    );
    expect(replies[1]).toMatchObject({ user: 'U0BOT', threadTs: first.ts });
    expect(bot.desk.heard.at(-1)?.id).toBe(`${bot.channel.id}:${message.ts}:${first.ts}`);
  });

  it('that comes twice is answered once', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    bot.slack.socket.sendLastAgain();
    await bot.handled();
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  it('is not acknowledged while it is not written down, and is answered when Slack sends it again', async () => {
    bot.desk.trouble.push(() => Promise.reject(new Error('disk full')));
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.slack.until(() => bot.logged().includes('disk full'), 'the failure');
    expect(bot.slack.thread(message)).toEqual([]);
    bot.slack.socket.sendUnacknowledgedAgain();
    await acknowledged;
    await bot.reply(message);
    expect(bot.desk.heard).toHaveLength(2);
  });

  // The SDK waits 5 s before it connects anew.
  it('is answered after the connection was lost', { timeout: 20_000 }, async () => {
    bot.slack.socket.drop();
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.reply(message);
  });

  it('waits out a rate limit, and a Slack that breaks down for a moment', async () => {
    bot.slack.failNext(
      'chat.postMessage',
      { kind: 'rate-limited', retryAfter: 1 },
      { kind: 'broken', status: 503 },
    );
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  });

  it('keeps nothing of itself in the log', async () => {
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    for (const secret of [
      'sam@example',
      'No such user',
      bot.slack.config.botToken,
      bot.slack.config.appToken,
    ]) {
      expect(bot.logged()).not.toContain(secret);
    }
  });
});

describe('who is heard', () => {
  beforeEach(async () => {
    await bot.start();
  });

  it.each([
    { order: 'message first', mentionFirst: false },
    { order: 'app_mention first', mentionFirst: true },
  ])('a mention, as mentioned from either event ($order)', async ({ mentionFirst }) => {
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', `${BOT_NAME} what is this?`, {
      mentionFirst,
    });
    await bot.reply(message);
    await acknowledged;
    await bot.handled();
    expect(bot.slack.thread(message)).toHaveLength(1);
    expect(bot.desk.heard.slice(0, 2)).toMatchObject([
      { text: ' what is this?', heard: 'mentioned' },
      { text: ' what is this?', heard: 'mentioned' },
    ]);
  });

  it('a direct message, as mentioned', async () => {
    const direct = bot.slack.channel('ann', 'im');
    await bot.reply(bot.slack.post(direct, 'ann', 'hello?').message);
    expect(bot.desk.heard[0]).toMatchObject({ heard: 'mentioned', place: { channel: direct.id } });
  });

  it('no bot, no edit, no joining, and not itself', async () => {
    const others = [
      { bot_id: 'B0OTHER', subtype: 'bot_message', user: undefined },
      { bot_id: 'B0OTHER' },
      { user: bot.slack.state.botUserId },
      { subtype: 'message_changed', message: { text: BOUNCE } },
      { subtype: 'channel_join' },
      { user: 'USLACKBOT' },
    ];
    for (const event of others) await bot.slack.post(bot.channel, 'ann', BOUNCE, { event }).acknowledged;
    await bot.handled();
    expect(bot.desk.heard.map(({ text }) => text)).toEqual([`marker ${BOUNCE}`]);
  });

  it('what is no message at all is acknowledged and left alone', async () => {
    await bot.slack.event({ type: 'reaction_added', user: 'U1' });
    await bot.slack.event({ type: 'message', channel: 17 });
    expect(bot.desk.heard).toEqual([]);
  });
});

describe('files', () => {
  const eml = {
    name: 'report.eml',
    mimetype: 'message/rfc822',
    bytes: Buffer.from(`Subject: x\r\n\r\n${BOUNCE}`),
  };

  it('are read where a bounce may be in them', async () => {
    await bot.start();
    const image = { name: 'cat.png', mimetype: 'image/png', bytes: Buffer.from('…') };
    const snippet = { name: 'Untitled', mimetype: 'text/plain', bytes: Buffer.from(BOUNCE) };
    await bot.reply(bot.slack.post(bot.channel, 'ann', '', { files: [eml, image, snippet] }).message);
    expect(bot.desk.heard[0]?.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['report.eml', `Subject: x\r\n\r\n${BOUNCE}`],
      ['Untitled', BOUNCE],
    ]);
  });

  it('of a mention are waited for where its first event only names them', async () => {
    await bot.start();
    const naming = { blocks: [{ type: 'rich_text', elements: [{ type: 'file', file_id: 'F1' }] }] };
    const user = 'U0ANN';
    const text = `<@${bot.slack.state.botUserId}> what is this?`;
    await bot.slack.event({
      type: 'app_mention',
      channel: bot.channel.id,
      ts: '1700000000.5',
      user,
      text,
      ...naming,
    });
    expect(bot.desk.heard).toEqual([]);
  });

  it('that Slack does not give out are explained to the one who asked', async () => {
    bot.slack.state.scopes.delete('files:read');
    await bot.start();
    bot.slack.post(bot.slack.channel('ann', 'im'), 'ann', '', { files: [eml] });
    const told = await bot.told('ann');
    expect(told.text).toMatch(/^I could not read `report.eml`: Slack gave me a login page .* files:read/);
    expect(bot.logged()).toContain("without files:read it can't read bounces that are attached as files");
  });
});

it('sends nothing that Slack refuses', async () => {
  await bot.start();
  await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.command('/smtp', lookup('x').title, { user: 'ann', channel: bot.channel });
  expect(bot.slack.state.refusals).toEqual([]);
});
