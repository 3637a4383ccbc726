/** Sentences of people and alerts of monitors, about which somebody asks: there is no bounce in them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { explain } = createExplain(catalog);
const reasonsIn = async (text: string): Promise<readonly string[]> =>
  (await explain(text, { asked: true })).diagnoses.map(({ reason }) => reason);

describe('talk that sounds like a refusal', () => {
  test.each([
    '[FIRING:1] Grafana: mail spool full alert: /var/mail is 91% full on mx2 (threshold 90%), see runbook 4.5.2',
    'CRITICAL - DISK /home 98% used on mailstore3 (nagios), ticket 552',
    'We rented a bounce house for 550 dollars, 5.1.1 version of the app shipped, and the mailbox was full of letters for user 421.',
    'we shipped 5.1.1 yesterday, the mailbox full banner no longer shows for unknown users 🎉',
    'Deploy 550 finished: 421 tests passed, release 5.1.1 is live on eu-west',
    'is ann@example.com unknown to anyone here? she joins our call at 5.50',
    'Meeting in room 5.1.1, ext. 550, the recipient of the award is unknown',
    'Kapitel 5.2.1: gesperrte Konten. Kapitel 5.2.2: volle Postfächer.',
    'The policy in § 5.7.1 says no relaying of customer data',
    "room 550 is taken, let's use 5.1.1 instead",
  ])('%s', async (text) => {
    expect(await reasonsIn(text)).toEqual([]);
  });

  test('whatever the number, and whatever has it', async () => {
    const number = fc
      .tuple(fc.constantFrom(4, 5), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 40 }))
      .map((parts) => parts.join('.'));
    const named = fc.constantFrom(
      'version',
      'runbook',
      'section',
      'Kapitel',
      'release',
      'room',
      '§',
      'nginx',
    );
    const rest = fc.constantFrom(
      'has the list of unknown users',
      'is about full mailboxes',
      'says who may relay',
      'tells of spam',
    );
    await fc.assert(
      fc.asyncProperty(named, number, rest, async (name, of, words) => {
        expect(await reasonsIn(`The wiki in ${name} ${of} ${words}, please read it.`)).toEqual([]);
      }),
    );
  });
});

describe('what people hand on of an answer', () => {
  test.each([
    ['we keep getting 5.7.26 since monday', 'auth-failure'],
    ['the server said 550 mailbox full yesterday', 'mailbox-full'],
    ['version 4.2 of our app got "552 5.2.2 mailbox full" from the server', 'mailbox-full'],
    ['Sorry, I couldn’t find any host named example.org.', 'host-unknown'],
  ])('is told: %s', async (text, reason) => {
    expect(await reasonsIn(text)).toEqual([reason]);
  });
});
