/** Starting, stopping, and what goes wrong in between. */
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import { ApiError, alreadyAcknowledged, unknownInteraction } from '../../support/discord/api-error.ts';
import { INTENTS } from '../../support/discord/gateway.ts';
import {
  answerTo,
  BOUNCE,
  core,
  discordWith,
  followUp,
  privateAnswer,
  run,
  team,
} from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';

describe('trouble', () => {
  test('in the core is told to the one who asked, with a reference that the log has too', async () => {
    const opened = await core();
    const fail = async () => {
      throw new Error('the disk is on fire');
    };
    const discord = await discordWith();
    const channel = discord.channel('bounces');
    const ann = discord.person('Ann');
    const good = await run(discord, opened);
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    await opened.queue.idle();
    await good.stop();
    const bot = await run(discord, {
      desk: { ...opened.desk, question: fail, action: fail },
      queue: { ...opened.queue, take: fail },
    });
    const told = [
      await privateAnswer(discord, discord.command('421', ann, channel)),
      await followUp(discord, discord.press(answer, 'Mark suppressed', ann)),
    ];
    for (const message of told) {
      expect(visibleText(message)).toContain('try again in a minute');
      const reference = /reference (\w+)/.exec(visibleText(message))?.[1] ?? 'none';
      expect(bot.log.some((line) => line.includes(reference) && line.includes('the disk is on fire'))).toBe(
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
    const { discord, channel, ann, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    discord.trouble(/\/callback$/, unknownInteraction());
    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => bot.log.join('').includes('too late'), 'the first to be given up');
    discord.trouble(/\/callback$/, alreadyAcknowledged());
    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => bot.log.join('').includes('already taken'), 'the second to be given up');
    expect(bot.outcomes).toEqual([]);
  });

  test('a broken line is resumed and nothing is lost or doubled', async () => {
    const { discord, channel, ann, bot } = await team();
    discord.gateway.drop();
    const bounce = discord.post(channel, ann, BOUNCE);
    expect(visibleText(await answerTo(discord, bounce))).toContain('user@example.com');
    expect(bot.taken).toHaveLength(1);
  });

  test('a session that can not be resumed: what was written meanwhile is read, and nothing answered twice', async () => {
    const { discord, channel, ann, core: opened, bot } = await team();
    const before = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, before);
    await opened.queue.idle();
    discord.gateway.forget();
    const missed = discord.post(channel, ann, BOUNCE.replace('user@', 'missed@'));
    // A bot may begin only one session in 5 s.
    const answer = await discord.until(() => discord.messages(missed.id)[0], 'the answer', 20_000);
    expect(visibleText(answer)).toContain('missed@example.com');
    expect(discord.messages(before.id)).toHaveLength(1);
    expect(bot.log.join('')).toContain('read what was written while Discord was away');
  });

  test('commands that can not be registered do not keep the bot from reading along', async () => {
    const discord = await discordWith();
    const channel = discord.channel('bounces');
    discord.trouble(/^PUT /, new ApiError(403, 50001, 'Missing Access'));
    const bot = await run(discord, await core());
    expect(bot.log.join('')).toContain('could not be registered');
    const answer = await answerTo(discord, discord.post(channel, discord.person('Ann'), BOUNCE));
    expect(visibleText(answer)).toContain('This address does not exist');
  });
});

describe('without the message-content intent', () => {
  test('it says what to switch on and goes on with commands, mentions and direct messages', async () => {
    const { discord, channel, ann, bot } = await team({ messageContent: false });
    expect(discord.gateway.intents() & INTENTS.messageContent).toBe(0);
    const warning = bot.log.find((line) => line.includes('Message Content Intent'));
    expect(warning).toContain(
      `https://discord.com/developers/applications/${discord.world.applicationId}/bot`,
    );

    const unread = discord.post(channel, ann, BOUNCE);
    const other = BOUNCE.replace('user@', 'other@');
    await answerTo(discord, discord.post(channel, ann, `<@${discord.world.bot.id}> ${other}`));
    await privateAnswer(discord, discord.contextMenu(unread, ann));
    await answerTo(discord, unread);
    expect(visibleText(await privateAnswer(discord, discord.command('421 4.7.28', ann, channel)))).toContain(
      'Sending too fast',
    );
    expect(bot.heard.map(({ heard }) => heard)).toEqual(['mentioned', 'asked']);
  });

  test('taken away while it runs: the same', async () => {
    const { discord, channel, ann, bot } = await team();
    discord.world.messageContent = false;
    discord.gateway.drop(4014);
    await discord.until(
      () => bot.log.some((line) => line.includes('Message Content Intent')),
      'the second connection',
    );
    expect(visibleText(await privateAnswer(discord, discord.command('421 4.7.28', ann, channel)))).toContain(
      'Sending too fast',
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
      // View channel, send messages, attach files, read history, create public threads, send in threads.
      permissions: String((1n << 10n) | (1n << 11n) | (1n << 15n) | (1n << 16n) | (1n << 35n) | (1n << 38n)),
    });
  });

  test('a refused token, a closed door, a wrong address: what to change, and no token in it', async () => {
    const discord = await discordWith();
    const opened = await core();
    const start = (token: string, apiUrl: string) =>
      createDiscordAdapter({ token, apiUrl }, { ...opened, log: pino({ level: 'silent' }) }).start();
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

  test('commands are registered when they changed, and left alone when they did not', async () => {
    const { discord, bot, core: opened } = await team();
    const puts = () => discord.world.asked.filter(({ method }) => method === 'PUT').length;
    expect(puts()).toBe(1);
    await bot.stop();
    const second = await run(discord, opened);
    expect(puts()).toBe(1);
    await second.stop();
    discord.world.commands = discord.world.commands.map((command) =>
      command.name === 'smtp' ? { ...command, description: 'What it said last year' } : command,
    );
    await run(discord, opened);
    expect(puts()).toBe(2);
  });

  test('the version at the end of DISCORD_API_URL may be there or not', async () => {
    const discord = await discordWith();
    const adapter = createDiscordAdapter(
      { token: discord.token, apiUrl: `${discord.apiUrl}/v10/` },
      { ...(await core()), log: pino({ level: 'silent' }) },
    );
    await adapter.start();
    await adapter.stop();
    expect(discord.gateway.connected()).toBe(false);
  });

  test('stopping finishes what is under way and takes nothing new', async () => {
    const opened = await core();
    const discord = await discordWith();
    const channel = discord.channel('bounces');
    const ann = discord.person('Ann');
    let asked = false;
    const bot = await run(discord, {
      ...opened,
      queue: {
        ...opened.queue,
        async take(incoming) {
          asked = true;
          await new Promise((resolve) => setTimeout(resolve, 50));
          await opened.queue.take(incoming);
        },
      },
    });
    const bounce = discord.post(channel, ann, BOUNCE);
    await discord.until(() => asked, 'the message to arrive');
    const stopped = bot.stop();
    const tooLate = discord.post(channel, ann, BOUNCE);
    await stopped;
    expect(discord.messages(bounce.id)).toHaveLength(1);
    expect(discord.messages(tooLate.id)).toEqual([]);
  });

  test('neither texts nor tokens nor addresses get into the log', async () => {
    const { discord, channel, ann, core: opened, bot } = await team();
    discord.trouble(/\/threads$/, new ApiError(500, 0, 'Internal'), 5);
    discord.post(channel, ann, `${BOUNCE} for secret.person@example.com`);
    await discord.until(() => bot.heard.length === 1, 'the message');
    await bot.stop();
    const broken = await run(discord, {
      ...opened,
      desk: {
        ...opened.desk,
        question: () => Promise.reject(new Error(`no room for secret.person@example.com`)),
      },
    });
    await privateAnswer(discord, discord.command('421', ann, channel));
    const log = [...bot.log, ...broken.log].join('');
    expect(log).toContain('an interaction failed');
    expect(log).not.toMatch(/secret\.person|User unknown|interaction-token/);
    expect(log).not.toContain(discord.token);
  });
});
