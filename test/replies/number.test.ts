/** Words agree with the number that stands before them: "1 address", "2 addresses". */
import { describe, expect, test } from 'vitest';
import { openCatalog, REASONS, type ReasonId } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';
import { hoursWords, manyReply, minutesWords, textOf } from '../../src/replies/index.ts';
import { lengthOf } from '../../src/replies/span.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { bounces } = await read('550 5.1.1 User unknown', { asked: true });
const sample = createJudge(catalog).diagnose(bounces[0] as (typeof bounces)[number]);

type Group = Parameters<typeof manyReply>[1][number];
const NOBODY = { sure: 0, likely: 0, by: [], done: [], before: 0 };

/** @returns what a paste is told of, by one problem for each reason */
function answerOf(reasons: readonly ReasonId[], over: Partial<Group> = {}, dead = NOBODY) {
  const groups = reasons.map(
    (reason, i): Group => ({
      id: `c-${i}`,
      isSettled: false,
      diagnosis: { ...sample, reason, certainty: 'sure', category: 'info', entry: null },
      told: 1,
      known: 0,
      refusers: [{ name: 'Gmail', count: 1 }],
      lasts: false,
      isIncident: false,
      ...over,
    }),
  );
  return manyReply('c-answer', groups, dead, null, catalog);
}

describe('a paste', () => {
  test.each(
    REASONS,
  )('that is %s has a name that fits into a row, whatever the number before it', (reason) => {
    const [name, several] = [1, 2].map((told) => answerOf([reason], { told }).rows[0]?.problem);
    expect(name).toBe(several);
    expect(name?.length).toBeLessThanOrEqual(26);
  });

  test('of one bounce, of two, and of one problem more than has a row', () => {
    expect(answerOf(['user-unknown']).title).toBe('1 bounce, 1 problem');
    expect(answerOf(['user-unknown'], { told: 2 }).title).toBe('2 bounces, 1 problem');
    const { title, rows, notes } = answerOf(REASONS.slice(0, 11));
    expect(title).toBe('11 bounces, 11 problems');
    expect(rows).toHaveLength(9);
    expect(notes.map(textOf)).toEqual(['2 more problems, 2 bounces']);
    expect(answerOf(REASONS.slice(0, 6), {}, NOBODY).notes).toEqual([]);
  });

  test('of what is put off is waited for, until it lasts: then a person decides', () => {
    const full = 'mailbox-full';
    const soft = { category: 'soft', reason: full, suppress: false, certainty: 'sure', bounce: {} };
    const diagnosis = soft as Group['diagnosis'];
    expect(answerOf([full], { diagnosis }).todo).toBe('Wait for 1');
    expect(answerOf([full], { diagnosis, lasts: true }).todo).toBe('Decide on 1');
  });

  test('of which some is known, or was suppressed before', () => {
    const notes = (known: number, before: number) =>
      answerOf(['user-unknown'], { told: 2, known }, { ...NOBODY, before }).notes.map(textOf);
    expect(notes(1, 0)).toEqual(['1 new, 1 known']);
    expect(notes(2, 1)).toEqual([
      'All 2 known: none counts again',
      '1 address was suppressed before: your sender still mails it.',
    ]);
  });

  test('of dead addresses: what is asked before they are suppressed', () => {
    const asked = (sure: number, likely: number) =>
      answerOf(['user-unknown'], {}, { ...NOBODY, sure, likely }).actions.map((button) => [
        button.label,
        JSON.stringify(button.confirm),
      ]);
    expect(asked(1, 0)).toEqual([
      ['Suppress 1…', expect.stringContaining('Refused as dead, and I’m sure of it.')],
    ]);
    expect(asked(22, 3)).toEqual([
      ['Suppress 22…', expect.stringContaining('22 are sure, 3 likely: I suppress the 22.')],
    ]);
    expect(asked(0, 3)).toEqual([]);
  });
});

test('rows can be told apart, and dead addresses of all who refuse are one', () => {
  const of = (over: Partial<Group>, from: string | null = null): Group => ({
    id: `c-${Math.random()}`,
    isSettled: false,
    told: 1,
    known: 0,
    refusers: [{ name: 'Gmail', count: 1 }],
    lasts: false,
    isIncident: false,
    ...over,
    diagnosis: {
      ...sample,
      ...(from === null
        ? {}
        : { reason: 'auth-failure', category: 'authentication', control: 'spf', suppress: false }),
      bounce: { ...sample.bounce, senderDomain: from },
    } as Group['diagnosis'],
  });
  const groups = [
    of({ told: 9, refusers: [{ name: 'mail.ru', count: 9 }] }),
    of({ told: 7, refusers: [{ name: 'Comcast', count: 7 }] }),
    of({ told: 5, refusers: [{ name: 'GMX', count: 5 }] }),
    of({ told: 4, refusers: [{ name: 'Orange', count: 4 }] }),
    of({ told: 2 }, 'shop.example'),
    of({}, 'news.example'),
  ];
  const { rows, choose } = manyReply('c-answer', groups, NOBODY, null, catalog);
  expect(rows.map(({ count, problem, refusedBy }) => `${count} ${problem} | ${refusedBy}`)).toEqual([
    '25 Address does not exist | mail.ru, Comcast, +2',
    '2 SPF failed (shop.example) | Gmail',
    '1 SPF failed (news.example) | Gmail',
  ]);
  const labels = choose?.choices.map(({ label }) => label) ?? [];
  expect(new Set(labels).size).toBe(labels.length);
});

test('times', () => {
  expect([minutesWords(1), minutesWords(2), hoursWords(1), hoursWords(2)]).toEqual([
    'a minute',
    '2 minutes',
    'an hour',
    '2 hours',
  ]);
  const hour = 60 * 60_000;
  expect([0.5, 2, 50].map((hours) => lengthOf({ from: 0, to: hours * hour }))).toEqual([
    '30 minutes',
    '2 hours',
    '2 days',
  ]);
});
