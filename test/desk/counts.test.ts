/** One number everywhere: a paste's summary, the case, the list, the statistics, the ticket and the audit. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import {
  admin,
  connectPaper,
  many,
  note,
  type Paper,
  place,
  seen,
  verdict,
  words,
} from '../support/paper.ts';
import { arrived, attempt } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const DEAD = '550 5.1.1 User unknown';
const SPF = '550 5.7.26 SPF check for example.org did not pass';
const FULL = '452 4.2.2 Mailbox full';
const GREYLISTED = '450 4.7.1 Greylisted, try again later';

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  beforeEach(async () => {
    bot = await openDesk({ url: await newAddress(), now: () => new Date('2026-11-21T12:00:00Z') });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const bounces = async (text: string) => note(await bot.desk.command({ text, actor: admin, place }));
  const line = (n: number, answer: string, over: { readonly day?: number; readonly id?: string } = {}) =>
    attempt({
      time: `11:${String(10 + n).padStart(2, '0')}:02`,
      id: `C0FFEE${String(n).padStart(3, '0')}`,
      to: `user${n}@customer.example`,
      words: answer,
      ...over,
    });
  const factOf = (reply: ReturnType<typeof verdict>, label: string) =>
    textOf(reply.facts.find((fact) => fact.label === label)?.value ?? []);

  describe("a morning's log, of which some was pasted before", () => {
    const morning = [
      ...[0, 1, 2, 3].map((n) => line(n, DEAD)),
      // One message, refused for now three times.
      ...[0, 10, 20].map((minute) =>
        attempt({
          time: `10:${String(30 + minute)}:02`,
          id: 'C0FFEEFULL1',
          to: 'full@customer.example',
          words: FULL,
        }),
      ),
      ...[7, 8].map((n) => line(n, SPF)),
    ];

    test('the summary, the cases, the list, the statistics and the ticket tell the same', async () => {
      await paper.write(morning.slice(0, 2).join('\n'));
      const [answer] = await paper.write(morning.join('\n'));
      expect(many(answer?.reply).title).toBe('9 bounces, 3 problems');
      expect(words(many(answer?.reply))).toBe(
        [
          'Suppress 4 · Fix 2 · Wait for 3',
          '4 Address does not exist (2 new) | customer.example',
          '3 Mailbox full | customer.example',
          '2 SPF failed | customer.example',
          '7 new, 2 known',
        ].join('\n'),
      );
      const cases = await bot.store.selectFrom('cases').select(['id', 'count', 'reason']).execute();
      expect(cases.reduce((sum, { count }) => sum + count, 0)).toBe(9);
      const listed = [...words(await bounces('open')).matchAll(/ · (\d+) bounces? · /g)];
      expect(listed.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(9);
      const stats = await bounces('stats');
      expect(stats.title).toBe('9 bounces in the last 7 days');
      expect(words(stats)).toContain(
        "Largest problems: This address does not exist 4 (0 before), The recipient's mailbox is full 3 (0 before)",
      );
      expect(words(stats)).toMatch(/^Hard bounce: 4 \(44 %, 0 before\)$/m);
      const spf = cases.find(({ reason }) => reason === 'auth-failure')?.id ?? '';
      await paper.press(many(answer?.reply), 'Show a problem…', undefined, spf);
      await paper.press(paper.now(spf), 'Escalate…');
      const { after } = await bot.store
        .selectFrom('audit')
        .select('after')
        .where('case_id', '=', spf)
        .where('action', '=', 'escalate')
        .executeTakeFirstOrThrow();
      expect(JSON.parse(after ?? '{}')).toMatchObject({ status: 'escalated', count: 2 });
      const { file } = await paper.press(paper.now(spf), 'Ticket (text)');
      expect(file?.content).toMatch(/^Bounces: 2$/m);
    });

    test('pasted again as a whole, it changes no number', async () => {
      await paper.write(morning.join('\n'));
      const before = [words(await bounces('open')), words(await bounces('stats'))];
      const [answer] = await paper.write(morning.join('\n'));
      expect(words(many(answer?.reply))).toContain('All 9 known: none counts again');
      expect([words(await bounces('open')), words(await bounces('stats'))]).toEqual(before);
    });
  });

  test('the list says how sure each is, and how it stands', async () => {
    await paper.write(line(0, DEAD));
    await paper.write(line(1, '550 Mailbox unavailable'));
    const [first] = paper.posts;
    await paper.press(verdict(first?.reply), 'Claim');
    const open = words(await bounces('open'));
    expect(open).toMatch(/^This address does not exist · .* · 1 bounce · Ann has it · 50 minutes old$/m);
    expect(open).toMatch(/^Perhaps: .* · 1 bounce · not sure · nobody has it · 49 minutes old$/m);
    await paper.press(paper.now(verdict(first?.reply).caseId), 'Snooze…', undefined, '24h');
    expect(words(await bounces('open'))).toMatch(
      / · snoozed until 2026-11-22 12:00, Ann has it · 50 minutes old$/m,
    );
  });

  test('no word of any answer disagrees with a one before it', async () => {
    await paper.write(line(0, SPF));
    await paper.write([line(1, DEAD), line(2, FULL)].join('\n'));
    await paper.write(line(1, DEAD));
    const { caseId } = verdict(paper.posts[0]?.reply);
    await paper.press(paper.now(caseId), 'Escalate…');
    const { file } = await paper.press(paper.now(caseId), 'Ticket (Markdown)');
    const said = [
      ...paper.posts.flatMap(({ reply }) =>
        reply.kind !== 'verdict'
          ? [reply.title, words(reply)]
          : [...seen(reply).steps, ...seen(reply).facts.map(({ value }) => value)].map(textOf),
      ),
      ...paper.lines,
      file?.content ?? '',
      words(await bounces('open')),
      words(await bounces('stats')),
      (await bounces('stats')).title,
      (await bounces('escalated')).title,
    ].join('\n');
    expect(said).not.toMatch(
      /(?<![\d.,:-])1 (?:dead |full |older |more )?(?:bounces|cases|addresses|mailboxes|mailings|times|minutes|hours|days|problems|mails|failures|others|ones)\b/,
    );
  });

  describe('what was put off and delivered since', () => {
    const off = attempt({ time: '09:10:02', id: 'C0FFEE9', to: 'pat@customer.example', words: GREYLISTED });
    const sent = arrived({ time: '09:40:02', id: 'C0FFEE9', to: 'pat@customer.example' });

    test('is told so, and when, where somebody asks about it', async () => {
      await paper.write(off);
      await paper.write(sent);
      const [again] = await paper.write(off, { heard: 'asked' });
      expect(words(note(again?.reply))).toMatch(/^Put off, and delivered 2026-11-21 09:40 · /m);
      const { caseId } = verdict(paper.posts[0]?.reply);
      expect(factOf(paper.now(caseId), 'Delivered')).toBe('It arrived after all, 2026-11-21 09:40.');
    });

    test('also in one text with its delivery', async () => {
      const [reply] = await paper.write([off, sent].join('\n'), { heard: 'asked' });
      expect(note(reply?.reply).title).toBe('No bounce: it was delivered');
      expect(words(note(reply?.reply))).toBe(
        'The mail arrived, 2026-11-21 09:40. What was put off before needs nobody any more.',
      );
    });
  });
});
