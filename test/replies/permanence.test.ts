import { describe, expect, test } from 'vitest';
import { type Entry, openCatalog, stepsIn, type When } from '../../src/catalog/index.ts';
import { badgeOf } from '../../src/replies/badge.ts';

/** What an answer says hangs on whether the mail is still in the queue, and on whose problem it is. */
const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});

const linesOf = ({ steps, short }: Entry, ...holds: readonly When[]): readonly string[] =>
  [steps, short.steps].flatMap((some) =>
    stepsIn(
      some,
      new Set<When>(['keep', 'ip-known', 'domain-known', 'recipient-known', 'typo-unknown', ...holds]),
    ),
  );

/** The mail is still there, and goes out by itself. */
const WAITS =
  /\b(?:leave (?:it|the (?:mail|message)) (?:in|to) the queue|let the queue|let it retry|your (?:server|queue) (?:retries|tries again|delivers)|the queue (?:delivers|sends|retries|goes on|will))/i;
/** It came back. */
const BY_HAND = /your server won[’']t by itself/i;

test('what failed for good waits in no queue, and nobody is told that it does', () => {
  const wrong = catalog.entries.flatMap((entry) =>
    (['permanent', 'temporary'] as const).flatMap((permanence) =>
      linesOf(entry, permanence, 'returned', permanence === 'temporary' ? 'given-up' : 'trying')
        .filter((line) => WAITS.test(line))
        .map((line) => `${entry.id}: ${line}`),
    ),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

test('what still waits in the queue is sent by nobody’s hand as if it did not', () => {
  const putsOff = ({ reply, enhanced }: Entry) =>
    [...reply, ...enhanced].length === 0 || [...reply, ...enhanced].some((code) => code.startsWith('4'));
  const wrong = catalog.entries.filter(putsOff).flatMap((entry) =>
    linesOf(entry, 'temporary', 'queued', 'trying')
      .filter((line) => BY_HAND.test(line))
      .map((line) => `${entry.id}: ${line}`),
  );
  expect(wrong).toEqual([]);
});

describe('a badge says one thing of whose it is', () => {
  test.each(['permanent', 'temporary'] as const)('of a %s answer', (permanence) => {
    const contradicting = catalog.entries.flatMap((entry) =>
      (['sure', 'likely', 'unsure'] as const).flatMap((certainty) => {
        const { kind, whose } = badgeOf(
          {
            ...{ category: entry.category[permanence], suppress: entry.suppress[permanence] },
            ...{ reason: entry.reason, certainty, entry },
          },
          false,
        );
        const says = `${kind} · ${whose}`;
        const isOurs = /\bour\b|authentication$|reputation$|too fast|ours to fix/i.test(says);
        const isTheirs = /\btheir\b/i.test(says);
        const isFine = /your set-up is fine/i.test(entry.short.sentence) && /ours to fix|\bour\b/i.test(says);
        return (isOurs && isTheirs) || isFine ? [`${entry.id}: ${says}`] : [];
      }),
    );
    expect(contradicting).toEqual([]);
  });
});
