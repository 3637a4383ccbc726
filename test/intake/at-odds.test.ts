import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

type Cells = readonly (readonly [string, string])[];

const NOTATIONS: Readonly<Record<string, (cells: Cells) => string>> = {
  JSON: (cells) => JSON.stringify(Object.fromEntries(cells)),
  'JSON in lines': (cells) => JSON.stringify(Object.fromEntries(cells), null, 2),
  Python: (cells) => `{${cells.map(([name, value]) => `'${name}': '${value}'`).join(', ')}}`,
  pairs: (cells) => cells.map(([name, value]) => `${name}="${value}"`).join(' '),
  CSV: (cells) => [0, 1].map((i) => cells.map((cell) => cell[i]).join(',')).join('\n'),
  semicolons: (cells) => [0, 1].map((i) => cells.map((cell) => cell[i]).join(';')).join('\n'),
  lines: (cells) => cells.map(([name, value]) => `${name}: ${value}`).join('\n'),
};
const RECIPIENTS = ['to', 'To', 'rcpt', 'recipient', 'Recipient', 'to_email', 'destination'] as const;
const ERRORS = ['error', 'Error', 'diagnostic', 'Diagnostic', 'response', 'reason'] as const;
const WORDS: readonly ((address: string) => string)[] = [
  (address) => `550 5.1.1 <${address}> user unknown`,
  (address) => `550 5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`,
  (address) => `smtp; 550 5.1.1 <${address}>... User unknown`,
  (address) => `550 5.1.1 ${address}: no such user here`,
  (address) => `550 5.2.1 <${address}>: mailbox disabled`,
];
const OURS = ['from', 'news@werft-nord.example'] as const;
const MAX = 'max@hafen-sued.example';

const locals = fc.constantFrom('max', 'lia', 'kim.own', 'pia_2', "o'neill", 'info');
const domains = fc.constantFrom('hafen-sued.example', 'nordmail.example', 'deich.example.org');
const addresses = fc.tuple(locals, domains).map((parts) => parts.join('@'));
const shapes = fc.record({
  write: fc.constantFrom(...Object.values(NOTATIONS)),
  key: fc.constantFrom(...RECIPIENTS),
  error: fc.constantFrom(...ERRORS),
  words: fc.constantFrom(...WORDS),
  isFirst: fc.boolean(),
  withSender: fc.boolean(),
});
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

/** @returns the text in which a field names one and the server's words the other */
function textOf(
  { write, key, error, words, isFirst, withSender }: Shape,
  named: string,
  spoken: string,
): string {
  const cells: Cells = [[key, named], ...(withSender ? [OURS] : []), [error, words(spoken)]];
  return write(
    (isFirst ? cells : cells.toReversed()).map(([name, value]) => [name, value.replaceAll("'", '')]),
  );
}

const recipientsIn = async (text: string) =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('a field and the words of a refusal', () => {
  test('name nobody where they name two people', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, addresses, addresses, async (shape, named, spoken) => {
        fc.pre(named !== spoken);
        expect(await recipientsIn(textOf(shape, named, spoken))).toEqual([null]);
      }),
      { numRuns: 300 },
    );
  });

  test('name the one whom both name', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, addresses, async (shape, named) => {
        expect(await recipientsIn(textOf(shape, named, named))).toEqual([named.replaceAll("'", '')]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [MAX, '550 5.1.1 <max@mx1.hafen-sued.example> user unknown'],
    ['max@mx1.hafen-sued.example', `550 5.1.1 <${MAX}> user unknown`],
    ['max+news@hafen-sued.example', `550 5.1.1 <${MAX}> user unknown`],
    [MAX, '550 5.1.1 <Max@Hafen-Sued.example> user unknown'],
    [MAX, '550 5.1.1 <max@hafen-sued.mail.onmicrosoft.com> user unknown'],
    ['max@bücher.example', '550 5.1.1 <max@xn--bcher-kva.example> user unknown'],
    ['max@googlemail.com', '550 5.1.1 <max@gmail.com> user unknown'],
    [MAX, `550 5.1.1 <lia@nordmail.example> (expanded from <${MAX}>): user unknown`],
    [MAX, '550 5.1.1 forwarded to <lia@nordmail.example>: <lia@nordmail.example> user unknown'],
    [MAX, `550 5.1.1 <max%hafen-sued.example@gw.example> user unknown`],
    [MAX, `550 5.1.1 user unknown, new address: lia@nordmail.example`],
    ['SRS0=Hx9f=7Q=nordmail.example=lia@gw.example', '550 5.1.1 <lia@nordmail.example> user unknown'],
  ])('belong together: %s, %s', async (named, words) => {
    for (const write of [NOTATIONS.JSON, NOTATIONS.lines])
      expect(
        await recipientsIn(
          write?.([
            ['to', named],
            ['error', words],
          ]) ?? '',
        ),
      ).toEqual([named]);
  });

  test('belong together where the field of the original says so', async () => {
    const text = JSON.stringify({
      to: 'lia@nordmail.example',
      orig_to: MAX,
      error: WORDS[0]?.('lia@nordmail.example'),
    });
    expect(await recipientsIn(text)).toEqual([MAX]);
  });

  test.each([
    `{"event":"bounce","email":"${MAX}","reason":"550 5.1.1 <lia@nordmail.example> user unknown"}`,
    `Nov 29 10:00:00 mx postfix/smtp[1]: 3F2A1: to=<${MAX}>, relay=mx.hafen-sued.example[198.51.100.4]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.hafen-sued.example[198.51.100.4] said: 550 5.1.1 <lia@nordmail.example>: Recipient address rejected: User unknown (in reply to RCPT TO command))`,
  ])('are a pair where a program that sent it tells both: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([MAX]);
  });

  test('of one row leave the others as they are', async () => {
    const rows = [
      `${MAX},550 5.1.1 <lia@nordmail.example> user unknown`,
      'kim@nordmail.example,550 5.1.1 <kim@nordmail.example> user unknown',
    ];
    expect(await recipientsIn(['To,Error', ...rows].join('\n'))).toEqual([null, 'kim@nordmail.example']);
    expect(await recipientsIn(['To,Error', ...rows.toReversed()].join('\n'))).toEqual([
      'kim@nordmail.example',
      null,
    ]);
  });
});

describe('a sentence that names two people', () => {
  const [LIA, TEAM] = ['lia@nordmail.example', 'team@werft-nord.example'];
  const SAID = '550 5.1.1 user unknown';

  test.each([
    `${TEAM} bounced: ${SAID} for ${MAX}`,
    `Customer ${TEAM} bounced on all mails today: ${SAID} for ${MAX} and ${LIA}`,
    `${TEAM} bounced off ${MAX}: ${SAID}`,
    `I moved from ${MAX} to ${LIA}, mail there bounces (${SAID})`,
    `I changed my address from ${MAX} to ${LIA}. Mail bounces: ${SAID}`,
    `Message for ${TEAM} bounced at ${MAX}: ${SAID}`,
    `Message for ${TEAM} failed. Member ${MAX}: ${SAID}`,
    `Group ${TEAM} bounced because its member ${MAX} is gone: ${SAID}`,
    `A message to ${TEAM} bounced: list expansion: ${MAX} ${SAID}`,
    `Ticket by team member ${LIA}: ${SAID}`,
  ])('names nobody: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([null]);
  });

  test.each([
    `${MAX} bounced: ${SAID} for ${MAX}`,
    `Mail from ${TEAM} to ${MAX} bounced: ${SAID}`,
    `Mail to ${TEAM} could not be delivered to member ${MAX}: ${SAID}`,
    `Our team member ${LIA} says: mail to ${MAX} bounced: ${SAID}`,
    `${SAID} for ${MAX}`,
  ])('names the one who failed: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([MAX]);
  });
});
