/** The whole adapter against a Discord on loopback sockets, as people use it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import { ApiError, alreadyAcknowledged, unknownInteraction } from '../../support/discord/api-error.ts';
import { INTENTS } from '../../support/discord/gateway.ts';
import { createSampleDesk, type SampleDesk } from '../../support/discord/sample-desk.ts';
import { type Discord, startDiscord } from '../../support/discord/stand-in.ts';
import { buttonsOf, isLoading, visibleText } from '../../support/discord/visible.ts';
import type { Interaction, StoredMessage } from '../../support/discord/world.ts';

const BOUNCE = '550 5.1.1 The email account that you tried to reach does not exist';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

async function discordWith(options: Parameters<typeof startDiscord>[0] = {}): Promise<Discord> {
  const discord = await startDiscord(options);
  cleanUp.push(() => discord.close());
  return discord;
}

/** @returns the log's lines as they are written */
async function run(
  discord: Discord,
  desk: SampleDesk,
  token = discord.token,
): Promise<{ log: string[]; stop(): Promise<void> }> {
  const log: string[] = [];
  const adapter = createDiscordAdapter(
    { token, apiUrl: discord.apiUrl },
    { desk, log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }) },
  );
  cleanUp.push(() => adapter.stop());
  await adapter.start();
  return { log, stop: () => adapter.stop() };
}

/** A server with one channel, one person and the bot in it. */
async function team(options: Parameters<typeof startDiscord>[0] = {}) {
  const discord = await discordWith(options);
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  const desk = createSampleDesk();
  const bot = await run(discord, desk);
  return { discord, channel, ann, desk, bot };
}

const privateAnswer = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(() => {
    const message = discord.world.messages.get(interaction.original ?? '');
    return message !== undefined && message.onlyFor !== null && !isLoading(message) && message;
  }, 'the private answer');

const followUp = (discord: Discord, interaction: Interaction): Promise<StoredMessage> =>
  discord.until(
    () => discord.world.messages.get(interaction.followups[0] ?? ''),
    'a message to the one who pressed',
  );

const answerTo = (discord: Discord, message: StoredMessage): Promise<StoredMessage> =>
  discord.until(() => discord.messages(message.id)[0], 'the answer in the thread');

const labels = (message: StoredMessage) => buttonsOf(message.components).map(({ label }) => label);

describe('a pasted bounce', () => {
  test('is answered in a thread on it; a press updates that message; old buttons work after a restart', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    const bounce = discord.post(channel, ann, `Any idea?\n\`\`\`\n${BOUNCE}\n\`\`\``);
    const answer = await answerTo(discord, bounce);
    expect(discord.world.channels.get(bounce.id)).toMatchObject({
      name: 'This address does not exist',
      archiveAfter: 1440,
    });
    expect(visibleText(answer)).toContain(BOUNCE);
    expect(desk.heard).toMatchObject([
      {
        id: `${channel.id}:${bounce.id}`,
        text: `Any idea?\n\n${BOUNCE}`,
        heard: 'watching',
        actor: { id: ann.id, name: 'Ann', team: `discord:${discord.world.guildId}` },
        place: { platform: 'discord', team: `discord:${discord.world.guildId}`, channel: channel.id },
      },
    ]);
    await discord.until(() => desk.noted.length === 1, 'the desk to be told');

    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => answer.edits === 1, 'the update');
    expect(visibleText(answer)).toContain(`Suppressed by <@${ann.id}>, 2026-11-03T10:15:00.000Z`);
    expect(labels(answer)).toEqual(['Undo']);

    await bot.stop();
    await run(discord, desk);
    discord.press(answer, 'Undo', discord.person('Ben'));
    await discord.until(() => answer.edits === 2, 'the update after the restart');
    expect(labels(answer)).toEqual(['Mark suppressed', 'Not a bounce', 'Resolve']);
    expect(discord.messages(bounce.id)).toHaveLength(1);
    expect(answer.rang).toEqual([]);
  });

  test('over 2,000 characters comes as message.txt and is read like the text that it is', async () => {
    const { discord, channel, ann, desk } = await team();
    const bounce = discord.post(channel, ann, `${'Received: by mx.example.com\n'.repeat(100)}${BOUNCE}`);
    await answerTo(discord, bounce);
    expect(
      desk.heard[0]?.files.map(({ name, bytes }) => [
        name,
        Buffer.from(bytes).toString().slice(-BOUNCE.length),
      ]),
    ).toEqual([['message.txt', BOUNCE]]);
  });

  test('in an attachment is read; pictures and addresses elsewhere are not fetched', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    let fetched = 0;
    const elsewhere = createServer((_, response) => {
      fetched += 1;
      response.end(BOUNCE);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    cleanUp.push(async () => void elsewhere.close());
    const bytes = `Subject: Undelivered\n\n${BOUNCE}`;
    const message = discord.post(channel, ann, 'see these', {
      files: [
        { name: 'bounce.eml', type: 'message/rfc822', bytes },
        { name: 'photo.png', type: 'image/png', bytes: 'PNG' },
      ],
    });
    await answerTo(discord, message);
    expect(desk.heard[0]?.files.map(({ name }) => name)).toEqual(['bounce.eml']);

    const trap = discord.post(channel, ann, `trap ${BOUNCE}`, { files: [] });
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x.txt`;
    const forged = { id: '1', filename: 'x.txt', size: 10, url, proxy_url: url, content_type: 'text/plain' };
    discord.world.messages.set(trap.id, { ...trap, id: `${BigInt(trap.id) + 1n}`, attachments: [forged] });
    discord.replay(discord.world.messages.get(trap.id) as StoredMessage);
    await discord.until(() => desk.heard.length === 3, 'the forged message');
    expect(desk.heard[2]?.files).toEqual([]);
    expect(fetched).toBe(0);
    expect(bot.log.join('')).toContain('an attachment could not be read');
  });

  test('is answered once, however often Discord sends it', async () => {
    const { discord, channel, ann, desk } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, bounce);
    discord.replay(bounce);
    await discord.until(() => desk.heard.length === 2, 'the replay');
    discord.post(channel, ann, 'thanks');
    await discord.until(() => desk.heard.length === 3, 'the next message');
    expect(discord.messages(bounce.id)).toHaveLength(1);
  });

  test('in a thread is answered there; without the right to open threads, by a reply', async () => {
    const { discord, channel, ann } = await team();
    const first = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, first);
    const thread = discord.world.channels.get(first.id);
    if (!thread) throw new Error('no thread');
    const second = discord.post(thread, ann, BOUNCE);
    const inThread = await discord.until(
      () => discord.messages(thread.id)[2],
      'the answer in the same thread',
    );
    expect(inThread.replyTo).toBe(second.id);

    channel.rights = { ...channel.rights, threads: false };
    const third = discord.post(channel, ann, BOUNCE);
    const reply = await discord.until(
      () => discord.messages(channel.id).find(({ replyTo }) => replyTo === third.id),
      'the reply',
    );
    expect(visibleText(reply)).toContain('This address does not exist');
    expect(reply.rang).toEqual([]);
  });

  test('that was heard but not answered before a crash is answered at the next start, once', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    channel.rights = { ...channel.rights, send: false, threads: false };
    const bounce = discord.post(channel, ann, BOUNCE);
    await discord.until(() => bot.log.join('').includes('could not be answered'), 'the failure');
    await bot.stop();
    channel.rights = { ...channel.rights, send: true, threads: true };
    const next = await run(discord, desk);
    expect(visibleText(await answerTo(discord, bounce))).toContain('This address does not exist');
    expect(desk.noted).toEqual([`${channel.id}:${bounce.id}`]);

    // The process ends between the post and the note of it: the nonce keeps the second post from doubling.
    desk.noted.length = 0;
    await next.stop();
    await run(discord, desk);
    expect(desk.noted).toHaveLength(1);
    expect(discord.messages(bounce.id)).toHaveLength(1);
  });
});

describe('silence', () => {
  test('for talk, bots, webhooks and what Discord itself writes', async () => {
    const { discord, channel, ann, desk } = await team();
    discord.post(channel, { id: '1', username: 'Alerts', bot: true }, BOUNCE);
    discord.post(channel, ann, BOUNCE, { webhookId: '5' });
    discord.post(channel, ann, BOUNCE, { type: 7 });
    discord.post(channel, ann, 'version 5.1.1 is out');
    await discord.until(() => desk.heard.length === 1, 'the only message that people wrote');
    expect(desk.heard[0]?.text).toBe('version 5.1.1 is out');
    expect(discord.messages(channel.id)).toHaveLength(4);
  });

  test('replying to the bot is not speaking to it, naming it is', async () => {
    const { discord, channel, ann, desk } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, bounce);
    const thread = discord.world.channels.get(bounce.id);
    if (!thread) throw new Error('no thread');
    discord.post(thread, ann, 'thanks', { replyTo: answer.id });
    const named = discord.post(channel, ann, `<@${discord.world.bot.id}> what is this`);
    const refusal = await answerTo(discord, named);
    expect(desk.heard.map(({ text, heard }) => [text, heard])).toEqual([
      [BOUNCE, 'watching'],
      ['thanks', 'watching'],
      ['what is this', 'mentioned'],
    ]);
    expect(visibleText(refusal)).toContain('No bounce found');
  });
});

describe('a direct message', () => {
  test('is answered by a reply, for a team of one', async () => {
    const { discord, ann, desk } = await team();
    const direct = discord.directMessages(ann);
    const message = discord.post(direct, ann, BOUNCE);
    const reply = await discord.until(() => discord.messages(direct.id)[1], 'the reply');
    expect(reply.replyTo).toBe(message.id);
    expect(desk.heard[0]).toMatchObject({ heard: 'mentioned', place: { team: `discord:dm:${ann.id}` } });
  });
});

describe('/smtp', () => {
  test('is registered at start and answers the asker alone, who may share it', async () => {
    const { discord, channel, ann } = await team();
    expect(discord.world.commands.map(({ name, type }) => [name, type])).toEqual([
      ['smtp', 1],
      ['Explain this bounce', 3],
    ]);
    const interaction = discord.command('421 4.7.28', ann, channel);
    const answer = await privateAnswer(discord, interaction);
    expect(interaction.callback).toBe(5);
    expect(visibleText(answer)).toContain('Too much mail, too fast');
    expect(discord.messages(channel.id)).toEqual([]);

    discord.press(answer, 'Share to channel', ann);
    const shared = await discord.until(() => discord.messages(channel.id)[0], 'the shared answer');
    expect(visibleText(shared)).toContain('Too much mail, too fast');
    await discord.until(() => labels(answer).length === 0, 'the button to go');

    channel.rights = { ...channel.rights, send: false };
    const again = await privateAnswer(discord, discord.command('421', ann, channel));
    discord.press(again, 'Share to channel', ann);
    await discord.until(() => discord.messages(channel.id)[1], 'the share by the asker’s own right');
  });

  test('without a query, and in a direct message', async () => {
    const { discord, ann } = await team();
    const answer = await privateAnswer(discord, discord.command(null, ann, discord.directMessages(ann)));
    expect(visibleText(answer)).toContain('/smtp 550 5.1.1');
  });

  test('completes what is typed with at most 25 choices', async () => {
    const { discord, channel, ann } = await team();
    const interaction = discord.autocomplete('55', ann, channel);
    const choices = await discord.until(() => interaction.choices, 'the choices');
    expect(choices).toHaveLength(25);
    expect(choices[0]).toMatchObject({ value: '55 0' });
  });
});

describe('Explain this bounce', () => {
  test('answers in the thread on the message and tells the asker where; the second time only the asker', async () => {
    const { discord, channel, ann, desk } = await team();
    const alert = discord.post(channel, { id: '1', username: 'Alerts', bot: true }, '', {
      embeds: [{ type: 'rich', title: 'Bounce', description: BOUNCE }],
    });
    const first = await privateAnswer(discord, discord.contextMenu(alert, ann));
    const answer = await answerTo(discord, alert);
    expect(desk.heard[0]).toMatchObject({ heard: 'asked', text: `Bounce\n${BOUNCE}`, actor: { id: ann.id } });
    expect(first.components).toMatchObject([
      {
        content: `Explained here: [jump to the answer](https://discord.com/channels/${discord.world.guildId}/${alert.id}/${answer.id})`,
      },
    ]);

    const second = await privateAnswer(discord, discord.contextMenu(alert, discord.person('Ben')));
    expect(visibleText(second)).toContain('This address does not exist');
    expect(discord.messages(alert.id)).toHaveLength(1);
  });

  test('shows the asker alone what it may not post, and what it did not find', async () => {
    const { discord, channel, ann } = await team();
    channel.rights = { ...channel.rights, send: false, threads: false };
    const bounce = discord.post(channel, ann, `look at ${BOUNCE}`);
    expect(visibleText(await privateAnswer(discord, discord.contextMenu(bounce, ann)))).toContain(
      'This address does not exist',
    );
    const talk = discord.post(channel, ann, 'hello');
    expect(visibleText(await privateAnswer(discord, discord.contextMenu(talk, ann)))).toContain(
      'No bounce found',
    );
  });
});

describe('buttons', () => {
  test('that ask first ask only the one who pressed; yes changes the message for all, after a restart too', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const question = await privateAnswer(discord, discord.press(answer, 'Resolve', ann));
    expect(visibleText(question)).toContain('Resolve this case for everyone?');
    expect(desk.acted).toEqual([]);
    await bot.stop();
    await run(discord, desk);
    discord.press(question, 'Yes, resolve', ann);
    await discord.until(() => answer.edits === 1, 'the update');
    expect(visibleText(answer)).toContain(`Closed by <@${ann.id}>`);
    await discord.until(() => visibleText(question) === 'Done.', 'the question to go');
    expect(labels(question)).toEqual([]);
  });

  test('two people at once: one effect, and the second hears who was first', async () => {
    const { discord, channel, ann, desk } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const ben = discord.person('Ben');
    discord.press(answer, 'Mark suppressed', ann);
    const late = discord.press(answer, 'Mark suppressed', ben);
    const notice = await followUp(discord, late);
    expect(visibleText(notice)).toBe('Ann was first.');
    expect(notice.onlyFor).toEqual(ben);
    expect(desk.acted).toHaveLength(2);
    expect(visibleText(answer)).toContain(`Suppressed by <@${ann.id}>`);
  });

  test('of another make do nothing and say so', async () => {
    const { discord, channel, ann, desk } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    answer.components = [
      { type: 1, components: [{ type: 2, style: 1, label: 'Old', custom_id: 'v0|suppress' }] },
    ];
    const notice = await followUp(discord, discord.press(answer, 'Old', ann));
    expect(visibleText(notice)).toContain('does nothing any more');
    expect(desk.acted).toEqual([]);
  });
});

describe('trouble', () => {
  test('in the core is told to the one who asked, with a reference that the log has too', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    desk.broken = true;
    const told = [
      await privateAnswer(discord, discord.command('421', ann, channel)),
      await followUp(discord, discord.press(answer, 'Mark suppressed', ann)),
    ];
    for (const message of told) {
      expect(visibleText(message)).toContain('try again in a minute');
      const reference = /reference (\w+)/.exec(visibleText(message))?.[1] ?? 'none';
      expect(bot.log.some((line) => line.includes(reference) && line.includes('the store is full'))).toBe(
        true,
      );
    }
    const named = discord.post(channel, ann, `<@${discord.world.bot.id}> ${BOUNCE}`);
    const apology = await discord.until(
      () => discord.messages(channel.id).find(({ replyTo }) => replyTo === named.id),
      'the apology',
    );
    expect(visibleText(apology)).toContain('send it again');
  });

  test('an interaction that Discord gave up, or that is taken, is left alone', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    discord.trouble(/\/callback$/, unknownInteraction());
    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => bot.log.join('').includes('too late'), 'the first to be given up');
    discord.trouble(/\/callback$/, alreadyAcknowledged());
    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => bot.log.join('').includes('already taken'), 'the second to be given up');
    expect(desk.acted).toEqual([]);
  });

  test('a broken line is resumed and nothing is lost or doubled', async () => {
    const { discord, channel, ann, desk } = await team();
    discord.gateway.drop();
    const bounce = discord.post(channel, ann, BOUNCE);
    expect(visibleText(await answerTo(discord, bounce))).toContain(BOUNCE);
    expect(desk.heard).toHaveLength(1);
  });

  test('commands that can not be registered do not keep the bot from reading along', async () => {
    const discord = await discordWith();
    const channel = discord.channel('bounces');
    discord.trouble(/^PUT /, new ApiError(403, 50001, 'Missing Access'));
    const bot = await run(discord, createSampleDesk());
    expect(bot.log.join('')).toContain('could not be registered');
    const answer = await answerTo(discord, discord.post(channel, discord.person('Ann'), BOUNCE));
    expect(visibleText(answer)).toContain('This address does not exist');
  });
});

describe('without the message-content intent', () => {
  test('it says what to switch on and goes on with commands, mentions and direct messages', async () => {
    const { discord, channel, ann, desk, bot } = await team({ messageContent: false });
    expect(discord.gateway.intents() & INTENTS.messageContent).toBe(0);
    const warning = bot.log.find((line) => line.includes('Message Content Intent'));
    expect(warning).toContain(
      `https://discord.com/developers/applications/${discord.world.applicationId}/bot`,
    );

    const unread = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, discord.post(channel, ann, `<@${discord.world.bot.id}> ${BOUNCE}`));
    await privateAnswer(discord, discord.contextMenu(unread, ann));
    await answerTo(discord, unread);
    expect(visibleText(await privateAnswer(discord, discord.command('421', ann, channel)))).toContain(
      'Too much mail',
    );
    expect(desk.heard.map(({ heard }) => heard)).toEqual(['mentioned', 'asked']);
  });

  test('taken away while it runs: the same', async () => {
    const { discord, channel, ann, bot } = await team();
    discord.world.messageContent = false;
    discord.gateway.drop(4014);
    await discord.until(
      () => bot.log.some((line) => line.includes('Message Content Intent')),
      'the second connection',
    );
    expect(visibleText(await privateAnswer(discord, discord.command('421', ann, channel)))).toContain(
      'Too much mail',
    );
  });
});

describe('starting and stopping', () => {
  test('the invite link has the scopes and the permissions in use, and no more', async () => {
    const { bot, discord } = await team();
    const link = /https:\/\/discord\.com\/oauth2\/authorize\?[^" ]+/.exec(bot.log.join(''))?.[0] ?? '';
    const query = new URL(link).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      client_id: discord.world.applicationId,
      scope: 'bot applications.commands',
      // View channel, send messages, read history, create public threads, send in threads.
      permissions: String((1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n)),
    });
  });

  test('a refused token, a closed door, a wrong address: what to change, and no token in it', async () => {
    const discord = await discordWith();
    const start = (token: string, apiUrl: string) =>
      createDiscordAdapter(
        { token, apiUrl },
        { desk: createSampleDesk(), log: pino({ level: 'silent' }) },
      ).start();
    const wrong = 'MTIz.secret.token-that-is-wrong';
    await expect(start(wrong, discord.apiUrl)).rejects.toThrow(/refused the token in DISCORD_TOKEN/);
    await expect(start(wrong, discord.apiUrl)).rejects.not.toThrow(/secret/);
    await expect(start(discord.token, 'http://127.0.0.1:9/api')).rejects.toThrow(
      /127\.0\.0\.1:9 .*cannot be reached \(ECONNREFUSED\)/,
    );
    await expect(start(discord.token, `${discord.apiUrl}/elsewhere`)).rejects.toThrow(
      /404.*DISCORD_API_URL must end before the version/,
    );
  });

  test('the version at the end of DISCORD_API_URL may be there or not', async () => {
    const discord = await discordWith();
    const adapter = createDiscordAdapter(
      { token: discord.token, apiUrl: `${discord.apiUrl}/v10/` },
      { desk: createSampleDesk(), log: pino({ level: 'silent' }) },
    );
    await adapter.start();
    await adapter.stop();
    expect(discord.gateway.connected()).toBe(false);
  });

  test('stopping finishes what is under way', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    const slow = desk.message;
    desk.message = async (message) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return slow(message);
    };
    let heard = false;
    const before = desk.message;
    desk.message = (message) => {
      heard = true;
      return before(message);
    };
    const bounce = discord.post(channel, ann, BOUNCE);
    await discord.until(() => heard, 'the message to arrive');
    await bot.stop();
    expect(discord.messages(bounce.id)).toHaveLength(1);
    expect(desk.noted).toHaveLength(1);
  });

  test('neither texts nor tokens nor addresses get into the log', async () => {
    const { discord, channel, ann, desk, bot } = await team();
    discord.trouble(/\/threads$/, new ApiError(500, 0, 'Internal'), 5);
    discord.post(channel, ann, `${BOUNCE} for secret.person@example.com`);
    desk.broken = true;
    await privateAnswer(discord, discord.command('421', ann, channel));
    const log = bot.log.join('');
    expect(log).toContain('an interaction failed');
    expect(log).not.toMatch(/secret\.person|does not exist|interaction-token/);
    expect(log).not.toContain(discord.token);
  });
});
