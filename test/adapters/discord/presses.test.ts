/** What somebody presses, hands in or types is saved before Discord is told that we have it, and outlives the process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../support/discord/api-error.ts';
import {
  answerTo,
  BOUNCE,
  cleanUp,
  core,
  discordWith,
  followUp,
  labels,
  privateAnswer,
  run,
  team,
} from '../../support/discord/team.ts';
import { visibleText } from '../../support/discord/visible.ts';
import type { Interaction } from '../../support/discord/world.ts';

/** A bot that hangs in whatever it was asked to carry out, as one that is killed, and the one that is started next. */
async function mortal() {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-triage-'));
  cleanUp.push(async () => rmSync(folder, { recursive: true }));
  const url = join(folder, 'test.db');
  const first = await core({ url });
  const end = Promise.withResolvers<never>();
  end.promise.catch(() => undefined);
  const hangs = () => end.promise;
  const discord = await discordWith();
  const channel = discord.channel('bounces');
  const ann = discord.person('Ann');
  await run(discord, { ...first, desk: { ...first.desk, action: hangs, submit: hangs, command: hangs } });
  cleanUp.push(async () => end.reject(new Error('the test is over')));
  const card = await answerTo(discord, discord.post(channel, ann, BOUNCE));
  await first.queue.idle();
  const saved = (): Promise<void> =>
    vi.waitFor(async () => {
      const rows = await first.store.selectFrom('presses').select('id').execute();
      expect(rows).toHaveLength(1);
    });
  const next = async () => {
    const second = await core({ url, now: () => new Date(Date.now() + 60_000) });
    await run(discord, second);
    return second;
  };
  /** What whoever did it alone is told beside the first answer. */
  const told = ({ id }: Interaction) =>
    discord.until(
      () =>
        [...discord.world.messages.values()].find(
          (one) => one.onlyFor !== null && one.answers?.interaction === id && visibleText(one) !== '',
        ),
      'a word to the one who did it',
    );
  return { discord, channel, ann, card, saved, next, told };
}

describe('of a process that died', () => {
  test('a press is carried out by the next one, and its presser told alone', async () => {
    const { discord, ann, card, saved, next, told } = await mortal();
    const pressed = discord.press(card, 'Mark suppressed', ann);
    await saved();
    await discord.until(() => pressed.callback === 6, 'the acknowledgement');
    const { store } = await next();
    expect(visibleText(await told(pressed))).toContain('It is done.');
    expect(await store.selectFrom('suppressions').select('address').execute()).toEqual([
      { address: 'user@example.com' },
    ]);
    await discord.until(() => visibleText(card).includes('Suppressed'), 'the new look');
  });

  test('a press that Discord lets nobody answer any more is told below the message', async () => {
    const { discord, ann, card, saved, next } = await mortal();
    const pressed = discord.press(card, 'Mark suppressed', ann);
    await saved();
    discord.world.interactions.delete(pressed.token);
    await next();
    const word = await discord.until(
      () => discord.messages(card.channelId).find((one) => visibleText(one).includes('It is done.')),
      'a word in the thread',
    );
    expect([visibleText(word).startsWith('Ann:'), word.rang]).toEqual([true, []]);
  });

  test('a command that changes something is carried out, and “thinking …” becomes its answer', async () => {
    const { discord, channel, ann, saved, next } = await mortal();
    const typed = discord.bounces('suppress', { address: 'kim@example.com' }, ann, channel);
    await saved();
    const { store } = await next();
    expect(visibleText(await privateAnswer(discord, typed))).toContain('kim@example.com');
    expect(await store.selectFrom('suppressions').select('address').execute()).toEqual([
      { address: 'kim@example.com' },
    ]);
  });
});

describe('what Discord refuses of an answer to an interaction', () => {
  const refused = new ApiError(400, 50035, 'Invalid Form Body', {
    errors: { components: { _errors: [{ code: 'BASE_TYPE_CHOICES', message: 'not here' }] } },
  });

  test('comes as an embed, for the same eyes', async () => {
    const { discord, channel, ann } = await team();
    discord.trouble(/^PATCH .*\/webhooks\//, refused);
    const answer = await privateAnswer(discord, discord.command('421 4.7.28', ann, channel));
    expect(String(answer.embeds[0]?.description)).toContain('Sending too fast');
    expect(answer.onlyFor?.id).toBe(ann.id);
    expect(labels(answer)).toContain('Share');
  });

  test('of a further message too', async () => {
    const { discord, channel, ann } = await team();
    const card = await answerTo(discord, discord.post(channel, ann, BOUNCE));
    discord.trouble(/^POST .*\/webhooks\//, refused);
    const details = await followUp(discord, discord.press(card, 'Details', ann));
    expect(String(details.embeds[0]?.description)).toContain('5.1.1');
    expect(details.onlyFor?.id).toBe(ann.id);
  });
});
