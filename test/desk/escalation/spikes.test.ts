/** Many bounces of one problem are one incident, escalated once; and when they stop, it is said. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_PLAN, type Plan } from '../../../src/escalation/index.ts';
import { textOf } from '../../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import { connectPaper, labels, type Paper, type Seen, verdict } from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';

const GMAIL = (n: number) =>
  `550 5.7.26 <user${n}@gmail.com>: SPF [example.com] with ip: [192.0.2.7] = did not pass gsmtp (in reply to end of DATA)`;
const YAHOO = (n: number) =>
  `554 5.7.9 Message for <user${n}@yahoo.com> not accepted for policy reasons: SPF check for example.com did not pass. See https://senders.yahooinc.com/error-codes (host mta5.am0.yahoodns.net)`;
const DEAD = (n: number) => `550 5.1.1 <user${n}@example.org>: Recipient address rejected: User unknown`;

const PLAN: Plan = {
  ...NO_PLAN,
  routes: [{ name: 'DNS', when: { category: ['authentication'] }, to: { slack: { channel: 'C-DNS' } } }],
};
const HOUR = 60 * 60_000;

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  const open = async (plan: Plan) => {
    bot = await openDesk({ url: await newAddress(), now: () => today, escalation: { plan } });
    paper = connectPaper(bot);
  };
  beforeEach(() => {
    today = new Date('2026-11-21T10:00:00Z');
  });
  afterEach(() => bot.close());

  const later = async (hours: number) => {
    today = new Date(today.getTime() + hours * HOUR);
    await bot.queue.idle();
  };
  const many = async (text: (n: number) => string, from: number, to: number) => {
    for (let n = from; n <= to; n++) await paper.write(text(n));
  };
  const tickets = (): readonly Seen[] =>
    paper.posts.filter(({ ref }) => ref.startsWith('C-DNS:')).map(({ reply }) => verdict(reply));
  const factOf = (reply: Seen | undefined, label: string): string | undefined => {
    const fact = reply?.facts.find((one) => one.label === label);
    return fact && textOf(fact.value);
  };

  describe('a spike', () => {
    test('is escalated once, by itself, and kept up to date', async () => {
      await open(PLAN);
      await many(GMAIL, 1, 9);
      expect(tickets()).toEqual([]);
      await paper.write(GMAIL(10));
      expect(tickets()).toHaveLength(1);
      expect(factOf(tickets()[0], 'Note')).toBe('10 bounces of this within 15 minutes: this is an incident.');
      expect(paper.lines).toContain(
        '10 bounces of this within 15 minutes: this is an incident. I escalate it.',
      );
      await many(GMAIL, 11, 50);
      expect(tickets()).toHaveLength(1);
      expect(factOf(tickets()[0], 'Bounces')).toBe('50');
      const main = verdict(paper.posts[0]?.reply);
      expect(textOf(main.state ?? [])).toMatch(/^Bounce Triage escalated it/);
      expect(factOf(main, 'Incident')).toBe(
        'Many bounces since 2026-11-21 10:00: 50, the last 2026-11-21 10:00',
      );
    });

    test('counts what all providers refuse of one problem, as one incident', async () => {
      await open(PLAN);
      await many(GMAIL, 1, 6);
      await many(YAHOO, 1, 6);
      expect(tickets()).toHaveLength(1);
      expect(factOf(tickets()[0], 'Bounces')).toBe('12');
      expect(factOf(tickets()[0], 'Refused by')).toMatch(/Gmail.*Yahoo|Yahoo.*Gmail/);
      const gmail = paper.posts.find(({ ref }) => ref.startsWith('C1:'));
      expect(factOf(verdict(gmail?.reply), 'Incident')).toMatch(/told with case c-[0-9a-f]{20}$/);
    });

    test('in one pasted log is one too; dead addresses are none of ours', async () => {
      await open(PLAN);
      await paper.write(Array.from({ length: 12 }, (_, n) => GMAIL(n)).join('\n\n'));
      expect(tickets()).toHaveLength(1);
      await many(DEAD, 1, 12);
      expect(tickets()).toHaveLength(1);
      expect(await bot.store.selectFrom('incidents').selectAll().execute()).toHaveLength(1);
    });

    test('is told without a route too, and can be escalated by hand', async () => {
      await open(NO_PLAN);
      await many(GMAIL, 1, 10);
      const main = verdict(paper.posts[0]?.reply);
      expect(main.state).toBeNull();
      expect(labels(main)).toContain('Escalate…');
      expect(paper.lines.at(-1)).toContain('Press "Escalate" where somebody else has to fix it.');
    });

    test('is none where the bounces are spread out, or of last week', async () => {
      await open(PLAN);
      for (let n = 1; n <= 12; n++) {
        await paper.write(GMAIL(n));
        await later(1);
      }
      expect(tickets()).toEqual([]);
      const old = (n: number) =>
        `2026-11-12T08:0${n % 10}:00+00:00 mx1 postfix/smtp[100]: ABC${n}: to=<user${n}@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.25]:25, dsn=5.7.26, status=bounced (host gmail-smtp-in.l.google.com[192.0.2.25] said: ${GMAIL(n)})`;
      await paper.write(Array.from({ length: 12 }, (_, n) => old(n)).join('\n'));
      expect(tickets()).toEqual([]);
    });

    test('is also what is many times the usual, where that is little', async () => {
      await open({ ...PLAN, spikes: { bounces: 100, minutes: 15, 'times-usual': 5 } });
      for (let n = 1; n <= 4; n++) {
        await paper.write(GMAIL(n));
        await later(24);
      }
      await many(GMAIL, 5, 8);
      expect(tickets()).toEqual([]);
      await paper.write(GMAIL(9));
      expect(tickets()).toHaveLength(1);
    });
  });

  describe('when it stops', () => {
    test('the thread says so, once, and offers to resolve', async () => {
      await open(PLAN);
      await many(GMAIL, 1, 10);
      await later(2);
      await paper.write(GMAIL(11));
      await later(3);
      const words = 'No more of these for 4 hours: it looks fixed. If it is, resolve this.';
      expect(paper.lines).not.toContain(words);
      await later(1);
      // In the thread of the case, and of its ticket.
      expect(paper.lines.filter((line) => line === words)).toHaveLength(2);
      await later(24);
      expect(paper.lines.filter((line) => line === words)).toHaveLength(2);
      expect(factOf(verdict(paper.posts[0]?.reply), 'Incident')).toBe(
        '11 in 2 hours, 2026-11-21 10:00 to 2026-11-21 12:00; none since',
      );
    });

    test('and nothing is said of what was resolved before', async () => {
      await open(PLAN);
      await many(GMAIL, 1, 10);
      await paper.press(verdict(paper.posts[0]?.reply), 'Resolve');
      await later(5);
      expect(paper.lines.some((line) => line.startsWith('No more'))).toBe(false);
      expect(await bot.store.selectFrom('incidents').select('ended_at').execute()).toEqual([
        { ended_at: '2026-11-21T10:00:00.000Z' },
      ]);
    });

    test('and comes back, it is a new incident', async () => {
      await open(PLAN);
      await many(GMAIL, 1, 10);
      await paper.press(verdict(paper.posts[0]?.reply), 'Resolve');
      await later(5);
      await many(GMAIL, 11, 20);
      expect(tickets()).toHaveLength(2);
    });
  });
});
