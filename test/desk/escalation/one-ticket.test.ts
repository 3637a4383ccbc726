/** A ticket is about one problem, and one problem has one ticket, however many providers refuse for it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../../support/desk.ts';
import {
  ann,
  bob,
  connectPaper,
  labels,
  many,
  type Paper,
  place,
  type Seen,
  seen,
} from '../../support/paper.ts';
import { onBothStores } from '../../support/stores.ts';

const refusal = (id: string, to: string, relay: string, words: string): string =>
  `2026-11-21T02:00:00Z m1 postfix/smtp[7]: ${id}: to=<${to}>, relay=${relay}[192.0.2.25]:25, delay=1, delays=0.02/0.01/0.3/0.4, dsn=5.7.1, status=bounced (host ${relay}[192.0.2.25] said: ${words} (in reply to RCPT TO command))`;
const SPAMHAUS = [
  ...[1, 2, 3].map((n) =>
    refusal(
      `8A00${n}bcdef`,
      `i${n}@icloud.com`,
      'mx01.mail.icloud.com',
      '554 5.7.0 Mail from IP 198.51.100.66 was rejected due to listing in Spamhaus SBL. For details please see http://www.spamhaus.org/query/bl?ip=198.51.100.66',
    ),
  ),
  ...[1, 2].map((n) =>
    refusal(
      `8A02${n}bcdef`,
      `z${n}@zoo.example`,
      'mail.zoo.example',
      '554 5.7.1 Service unavailable; Client host [198.51.100.66] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.66',
    ),
  ),
];
const MICROSOFT = [1, 2, 3, 4].map((n) =>
  refusal(
    `8A03${n}bcdef`,
    `h${n}@hotmail.com`,
    'hotmail-com.olc.protection.outlook.com',
    "550 5.7.1 Unfortunately, messages from [198.51.100.66] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
  ),
);
/** Microsoft fails for a customer's domain. */
const trouble = (n: number): string =>
  `2026-11-21T09:0${n}:00Z out7 postfix/smtp[7]: 6A000${n}bcde: to=<a@kunde${n}.example>, relay=kunde${n}-example.mail.protection.outlook.com[192.0.2.5]:25, delay=5, delays=0.02/0.01/0.3/0.4, dsn=4.3.2, status=deferred (host kunde${n}-example.mail.protection.outlook.com[192.0.2.5] said: 451 4.3.2 Temporary server error. Please try again later. PRX4 (in reply to end of DATA command))`;

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  let url: string;
  beforeEach(async () => {
    url = await newAddress();
    bot = await openDesk({ url, now: () => new Date('2026-11-21T09:30:00Z') });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const cards = (): readonly Seen[] =>
    paper.posts.flatMap(({ reply }) => (reply.kind === 'verdict' ? [seen(reply)] : []));

  test('of several cases of one problem one is escalated; the others say so, and can not be once more', async () => {
    const [answer] = await paper.write([...SPAMHAUS, ...MICROSOFT].join('\n'));
    await paper.openAll(answer?.reply);
    const [icloud, zoo, microsoft] = cards().map(({ caseId }) => caseId ?? '');
    const old = paper.now(zoo ?? '');
    await paper.press(paper.now(icloud ?? ''), 'Escalate…');
    const { file } = await paper.press(paper.now(icloud ?? ''), 'Ticket (text)');
    expect(file?.content).toMatch(/^Bounces: 5$/m);
    expect(file?.content).toMatch(/^In this case: 3 of them$/m);
    expect(file?.content).toMatch(/^Codes: 554 5\.7\.0, 554 5\.7\.1$/m);
    const { after } = await bot.store
      .selectFrom('audit')
      .select('after')
      .where('case_id', '=', icloud ?? '')
      .where('action', '=', 'escalate')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(after ?? '{}')).toMatchObject({ count: 5 });
    const sibling = paper.now(zoo ?? '');
    expect(textOf(sibling.state ?? [])).toContain(`escalated it with case ${icloud}`);
    expect(labels(sibling)).not.toContain('Escalate…');
    expect(labels(paper.now(microsoft ?? ''))).toContain('Escalate…');
    const again = await paper.press(old, 'Escalate…');
    expect(again.notice).toMatch(new RegExp(`escalated already, by .*, with case ${icloud}`));
    expect(await bot.store.selectFrom('escalations').selectAll().execute()).toHaveLength(1);
    await paper.press(paper.now(icloud ?? ''), 'Resolve');
    expect(labels(paper.now(zoo ?? ''))).toContain('Escalate…');
  });

  test('two processes that escalate two cases of one problem at once open one ticket', async () => {
    const [answer] = await paper.write(SPAMHAUS.join('\n'));
    await paper.openAll(answer?.reply);
    const [icloud, zoo] = cards().map(({ caseId }) => caseId ?? '');
    const other = await openDesk({ url, now: () => new Date('2026-11-21T09:30:00Z') });
    const escalate = (desk: TestDesk['desk'], target: string | undefined, actor: typeof ann) =>
      desk.action({
        action: 'escalate',
        target: target ?? '',
        choice: null,
        person: null,
        actor,
        place,
        ref: null,
      });
    const outcomes = await Promise.all([escalate(bot.desk, icloud, ann), escalate(other.desk, zoo, bob)]);
    await other.close();
    expect(outcomes.filter(({ notice }) => notice?.includes('escalated already'))).toHaveLength(1);
    expect(await bot.store.selectFrom('escalations').selectAll().execute()).toHaveLength(1);
  });

  test('receivers that one list refuses for are named, each with its count', async () => {
    const listed = (n: number, domain: string): string =>
      refusal(
        `8A04${n}bcdef`,
        `k${n}@${domain}`,
        `mx.${domain}`,
        '554 5.7.1 Service unavailable; Client host [198.51.100.66] blocked using b.barracudacentral.org; http://www.barracudanetworks.com/reputation/?pr=1&ip=198.51.100.66',
      );
    const lines = [listed(1, 'alpenblick.example'), listed(2, 'talblick.example')];
    await paper.write([...lines, listed(3, 'talblick.example')].join('\n'));
    const { file } = await paper
      .press(paper.now(cards()[0]?.caseId ?? ''), 'Escalate…')
      .then(() => paper.press(paper.now(cards()[0]?.caseId ?? ''), 'Ticket (text)'));
    expect(file?.content).toMatch(
      /^Refused by: Barracuda 3 \(talblick\.example 2, alpenblick\.example 1\)$/m,
    );
  });

  test('the summary tells whose list it is, the most bounces first', async () => {
    const [answer] = await paper.write([...SPAMHAUS, ...MICROSOFT].join('\n'));
    const { title, rows } = many(answer?.reply);
    expect(title).toBe('9 bounces, 2 problems');
    expect(rows.map(({ count, problem }) => `${count} ${problem}`)).toEqual([
      '5 IP on Spamhaus',
      '4 IP address blocked',
    ]);
    expect(rows[0]?.refusedBy).toBe('iCloud, zoo.example');
  });

  test("the ticket of a provider's trouble tells what its card does", async () => {
    await paper.write([1, 2, 3, 4].map(trouble).join('\n'));
    const [card] = cards();
    expect(card?.title).toBe('Microsoft is failing, not you');
    await paper.press(paper.now(card?.caseId ?? ''), 'Escalate…');
    const { file } = await paper.press(paper.now(card?.caseId ?? ''), 'Ticket (text)');
    const ticket = file?.content ?? '';
    expect(ticket).toMatch(/^Microsoft is failing, not you$/m);
    expect(ticket).toMatch(/^Fails for: 4 of your recipients' domains$/m);
    expect(ticket).toMatch(/^Failing since: 2026-11-21 09:01 UTC$/m);
    expect(ticket).toContain('Nothing to do but wait: your server retries.');
    expect(ticket).not.toContain('postmaster@');
    const pages = [...ticket.matchAll(/https:\S+/g)].map(([page]) => page);
    expect(pages).toEqual([...new Set(pages)]);
  });
});
