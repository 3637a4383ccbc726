/** A mail that an alias sent on to an address that is dead: what is said is said of the target. */
import { expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain } from '../../src/diagnosis/index.ts';
import { cardOf, textOf } from '../../src/replies/index.ts';
import { verdictReply } from '../../src/replies/verdict.ts';

const { catalog } = await openCatalog({ folder: 'catalog', own: null });
const { explain } = createExplain(catalog, { now: () => new Date('2026-11-21T12:00:00Z'), zone: 'UTC' });

const report = (code: string, words: string): string => `Reporting-MTA: dns; mx.choir.example

Original-Recipient: rfc822;altos@choir.example
Final-Recipient: rfc822;lena.voss@oldmail.example
Action: failed
Status: ${code}
Diagnostic-Code: smtp; 550 ${code} ${words}
`;

test('the target is named as what is dead, and who can mend the forward', async () => {
  const [diagnosis] = (await explain(report('5.1.1', 'User unknown'), { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error('no bounce');
  const reply = verdictReply(diagnosis, catalog, null);
  const { title, sentence, steps } = cardOf(reply);
  expect(title).toBe('It forwards to an address that is dead');
  expect(sentence && textOf(sentence)).toBe(
    'It sends its mail on to lena.voss@oldmail.example, which is dead. Your set-up is fine.',
  );
  expect(steps.map(textOf)).toEqual([
    'Ask whoever runs altos@choir.example to correct where it forwards to.',
    'Nobody to ask? Suppress it: each retry costs reputation.',
  ]);
  expect(diagnosis).toMatchObject({ suppress: true, bounce: { recipient: 'altos@choir.example' } });
  expect(reply.details.customers.map(({ text }) => text)).toEqual([
    expect.stringContaining(
      'sent on to another address, which is no longer in use. Please reach the person another way',
    ),
    expect.stringContaining('Please correct where your mail is forwarded to'),
  ]);
});

test('where the target is only full, it is said as of any mailbox', async () => {
  const [diagnosis] = (await explain(report('5.2.2', 'Mailbox full'), { asked: true })).diagnoses;
  expect(diagnosis && cardOf(verdictReply(diagnosis, catalog, null)).title).toMatch(/full/);
});

test('a refusal that names one check is called by it, not by "authentication"', async () => {
  const text =
    '550 MI:SPF mx17,QcCowAB4_x2 1795855034 http://mail.163.com/help/help_spam_16.htm?ip=192.0.2.7&hostid=mx17';
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  expect(diagnosis && cardOf(verdictReply(diagnosis, catalog, null)).title).toMatch(/SPF/);
});
