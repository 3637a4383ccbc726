import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deadAddresses, fullMailbox } from '../../support/mail-log.ts';
import { attempt } from '../../support/postfix-log.ts';
import { BOUNCE, type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { visibleView } from '../../support/slack/view-state.ts';
import { visibleText } from '../../support/slack/visible.ts';
import { BOT_NAME, type SentMessage } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
});
afterEach(() => bot.close());

const detailsOf = async (reply: SentMessage): Promise<string> => {
  await bot.slack.press(reply, 'Details', 'ann');
  return visibleView((await bot.slack.modal('ann', 'Details')).view);
};

const inbox = () => bot.core.store.selectFrom('inbox').select(['id', 'done_at']).execute();

describe('a pasted bounce', () => {
  beforeEach(async () => {
    await bot.start();
  });

  test('is answered in its thread, once, and written down', async () => {
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    await acknowledged;
    expect(visibleText(reply)).toContain('sam@example.com');
    expect(reply.threadTs).toBe(message.ts);
    expect((await inbox()).map(({ id }) => id)).toEqual([`${bot.channel.id}:${message.ts}`]);
  });

  test('that comes twice is answered once', async () => {
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    bot.slack.socket.sendLastAgain();
    await bot.handled();
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  test('again, of another mail: the first answer counts it, and the second message gets a short word and a link', async () => {
    const first = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    const other = attempt({
      time: '09:00:02',
      id: '4FpQx0abcz9',
      to: 'sam@example.com',
      words: '550 5.1.1 User unknown',
    });
    const again = await bot.reply(bot.slack.post(bot.channel, 'bob', other).message);
    expect(visibleText(again)).toMatch(
      /^🔁 Known: This address .*\nHard bounce · .*\n2 since .* · nobody has it yet · this is a new try\nOpen the case/,
    );
    expect(JSON.stringify(again.blocks)).toContain(`/p${first.ts.replace('.', '')}?thread_ts=`);
    expect(await detailsOf(first)).toContain('2 times since');
  });

  // The SDK waits 5 s before it connects again.
  test('is answered after the connection was lost', { timeout: 20_000 }, async () => {
    bot.slack.socket.drop();
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  });

  test('keeps nothing of itself in the log', async () => {
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    const { botToken, appToken } = bot.slack.config;
    for (const secret of ['sam@example', 'No such user', botToken, appToken]) {
      expect(bot.logged()).not.toContain(secret);
    }
  });
});

test('is not acknowledged while it is not written down, and is answered when Slack sends it again', async () => {
  await bot.start();
  const { take } = bot.core.queue;
  Object.assign(bot.core.queue, { take: () => Promise.reject(new Error('disk full')) });
  const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
  await bot.slack.until(() => bot.logged().includes('disk full'), 'the failure');
  expect(bot.slack.thread(message)).toEqual([]);
  Object.assign(bot.core.queue, { take });
  bot.slack.socket.sendUnacknowledgedAgain();
  await acknowledged;
  await bot.reply(message);
});

describe('where Slack does not answer as it should', () => {
  beforeEach(async () => {
    await bot.close();
    ahead = 0;
    bot = await openBot({ now: () => new Date(Date.now() + ahead) });
    await bot.start();
  });

  let ahead: number;
  /** What had no answer is left alone for half a minute, which is over now. */
  const halfAMinuteLater = async (): Promise<void> => {
    await vi.waitFor(async () => {
      const owed = bot.core.store.selectFrom('outbox').select('id').where('done_at', 'is', null);
      expect(await owed.where('lease_by', 'is', null).execute()).toHaveLength(1);
    }, 5000);
    ahead = 40_000;
  };

  test('waits out a rate limit in its channel, in order, and holds up no other', async () => {
    bot.slack.failNext('chat.postMessage', { kind: 'rate-limited', retryAfter: 2 });
    const first = bot.slack.post(bot.channel, 'ann', bounceOf('one')).message;
    await bot.slack.until(
      () => bot.slack.state.calls.some(({ method }) => method === 'chat.postMessage'),
      'the refused call',
    );
    const second = bot.slack.post(bot.channel, 'ann', bounceOf('two')).message;
    const elsewhere = bot.slack.post(bot.slack.channel('other'), 'ann', bounceOf('three')).message;
    await bot.reply(elsewhere);
    expect(bot.slack.thread(first)).toEqual([]);
    await bot.reply(second);
    expect(Number(bot.slack.thread(first)[0]?.ts)).toBeLessThan(Number(bot.slack.thread(second)[0]?.ts));
  });

  test.each([
    ['breaks down', { kind: 'broken', status: 503 }],
    ['cuts the line', { kind: 'cut' }],
    ['says a passing error', { kind: 'refused', error: 'internal_error' }],
  ] as const)('tries again where Slack %s', async (_, failure) => {
    bot.slack.failNext('chat.postMessage', failure);
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    if (failure.kind === 'cut') await halfAMinuteLater();
    await bot.reply(message);
  });

  test('looks before it posts again: what arrived without a word is not posted twice', async () => {
    bot.slack.failNext('chat.postMessage', { kind: 'done-but-cut' });
    const { message } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    const reply = await bot.reply(message);
    await halfAMinuteLater();
    await bot.slack.until(
      () => bot.slack.state.calls.some(({ method }) => method === 'conversations.replies'),
      'a look',
    );
    await bot.slack.press(reply, 'Claim', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update of that very post');
    const posts = bot.slack.thread(message).filter(({ blocks }) => blocks.length > 0);
    expect(posts).toHaveLength(1);
  });

  test('gives up where the channel is closed to it, and goes on elsewhere', async () => {
    bot.channel.archived = true;
    bot.slack.post(bot.channel, 'ann', BOUNCE);
    await bot.slack.until(() => bot.slack.state.refusals.length > 0, 'the refusal');
    await bot.handled();
    const given = await bot.core.store.selectFrom('outbox').select('given_up').orderBy('id').execute();
    expect(given.map(({ given_up }) => given_up)).toEqual(['the channel is archived', null]);
  });

  test('says it with plainer blocks where Slack refuses the newer ones', async () => {
    bot.slack.state.refusedBlocks.add('table');
    const log = [...deadAddresses(2), fullMailbox].join('\n');
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', log).message);
    expect(reply.blocks.map(({ type }) => type)).not.toContain('table');
    expect(visibleText(reply)).toMatch(/^📋 3 bounces/);
    // Which blocks are refused here is asked once.
    const again = bot.slack.channel('another');
    await bot.reply(bot.slack.post(again, 'ann', log.replaceAll('example.com', 'example.net')).message);
    const refusals = bot.slack.state.refusals.filter(({ error }) => error === 'invalid_blocks');
    expect(refusals).toHaveLength(1);
  });

  test('says it by its words alone where Slack refuses all blocks', async () => {
    const refused = { kind: 'refused', error: 'invalid_blocks' } as const;
    bot.slack.failNext('chat.postMessage', refused);
    const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    expect(reply.blocks).toEqual([]);
    expect(reply.text).toContain('This address does not exist');
  });
});

describe('who is heard', () => {
  beforeEach(async () => {
    await bot.start();
  });

  test.each([
    { order: 'message first', mentionFirst: false },
    { order: 'app_mention first', mentionFirst: true },
  ])('a mention, once, from either event ($order)', async ({ mentionFirst }) => {
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', `${BOT_NAME} 421 4.7.28`, {
      mentionFirst,
    });
    const reply = await bot.reply(message);
    await acknowledged;
    await bot.handled();
    expect(bot.slack.thread(message)).toHaveLength(1);
    expect(visibleText(reply)).toContain('Sending too fast');
  });

  test('a direct message, as a mention', async () => {
    const direct = bot.slack.channel('ann', 'im');
    const reply = await bot.reply(bot.slack.post(direct, 'ann', 'what is greylisting?').message);
    expect(visibleText(reply)).toContain('Greylisted');
  });

  test('no bot, no joining, and not itself', async () => {
    const others = [
      { bot_id: 'B0OTHER', subtype: 'bot_message', user: undefined },
      { bot_id: 'B0OTHER' },
      { user: bot.slack.state.botUserId },
      { bot_id: bot.slack.state.botId, user: undefined },
      { subtype: 'channel_join' },
      { user: 'USLACKBOT' },
    ];
    const sent: SentMessage[] = [];
    for (const event of others) {
      const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE, { event });
      await acknowledged;
      sent.push(message);
    }
    await bot.handled();
    expect(sent.flatMap((message) => bot.slack.thread(message))).toEqual([]);
    expect(await inbox()).toHaveLength(1);
  });

  test('a bot that the channel’s settings name', async () => {
    await bot.core.store
      .insertInto('settings')
      .values({
        team: 'slack:T0STANDIN',
        channel: bot.channel.id,
        name: 'channel',
        value: JSON.stringify({ watch: null, escalateTo: null, bots: ['B0MONITOR'] }),
        by: null,
        at: '2026-11-21T10:00:00.000Z',
      })
      .execute();
    const event = { bot_id: 'B0MONITOR', subtype: 'bot_message', user: undefined };
    await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE, { event }).message);
  });

  test('in a thread of other people’s only who asks; in one that it answered, everybody', async () => {
    const talk = bot.slack.post(bot.channel, 'ann', 'Look at this one').message;
    await bot.slack.post(bot.channel, 'bob', bounceOf('quiet'), { thread: talk }).acknowledged;
    const { message } = bot.slack.post(bot.channel, 'bob', `${BOT_NAME} ${bounceOf('asked')}`, {
      thread: talk,
    });
    const replies = await bot.slack.until(
      () => bot.slack.thread(talk).length === 3 && bot.slack.thread(talk),
      'an answer',
    );
    expect(replies.map(({ user }) => user)).toEqual(['U0BOB', 'U0BOB', 'U0BOT']);
    expect(visibleText(replies[2] as SentMessage)).toContain('asked@example.com');
    expect((await inbox()).at(-1)?.id).toBe(`${bot.channel.id}:${message.ts}:${talk.ts}`);

    const ours = bot.slack.post(bot.channel, 'ann', BOUNCE).message;
    await bot.reply(ours);
    bot.slack.post(bot.channel, 'bob', bounceOf('another'), { thread: ours });
    await bot.slack.until(() => bot.slack.thread(ours).length === 3, 'an answer in our own thread');
  });

  test('what is not a message at all is acknowledged and left alone', async () => {
    await bot.slack.event({ type: 'reaction_added', user: 'U1' });
    await bot.slack.event({ type: 'message', channel: 17 });
    expect(await inbox()).toEqual([]);
  });
});

describe('a message that changes', () => {
  let message: SentMessage;
  let reply: SentMessage;
  beforeEach(async () => {
    await bot.start();
    ({ message } = bot.slack.post(bot.channel, 'ann', BOUNCE));
    reply = await bot.reply(message);
  });

  test('is read again when it is edited, and its answer updated in place', async () => {
    await bot.slack.edit(message, bounceOf('kim'));
    await bot.slack.until(() => visibleText(reply).includes('kim@example.com'), 'the update');
    expect(bot.slack.thread(message)).toHaveLength(1);
  });

  test('is answered when an edit makes it a bounce', async () => {
    const talk = bot.slack.post(bot.channel, 'ann', 'wait, I paste it').message;
    await bot.slack.edit(talk, bounceOf('lee'));
    expect(visibleText(await bot.reply(talk))).toContain('lee@example.com');
  });

  test('is left alone when Slack only unfurls a link in it', async () => {
    await bot.slack.event({
      type: 'message',
      subtype: 'message_changed',
      channel: bot.channel.id,
      message: { type: 'message', user: message.user, ts: message.ts, text: message.text, attachments: [] },
    });
    await bot.handled();
    expect(reply.edited).toBe(0);
  });

  test('leaves an answer that says so when it is deleted', async () => {
    await bot.slack.remove(message);
    await bot.slack.until(() => /deleted/i.test(visibleText(reply)), 'the update');
  });
});

describe('files', () => {
  const eml = {
    name: 'report.eml',
    mimetype: 'message/rfc822',
    bytes: Buffer.from(`Subject: x\r\n\r\n${BOUNCE}`),
  };

  test('are read where a bounce may be in them, after the event was acknowledged', async () => {
    await bot.start();
    const image = { name: 'cat.png', mimetype: 'image/png', bytes: Buffer.from('…') };
    const snippet = { name: 'Untitled', mimetype: 'text/plain', bytes: Buffer.from(bounceOf('kim')) };
    const { message } = bot.slack.post(bot.channel, 'ann', '', { files: [eml, image, snippet] });
    const details = await detailsOf(await bot.reply(message));
    expect(details).toContain('sam@example.com');
    expect(details).toContain('kim@example.com');
  });

  test('of a mention are waited for where its first event only names them', async () => {
    await bot.start();
    const naming = { blocks: [{ type: 'rich_text', elements: [{ type: 'file', file_id: 'F1' }] }] };
    const text = `<@${bot.slack.state.botUserId}> what is this?`;
    const event = { type: 'app_mention', channel: bot.channel.id, ts: '1700000000.5', user: 'U0ANN', text };
    await bot.slack.event({ ...event, ...naming });
    expect(await inbox()).toEqual([]);
  });

  test('that Slack does not give out are explained to the one who asked', async () => {
    bot.slack.state.scopes.delete('files:read');
    await bot.start();
    const { message } = bot.slack.post(bot.slack.channel('ann', 'im'), 'ann', '', { files: [eml] });
    expect(visibleText(await bot.reply(message))).toMatch(
      /report.eml was not read: Slack gave me a login page .* files:read/,
    );
    expect(bot.logged()).toContain("without files:read it can't read bounces that are attached as files");
  });
});

test('sends nothing that Slack refuses', async () => {
  await bot.start();
  const reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
  await bot.slack.command('/smtp', '421 4.7.28', { user: 'ann', channel: bot.channel });
  await bot.slack.press(reply, 'Claim', 'ann');
  await bot.slack.until(() => reply.edited > 0, 'the update');
  expect(bot.slack.state.refusals).toEqual([]);
});
