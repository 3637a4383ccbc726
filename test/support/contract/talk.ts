/** What is said to the bot besides bounces, and what is looked up. */
import { expect } from 'vitest';
import type { Driver } from '../driver.ts';
import { type Duty, USER_UNKNOWN } from './stage.ts';

/** A channel is silent on it; who asks about it is answered. */
const TOLD = 'Bob told me that his mail to kim@example.org failed, user unknown it said';

const hasThreads = ({ below }: Driver): boolean => below !== null;

export const TALK: readonly Duty[] = [
  {
    title: 'thanks are met with silence, other talk with help, once a thread; neither with a verdict',
    where: hasThreads,
    async run({ user }) {
      await user.paste('Who has the numbers of last week?');
      expect(await user.below?.('thanks!')).toEqual([]);
      const help = await user.below?.('who is on call?');
      expect(help?.map(({ text }) => text.includes('What bounced?'))).toEqual([true]);
    },
  },
  {
    title: 'who speaks to it below a message has that message explained',
    where: hasThreads,
    async run({ user }) {
      expect(await user.paste(TOLD)).toEqual([]);
      const answers = await user.below?.('what should we do here?');
      expect(answers?.[0]?.text).toContain('This address does not exist');
    },
  },
  {
    title: 'and the files of that message',
    where: hasThreads,
    async run({ user }) {
      const bytes = `To: kim@example.org\n${TOLD}`;
      expect(
        await user.paste('from yesterday', [{ name: 'note.txt', type: 'text/plain', text: bytes }]),
      ).toEqual([]);
      const answers = await user.below?.('can you explain this?');
      expect(answers?.[0]?.text).toContain('This address does not exist');
    },
  },
  {
    title:
      'below a message that was answered it names the case that there is, also where it may read nothing',
    where: hasThreads,
    async run({ user, pasteOne }) {
      await pasteOne(USER_UNKNOWN);
      user.hide?.();
      const answers = await user.below?.('what is this about?');
      expect(answers).toHaveLength(1);
      expect(answers?.[0]?.text).toContain('This address does not exist');
    },
  },
  {
    title: 'where the platform does not show it that message, it asks to paste it',
    where: hasThreads,
    async run({ user }) {
      expect(await user.paste(TOLD)).toEqual([]);
      user.hide?.();
      const answers = await user.below?.('what should we do here?');
      expect(answers?.[0]?.text).toContain('Paste it here');
    },
  },
  {
    title: 'a code that is not known is answered with the closest ones, to be looked up by a press',
    async run({ user }) {
      const answer = await user.ask('5.7.99');
      expect(answer).toMatchObject({ private: true });
      expect(answer.text).toContain('I don’t know that code');
      if (!hasThreads(user)) return;
      const [first = ''] = answer.buttons;
      expect((await user.press(answer, first)).notice).toContain(first.split(' ')[0]);
    },
  },
];
