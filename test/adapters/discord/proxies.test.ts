/** Where PluralKit says a person's words in their stead, the answer stands below what it says. */
import { expect, test, vi } from 'vitest';
import { answerTo, BOUNCE, core, discordWith, run } from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';

/** https://pluralkit.me */
const PLURALKIT = '466378653216014359';

async function server(withPluralKit: boolean) {
  const opened = await core();
  const discord = await discordWith();
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  if (withPluralKit) discord.world.otherBots.push({ id: PLURALKIT, username: 'PluralKit', bot: true });
  const bot = await run(discord, opened);
  return { discord, channel, ann, core: opened, bot };
}

test('once, below what the webhook says; the deleted message gets none', async () => {
  const { discord, channel, ann, core: opened } = await server(true);
  const typed = discord.post(channel, ann, BOUNCE);
  const said = discord.post(channel, { ...ann, username: 'Luna' }, BOUNCE, {
    webhookId: '1000000000000000001',
    applicationId: PLURALKIT,
  });
  discord.remove(typed);
  expect(visibleText(await answerTo(discord, said))).toContain('This address does not exist');
  await vi.waitFor(async () => {
    const rows = await opened.store.selectFrom('inbox').select('done_at').execute();
    expect(rows.map(({ done_at }) => done_at !== null)).toEqual([true, true]);
  }, 5000);
  await opened.queue.idle();
  expect(discord.messages(typed.id)).toEqual([]);
  expect(discord.messages(channel.id).filter(({ author }) => author.bot)).toEqual([]);
});

test('a message that PluralKit leaves alone is answered where it stands', async () => {
  const { discord, channel, ann } = await server(true);
  expect(visibleText(await answerTo(discord, discord.post(channel, ann, BOUNCE)))).toContain(
    'This address does not exist',
  );
});

test('other webhooks stay bots, which are heard where an admin says so', async () => {
  const { discord, channel, ann, core: opened, bot } = await server(false);
  discord.post(channel, ann, BOUNCE, {
    webhookId: '1000000000000000001',
    applicationId: '1000000000000000002',
  });
  await discord.until(() => bot.taken.length === 1, 'the message to be heard');
  await opened.queue.idle();
  expect(discord.messages(channel.id)).toHaveLength(1);
});
