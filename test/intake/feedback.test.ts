/** Feedback reports by their type, and what is judged of them (RFC 5965, RFC 6430, RFC 6591). */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createExplain, type Explain } from '../../src/diagnosis/index.ts';
import { checkInputOf } from '../../src/escalation/index.ts';
import { cardOf, textOf, verdictReply } from '../../src/replies/index.ts';

let explain: Explain;
let catalog: Awaited<ReturnType<typeof openCatalog>>['catalog'];
beforeAll(async () => {
  const folder = new URL('../../catalog', import.meta.url).pathname;
  ({ catalog } = await openCatalog({ folder, own: null }));
  ({ explain } = createExplain(catalog));
});

const fieldsOf = (type: string, ...more: readonly string[]): string =>
  [
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    'Original-Mail-From: <bounce-7@news.shop.example>',
    'Original-Rcpt-To: <ann@example.com>',
    'Arrival-Date: Tue, 3 Mar 2026 10:15:00 +0000',
    'Source-IP: 203.0.113.9',
    ...more,
    '',
  ].join('\n');

const arf = (
  fields: string,
  returned = 'From: News <news@shop.example>\nTo: undisclosed-recipients:;\nSubject: Hello\n',
): string =>
  `From: <feedback@mail.example>\nTo: <fbl@shop.example>\nSubject: FW: Hello\nDate: Tue, 3 Mar 2026 10:20:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary="part"\n\n--part\nContent-Type: text/plain\n\nThis is an email abuse report for an email message received from IP 203.0.113.9.\n--part\nContent-Type: message/feedback-report\n\n${fields}\n--part\nContent-Type: message/rfc822\n\n${returned}\nHello\n--part--\n`;

const verdictsOf = async (text: string) =>
  (await explain(text, { asked: true })).diagnoses.map(({ bounce, reason, category, suppress, control }) => ({
    recipient: bounce.recipient,
    reason,
    category,
    suppress,
    control,
  }));

const ANN = 'ann@example.com';

describe.each([
  ['a whole report', (fields: string) => arf(fields)],
  ['its fields, pasted', (fields: string) => fields],
])('%s', (_, shape) => {
  test.each([
    ['abuse', { reason: 'feedback', category: 'info', suppress: true }],
    ['opt-out', { reason: 'feedback', category: 'info', suppress: true }],
    ['opt-out-list', { reason: 'feedback', suppress: true }],
    ['not-spam', { reason: 'feedback', category: 'info', suppress: false }],
    ['fraud', { reason: 'feedback', category: 'info', suppress: false }],
    ['virus', { reason: 'virus-detected', category: 'content', suppress: false }],
    ['other', { reason: 'feedback', category: 'info', suppress: false }],
    ['x-made-up', { reason: 'feedback', suppress: false }],
    ['auth-failure', { reason: 'auth-failure', category: 'authentication', suppress: false }],
    ['dmarc', { reason: 'auth-failure', control: 'dmarc', suppress: false }],
    ['Abuse', { reason: 'feedback', suppress: true }],
  ])('%s', async (type, verdict) => {
    expect(await verdictsOf(shape(fieldsOf(type)))).toMatchObject([{ recipient: ANN, ...verdict }]);
  });

  test.each([
    ['spf', 'spf'],
    ['bodyhash', 'dkim'],
    ['signature', 'dkim'],
    ['revoked', 'dkim'],
    ['adsp', 'dkim'],
    ['dmarc', 'dmarc'],
  ])('auth-failure by %s is a failure of %s', async (failure, control) => {
    const fields = fieldsOf('auth-failure', `Auth-Failure: ${failure}`, 'Delivery-Result: delivered');
    expect(await verdictsOf(shape(fields))).toMatchObject([
      { recipient: ANN, reason: 'auth-failure', category: 'authentication', control, suppress: false },
    ]);
  });

  test('every Original-Rcpt-To is one', async () => {
    const fields = fieldsOf(
      'abuse',
      'Original-Rcpt-To: bob@example.net',
      'Original-Rcpt-To: <ANN@example.com>',
    );
    expect(await verdictsOf(shape(fields))).toMatchObject([
      { recipient: ANN, suppress: true },
      { recipient: 'bob@example.net', suppress: true },
    ]);
  });

  test('the order of the fields changes nothing', async () => {
    const [first = '', ...rest] = fieldsOf('not-spam', 'Original-Rcpt-To: bob@example.net')
      .trim()
      .split('\n');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([first, ...rest], { minLength: rest.length + 1 }),
        async (fields) => {
          const verdicts = await verdictsOf(shape(`${fields.join('\n')}\n`));
          expect(new Set(verdicts.map(({ recipient }) => recipient))).toEqual(
            new Set([ANN, 'bob@example.net']),
          );
          expect(verdicts.every(({ suppress }) => !suppress)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a failed authentication', () => {
  test('gives DNS something to look at: domain, key, address', async () => {
    const fields = fieldsOf(
      'auth-failure',
      'Auth-Failure: signature',
      'DKIM-Domain: mail.shop.example',
      'DKIM-Selector: s2026',
      'Reported-Domain: shop.example',
    );
    const [diagnosis] = (await explain(arf(fields), { asked: true })).diagnoses;
    if (!diagnosis) throw new Error('nothing was read');
    expect(diagnosis.bounce).toMatchObject({
      sourceIp: '203.0.113.9',
      senderDomain: 'news.shop.example',
      auth: { dkimSelector: 's2026', dkimDomain: 'mail.shop.example', fromDomain: 'shop.example' },
    });
    expect(checkInputOf(diagnosis, catalog)).toMatchObject({
      domain: 'news.shop.example',
      ip: '203.0.113.9',
      selectors: ['s2026:mail.shop.example'],
      control: 'dkim',
    });
  });
});

describe('who is meant', () => {
  test.each([
    'redacted@example.com',
    '[redacted]@example.com',
    'xxxx@example.com',
    'hidden@example.com',
    '***@example.com',
  ])('%s is nobody: the card says what the report has to find them by', async (placeholder) => {
    const fields = fieldsOf('abuse').replace('ann@example.com', placeholder);
    const returned = `From: news@shop.example\nTo: ${placeholder}\nMessage-ID: <7.2026@shop.example>\n`;
    const [diagnosis] = (await explain(arf(fields, returned), { asked: true })).diagnoses;
    if (!diagnosis) throw new Error('nothing was read');
    expect(diagnosis.bounce.recipient).toBeNull();
    const card = cardOf(verdictReply(diagnosis, catalog, null));
    expect(card.badge?.address).toBe('address hidden');
    expect(card.steps.map(textOf)).toEqual([
      'Find it by envelope sender or Message-ID.',
      'Take that address off every list.',
    ]);
    expect(card.facts.map(textOf)).toEqual(['sent as bounce-7@news.shop.example']);
  });

  test('a name that is blotted out in a log is the recipient as it stands', async () => {
    const line =
      'Mar  3 10:15:02 mx postfix/smtp[99]: 4F2A1C0D9: to=<xxx@example.com>, relay=mx.example.com[192.0.2.7]:25, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.7] said: 550 5.1.1 User unknown)';
    const [diagnosis] = (await explain(line, { asked: true })).diagnoses;
    expect(diagnosis?.bounce.recipient).toBe('xxx@example.com');
  });

  test('a report without an address names whom the returned mail was written to, if that is one', async () => {
    const fields = fieldsOf('abuse').replace(/^Original-Rcpt-To.*\n/m, '');
    expect(
      await verdictsOf(arf(fields, 'From: news@shop.example\nTo: Ann <ann@example.com>\nSubject: Hello\n')),
    ).toMatchObject([{ recipient: ANN }]);
    expect(
      await verdictsOf(
        arf(fields, 'From: news@shop.example\nTo: ann@example.com, bob@example.net\nSubject: Hello\n'),
      ),
    ).toMatchObject([{ recipient: null }]);
  });

  test('a colleague who forwards two complaints is neither', async () => {
    const forwarded = `From: Bob <bob@shop.example>\nTo: ops@shop.example\nSubject: Fwd: spam complaint reports\nDate: Tue, 3 Mar 2026 11:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="o"\n\n--o\nContent-Type: text/plain\n\nWe received a spam complaint, in fact two.\n--o\nContent-Type: message/rfc822\n\n${arf(fieldsOf('abuse'))}\n--o\nContent-Type: message/rfc822\n\n${arf(fieldsOf('not-spam').replace(ANN, 'bob@example.net'))}\n--o--\n`;
    expect(await verdictsOf(forwarded)).toMatchObject([
      { recipient: ANN, suppress: true },
      { recipient: 'bob@example.net', suppress: false },
    ]);
  });

  test('three reports pasted one below the other are three', async () => {
    const pasted = ['abuse', 'fraud', 'opt-out']
      .map((type, i) => fieldsOf(type).replace(ANN, `user${i}@example.com`))
      .join('\n');
    expect(await verdictsOf(pasted)).toMatchObject([
      { recipient: 'user0@example.com', suppress: true },
      { recipient: 'user1@example.com', suppress: false },
      { recipient: 'user2@example.com', suppress: true },
    ]);
  });
});
