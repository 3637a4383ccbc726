/** What a user asks of an adapter besides pressing: questions answered with no, forms, files, edits, deletions, settings. */
import { expect } from 'vitest';
import type { Driver } from '../driver.ts';
import { type Duty, USER_UNKNOWN } from './stage.ts';

const dead = (name: string): string =>
  `550 5.1.1 <${name}@example.com>: Recipient address rejected: User unknown`;

/** What was wrong in the web chat's form is corrected in it, which stays open. */
const hasModals = ({ name }: Driver): boolean => name !== 'web';

export const DUTIES: readonly Duty[] = [
  {
    title: 'a confirmation is asked; a no changes nothing, a yes does it',
    async run({ user, pasteOne, suppressed }) {
      const reply = await pasteOne(['ann', 'bob'].map(dead).join('\n'));
      const [suppress = ''] = reply.buttons;
      expect(await user.sayNo(reply, suppress)).toContain('You can undo this.');
      expect((await user.shown(reply.ref)).buttons).toEqual(reply.buttons);
      expect(await suppressed()).toEqual([]);
      expect((await user.press(reply, suppress)).text).toContain('Suppressed: 2 addresses');
      expect(await suppressed()).toEqual(['ann@example.com', 'bob@example.com']);
    },
  },
  {
    title:
      'a button that asks for more opens a form, filled in as far as is known; what is written goes into the case',
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const form = await user.openForm(reply, 'Escalate', 'More…', 'Escalate…');
      expect(form.text).toContain('What to tell them');
      expect(form.text).toContain('This address does not exist');
      expect((await user.shown(reply.ref)).text).not.toContain('escalated it');
      expect(await form.submit({ 'What to tell them': 'Ask sales where the list comes from.' })).toBe('');
      expect((await user.shown(reply.ref)).text).toContain('escalated it');
      const thread = (await user.thread()).map(({ text }) => text).join('\n');
      expect(thread).toContain('Ask sales where the list comes from.');
    },
  },
  {
    title: 'what is wrong in a form is said to whoever filled it in, and nothing changes',
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const form = await user.openForm(reply, 'Escalate', 'More…', 'Escalate…');
      expect(await form.submit({ 'What to tell them': ' ' })).toContain('Say what is to be done.');
      expect((await user.shown(reply.ref)).buttons).toEqual(reply.buttons);
    },
  },
  {
    title: 'a form is opened from the details, and only those that stay chosen are suppressed',
    async run({ user, pasteOne, detailsOf, suppressed }) {
      const reply = await pasteOne(['ann', 'bob', 'cy'].map(dead).join('\n'));
      const details = await detailsOf(reply);
      const form = await user.openForm(details, 'Choose addresses', 'Choose addresses…');
      const addresses = ['ann@example.com', 'cy@example.com'];
      expect(await form.submit({ 'Addresses to suppress': addresses })).toBe('');
      expect(await suppressed()).toEqual(addresses);
    },
  },
  {
    title: 'a form that was left open while the verdict changed suppresses nobody, and says why',
    async run({ user, pasteOne, pasteElsewhere, detailsOf, suppressed }) {
      const reply = await pasteOne(['ann', 'bob'].map(dead).join('\n'));
      const details = await detailsOf(reply);
      const form = await user.openForm(details, 'Choose addresses', 'Choose addresses…');
      // What bounces last is not about the addresses any more, and the form does not know.
      await pasteElsewhere(
        ['ann', 'bob']
          .map((who) => `550 5.7.1 <${who}@example.com>: Message rejected by recipient policy filter`)
          .join('\n'),
      );
      expect(await form.submit({ 'Addresses to suppress': ['ann@example.com'] })).toMatch(
        /no reason to suppress|no longer have this case as it was, and nothing was changed/,
      );
      expect(await suppressed()).toEqual([]);
    },
  },
  {
    title: 'the details lead on to similar codes and to a text for customers, for whoever presses alone',
    async run({ user, pasteOne, detailsOf }) {
      const refused =
        '550-5.7.26 Your email has been blocked because the sender is unauthenticated. SPF [example.net] with ip: [192.0.2.5] = did not pass';
      const details = await detailsOf(await pasteOne(`${refused} <kim@gmail.com>`));
      const similar = await user.aside(details, 'Similar codes…');
      expect(similar).toMatchObject({ private: true, mentions: [] });
      expect(similar.text).toContain('Similar codes');
      const { text } = await user.aside(details, 'Text for customers…');
      expect(text).toContain('For whoever sent it');
      expect(text).toMatch(/(?:The|Your) address is fine/);
      // What is the team's own stays with the team.
      expect(text).not.toMatch(/192\.0\.2\.5|SPF|DKIM|5\.7\.26/);
    },
  },
  {
    title: 'a card that lacks the domain asks for it in a form; what is wrong with it is said there',
    async run({ user, pasteOne, bot }) {
      const refused =
        '550 5.7.26 <kim@gmail.com>: Your email has been blocked because the sender is unauthenticated. gsmtp';
      const reply = await pasteOne(refused);
      const opened = () => user.openForm(reply, 'Check DNS', 'Check a domain…');
      const form = await opened();
      expect(form.text).toContain('The domain that sends');
      expect(await form.submit({ 'The domain that sends': 'mail.corp.local' })).toContain('private network');
      expect(await bot().store.selectFrom('checks').select('id').execute()).toEqual([]);
      expect(
        await (hasModals(user) ? await opened() : form).submit({ 'The domain that sends': 'example.com' }),
      ).toBe('');
      expect((await user.shown(reply.ref)).buttons).toContain('Check again');
    },
  },
  {
    title: 'files are read',
    async run({ pasteOne }) {
      const log = { name: 'mail.log', type: 'text/plain', text: dead('file') };
      expect((await pasteOne('what is this?', [log])).text).toContain('file@example.com');
    },
  },
  {
    title:
      'an edit that makes a bounce of it is answered; one that makes another bounce changes the answer in place',
    where: ({ edit }) => edit !== null,
    async run({ user }) {
      expect(await user.paste('wait, I paste it')).toEqual([]);
      await user.edit?.(dead('one'));
      const [first] = await user.thread();
      expect(first?.text).toContain('one@example.com');
      await user.edit?.(dead('two'));
      const [second, ...more] = await user.thread();
      expect(more).toEqual([]);
      expect(second?.ref).toBe(first?.ref);
      expect(second?.text).toContain('two@example.com');
    },
  },
  {
    title: 'an edit from one verdict to another, of the same address, changes the answer in place',
    where: ({ edit }) => edit !== null,
    async run({ user, pasteOne }) {
      const first = await pasteOne('550 5.1.1 <ann@example.com>: User unknown');
      expect(first.text).toContain('suppress it');
      await user.edit?.('452 4.2.2 <ann@example.com>: Mailbox full');
      const [second, ...more] = await user.thread();
      expect(more).toEqual([]);
      expect(second?.ref).toBe(first.ref);
      expect(second?.text).toContain('keep the address');
    },
  },
  {
    title: 'the answer to a message that was deleted says so',
    where: ({ remove }) => remove !== null,
    async run({ user, pasteOne }) {
      const reply = await pasteOne(USER_UNKNOWN);
      await user.remove?.();
      expect((await user.shown(reply.ref)).text).toContain('The message that this answers was deleted.');
    },
  },
  {
    title: 'settings: a channel that is switched off is silent',
    async run({ user }) {
      const form = await user.openSettings();
      expect(form.text).toContain('Pasted bounces');
      await form.submit({ 'Pasted bounces': ['Off: only menu and commands'] });
      expect(await user.paste(USER_UNKNOWN)).toEqual([]);
    },
  },
  {
    title: 'the queue is told when a press or a form made something due',
    async run({ user, pasteOne, nudges }) {
      const reply = await pasteOne(USER_UNKNOWN);
      const atFirst = nudges();
      await user.press(reply, 'Claim');
      const pressed = nudges();
      expect(pressed).toBeGreaterThan(atFirst);
      const form = await user.openForm(reply, 'Escalate', 'More…', 'Escalate…');
      await form.submit({ 'What to tell them': 'Please look.' });
      expect(nudges()).toBeGreaterThan(pressed);
    },
  },
];
