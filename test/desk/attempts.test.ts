/** What happened is counted, not how often somebody pasted it: a team's real day. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_PLAN, type Plan } from '../../src/escalation/index.ts';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import {
  connectPaper,
  labels,
  many,
  note,
  type Paper,
  place,
  type Seen,
  verdict,
  words,
} from '../support/paper.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const GREYLISTED = '450 4.7.1 <ann@example.com>: Recipient address rejected: Greylisted, try again later';
const FULL = '452 4.2.2 Mailbox full';
const DEAD = '550 5.1.1 User unknown';
const TEMPORARY = '421-4.3.0 Temporary System Problem. Try again later (6). gsmtp';
const SPF = '550 5.7.26 SPF check for example.org did not pass';
const HOUR = 60 * 60_000;
const time = (hour: number, minute: number, second = 2): string =>
  [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');

const PLAN: Plan = {
  ...NO_PLAN,
  routes: [{ name: 'DNS', when: { category: ['authentication'] }, to: { slack: { channel: 'C-DNS' } } }],
};

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  const open = async (plan: Plan = NO_PLAN) => {
    bot = await openDesk({ url: await newAddress(), now: () => today, escalation: { plan } });
    paper = connectPaper(bot);
  };
  beforeEach(() => {
    today = new Date('2026-11-21T12:00:00Z');
  });
  afterEach(() => bot.close());

  const later = async (hours: number) => {
    today = new Date(today.getTime() + hours * HOUR);
    await bot.queue.idle();
  };
  const counts = async () =>
    (
      await bot.store
        .selectFrom('cases')
        .select('count')
        .where('status', '!=', 'dismissed')
        .orderBy('first_at')
        .execute()
    ).map(({ count }) => count);
  const factOf = (reply: Seen, label: string): string | undefined => {
    const fact = reply.facts.find((one) => one.label === label);
    return fact && textOf(fact.value);
  };
  const firstPost = (): Seen => verdict(paper.posts.find(({ reply }) => reply.kind === 'verdict')?.reply);

  describe('an attempt', () => {
    const six = [0, 5, 10, 15, 20, 25].map((minute) =>
      attempt({ time: time(10, minute), id: '4FpQx0abcz9', to: 'ann@example.com', words: GREYLISTED }),
    );

    test('six lines of one greylisted message, one after the other: nothing lasts, and nothing is to be done', async () => {
      await open();
      for (const line of six) await paper.write(line);
      expect(await counts()).toEqual([6]);
      expect(firstPost().badge).toMatch(/^Soft bounce.* · keep the address$/);
    });

    test('six lines in one paste are the same', async () => {
      await open();
      await paper.write(six.join('\n'));
      expect(await counts()).toEqual([6]);
    });

    test('one line pasted by six colleagues, in two channels, is one', async () => {
      await open();
      const line = attempt({ time: time(10, 0), id: '4FpQx0abcz9', to: 'ann@example.com', words: FULL });
      for (let i = 0; i < 6; i++) {
        await paper.write(line, { place: { ...place, channel: i % 2 === 0 ? 'C1' : 'C2' } });
      }
      expect(await counts()).toEqual([1]);
      expect(firstPost().badge).not.toContain('treat as hard now');
    });

    test('a log that is pasted twice tells the second time that all of it is known already', async () => {
      await open();
      const log = ['ann', 'bob', 'cy'].map((name, i) =>
        attempt({ time: time(10, i), id: `4FpQx0abcz${i}`, to: `${name}@example.com`, words: DEAD }),
      );
      await paper.write(log.join('\n'));
      const [again] = await paper.write(log.join('\n'));
      expect(words(note(again?.reply))).toContain('this was counted already');
      expect(await counts()).toEqual([1, 1, 1]);
    });

    test('a paste of which some is known says how much: 5 bounces, 3 new, 2 known', async () => {
      await open();
      const log = ['ann', 'bob', 'cy', 'dee', 'eve'].map((name, i) =>
        attempt({ time: time(10, i), id: `4FpQx0abcz${i}`, to: `${name}@example.com`, words: DEAD }),
      );
      await paper.write(log.slice(0, 2).join('\n'));
      const [post] = await paper.write(log.join('\n'));
      expect(many(post?.reply).title).toBe('5 bounces, 1 problem');
      expect(words(many(post?.reply))).toContain('3 new, 2 known');
      expect((await counts()).reduce((a, b) => a + b)).toBe(5);
    });

    test('a known line reopens nothing that was settled; a new one does', async () => {
      await open();
      const line = (id: string, minute: number) =>
        attempt({ time: time(10, minute), id, to: 'ann@example.com', words: DEAD });
      const first = await paper.paste(line('4FpQx0abcz9', 0));
      await paper.press(first, 'Resolve');
      await paper.write(line('4FpQx0abcz9', 0));
      expect(labels(paper.now(first.caseId))).toContain('Reopen');
      await paper.write(line('5FpQx0abcz9', 30));
      expect(labels(paper.now(first.caseId))).not.toContain('Reopen');
    });

    test('a bounce told three ways (log, report, event) is one', async () => {
      await open();
      await paper.write(
        [
          'Nov 21 10:00:01 mx1 postfix/cleanup[2210]: 4FpQx0abcz9: message-id=<news-17@example.org>',
          attempt({ time: time(10, 0), id: '4FpQx0abcz9', to: 'ann@example.com', words: DEAD }),
        ].join('\n'),
      );
      await paper.write(REPORT, { heard: 'asked' });
      await paper.write(EVENT, { heard: 'asked' });
      expect(await counts()).toEqual([1]);
      const rows = await bot.store.selectFrom('attempts').select('mailing').distinct().execute();
      expect(rows).toHaveLength(1);
    });

    test('its log line and the source of its report in one paste are one too', async () => {
      await open();
      const line = attempt({ time: time(10, 0), id: '4FpQx0abcz9', to: 'ann@example.com', words: DEAD });
      await paper.write(`${line}\n\n${REPORT}`, { heard: 'asked' });
      expect(await counts()).toEqual([1]);
    });

    test('told by an event and by a log first, and by the report that knows both ids last: one all the same', async () => {
      await open();
      await paper.write(EVENT, { heard: 'asked' });
      await paper.write(
        attempt({ time: time(10, 0), id: '4FpQx0abcz9', to: 'ann@example.com', words: DEAD }),
      );
      expect(await counts()).toEqual([2]);
      await paper.write(REPORT, { heard: 'asked' });
      expect(await counts()).toEqual([1]);
    });
  });

  describe('what was put off and arrived', () => {
    const full = (hour: number, id: string) =>
      attempt({ time: time(hour, 0), id, to: 'ann@example.com', words: FULL });
    const sent = (hour: number, id: string) => arrived({ time: time(hour, 0), id, to: 'ann@example.com' });
    const live = async () =>
      (await bot.store.selectFrom('cases').select(['count', 'status']).execute()).map(
        ({ count, status }) => `${count} ${status}`,
      );

    test.each([
      ['in one paste', true],
      ['line by line', false],
    ])('another message that arrives undoes no bounce: full, sent, full are two, %s', async (_, whole) => {
      await open();
      const log = [full(8, 'A1111111111'), sent(9, 'B1111111111'), full(10, 'C1111111111')];
      for (const text of whole ? [log.join('\n')] : log) await paper.write(text);
      expect(await live()).toEqual(['2 open']);
    });

    test('settles its case by itself, whichever is told first', async () => {
      await open();
      await paper.write(full(8, 'A1111111111'));
      expect(await live()).toEqual(['1 open']);
      expect(await paper.write(sent(9, 'A1111111111'))).toEqual([]);
      expect(await live()).toEqual(['0 resolved']);
      await bot.close();
      await open();
      await paper.write(sent(9, 'A1111111111'));
      expect(await paper.write(full(8, 'A1111111111'))).toEqual([]);
      expect(await live()).toEqual(['0 resolved']);
    });
  });

  test('the paste that makes it last is told so, and not only that it is known', async () => {
    await open();
    const full = (day: number, id: string) =>
      attempt({ day, time: time(10, 0), id, to: 'ann@example.com', words: FULL });
    await paper.write(full(16, 'A1111111111'));
    const posts = await paper.write(full(20, 'B1111111111'));
    expect(words(note(posts[0]?.reply))).toContain('Treat as hard now: 2 mailings to ann@example.com');
  });

  describe('what lasts', () => {
    const full = (day: number, id: string) =>
      attempt({ day, time: time(10, 0), id, to: 'ann@example.com', words: FULL });
    beforeEach(() => open());

    test('takes the hours between two mailings: a second less and it does not', async () => {
      const at = (day: number, second: number, id: string) =>
        attempt({ day, time: time(10, 0, second), id, to: 'ann@example.com', words: FULL });
      await paper.write([at(17, 2, 'A1111111111'), at(20, 1, 'B1111111111')].join('\n'));
      expect(firstPost().badge).not.toContain('counts as dead');
      await paper.write(at(20, 2, 'C1111111111'));
      expect(firstPost().badge).toContain('counts as dead');
      expect(factOf(firstPost(), 'Lasts')).toMatch(/^3 mailings put off since 2026-11-17 10:00/);
    });

    test('or five mailings over a day', async () => {
      const hours = [0, 6, 12, 18];
      const at = (hour: number, second = 2) =>
        attempt({
          day: 19,
          time: time(hour, 0, second),
          id: `A${hour}1111111${second}`,
          to: 'ann@example.com',
          words: FULL,
        });
      await paper.write(hours.map((hour) => at(hour)).join('\n'));
      await paper.write(
        attempt({ day: 20, time: time(0, 0, 1), id: 'B1111111111', to: 'ann@example.com', words: FULL }),
      );
      expect(firstPost().badge).not.toContain('counts as dead');
      await paper.write(
        attempt({ day: 20, time: time(0, 0, 2), id: 'B1111111112', to: 'ann@example.com', words: FULL }),
      );
      expect(firstPost().badge).toContain('counts as dead');
    });

    test('is ended by a delivery in between, whenever that is told', async () => {
      await paper.write([full(17, 'A1111111111'), full(20, 'B1111111111')].join('\n'));
      expect(firstPost().badge).toContain('counts as dead');
      await paper.write(
        [
          arrived({ day: 18, time: time(9, 0), id: 'C1111111111', to: 'ann@example.com' }),
          attempt({ day: 20, time: time(11, 0), id: 'D1111111111', to: 'ann@example.com', words: FULL }),
        ].join('\n'),
      );
      expect(firstPost().badge).not.toContain('counts as dead');
    });

    test('and by one that came alone, in a paste that nobody is answered', async () => {
      await paper.write(full(16, 'A1111111111'));
      const log = arrived({ day: 18, time: time(9, 0), id: 'C1111111111', to: 'ann@example.com' });
      expect(await paper.write(log)).toEqual([]);
      await paper.write(full(21, 'D1111111111'));
      expect(firstPost().badge).not.toContain('counts as dead');
    });

    test('and by one in a file, or told by an event', async () => {
      await paper.write(full(15, 'A1111111111'));
      const log = arrived({ day: 17, time: time(9, 0), id: 'C1111111111', to: 'ann@example.com' });
      const file = { name: 'mail.log', type: 'text/plain', bytes: new TextEncoder().encode(log) };
      expect(await paper.write('', { files: [file] })).toEqual([]);
      await paper.write(full(19, 'D1111111111'));
      expect(firstPost().badge).not.toContain('counts as dead');
      const event = {
        event: 'delivered',
        email: 'ann@example.com',
        timestamp: Date.parse('2026-11-20T10:00:00Z') / 1000,
        sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
      };
      expect(await paper.write(JSON.stringify(event))).toEqual([]);
      await paper.write(full(21, 'E1111111111'));
      expect(firstPost().badge).not.toContain('counts as dead');
    });

    test.each([
      ['greylisting', '450 4.7.1 <ann@example.com>: Greylisted, try again later'],
      ['a limit', '452 4.5.3 Too many recipients, sending rate exceeded'],
      ['a server that is closing', '421 4.3.2 Service shutting down, closing transmission channel'],
    ])('is never %s', async (_, answer) => {
      const at = (day: number, id: string) =>
        attempt({ day, time: time(10, 0), id, to: 'ann@example.com', words: answer });
      await paper.write([at(16, 'A1111111111'), at(18, 'B1111111111'), at(20, 'C1111111111')].join('\n'));
      expect(firstPost().badge).not.toContain('counts as dead');
    });
  });

  test('SOFT_BOUNCE_HOURS is the one deadline that an answer speaks of', async () => {
    bot = await openDesk({ url: await newAddress(), now: () => today, patience: { hours: 24, times: 3 } });
    paper = connectPaper(bot);
    for (const answer of [
      FULL,
      TEMPORARY,
      '450 4.2.1 The mailbox is disabled for now',
      '451 4.7.0 Deferred',
    ]) {
      const reply = await paper.paste(`<${answer.length}@example.com>: ${answer}`, { heard: 'asked' });
      const said = [...reply.steps, ...reply.facts.map(({ value }) => value)].map(textOf).join('\n');
      expect(said).not.toContain('72 hours');
    }
    const looked = verdict(await bot.desk.question({ query: '452 4.2.2', actor: ADA, place }));
    expect([...looked.steps, ...looked.facts.map(({ value }) => value)].map(textOf).join('\n')).toContain(
      '24 hours',
    );
  });

  test('a ticket is about what has to be mended by whom, and names who refuses', async () => {
    const listed = (n: number) =>
      `554 5.7.1 <user${n}@host${n}.example>: Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org`;
    const banned = (n: number) =>
      `550 5.7.606 <user${n}@contoso.example>: Access denied, banned sending IP [192.0.2.5]. To request removal from this list please visit https://sender.office.com/ (host contoso-example.mail.protection.outlook.com)`;
    await open();
    const first = await paper.paste([1, 2, 3].map(listed).join('\n\n'));
    const [summary] = await paper.write([1, 2].map(banned).join('\n\n'));
    expect(summary).toBeDefined();
    await paper.press(paper.now(first.caseId), 'Escalate…');
    const { file } = await paper.press(paper.now(first.caseId), 'Ticket (Markdown)');
    expect(file?.content).toContain('Spamhaus');
    expect(file?.content).toMatch(/Bounces\W+3\b/);
    expect(file?.content).not.toContain('Microsoft');
  });

  test('a ticket names each provider that refuses, with its count and its page', async () => {
    const refusedBy = (host: string, ip: string) => (n: number) =>
      attempt({
        time: time(11, 30, n),
        id: `${ip.replaceAll('.', '')}A${n}`,
        to: `user${n}@${host.split('.').at(-2)}.com`,
        words: '550 5.7.26 SPF check for example.org did not pass',
        relay: host,
      });
    await open();
    const [answer] = await paper.write(
      [
        ...[1, 2, 3].map(refusedBy('gmail-smtp-in.l.google.com', '1')),
        ...[4, 5].map(refusedBy('mta5.am0.yahoodns.net', '2')),
      ].join('\n'),
    );
    const caseId = (await paper.openAll(answer?.reply))[0]?.caseId ?? null;
    await paper.press(paper.now(caseId), 'Escalate…');
    const { file } = await paper.press(paper.now(caseId), 'Ticket (Markdown)');
    expect(file?.content).toMatch(/Bounces\W+5\b/);
    expect(file?.content).toMatch(/Refused by\W+Gmail[^\n]* 3, Yahoo[^\n]* 2/);
    expect(file?.content).toMatch(/Gmail[^\n]*: help and removal\W+https:/);
    expect(file?.content).toMatch(/Yahoo[^\n]*: help and removal\W+https:/);
  });

  test('it names those too who have no entry in the catalog, hosts of one domain as one, and its counts add up', async () => {
    const refused = (n: number, relay: string) =>
      attempt({
        time: time(11, 30, n),
        id: `ABCDE${n}12345`,
        to: `user${n}@customer.example`,
        words: SPF,
        relay,
      });
    await open();
    const [answer] = await paper.write(
      [
        refused(1, 'gmail-smtp-in.l.google.com'),
        refused(2, 'mx1.hoster.co.uk'),
        refused(3, 'mx2.hoster.co.uk'),
        refused(4, 'mx2.hoster.co.uk'),
        refused(5, 'mail.shop.example'),
      ].join('\n'),
    );
    const caseId = (await paper.openAll(answer?.reply))[0]?.caseId ?? null;
    await paper.press(paper.now(caseId), 'Escalate…');
    const { file } = await paper.press(paper.now(caseId), 'Ticket (Markdown)');
    expect(file?.content).toMatch(/Bounces\W+5\b/);
    expect(file?.content).toMatch(/Refused by\W+hoster\.co\.uk 3, mail\.shop\.example 1, Gmail[^\n,]* 1\n/);
  });

  describe('an old log', () => {
    const dead = (n: number, day: number, hour: number, minute: number) =>
      attempt({
        day,
        time: time(hour, minute),
        id: `C0FFEE${day}${n}1`,
        to: `user${n}@example.com`,
        words: DEAD,
      });

    test('says from when it is, also where there was no burst of it', async () => {
      await open();
      const three = await paper.paste([0, 1, 2].map((n) => dead(n, 20, 22, 10 + 7 * n)).join('\n'));
      expect(factOf(three, 'When')).toBe('3 bounces: these are from 2026-11-20 22:10 to 2026-11-20 22:24.');
      const one = await paper.paste(dead(7, 18, 9, 5));
      expect(factOf(one, 'When')).toBe('This is from 2026-11-18 09:05.');
    });

    test('and what bounced just now, or at a time that no text tells, needs no words of it', async () => {
      await open();
      expect(factOf(await paper.paste(dead(0, 21, 11, 30)), 'When')).toBeUndefined();
      const bare = await paper.paste('<bob@example.com>: 550 5.1.1 User unknown', { heard: 'asked' });
      await later(3);
      await paper.write('<bob@example.com>: 550 5.1.1 User unknown', { heard: 'asked' });
      expect(factOf(paper.now(bare.caseId), 'When')).toBeUndefined();
    });
  });

  describe('an incident', () => {
    const refused = (day: number, hour: number, minute: number, n: number) =>
      attempt({
        day,
        time: time(hour, minute),
        id: `4FpQx0ab${n}`,
        to: `user${n}@example.com`,
        words: SPF,
      });
    const tickets = () => paper.posts.filter(({ ref }) => ref.startsWith('C-DNS:'));

    test("yesterday's log with twelve refusals, one every two hours, is none", async () => {
      await open(PLAN);
      await paper.write(Array.from({ length: 12 }, (_, n) => refused(20, 2 * n, 0, n)).join('\n'));
      expect(paper.lines).toEqual([]);
      expect(tickets()).toEqual([]);
      expect(await bot.store.selectFrom('incidents').selectAll().execute()).toEqual([]);
    });

    test('of yesterday makes no alarm: it is told when it was', async () => {
      await open(PLAN);
      await paper.write(Array.from({ length: 12 }, (_, n) => refused(20, 22, 10 + n, n)).join('\n'));
      expect(factOf(firstPost(), 'Incident')).toBe(
        '12 bounces of this within 15 minutes, but these are from 2026-11-20 22:10 to 2026-11-20 22:21: no alarm.',
      );
      expect(tickets()).toEqual([]);
    });

    test('of which the newest is two hours old stays unescalated, although another one bounced just now', async () => {
      await open(PLAN);
      const burst = Array.from({ length: 12 }, (_, n) => refused(21, 9, 50 + (n % 10), n));
      await paper.write([...burst, refused(21, 11, 55, 99)].join('\n'));
      expect(tickets()).toEqual([]);
      expect(paper.lines).toEqual([
        '12 bounces of this within 15 minutes, 21 Nov, 09:50 to 09:59 (UTC). That is over an hour ago, so I don\'t escalate it by myself: press "Escalate" if it goes on.',
      ]);
    });

    test('that goes on is escalated all the same, however its log was cut', async () => {
      const early = Array.from({ length: 14 }, (_, n) => refused(21, 9, 45 + (n % 14), n));
      const late = Array.from({ length: 12 }, (_, n) => refused(21, 11, 40 + n, 50 + n));
      await open(PLAN);
      await paper.write(early.join('\n'));
      expect(tickets()).toEqual([]);
      await paper.write(late.join('\n'));
      expect(tickets()).toHaveLength(1);
      expect(factOf(firstPost(), 'Incident')).toMatch(/^Many bounces since .* 09:45: 26, the last .* 11:51$/);
      await bot.close();
      await open(PLAN);
      await paper.write([...early, ...late].join('\n'));
      expect(tickets()).toHaveLength(1);
    });

    test('is told in the thread, also where the paste that opens the case tells all of it', async () => {
      await open();
      await paper.write(Array.from({ length: 12 }, (_, n) => refused(21, 11, 40 + n, n)).join('\n'));
      expect(paper.lines).toEqual([
        '12 bounces of this within 15 minutes: this is an incident. Press "Escalate" where somebody else has to fix it.',
      ]);
    });

    test('of two hours ago is told, and not escalated by itself', async () => {
      await open(PLAN);
      await paper.write(Array.from({ length: 12 }, (_, n) => refused(21, 9, 50 + (n % 10), n)).join('\n'));
      expect(factOf(firstPost(), 'Incident')).toBe(
        '12 in 9 minutes, 2026-11-21 09:50 to 2026-11-21 09:59; none since',
      );
      expect(tickets()).toEqual([]);
    });

    test('of now is escalated; one message that is tried twelve times is none', async () => {
      await open(PLAN);
      const again = Array.from({ length: 12 }, (_, n) =>
        attempt({
          time: time(11, 30 + n),
          id: '4FpQx0abcz9',
          to: 'user@example.com',
          words: '450 4.7.26 SPF check for example.org did not pass',
        }),
      );
      await paper.write(again.join('\n'));
      expect(tickets()).toEqual([]);
      await paper.write(Array.from({ length: 12 }, (_, n) => refused(21, 11, 40 + n, n)).join('\n'));
      expect(tickets()).toHaveLength(1);
    });
  });

  describe("a provider's bad hour", () => {
    const failing = (n: number, minute: number, hour = 11, day = 21) =>
      attempt({
        day,
        time: time(hour, minute),
        id: `4FpQx0ab${day}${hour}${n}`,
        to: `info@customer${n}.example`,
        words: TEMPORARY,
        relay: 'aspmx.l.google.com',
      });
    const live = () =>
      bot.store.selectFrom('cases').select(['key', 'count']).where('status', '!=', 'dismissed').execute();

    test('14 domains at once are one case and one answer', async () => {
      await open();
      const posts = await paper.write(Array.from({ length: 14 }, (_, n) => failing(n, n)).join('\n'));
      expect(posts).toHaveLength(1);
      const reply = verdict(posts[0]?.reply);
      expect(textOf(reply.meaning)).toBe(
        'Google takes no mail for 14 customer domains. Your set-up is fine.',
      );
      expect(labels(reply)).not.toContain('Suppress all 14…');
      // Nothing is to be done, so no button asks for it.
      expect(reply.actions.filter(({ style }) => style !== 'plain')).toEqual([]);
      expect(await live()).toEqual([{ key: 'provider|google', count: 14 }]);
    });

    test('one after the other they become one from the third domain on, and the first answers show it', async () => {
      await open();
      for (let n = 0; n < 2; n++) await paper.write(failing(n, n));
      expect(await live()).toHaveLength(2);
      for (let n = 2; n < 14; n++) await paper.write(failing(n, n));
      expect(await live()).toEqual([{ key: 'provider|google', count: 14 }]);
      const verdicts = paper.posts.flatMap(({ reply }) => (reply.kind === 'verdict' ? [reply] : []));
      expect(new Set(verdicts.map(({ meaning }) => textOf(meaning)))).toEqual(
        new Set(['Google takes no mail for 14 customer domains. Your set-up is fine.']),
      );
    });

    test('is over when none was pasted for four hours, without anybody pressing anything; and the next one says how long it took', async () => {
      await open();
      await paper.write(Array.from({ length: 4 }, (_, n) => failing(n, 10 * n)).join('\n'));
      const begun = paper.lines.splice(0);
      expect(begun).toEqual([
        "Google is failing for 4 of your recipients' domains since 21 Nov, 11:00 (UTC). Nothing to do but wait: I say here when it is over.",
      ]);
      await later(3.9);
      expect(paper.lines).toEqual([]);
      await later(0.2);
      expect(paper.lines).toEqual(['Over: none pasted for 4 hours.']);
      expect(textOf(firstPost().meaning)).toMatch(/^Over at .*: none pasted for 4 hours\.$/);
      expect(firstPost().title).toBe('Google was failing');
      today = new Date('2026-11-23T12:00:00Z');
      await paper.write(Array.from({ length: 3 }, (_, n) => failing(n, n, 11, 23)).join('\n'));
      expect(factOf(firstPost(), 'How long it takes')).toBe('It lasted 30 minutes, once before.');
      expect(paper.lines.at(-1)).toContain('It lasted 30 minutes, once before.');
      expect(textOf(firstPost().meaning)).toContain('for 3 customer domains');
    });

    test('two domains are no trouble of the provider yet, and nobody is to be suppressed for it all the same', async () => {
      await open();
      const two = await paper.paste([failing(0, 0), failing(1, 1)].join('\n'));
      expect(labels(two).filter((label) => label.includes('uppress'))).toEqual([]);
      expect(await bot.desk.action({ ...suppressBy(two.caseId), place })).toMatchObject({
        notice: 'This bounce is no reason to suppress an address.',
      });
    });

    test('what was answered before the third domain shows the trouble at once, and its thread hears of it', async () => {
      await open();
      await paper.write([failing(0, 0), failing(1, 1)].join('\n'));
      await paper.write(failing(2, 2));
      expect(paper.posts.map(({ reply }) => verdict(reply).title)).toEqual([
        'Google is failing, not you',
        'Google is failing, not you',
      ]);
      expect(paper.lines).toHaveLength(1);
      expect(paper.lines[0]).toContain("failing for 3 of your recipients' domains since 21 Nov, 11:00 (UTC)");
    });

    test('told when it was long over, it is told as over, and nobody is told so again', async () => {
      await open();
      const reply = await paper.paste([0, 1, 2].map((n) => failing(n, 10 * n, 22, 20)).join('\n'));
      expect(reply.title).toBe('Google was failing');
      expect(factOf(reply, 'When')).toBe('3 bounces: these are from 2026-11-20 22:00 to 2026-11-20 22:20.');
      await later(5);
      expect(paper.lines).toEqual([]);
      expect(labels(firstPost())).toContain('Reopen');
    });

    test('three days apart they are three domains with trouble of their own', async () => {
      await open();
      await paper.write([failing(0, 0, 11, 17), failing(1, 0, 11, 19), failing(2, 0, 11, 21)].join('\n'));
      expect((await live()).map(({ key }) => key)).not.toContain('provider|google');
    });
  });

  test("a log's from= line in a paste of its own names the sender of what was told before", async () => {
    await open();
    const line = attempt({
      time: time(10, 0),
      id: '4FpQx0abcz9',
      to: 'ann@example.com',
      words: '550 5.7.1 Message rejected due to SPF fail',
    });
    const from = queued({ time: time(9, 59), id: '4FpQx0abcz9', from: 'news@example.org' });
    await paper.write(line, { heard: 'asked' });
    await paper.write(from, { heard: 'asked' });
    const keys = async () =>
      (await bot.store.selectFrom('cases').select('key').execute()).map(({ key }) => key);
    expect(await keys()).toEqual([expect.stringMatching(/^sender\|auth-failure\|.*\|example\.org\|/)]);
  });

  test('statistics tell seven days by their own times, against the week before', async () => {
    await open();
    await paper.write(
      [
        ...[15, 16, 16, 21].map((day, i) =>
          attempt({
            day,
            time: time(10, i),
            id: `A${day}${i}1111111`,
            to: `user${i}@example.com`,
            words: DEAD,
          }),
        ),
        attempt({ day: 14, time: time(10, 0), id: 'B1111111111', to: 'old@example.com', words: DEAD }),
      ].join('\n'),
    );
    const reply = await bot.desk.command({ text: 'stats', actor: ADA, place });
    expect(note(reply).title).toBe('4 bounces in the last 7 days');
    expect(words(note(reply))).toContain('1 in the 7 days before.');
    const { figure } = note(reply);
    expect(figure?.kind === 'bars' && figure.bars.map(({ value }) => value)).toEqual([1, 2, 0, 0, 0, 0, 1]);
  });
});

const suppressBy = (caseId: string | null) => ({
  action: 'suppress' as const,
  target: caseId ?? '',
  choice: null,
  person: null,
  actor: ADA,
  ref: null,
});

const ADA = { id: 'U5', name: 'Ada', team: 'slack:T1', membership: 'admin', groups: [] } as const;

/** What Postfix sent back for the message with the queue id 4FpQx0abcz9. */
const REPORT = `From: MAILER-DAEMON@mx1.example.org (Mail Delivery System)
To: news@example.org
Subject: Undelivered Mail Returned to Sender
Date: Sat, 21 Nov 2026 10:00:04 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

<ann@example.com>: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx1.example.org
X-Postfix-Queue-ID: 4FpQx0abcz9
X-Postfix-Sender: rfc822; news@example.org
Arrival-Date: Sat, 21 Nov 2026 10:00:01 +0000 (UTC)

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b1
Content-Type: message/rfc822

From: news@example.org
To: ann@example.com
Message-ID: <news-17@example.org>
Subject: News

--b1--
`;

/** The same, as SendGrid tells it to a webhook. */
const EVENT = JSON.stringify([
  {
    email: 'ann@example.com',
    event: 'bounce',
    timestamp: Date.parse('2026-11-21T10:00:09Z') / 1000,
    'smtp-id': '<news-17@example.org>',
    sg_event_id: 'ZXZlbnQx',
    status: '5.1.1',
    reason: '550 5.1.1 User unknown',
    type: 'bounce',
  },
]);
