/** Modals: pasting, and the forms of the core, filled in as people fill them in. */
import { describe, expect, test } from 'vitest';
import { answerTo, BOUNCE, followUp, labels, privateAnswer, team } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { Interaction } from '../../support/discord/world.ts';

type Team = Awaited<ReturnType<typeof team>>;

const open = async ({ discord }: Pick<Team, 'discord'>, interaction: Interaction): Promise<Interaction> => {
  await discord.until(() => interaction.modal, 'the modal');
  return interaction;
};

const fieldsOf = ({ modal }: Interaction) =>
  (modal?.components as { label?: string; component?: { custom_id: string } }[])
    .filter(({ component }) => component)
    .map(({ label, component }) => [component?.custom_id, label]);

describe('/bounces paste', () => {
  test('takes a long text and files, and answers the asker alone, who may share it', async () => {
    const { discord, channel, ann, ...more } = await team();
    const form = await open({ discord }, discord.bounces('paste', {}, ann, channel));
    expect(form.callback).toBe(9);
    const sent = discord.submit(form, {
      text: `${'x'.repeat(3000)}\n${BOUNCE}`,
      files: {
        files: [
          {
            name: 'full.log',
            type: 'text/plain',
            text: '552 5.2.2 <full@example.com>: Mailbox full',
          },
          { name: 'photo.png', type: 'image/png', text: 'PNG' },
        ],
      },
    });
    const summary = await privateAnswer(discord, sent);
    expect(visibleText(summary)).toContain('2 bounces');
    expect(summary.onlyFor).toEqual(ann);
    expect(discord.messages(channel.id)).toEqual([]);
    expect(await more.core.store.selectFrom('cases').select('id').execute()).toHaveLength(2);
  });

  test('with nothing in it, or pictures alone, says so', async () => {
    const { discord, channel, ann } = await team();
    const form = await open({ discord }, discord.bounces('paste', {}, ann, channel));
    expect(visibleText(await privateAnswer(discord, discord.submit(form, {})))).toContain(
      'neither a text nor a file',
    );
    const again = await open({ discord }, discord.bounces('paste', {}, ann, channel));
    const picture = { files: [{ name: 'a.png', type: 'image/png', text: 'PNG' }] };
    expect(visibleText(await privateAnswer(discord, discord.submit(again, { files: picture })))).toContain(
      'a.png was not read: it is a picture.',
    );
  });
});

describe('a case’s forms', () => {
  test('escalate with a note to another channel: it stands there, and the thread says who did it', async () => {
    const here = await team();
    const { discord, channel, ann, core } = here;
    const dns = discord.channel('dns');
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    await core.queue.idle();
    const form = await open(here, discord.choose(answer, 'More…', 'Escalate…', ann));
    expect(fieldsOf(form).map(([name]) => name)).toEqual(['note', 'to']);
    discord.submit(form, { note: 'Please look at the list.', to: { channel: dns } });
    const posted = await discord.until(() => discord.messages(dns.id)[0], 'the case in the other channel');
    expect(visibleText(posted)).toContain('This address does not exist');
    await discord.until(() => /escalated/i.test(visibleText(answer)), 'the answer to say so');
    const line = await discord.until(
      () =>
        discord
          .messages(answer.channelId)
          .find((one) => one !== answer && visibleText(one).includes('escalated')),
      'the line',
    );
    expect(visibleText(line)).toContain('Please look at the list.');
    expect(line.rang).toEqual([]);
  });

  test('choose addresses to suppress: those that stay chosen', async () => {
    const here = await team();
    const { discord, channel, ann, core } = here;
    const lines = ['a', 'b', 'c'].map((name) => BOUNCE.replace('user@', `${name}@`));
    const answer = await answerTo(discord, discord.post(channel, ann, lines.join('\n')));
    await core.queue.idle();
    const details = await followUp(discord, discord.press(answer, 'Details', ann));
    const form = await open(here, discord.press(details, 'Choose addresses…', ann));
    discord.submit(form, { addresses: ['a@example.com', 'c@example.com'] });
    const suppressed = () => core.store.selectFrom('suppressions').select('address').execute();
    await discord.until(() => answer.edits > 0, 'the answer to follow');
    await core.queue.idle();
    expect((await suppressed()).map(({ address }) => address).sort()).toEqual([
      'a@example.com',
      'c@example.com',
    ]);
  });

  test('say what is wrong: the answer says who said so, and what it says already is kept with thanks, alone', async () => {
    const here = await team();
    const { discord, channel, ann, core } = here;
    const answer = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    await core.queue.idle();
    const say = async (note: string) => {
      const form = await open(here, discord.choose(answer, 'More…', 'Not a bounce, or wrong…', ann));
      return discord.submit(form, { what: ['alive'], note });
    };
    await say('She reads it.');
    await discord.until(() => visibleText(answer).includes('as Ann said'), 'the answer to follow');
    await core.queue.idle();
    const { edits } = answer;
    expect(visibleText(await followUp(discord, await say('And answers.')))).toContain('Thank you');
    const kept = await core.store
      .selectFrom('audit')
      .select('after')
      .where('action', '=', 'feedback')
      .orderBy('id')
      .execute();
    expect(kept.map(({ after }) => JSON.parse(after ?? '').note)).toEqual(['She reads it.', 'And answers.']);
    // The menu was drawn again, so that the form can be opened once more.
    await discord.until(() => answer.edits > edits, 'the menu to be reset');
  });
});

describe('/bounces settings', () => {
  const manager = { permissions: '32' };

  test('are for whoever manages the server; then the channel is read as it was set, and the threads in it', async () => {
    const here = await team();
    const { discord, channel, ann, bot, core } = here;
    const settings = (by = ann, where = {}) => discord.bounces('settings', where, by, channel);
    const refused = await privateAnswer(discord, settings());
    expect(visibleText(refused)).toContain('Only an admin of this workspace can do that');

    const boss = discord.person('Boss', manager);
    const crew = discord.role('Mail crew');
    const form = await open(here, settings(boss));
    expect(fieldsOf(form).map(([name]) => name)).toEqual(
      expect.arrayContaining(['watch', 'triagers', 'bots']),
    );
    const saved = await privateAnswer(
      discord,
      discord.submit(form, { watch: ['asked'], triagers: { roles: [crew] } }),
    );
    expect(visibleText(saved)).toContain('Saved');

    discord.post(channel, ann, BOUNCE);
    await discord.until(() => bot.taken.length === 1, 'the bounce');
    const named = discord.post(channel, ann, `<@${discord.world.bot.id}> ${BOUNCE}`);
    const answer = await answerTo(discord, named);
    expect(bot.heard).toHaveLength(1);
    await core.queue.idle();
    const thread = discord.world.channels.get(named.id);
    if (!thread) throw new Error('no thread');
    discord.post(thread, ann, BOUNCE.replace('user@', 'other@'));
    await discord.until(() => bot.taken.length === 3, 'the bounce in the thread');
    await core.queue.idle();
    expect(bot.heard).toHaveLength(1);

    const late = await followUp(discord, discord.press(answer, 'Claim', ann));
    expect(visibleText(late)).toContain('Only Mail crew or');
    expect(labels(answer)).toContain('Claim');
    // It shows what was chosen when it is opened again.
    const again = await open(here, settings(boss));
    expect(JSON.stringify(again.modal)).toContain(`{"id":"${crew.id}","type":"role"}`);
  });

  test('where escalations go and which role is told: that role is rung there, once, and nobody else anywhere', async () => {
    const here = await team();
    const { discord, channel, ann, core } = here;
    const boss = discord.person('Boss', manager);
    const crew = discord.role('DNS crew');
    const dns = discord.channel('dns');
    const form = await open(here, discord.bounces('settings', { where: 'everywhere' }, boss, channel));
    const saved = discord.submit(form, { escalate: { channel: dns }, notify: { roles: [crew] } });
    await privateAnswer(discord, saved);
    const spf =
      '550 5.7.1 <user@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org';
    const answer = await answerTo(discord, discord.post(channel, ann, spf));
    await core.queue.idle();
    const asked = await open(here, discord.press(answer, 'Escalate…', ann));
    discord.submit(asked, { to: { channel: dns } });
    const ticket = await discord.until(() => discord.messages(dns.id)[0], 'the ticket');
    expect(ticket.rang).toEqual([`<@&${crew.id}>`]);
    expect(visibleText(ticket)).toContain('SPF');
    discord.press(ticket, 'Acknowledge', boss);
    await discord.until(() => ticket.edits > 0, 'the ticket to follow');
    await core.queue.idle();
    const others = [...discord.world.messages.values()].filter((one) => one !== ticket);
    expect(others.flatMap(({ rang }) => rang)).toEqual([]);
  });

  test('with a mistake: what to correct, and the form once more', async () => {
    const here = await team();
    const { discord, channel } = here;
    const boss = discord.person('Boss', manager);
    const form = await open(here, discord.bounces('settings', { where: 'everywhere' }, boss, channel));
    const wrong = await privateAnswer(discord, discord.submit(form, { bots: 'the alerts bot!' }));
    expect(visibleText(wrong)).toContain('is not an id of a bot. Nothing was changed.');
    await open(here, discord.press(wrong, 'Open the form again', boss));
  });
});
