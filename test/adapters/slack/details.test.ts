/** What *Details* shows: all of it in a modal, as much as there is room for in a message. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { detailsMessage, detailsView } from '../../../adapters/slack/render/details.ts';
import type { Details } from '../../../src/replies/index.ts';
import { plain } from '../../../src/replies/reply.ts';
import { deadAddresses } from '../../support/mail-log.ts';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { buttonsOf } from '../../support/slack/check-blocks.ts';
import { HOME, taken, takenView } from '../../support/slack/drawn.ts';
import { visibleView } from '../../support/slack/view-state.ts';
import { blocksOf } from '../../support/slack/views.ts';
import { liveMentions, visibleText } from '../../support/slack/visible.ts';
import type { SentMessage } from '../../support/slack/workspace.ts';

const details = (over: Partial<Details> = {}): Details => ({
  title: 'Gmail: neither SPF nor DKIM passed',
  said: '550 5.7.26 Your email has been blocked because the sender is unauthenticated.',
  facts: [
    { label: 'Mail', value: plain('“Your November invoice”') },
    { label: 'Our IP', value: [{ kind: 'code', text: '192.0.2.5' }] },
  ],
  steps: [plain('Check DNS.'), plain('Escalate the change to whoever runs the DNS of example.com.')],
  dns: [{ label: 'SPF', value: plain('the record leaves out 192.0.2.5') }],
  history: [plain('Tue 09:12 first seen'), plain('Tue 10:12 Ann claimed it')],
  sources: [{ label: 'Google: SMTP errors', url: 'https://support.google.com/a/answer/3726730' }],
  actions: [
    { action: 'ticket', label: 'Ticket (Markdown)', style: 'plain', target: 'case-1', confirm: null },
  ],
  customers: [],
  ...over,
});

const modal = (over?: Partial<Details>, notice: string | null = null) =>
  takenView(detailsView(details(over), HOME, '{}', notice));

describe('a press on Details', () => {
  let bot: Bot;
  let message: SentMessage;
  let reply: SentMessage;
  beforeEach(async () => {
    bot = await openBot();
    await bot.start();
    ({ message } = bot.slack.post(bot.channel, 'ann', deadAddresses(2).join('\n')));
    reply = await bot.reply(message);
  });
  afterEach(() => bot.close());

  const opened = () => bot.slack.modal('ann', 'Details');
  const called = (method: string) => bot.slack.state.calls.filter((call) => call.method === method);

  test('opens a modal at once, which is filled in then; nobody else sees anything', async () => {
    await bot.slack.press(reply, 'Details', 'ann');
    expect(visibleView((await opened()).view)).toContain('The server said\n550 5.1.1 User unknown');
    expect(JSON.stringify(called('views.open'))).toContain('Loading…');
    expect(bot.slack.thread(message)).toEqual([reply]);
    expect(bot.slack.ephemerals('ann')).toEqual([]);
  });

  test('where no modal can be opened, is answered by a message for the presser alone, whose buttons work', async () => {
    bot.slack.failNext('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await bot.slack.press(reply, 'Details', 'ann');
    const told = await bot.told('ann');
    expect(told).toMatchObject({ threadTs: message.ts });
    expect(visibleText(told)).toContain('The server said\n550 5.1.1 User unknown');
    await bot.slack.press(told, 'Addresses (CSV)', 'ann');
    await bot.slack.until(() => bot.slack.thread(message)[1], 'the file');
  });

  test('says in the modal what came of a press in it, and draws it anew', async () => {
    await bot.slack.press(reply, 'Details', 'ann');
    const modal = await opened();
    await bot.slack.pressIn(modal, 'Addresses (CSV)');
    const shown = () => visibleView(modal.view);
    await bot.slack.until(() => shown().includes('The file is in the channel'), 'the word');
    expect(shown()).toContain('The server said\n550 5.1.1 User unknown');
    expect(bot.slack.thread(message)[1]?.files).toHaveLength(1);
  });

  test('opens a form on top of the modal; once it is handed in, all are closed', async () => {
    await bot.slack.press(reply, 'Details', 'ann');
    await bot.slack.pressIn(await opened(), 'Choose addresses…');
    const form = await bot.slack.modal('ann', 'Choose addresses');
    expect(called('views.push')).toHaveLength(1);
    expect(await bot.slack.submit(form, { 'Addresses to suppress': ['user1@example.com'] })).toEqual({});
    await bot.slack.until(() => reply.edited > 0, 'the update');
    expect(bot.slack.state.views.size).toBe(0);
  });

  test('says why nothing is shown, or that it failed', async () => {
    await bot.close();
    bot = await openBot({ desk: { action: () => Promise.reject(new Error('the moon is full')) } });
    await bot.start();
    reply = await bot.reply(bot.slack.post(bot.channel, 'ann', BOUNCE).message);
    await bot.slack.press(reply, 'Details', 'ann');
    expect(visibleView((await opened()).view)).toContain('showing the details failed');
    expect(bot.logged()).toContain('the moon is full');
  });
});

describe('details in Slack', () => {
  test('are the server’s words, facts, all steps, DNS, history and sources, with what can be had', () => {
    expect(visibleView(modal())).toBe(
      [
        'Gmail: neither SPF nor DKIM passed',
        'The server said',
        '550 5.7.26 Your email has been blocked because the sender is unauthenticated.',
        '*Mail*\n“Your November invoice”',
        '*Our IP*\n`192.0.2.5`',
        'All steps',
        '1. Check DNS.',
        '2. Escalate the change to whoever runs the DNS of example.com.',
        'DNS\nSPF: the record leaves out 192.0.2.5',
        'History\nTue 09:12 first seen\nTue 10:12 Ann claimed it',
        'Sources: Google: SMTP errors',
      ].join('\n'),
    );
    expect(buttonsOf(blocksOf(modal())).map(({ text }) => text.text)).toEqual(['Ticket (Markdown)']);
    expect(visibleView(modal({}, 'The file is in the channel.'))).toMatch(
      /^\*The file is in the channel\.\*/,
    );
  });

  test('leave nothing out in silence: a modal says how much more there was, a message what', () => {
    const long = {
      said: 'e'.repeat(5000),
      facts: Array.from({ length: 40 }, (_, n) => ({ label: `Fact ${n}`, value: plain('f'.repeat(300)) })),
      steps: Array.from({ length: 30 }, () => plain('s'.repeat(500))),
      history: Array.from({ length: 200 }, (_, n) => plain(`Tue 10:12 Ann pressed something, ${n}`)),
    };
    const shown = visibleView(modal(long));
    expect(shown).toContain('… and more, cut for room');
    expect(shown).toContain('… and 10 more facts');
    expect(shown).toMatch(/s{500}\n… and \d+ more, left out for room/);
    expect(shown).toMatch(/pressed something, 0\n(.|\n)*… and \d+ more, left out for room/);

    const { text, blocks } = detailsMessage(details(long), HOME);
    const message = visibleText({ text, blocks: taken(blocks) });
    expect(message).toMatch(/There is no room here for: .*history.*sources\.$/);
    expect(message).toContain('s'.repeat(500));
    expect(text.length).toBeLessThanOrEqual(600);
  });

  test('hold hostile text that reaches nobody', () => {
    const hostile = '<!channel> <@U1> <http://evil.example|click> *bold* `code` :boom:';
    const evil = details({
      title: hostile,
      said: hostile,
      facts: [{ label: hostile, value: plain(hostile) }],
      steps: [plain(hostile)],
      dns: [{ label: hostile, value: plain(hostile) }],
      history: [plain(hostile)],
      sources: [{ label: hostile, url: 'javascript:alert(1)' }],
      actions: [{ action: 'addresses', label: hostile, style: 'plain', target: 'c', confirm: null }],
    });
    const view = takenView(detailsView(evil, HOME, '{}', hostile));
    expect(liveMentions({ text: '', blocks: blocksOf(view) })).toEqual([]);
    expect(JSON.stringify(view)).not.toMatch(/"mrkdwn"[^}]*<http/);
    expect(JSON.stringify(view)).not.toContain('javascript:');
    const { text, blocks } = detailsMessage(evil, HOME);
    expect(liveMentions({ text, blocks: taken(blocks) })).toEqual([]);
  });
});
