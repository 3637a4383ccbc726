/** The Subject of the mail that bounced: by it whoever sent it finds it again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { mailSubject } from '../../src/intake/mail-subject.ts';

const REFUSED = '550 5.1.1 <ann@example.com>: user unknown';
const subjectsIn = async (text: string) =>
  (await read(text, { asked: true })).bounces.map(({ subject }) => subject);

describe('it is read', () => {
  const report = (returned: string): string =>
    `From: MAILER-DAEMON@mx.example.org
To: news@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; ${REFUSED}

--b
Content-Type: text/rfc822-headers

From: news@example.org
To: ann@example.com
${returned}
Date: Tue, 24 Nov 2026 10:15:00 +0000

--b--
`;
  const ses = (mail: object): string =>
    JSON.stringify({
      notificationType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: 'ann@example.com', diagnosticCode: `smtp; ${REFUSED}` }],
      },
      mail: { source: 'news@example.org', messageId: 'm1', ...mail },
    });

  test.each<[string, string, string | null]>([
    ['in the returned header', report('Subject: Invoice 4711'), 'Invoice 4711'],
    [
      'folded and encoded there',
      report('Subject: =?UTF-8?Q?Gr=C3=BC=C3?=\n =?utf-8?Q?=9Fe?= aus =?ISO-8859-1*de?B?V/xyemJ1cmc=?='),
      'Grüße aus Würzburg',
    ],
    ['nowhere: the notice’s own is another', report('X-Mailer: none'), null],
    [
      'in an Exim log with subjects',
      `2026-03-03 10:15:00 1tQx0a-0001Ab-2C <= news@example.org P=esmtp S=12 id=m1@example.org T="Your \\"order\\" 4711" for ann@example.com
2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<ann@example.com>: host mx.example.com [192.0.2.20]: ${REFUSED}`,
      'Your "order" 4711',
    ],
    [
      'in IronPort’s',
      `Tue Mar  3 10:15:01 2026 Info: MID 19373 ICID 8 RID 0 To: <ann@example.com>
Tue Mar  3 10:15:01 2026 Info: MID 19373 Subject 'It's here'
Tue Mar  3 10:15:02 2026 Info: Bounced: DCID 8413 MID 19373 to RID 0 - 5.1.0 - Unknown address error ('550', ['5.1.1 User unknown']) []`,
      'It’s here'.replace('’', "'"),
    ],
    [
      'in an event’s headers',
      ses({ headers: [{ name: 'Subject', value: 'Hello' }], commonHeaders: { subject: 'Hello' } }),
      'Hello',
    ],
    [
      'in an event that SNS wraps and names itself',
      JSON.stringify({
        Type: 'Notification',
        Subject: 'Amazon SES Email Event Notification',
        TopicArn: 'arn:aws:sns:eu-west-1:1:bounces',
        Message: ses({ commonHeaders: { subject: 'Hello' } }),
      }),
      'Hello',
    ],
    [
      'in Postmark’s',
      JSON.stringify({
        RecordType: 'Bounce',
        Type: 'HardBounce',
        MessageID: 'm1',
        Details: `smtp;${REFUSED}`,
        Email: 'ann@example.com',
        Subject: 'Your trial ends',
      }),
      'Your trial ends',
    ],
    [
      'in anybody’s event',
      JSON.stringify({
        event: 'bounced',
        to: 'ann@example.com',
        mail_subject: 'Your trial ends',
        error: REFUSED,
      }),
      'Your trial ends',
    ],
    [
      'nowhere in Azure’s, whose subject is the event’s',
      JSON.stringify({
        topic: '/subscriptions/1',
        subject: 'sender/news@example.org/message/1',
        eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
        dataVersion: '1.0',
        data: {
          recipient: 'ann@example.com',
          status: 'Bounced',
          deliveryStatusDetails: { statusMessage: REFUSED },
        },
      }),
      null,
    ],
    [
      'in Microsoft’s letter',
      `Delivery has failed to these recipients or groups:

ann@example.com
Remote server returned '${REFUSED}'

Original Message Details
Created Date: 10/7/2026 8:01:33 AM
Sender Address: news@example.org
Recipient Address: ann@example.com
Subject: Invoice 4711`,
      'Invoice 4711',
    ],
    [
      'in a letter in Danish',
      `Meddelelsen kunne ikke leveres.

Afsender: news@example.org
Modtager: ann@example.com
Emne: Faktura 4711

${REFUSED}`,
      'Faktura 4711',
    ],
    [
      'nowhere: somebody forwards the notice',
      `Can you help?

From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
Subject: Ikke leveret: Faktura

<ann@example.com>: host mx.example.com[192.0.2.20] said: ${REFUSED}`,
      null,
    ],
  ])('%s', async (_, text, subject) => {
    expect(await subjectsIn(text)).toEqual([subject]);
  });
});

describe('a copy of its header below a notice in plain text', () => {
  const HEADER = `From: News <news@example.org>
Date: Fri, 27 Nov 2026 09:12:43 +0000
Message-ID: <m1@example.org>
Subject: =?UTF-8?B?R3LDvMOfZSBhdXMgV8O8cnpidXJnIHVuZCBVbWdlYnVuZw==?=
To: ann@example.com`;
  const REMOTE = `<ann@example.com>: host mx.example.com[192.0.2.20] said: ${REFUSED}`;

  test.each([
    ['Original message headers:', `ann@example.com\nRemote server returned '${REFUSED}'`],
    ['--- Below this line is a copy of the message.', REMOTE],
    ['----- Original message -----', `Your message to ann@example.com has been blocked.\n\n${REFUSED}`],
    ['------ This is a copy of your message, including all the headers. ------', REMOTE],
  ])('says which mail it was, and when it was sent: %s', async (headline, notice) => {
    const { bounces } = await read(`${notice}\n\n${headline}\n\n${HEADER}\n`, { asked: true });
    expect(bounces).toMatchObject([
      {
        recipient: 'ann@example.com',
        messageId: '<m1@example.org>',
        subject: 'Grüße aus Würzburg und Umgebung',
        time: '2026-11-27T09:12:43.000Z',
        timeFrom: 'arrival',
      },
    ]);
  });

  test('says nothing where it is that of somebody’s mail about the notice', async () => {
    const { bounces } = await read(`${HEADER}\n\nCan you help?\n\n${REMOTE}`, { asked: true });
    expect(bounces).toMatchObject([{ recipient: 'ann@example.com', messageId: null }]);
  });
});

describe('it is shown in one line', () => {
  test('and says where it was cut', () => {
    expect(mailSubject('a'.repeat(160))).toBe('a'.repeat(160));
    expect(mailSubject('é'.repeat(161))).toBe(`${'é'.repeat(159)}…`);
    expect(mailSubject(' \u202e\r\n\t ')).toBeNull();
  });

  test('whatever is written there', () => {
    const word = fc
      .tuple(fc.constantFrom('utf-8', 'ISO-2022-JP', 'none', 'x'), fc.constantFrom('Q', 'b'), fc.string())
      .map(([charset, how, text]) => `=?${charset}?${how}?${text}?=`);
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary' }))), (parts) => {
        const subject = mailSubject(parts.join(' '));
        expect(subject ?? 'x').toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
        expect([...(subject ?? '')].length).toBeLessThanOrEqual(160);
      }),
    );
  });

  test('encoded as RFC 2047 has it, any text comes back', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((one) => mailSubject(one) === one);
    fc.assert(
      fc.property(text, (subject) => {
        const encoded = Buffer.from(subject).toString('base64');
        expect(mailSubject(`=?UTF-8?B?${encoded}?=`)).toBe(subject);
      }),
    );
  });
});
