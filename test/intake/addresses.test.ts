import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge } from '../../src/diagnosis/index.ts';
import { addressesIn, addressIn } from '../../src/intake/address.ts';
import { damageOf } from '../../src/intake/damage.ts';
import { envelopeIn } from '../../src/intake/envelope.ts';
import { read } from '../../src/intake/index.ts';

const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose } = createJudge(catalog);

const recipientsOf = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

describe('addresses are found whole', () => {
  test.each([
    ['Your message wasn’t delivered to ann@acme.example.because the address', 'ann@acme.example'],
    ["Your message wasn't delivered to ann@acme.govbecause the address couldn't be found", 'ann@acme.gov'],
    ['The address is ann@acme.example.The response was:', 'ann@acme.example'],
    ['Recipient Address:ann@acme.exampleSubject: Hello', 'ann@acme.example'],
    ['ann@acme.example... User unknown', 'ann@acme.example'],
    ['write to ann@acme.example.', 'ann@acme.example'],
    ['to=ann@acme.example', 'ann@acme.example'],
    ['*ann@acme.example*', 'ann@acme.example'],
    ['**ann@acme.example**: why', 'ann@acme.example'],
    ['~~ann@acme.example~~', 'ann@acme.example'],
    ['_ann_b@acme.example_', 'ann_b@acme.example'],
    ["o'neil@acme.example", "o'neil@acme.example"],
    ["'ann@acme.example'", 'ann@acme.example'],
    ['<"ann smith"@acme.example>', '"ann smith"@acme.example'],
    ['"neko....nyaan"@acme.example', '"neko....nyaan"@acme.example'],
    ['ann+tag@acme.example', 'ann+tag@acme.example'],
    ['ann@[192.0.2.1]', 'ann@[192.0.2.1]'],
    ['用户@例子.广告', '用户@例子.广告'],
    ['Ann@ACME.Example', 'Ann@acme.example'],
  ])('%s', (text, address) => {
    expect(addressesIn(text)).toEqual([address]);
    // A sentence is no value that names one address.
    if (!/\w \w/.test(text) || text.startsWith('<')) expect(addressIn(text)).toBe(address);
  });

  test('however long the text, in bounded time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const address of addressesIn(`${text} ann@acme.example ${text}`)) expect(address).toContain('@');
      }),
    );
    expect(addressesIn('<a@'.repeat(300_000)).length).toBeLessThan(20_000);
  });
});

describe('addresses that a report spells wrongly', () => {
  test.each([
    ['bob@acme.example_', 'ends in a character that no domain ends in'],
    ['bob@acme,example', 'has a comma, perhaps in place of a dot'],
    ['bob@@acme.example', 'has more than one @'],
    ['bob@acme..example', 'has two dots in a row'],
  ])('%s stands as it is, with what is wrong', async (address, damage) => {
    const report = `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.2\nDiagnostic-Code: smtp; 550 5.1.2 Host unknown\n`;
    expect(await recipientsOf(report)).toEqual([address]);
    expect(await recipientsOf(`550 5.1.2 <${address}>: Host unknown`)).toEqual([address]);
    expect(damageOf(address)).toBe(damage);
  });

  test('between brackets with the dot at the end, too', async () => {
    expect(await recipientsOf('550 5.1.2 <bob@acme.example.>: Host unknown')).toEqual(['bob@acme.example.']);
    expect(damageOf('bob@acme.example.')).toBe('ends in a dot');
    expect(damageOf('bob@acmeexample')).toBe('has no dot behind the @');
  });

  test('are not seen where nothing is wrong', () => {
    for (const address of [
      'ann@acme.example',
      '"a,b"@acme.example',
      'ann@[192.0.2.1]',
      '用户@例子.广告',
      "o'neil@a.example",
    ])
      expect(damageOf(address)).toBeNull();
  });
});

describe('what stands in a place of its own is taken whole', () => {
  /** The same refusal of an address, as logs, reports, servers, tables and events tell it. */
  const told: Readonly<Record<string, (address: string) => string>> = {
    Postfix: (address) =>
      `Nov 26 10:00:00 mx postfix/smtp[1]: 4AO00007K0: to=<${address}>, relay=mx.roc.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.roc.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
    Sendmail: (address) =>
      `Nov 24 01:11:07 mx sendmail[2007]: 4AO00007K0: to=<${address}>, delay=00:00:01, mailer=esmtp, relay=mx.roc.example. [192.0.2.77], dsn=5.1.1, stat=User unknown`,
    report: (address) =>
      `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n`,
    answer: (address) => `550 5.1.1 <${address}>: Recipient address rejected: User unknown`,
    session: (address) => `>>> RCPT TO:<${address}>\n<<< 550 5.1.1 User unknown`,
    table: (address) =>
      `email,status,reason\n"${address.replaceAll('"', '""')}",hard,550 5.1.1 User unknown\n`,
    event: (address) =>
      JSON.stringify([
        {
          event: 'bounce',
          email: address,
          reason: '550 5.1.1 User unknown',
          status: '5.1.1',
          sg_event_id: 'x',
        },
      ]),
  };
  const suppressedBy = async (text: string): Promise<readonly (string | null)[]> =>
    (await read(text, { asked: true })).bounces
      .map((bounce) => diagnose(bounce))
      .flatMap(({ suppress, bounce }) => (suppress ? (bounce.recipient ?? []) : []));

  test.each(
    Object.entries(told),
  )('%s: a blank or a comma is damage, and suppresses nobody', async (_, tell) => {
    for (const [address, damage] of [
      ['bob smith@roc.example', 'has a blank in it'],
      ['bob,ann@roc.example', 'has a comma, perhaps in place of a dot'],
    ] as const) {
      expect(await recipientsOf(tell(address))).toEqual([address]);
      expect(damageOf(address)).toBe(damage);
      expect(await suppressedBy(tell(address))).toEqual([]);
    }
    expect(await suppressedBy(tell('bob@roc.example'))).toEqual(['bob@roc.example']);
  });

  test.each(Object.entries(told))('%s: whatever words stand before it', async (_, tell) => {
    const word = fc.stringMatching(/^[A-Za-z0-9!#$%&*+/^_{}~.-]{0,8}[A-Za-z0-9]$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(' ', ', ', ',', '  '),
        async (words, gap) => {
          expect(await suppressedBy(tell([...words, 'smith@roc.example'].join(gap)))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    ['Bob Smith <bob@roc.example>', 'bob@roc.example'],
    ['"Smith, Bob" <bob@roc.example>', 'bob@roc.example'],
    ['"bob smith"@roc.example', '"bob smith"@roc.example'],
    ['<"bob smith"@roc.example>', '"bob smith"@roc.example'],
    ['Bob Smith (bob@roc.example)', 'bob@roc.example'],
    ['RCPT TO: bob@roc.example NOTIFY=NEVER', 'bob@roc.example'],
  ])('%s is not damaged', (value, address) => {
    expect(addressIn(value)).toBe(address);
    expect(damageOf(address)).toBeNull();
  });
});

describe('what chats, forms and mail programs make of an address is undone', () => {
  test.each([
    '550 5.1.1 <ann\\_b@acme.example>: User unknown',
    '550 5.1.1 <`ann_b@acme.example`>: User unknown',
    '550 5.1.1 `ann_b@acme.example`: User unknown',
    '550 5.1.1 &lt;ann_b@acme.example&gt;: User unknown',
    '550 5.1.1 <mailto:ann_b@acme.example|ann_b@acme.example>: User unknown',
    '550 5.1.1 [ann_b@acme.example](mailto:ann_b@acme.example): User unknown',
    '550 5.1.1 **<ann_b@acme.example>**: User unknown',
    '550 5.1.1 ann_b%40acme.example: User unknown',
    '550 5.1.1 \\u003cann_b@acme.example\\u003e: User unknown',
    '550 5.1.1 <a href="mailto:ann_b@acme.example">ann_b@acme.example</a>: User unknown',
    'Diagnostic-Code: smtp; 550 5.1.1 <ann_b=40acme.example>: Recipient address rej=\nected: User unknown=20\nFinal-Recipient: rfc822; ann_b=40acme.example\nAction: failed\nStatus: 5.1.1\n',
  ])('%s', async (text) => {
    expect(await recipientsOf(text)).toEqual(['ann_b@acme.example']);
  });
});

describe('envelopes that hold another address', () => {
  test.each([
    ['bounces+ann=acme.example@us.example', { recipient: 'ann@acme.example', sender: null }],
    ['bounces+1234567-ab12-ann=acme.example@em.us.example', { recipient: 'ann@acme.example', sender: null }],
    ['SRS0=HHHH=TT=acme.example=ann@fwd.example', { recipient: null, sender: 'ann@acme.example' }],
    [
      'SRS1=HHHH=fwd.example==GGGG=TT=acme.example=ann@two.example',
      { recipient: null, sender: 'ann@acme.example' },
    ],
    ['prvs=1234abcd=ann@acme.example', { recipient: null, sender: 'ann@acme.example' }],
    ['ann=b@acme.example', null],
    ['ann@acme.example', null],
  ])('%s', (address, envelope) => {
    expect(envelopeIn(address)).toEqual(envelope);
  });

  test('tell the recipient where nothing else does', async () => {
    expect(
      await recipientsOf('MAIL FROM:<bounces+ann=acme.example@us.example>: 550 5.1.1 User unknown'),
    ).toEqual(['ann@acme.example']);
    expect(
      await recipientsOf(
        'Return-Path: <bounces+ann=acme.example@us.example>\n550 5.1.1 <bob@kite.example>: User unknown',
      ),
    ).toEqual(['bob@kite.example']);
  });
});

describe('quotes that came along with the address', () => {
  const report = (field: string): string => `Final-Recipient: ${field}\nAction: failed\nStatus: 5.1.3\n`;
  test.each([
    ["rfc822; 'pavel.novak@kovar.example'", "'pavel.novak@kovar.example'"],
    ["rfc822;'pavel.novak@kovar.example'", "'pavel.novak@kovar.example'"],
    ["RFC822; <'pavel.novak@kovar.example'>", "'pavel.novak@kovar.example'"],
    ["'pavel.novak@kovar.example'", "'pavel.novak@kovar.example'"],
    ['rfc822; "pavel.novak@kovar.example"', '"pavel.novak@kovar.example"'],
    ["utf-8; 'pavel.novák@kovar.example'", "'pavel.novák@kovar.example'"],
  ])('%s stands as it was written, with what is wrong', async (field, recipient) => {
    const { bounces } = await read(report(field), { asked: true });
    expect(bounces).toMatchObject([{ recipient }]);
    expect(damageOf(recipient)).toBe('has quotes around it');
  });
  test.each([
    "o'neil@kovar.example",
    '"john doe"@kovar.example',
    "d'arcy.o'hara@kovar.example",
  ])('%s has none around it', async (address) => {
    expect((await read(report(`rfc822; ${address}`), { asked: true })).bounces).toMatchObject([
      { recipient: address },
    ]);
    expect(damageOf(address)).toBeNull();
  });
});
