import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

type One = { readonly address: string; readonly words: string };

/** How letters tell of one recipient. */
const LAYOUTS = {
  postfix: ({ address, words }: One) =>
    `<${address}>: host mx.acme.example[192.0.2.20] said: ${words} (in reply to RCPT TO command)\n`,
  exim: ({ address, words }: One) =>
    `  ${address}\n    SMTP error from remote mail server after RCPT TO:<${address}>:\n    host mx.acme.example [192.0.2.20]: ${words}`,
  qmail: ({ address, words }: One) =>
    `<${address}>:\n192.0.2.20 does not like recipient.\nRemote host said: ${words}\nGiving up on 192.0.2.20.\n`,
  gmx: ({ address, words }: One) =>
    `"${address}":\nSMTP error from remote server after RCPT command:\nhost: mx.acme.example\n${words}\n`,
} as const;

const HEADS = {
  postfix: 'This is the mail system at host mx.us.example.\n\nYour message could not be delivered.\n\n',
  exim: 'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. The following address(es) failed:\n\n',
  qmail:
    "Hi. This is the qmail-send program at mx.us.example.\nI wasn't able to deliver your message to the following addresses.\n\n",
  gmx: 'This message was created automatically by mail delivery software.\n\nThe following addresses failed:\n\n',
} as const;

const WORDS = [
  '550 5.1.1 User unknown',
  '552 5.2.2 Mailbox full',
  '550 Blocked',
  '554 5.7.1 Rejected',
  '450 4.2.0 Greylisted',
  '550 #5.0.0',
  '550 5.7.26 DMARC',
];

describe('a letter for several recipients', () => {
  test.each(
    Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[],
  )('judges each by its own words: %s', async (layout) => {
    const ones = fc.uniqueArray(
      fc.record({
        address: fc.constantFrom('ann', 'bob', 'carol', 'dave').map((name) => `${name}@acme.example`),
        words: fc.constantFrom(...WORDS),
      }),
      { selector: ({ address }) => address, minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(ones, async (recipients) => {
        const letter = (some: readonly One[]): string => HEADS[layout] + some.map(LAYOUTS[layout]).join('\n');
        const { bounces } = await read(letter(recipients), { asked: true });
        expect(bounces.map(({ recipient }) => recipient)).toEqual(recipients.map(({ address }) => address));
        for (const [i, one] of recipients.entries()) {
          const [alone] = (await read(letter([one]), { asked: true })).bounces;
          const { excerpt, ...facts } = bounces[i] ?? { excerpt: '' };
          expect(facts).toEqual({ ...alone, excerpt: undefined });
          for (const other of recipients) if (other !== one) expect(excerpt).not.toContain(other.address);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('lets words that stand for all of them decide only where they can hold for all', async () => {
    const list = 'The following addresses had permanent errors:\n\nann@acme.example\nbob@acme.example\n\n';
    expect((await read(`${list}550 5.1.1 User unknown\n`, { asked: true })).bounces).toMatchObject([
      { recipient: 'ann@acme.example', replyCode: null, diagnosticCode: null },
      { recipient: 'bob@acme.example', replyCode: null, diagnosticCode: null },
    ]);
    expect(
      (await read(`${list}554 5.7.1 Blocked using zen.spamhaus.org\n`, { asked: true })).bounces,
    ).toMatchObject([
      { recipient: 'ann@acme.example', replyCode: '554', enhancedCode: '5.7.1' },
      { recipient: 'bob@acme.example', replyCode: '554', enhancedCode: '5.7.1' },
    ]);
  });

  test('reads old Sendmail’s transcript for two', async () => {
    const text = `   ----- The following addresses have delivery notifications -----
<ann@acme.example>  (unrecoverable error)
<bob@kite.example>  (unrecoverable error)

   ----- Transcript of session follows -----
550 <ann@acme.example>... User unknown
554 <bob@kite.example>... Blocked
`;
    expect((await read(text, { asked: true })).bounces).toMatchObject([
      { recipient: 'ann@acme.example', replyCode: '550' },
      { recipient: 'bob@kite.example', replyCode: '554' },
    ]);
  });
});

describe('an error’s head line and its own dump are one bounce', () => {
  const HEAD = "Error: Can't send mail - all recipients were rejected: 550 No Such User Here\n";
  const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
    (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

  test.each([
    [
      'Nodemailer’s, with its stack',
      `${HEAD}    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:798:19) {\n  code: 'EENVELOPE',\n  response: '550 No Such User Here',\n  responseCode: 550,\n  command: 'RCPT TO',\n  rejected: [ 'ann@example.com' ]\n}`,
    ],
    ['without it', `${HEAD}{ response: '550 No Such User Here', rejected: ['ann@example.com'] }`],
    [
      'a log’s, with its context',
      'app ERROR Message could not be sent: 550 No Such User Here {"error":"550 No Such User Here","to":"ann@example.com"}',
    ],
  ])('%s', async (_, text) => {
    expect(await recipientsIn(text)).toEqual(['ann@example.com']);
  });

  test('not where another moment stands before it', async () => {
    const text =
      '2026-03-03T10:15:02Z ERROR Message could not be sent: 550 No Such User Here\n2026-03-03T10:17:40Z ERROR to=<ann@example.com>: 550 No Such User Here\n';
    expect(await recipientsIn(text)).toEqual([null, 'ann@example.com']);
  });

  test('not where the words are others', async () => {
    expect(
      await recipientsIn(`${HEAD}{ response: '550 Mailbox is full', rejected: ['ann@example.com'] }`),
    ).toEqual([null, 'ann@example.com']);
  });
});

describe('a list that people made', () => {
  const MARKS = ['', '- ', '* ', '• ', '1. ', '2) ', '> ', '> - ', '- [ ] '];
  const LABELS = ['', 'to: ', 'An: ', '收件人：', 'Destinatario: '];
  const SIGNS = [' — ', ' - ', ' → ', ' -> ', ' | ', '\t', ' = ', ': ', ', '];
  const ANSWERS: readonly One[] = [
    { address: 'ann@acme.example', words: '550 5.1.1 User unknown' },
    { address: 'bob@blue.example', words: '552 5.2.2 Mailbox full' },
    { address: 'cat@corp.example', words: '550 5.7.1 Message refused, your IP is listed' },
    { address: 'dan@data.example', words: '421 4.7.0 Try again later' },
    { address: 'eva@east.example', words: '550 No such user here' },
  ];

  test('tells the same in any order, with any marks and signs', async () => {
    const line = fc.record({
      mark: fc.constantFrom(...MARKS),
      label: fc.constantFrom(...LABELS),
      sign: fc.constantFrom(...SIGNS),
      isInBrackets: fc.boolean(),
    });
    const lines = fc.array(line, { minLength: ANSWERS.length, maxLength: ANSWERS.length });
    const order = fc.shuffledSubarray([...ANSWERS], { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(order, lines, async (some, looks) => {
        const text = some
          .map(({ address, words }, i) => {
            const { mark, label, sign, isInBrackets } = looks[i] ?? {
              mark: '',
              label: '',
              sign: ': ',
              isInBrackets: false,
            };
            return mark + label + address + (isInBrackets ? ` (${words})` : sign + words);
          })
          .join('\n');
        const { bounces } = await read(`hi, all from this morning:\n\n${text}`, { asked: true });
        expect(
          bounces.map(({ recipient, diagnosticCode }) => ({ address: recipient, words: diagnosticCode })),
        ).toEqual(some);
      }),
      { numRuns: 60 },
    );
  });

  test('names nobody whom a label calls the sender', async () => {
    const { bounces } = await read('from: ann@acme.example — 550 5.7.1 refused', { asked: true });
    expect(bounces.map(({ recipient }) => recipient)).toEqual([null]);
  });
});

describe('an alert with the server’s words, and fields below them', () => {
  test.each([
    ['Recipient: bob@example.com\nCode: 421 4.7.28', '421-4.7.28'],
    ['Code: 421 4.7.28\nRecipient: bob@example.com', '421 4.7.28'],
  ])('is one bounce, in those words: %s', async (below, code) => {
    const text = `${code} Our system has detected an unusual rate of mail from your IP address.\n${below}`;
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([
      { recipient: 'bob@example.com', replyCode: '421', enhancedCode: '4.7.28' },
    ]);
    expect(bounces[0]?.diagnosticCode).toContain('an unusual rate of mail');
  });

  test('with another code they are two answers, each by itself', async () => {
    const text =
      '421 4.7.28 Our system has detected an unusual rate of mail.\nRecipient: bob@example.com\nCode: 550 5.1.1';
    const { bounces } = await read(text, { asked: true });
    expect(bounces.map(({ recipient, enhancedCode }) => [recipient, enhancedCode])).toContainEqual([
      'bob@example.com',
      '5.1.1',
    ]);
    expect(bounces.find(({ recipient }) => recipient !== null)?.diagnosticCode ?? '').not.toContain(
      'unusual rate',
    );
  });
});
