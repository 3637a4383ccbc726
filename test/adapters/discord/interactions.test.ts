/** Commands, the message menu and buttons, pressed as people press them. */
import { describe, expect, test } from 'vitest';
import { answerTo, BOUNCE, followUp, labels, privateAnswer, run, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';

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
    const refused = await privateAnswer(discord, discord.press(answer, 'Resolve', ann));
    discord.press(refused, 'Cancel', ann);
    await discord.until(() => visibleText(refused) === 'Nothing was changed.', 'the question to be dropped');
    expect(desk.acted).toEqual([]);
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
