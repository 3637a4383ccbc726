/** What is said to a question, a command and a pasted text, and how it looks. */
import { expect } from 'vitest';
import type { Driver } from '../driver.ts';
import { attempt } from '../postfix-log.ts';
import { type Duty, USER_UNKNOWN } from './stage.ts';

const isAlone = ({ name }: Driver): boolean => name === 'web';

export const ANSWERS: readonly Duty[] = [
  {
    title: '/smtp answers the asker alone, who may share it',
    async run({ user }) {
      const answer = await user.ask('421 4.7.28');
      expect(answer).toMatchObject({ private: true, mentions: [] });
      expect(answer.buttons).toContain('Share');
      expect(answer.text).toContain('4.7.28');
      expect(answer.text).toContain('Sending too fast');
    },
  },
  {
    title: '/smtp with nonsense is refused kindly, with examples',
    async run({ user }) {
      const answer = await user.ask('qwertz uiop');
      expect(answer.private).toBe(true);
      expect(answer.text).toContain('/smtp 421 4.7.28');
    },
  },
  {
    title: 'a pasted bounce is answered for all; ordinary talk is not',
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      expect(reply.private).toBe(false);
      expect(reply.buttons.slice(0, 2)).toEqual(['Mark suppressed', 'Claim']);
      expect(reply.text).toContain('This address does not exist');
      const talk = 'We see lots of 5.7.1 lately, any idea?';
      expect(await user.paste(`${talk} Marketing asked me this morning.`)).toEqual([]);
      // A few words are the team's in a channel; where there is nobody else, they are said to the bot.
      const said = await user.paste(talk);
      expect(said.map(({ text }) => text.includes('What bounced?'))).toEqual(isAlone(user) ? [true] : []);
    },
  },
  {
    title: 'an authentication failure says whom to escalate to',
    async run({ pasteOne }) {
      const reply = await pasteOne(
        '550 5.7.1 <user@example.com> SPF check failed: 192.0.2.5 is not allowed to send for example.org',
      );
      expect(reply.text).toContain('SPF');
      expect(reply.buttons).not.toContain('Mark suppressed');
    },
  },
  {
    title: 'pasted text pings nobody and stays text',
    async run({ pasteOne, detailsOf }) {
      const hostile =
        '@everyone @here <!channel> <@U1> <@1234567890> [x](https://evil.example) `` ``` <b>x</b>';
      const reply = await pasteOne(`550 5.1.1 <user@example.com>: User unknown ${hostile}`);
      expect(reply.mentions).toEqual([]);
      const details = await detailsOf(reply);
      expect(details.mentions).toEqual([]);
      // What keeps a mention from being one may stand in it unseen.
      expect(details.text.replaceAll('\u200b', '')).toContain('@everyone @here <!channel>');
    },
  },
  {
    title: 'a reply to a very long bounce keeps its verdict and its buttons',
    async run({ pasteOne }) {
      const reply = await pasteOne(`550 5.1.1 <user@example.com>: User unknown ${'very long '.repeat(900)}`);
      expect(reply.text).toContain('This address does not exist');
      expect(reply.buttons).toContain('Mark suppressed');
    },
  },
  {
    title:
      'another mail that bounces for the same: a short answer with the way to the first, which counts it',
    async run({ user, pasteOne, detailsOf }) {
      const first = await pasteOne(USER_UNKNOWN);
      const again = await pasteOne(
        attempt({
          time: '09:00:02',
          id: '4FpQx0abcz9',
          to: 'user@example.com',
          words: '550 5.1.1 User unknown',
        }),
      );
      expect(again.text).toContain('Known: This address does not exist');
      expect(again.text).toContain('Open the case');
      expect(again).toMatchObject({ buttons: ['Mark suppressed'], private: false, mentions: [] });
      expect((await detailsOf(await user.shown(first.ref))).text).toMatch(/2 times since/);
    },
  },
  {
    title: '/bounces lists what is open, for the asker alone',
    async run({ user, pasteOne }) {
      expect((await user.command('open')).text).toContain('No case open');
      await pasteOne(USER_UNKNOWN);
      const list = await user.command('open');
      expect(list).toMatchObject({ private: true, mentions: [] });
      expect(list.text).toContain('1 case open');
      expect(list.text).toContain('user@example.com');
    },
  },
];
