import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { structuresIn } from '../../src/intake/structure/brackets.ts';

const UNKNOWN = '550 5.1.1 User unknown';
const ANN = 'ann@example.com';

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

/** Keys that name the recipient, as programs write them. */
const RECIPIENT = [
  'to',
  'rcpt',
  'rcpt_to',
  'rcptTo',
  'recipient',
  'toAddress',
  'recipient_email',
  'destination',
];
/** Keys whose address is somebody else's. */
const OTHERS = [
  'from',
  'sender',
  'mail_from',
  'mailFrom',
  'return_path',
  'Return-Path',
  'inbox_id',
  'reply_to',
  'replyTo',
  'message-id',
  'orig',
  'list',
  'contact',
  'user',
  'account',
  'from_email',
  'envelope_sender',
];
const REASON = ['error', 'err', 'response', 'reason', 'diagnostic_code', 'smtpResponse', 'bounce_reason'];

/** The keys and values of one failure, in any order, somebody else's address first as often as not. */
const failure = fc
  .record({
    to: fc.constantFrom(...RECIPIENT),
    why: fc.constantFrom(...REASON),
    others: fc.uniqueArray(fc.constantFrom(...OTHERS), { minLength: 1, maxLength: 6 }),
    order: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
  })
  .map(({ to, why, others, order }) =>
    [[to, ANN], [why, UNKNOWN], ...others.map((key, i) => [key, `other${i}@us.example`])]
      .map((pair, i) => ({ pair: pair as [string, string], place: order[i] as number }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ pair }) => pair),
  );

const quoted = (value: string): string => `'${value}'`;
const NOTATIONS: readonly (readonly [string, (pairs: readonly [string, string][]) => string])[] = [
  ['JSON', (pairs) => JSON.stringify(Object.fromEntries(pairs))],
  ['pretty JSON', (pairs) => JSON.stringify({ data: Object.fromEntries(pairs) }, null, 2)],
  ['JSON in a string', (pairs) => JSON.stringify({ message: JSON.stringify(Object.fromEntries(pairs)) })],
  [
    'JSON behind a log prefix',
    (pairs) => `2024-12-01T10:00:00Z ERROR send failed ${JSON.stringify(Object.fromEntries(pairs))}`,
  ],
  ['logfmt', (pairs) => pairs.map(([key, value]) => `${key}="${value}"`).join(' ')],
  ['bare key=value', (pairs) => pairs.map(([key, value]) => `${key}=${value}`).join(', ')],
  [
    'CSV',
    (pairs) => `${pairs.map(([key]) => key).join(',')}\n${pairs.map(([, value]) => `"${value}"`).join(',')}`,
  ],
  [
    'semicolons',
    (pairs) => `${pairs.map(([key]) => key).join(';')}\n${pairs.map(([, value]) => value).join(';')}`,
  ],
  [
    'a Markdown table',
    (pairs) =>
      `| ${pairs.map(([key]) => key).join(' | ')} |\n|${'---|'.repeat(pairs.length)}\n| ${pairs.map(([, value]) => value).join(' | ')} |`,
  ],
  [
    'a Python dictionary',
    (pairs) => `{${pairs.map(([key, value]) => `${quoted(key)}: ${quoted(value)}`).join(', ')}}`,
  ],
  ['a Ruby hash', (pairs) => `{${pairs.map(([key, value]) => `"${key}"=>"${value}"`).join(', ')}}`],
  [
    'print_r',
    (pairs) => `Array\n(\n${pairs.map(([key, value]) => `    [${key}] => ${value}`).join('\n')}\n)`,
  ],
  ['a web form', (pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')],
];

describe('a table whose header names nobody', () => {
  const ROWS = [
    ['2026-11-29T08:00:01Z', 'ann@example.com', '550 5.1.1 <ann@example.com>: User unknown'],
    ['2026-11-29T08:00:02Z', 'bea@example.org', '452 4.2.2 Mailbox full'],
    ['2026-11-29T08:00:03Z', 'cy@example.net', '550 5.7.1 Message rejected as spam'],
  ];
  const written = (rows: readonly (readonly string[])[], separator = ','): string =>
    `${rows.map((cells) => cells.join(separator)).join('\n')}\n`;
  const told = async (text: string) =>
    (await read(text, { asked: true })).bounces.map(({ recipient, diagnosticCode, time }) => [
      time?.replace('.000', '') ?? null,
      recipient,
      diagnosticCode,
    ]);

  test.each([',', ';', '\t', ' | '])('parted by "%s": each row is a bounce of its own', async (separator) => {
    const text = written([['stamp', 'mailbox', 'answer'], ...ROWS], separator);
    expect(await told(text)).toEqual(ROWS);
    expect((await read(text, { asked: false })).noticed).toBe(true);
  });

  test('names that tell nothing, an order of its own, or no header at all: the same', async () => {
    expect(
      await told(`Last night:\n${written([['#', 'Who', 'What came back'], ...ROWS])}\nThanks, Ann`),
    ).toEqual(ROWS);
    expect(await told(written(ROWS))).toEqual(ROWS);
    const reversed = ROWS.map((cells) => cells.toReversed());
    expect(await told(written([['verdict', 'person', 'seen'], ...reversed], ';'))).toEqual(ROWS);
  });

  test('the sender’s column contradicts nobody’s; a second column of addresses does, and so does one address for all', async () => {
    const whom = async (name: string, address: (i: number) => string) =>
      (
        await told(
          written([
            ['when', name, 'who', 'answer'],
            ...ROWS.map(([time, ...more], i) => [time as string, address(i), ...more]),
          ]),
        )
      ).map(([, recipient]) => recipient);
    expect(await whom('sender', () => 'news@us.example')).toEqual(ROWS.map(([, address]) => address));
    // Whom the words themselves name is known all the same.
    expect(await whom('via', (i) => `list${i}@us.example`)).toEqual(['ann@example.com', null, null]);
    const shared = ROWS.map(([time, , answer]) => [time as string, 'news@us.example', answer as string]);
    expect((await told(written([['when', 'channel', 'answer'], ...shared]))).map(([, one]) => one)).toEqual([
      'ann@example.com',
      null,
      null,
    ]);
  });

  test('a list of people whose street numbers look like replies is none', async () => {
    const people =
      'name,contact point,street\nAnn,ann@example.com,450 Oak Avenue\nBob,bob@example.com,521 Elm Street\n';
    expect(await read(people, { asked: false })).toMatchObject({ noticed: false });
  });
});

describe('whom structured text names', () => {
  test.each([
    'contact,owner,status,reason\nann@example.com,sam@example.org,bounced,550 5.1.1 User unknown',
    'Empfänger;Absender;Status;Grund\nann@example.com;news@example.org;Bounce;550 5.1.1 User unknown\nbea@example.com;news@example.org;Zugestellt;250 OK',
    '{"type":"email.bounced","data":{"from":"news@example.org","to":["bea@example.com","ann@example.com"],"bounce":{"type":"Permanent","subType":"General","message":"Refused for ann@example.com","diagnosticCode":["smtp; 550 5.1.1 User unknown"]}}}',
  ])('one of several whom only a column or the words tell: %s', async (text) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces.map(({ recipient }) => recipient)).toEqual(['ann@example.com']);
  });

  test.each(NOTATIONS)('%s: order, sender, reply-to, contact and list change nothing', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(failure, async (pairs) => {
        expect(await recipientsIn(write(pairs))).toEqual([ANN]);
      }),
      { numRuns: 60 },
    );
  });

  test('fields in lines: the same', async () => {
    await fc.assert(
      fc.asyncProperty(failure, async (pairs) => {
        // A block that begins like a mail's header is one.
        const text = `Ticket 12\n${pairs.map(([key, value]) => `${key}: ${value}`).join('\n')}`;
        const [recipient, ...more] = await recipientsIn(text);
        expect([recipient, more]).toEqual([ANN, []]);
      }),
      { numRuns: 60 },
    );
  });

  test('fields in lines that begin like a mail, one of which holds an object', async () => {
    const text =
      'From: news@example.org\nTo: ann@example.com\nSubject: Hello\nError: {"code":550,"message":"5.1.1 User unknown"}';
    expect(await read(text, { asked: true })).toMatchObject({
      bounces: [{ replyCode: '550', enhancedCode: '5.1.1' }],
    });
  });

  test('without a key that names the recipient there is none', async () => {
    await fc.assert(
      fc.asyncProperty(failure, async (pairs) => {
        const others = pairs.filter(([key]) => !RECIPIENT.includes(key));
        expect(await recipientsIn(JSON.stringify(Object.fromEntries(others)))).toEqual([null]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [
      'two places that contradict each other',
      { to: ANN, recipient: 'bob@example.com', error: UNKNOWN },
      [null],
    ],
    ['several, and one answer for one of them', { to: [ANN, 'bob@example.com'], error: UNKNOWN }, [null]],
    [
      'several, one named by the answer',
      { to: [ANN, 'bob@example.com'], error: `550 5.1.1 <${ANN}>: User unknown` },
      [ANN],
    ],
    [
      'several, each refused',
      { rejected: [ANN, 'bob@example.com'], response: UNKNOWN },
      [ANN, 'bob@example.com'],
    ],
    [
      'each with its own answer',
      { errors: { [ANN]: UNKNOWN, 'bob@example.com': '552 5.2.2 Mailbox full' } },
      [ANN, 'bob@example.com'],
    ],
    [
      'an envelope beside the header',
      { envelope: { to: ANN }, headers: { to: 'list@us.example' }, error: UNKNOWN },
      [ANN],
    ],
    [
      'a report that somebody got',
      { from: 'MAILER-DAEMON@mx.example', to: 'bob@us.example', subject: 'Undelivered Mail', error: UNKNOWN },
      [null],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await recipientsIn(JSON.stringify(body))).toEqual(expected);
  });

  test('the address on the sender’s list comes before the one that it leads to', async () => {
    const body = { to: 'ann@backend.example', orig_to: ANN, response: UNKNOWN };
    expect((await read(JSON.stringify(body), { asked: true })).bounces).toMatchObject([
      { recipient: ANN, finalRecipient: 'ann@backend.example' },
    ]);
  });
});

describe('what structured text tells', () => {
  test.each([
    '{"level":"info","msg":"sent","to":"ann@example.com","response":"250 2.0.0 OK"}',
    '{"event":"opened","recipient":"ann@example.com","reason":"550"}',
    '{"components":{"examples":{"bounce":{"value":{"event":"bounce","email":"ann@example.com","reason":"550 5.1.1 no"}}}}}',
    'event,email,reason\ndelivered,ann@example.com,\nopen,bob@example.com,',
    'level=info from=a@us.example to=ann@example.com msg="delivered" response="250 2.0.0 OK"',
  ])('no failure: %s', async (text) => {
    expect(await read(text, { asked: true })).toMatchObject({ bounces: [], noticed: false });
  });

  test('literals in code are nobody’s failure', async () => {
    const text =
      'const event = {"event":"bounced","to":"ann@example.com","reason":"550 5.1.1 User unknown"};';
    expect(await read(text, { asked: false })).toMatchObject({ noticed: false, bounces: [] });
  });

  test('what a log shipper wrapped up is read as it was written', async () => {
    const line = `Jul 10 10:09:21 mx1 postfix/smtp[1]: 4ABC: to=<${ANN}>, relay=mx.example.com[192.0.2.20]:25, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 <${ANN}>: Recipient address rejected (in reply to RCPT TO command))`;
    const shipped = JSON.stringify({ log: `${line}\n`, stream: 'stdout' })
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e');
    const loki = JSON.stringify({ streams: [{ stream: { job: 'mail' }, values: [['1733', line]] }] });
    for (const text of [shipped, loki])
      expect(await read(text, { asked: false })).toMatchObject({
        noticed: true,
        bounces: [{ recipient: ANN, remoteHost: 'mx.example.com', replyCode: '550' }],
      });
  });

  test('a platform’s class is taken where no server’s words are', async () => {
    const words = async (body: object): Promise<unknown> =>
      (await read(JSON.stringify(body), { asked: true })).bounces[0]?.diagnosticCode;
    expect(await words({ event: 'soft_bounced', email: ANN, reason: 'Unknown reason' })).toBe(
      'Soft bounce without a reason',
    );
    expect(await words({ status: 'Bounced', to: ANN, category: 'NoMailbox' })).toBe('User unknown');
    expect(await words({ event: 'failed', recipient: ANN, bounce_type: 'MailboxFull' })).toBe('Mailbox full');
  });
});

describe('brackets', () => {
  test('reads what is cut off up to there', () => {
    const whole = JSON.stringify({ a: { to: ANN, list: [1, { b: 'c' }] }, error: UNKNOWN });
    for (let length = 12; length <= whole.length; length++) {
      const [structure] = structuresIn(whole.slice(0, length));
      expect(structure).toMatchObject({ start: 0 });
    }
  });

  test('reads any JSON object as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
        (object) => {
          const text = JSON.stringify(object).replace(/-0\b/g, '0');
          // Numbers that a double can't hold stay text: they are ids.
          fc.pre(!/"(?:[\s]|\\.)*[[{]|e[+-]?\d|(?<![\d.])\d{16}/.test(text));
          const [structure] = structuresIn(`x ${text} y`);
          expect(JSON.parse(JSON.stringify(structure?.value))).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  test('is through with long texts of nothing but beginnings', async () => {
    for (const piece of [
      '[',
      '{"',
      '{"a":',
      '[{',
      "{'a",
      '[[{"',
      'a=',
      '"',
      '`{"a"',
      '[a] =>',
      'to=a@b.cd\n',
      'to,a\n',
    ])
      expect((await read(piece.repeat(1_000_000 / piece.length), { asked: true })).bounces).toEqual([]);
  });
});

describe('an exception in the context of a log line', () => {
  const SAID = '550 5.1.1 <ann@example.com>: User unknown';
  const line = (head: string, exception: string): string =>
    `[2026-05-02 08:00:13] production.ERROR: ${head} ${JSON.stringify({ exception, from: 'news@example.org' })}`;
  const thrown = (message: string, code = 550): string =>
    `[object] (Symfony\\Component\\Mailer\\Exception\\UnexpectedResponseException(code: ${code}): ${message} at /var/www/vendor/Smtp/SmtpTransport.php:331)`;
  test.each([
    ['left out', line(SAID, thrown('...'))],
    ['left out, with one sign', line(SAID, thrown('…'))],
    ['empty', line(SAID, thrown(''))],
    ['said again', line(SAID, thrown(SAID))],
    [
      'said again, with its stack',
      line(SAID, `${thrown(SAID)}\n[stacktrace]\n#0 /var/www/a.php(12): send()`),
    ],
    [
      'another one around it',
      line(SAID, `${thrown('It failed', 0)}\n[previous exception] ${thrown('[...]')}`),
    ],
    ['the only place', line('Mail failed.', thrown(SAID))],
    [
      'on Windows',
      line(SAID, String.raw`[object] (Swift_TransportException(code: 550): at C:\www\StreamBuffer.php:269)`),
    ],
  ])('its message %s: one bounce', async (_, text) => {
    expect((await read(text, { asked: true })).bounces).toMatchObject([
      { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' },
    ]);
  });
  test('a refusal that names nobody is no second one either', async () => {
    const said = '550 5.7.60 SMTP; Client does not have permissions to send as this sender';
    for (const message of ['...', said])
      expect((await read(line(said, thrown(message)), { asked: true })).bounces).toMatchObject([
        { recipient: null, enhancedCode: '5.7.60' },
      ]);
  });
});

describe("Microsoft's enhanced summary of a message trace", () => {
  const HEAD = 'origin_timestamp_utc,sender_address,recipient_status,message_subject,message_id';
  const row = (status: string): string =>
    `2026-10-01T06:12:00.000Z,news@example.org,"${status}",Hello,<m1@example.org>`;

  test('the last word of each cell tells what became of it', async () => {
    const text = [
      HEAD,
      row('ann@example.com##Receive, Send;bob@example.net##Receive, Fail'),
      row('team@example.com##Receive, Expand;eve@example.com##Receive, Deliver'),
    ].join('\n');
    expect((await read(text, { asked: true })).bounces).toMatchObject([
      { recipient: 'bob@example.net', action: 'failed' },
    ]);
  });

  test.each(['Receive, Send', 'Receive, Deliver', 'Expand', 'Receive'])('%s is no failure', async (fate) => {
    const text = `${HEAD}\n${row(`ann@example.com##${fate}`)}`;
    expect((await read(text, { asked: true })).bounces).toEqual([]);
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });
});

describe('the body of a web form', () => {
  const EVENTS = JSON.stringify([
    {
      event: 'hard_bounce',
      _id: 'e1',
      msg: {
        email: ANN,
        sender: 'news+a@example.org',
        state: 'bounced',
        diag: `smtp;${UNKNOWN} at Größe & Co`,
      },
    },
  ]);
  const plus = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');
  test.each([
    ['Mandrill’s, with %20', `mandrill_events=${encodeURIComponent(EVENTS)}`],
    ['Mandrill’s, with +', `mandrill_events=${plus(EVENTS)}`],
    ['one value of several', `token=x1&payload=${plus(EVENTS)}&v=2`],
    ['cut off inside a letter', `mandrill_events=${encodeURIComponent(EVENTS).replace(/%B6.*/, '')}`],
  ])('%s', async (_, text) => {
    const { noticed, bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ recipient: ANN, replyCode: '550', enhancedCode: '5.1.1' }]);
    expect(noticed).toBe(true);
  });

  test('an event that tells no failure is silence', async () => {
    const text = `payload=${plus(JSON.stringify({ event: 'delivered', recipient: ANN }))}`;
    expect((await read(text, { asked: true })).bounces).toEqual([]);
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });
});

describe('a context in a log', () => {
  const ANSWER =
    'Expected response code "250/251/252" but got code "550", with message "550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown".';
  const CLASS = String.raw`[object] (Symfony\Component\Mailer\Exception\UnexpectedResponseException(code: 550)`;
  test.each([
    ['cut off behind the class', CLASS],
    ['with the message and its place', `${CLASS}: ${ANSWER} at /var/www/SmtpTransport.php:342)`],
  ])('an exception’s class is no answer, and who was logged in no recipient: %s', async (_, exception) => {
    const context = JSON.stringify({ userId: 7, email: 'admin@shop.example', exception });
    const text = `[2026-03-03 10:15:02] production.ERROR: ${ANSWER} ${context}`;
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([{ recipient: ANN, replyCode: '550', enhancedCode: '5.1.1' }]);
  });

  test('a user id beside the address of an event is the recipient’s own', async () => {
    const text = JSON.stringify({ event: 'bounce', userId: 7, email: ANN, reason: UNKNOWN });
    expect(await recipientsIn(text)).toEqual([ANN]);
  });

  test('where the words name somebody else than the address, nobody is condemned', async () => {
    const text = JSON.stringify({
      level: 'error',
      email: 'admin@shop.example',
      error: `550 5.1.1 <${ANN}>: User unknown`,
    });
    expect(await recipientsIn(text)).not.toContain('admin@shop.example');
  });
});

describe('a key that says by what its list is grouped hides nobody', () => {
  test.each(['events_by_user', 'eventsByAccount', 'bounces_by_user_id'])('%s', async (key) => {
    const text = JSON.stringify({
      [key]: [
        {
          user_id: 456,
          events: [
            {
              event_name: 'transactional_email_status',
              event_data: {
                email: ANN,
                status: 'hard_bounced',
                delivery_info: { delivery_status: 'err_user_unknown', destination_response: UNKNOWN },
              },
            },
          ],
        },
      ],
    });
    expect(await recipientsIn(text)).toEqual([ANN]);
  });

  test.each(['blocked_by', 'requested_by_email', 'created_by_user'])('%s is who did it', async (key) => {
    const text = JSON.stringify({ event: 'bounce', [key]: 'admin@shop.example', to: ANN, reason: UNKNOWN });
    expect(await recipientsIn(text)).toEqual([ANN]);
  });
});

test('a row whose answer has no code is read, whatever its column is called', async () => {
  for (const column of ['smtp_reply', 'Last error', 'server_reply', 'reason']) {
    const text = [
      `batch,from_address,to_address,${column}`,
      'may,kim@werft.example,pia@acme.example,550 5.1.1 User unknown',
      'may,kim@werft.example,ole@gone.example,Host or domain name not found',
    ].join('\n');
    const { bounces } = await read(text, { asked: true });
    expect(
      bounces.map(({ recipient }) => recipient),
      column,
    ).toEqual(['pia@acme.example', 'ole@gone.example']);
  }
});

test('a header is one in other languages too, whatever became of the first row', async () => {
  for (const [from, to] of [
    ['Von', 'An'],
    ['Absender', 'Empfänger'],
    ['Expéditeur', 'Destinataire'],
    ['Отправитель', 'Кому'],
  ] as const) {
    const text = [
      `Datum;${from};${to};Status;Antwort`,
      '2026-11-18 08:00;kim@werft.example;ole@acme.example;ok;250 2.0.0 OK',
      '2026-11-18 08:00;kim@werft.example;pia@acme.example;failed;550 5.1.1 User unknown',
    ].join('\n');
    const { bounces } = await read(text, { asked: true });
    expect(
      bounces.map(({ recipient }) => recipient),
      to,
    ).toEqual(['pia@acme.example']);
  }
});
