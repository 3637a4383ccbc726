/** Whatever people hand on in Discord is read: forwarded messages, alerts of other bots, files of any kind. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerTo, BOUNCE, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { StoredMessage } from '../../support/discord/world.ts';
import { HANDED } from '../../support/handed-files.ts';
import { outlookFile } from '../../support/outlook.ts';

const ADDRESS = 'user@example.com';
const [TEXT, SECTION, CONTAINER, ROW] = [10, 9, 17, 1];

const ALERTS = { id: '1', username: 'Alerts', bot: true };

/** What the thread on a message says when somebody asked about it. */
async function explained(
  { discord, ann }: Awaited<ReturnType<typeof team>>,
  message: StoredMessage,
): Promise<string> {
  discord.contextMenu(message, ann);
  return visibleText(await answerTo(discord, message));
}

const alert = [
  {
    type: CONTAINER,
    components: [
      { type: TEXT, content: '### A mail came back' },
      {
        type: SECTION,
        components: [{ type: TEXT, content: `**Error:** ${BOUNCE}` }],
        accessory: { type: 11, media: { url: 'https://example.com/a.png' } },
      },
      { type: ROW, components: [{ type: 2, style: 2, label: 'Open', custom_id: 'x' }] },
    ],
  },
];
const embed = {
  type: 'rich',
  title: 'Delivery failed',
  fields: [
    { name: 'Recipient', value: ADDRESS },
    { name: 'Reply', value: '550 5.1.1 No such user' },
  ],
};

test('another bot’s components', async () => {
  const here = await team();
  expect(await explained(here, here.discord.post(here.channel, ALERTS, '', { components: alert }))).toContain(
    ADDRESS,
  );
});

test.each([
  ['its embeds', { embeds: [embed] }],
  ['its components', { components: alert }],
  ['its files', { files: [{ name: 'mail.log', type: 'text/plain', bytes: BOUNCE }] }],
])('of a forwarded message %s', async (_, more) => {
  const here = await team();
  const { discord, channel, ann } = here;
  const original = discord.post(discord.channel('alerts'), ALERTS, '', more);
  const message = discord.post(channel, ann, '', { forwards: original });
  expect(await explained(here, message)).toContain(ADDRESS);
});

test('what a page says to which a forwarded message links is nobody’s', async () => {
  const { discord, channel, ann, bot } = await team();
  const original = discord.post(channel, ann, 'see https://wiki.example', {
    embeds: [{ type: 'article', title: BOUNCE }],
  });
  discord.post(channel, ann, '', { forwards: original });
  await discord.until(() => bot.taken.length === 2, 'both messages');
  expect(bot.taken.map(({ text }) => text.includes('550'))).toEqual([false, false]);
});

test('in a watched channel, what a forwarded message shows is answered unasked', async () => {
  const { discord, channel, ann } = await team();
  for (const more of [{ embeds: [embed] }, { components: alert }]) {
    const original = discord.post(discord.channel('alerts'), ALERTS, '', more);
    const message = discord.post(channel, ann, '', { forwards: original });
    expect(visibleText(await answerTo(discord, message))).toContain(ADDRESS);
  }
});

describe.each(HANDED)('a file %s', (_, make) => {
  test('is answered in a watched channel without a word, and where it was forwarded', async () => {
    const { discord, channel, ann } = await team();
    const handed = discord.post(channel, ann, '', { files: [make('sam@example.com')] });
    expect(visibleText(await answerTo(discord, handed))).toContain('sam@example.com');
    const original = discord.post(discord.channel('alerts'), ALERTS, '', {
      files: [make('pat@example.com')],
    });
    const message = discord.post(channel, ann, '', { forwards: original });
    expect(visibleText(await answerTo(discord, message))).toContain('pat@example.com');
  });
});

test('files of every kind are read, and what can’t be is named once', async () => {
  const here = await team();
  const bounce = outlookFile({
    subject: 'Undeliverable',
    from: ['Mail Delivery System', 'MAILER-DAEMON@mx1.shop.example'],
    to: 'news@shop.example',
    body: `Your message could not be delivered:\r\n\r\n<${ADDRESS}>: 550 5.1.1 User unknown`,
  });
  const message = here.discord.post(here.channel, here.ann, 'these', {
    files: [
      { name: 'bounce.msg', type: 'application/octet-stream', bytes: bounce },
      { name: 'mail.log.gz', type: 'application/gzip', bytes: gzipSync(BOUNCE) },
      { name: 'shot.png', type: 'image/png', bytes: 'PNG' },
      { name: 'logs.7z', type: 'application/x-7z-compressed', bytes: '7z' },
    ],
  });
  const text = await explained(here, message);
  for (const name of ['shot.png', 'logs.7z'])
    expect(text.split(`${name} was not read: it is`), name).toHaveLength(2);
});
