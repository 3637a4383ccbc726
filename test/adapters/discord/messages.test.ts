/** What people write in channels, threads and direct messages, and what the bot makes of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ApiError, missingAccess, rateLimited } from '../../support/discord/api-error.ts';
import {
  answerTo,
  BOUNCE,
  cleanUp,
  core,
  discordWith,
  labels,
  run,
  team,
} from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { StoredMessage } from '../../support/discord/world.ts';
import { attempt } from '../../support/postfix-log.ts';

const OTHER = '552 5.2.2 <full@example.com>: Mailbox full';

describe('a pasted bounce', () => {
  test('is answered in a thread on it; a press updates that message and leaves a line; old buttons work after a restart', async () => {
    const { discord, channel, ann, core, bot } = await team();
    const bounce = discord.post(channel, ann, `Any idea?\n\`\`\`\n${BOUNCE}\n\`\`\``);
    const answer = await answerTo(discord, bounce);
    expect(discord.world.channels.get(bounce.id)).toMatchObject({
      name: 'This address does not exist',
      archiveAfter: 1440,
    });
    expect(visibleText(answer)).toContain('user@example.com');
    expect(bot.taken).toMatchObject([
      {
        id: `${channel.id}:${bounce.id}`,
        text: `Any idea?\n\n${BOUNCE}`,
        heard: 'watching',
        place: { platform: 'discord', team: `discord:${discord.world.guildId}`, channel: channel.id },
      },
    ]);

    discord.press(answer, 'Mark suppressed', ann);
    await discord.until(() => discord.messages(bounce.id).length === 2, 'the line in the thread');
    expect(visibleText(answer)).toContain(`By <@${ann.id}>`);
    expect(labels(answer)).toEqual(['Undo', 'Details']);
    const [, line] = discord.messages(bounce.id);
    expect(line && visibleText(line)).toContain(`<@${ann.id}> put the address on the suppression list`);
    expect(line?.components).toMatchObject([{ type: 10 }]);

    await bot.stop();
    await run(discord, core);
    discord.press(answer, 'Undo', discord.person('Ben'));
    await discord.until(() => labels(answer).includes('Mark suppressed'), 'the update after the restart');
    expect(answer.rang).toEqual([]);
  });

  test('over 2,000 characters comes as message.txt and is read like the text that it is', async () => {
    const { discord, channel, ann, bot } = await team();
    const bounce = discord.post(channel, ann, `${'Received: by mx.example.com\n'.repeat(100)}\n${BOUNCE}`);
    await answerTo(discord, bounce);
    expect(
      bot.heard[0]?.files.map(({ name, bytes }) => [
        name,
        Buffer.from(bytes).toString().slice(-BOUNCE.length),
      ]),
    ).toEqual([['message.txt', BOUNCE]]);
  });

  test('in an attachment is read; pictures and addresses elsewhere are not fetched', async () => {
    const { discord, channel, ann, bot } = await team();
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
    expect(bot.heard[0]?.files.map(({ name }) => name)).toEqual(['bounce.eml']);

    const trap = discord.post(channel, ann, `trap ${BOUNCE}`, { files: [] });
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/x.txt`;
    const forged = { id: '1', filename: 'x.txt', size: 10, url, proxy_url: url, content_type: 'text/plain' };
    discord.world.messages.set(trap.id, { ...trap, id: `${BigInt(trap.id) + 1n}`, attachments: [forged] });
    discord.replay(discord.world.messages.get(trap.id) as StoredMessage);
    await discord.until(() => bot.heard.length === 3, 'the forged message');
    expect(bot.heard[2]?.files).toEqual([]);

    // An address on Discord's host that leads elsewhere is not followed.
    const path = `/attachments/${channel.id}/2/x.txt`;
    discord.world.files.set(path, { bytes: Buffer.from(''), type: 'text/plain', redirect: url });
    const leading = { ...forged, url: `${new URL(discord.apiUrl).origin}${path}` };
    const led = { ...trap, id: `${BigInt(trap.id) + 2n}`, attachments: [leading] };
    discord.world.messages.set(led.id, led);
    discord.replay(led);
    await discord.until(() => bot.heard.length === 4, 'the message that leads elsewhere');
    expect(bot.heard[3]?.files).toEqual([]);
    expect(fetched).toBe(0);
    expect(bot.log.join('')).toContain('attached files were not read');
  });

  test('in an attachment whose address has expired is read at a new one', async () => {
    const { discord, channel, ann, bot } = await team();
    const message = discord.post(channel, ann, 'see this', {
      files: [{ name: 'a.log', type: 'text/plain', bytes: BOUNCE }],
    });
    const [file] = message.attachments;
    if (!file) throw new Error('no attachment');
    const expired = { ...message, attachments: [{ ...file, url: `${file.url}&old=1` }] };
    const event: StoredMessage = { ...expired, id: `${BigInt(message.id) + 1n}` };
    discord.world.messages.set(event.id, event);
    discord.replay(event);
    // When it is looked up, Discord signs again.
    event.attachments = message.attachments;
    const answer = await answerTo(discord, event);
    expect(visibleText(answer)).toContain('This address does not exist');
    expect(bot.log.join('')).not.toContain('not read');
  });

  test('is answered once, however often Discord sends it', async () => {
    const { discord, channel, ann, core, bot } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, bounce);
    discord.replay(bounce);
    await discord.until(() => bot.taken.length === 2, 'the replay');
    await core.queue.idle();
    expect(discord.messages(bounce.id)).toHaveLength(1);
  });

  test('that was pasted before gets a short word with the way to the first answer, which counts on', async () => {
    const { discord, channel, ann, core } = await team();
    const first = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, first);
    await core.queue.idle();
    const other = attempt({
      time: '09:00:02',
      id: '4FpQx0abcz9',
      to: 'user@example.com',
      words: '550 5.1.1 User unknown',
    });
    const second = discord.post(channel, ann, other);
    const known = await answerTo(discord, second);
    await core.queue.idle();
    expect(visibleText(known)).toContain('Known: This address does not exist');
    expect(JSON.stringify(known.components)).toContain(
      `[Open the case ↗](https://discord.com/channels/${discord.world.guildId}/${first.id}/${answer.id})`,
    );
  });

  test('in a thread is answered there; without the right to open threads, by a reply', async () => {
    const { discord, channel, ann } = await team();
    const first = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, first);
    const thread = discord.world.channels.get(first.id);
    if (!thread) throw new Error('no thread');
    const second = discord.post(thread, ann, OTHER);
    const inThread = await discord.until(
      () => discord.messages(thread.id)[2],
      'the answer in the same thread',
    );
    expect(inThread.replyTo).toBe(second.id);

    channel.rights = { ...channel.rights, threads: false };
    const third = discord.post(channel, ann, BOUNCE.replace('user@', 'other@'));
    const reply = await discord.until(
      () => discord.messages(channel.id).find(({ replyTo }) => replyTo === third.id),
      'the reply',
    );
    expect(visibleText(reply)).toContain('This address does not exist');
    expect(reply.rang).toEqual([]);
    // What is done with it is told beside it too.
    discord.press(reply, 'Claim', ann);
    const line = await discord.until(
      () => discord.messages(channel.id).find(({ components }) => components[0]?.type === 10),
      'the line',
    );
    expect([visibleText(line), line.replyTo]).toEqual([`<@${ann.id}> claimed this.`, third.id]);
  });

  test('that was heard but not answered before a crash is answered at the next start, once', async () => {
    const { discord, channel, ann, core, bot } = await team();
    discord.trouble(/^POST .*\/threads$/, new ApiError(503, 0, 'Service Unavailable'), 100);
    const bounce = discord.post(channel, ann, BOUNCE);
    await discord.until(() => discord.world.asked.some(({ status }) => status === 503), 'the failure');
    await bot.stop();
    discord.calm();
    await run(discord, core);
    expect(visibleText(await answerTo(discord, bounce))).toContain('This address does not exist');
  });

  test('answered just before a crash is not answered twice, although Discord has forgotten the nonce', async () => {
    const { discord, channel, ann, core, bot } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    await answerTo(discord, bounce);
    await core.queue.idle();
    await bot.stop();
    // The process ended between the post and the note of it.
    await core.store.deleteFrom('posts').execute();
    await core.store
      .updateTable('outbox')
      .set({ done_at: null, lease_by: null, lease_until: null })
      .execute();
    discord.forgetNonces();
    await run(discord, core);
    await discord.until(
      () => discord.world.asked.some(({ method, path }) => method === 'GET' && path.endsWith('/messages')),
      'the look into the thread',
    );
    await core.queue.idle();
    expect(discord.messages(bounce.id)).toHaveLength(1);
    const post = await core.store.selectFrom('posts').select('ref').executeTakeFirstOrThrow();
    expect(post.ref).toBe(`${bounce.id}:${discord.messages(bounce.id)[0]?.id}`);
  });

  test('in a channel in whose threads the bot may not write is answered as a reply, without an empty thread', async () => {
    const opened = await core();
    const discord = await discordWith();
    const channel = discord.channel('bounces', { sendInThreads: false });
    const ann = discord.person('Ann');
    await run(discord, opened);
    const bounce = discord.post(channel, ann, BOUNCE);
    const reply = await discord.until(
      () => discord.messages(channel.id).find(({ replyTo }) => replyTo === bounce.id),
      'the reply',
    );
    expect(visibleText(reply)).toContain('This address does not exist');
    expect(discord.world.channels.has(bounce.id)).toBe(false);
    discord.press(reply, 'Claim', ann);
    const line = await discord.until(() => discord.messages(channel.id)[2], 'the line');
    expect(visibleText(line)).toContain('claimed this');
  });

  test('where the permission was taken away meanwhile: as a reply too', async () => {
    const { discord, channel, ann } = await team();
    channel.rights = { ...channel.rights, sendInThreads: false };
    const bounce = discord.post(channel, ann, BOUNCE);
    const reply = await discord.until(
      () => discord.messages(channel.id).find(({ replyTo }) => replyTo === bounce.id),
      'the reply',
    );
    expect(visibleText(reply)).toContain('This address does not exist');
  });

  test('that nobody may answer is given up, with the permission that lacks', async () => {
    const { discord, channel, ann, core } = await team();
    channel.rights = { ...channel.rights, send: false, threads: false, sendInThreads: false };
    discord.post(channel, ann, BOUNCE);
    await discord.until(() => discord.world.asked.at(-1)?.status === 403, 'the refusal');
    await core.queue.idle();
    const { given_up: why } = await core.store
      .selectFrom('outbox')
      .select('given_up')
      .executeTakeFirstOrThrow();
    expect(why).toContain('it lacks the permission Send Messages');
  });

  test('where Discord refuses the new components: it comes as an embed with its buttons, and stays one', async () => {
    const { discord, channel, ann, bot } = await team();
    const refused = new ApiError(400, 50035, 'Invalid Form Body', {
      errors: { components: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'not here' }] } },
    });
    discord.trouble(/^POST .*\/channels\/\d+\/messages$/, refused);
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const [embed] = answer.embeds;
    expect(embed).toMatchObject({ color: 0xd83c3e });
    expect(String(embed?.description)).toContain('## ⛔ This address does not exist');
    expect(labels(answer).slice(0, 2)).toEqual(['Mark suppressed', 'Claim']);
    expect(bot.log.join('')).toContain('it is sent as an embed');
    discord.press(answer, 'Claim', ann);
    await discord.until(() => labels(answer).includes('Release'), 'the update');
    expect(answer.rang).toEqual([]);
  });

  test('where Discord says to wait: it goes out as late as Discord says, and blocks nothing meanwhile', async () => {
    const { discord, channel, ann, core } = await team();
    discord.trouble(/^POST .*\/threads$/, rateLimited(60));
    const first = discord.post(channel, ann, BOUNCE);
    await discord.until(() => discord.world.asked.at(-1)?.status === 429, 'the refusal');
    await core.queue.idle();
    const owed = await core.store.selectFrom('outbox').select('due_at').executeTakeFirstOrThrow();
    expect(Date.parse(owed.due_at) - Date.now()).toBeGreaterThan(50_000);
    expect(Date.parse(owed.due_at) - Date.now()).toBeLessThanOrEqual(61_000);
    const direct = discord.directMessages(ann);
    discord.post(direct, ann, BOUNCE);
    await discord.until(() => discord.messages(direct.id)[1], 'another answer');
    expect(discord.messages(first.id)).toEqual([]);
  });

  test('whose thread was archived meanwhile: the thread wakes up and the answer is changed', async () => {
    const { discord, channel, ann, core } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, bounce);
    await core.queue.idle();
    const thread = discord.world.channels.get(bounce.id);
    if (!thread) throw new Error('no thread');
    thread.archived = true;
    discord.press(answer, 'Claim', ann);
    await discord.until(() => labels(answer).includes('Release'), 'the update');
    expect(thread.archived).toBe(false);
  });
});

describe('an edit', () => {
  test('is read again: what was not a bounce becomes one, and another bounce changes the answer in place', async () => {
    const { discord, channel, ann, core, bot } = await team();
    const message = discord.post(channel, ann, 'wait, pasting');
    await discord.until(() => bot.taken.length === 1, 'the talk');
    discord.rewrite(message, BOUNCE);
    const answer = await answerTo(discord, message);
    await core.queue.idle();
    discord.rewrite(message, OTHER);
    await discord.until(() => visibleText(answer).includes('full'), 'the answer to change');
    discord.unfurl(message);
    await core.queue.idle();
    expect(discord.messages(message.id)).toHaveLength(1);
  });

  test('a message that was deleted: its answer says so', async () => {
    const { discord, channel, ann, core } = await team();
    const message = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, message);
    await core.queue.idle();
    discord.remove(message);
    await discord.until(() => /deleted/.test(visibleText(answer)), 'the answer to say so');
  });
});

describe('silence', () => {
  test('for talk, bots, webhooks and what Discord itself writes', async () => {
    const { discord, channel, ann, core, bot } = await team();
    discord.post(channel, { id: '1', username: 'Alerts', bot: true }, BOUNCE);
    discord.post(channel, ann, BOUNCE, { webhookId: '5' });
    discord.post(channel, ann, BOUNCE, { type: 7 });
    discord.post(channel, ann, 'version 5.1.1 is out');
    await discord.until(() => bot.taken.length === 3, 'the messages');
    await core.queue.idle();
    expect(bot.heard).toEqual([]);
    expect(discord.messages(channel.id)).toHaveLength(4);
  });

  test('replying to the bot is not speaking to it, naming it is', async () => {
    const { discord, channel, ann, bot } = await team();
    const bounce = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, bounce);
    const thread = discord.world.channels.get(bounce.id);
    if (!thread) throw new Error('no thread');
    discord.post(thread, ann, 'thanks', { replyTo: answer.id });
    const named = discord.post(channel, ann, `<@${discord.world.bot.id}> qwertz uiop`);
    const refusal = await answerTo(discord, named);
    expect(bot.taken.map(({ text, heard }) => [text, heard])).toEqual([
      [BOUNCE, 'watching'],
      ['thanks', 'watching'],
      ['qwertz uiop', 'mentioned'],
    ]);
    expect(visibleText(refusal)).toContain('What bounced?');
  });
});

describe('a direct message', () => {
  test('is answered by a reply, for a team of one, who has nobody to hand over to', async () => {
    const { discord, ann, bot } = await team();
    const direct = discord.directMessages(ann);
    const message = discord.post(direct, ann, BOUNCE);
    const reply = await discord.until(() => discord.messages(direct.id)[1], 'the reply');
    expect(reply.replyTo).toBe(message.id);
    expect(bot.taken[0]).toMatchObject({ heard: 'mentioned', place: { team: `discord:dm:${ann.id}` } });
    expect(JSON.stringify(reply.components)).not.toContain('Hand over');
    expect(labels(reply)).not.toContain('Claim');
    discord.press(reply, 'Mark suppressed', ann);
    await discord.until(() => labels(reply).includes('Undo'), 'the suppression');
  });

  test('with a file that can not be read: the one who sent it is told', async () => {
    const { discord, ann } = await team();
    const direct = discord.directMessages(ann);
    discord.trouble(/^GET .*\/channels\/\d+\/messages\/\d+$/, missingAccess());
    const message = discord.post(direct, ann, 'help', {
      files: [{ name: 'a.log', type: 'text/plain', bytes: BOUNCE }],
    });
    discord.world.files.clear();
    const told = await discord.until(
      () => discord.messages(direct.id).find((one) => visibleText(one).includes('was not read')),
      'the word about the file',
    );
    expect(told.replyTo).toBe(message.id);
    expect(visibleText(told)).toContain('Discord no longer has it');
  });
});
