/** What people write in channels, threads and direct messages, and what the bot makes of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answerTo, BOUNCE, cleanUp, labels, run, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { StoredMessage } from '../../support/discord/world.ts';

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

    // An address on Discord's host that leads elsewhere is not followed.
    const path = `/attachments/${channel.id}/2/x.txt`;
    discord.world.files.set(path, { bytes: Buffer.from(''), type: 'text/plain', redirect: url });
    const leading = { ...forged, url: `${new URL(discord.apiUrl).origin}${path}` };
    const led = { ...trap, id: `${BigInt(trap.id) + 2n}`, attachments: [leading] };
    discord.world.messages.set(led.id, led);
    discord.replay(led);
    await discord.until(() => desk.heard.length === 4, 'the message that leads elsewhere');
    expect(desk.heard[3]?.files).toEqual([]);
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
