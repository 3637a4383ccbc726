/** Words agree with the number that stands before them: "1 dead address", "2 dead addresses". */
import { describe, expect, test } from 'vitest';
import { openCatalog, REASONS, type ReasonId } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';
import { hoursWords, minutesWords, summaryReply, textOf } from '../../src/replies/index.ts';
import { lengthOf } from '../../src/replies/span.ts';
import { words } from '../support/paper.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { bounces } = await read('550 5.1.1 User unknown', { asked: true });
const sample = createJudge(catalog).diagnose(bounces[0] as (typeof bounces)[number]);

const MANY =
  /\b(?:addresses|domains|recipients|mailboxes|failures|faults|messages|errors|complaints|replies|servers|hosts|bounces|problems|others|mails|their)\b/;
const ONE =
  /\b(?:dead address|domain|recipient|mailbox|failure|fault|message|error|complaint|reply|bounce|other)\b/;

type Group = Parameters<typeof summaryReply>[0][number];

/** @returns how a summary names one of a reason */
const countedOne = (reason: ReasonId): string => summaryOf([reason], 1, 1)?.title ?? '';

/** @returns what a paste is told of, by one problem for each reason */
function summaryOf(reasons: readonly ReasonId[], told: number, addresses: number, shown = 100) {
  const groups = reasons.map((reason) => ({
    diagnosis: { ...sample, reason, certainty: 'sure', category: 'info', entry: null },
    told,
    known: told,
    addresses,
  }));
  return summaryReply(groups as unknown as readonly Group[], shown, null, catalog);
}

describe('a paste', () => {
  test.each(REASONS)('of one that is %s, and of two', (reason) => {
    expect(summaryOf([reason], 1, 1)?.title).not.toMatch(MANY);
    expect(summaryOf([reason], 2, 2)?.title.split(': ')[1]).not.toMatch(ONE);
  });

  test('of one address twice counts whom it befell once', () => {
    expect(summaryOf(['user-unknown'], 2, 1)?.title).toBe('2 bounces: 1 dead address (2 bounces)');
    expect(summaryOf(['greylisted'], 6, 1)?.title).toBe('6 bounces: 6 greylisted (one address)');
  });

  test('with one problem more than is named or shown', () => {
    const shortest = REASONS.toSorted((a, b) => countedOne(a).length - countedOne(b).length);
    const reply = summaryOf(shortest.slice(0, 7), 1, 1, 6);
    expect(reply?.title).toMatch(/, 1 other$/);
    expect(reply && words(reply)).toMatch(/^1 smaller problem has none: 1 [^,]*\. Paste one of its lines/m);
  });

  test('of one that is known', () => {
    expect(textOf(summaryOf(['user-unknown'], 1, 1)?.body[0] ?? [])).toBe(
      'It is known already, and doesn’t count again.',
    );
  });
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
