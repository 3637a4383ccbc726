/**
 * However a log is cut, repeated and shuffled over pastes: once all of its lines are in, the same is known.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastingAmong } from '../../src/cases/history.ts';
import { courseOf } from '../../src/cases/trouble/course.ts';
import { NO_PLAN } from '../../src/escalation/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { mailDays, pastesOf } from '../support/mail-days.ts';
import { connectPaper } from '../support/paper.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const TEAM = 'slack:T1';
/** Few enough that some days have incidents. */
const PLAN = { ...NO_PLAN, spikes: { ...NO_PLAN.spikes, bounces: 3, minutes: 120 } };
const time = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:02`;

/** A morning's log, and some of the days before. */
const LOG: readonly string[] = [
  // One greylisted message, which is refused at last.
  ...[0, 5, 10].map((minute) =>
    attempt({
      time: time(8, minute),
      id: 'A1111111111',
      to: 'ann@grey.example',
      words: '450 4.7.1 <ann@grey.example>: Recipient address rejected: Greylisted, try again later',
    }),
  ),
  attempt({ time: time(8, 30), id: 'A1111111111', to: 'ann@grey.example', words: '550 5.1.1 User unknown' }),
  // A mailbox that stays full over four days.
  ...[17, 18, 20, 21].map((day) =>
    attempt({
      day,
      time: time(7, day),
      id: `B${day}11111111`,
      to: 'bob@full.example',
      words: '452 4.2.2 Mailbox full',
    }),
  ),
  // Another, which took mail in between.
  ...[17, 20, 21].map((day) =>
    attempt({
      day,
      time: time(9, day),
      id: `C${day}11111111`,
      to: 'cy@full.example',
      words: '552 5.2.2 Mailbox full',
    }),
  ),
  arrived({ day: 20, time: time(23, 0), id: 'C9911111111', to: 'cy@full.example' }),
  // One that was put off twice, and arrived.
  ...[0, 20].map((minute) =>
    attempt({
      time: time(9, minute),
      id: 'H1111111111',
      to: 'eve@late.example',
      words: '451 4.3.0 Try again later',
    }),
  ),
  arrived({ time: time(9, 50), id: 'H1111111111', to: 'eve@late.example' }),
  // A provider fails for five customers.
  ...[0, 1, 2, 3, 4].map((n) =>
    attempt({
      time: time(10, 7 * n),
      id: `D${n}111111111`,
      to: `info@customer${n}.example`,
      words: '421-4.3.0 Temporary System Problem. Try again later (6). gsmtp',
      relay: 'aspmx.l.google.com',
    }),
  ),
  // Our own trouble: eleven mailings within ten minutes, the sender on lines of their own.
  ...Array.from({ length: 11 }, (_, n) => [
    queued({ time: time(11, 20 + n - 1), id: `E${n}111111111`, from: 'news@shop.example' }),
    attempt({
      time: time(11, 20 + n),
      id: `E${n}111111111`,
      to: `user${n}@strict.example`,
      words: '550 5.7.1 Message rejected because of the SPF policy',
    }),
  ]).flat(),
  // One dead address, mailed twice.
  attempt({ time: time(6, 0), id: 'F1111111111', to: 'dee@gone.example', words: '550 5.1.1 User unknown' }),
  attempt({ time: time(6, 40), id: 'F2111111111', to: 'dee@gone.example', words: '550 5.1.1 User unknown' }),
];

/** What is known by now, without what tells one paste from another: ids, when each was made, and what is shown together. */
async function knownOf({ store }: TestDesk) {
  const cases = await store
    .selectFrom('cases')
    .select(['id', 'key', 'side', 'reason', 'category', 'provider', 'status', 'count', 'first_at', 'last_at'])
    // The bot itself dismisses what became part of another case, and settles what arrived after all.
    .where('status', '!=', 'dismissed')
    .where((eb) => eb.or([eb('count', '>', 0), eb('status', '!=', 'resolved')]))
    .orderBy('key')
    .execute();
  const recipients = await store.selectFrom('case_recipients').select(['case_id', 'address']).execute();
  const attempts = await store
    .selectFrom('attempts')
    .select(['case_id', 'address', 'at', 'outcome', 'reason', 'counts'])
    .orderBy('at')
    .orderBy('address')
    .orderBy('id')
    .execute();
  const incidents = await store
    .selectFrom('incidents')
    .select(['problem', 'began_at', 'ended_at'])
    .orderBy('problem')
    .execute();
  const addresses = [...new Set(recipients.map(({ address }) => address))];
  const lasting = await lastingAmong(store, TEAM, addresses, { hours: 72, times: 5 }, NOW);
  const all = [];
  for (const { id, ...rest } of cases) {
    all.push({
      ...rest,
      named: recipients.flatMap(({ case_id, address }) => (case_id === id ? [address] : [])).sort(),
      attempts: attempts.flatMap(({ case_id, ...one }) => (case_id === id ? [one] : [])),
      course: await courseOf(store, { id, key: rest.key, heardAt: NOW }, 4, NOW),
    });
  }
  return { cases: all, incidents, lasting: lasting.toSorted((a, b) => (a.address < b.address ? -1 : 1)) };
}

onBothStores((newAddress, engine) => {
  const filed = async (texts: readonly string[], plan = NO_PLAN) => {
    const bot = await openDesk({ url: await newAddress(), now: () => new Date(NOW), escalation: { plan } });
    const paper = connectPaper(bot);
    for (const text of texts) await paper.write(text, { heard: 'asked' });
    const known = await knownOf(bot);
    await bot.close();
    return known;
  };

  test('a morning is the same cases, counts, deadlines and incidents', async () => {
    const whole = await filed([LOG.join('\n')]);
    expect(whole).toMatchObject({
      cases: [
        { key: 'address|ann@grey.example', reason: 'user-unknown', count: 4 },
        { key: 'address|bob@full.example', count: 4 },
        { key: 'address|cy@full.example', count: 3 },
        { key: 'address|dee@gone.example', count: 2 },
        { key: 'provider|google', count: 5, course: { domains: 5 } },
        { key: 'sender|auth-failure||shop.example|', count: 11 },
      ],
      incidents: [{ problem: 'auth-failure||shop.example|', began_at: '2026-11-21T11:20:02.000Z' }],
      lasting: [{ address: 'bob@full.example', times: 4 }],
    });
    await fc.assert(
      fc.asyncProperty(pastesOf(LOG), async (texts) => {
        expect(await filed(texts)).toEqual(whole);
      }),
      { numRuns: engine === 'SQLite' ? 20 : 4, endOnFailure: true },
    );
  }, 240_000);

  /** Which words stand for a case that lost its newest attempt to another one depends on what was told before. */
  const withoutVerdicts = ({ cases, ...rest }: Awaited<ReturnType<typeof filed>>) => ({
    ...rest,
    cases: cases.map(({ reason: _, category: __, provider: ___, ...one }) => one),
  });

  test('so are any days', async () => {
    const days = mailDays.chain((log) => fc.record({ log: fc.constant(log), texts: pastesOf(log) }));
    await fc.assert(
      fc.asyncProperty(days, async ({ log, texts }) => {
        const whole = await filed([log.join('\n')], PLAN);
        expect(withoutVerdicts(await filed(texts, PLAN))).toEqual(withoutVerdicts(whole));
      }),
      // To look for a smaller example takes longer than the test may.
      { numRuns: engine === 'SQLite' ? 60 : 6, endOnFailure: true },
    );
  }, 240_000);
});
