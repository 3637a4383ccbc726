/** Commands, the message menu, buttons and menus, pressed as people press them. */
import { describe, expect, test } from 'vitest';
import { answerTo, BOUNCE, followUp, labels, privateAnswer, run, team } from '../../support/discord/team.ts';
import { liveMentions, visibleText } from '../../support/discord/visible.ts';

describe('/smtp', () => {
  test('is registered at start and answers the asker alone, who may share it', async () => {
    const { discord, channel, ann } = await team();
    expect(discord.world.commands.map(({ name, type }) => [name, type])).toEqual([
      ['smtp', 1],
      ['bounces', 1],
      ['Explain this bounce', 3],
    ]);
    const interaction = discord.command('421 4.7.28', ann, channel);
    const answer = await privateAnswer(discord, interaction);
    expect(interaction.callback).toBe(5);
    expect(visibleText(answer)).toContain('Sending too fast');
    expect(discord.messages(channel.id)).toEqual([]);

    discord.press(answer, 'Share', ann);
    const shared = await discord.until(() => discord.messages(channel.id)[0], 'the shared answer');
    expect(visibleText(shared)).toContain('Sending too fast');
    await discord.until(() => !labels(answer).includes('Share'), 'the button to go');

    channel.rights = { ...channel.rights, send: false };
    const again = await privateAnswer(discord, discord.command('421', ann, channel));
    discord.press(again, 'Share', ann);
    await discord.until(() => discord.messages(channel.id)[1], 'the share by the asker’s own right');
  });

  test('without a query, and in a direct message', async () => {
    const { discord, ann } = await team();
    const answer = await privateAnswer(discord, discord.command(null, ann, discord.directMessages(ann)));
    expect(visibleText(answer)).toContain('/smtp 421 4.7.28');
  });

  test('completes what is typed with at most 25 choices, each of which is a question that has an answer', async () => {
    const { discord, channel, ann } = await team();
    const interaction = discord.autocomplete('55', ann, channel);
    const choices = await discord.until(() => interaction.choices, 'the choices');
    expect(choices).toHaveLength(25);
    const answer = await privateAnswer(discord, discord.command(String(choices[0]?.value), ann, channel));
    expect(visibleText(answer)).not.toContain('I found nothing');
  });
});

describe('/bounces', () => {
  test('lists what is open, with the way to each answer, to the asker alone', async () => {
    const { discord, channel, ann, core } = await team();
    const nothing = await privateAnswer(discord, discord.bounces('open', {}, ann, channel));
    expect(visibleText(nothing)).toContain('Nothing is open.');
    const bounce = discord.post(channel, ann, BOUNCE);
    const answer = await answerTo(discord, bounce);
    await core.queue.idle();
    const list = await privateAnswer(discord, discord.bounces('open', {}, ann, channel));
    expect(visibleText(list)).toContain('1 case open');
    expect(JSON.stringify(list.components)).toContain(
      `[This address does not exist](https://discord.com/channels/${discord.world.guildId}/${bounce.id}/${answer.id})`,
    );
  });

  test('keeps the suppression list: on it, looked up, off it with a remark', async () => {
    const { discord, channel, ann } = await team();
    const say = async (verb: string, options: Record<string, string>) =>
      visibleText(await privateAnswer(discord, discord.bounces(verb, options, ann, channel)));
    const address = 'ann@example.com';
    expect(await say('suppressed', { address })).toContain(`${address} is not suppressed`);
    await say('suppress', { remark: 'user-unknown she left', address });
    expect(await say('search', { text: 'example.com' })).toContain(address);
    const standing = await say('suppressed', { address });
    expect(standing).toContain(`<@${ann.id}>`);
    expect(standing).toContain('she left');
    await say('unsuppress', { address, remark: 'new mailbox' });
    expect(await say('suppressed', { address })).toContain(`${address} is not suppressed`);
  });
});

describe('Explain this bounce', () => {
  test('answers in the thread on the message and tells the asker where; the second time only the asker', async () => {
    const { discord, channel, ann, bot } = await team();
    const alert = discord.post(channel, { id: '1', username: 'Alerts', bot: true }, '', {
      embeds: [{ type: 'rich', title: 'Bounce', description: BOUNCE }],
    });
    const first = await privateAnswer(discord, discord.contextMenu(alert, ann));
    const answer = await answerTo(discord, alert);
    expect(bot.heard[0]).toMatchObject({ heard: 'asked', text: `Bounce\n${BOUNCE}` });
    expect(first.components).toMatchObject([
      {
        content: `Explained here: [jump to the answer](https://discord.com/channels/${discord.world.guildId}/${alert.id}/${answer.id})`,
      },
    ]);

    const second = await privateAnswer(discord, discord.contextMenu(alert, discord.person('Ben')));
    expect(visibleText(second)).toContain('This address does not exist');
    expect(discord.messages(alert.id)).toHaveLength(1);
  });

  test('shows the asker alone what it may not post, who may share it; and what it did not find', async () => {
    const { discord, channel, ann } = await team();
    channel.rights = { ...channel.rights, send: false, threads: false };
    const bounce = discord.post(channel, ann, `look at this\n${BOUNCE}`);
    const alone = await privateAnswer(discord, discord.contextMenu(bounce, ann));
    expect(visibleText(alone)).toContain('This address does not exist');
    discord.press(alone, 'Share', ann);
    const shared = await discord.until(() => discord.messages(channel.id)[1], 'the share');
    expect(labels(shared)).toContain('Mark suppressed');
    const talk = discord.post(channel, ann, 'hello');
    expect(visibleText(await privateAnswer(discord, discord.contextMenu(talk, ann)))).toContain(
      'I see no bounce in that',
    );
  });
});

describe('in a server that does not have the bot', () => {
  test('whoever brought it along asks about a message, for themselves alone; their cases are their own', async () => {
    const { discord, ann, core } = await team();
    const channel = discord.elsewhere('general');
    const many = [
      '550 5.1.1 <a@example.com>: Recipient address rejected: User unknown',
      '552 5.2.2 <b@example.com>: Mailbox full',
      '450 4.2.0 <c@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/',
      '554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org',
      '552 5.3.4 Message size exceeds fixed limit <d@example.com>',
      '550 5.7.1 <e@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org',
    ];
    const message = discord.post(channel, discord.person('Stranger'), many.join('\n'));
    const interaction = discord.contextMenu(message, ann);
    const first = await privateAnswer(discord, interaction);
    expect(first.onlyFor).toEqual(ann);
    expect(discord.messages(channel.id)).toEqual([message]);
    expect(visibleText(first)).toContain('5 problems');
    const teams = await core.store.selectFrom('cases').select('team').distinct().execute();
    expect(teams).toEqual([{ team: `discord:dm:${ann.id}` }]);
  });
});

describe('buttons', () => {
  test('that ask first ask only the one who pressed; yes changes the message for all, after a restart too', async () => {
    const { discord, channel, ann, core, bot } = await team();
    const unsure = '550 <full@example.com>: Requested action not taken: mailbox unavailable';
    const answer = await answerTo(discord, discord.post(channel, ann, unsure));
    const question = await privateAnswer(discord, discord.press(answer, 'Yes: suppress…', ann));
    expect(visibleText(question)).toContain('Suppress full@example.com?');
    const suppressed = () => core.store.selectFrom('suppressions').select('address').execute();
    await bot.stop();
    await run(discord, core);
    const refused = await privateAnswer(discord, discord.press(answer, 'Yes: suppress…', ann));
    discord.press(refused, 'Keep it', ann);
    await discord.until(() => visibleText(refused) === 'Nothing was changed.', 'the question to be dropped');
    expect(await suppressed()).toEqual([]);
    discord.press(question, 'Suppress', ann);
    await discord.until(() => answer.edits > 0, 'the update');
    expect(visibleText(answer)).toContain(`By <@${ann.id}>`);
    await discord.until(() => visibleText(question) === 'Done.', 'the question to go');
    expect(labels(question)).toEqual([]);
    expect(await suppressed()).toEqual([{ address: 'full@example.com' }]);
  });

  test('two people at once: one effect, and the second hears who was first', async () => {
    const { discord, channel, ann, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const ben = discord.person('Ben');
    discord.press(answer, 'Mark suppressed', ann);
    const late = discord.press(answer, 'Mark suppressed', ben);
    const notice = await followUp(discord, late);
    expect(visibleText(notice)).toContain('Somebody was first: By');
    expect(notice.onlyFor).toEqual(ben);
    expect(bot.outcomes).toHaveLength(2);
    await discord.until(() => visibleText(answer).includes(`By <@${ann.id}>`), 'the update');
  });

  test('of another make do nothing and say so', async () => {
    const { discord, channel, ann, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    answer.components = [
      { type: 1, components: [{ type: 2, style: 1, label: 'Old', custom_id: 'v0|suppress' }] },
    ];
    const notice = await followUp(discord, discord.press(answer, 'Old', ann));
    expect(visibleText(notice)).toContain('does nothing any more');
    expect(bot.outcomes).toEqual([]);
  });
});

describe('menus', () => {
  test('hand over to a person, who is named but not rung', async () => {
    const { discord, channel, ann } = await team();
    const ben = discord.person('Ben');
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const opened = async (choice: string) => {
      const interaction = discord.choose(answer, 'More…', choice, ann);
      await discord.until(() => interaction.modal, 'the form');
      return interaction;
    };
    discord.submit(await opened('Hand over…'), { to: { person: ben } });
    await discord.until(() => visibleText(answer).includes(`<@${ben.id}>`), 'the hand-over');
    const lines = await discord.until(() => {
      const all = discord.messages(answer.channelId).slice(1);
      return all.length === 1 && all;
    }, 'the lines');
    expect(lines.map(visibleText)[0]).toContain(`<@${ann.id}> handed this over to <@${ben.id}>.`);
    expect([...lines, answer].flatMap(({ rang }) => rang)).toEqual([]);
    expect(liveMentions(answer)).toContain(`<@${ben.id}>`);
  });

  test('take no bot for a person', async () => {
    const { discord, channel, ann, bot } = await team();
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const robot = { ...discord.person('Robot'), bot: true };
    const form = discord.choose(answer, 'More…', 'Hand over…', ann);
    await discord.until(() => form.modal, 'the form');
    const notice = await followUp(discord, discord.submit(form, { to: { person: robot } }));
    expect(visibleText(notice)).toContain('A bot can look after no case');
    expect(bot.outcomes).toEqual([]);
  });
});

describe('who may act', () => {
  test('where roles say so: the role, and whoever manages the server; the others are told whom to ask', async () => {
    const { discord, channel, ann, core } = await team();
    const crew = discord.role('Mail crew');
    await core.setRules(`discord:${discord.world.guildId}`, { triagers: [crew], admins: [] });
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    const refused = await followUp(discord, discord.press(answer, 'Claim', ann));
    expect(visibleText(refused)).toContain('Only Mail crew or an admin');
    discord.press(answer, 'Claim', discord.person('Ben', { roles: [crew.id] }));
    await discord.until(() => labels(answer).includes('Release'), 'the claim');
    // 1 << 5: Manage Server.
    discord.press(answer, 'Release', discord.person('Cleo', { permissions: '32' }));
    await discord.until(() => labels(answer).includes('Claim'), 'the release');
  });
});
