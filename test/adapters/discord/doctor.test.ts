/** `bounce-triage doctor discord`, against a Discord where something is missing. */
import { describe, expect, test } from 'vitest';
import { permissionsIn } from '../../../adapters/discord/doctor/permissions.ts';
import { examineDiscord } from '../../../adapters/discord/index.ts';
import type { Discord } from '../../support/discord/stand-in.ts';
import { discordWith, team } from '../../support/discord/team.ts';

const look = async ({ token, apiUrl }: Pick<Discord, 'token' | 'apiUrl'>) =>
  (await examineDiscord({ token, apiUrl })).map(({ tone, text }) => `${tone}: ${text}`);

describe('the doctor', () => {
  test('finds nothing to mend where all is well, and gives the link to add it elsewhere', async () => {
    const { discord, bot } = await team();
    await bot.stop();
    expect(await look(discord)).toEqual([
      'good: The token is good: it is that of Bounce Triage.',
      'good: The Message Content Intent is on: it can read along in channels.',
      'good: The commands are registered as this version has them.',
      'good: People may add it for themselves, to use it in any server.',
      'good: Mail team: it may do all that it needs in 1 channel.',
      expect.stringContaining('https://discord.com/oauth2/authorize?client_id='),
    ]);
  });

  test('says exactly which permission lacks where, and what does not work without it', async () => {
    const discord = await discordWith({ messageContent: false });
    discord.channel('bounces', { threads: false });
    discord.channel('quiet', { send: false });
    discord.channel('hidden', { view: false });
    const found = (await look(discord)).join('\n');
    expect(found).toContain('bad: The Message Content Intent is off');
    expect(found).toContain(`/applications/${discord.world.applicationId}/bot`);
    expect(found).toContain('bad: The commands are not registered');
    expect(found).toContain(
      'bad: Mail team: in #bounces it lacks “Create Public Threads” (answers stand in the channel instead of a thread).',
    );
    expect(found).toContain('in #quiet it lacks “Send Messages”');
    expect(found).toContain('note: Mail team: it does not see 1 channel');
  });

  test('in no server, with a wrong token, without a network', async () => {
    const discord = await discordWith();
    discord.world.member = false;
    expect((await look(discord)).join()).toContain('bad: It is in no server.');
    expect((await look({ token: 'MTIz.wrong.token', apiUrl: discord.apiUrl })).join()).toContain(
      'bad: Discord refused the token in DISCORD_TOKEN.',
    );
    expect((await look({ token: 'x', apiUrl: 'http://127.0.0.1:9/api' })).join()).toContain(
      'cannot be reached (ECONNREFUSED)',
    );
  });
});

describe('permissions in a channel', () => {
  const VIEW = 1n << 10n;
  const SEND = 1n << 11n;
  const standing = {
    guildId: '1',
    memberId: '9',
    roleIds: ['2'],
    roles: [
      { id: '1', permissions: String(VIEW) },
      { id: '2', permissions: String(SEND) },
      { id: '3', permissions: '8' },
    ],
  };
  const over = (id: string, type: 0 | 1, allow: bigint, deny: bigint) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  });

  test('are those of everyone and of its roles; the channel’s own word comes after, the member’s last', () => {
    expect(permissionsIn(standing, [])).toBe(VIEW | SEND);
    expect(permissionsIn(standing, [over('1', 0, 0n, VIEW | SEND)])).toBe(0n);
    expect(permissionsIn(standing, [over('2', 0, SEND, 0n), over('1', 0, 0n, VIEW | SEND)])).toBe(SEND);
    expect(permissionsIn(standing, [over('9', 1, VIEW, 0n), over('1', 0, 0n, VIEW | SEND)])).toBe(VIEW);
    expect(permissionsIn(standing, [over('3', 0, 0n, VIEW), over('8', 1, 0n, VIEW)])).toBe(VIEW | SEND);
  });

  test('of an administrator are all, whatever a channel says', () => {
    const admin = { ...standing, roleIds: ['3'] };
    expect(permissionsIn(admin, [over('1', 0, 0n, VIEW)]) & VIEW).toBe(VIEW);
  });
});
