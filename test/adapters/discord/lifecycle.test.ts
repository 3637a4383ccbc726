/** Starting, stopping, and what goes wrong in between. */
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { createDiscordAdapter } from '../../../adapters/discord/index.ts';
import { ApiError, alreadyAcknowledged, unknownInteraction } from '../../support/discord/api-error.ts';
import { INTENTS } from '../../support/discord/gateway.ts';
import { createSampleDesk } from '../../support/discord/sample-desk.ts';
import {
  answerTo,
  BOUNCE,
  discordWith,
  followUp,
  privateAnswer,
  run,
  team,
} from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';

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

  test('stopping finishes what is under way and takes nothing new', async () => {
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
    const stopped = bot.stop();
    const tooLate = discord.post(channel, ann, BOUNCE);
    await stopped;
    expect(discord.messages(bounce.id)).toHaveLength(1);
    expect(discord.messages(tooLate.id)).toEqual([]);
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
