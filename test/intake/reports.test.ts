import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { factsOf } from './facts-of.ts';

const MACHINE = `Reporting-MTA: dns; mx1.example.org
Arrival-Date: Tue, 3 Mar 2026 10:15:00 +0000

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.0.0
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550-5.1.1 <ann@example.com>: Recipient address rejected:
 550 5.1.1 User unknown
Last-Attempt-Date: Tue, 3 Mar 2026 10:15:02 +0000

Final-Recipient: rfc822; bob@example.net
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.21]:25: Connection timed out
`;

const LETTER = `This is the mail system at host mx1.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<ann@example.com>: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown
    (in reply to RCPT TO command)

<bob@example.net>: connect to mx.example.net[192.0.2.21]:25: Connection timed out
`;

const mail = (parts: readonly (readonly [headers: string, body: string])[], headers = ''): string =>
  [
    'Return-Path: <>',
    'Date: Tue, 3 Mar 2026 10:16:00 +0000',
    'From: MAILER-DAEMON@mx1.example.org (Mail Delivery System)',
    'To: news@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    ...(headers === '' ? [] : [headers]),
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1/mx1"',
    '',
    ...parts.flatMap(([head, body]) => ['--b1/mx1', head, '', body]),
    '--b1/mx1--',
    '',
  ].join('\n');

const RETURNED =
  'Return-Path: <news@example.org>\nMessage-ID: <m1@example.org>\nFrom: News <news@example.org>\nTo: ann@example.com\nSubject: Hello\n';

const REPORT = mail([
  ['Content-Type: text/plain; charset=us-ascii', LETTER],
  ['Content-Type: message/delivery-status', MACHINE],
  ['Content-Type: text/rfc822-headers', RETURNED],
]);

const ANN = {
  kind: 'bounce',
  recipient: 'ann@example.com',
  replyCode: '550',
  enhancedCode: '5.1.1',
  diagnosticCode: '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
  remoteHost: 'mx.example.com',
  time: '2026-03-03T10:15:02.000Z',
  action: 'failed',
};

describe('delivery reports', () => {
  test('reads the machine part: the remote server’s codes before the local status', async () => {
    expect(await factsOf(MACHINE)).toEqual([
      ANN,
      {
        kind: 'bounce',
        recipient: 'bob@example.net',
        enhancedCode: '4.4.1',
        speaker: 'ours',
        diagnosticCode: 'connect to mx.example.net[192.0.2.21]:25: Connection timed out',
        remoteHost: 'mx.example.net',
        time: '2026-03-03T10:15:00.000Z',
        action: 'delayed',
      },
    ]);
  });

  test('reads the visible text alone', async () => {
    expect(await factsOf(LETTER)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        remoteHost: 'mx.example.com',
        command: 'RCPT TO',
      },
      { recipient: 'bob@example.net', remoteHost: 'mx.example.net' },
    ]);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads a whole mail with %s line ends, pasted or as a file', async (_, lineEnd) => {
    const raw = REPORT.replaceAll('\n', lineEnd);
    const about = { sender: 'news@example.org', senderDomain: 'example.org', messageId: '<m1@example.org>' };
    for (const input of [raw, new TextEncoder().encode(raw)]) {
      expect(await read(input, { asked: false })).toMatchObject({
        noticed: true,
        left: null,
        bounces: [
          { ...ANN, ...about },
          { recipient: 'bob@example.net', action: 'delayed', ...about },
        ],
      });
    }
  });

  test('decodes base64 and other character sets', async () => {
    const letter = Buffer.from(
      `Zustellung fehlgeschlagen an:\n\n<ann@example.com>: 550 5.1.1 Empf\xe4nger unbekannt\n`,
      'latin1',
    ).toString('base64');
    const raw = mail([
      ['Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64', letter],
    ]);
    expect(await factsOf(raw)).toMatchObject([
      { recipient: 'ann@example.com', diagnosticCode: '550 5.1.1 Empfänger unbekannt' },
    ]);
  });

  test('fills what the machine part leaves open from the letter', async () => {
    const machine =
      'Reporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.3.0\nDiagnostic-Code: X-Unix; 77\n';
    const letter = [
      '   ----- The following addresses had permanent fatal errors -----',
      '<ann@example.com>',
      '    (reason: insufficient permission)',
      '',
      '   ----- Transcript of session follows -----',
      '550 5.0.0 <ann@example.com>... Insufficient permission',
    ].join('\n');
    const raw = mail([
      ['Content-Type: text/plain', letter],
      ['Content-Type: message/delivery-status', machine],
    ]);
    expect(await factsOf(raw)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.3.0',
        diagnosticCode: '550 5.0.0 <ann@example.com>... Insufficient permission',
      },
    ]);
  });

  test('finds the report in a mail that forwards it', async () => {
    const raw = [
      'From: Ann <ann@example.org>',
      'To: help@example.org',
      'Subject: Fwd: what is this?',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: text/plain',
      '',
      'Can you look at this?',
      '--outer',
      'Content-Type: message/rfc822',
      'Content-Disposition: attachment; filename="bounce.eml"',
      '',
      REPORT,
      '--outer--',
    ].join('\n');
    expect(await factsOf(raw)).toMatchObject([
      { recipient: 'ann@example.com' },
      { recipient: 'bob@example.net' },
    ]);
  });

  test('takes a delivered report for what it is, and is silent on it', async () => {
    const machine =
      'Reporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: rfc822; ann@example.com\nAction: relayed\nStatus: 2.0.0\n';
    expect(
      await read(mail([['Content-Type: message/delivery-status', machine]]), { asked: true }),
    ).toMatchObject({
      noticed: false,
      bounces: [{ kind: 'delivered', recipient: 'ann@example.com', action: 'relayed' }],
    });
  });

  test('tells complaints (ARF) and automatic answers from bounces', async () => {
    const complaint = [
      'From: fbl@example.net',
      'To: abuse@example.org',
      'Subject: complaint',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="f"',
      '',
      '--f',
      'Content-Type: text/plain',
      '',
      'This is an email abuse report for an email message.',
      '--f',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: Example/1.0',
      'Version: 1',
      'Original-Rcpt-To: <ann@example.com>',
      'Source-IP: 192.0.2.5',
      '--f',
      'Content-Type: message/rfc822',
      '',
      RETURNED,
      '--f--',
    ].join('\n');
    expect(await read(complaint, { asked: false })).toMatchObject({
      noticed: true,
      bounces: [{ kind: 'feedback', recipient: 'ann@example.com', sourceIp: '192.0.2.5' }],
    });
    const away =
      'From: Ann <ann@example.com>\nTo: news@example.org\nSubject: Automatic reply: Hello\nAuto-Submitted: auto-replied\nDate: Tue, 3 Mar 2026 10:16:00 +0000\n\nI am away until Monday.\n';
    expect(await read(away, { asked: true })).toMatchObject({
      noticed: false,
      bounces: [{ kind: 'vacation', recipient: 'ann@example.com' }],
    });
  });

  test('takes the refused command from the letter where the machine part leaves it out', async () => {
    const refused = mail([
      [
        'Content-Type: text/plain; charset=us-ascii',
        '<ann@example.com>: host mx.example.com[192.0.2.20] said: 550 5.7.1 Access denied (in reply to\n    MAIL FROM command)\n',
      ],
      [
        'Content-Type: message/delivery-status',
        'Reporting-MTA: dns; mx1.example.org\n\nFinal-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 Access denied\n',
      ],
    ]);
    expect(await factsOf(refused)).toMatchObject([
      { recipient: 'ann@example.com', diagnosticCode: '550 5.7.1 Access denied', command: 'MAIL FROM' },
    ]);
  });

  test('a letter pasted with its machine part is one bounce a recipient', async () => {
    expect(await factsOf(`${LETTER}\n${MACHINE}`)).toMatchObject([
      { ...ANN, command: 'RCPT TO' },
      { recipient: 'bob@example.net', action: 'delayed' },
    ]);
    expect(
      await factsOf(
        'This is a permanent error. The following address(es) failed:\n\n  bob@example.com\n    retry timeout exceeded\n\nReporting-MTA: dns; mx1.example.org\n\nAction: failed\nFinal-Recipient: rfc822;bob@example.com\nStatus: 5.0.0\n',
      ),
    ).toMatchObject([
      { recipient: 'bob@example.com', action: 'failed', diagnosticCode: 'retry timeout exceeded' },
    ]);
  });

  test('is silent on an ordinary mail', async () => {
    const raw =
      'From: Ann <ann@example.com>\nTo: bob@example.org\nSubject: Lunch\nDate: Tue, 3 Mar 2026 10:16:00 +0000\nMIME-Version: 1.0\n\nShall we meet at 12?\n';
    expect(await read(raw, { asked: false })).toEqual({
      noticed: false,
      bounces: [],
      deliveries: [],
      messages: [],
      others: [],
      left: null,
    });
  });
});
