/** Buttons and menus: what they do is seen in place, and in the thread. */
import { expect } from 'vitest';
import { type Duty, HOUR, USER_UNKNOWN } from './stage.ts';

const MORNING = [
  '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
  '550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown',
  '452 4.2.2 <full@example.com>: mailbox full',
].join('\n');

export const CASES: readonly Duty[] = [
  {
    title:
      'many problems are one answer, whose button asks before it suppresses, and whose Undo takes it back',
    async run({ user, pasteOne, suppressed }) {
      const answer = await pasteOne(MORNING);
      expect(answer.text).toContain('3 bounces, 2 problems');
      expect(answer.text).toContain('Address does not exist');
      expect(answer.buttons).toEqual(['Suppress 2…']);
      expect(await user.sayNo(answer, 'Suppress 2…')).toContain('You can undo this.');
      expect(await suppressed()).toEqual([]);
      const done = await user.press(answer, 'Suppress 2…');
      expect(done.text).toContain('2 suppressed by');
      expect(done.buttons).toEqual(['Undo']);
      expect(await suppressed()).toEqual(['ann@example.com', 'bob@example.com']);
      expect((await user.press(done, 'Undo')).buttons).toEqual(['Suppress 2…']);
      expect(await suppressed()).toEqual([]);
    },
  },
  {
    title: 'a problem that is chosen from the answer brings its card into the thread',
    async run({ user, pasteOne }) {
      const answer = await pasteOne(MORNING);
      await user.choose(answer, 'Show a problem…', '1 · Mailbox full · example.com');
      const [first, card, ...more] = await user.thread();
      expect(more).toEqual([]);
      expect(first?.ref).toBe(answer.ref);
      expect(card?.text.toLowerCase()).toContain('mailbox is full');
    },
  },
  {
    title: 'Mark suppressed updates the message in place; Undo takes it back',
    async run({ user, pasteOne, suppressed }) {
      const done = await user.press(await pasteOne(USER_UNKNOWN), 'Mark suppressed');
      expect(done.buttons).toContain('Undo');
      expect(done.buttons).not.toContain('Mark suppressed');
      expect(done.text).toContain('Suppressed: user@example.com');
      expect(await suppressed()).toEqual(['user@example.com']);
      const undone = await user.press(done, 'Undo');
      expect(undone.buttons).toContain('Mark suppressed');
      expect(await suppressed()).toEqual([]);
    },
  },
  {
    title: 'claim, resolve, reopen: in place, and one line each in the thread says who',
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const claimed = await user.press(reply, 'Claim');
      expect(claimed.text).toMatch(/ha(?:s|ve) it since/);
      expect(claimed.buttons.slice(0, 2)).toEqual(['Mark suppressed', 'Release']);
      expect((await user.choose(reply, 'More…', 'Resolve')).buttons[0]).toBe('Reopen');
      expect((await user.press(reply, 'Reopen')).buttons).toContain('Release');
      const [shown, ...lines] = await user.thread();
      expect(shown?.ref).toBe(reply.ref);
      expect(lines.map(({ text }) => /(claimed|resolved|reopened) this/.exec(text)?.[1])).toEqual([
        'claimed',
        'resolved',
        'reopened',
      ]);
    },
  },
  {
    title: 'a snooze says until when, and ends by itself though the bot was away',
    async run({ user, restart, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const form = await user.openForm(reply, 'Snooze', 'More…', 'Snooze…');
      expect(await form.submit({ 'For how long, or until when': '1h' })).toBe('');
      const snoozed = await user.shown(reply.ref);
      expect(snoozed.text).toContain('Snoozed until');
      expect(snoozed.buttons).toContain('Wake now');
      await restart(HOUR + 1000);
      expect((await user.shown(reply.ref)).buttons).not.toContain('Wake now');
    },
  },
  {
    title: 'a guest may look but not act, and is told who could',
    where: ({ guest }) => guest !== null,
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const refused = await user.press(reply, 'Claim', user.guest ?? '');
      expect(refused.notice).toContain('Any member of this workspace can do that');
      expect(refused.buttons).toEqual(reply.buttons);
      expect(await user.thread()).toHaveLength(1);
    },
  },
];
