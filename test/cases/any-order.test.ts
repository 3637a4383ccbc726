/**
 * However a log is cut, repeated and shuffled over pastes: once all of its lines are in, the same is known.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastingAmong } from '../../src/cases/history.ts';
import { courseOf } from '../../src/cases/trouble/course.ts';
import type { Store } from '../../src/store/index.ts';
import { openDesk, type TestDesk } from '../support/desk.ts';
import { connectPaper } from '../support/paper.ts';
import { arrived, attempt, queued } from '../support/postfix-log.ts';
import { onBothStores } from '../support/stores.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
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

/** Pastes that together hold every line, some of them more than once. */
const pastes: fc.Arbitrary<readonly string[]> = fc
  .record({
    order: fc.shuffledSubarray(LOG as string[], { minLength: LOG.length }),
    again: fc.array(fc.constantFrom(...LOG), { maxLength: 8 }),
    cuts: fc.array(fc.nat(LOG.length), { maxLength: 10 }),
  })
  .map(({ order, again, cuts }) => {
    const lines = [...order, ...again];
    const at = [0, ...cuts, lines.length].sort((a, b) => a - b);
    return at.slice(1).flatMap((end, i) => {
      const some = lines.slice(at[i], end);
      return some.length > 0 ? [some.join('\n')] : [];
    });
  });

/** What is known by now, without what tells one paste from another: ids, and when each was made. */
async function knownOf({ store }: TestDesk): Promise<unknown> {
  const cases = await store
    .selectFrom('cases')
    .select(['id', 'key', 'side', 'reason', 'category', 'count', 'first_at', 'last_at', 'heard_at', 'team'])
    .where('status', '!=', 'dismissed')
    // What arrived after all counts no more.
    .where('count', '>', 0)
    .orderBy('key')
    .execute();
  const recipients = await store.selectFrom('case_recipients').select(['case_id', 'address']).execute();
  const incidents = await store.selectFrom('incidents').select(['problem', 'began_at', 'ended_at']).execute();
  const lasting = await lastingAmong(
    store,
    'slack:T1',
    recipients.map(({ address }) => address),
    { hours: 72, times: 5 },
    NOW,
  );
  const all = [];
  for (const { id, heard_at, team, ...rest } of cases) {
    const course = await courseOf(store, { id, key: rest.key, heardAt: NOW }, 4, NOW);
    const named = recipients.filter(({ case_id }) => case_id === id).map(({ address }) => address);
    const alone = rest.key.startsWith('addresses|') ? await apart(store, id) : null;
    if (alone === null) all.push({ ...rest, named: named.sort(), course });
    else all.push(...alone.map((one) => ({ ...rest, ...one, course })));
  }
  all.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { cases: all, incidents, lasting: lasting.toSorted((a, b) => (a.address < b.address ? -1 : 1)) };
}

/** Who is told of together is handled together, in one case: here each address stands for itself. */
async function apart(store: Store, caseId: string) {
  const rows = await store
    .selectFrom('attempts')
    .select((eb) => [
      'address',
      eb.fn.sum<number>('counts').as('count'),
      eb.fn.min('at').as('first_at'),
      eb.fn.max('at').as('last_at'),
    ])
    .where('case_id', '=', caseId)
    .groupBy('address')
    .execute();
  return rows.map(({ address, count, ...times }) => ({
    ...times,
    key: `address|${address}`,
    count: Number(count),
    named: [address],
  }));
}

onBothStores((newAddress, engine) => {
  const filed = async (texts: readonly string[]): Promise<unknown> => {
    const bot = await openDesk({ url: await newAddress(), now: () => new Date(NOW) });
    const paper = connectPaper(bot);
    for (const text of texts) await paper.write(text, { heard: 'asked' });
    const known = await knownOf(bot);
    await bot.close();
    return known;
  };

  test('the same told of each address, by cases, counts, deadlines and incidents', async () => {
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
      fc.asyncProperty(pastes, async (texts) => {
        expect(await filed(texts)).toEqual(whole);
      }),
      { numRuns: engine === 'SQLite' ? 20 : 4 },
    );
  }, 240_000);
});
