/**
 * Mails taken apart, beside postal-mime, which is careful and slow. Where ours differs, it does so on purpose, and the
 * example says why.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { type TakenApart, takeApart } from '../../src/intake/mime/index.ts';
import { inShared, needing } from '../support/shared.ts';

const bytes = (raw: string): string => Buffer.from(raw).toString('latin1');
const apart = (...lines: readonly string[]): TakenApart => takeApart(bytes(lines.join('\n')));

const attachedIn = ({ attached }: TakenApart, as = (raw: string): string => raw): readonly unknown[] =>
  attached.map((part) => ({
    type: part.type,
    name: part.name,
    bytes: as(Buffer.from(part.bytes()).toString('latin1')),
  }));

/** Each text in the first form that it has; HTML as it is. */
const textOf = ({ texts }: TakenApart): string =>
  texts.map(({ plain, html }) => (plain.length > 0 ? plain : html).join('\n')).join('\n');

/** What both say of one mail; HTML that has no text beside it is another matter: postal-mime makes text of it. */
async function expectTheSame(raw: string): Promise<void> {
  const ours = takeApart(raw);
  const theirs = await PostalMime.parse(Buffer.from(mended(raw), 'latin1'), {
    forceRfc822Attachments: true,
    maxNestingDepth: 100_000,
  });
  // Lines without a colon are fields of theirs.
  const fields = theirs.headers.filter((_, i) => /^[^\n]*:/.test(theirs.headerLines[i]?.line ?? ''));
  for (const { key } of fields) expect([key, ours.headers.get(key)]).toEqual([key, firstOf(fields, key)]);
  expect(attachedIn(ours, mended)).toEqual(
    theirs.attachments.map(({ mimeType, filename, content }) => ({
      type: mimeType,
      name: filename,
      bytes: Buffer.from(content as ArrayBuffer).toString('latin1'),
    })),
  );
  // Bytes that aren't UTF-8: see there as well.
  const isSound = !`${theirs.text}${theirs.html}`.includes('\ufffd');
  if (isSound && ours.texts.every(({ plain }) => plain.length > 0))
    expect(mended(textOf(ours))).toBe(theirs.text ?? '');
  if (isSound && ours.texts.every(({ html }) => html.length > 0))
    expect(mended(ours.texts.flatMap(({ html }) => html).join('\n'))).toBe(theirs.html ?? '');
}

/** What ours mends by itself: see "what mail programs do wrong". */
const BROKEN_OFF =
  /^(content-type:[^\n]{3,200}?)(?:;\n|(?<!;[ \t]*)\n[ \t]*)(?=(?:boundary|charset|name|type|report-type|format)\s?=)/gim;
const mended = (raw: string): string => raw.replace(BROKEN_OFF, '$1;\n ');

const firstOf = (
  fields: readonly { readonly key: string; readonly value: string }[],
  key: string,
): string | undefined => fields.find((field) => field.key === key)?.value;

describe('mails taken apart', () => {
  test('a report: its letter, what machines read, and the message that came back', () => {
    const mail = apart(
      'From: MAILER-DAEMON@mx1.shop.example (Mail Delivery System)',
      'Subject: =?iso-8859-1?Q?Unzustellbar?=',
      'Content-Type: multipart/report; report-type=delivery-status;',
      '\tboundary="A/mx1.shop.example"',
      '',
      'This is a MIME-encapsulated message.',
      '',
      '--A/mx1.shop.example',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=FC=DFe an <ann@example.com>: 550 5.1.1 =',
      'User unknown',
      '--A/mx1.shop.example',
      'Content-Type: message/delivery-status',
      '',
      'Final-Recipient: rfc822; ann@example.com',
      '--A/mx1.shop.example',
      'Content-Type: message/rfc822',
      '',
      'From: news@shop.example',
      'Content-Type: multipart/mixed; boundary=inside',
      '',
      '--inside',
      '--A/mx1.shop.example--',
      'nobody reads this',
    );
    expect(mail.headers.get('content-type')).toContain('boundary="A/mx1.shop.example"');
    expect(textOf(mail)).toBe('Grüße an <ann@example.com>: 550 5.1.1 User unknown\n');
    expect(attachedIn(mail)).toEqual([
      {
        type: 'message/delivery-status',
        name: null,
        bytes: 'Final-Recipient: rfc822; ann@example.com\n',
      },
      {
        type: 'message/rfc822',
        name: null,
        bytes: 'From: news@shop.example\nContent-Type: multipart/mixed; boundary=inside\n\n--inside\n',
      },
    ]);
  });

  test.each([
    [
      'a name in pieces and another character set',
      'name*0*=utf-8\'\'%e7%95%8c; name*1=" (1).log"',
      '界 (1).log',
    ],
    [
      'a character that begins in one piece and ends in the next',
      "name*1*=%95%8c; name*0*=UTF-8'ja'%e7",
      '界',
    ],
    [
      'an encoded word, as it is forbidden there',
      'name="=?koi8-r?B?8MnT2M3P?= =?koi8-r?Q?=2Etxt?="',
      'Письмо.txt',
    ],
    ['backslashes of Windows', 'name=C:\\mails\\a.eml', 'C:\\mails\\a.eml'],
    ['brackets in a name, and a comment', 'name=mail(1).eml (one of two)', 'mail(1).eml'],
    ['raw bytes', 'name="Bäcker.eml"', 'Bäcker.eml'],
    ['a comment that is never closed', 'x=1 (; name=a.eml', 'a.eml'],
    ['the first of two', 'name=a.eml; name=b.eml', 'a.eml'],
  ])('%s', (_, parameter, name) => {
    expect(apart(`Content-Type: application/octet-stream; ${parameter}`, '', 'x').attached[0]?.name).toBe(
      name,
    );
  });

  test('what mail programs do wrong, and what is meant by it', () => {
    // Parameters that aren't indented, or come without a semicolon.
    for (const broken of [
      'Content-Type: multipart/mixed\n boundary=b',
      'Content-Type: multipart/mixed;\nboundary="b"',
      'Content-Type: multipart/mixed\ncharset=utf-8\nboundary="b"',
    ])
      expect(textOf(apart(broken, '', '--b', '', 'hi', '--b--'))).toBe('hi\n');
    // RFC 2046 §5.1.1: a boundary never ends in a blank, whatever its header says.
    expect(textOf(apart('Content-Type: multipart/mixed; boundary="b "', '', '--b', '', 'hi', '--b--'))).toBe(
      'hi\n',
    );
    // Bytes that are UTF-8 are UTF-8, whatever they are called; what isn't is Windows-1252.
    for (const label of ['us-ascii', 'iso-8859-1', 'utf-8', 'x-unknown'])
      expect(textOf(apart(`Content-Type: text/plain; charset=${label}`, '', 'Bäcker'))).toBe('Bäcker\n');
    expect(textOf(takeApart('Content-Type: text/plain; charset=utf-8\n\nB\xe4cker'))).toBe('Bäcker\n');
    expect(textOf(takeApart('Subject: x\n\nB\xe4cker'))).toBe('Bäcker\n');
    expect(takeApart('Subject: B\xe4cker\n\n').headers.get('subject')).toBe('Bäcker');
  });

  test('flowed text: a blank at the end joins two lines; a paragraph without words and a signature stay', () => {
    expect(
      textOf(
        apart(
          'Content-Type: text/plain; format=flowed',
          '',
          'Your mail ',
          'came back. ',
          '',
          ' >quoted',
          '-- ',
          'Ann',
        ),
      ),
    ).toBe('Your mail came back. \n>quoted\n-- \nAnn\n');
  });

  test('more than it reads is said', () => {
    const many = apart('Content-Type: multipart/mixed; boundary=b', '', '--b\n\nx\n'.repeat(20_000));
    expect(many.texts).toHaveLength(9999);
    expect(many.left).toEqual(['Only the first 10,000 parts of this mail were read.']);
    const long = apart('Subject: x', 'X-A: b\n'.repeat(200_000), 'hi');
    expect(long.left).toEqual(["Only the first 1 MB of this mail's header were read."]);
  });
});

describe('beside postal-mime', () => {
  test('lines in any order', async () => {
    const line = fc.constantFrom(
      ...[
        '--b',
        '--b--',
        '--bb',
        '--b-- \t',
        '--c',
        '--c--',
        '--d',
        '--',
        '',
        '',
        'a line that is none',
        'é',
      ],
      ...['From: ann@example.com', 'Subject: a', '\tfolded: x', ' ', 'Content-ID: <a>', 'To : b@example.com'],
      ...['mixed', 'alternative', 'digest', 'report'].flatMap((kind) =>
        ['b', '"bb"', 'b--', 'c (comment)', "d; x*0*=utf-8''%C3; x*1=y", '""'].map(
          (name) => `Content-Type: multipart/${kind}; boundary=${name}`,
        ),
      ),
      ...[
        'text/plain',
        'TEXT/Plain; charset=utf-8',
        'message/rfc822',
        'message/delivery-status',
        'application/x',
      ].map((type) => `content-type: ${type}`),
      'Content-Type: text/html',
      'Content-Type: text/plain;\n\tname="a b.log"',
      'Content-Disposition: attachment; filename=a.eml',
      'Content-Disposition: inline; filename*=utf-8\'\'%c3%a9; filename="old"',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: (a comment) Quoted-Printable',
      ...['SGk=', 'SGk=SGk=', 'SGkgQW5uLA0K', '=3D=e9=', '=C3=A9 =zz =', 'x=3'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (lines) => {
        await expectTheSame(bytes(`From: a@example.com\n${lines.join('\n')}`));
      }),
      { numRuns: 800 },
    );
  });

  test('parameters, words and contents of any signs', async () => {
    const sign = fc.constantFrom(
      ...'ab=;"\\()*0\'% \t?_-éz界'.split(''),
      '=?',
      '?=',
      '*1*=',
      "=utf-8''",
      '%41',
      'name',
    );
    const signs = fc.array(sign, { maxLength: 25 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(
        signs,
        signs,
        fc.constantFrom('base64', 'quoted-printable', '8bit', 'x-uuencode'),
        async (parameter, content, encoding) => {
          // Behind a quoted string nothing counts; postal-mime takes some of it.
          fc.pre(parameter.split('"').length < 4);
          await expectTheSame(
            bytes(
              `Subject: ${parameter}\nContent-Type: application/x; name=${parameter}\nContent-Disposition: ${parameter}\nContent-Transfer-Encoding: ${encoding}\n\n${content}`,
            ),
          );
        },
      ),
      { numRuns: 800 },
    );
  });

  test('every character set that has a name', async () => {
    const high = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => 128 + i));
    for (const label of LABELS)
      await expectTheSame(`Content-Type: text/plain; charset=${label}\n\nab ${high}\n`);
  });

  test('real bounces', needing('corpus/mails'), async () => {
    const folder = inShared('corpus/mails') ?? '';
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.eml'),
    ))
      await expectTheSame(readFileSync(join(folder, file), 'latin1').replace(/\r\n?/g, '\n'));
  });
});

/** Of the WHATWG Encoding Standard, and others that mail programs write. Of Western Europe and UTF-8 see above. */
const LABELS =
  '866 cp866 csibm866 csisolatin2 iso-8859-2 iso_8859-2:1987 latin2 iso-8859-3 iso-8859-4 l4 iso-8859-5 cyrillic iso-8859-6 arabic asmo-708 iso-8859-7 greek elot_928 iso-8859-8 hebrew visual iso-8859-8-i logical iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 csisolatin9 iso-8859-16 koi8-r cskoi8r koi8-u koi8-ru macintosh x-mac-roman tis-620 windows-874 dos-874 cp1250 x-cp1250 windows-1251 cp1251 windows-1253 cp1254 iso-8859-9 latin5 windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic gb2312 gb_2312-80 csgb2312 gbk x-gbk chinese gb18030 big5 big5-hkscs cn-big5 x-x-big5 euc-jp x-euc-jp iso-2022-jp csiso2022jp shift_jis shift-jis ms_kanji sjis x-sjis cp932 windows-31j euc-kr ks_c_5601-1987 ksc5601 korean cp949 utf-16 utf-16le utf-16be ucs-2 cp850 iso-2022-kr'.split(
    ' ',
  );

describe('a header is one by the shape of its lines, however long it is', () => {
  const many = (line: (nr: number) => string): string =>
    Array.from({ length: 640 }, (_, i) => line(i)).join('\n');
  test.each([
    [
      'to many',
      `To: Ann <ann@list.example>,\n${many((nr) => ` Person ${nr} <p${nr}@list${nr % 20}.example>,`)}\n Bo <bo@list.example>`,
    ],
    ['of many lines', many((nr) => `X-Spam-Rule-${nr}: some value ${nr}`)],
    ['with a long line', `X-Trace: ${'a1 '.repeat(30_000)}`],
    ['with a long subject', `Subject: ${'=?utf-8?q?=C3=A4?=\n '.repeat(500)}you`],
  ])('%s', async (_, lines) => {
    const mail = `From: MAILER-DAEMON@mx7.acme.example\n${lines}\nDate: Tue, 3 Mar 2026 10:16:00 +0000\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n<ann@example.com>: host mx.example.com said: 550 5.1.1 User=20unkn=\nown\n`;
    const { noticed, bounces } = await read(mail, { asked: false });
    expect(noticed).toBe(true);
    expect(bounces).toMatchObject([
      { recipient: 'ann@example.com', diagnosticCode: '550 5.1.1 User unknown' },
    ]);
  });

  test('lines of a log that look like fields are none', async () => {
    const log = `${'state: 4 mails wait\n'.repeat(200)}From: a\nTo: b\nSubject: c\n550 5.1.1 <ann@example.com>: User unknown\n`;
    expect((await read(log, { asked: true })).bounces).toMatchObject([{ recipient: 'ann@example.com' }]);
  });
});
