/** Everything that is in a file is read, or it is said what wasn't. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { chosenOf, mayBeText, read } from '../../src/intake/index.ts';
import { tarOf, withPassword } from '../support/archives.ts';
import { outlookFile } from '../support/outlook.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const report = (address: string): string =>
  `From: MAILER-DAEMON@mx1.shop.example (Mail Delivery System)\nTo: news@shop.example\nSubject: Undelivered Mail Returned to Sender\nDate: Tue, 3 Mar 2026 10:16:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx1.shop.example\n\nFinal-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--b1--\n`;

const logLine = (address: string): string =>
  `Mar  3 10:15:02 mx1 postfix/smtp[123]: 4B1A2C3D4E: to=<${address}>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n`;

const withAttached = (
  ...files: readonly (readonly [type: string, name: string, bytes: Uint8Array])[]
): string =>
  [
    'From: Bob <bob@shop.example>',
    'To: ops@shop.example',
    'Subject: Fwd: look at these',
    'Date: Tue, 3 Mar 2026 11:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    '--outer',
    'Content-Type: text/plain',
    '',
    'What do these mean?',
    ...files.flatMap(([type, name, bytes]) => [
      '--outer',
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      ...(Buffer.from(bytes)
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
    ]),
    '--outer--',
    '',
  ].join('\n');

const mbox = (mails: readonly string[]): string =>
  mails
    .map((mail) => `From MAILER-DAEMON Tue Mar  3 10:16:00 2026\n${mail.replace(/^(>*From )/gm, '>$1')}\n`)
    .join('');

const ALL = ['ann@example.com', 'bob@example.net', 'carol@example.org'];
const LOGS = gzipSync(ALL.map(logLine).join('').repeat(200));
const CUT_SHORT = 'mail.log.gz is cut off: what stands before was read.';
const GARBAGE =
  'mail.log.gz has something behind its end that is not packed: only what stands before was read.';

async function recipientsIn(input: string | Uint8Array, name: string | null = null) {
  const { bounces, left } = await read(input, { asked: true, name });
  return { recipients: bounces.map(({ recipient }) => recipient), left };
}

const DIGEST = `From: lists@shop.example\nTo: ops@shop.example\nSubject: Bounce digest\nDate: Tue, 3 Mar 2026 11:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/digest; boundary="d"\n\n${ALL.map((address) => `--d\n\n${report(address)}\n`).join('')}--d--\n`;

describe('several in one', () => {
  test.each<[string, string | Uint8Array, string | null]>([
    ['an mbox', bytesOf(mbox(ALL.map(report))), 'bounces.mbox'],
    ['an mbox with CRLF', bytesOf(mbox(ALL.map(report)).replaceAll('\n', '\r\n')), 'bounces.mbox'],
    ['an mbox, pasted', mbox(ALL.map(report)), null],
    ['reports one after the other', ALL.map(report).join('\n'), null],
    [
      'attached reports',
      bytesOf(withAttached(...ALL.map((a) => ['message/rfc822', `${a}.eml`, bytesOf(report(a))] as const))),
      'fwd.eml',
    ],
    ['a digest', bytesOf(DIGEST), 'digest.eml'],
    ['an attached log', withAttached(['text/plain', 'mail.log', bytesOf(ALL.map(logLine).join(''))]), null],
    [
      'an attached log that is packed',
      withAttached(['application/gzip', 'mail.log.gz', gzipSync(ALL.map(logLine).join(''))]),
      null,
    ],
    ['a packed log', gzipSync(ALL.map(logLine).join('')), 'mail.log.gz'],
    ['a packed mbox', gzipSync(mbox(ALL.map(report))), null],
    [
      'a .zip of mails and logs',
      zipSync({
        'a/one.eml': bytesOf(report('ann@example.com')),
        'b/mail.log': bytesOf(logLine('bob@example.net')),
        'c.gz': gzipSync(logLine('carol@example.org')),
      }),
      'all.zip',
    ],
    [
      'a .tgz of what other archives hold as well',
      gzipSync(
        tarOf({
          './': new Uint8Array(),
          [`var/log/${'long/'.repeat(40)}mail.log`]: bytesOf(logLine('ann@example.com')),
          'a.eml': bytesOf(report('bob@example.net')),
          '._a.eml': bytesOf('Mac OS X'),
          'old.tar': tarOf({ 'mail.log.1.gz': gzipSync(logLine('carol@example.org')) }),
        }),
      ),
      'maillog.tgz',
    ],
    [
      'an attached .zip of events',
      withAttached([
        'application/zip',
        'events.zip',
        zipSync({
          'events.json': bytesOf(
            JSON.stringify(
              ALL.map((email) => ({
                email,
                event: 'bounce',
                type: 'bounce',
                status: '5.1.1',
                reason: '550 5.1.1 User unknown',
                sg_event_id: email,
              })),
            ),
          ),
        }),
      ]),
      null,
    ],
  ])('%s', async (_, input, name) => {
    expect(await recipientsIn(input, name)).toEqual({ recipients: ALL, left: null });
  });

  test('a mail of an mbox keeps its character set', async () => {
    const latin = Buffer.from(
      mbox([
        report('ann@example.com'),
        `From: MAILER-DAEMON@mx.example\nTo: a@shop.example\nSubject: Undelivered\nDate: Tue, 3 Mar 2026 10:16:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nUnzustellbar:\n\n<bob@example.net>: 550 5.1.1 Empf\xe4nger unbekannt\n`,
      ]),
      'latin1',
    );
    const { bounces } = await read(latin, { asked: true });
    expect(bounces[1]?.diagnosticCode).toBe('550 5.1.1 Empfänger unbekannt');
  });

  test('of a mailbox only bounces count, not what is written of them', async () => {
    const letter = (subject: string, text: string): string =>
      `From: Tips <news@list.example>\nTo: me@shop.example\nSubject: ${subject}\nDate: Tue, 3 Mar 2026 10:16:00 +0000\n\n${text}\n`;
    const mails = [
      letter('How to fix "550 5.1.1 User unknown"', '7 tips against 550 5.1.1 User unknown.\nFrom our blog!'),
      report('ann@example.com'),
      letter('Re: list', 'Our list had 421 4.7.0 deferrals, and mailbox full errors, in March.'),
      letter('Automatic reply: Spring', 'I am out of the office until Monday.'),
    ];
    const { bounces, left } = await read(bytesOf(mbox(mails)), { asked: true, name: 'Inbox.mbox' });
    expect(bounces.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['bounce', 'ann@example.com'],
      ['vacation', 'news@list.example'],
    ]);
    expect(left).toBeNull();
  });

  test('an mbox of any size is read whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 2, maxLength: 12 }),
        async (ids) => {
          const all = ids.map((id) => `ann${id}@example.com`);
          expect((await recipientsIn(mbox(all.map(report)))).recipients).toEqual(all);
          expect((await recipientsIn(gzipSync(mbox(all.map(report))))).recipients).toEqual(all);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('an attached text that is no bounce is no bounce', async () => {
    const terms = bytesOf(
      'Our terms: deliveries are refused after 30 days. Mailbox rental is 550 EUR a year.',
    );
    expect(await recipientsIn(withAttached(['text/plain', 'terms.txt', terms]))).toEqual({
      recipients: [],
      left: null,
    });
  });
});

describe('JSON lines', () => {
  const event = (email: string): string =>
    JSON.stringify({
      Type: 'Notification',
      Message: JSON.stringify({ event: 'bounce', email, status: '5.1.1', reason: '550 5.1.1 User unknown' }),
    });
  const EVENTS = ALL.map(event);

  test('one that is cut off anywhere, behind a time or not, is named and swallows no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.integer({ min: 2, max: event('').length - 1 }),
        fc.constantFrom('', '2026-03-03T10:15:02Z ', 'Mar  3 10:15:02 app web[12]: '),
        async (at, length, before) => {
          const cut = event('dan@example.com').slice(0, length);
          const lines = EVENTS.toSpliced(at, 0, cut).map((line) => before + line);
          expect(await recipientsIn(lines.join('\n'), 'events.ndjson')).toEqual({
            recipients: ALL,
            left: `Line ${at + 1} was not read: it is cut off or broken.`,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each<[string, string, string | null]>([
    ['one that lost its front', `al":"dan@example.com","status":"5.1.1"}\n${EVENTS.join('\n')}`, '1'],
    ['one inside another', EVENTS.toSpliced(2, 0, `{"a":"b${event('dan@example.com')}`).join('\n'), '3'],
    ['words above them', `These came back, 10:15 {today}:\n${EVENTS.join('\n')}\n[sic]`, null],
    ['a list that is printed one item a line', `[\n${EVENTS.join(',\n')}\n]`, null],
    ['a list that begins and ends with its items', `[${EVENTS.join(',\n')}]`, null],
  ])('%s', async (_, text, line) => {
    expect(await recipientsIn(text)).toEqual({
      recipients: ALL,
      left: line && `Line ${line} was not read: it is cut off or broken.`,
    });
  });

  test('the end of all is read as far as it goes, in a watched channel too', async () => {
    const { noticed, bounces, left } = await read(`${EVENTS.join('\n').slice(0, -4)}\n`, { asked: false });
    expect({ noticed, count: bounces.length, left }).toEqual({
      noticed: true,
      count: 3,
      left: 'Line 3 was read as far as it goes: it is cut off.',
    });
  });
});

describe('a mail that Outlook saved', () => {
  const BOUNCE = {
    subject: 'Undeliverable: Your order',
    from: ['Mail Delivery System', 'MAILER-DAEMON@mx1.shop.example'],
    to: 'news@shop.example',
    body: 'Your message could not be delivered to:\r\n\r\n<zoë@example.com>: 550 5.1.1 User unknown',
  } as const;

  test('its letter, in whatever script', async () => {
    expect(await recipientsIn(outlookFile(BOUNCE), 'bounce.msg')).toEqual({
      recipients: ['zoë@example.com'],
      left: null,
    });
  });

  test('what the server said of a recipient, in a report of Exchange’s', async () => {
    const file = outlookFile({
      messageClass: 'REPORT.IPM.Note.NDR',
      subject: 'Undeliverable: Your order',
      from: ['System Administrator', '/O=SHOP/CN=ADMIN'],
      to: 'ann@example.com',
      supplementary: '<mx.example.com #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found>',
    });
    const { bounces } = await read(file, { asked: true, name: 'ndr.msg' });
    expect(bounces).toMatchObject([
      {
        recipient: 'ann@example.com',
        diagnosticCode: '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
      },
    ]);
  });

  test('its plain text, where it is damaged: a failure that names whom counts, and the answer says so', async () => {
    const sound = outlookFile({
      ...BOUNCE,
      body: 'Delivery has failed to these recipients or groups:\r\n\r\nann@example.com\r\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##',
    });
    const broken = new Uint8Array(sound);
    // Where its list of sectors begins ([MS-CFB] §2.2).
    new DataView(broken.buffer).setUint32(76, 0xfffffffe, true);
    expect(await recipientsIn(broken, 'bounce.msg')).toEqual({
      recipients: ['ann@example.com'],
      left: 'bounce.msg is damaged: only its plain text was read.',
    });
    const talk = outlookFile({ ...BOUNCE, body: 'Lunch at twelve? ann@example.com asked for you.' });
    new DataView(talk.buffer).setUint32(76, 0xfffffffe, true);
    expect((await recipientsIn(talk, 'lunch.msg')).left).toContain("can't take it apart");
  });

  test('that leads in a circle, or whose parts are anything, comes to an end', async () => {
    const sound = outlookFile({
      ...BOUNCE,
      body: 'x'.repeat(6000),
      attached: [{ name: 'a.msg', type: 'x', bytes: outlookFile(BOUNCE) }],
    });
    const place = fc.integer({ min: 2, max: sound.length / 4 - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, fc.nat(60)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const broken = new Uint8Array(sound);
          for (const [at, value] of changes) new DataView(broken.buffer).setUint32(at * 4, value, true);
          await expect(read(broken, { asked: true, name: 'a.msg' })).resolves.toHaveProperty('left');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the report and the log that are attached to it', async () => {
    const file = outlookFile({
      subject: 'Fwd: these came back',
      from: ['Bob', 'bob@shop.example'],
      to: 'ops@shop.example',
      body: 'What do these mean?',
      attached: [
        { name: 'bounce.msg', type: 'application/vnd.ms-outlook', bytes: outlookFile(BOUNCE) },
        { name: 'mail.log.gz', type: 'application/gzip', bytes: gzipSync(logLine('ann@example.com')) },
      ],
    });
    expect((await recipientsIn(file, 'fwd.msg')).recipients).toEqual(['zoë@example.com', 'ann@example.com']);
  });
});

describe('which files are fetched', () => {
  const file = (name: string, type: string | null = null) => ({ name, type });

  test.each([
    ['report.eml', null],
    ['bounce.msg', 'application/octet-stream'],
    ['mail.log.1', null],
    ['mail.log-20260301', null],
    ['acct.csv', 'application/vnd.ms-excel'],
    ['events.ndjson', null],
    ['maillog', null],
    ['Untitled', 'text/plain; charset=utf-8'],
    ['bounces.zip', 'application/zip'],
    ['maillog.tgz', null],
    ['logs', 'application/x-tar'],
  ])('%s: whoever wrote it', (name, type) => {
    expect(mayBeText(file(name, type), false)).toBe(true);
    expect(chosenOf([file(name, type)])).toEqual({ read: [file(name, type)], unread: [] });
  });

  test('what may be anything: where somebody asked', () => {
    const odd = file('export.dat', 'application/octet-stream');
    expect([mayBeText(odd, false), mayBeText(odd, true)]).toEqual([false, true]);
    expect(chosenOf([odd]).read).toEqual([odd]);
  });

  test.each([
    ['shot.png', 'image/png', 'it is a picture. Paste the text that it shows'],
    ['clipboard', 'image/webp', 'it is a picture. Paste the text that it shows'],
    ['a.pdf', null, 'it is a PDF. Paste its text'],
    ['list.xlsx', null, 'it is a workbook. Save it as .csv'],
    ['Letter.DOCX', null, 'it is an Office document. Paste its text'],
    ['logs.tar.xz', 'application/x-xz', 'it is an archive, packed with xz. Pack it as .zip or .gz'],
  ])('%s: not, and why', (name, type, why) => {
    expect(mayBeText(file(name, type), true)).toBe(false);
    expect(chosenOf([file(name, type)])).toEqual({ read: [], unread: [{ name, why }] });
  });

  test('of very many the first, and the others are named', () => {
    const many = Array.from({ length: 22 }, (_, i) => file(`${i}.log`));
    const { read: fetched, unread } = chosenOf(many);
    expect(fetched).toHaveLength(20);
    expect(unread).toMatchObject([{ name: '20.log' }, { name: '21.log' }]);
  });
});

describe('equal blocks', () => {
  const BLOCK =
    'Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n';

  test('about one recipient are one bounce', async () => {
    expect((await recipientsIn(`Reporting-MTA: dns; mx.example\n\n${BLOCK}\n${BLOCK}`)).recipients).toEqual([
      'ann@example.com',
    ]);
  });

  test('a code that is repeated on each line is one answer', async () => {
    const { bounces } = await read(
      '5.7.26 Your email has been blocked because the sender is unauthenticated.\n5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n5.7.26\n5.7.26  Authentication results:\n5.7.26  DKIM = did not pass\n5.7.26  SPF [example.com] with ip: [203.0.113.7] = did not pass',
      { asked: true },
    );
    expect(bounces).toMatchObject([{ enhancedCode: '5.7.26', sourceIp: '203.0.113.7' }]);
    expect(bounces[0]?.diagnosticCode).toContain('DKIM = did not pass');
  });
});

describe('what is not read is said', () => {
  const CUT = 'a.tar was read as far as it goes: it is cut off or damaged.';
  const OLE = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0));

  test.each<[string, Uint8Array, string, string]>([
    [
      "Outlook's own format",
      OLE,
      'bounce.msg',
      "bounce.msg was not read: it is in Outlook's own format (.msg), and I can't take it apart. Save the mail as .eml, or paste its text.",
    ],
    [
      '7-Zip',
      Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
      'log.7z',
      'log.7z was not read: it is an archive, packed with 7-Zip. Pack it as .zip or .gz.',
    ],
    ['a PDF', bytesOf('%PDF-1.7\n550 5.1.1'), 'a.pdf', 'a.pdf was not read: it is a PDF. Paste its text.'],
    [
      'a picture by another name',
      Uint8Array.of(0, 0, 0, 24, ...bytesOf('ftypheic'), 0, 0, 0, 0),
      'IMG_1.txt',
      'IMG_1.txt was not read: it is a picture. Paste the text that it shows.',
    ],
    [
      'a document of Word',
      zipSync({ '[Content_Types].xml': bytesOf('<x/>'), 'word/document.xml': bytesOf('550 5.1.1') }),
      'bounce.docx',
      'bounce.docx was not read: it is an Office document. Paste its text.',
    ],
    [
      'anything that is no text',
      Uint8Array.from({ length: 999 }, (_, i) => (i * 73) % 256),
      'export.dat',
      'export.dat was not read: it is no text. Paste what the mail server wrote.',
    ],
    [
      'a damaged .zip',
      Uint8Array.of(0x50, 0x4b, 3, 4, 1, 2, 3),
      'x.zip',
      'x.zip was not read: it is damaged. Pack it again, or paste what is in it.',
    ],
    [
      'no .gz behind its first bytes',
      Uint8Array.of(0x1f, 0x8b, 9, 9, 9),
      'x.gz',
      'x.gz was not read: it is damaged. Pack it again, or paste what is in it.',
    ],
    [
      'a .zip with a password',
      withPassword(zipSync({ 'a.log': bytesOf('x'.repeat(99)), 'b.log': randomBytes(99) }), 0, 1),
      'logs.zip',
      'logs.zip was not read: it is protected by a password. Pack it without one.',
    ],
    [
      'a file of a .zip with a password, packed or as it is',
      withPassword(zipSync({ 'a.txt': bytesOf('Hello'), 'b.log': [randomBytes(99), { level: 0 }] }), 1),
      'logs.zip',
      'b.log was not read: it is protected by a password. Pack it without one.',
    ],
    ['a tar that is cut off', tarOf({ 'a.txt': bytesOf('x'.repeat(999)) }).subarray(0, 900), 'a.tar', CUT],
  ])('%s', async (_, bytes, name, left) => {
    expect(await read(bytes, { asked: true, name })).toEqual({
      noticed: false,
      bounces: [],
      deliveries: [],
      messages: [],
      others: [],
      left,
      ...(left === CUT || left.startsWith('b.log') ? {} : { nothing: 'unread' }),
    });
  });

  test('within a .zip the others are read', async () => {
    const zip = zipSync({ 'a.msg': OLE, 'b.log': bytesOf(logLine('ann@example.com')) });
    expect(await recipientsIn(zip, 'all.zip')).toEqual({
      recipients: ['ann@example.com'],
      left: "a.msg was not read: it is in Outlook's own format (.msg), and I can't take it apart. Save the mail as .eml, or paste its text.",
    });
  });

  test('attached to a mail', async () => {
    const mail = withAttached(
      ['message/rfc822', 'a.eml', bytesOf(report('ann@example.com'))],
      ['application/vnd.ms-outlook', 'b.msg', OLE],
    );
    const { recipients, left } = await recipientsIn(mail);
    expect(recipients).toEqual(['ann@example.com']);
    expect(left).toContain("b.msg was not read: it is in Outlook's own format");
  });

  test('a bomb: 100 kB that unpack to 100 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, 'a'));
    expect(await recipientsIn(bomb, 'bomb.gz')).toEqual({
      recipients: [],
      left: 'bomb.gz was not read: it unpacks to more than 64 MB.',
    });
    const zipped = zipSync({
      'bomb.gz': bomb,
      'big.log': new Uint8Array(70 * 1024 * 1024),
      'a.log': bytesOf(logLine('ann@example.com')),
    });
    expect(await recipientsIn(zipped, 'all.zip')).toEqual({
      recipients: ['ann@example.com'],
      left: 'big.log was not read: it unpacks to more than 64 MB. bomb.gz was not read: it unpacks to more than 64 MB.',
    });
  });

  test('a bomb that keeps below it', async () => {
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024, 'a'));
    const zip = zipSync({
      'bomb.log': new Uint8Array(30 * 1024 * 1024),
      'b.log': bytesOf(logLine('ann@example.com')),
    });
    expect((await recipientsIn(bomb, 'bomb.gz')).left).toMatch(
      /^bomb\.gz was not read: .*200 times its size/,
    );
    expect(await recipientsIn(zip, 'all.zip')).toEqual({
      recipients: ['ann@example.com'],
      left: 'bomb.log was not read: it unpacks to more than 200 times its size, as no log does.',
    });
  });

  test('a log whose front was cut away while it was written is text, in UTF-16 as well', async () => {
    const line = logLine('ann@example.com');
    const holed = Buffer.concat([Buffer.alloc(20_000), Buffer.from(line)]);
    expect((await recipientsIn(holed, 'mail.log')).recipients).toEqual(['ann@example.com']);
    const big = Buffer.from(`\ufeff${line}`, 'utf16le').swap16();
    expect((await recipientsIn(big, 'mail.log')).recipients).toEqual(['ann@example.com']);
  });

  test('packed again and again', async () => {
    let bytes: Uint8Array = bytesOf(logLine('ann@example.com'));
    for (let i = 0; i < 4; i++) bytes = gzipSync(bytes);
    expect((await recipientsIn(bytes)).recipients).toEqual(['ann@example.com']);
    expect(await recipientsIn(gzipSync(bytes), 'a.gz')).toEqual({
      recipients: [],
      left: 'a was not read: it is packed too deep.',
    });
  });

  test.for<[what: string, bytes: Uint8Array, recipients: readonly string[], left: string | null]>([
    ['cut in its data', LOGS.subarray(0, LOGS.length - 12), ALL, CUT_SHORT],
    ['without its trailer', LOGS.subarray(0, LOGS.length - 8), ALL, CUT_SHORT],
    ['without half of its trailer', LOGS.subarray(0, LOGS.length - 4), ALL, CUT_SHORT],
    ['cut in its second member', Buffer.concat([LOGS, LOGS.subarray(0, 30)]), ALL, CUT_SHORT],
    ['cut in the header of its second member', Buffer.concat([LOGS, LOGS.subarray(0, 5)]), ALL, CUT_SHORT],
    ['cut before its first word', LOGS.subarray(0, 12), [], 'mail.log.gz was not read: it is cut off.'],
    ['of two members', Buffer.concat(ALL.map((one) => gzipSync(logLine(one)))), ALL, null],
    ['with something behind its end', Buffer.concat([LOGS, Buffer.from('-- \nsigned\n')]), ALL, GARBAGE],
    [
      'with something behind its second',
      Buffer.concat([LOGS, LOGS, Buffer.from('x'.repeat(99))]),
      ALL,
      GARBAGE,
    ],
    ['padded with zeros', Buffer.concat([LOGS, Buffer.alloc(512)]), ALL, null],
  ])('a packed log %s', async ([, bytes, recipients, left]) => {
    expect(await recipientsIn(bytes, 'mail.log.gz')).toEqual({ recipients, left });
  });

  test('what is in a packed file has no folder: there is no such file', async () => {
    expect((await recipientsIn(gzipSync(''), '/var/log/mail.log.gz')).left).toBe('mail.log is empty.');
  });

  test('never throws on what looks packed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom([0x1f, 0x8b, 8], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6]),
        fc.uint8Array({ maxLength: 200 }),
        async (magic, rest) => {
          await expect(read(Uint8Array.of(...magic, ...rest), { asked: true })).resolves.toHaveProperty(
            'left',
          );
        },
      ),
    );
  });
});
