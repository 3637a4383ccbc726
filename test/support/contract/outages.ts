/** What is not lost, and not done twice, whatever breaks. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Shown } from '../driver.ts';
import { type Duty, USER_UNKNOWN } from './stage.ts';

export const OUTAGES: readonly Duty[] = [
  {
    title: 'after a restart the old buttons still work',
    async run({ user, restart, pasteOne, suppressed }) {
      const reply = await pasteOne(USER_UNKNOWN);
      await restart();
      expect((await user.press(reply, 'Mark suppressed')).text).toContain('Suppressed: user@example.com');
      expect(await suppressed()).toEqual(['user@example.com']);
    },
  },
  {
    title: 'an event that is delivered twice is answered once, and counted once',
    async run({ user, bot, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      await user.redeliver();
      expect((await user.thread()).map(({ ref }) => ref)).toEqual([reply.ref]);
      expect(await bot().store.selectFrom('attempts').select('case_id').execute()).toHaveLength(1);
    },
  },
  {
    title: 'a crash between hearing and posting: answered once all the same, with buttons that work',
    async run({ user, restart, losePosts, suppressed }) {
      await losePosts();
      await user.paste(USER_UNKNOWN);
      await restart(30_000);
      const [reply, ...more] = await user.thread();
      expect(more).toEqual([]);
      expect(reply?.text).toContain('This address does not exist');
      expect((await user.press(reply as Shown, 'Mark suppressed')).text).toContain(
        'Suppressed: user@example.com',
      );
      expect(await suppressed()).toEqual(['user@example.com']);
    },
  },
  {
    title: 'while the database can only be read: explained without buttons, and nothing claims success',
    async run({ user, bot, pasteOne }) {
      const before = await pasteOne('550 5.1.1 <other@example.com>: User unknown');
      await sql`pragma query_only = 1`.execute(bot().store);
      const reply = await pasteOne(USER_UNKNOWN);
      expect(reply.text).toContain('This address does not exist');
      expect(reply.text).toContain('Not saved');
      expect(reply.buttons).toEqual([]);
      const pressed = await user.press(before, 'Mark suppressed');
      expect(pressed.notice).toContain('Not saved, nothing changed');
      expect(pressed.buttons).toEqual(before.buttons);
      await sql`pragma query_only = 0`.execute(bot().store);
      expect((await user.press(before, 'Mark suppressed')).buttons).toContain('Undo');
    },
  },
];
