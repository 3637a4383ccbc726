/** Whatever people hand on in Slack is read: mails, alerts of other bots, forwarded messages, files of other companies. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HANDED, type HandedFile } from '../../support/handed-files.ts';
import { attempt } from '../../support/postfix-log.ts';
import { type Bot, bounceOf, openBot } from '../../support/slack/bot.ts';
import { emailFile } from '../../support/slack/emails.ts';
import { visibleText } from '../../support/slack/visible.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

const DAEMON = 'Mail Delivery System <MAILER-DAEMON@mx1.shop.example>';
const letterTo = (address: string): string =>
  `This is the mail system at host mx1.shop.example.\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n<${address}>: host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n`;
const bounceTo = (address: string, more: Partial<Parameters<typeof emailFile>[0]> = {}) =>
  emailFile({
    subject: 'Undelivered Mail Returned to Sender',
    from: DAEMON,
    to: 'news@shop.example',
    letter: letterTo(address),
    ...more,
  });
/** As Slack's own bot posts a mail that was sent to the channel's address. */
const BY_SLACKBOT = { event: { user: 'USLACKBOT', subtype: 'file_share', display_as_bot: true } } as const;

const answerTo = async (...posted: Parameters<typeof bot.slack.post>): Promise<string> =>
  visibleText(await bot.reply(bot.slack.post(...posted).message));
const explained = async (...posted: Parameters<typeof bot.slack.post>): Promise<string> => {
  const { message } = bot.slack.post(...posted);
  await bot.slack.shortcut('explain_bounce', message, 'bob');
  return visibleText(await bot.reply(message));
};

describe('a mail that was sent on into a channel', () => {
  test.each([
    ['by Slack’s own bot', BY_SLACKBOT],
    ['by an add-on', { event: { user: undefined, bot_id: 'B0MAIL', subtype: 'bot_message' } }],
  ])('%s is answered where the bot reads along', async (_, more) => {
    expect(
      await answerTo(bot.channel, 'ann', '', { files: [bounceTo('sam@example.com')], ...more }),
    ).toContain('sam@example.com');
  });

  test('that is no bounce gets no answer, nor does what Slack’s bot says', async () => {
    const news = emailFile({
      subject: 'Our spring sale',
      from: 'Shop <news@shop.example>',
      letter: 'Mailboxes from 550 EUR. Reply to this mail if you have questions.',
    });
    const { message } = bot.slack.post(bot.channel, 'ann', '', { files: [news], ...BY_SLACKBOT });
    const said = bot.slack.post(bot.channel, 'ann', bounceOf('kim'), {
      event: { user: 'USLACKBOT' },
    }).message;
    await bot.handled();
    expect([bot.slack.thread(message), bot.slack.thread(said)]).toEqual([[], []]);
  });

  test('is read whole where Slack tells its beginning only', async () => {
    const elsewhere = bot.slack.channel('mails', 'channel', true);
    const file = bounceTo('sam@example.com', {
      letter: `Hello,\n\n${letterTo('sam@example.com')}`,
      cutAt: 6,
    });
    expect(await explained(elsewhere, 'ann', '', { files: [file], ...BY_SLACKBOT })).toContain(
      'sam@example.com',
    );
  });

  test('is read as far as Slack tells it where the rest can’t be had, and the answer says so', async () => {
    bot.slack.state.scopes.delete('files:read');
    const file = bounceTo('sam@example.com', {
      letter: `${letterTo('sam@example.com')}\n${'-'.repeat(99)}`,
      cutAt: 290,
    });
    const text = await explained(bot.channel, 'ann', '', { files: [file], ...BY_SLACKBOT });
    expect(text).toContain('sam@example.com');
    expect(text).toMatch(/The rest of Undelivered Mail .* was not read: Slack gave me a login page/);
  });

  test('with what is attached to it: what Slack didn’t keep is told', async () => {
    const log = attempt({
      time: '09:00:02',
      id: '4FpQx0abcz9',
      to: 'kim@example.com',
      words: '550 5.1.1 User unknown',
    });
    const file = bot.slack.storeFile({
      name: 'mail.log.gz',
      mimetype: 'application/gzip',
      bytes: gzipSync(log),
    });
    const mail = emailFile({
      subject: 'Fwd: these came back',
      from: 'Bob <bob@shop.example>',
      letter: 'What does this mean?',
      attached: [{ file, url: `${bot.slack.base}/files/${file.id}/mail.log.gz` }],
      lost: 1,
    });
    const text = await explained(bot.channel, 'ann', '', { files: [mail], ...BY_SLACKBOT });
    expect(text).toContain('kim@example.com');
    expect(text).toContain('A file that was attached to it was not read: Slack does not keep it.');
  });
});

describe('what another bot puts elsewhere than into the text', () => {
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  const code = (text: string) => ({
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'A mail came back:' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
    ],
  });
  const cell = (text: string) => ({ type: 'raw_text', text });

  test.each<[string, Record<string, unknown>]>([
    [
      'a section',
      {
        blocks: [
          section('*Error:* 550 5.1.1 &lt;<mailto:sam@example.com|sam@example.com>&gt;: No such user'),
        ],
      },
    ],
    [
      'fields',
      {
        blocks: [
          {
            type: 'section',
            fields: [
              { type: 'mrkdwn', text: '*Recipient*\n<mailto:sam@example.com|sam@example.com>' },
              { type: 'plain_text', text: 'Error\n550 5.1.1 No such user' },
            ],
          },
        ],
      },
    ],
    ['preformatted words', { blocks: [code(bounceOf('sam'))] }],
    [
      'a list and a quote',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_list',
                elements: [
                  { type: 'rich_text_section', elements: [{ type: 'text', text: bounceOf('sam') }] },
                ],
              },
              { type: 'rich_text_quote', elements: [{ type: 'text', text: 'from mx.example.com' }] },
            ],
          },
        ],
      },
    ],
    [
      'a table',
      {
        blocks: [
          {
            type: 'table',
            rows: [
              [cell('Recipient'), cell('Error')],
              [cell('sam@example.com'), cell('550 5.1.1 No such user')],
            ],
          },
        ],
      },
    ],
    ['Markdown', { blocks: [{ type: 'markdown', text: `**Error:** ${bounceOf('sam')}` }] }],
    [
      'blocks in blocks',
      { blocks: [{ type: 'container', title: 'Bounce', blocks: [section(bounceOf('sam'))] }] },
    ],
    [
      'fields of an attachment',
      {
        attachments: [
          {
            fallback: 'Bounce',
            title: 'Delivery failed',
            fields: [
              { title: 'Recipient', value: '<mailto:sam@example.com|sam@example.com>', short: true },
              { title: 'Reply', value: '550 5.1.1 No such user', short: false },
            ],
          },
        ],
      },
    ],
    [
      'blocks of an attachment',
      {
        attachments: [{ fallback: '[no preview available]', blocks: [section(`Alert: ${bounceOf('sam')}`)] }],
      },
    ],
  ])('%s is explained', async (_, carries) => {
    const more = { carries: { bot_id: 'B0ALERT', user: 'U0ALERT', subtype: 'bot_message', ...carries } };
    expect(await explained(bot.channel, 'ann', '', more)).toContain('sam@example.com');
  });

  test('a table that somebody pastes below their words', async () => {
    const table = {
      type: 'table',
      rows: [
        [cell('Recipient'), cell('Error')],
        [cell('sam@example.com'), cell('550 5.1.1 No such user')],
      ],
    };
    expect(await explained(bot.channel, 'ann', 'these today', { carries: { blocks: [table] } })).toContain(
      'sam@example.com',
    );
  });

  test('people’s own words are read once, though Slack says them twice', async () => {
    const text = await explained(bot.channel, 'ann', bounceOf('sam'), {
      carries: { blocks: [code(bounceOf('kim'))] },
    });
    expect(text).toContain('sam@example.com');
    expect(text).not.toContain('kim@example.com');
  });
});

describe('a message that is handed on', () => {
  const there = () => bot.slack.channel('elsewhere', 'channel', false);
  const handOn = async (...posted: Parameters<typeof bot.slack.post>): Promise<string> => {
    const original = bot.slack.post(...posted).message;
    return visibleText(await bot.reply(bot.slack.forward(bot.channel, 'bob', original, 'look').message));
  };

  test('with its words', async () => {
    expect(await handOn(there(), 'ann', bounceOf('sam'))).toContain('sam@example.com');
  });

  test('with its files', async () => {
    const file = { name: 'mail.log', mimetype: 'text/plain', bytes: Buffer.from(bounceOf('sam')) };
    expect(await handOn(there(), 'ann', '', { files: [file] })).toContain('sam@example.com');
  });

  test('with what a bot put into its attachments', async () => {
    const attachments = [{ fields: [{ title: 'Error', value: bounceOf('sam') }] }];
    expect(await handOn(there(), 'ann', '', { carries: { bot_id: 'B0ALERT', attachments } })).toContain(
      'sam@example.com',
    );
  });

  test('what a link shows by itself is nobody’s paste', async () => {
    const url = 'https://standin.slack.com/archives/C0ELSEWHERE/p1700000000000100';
    const preview = { from_url: url, is_msg_unfurl: true, text: bounceOf('sam') };
    const page = { from_url: 'https://wiki.example/bounces', title: bounceOf('kim') };
    const { message } = bot.slack.post(bot.channel, 'ann', `see ${url}`, {
      carries: { attachments: [preview, page] },
    });
    await bot.handled();
    expect(bot.slack.thread(message)).toEqual([]);
    await bot.slack.shortcut('explain_bounce', message, 'bob');
    const text = visibleText(await bot.reply(message));
    expect(text).toContain('sam@example.com');
    expect(text).not.toContain('kim@example.com');
  });
});

describe('a file of another company', () => {
  const file = { name: 'mail.log', mimetype: 'text/plain', bytes: Buffer.from(bounceOf('sam')) };

  test('is asked for by its id', async () => {
    expect(await answerTo(bot.channel, 'ann', '', { files: [{ ...file, connect: 'shown' }] })).toContain(
      'sam@example.com',
    );
  });

  test('that Slack doesn’t show is told', async () => {
    const refused = { ...file, connect: 'refused' } as const;
    expect(await explained(bot.channel, 'ann', '', { files: [refused] })).toContain(
      'file was not read: Slack does not show it to me.',
    );
  });
});

describe.each(HANDED)('a file %s', (_, make) => {
  test('is answered where the bot reads along without a word, and where it was forwarded', async () => {
    const asSlack = ({ name, type, bytes }: HandedFile) => ({ name, mimetype: type, bytes });
    expect(await answerTo(bot.channel, 'ann', '', { files: [asSlack(make('sam@example.com'))] })).toContain(
      'sam@example.com',
    );
    const elsewhere = bot.slack.channel('alerts');
    const original = bot.slack.post(elsewhere, 'bob', '', { files: [asSlack(make('pat@example.com'))] });
    const { message } = bot.slack.forward(bot.channel, 'ann', original.message);
    expect(visibleText(await bot.reply(message))).toContain('pat@example.com');
  });
});

test('what can’t be read is named once, beside what can', async () => {
  const files = [
    { name: 'shot.png', mimetype: 'image/png', bytes: Buffer.from('…') },
    { name: 'report.pdf', mimetype: 'application/pdf', bytes: Buffer.from('%PDF') },
    { name: 'export.dat', mimetype: 'application/octet-stream', bytes: Buffer.from([1, 2, 3, 0, 0, 1]) },
    { name: 'mail.log', mimetype: 'text/plain', bytes: Buffer.from(bounceOf('sam')) },
  ];
  const text = await explained(bot.channel, 'ann', 'these', { files });
  expect(text).toContain('sam@example.com');
  for (const name of ['shot.png', 'report.pdf', 'export.dat']) {
    expect(text.split(`${name} was not read: it is`)).toHaveLength(2);
  }
});
