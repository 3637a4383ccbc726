/** Which tellings are of one attempt, which mailings last, what is one problem: the rules alone, at their boundaries. */
import { describe, expect, test } from 'vitest';
import { counted, ONE_END, ONE_TRY, type Told } from '../../src/cases/attempts/tries.ts';
import { lastingOf } from '../../src/cases/history.ts';
import { problemKey } from '../../src/cases/index.ts';
import { busiest } from '../../src/cases/spikes.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const told = (id: string, at: number, over: Partial<Told> = {}): Told => ({
  id,
  at,
  outcome: 'deferred',
  exact: true,
  ...over,
});
const ids = (...all: readonly Told[]): readonly string[] => [...counted(all, true)].sort();

describe('tellings of one message to one recipient', () => {
  test('up to two minutes apart are one attempt; five minutes apart, as Postfix tries again, are two', () => {
    expect(ids(told('a', 0), told('b', ONE_TRY))).toEqual(['a']);
    expect(ids(told('a', 0), told('b', ONE_TRY + 1))).toEqual(['a', 'b']);
    expect(ids(...[0, 5, 10, 15, 20, 25].map((minute) => told(`${minute}`, minute * 60_000)))).toHaveLength(
      6,
    );
  });

  test('a refusal for good is one within the hour, however long its report was on the way', () => {
    const failed = (id: string, at: number) => told(id, at, { outcome: 'failed' });
    expect(ids(failed('a', 0), failed('b', ONE_END - 1))).toEqual(['a']);
    expect(ids(failed('a', 0), failed('b', ONE_END))).toEqual(['a', 'b']);
  });

  test('what names no time of its own is one of those that do, and else stands for one', () => {
    const dateless = told('d', 9 * HOUR, { exact: false, outcome: 'failed' });
    expect(ids(told('a', 0), dateless)).toEqual(['a']);
    expect(ids(dateless, told('e', 10 * HOUR, { exact: false }))).toEqual(['d']);
  });

  test('without an id all of a day is one', () => {
    expect([...counted([told('b', HOUR), told('a', 0)], false)]).toEqual(['a']);
  });
});

describe('what lasts', () => {
  const patience = { hours: 72, times: 5 };
  const lasts = (moments: readonly number[], arrived: number | null = null) =>
    lastingOf(
      'a@example.com',
      moments.map((at, i) => ({ mailing: `${i}`, at })),
      arrived,
      patience,
    ) !== null;

  test('is 72 hours to the millisecond, of two mailings', () => {
    expect(lasts([0, 72 * HOUR])).toBe(true);
    expect(lasts([0, 72 * HOUR - 1])).toBe(false);
    const one = [0, 72 * HOUR].map((at) => ({ mailing: 'm', at }));
    expect(lastingOf('a@example.com', one, null, patience)).toBeNull();
  });

  test('or five mailings over a day to the millisecond', () => {
    const five = (end: number) => [0, 1, 2, 3, end];
    expect(lasts(five(DAY))).toBe(true);
    expect(lasts(five(DAY - 1))).toBe(false);
    expect(lasts([0, 1, 2, DAY])).toBe(false);
  });

  test('and begins anew with a delivery', () => {
    expect(lasts([0, 40 * HOUR, 80 * HOUR], 1)).toBe(false);
    expect(lasts([0, 40 * HOUR, 80 * HOUR, 112 * HOUR], 1)).toBe(true);
  });
});

test('the busiest time counts mailings, wherever it is among the attempts', () => {
  const at = (mailing: string, minute: number) => ({ mailing, at: minute * 60_000 });
  const attempts = [at('a', 0), at('b', 1), at('b', 2), at('c', 3), at('d', 40)];
  expect(busiest(attempts, 15 * 60_000)).toEqual({ mailings: 3, from: 0, to: 3 * 60_000 });
  expect(busiest([], 60_000)).toBeNull();
});

test.each([
  ['sender|auth-failure|google|example.com|', 'auth-failure||example.com|'],
  ['sender|auth-failure|yahoo|example.com|', 'auth-failure||example.com|'],
  ['sender|blocked|microsoft-365|192.0.2.5|', 'blocked|microsoft-365|192.0.2.5|'],
  ['sender|blocked|microsoft-365|192.0.2.5||spamhaus-zen', 'blocked||192.0.2.5|spamhaus-zen'],
  ['sender|blocked||192.0.2.5||spamhaus-zen', 'blocked||192.0.2.5|spamhaus-zen'],
  ['address|a@example.com', null],
])('%s is the problem %s', (key, problem) => {
  expect(problemKey(key)).toBe(problem);
});
