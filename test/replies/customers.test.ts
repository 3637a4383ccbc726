/** What support may send to those whose mail it was: filled in, no surer than we are, and nothing of the team's own. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openCatalog, REASONS } from '../../src/catalog/index.ts';
import { createExplain, type Diagnosis } from '../../src/diagnosis/index.ts';
import { similarOf } from '../../src/replies/index.ts';
import { verdictReply } from '../../src/replies/verdict.ts';

const { catalog } = await openCatalog({
  folder: fileURLToPath(new URL('../../catalog', import.meta.url)),
  own: null,
});
const { explain } = createExplain(catalog, { now: () => new Date('2026-11-21T12:00:00Z'), zone: 'UTC' });

async function diagnosed(text: string): Promise<Diagnosis> {
  const [diagnosis] = (await explain(text, { asked: true })).diagnoses;
  if (diagnosis === undefined) throw new Error(`no bounce in: ${text}`);
  return diagnosis;
}
const textsOf = (diagnosis: Diagnosis): readonly string[] =>
  verdictReply(diagnosis, catalog, null).details.customers.map(({ text }) => text);
const textsFor = async (text: string): Promise<readonly string[]> => textsOf(await diagnosed(text));

describe('text for customers', () => {
  test('a dead address: what is sure is said so, to either side', async () => {
    expect(await textsFor('550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown')).toEqual([
      'Your message to sam@example.com could not be delivered. The reason: there is no mailbox with this address. Please check how it is spelt. If it is spelt right, please reach the person another way.',
      'A message to you at sam@example.com could not be delivered. The reason: there is no mailbox with this address. Please check how we have it spelt, or give us another address.',
    ]);
  });

  test.each([
    ['554 Message not allowed - [PH01] Email not accepted for policy reasons.', /something in the message/],
    [
      "550-5.7.26 Unauthenticated email from a.example is not accepted due to domain's DMARC policy.",
      /whom the message is from/,
    ],
    [
      '550 Envelope blocked - User Entry - https://community.mimecast.com/docs/DOC-1369#550 [z7qZ.us222]',
      /a filter of the recipient/,
    ],
    ['550 5.7.1 Message rejected due to local policy', /a rule of the receiving mail server/],
  ])('%s: what is no block of our server is not told as one', async (text, why) => {
    for (const said of await textsFor(`<sam@example.com>: ${text}`)) {
      expect(said).toMatch(why);
      expect(said).not.toMatch(/from our mail server|nothing that you need to do/);
    }
  });

  test('what waits in the queue needs nobody to send it again, and says when it was', async () => {
    const [toSender] = await textsFor(
      'Nov 21 10:15:00 mx postfix/smtp[1]: 4FpQx0abcz9: to=<kim@example.org>, relay=mx.example.org[198.51.100.7]:25, delay=1, dsn=4.2.2, status=deferred (host mx.example.org[198.51.100.7] said: 452 4.2.2 mailbox full)',
    );
    expect(toSender).toMatch(
      /^Your message to kim@example\.org of 21 Nov, 10:15 \(UTC\) has not been delivered yet\. The reason: the mailbox is full\. Our mail server keeps trying/,
    );
  });

  test('what may be one thing or another is said as that', async () => {
    const [toSender] = await textsFor('550 <lee@example.org> Mailbox unavailable');
    expect(toSender).toContain(
      'We don’t know for certain why. Perhaps there is no mailbox with this address, or ',
    );
  });

  test('a mail that arrived after all is over', async () => {
    const read = await diagnosed('550 5.1.1 <sam@example.com>: User unknown');
    const [toSender] = textsOf({ ...read, arrivedSince: Date.parse('2026-11-21T12:00:00Z') });
    expect(toSender).toMatch(
      /could not be delivered\. Mail to this address has arrived since, so it seems to be over\.$/,
    );
  });

  test('nothing is told of what is no bounce', async () => {
    const read = await diagnosed('550 5.1.1 <sam@example.com>: User unknown');
    expect(textsOf({ ...read, category: 'info', reason: 'vacation' })).toEqual([]);
  });

  test.each(REASONS)('%s names no server, list or code of ours, however sure it is', async (reason) => {
    const read = await diagnosed(
      '550 5.7.1 <sam@example.com>: host mx.example.net refused 192.0.2.5, listed by Spamhaus; SPF of shop.example failed',
    );
    for (const certainty of ['sure', 'likely', 'unsure'] as const) {
      const said = textsOf({
        ...read,
        reason,
        certainty,
        category: catalog.reasons[reason].category.permanent,
      });
      for (const text of said) {
        expect(text).not.toMatch(
          /192\.0\.2|mx\.example|Spamhaus|SPF|DKIM|DMARC|blocklist|5\.7\.1|shop\.example|[{}`]/,
        );
        if (certainty !== 'sure') expect(text).not.toContain('The reason:');
      }
    }
  });
});

const similarTo = async (text: string) => similarOf(await diagnosed(text), catalog);

test('similar codes: what the same provider says of the same, none of them the answer itself, each once', async () => {
  const text =
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. gsmtp';
  const choices = await similarTo(text);
  expect(choices.slice(0, 3).map(({ value }) => value)).toContain('google-dmarc-rejection');
  expect(choices.map(({ value }) => value)).not.toContain((await diagnosed(text)).entry?.id);
  expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
  expect(choices.length).toBeLessThanOrEqual(25);
  for (const { label } of choices) expect(label).toMatch(/Gmail|Google|Any server/);
});

test.each([
  'host mx.bakery.example said: 550 5.1.1 <jo@bakery.example>: User unknown',
  'host mx.bakery.example said: 450 4.7.1 <jo@bakery.example>: Greylisted, try again in 5 minutes',
])('of a server that we know nothing of, no provider’s words are similar: %s', async (text) => {
  for (const { label } of await similarTo(text)) expect(label).toMatch(/^Any server/);
});
