/** Days on which one thing looked like another: a filter's handover like a delivery, an old id like a known message. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, type Paper, verdict } from '../support/paper.ts';
import { onBothStores } from '../support/stores.ts';

const full = (day: string, id: string, to: string): string =>
  `${day}T08:00:00Z r2 postfix/smtp[3]: ${id}: to=<${to}>, relay=mx.see.example[203.0.113.94]:25, delay=1, delays=0.02/0.01/0.3/0.4, dsn=4.2.2, status=deferred (host mx.see.example[203.0.113.94] said: 452 4.2.2 <${to}>: Mailbox full (in reply to RCPT TO command))`;
const sent = (
  day: string,
  id: string,
  to: string,
  relay: string,
  answer = '250 2.0.0 Ok: queued as 77AB01',
): string =>
  `${day}T07:59:58Z r2 postfix/smtp[3]: ${id}: to=<${to}>, relay=${relay}, delay=1, delays=0.02/0.01/0.3/0.4, dsn=2.0.0, status=sent (${answer})`;

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let today: Date;
  beforeEach(async () => {
    today = new Date('2026-11-20T12:00:00Z');
    bot = await openDesk({ url: await newAddress(), now: () => today });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const lasts = 'counts as dead';
  const caseRows = () =>
    bot.store
      .selectFrom('cases')
      .select(['count', 'status', 'first_at', 'last_at'])
      .where('status', '!=', 'dismissed')
      .orderBy('first_at')
      .execute();
  const badge = (): string | null =>
    verdict(paper.posts.findLast(({ reply }) => reply.kind === 'verdict')?.reply).badge;

  test.each([
    [
      'the content filter',
      '127.0.0.1[127.0.0.1]:10024',
      '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as NEXT',
    ],
    ['a filter in the own network', 'amavis.internal[10.0.0.9]:10024', '250 2.0.0 Ok: queued as NEXT'],
    [
      'the own next server, whose log goes on',
      'out.firma.example[203.0.113.5]:25',
      '250 2.0.0 Ok: queued as NEXT',
    ],
  ])('what %s took has not arrived: a full mailbox lasts', async (_, relay, answer) => {
    const mail = (day: string, first: string, next: string) =>
      [
        sent(day, first, 'vera@see.example', relay, answer.replace('NEXT', next)),
        full(day, next, 'vera@see.example'),
      ].join('\n');
    await paper.write(
      [mail('2026-11-16', '4ZH1aa0001', '4ZH1bb0001'), mail('2026-11-20', '4ZL9aa0002', '4ZL9bb0002')].join(
        '\n',
      ),
    );
    expect(badge()).toContain(lasts);
  });

  test('what the server of the recipient took has arrived, and so has what a mailbox on the own machine took', async () => {
    const both = [
      full('2026-11-16', '4ZH1bb0001', 'vera@see.example'),
      full('2026-11-20', '4ZL9bb0002', 'vera@see.example'),
    ];
    const kept = sent(
      '2026-11-18',
      '4ZK1aa0003',
      'vera@see.example',
      'mx[127.0.0.1]:24',
      '250 2.0.0 <vera@see.example> 3AhbJwYx Saved',
    );
    await paper.write([...both, kept].join('\n'));
    expect(badge()).not.toContain(lasts);
  });

  test('a delivery of another mailing that is pasted later takes it back at once', async () => {
    const first = await paper.paste(
      [
        full('2026-11-16', '4K0001aaaa', 'hanna@see.example'),
        full('2026-11-20', '4K0003aaaa', 'hanna@see.example'),
      ].join('\n'),
    );
    expect(verdict(paper.now(first.caseId)).badge).toContain(lasts);
    await paper.write(
      sent('2026-11-18', '4K0002aaaa', 'hanna@see.example', 'mx.see.example[203.0.113.94]:25'),
    );
    await bot.queue.idle();
    expect(verdict(paper.now(first.caseId)).badge).not.toContain(lasts);
  });

  const reused = (day: string, messageId: string) =>
    [
      `${day}T08:00:00Z out1 postfix/cleanup[811]: 9F3A81C0043: message-id=<${messageId}@firma.example>`,
      full(day, '9F3A81C0043', 'red@see.example').replace(' r2 ', ' out1 '),
    ].join('\n');

  test('a queue id that comes again nine days later is another message, in one paste or two', async () => {
    await paper.write(reused('2026-11-19', 'nl-112'));
    await paper.write(reused('2026-11-10', 'nl-103'));
    expect(badge()).toContain(lasts);
    expect(await caseRows()).toMatchObject([{ count: 2 }]);
  });

  test('what arrived under an id that was used again did not arrive before', async () => {
    await paper.write(reused('2026-11-10', 'nl-103'));
    await paper.write(
      sent('2026-11-19', '9F3A81C0043', 'red@see.example', 'mx.see.example[203.0.113.94]:25').replace(
        ' r2 ',
        ' out1 ',
      ),
    );
    expect(await caseRows()).toMatchObject([{ count: 1, status: 'open' }]);
  });

  const QMAIL = (
    stamps: readonly [string, string],
    process: number,
    delivery: number,
  ) => `@${stamps[0]} new msg 1234567
@${stamps[0]} info msg 1234567: bytes 2034 from <news@alt.example> qp ${process} uid 89
@${stamps[0]} starting delivery ${delivery}: msg 1234567 to remote opa@hof.example
@${stamps[1]} delivery ${delivery}: failure: 203.0.113.101_does_not_like_recipient./Remote_host_said:_552_5.2.2_Mailbox_full/Giving_up_on_203.0.113.101./
@${stamps[1]} end msg 1234567`;

  test("qmail's number of a message is used again: two mailings, 80 hours apart, in one paste and in two", async () => {
    today = new Date('2026-11-26T17:00:00Z');
    const one = QMAIL(['400000006b03f28a1a2b3c4d', '400000006b03f28d1a2b3c4d'], 4001, 12);
    const other = QMAIL(['400000006b08578a1a2b3c4d', '400000006b08578d1a2b3c4d'], 7005, 99);
    await paper.write(`${one}\n${other}`);
    expect(badge()).toContain(lasts);
    await paper.write(one);
    await paper.write(other);
    expect(await caseRows()).toMatchObject([{ count: 2 }]);
  });

  test('who is suppressed along with others is so on their own words', async () => {
    const first = await paper.paste(
      ['voll', 'halb']
        .map((name, i) =>
          full('2026-11-20', `9E000${i}bcde`, `${name}@see.example`)
            .replace('dsn=4.2.2, status=deferred', 'dsn=5.1.1, status=bounced')
            .replace(/452 4.2.2 (\S+) Mailbox full/, '550 5.1.1 $1 User unknown'),
        )
        .join('\n'),
    );
    await paper.press(first, 'Suppress all 2…');
    const rows = await bot.store.selectFrom('suppressions').select(['address', 'evidence']).execute();
    for (const { address, evidence } of rows) expect(evidence).toContain(`<${address}>`);
    expect(rows).toHaveLength(2);
  });

  const LOGGED = `2026-11-20 10:15:02 1vOHUs-000aBc-0K <= bounces@verein.example H=localhost (web) [127.0.0.1] P=esmtpa S=9120 id=66f0c2.7713@verein.example
2026-11-20 10:15:04 1vOHUs-000aBc-0K ** petra.lang@see.example R=dnslookup T=remote_smtp H=mail.see.example [198.51.100.7]: SMTP error from remote mail server after RCPT TO:<petra.lang@see.example>: 550 5.1.1 <petra.lang@see.example>: Recipient address rejected: User unknown in virtual mailbox table`;
  const BARE =
    '550 5.1.1 <petra.lang@see.example>: Recipient address rejected: User unknown in virtual mailbox table';

  test.each([
    ['a log, and its words an hour later', [LOGGED, BARE]],
    ['words, and the log that they are from', [BARE, LOGGED]],
    ['both, twice', [BARE, LOGGED, BARE, LOGGED]],
  ])('%s are one attempt, told with all that is known of it', async (_, pastes) => {
    for (const text of pastes) {
      await paper.write(text);
      today = new Date(today.getTime() + 60 * 60_000);
    }
    const [row, ...others] = await bot.store
      .selectFrom('cases')
      .select(['count', 'bounce', 'last_at'])
      .execute();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ count: 1, last_at: '2026-11-20T10:15:04.000Z' });
    expect(JSON.parse(row?.bounce ?? '')).toMatchObject({
      remoteHost: 'mail.see.example',
      senderDomain: 'verein.example',
    });
  });

  test('words without an id that are pasted again move nothing', async () => {
    await paper.write(BARE);
    const before = await caseRows();
    today = new Date(today.getTime() + 60 * 60_000);
    await paper.write(BARE);
    expect(await caseRows()).toEqual(before);
  });

  test('a message that is edited and edited back leaves the times that it tells', async () => {
    const id = 'M-edited';
    await paper.write(full('2026-11-19', '9A0001bcde', 'pat@see.example'), { id });
    await paper.write(full('2026-11-20', '9A0001bcde', 'pat@see.example'), { id, edit: '1' });
    await paper.write(full('2026-11-19', '9A0001bcde', 'pat@see.example'), { id, edit: '2' });
    expect(await caseRows()).toMatchObject([
      { count: 1, first_at: '2026-11-19T08:00:00.000Z', last_at: '2026-11-19T08:00:00.000Z' },
    ]);
  });

  test('an edit that adds to a message is not told that its first version is known', async () => {
    const id = 'M-longer';
    const dead = (name: string, place: number) =>
      full('2026-11-20', `9B000${place}bcde`, `${name}@see.example`)
        .replace('dsn=4.2.2, status=deferred', 'dsn=5.1.1, status=bounced')
        .replace(/452 4.2.2 (\S+) Mailbox full/, '550 5.1.1 $1 User unknown');
    const other = full('2026-11-20', '9B0009bcde', 'x9@see.example');
    await paper.write(dead('x0', 0), { id });
    await paper.write([dead('x0', 0), other].join('\n'), { id, edit: '1' });
    const said = JSON.stringify(paper.posts.map(({ reply }) => reply));
    expect(said).not.toMatch(/known already/i);
  });
});
