/** Modals: opened at once, filled, wrong answers shown at their field, and what they do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deadAddresses } from '../../support/mail-log.ts';
import { BOUNCE, type Bot, openBot } from '../../support/slack/bot.ts';
import { visibleView } from '../../support/slack/view-state.ts';
import { visibleText } from '../../support/slack/visible.ts';
import type { SentMessage } from '../../support/slack/workspace.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await openBot();
  await bot.start();
});
afterEach(() => bot.close());

const methods = () => bot.slack.state.calls.map(({ method }) => method);
const answerTo = async (text: string): Promise<SentMessage> =>
  bot.reply(bot.slack.post(bot.channel, 'ann', text).message);
const admin = (user: string) => bot.slack.state.standings.set(bot.slack.userId(user), { is_admin: true });

describe('escalating with a note', () => {
  test('opens a window before anything is looked up, with words to pass on; the note stands in the thread', async () => {
    const reply = await answerTo(BOUNCE);
    bot.slack.state.calls.length = 0;
    await bot.slack.choose(reply, 'More…', 'Escalate…', 'ann');
    const modal = await bot.slack.modal('ann', 'Escalate');
    expect(methods().slice(0, 2)).toEqual(['views.open', 'users.info']);
    expect(visibleView(modal.view)).toContain('What to tell them: This address does not exist');

    expect(
      await bot.slack.submit(modal, { 'What to tell them': 'Please look at the form on /join.' }),
    ).toEqual({});
    await bot.slack.until(() => visibleText(reply).includes('@U0ANN escalated it'), 'the update');
    const line = await bot.slack.until(() => bot.slack.thread(findParent(reply))[1], 'the line');
    expect(visibleText(line)).toContain('*ann* escalated this: Please look at the form on /join.');
  });

  test('that comes too late for Slack says to press again', async () => {
    const reply = await answerTo(BOUNCE);
    bot.slack.failNext('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await bot.slack.choose(reply, 'More…', 'Escalate…', 'ann');
    expect((await bot.told('ann')).text).toContain('Nothing was changed: please press again.');
  });

  test('posts the case to a channel that it is in, and says at the field where it is not', async () => {
    const reply = await answerTo(BOUNCE);
    const dns = bot.slack.channel('dns-team');
    const closed = bot.slack.channel('secret', 'group', false);
    await bot.slack.choose(reply, 'More…', 'Escalate…', 'ann');
    const modal = await bot.slack.modal('ann', 'Escalate');
    expect(await bot.slack.submit(modal, { 'Post it to': closed.id })).toEqual({
      to: 'I am not in that channel. Invite me there with "/invite @U0BOT", then try again.',
    });
    expect(await bot.slack.submit(modal, { 'Post it to': dns.id })).toEqual({});
    const posted = await bot.slack.until(() => bot.slack.messages(dns)[0], 'the case there');
    expect(visibleText(posted)).toContain('sam@example.com');
    await bot.slack.press(posted, 'Resolve', 'bob');
    await bot.slack.until(() => visibleText(reply).includes('@U0BOB'), 'the update here');
  });

  test('says at the field what is missing', async () => {
    await bot.slack.choose(await answerTo(BOUNCE), 'More…', 'Escalate…', 'ann');
    const modal = await bot.slack.modal('ann', 'Escalate');
    expect(await bot.slack.submit(modal, { 'What to tell them': '  ' })).toEqual({
      note: 'Say what is to be done.',
    });
  });

  test('is refused to a guest, in the window', async () => {
    bot.slack.state.standings.set(bot.slack.userId('gil'), { is_restricted: true });
    await bot.slack.choose(await answerTo(BOUNCE), 'More…', 'Escalate…', 'gil');
    const modal = await bot.slack.modal('gil', 'Escalate');
    expect(visibleView(modal.view)).toContain('Guests can look, but not act.');
  });
});

describe('choosing addresses of a bulk result', () => {
  const suppressed = async () =>
    (await bot.core.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
      ({ address }) => address,
    );

  const choosing = async (reply: SentMessage) => {
    await bot.slack.press(reply, 'Details', 'ann');
    await bot.slack.pressIn(await bot.slack.modal('ann', 'Details'), 'Choose addresses…');
    return bot.slack.modal('ann', 'Choose addresses');
  };

  test('few are ticked', async () => {
    const reply = await answerTo(deadAddresses(3).join('\n'));
    const modal = await choosing(reply);
    await bot.slack.submit(modal, { 'Addresses to suppress': ['user0@example.com', 'user2@example.com'] });
    await bot.slack.until(() => reply.edited > 0, 'the update');
    expect(await suppressed()).toEqual(['user0@example.com', 'user2@example.com']);
  });

  test('many are a list to edit, and a strange one is named at the field', async () => {
    const reply = await answerTo(deadAddresses(40).join('\n'));
    const modal = await choosing(reply);
    const field = 'Addresses to suppress';
    expect(await bot.slack.submit(modal, { [field]: 'user1@example.com\neve@example.com' })).toEqual({
      addresses: "eve@example.com is not one of this case's addresses.",
    });
    await bot.slack.submit(modal, { [field]: 'user1@example.com\nuser7@example.com' });
    await bot.slack.until(() => reply.edited > 0, 'the update');
    expect(await suppressed()).toEqual(['user1@example.com', 'user7@example.com']);
  });
});

test('a case is put aside for as long as one likes; what can’t be read is said at the field', async () => {
  const reply = await answerTo(BOUNCE);
  await bot.slack.choose(reply, 'More…', 'Snooze…', 'ann');
  const modal = await bot.slack.modal('ann', 'Snooze');
  const field = 'For how long, or until when';
  expect(await bot.slack.submit(modal, { [field]: 'soon' })).toEqual({
    until: expect.stringContaining('Write 12h'),
  });
  await bot.slack.submit(modal, { [field]: '3d' });
  await bot.slack.until(
    () => visibleText(reply).includes('Snoozed until 2026-11-24 10:15 UTC'),
    'the update',
  );
});

describe('why a verdict is wrong', () => {
  const say = async (reply: SentMessage) => {
    await bot.slack.choose(reply, 'More…', 'Not a bounce, or wrong…', 'ann');
    const modal = await bot.slack.modal('ann', 'Not a bounce, or wrong');
    const values = { 'What is wrong': 'The address works', 'What would be right': 'A typo of ours' };
    expect(await bot.slack.submit(modal, values)).toEqual({});
    const [kept] = await bot.core.store
      .selectFrom('audit')
      .select('after')
      .where('action', '=', 'feedback')
      .execute();
    expect(JSON.parse(kept?.after ?? '{}')).toMatchObject({ what: 'alive', note: 'A typo of ours' });
    return modal;
  };

  test('is kept, and the card says who said so', async () => {
    const reply = await answerTo(BOUNCE);
    await say(reply);
    await bot.slack.until(() => visibleText(reply).includes('as ann said'), 'the update');
    expect(visibleText(reply)).not.toContain('address is dead');
  });

  test('is kept, and thanked for in the window where the card says that already', async () => {
    const modal = await say(await answerTo('452 4.2.2 <sam@example.com>: Mailbox full'));
    expect(visibleView(modal.view)).toContain('Thank you. It is kept with this case.');
  });
});

describe('settings', () => {
  const open = async (text: string, user = 'zoe') => {
    await bot.slack.type('/bounces', text, { user, channel: bot.channel });
    return bot.slack.modal(user, 'Settings');
  };
  beforeEach(() => {
    admin('zoe');
  });

  test('of a channel: off means off, until it is switched on again', async () => {
    await bot.slack.submit(await open('settings'), { 'Pasted bounces': 'Off: only menu and commands' });
    const { message, acknowledged } = bot.slack.post(bot.channel, 'ann', BOUNCE);
    await acknowledged;
    await bot.handled();
    expect(bot.slack.thread(message)).toEqual([]);
    const again = await open('settings');
    expect(visibleView(again.view)).toContain('Pasted bounces: Off: only menu and commands');
    await bot.slack.submit(again, { 'Pasted bounces': 'Always: answer every bounce' });
    await answerTo(BOUNCE);
  });

  test('who triages is a user group, chosen by name', async () => {
    bot.slack.state.groups.set('S0MAIL', [bot.slack.userId('ann')]);
    await bot.slack.submit(await open('settings team'), { 'Who may triage': ['@s0mail'] });
    const reply = await answerTo(BOUNCE);
    await bot.slack.choose(reply, 'More…', 'Resolve', 'bob');
    expect((await bot.told('bob')).text).toContain('Only @s0mail or an admin of this workspace can do that.');
    await bot.slack.choose(reply, 'More…', 'Resolve', 'ann');
    await bot.slack.until(() => reply.edited > 0, 'the update');
  });

  test('are for admins', async () => {
    expect(visibleView((await open('settings', 'ann')).view)).toContain(
      'Only an admin of this workspace can do that. Ask one of them.',
    );
  });
});

test('a submission that takes long is acknowledged all the same, and what became of it is shown later', async () => {
  await bot.close();
  let proceed: () => void = () => undefined;
  const working = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  bot = await openBot({
    desk: {
      async submit() {
        await working;
        return { kind: 'wrong', errors: { note: 'Say what is to be done.' } };
      },
    },
  });
  await bot.start();
  await bot.slack.choose(await answerTo(BOUNCE), 'More…', 'Escalate…', 'ann');
  const modal = await bot.slack.modal('ann', 'Escalate');
  expect(await bot.slack.submit(modal, {})).toEqual({});
  expect(visibleView(modal.view)).toContain('This takes a moment…');
  proceed();
  await bot.slack.until(
    () => visibleView(modal.view).includes('Nothing was changed. Say what is to be done.'),
    'the end',
  );
});

describe('the shortcut "Paste a bounce"', () => {
  const open = async () => {
    await bot.slack.globalShortcut('paste_bounce', 'ann');
    return bot.slack.modal('ann', 'Explain a bounce');
  };
  const all = () => bot.slack.state.messages;

  test('answers in a direct message where nothing else is said, with what was pasted above', async () => {
    expect(await bot.slack.submit(await open(), { 'What the mail server said': BOUNCE })).toEqual({});
    const reply = await bot.slack.until(() => all().find(({ threadTs }) => threadTs !== null), 'the answer');
    expect(visibleText(findParent(reply))).toBe(`ann asks about this:\n${BOUNCE}`);
    expect(reply.channel).toBe('D0U0ANN');
    expect(visibleText(reply)).toContain('sam@example.com');
    await bot.slack.press(reply, 'Claim', 'ann');
    await bot.slack.until(() => reply.edited === 1, 'the update');
  });

  test('reads files, and answers in a channel', async () => {
    const file = bot.slack.storeFile({
      name: 'a.eml',
      mimetype: 'message/rfc822',
      bytes: Buffer.from(BOUNCE),
    });
    await bot.slack.submit(await open(), { 'Where I answer': bot.channel.id }, [file]);
    const parent = await bot.slack.until(() => bot.slack.messages(bot.channel)[0], 'the question');
    expect(visibleText(await bot.reply(parent))).toContain('sam@example.com');
  });

  test('says at the field what is missing, and where it is not', async () => {
    expect(await bot.slack.submit(await open(), {})).toEqual({
      text: 'Paste something here, or attach a file below.',
    });
    const closed = bot.slack.channel('sales', 'channel', false);
    const errors = await bot.slack.submit(await open(), {
      'What the mail server said': BOUNCE,
      'Where I answer': closed.id,
    });
    expect(errors).toEqual({ to: 'I am not in that channel. Invite me there, or leave this empty.' });
  });
});

const findParent = ({ channel, threadTs }: SentMessage): SentMessage => {
  const found = bot.slack.state.find(channel, threadTs ?? '');
  if (!found) throw new Error('the message is in no thread');
  return found;
};
