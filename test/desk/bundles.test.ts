/** What is told together is answered and handled as one, and each of its cases stands for itself. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../src/replies/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper, labels, type Paper, seen, verdict } from '../support/paper.ts';
import { attempt } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const NAMES = ['ann', 'bob', 'cy'];
const dead = (name: string, day = 20): string =>
  attempt({
    day,
    time: '11:00:00',
    id: `4F${name}${day}`,
    to: `${name}@gone.example`,
    words: '550 5.1.1 User unknown',
  });

onBothStores((newAddress) => {
  let bot: TestDesk;
  let paper: Paper;
  beforeEach(async () => {
    bot = await openDesk({ url: await newAddress(), now: () => new Date('2026-11-21T12:00:00Z') });
    paper = connectPaper(bot);
  });
  afterEach(() => bot.close());

  const statuses = async () =>
    Object.fromEntries(
      (await bot.store.selectFrom('cases').select(['key', 'status']).orderBy('key').execute()).map(
        ({ key, status }) => [key.replace('address|', '').replace('@gone.example', ''), status],
      ),
    );
  const listed = async () =>
    (await bot.store.selectFrom('suppressions').select('address').orderBy('address').execute()).map(
      ({ address }) => address.split('@')[0],
    );

  test('is claimed, suppressed and undone as one', async () => {
    const answer = await paper.paste(NAMES.map((name) => dead(name)).join('\n'));
    await paper.press(answer, 'Claim');
    expect(await statuses()).toEqual({ ann: 'claimed', bob: 'claimed', cy: 'claimed' });
    await paper.press(paper.now(answer.caseId), 'Suppress all 3…');
    expect(await statuses()).toEqual({ ann: 'resolved', bob: 'resolved', cy: 'resolved' });
    expect(await listed()).toEqual(NAMES);
    await paper.press(paper.now(answer.caseId), 'Undo');
    expect(await statuses()).toEqual({ ann: 'claimed', bob: 'claimed', cy: 'claimed' });
    expect(await listed()).toEqual([]);
    expect(paper.lines).toEqual([
      'Ann claimed this.',
      'Ann put 3 addresses on the suppression list.',
      'Ann took the last step back.',
    ]);
  });

  test('one that comes back is back alone, in the same answer', async () => {
    const answer = await paper.paste(NAMES.map((name) => dead(name)).join('\n'));
    await paper.press(answer, 'Resolve');
    await paper.write(dead('bob', 21));
    expect(await statuses()).toEqual({ ann: 'resolved', bob: 'open', cy: 'resolved' });
    const now = paper.now(answer.caseId);
    expect(textOf(now.state ?? [])).toMatch(/^Back after/);
    expect(now.facts.find(({ label }) => label === 'To')).toMatchObject({
      value: [{ text: 'bob@gone.example' }],
    });
    expect(labels(now)).toContain('Mark suppressed');
  });

  test('what was told one by one is told together where one paste does', async () => {
    for (const name of NAMES) await paper.write(dead(name));
    const posts = await paper.write(NAMES.map((name) => dead(name)).join('\n'));
    const last = verdict(posts.at(-1)?.reply);
    expect(labels(last)).toContain('Suppress all 3…');
    await paper.press(last, 'Suppress all 3…');
    const single = paper.posts.map(
      ({ reply }) => reply.kind === 'verdict' && textOf(seen(reply).state ?? []),
    );
    expect(single.filter((state) => state && state.includes('here ✓'))).toHaveLength(4);
  });

  test('is one case in the list', async () => {
    await paper.write(NAMES.map((name) => dead(name)).join('\n'));
    const actor = { id: 'U1', name: 'Ann', team: 'slack:T1', membership: 'member', groups: [] } as const;
    const { list, totals } = await bot.desk.overview({ which: 'open', page: 0, actor });
    expect(list.title).toBe('1 case open');
    expect(totals.open).toBe(1);
  });

  describe('all lines of a case that arrived after all', () => {
    const late = (day: number) =>
      attempt({
        day,
        time: '10:00:00',
        id: 'C0FFEE1',
        to: 'eve@late.example',
        words: '452 4.2.2 Mailbox full',
      });
    const sent =
      'Nov 21 10:40:00 mx1 postfix/smtp[2211]: C0FFEE1: to=<eve@late.example>, relay=mx.late.example[192.0.2.20]:25, delay=1.4, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1A2B3C)';

    test('settle it, also where somebody looks after it', async () => {
      const answer = await paper.paste(late(21));
      await paper.press(answer, 'Claim');
      await paper.write(sent);
      expect(Object.values(await statuses())).toEqual(['resolved']);
    });

    test('and a deferral that is asked about after its delivery opens nothing that is left to do', async () => {
      await paper.write(sent);
      const answer = verdict((await paper.write(late(21), { heard: 'asked' })).at(-1)?.reply);
      expect(answer.facts.find(({ label }) => label === 'Delivered')).toBeDefined();
      expect(Object.values(await statuses())).toEqual(['resolved']);
    });
  });

  test("a provider's trouble that several cases became part of is one that was opened", async () => {
    const down = (n: number) =>
      attempt({
        day: 21,
        time: `11:0${n}:00`,
        id: `D${n}1111`,
        to: `info@customer${n}.example`,
        words: '421-4.3.0 Temporary System Problem. Try again later (6). gsmtp',
        relay: 'aspmx.l.google.com',
      });
    for (const n of [0, 1, 2]) await paper.write(down(n));
    const actor = { id: 'U1', name: 'Ann', team: 'slack:T1', membership: 'member', groups: [] } as const;
    const place = { platform: 'slack', team: 'slack:T1', channel: 'C1' } as const;
    const week = await bot.desk.command({ text: 'stats', actor, place });
    expect(JSON.stringify(week)).toContain('Cases: 1 opened');
  });
});
