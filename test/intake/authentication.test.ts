/** Who sent it, and what failed: as refusals of authentication name it, and the header of the message that came back. */
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const one = async (text: string) => {
  const { bounces } = await read(text, { asked: true });
  expect(bounces).toHaveLength(1);
  const [bounce] = bounces;
  return { ip: bounce?.sourceIp, domain: bounce?.senderDomain, host: bounce?.remoteHost, auth: bounce?.auth };
};

describe('in the refusal', () => {
  test.each([
    [
      '550 5.7.1 SPF check failed: 192.0.2.10 is not allowed to send mail from example.com',
      '192.0.2.10',
      'example.com',
    ],
    ['550 192.0.2.10 is not allowed to send for example.com. IB508', '192.0.2.10', 'example.com'],
    ['550 5.5.0 SPF: example.com is not allowed to send mail. LPN004_401', null, 'example.com'],
    ['550 5.7.23 SPF validation failed for domain example.com', null, 'example.com'],
    [
      '554 5.7.9 Message not accepted for policy reasons: SPF check for example.com did not pass',
      null,
      'example.com',
    ],
    ['550 5.7.1 فشل التحقق من SPF للنطاق example.com', null, 'example.com'],
    ['550 5.7.1 Письмо не прошло проверку DMARC домена отправителя example.com', null, 'example.com'],
    ['550-5.7.27 Authentication results: SPF with 192.0.2.10 = did not pass - gsmtp', '192.0.2.10', null],
    [
      "550-5.7.25 [192.0.2.10] The IP address sending this message doesn't have a PTR record. - gsmtp",
      '192.0.2.10',
      null,
    ],
    ['421 mx.example.net isp 192.0.2.10 Reverse DNS failure : Try again later', '192.0.2.10', null],
    [
      '554 mx.example.net isp 192.0.2.10 Example requires that all mail servers must have a PTR record',
      '192.0.2.10',
      null,
    ],
    ['554 IMP 192.0.2.10 rejected - no rDNS', '192.0.2.10', null],
  ])('%s', async (text, ip, domain) => {
    expect(await one(text)).toMatchObject({ ip, domain });
  });

  test.each([
    'host mx.example.net[192.0.2.9] said: 554 5.7.1 rejected: SPF',
    '550 5.7.1 SPF check for 192.0.2.300 failed, see spf.example.net',
    '550 5.1.1 <user@example.com>: Recipient address rejected: not allowed to receive from outside',
  ])('names neither domain nor address of ours: %s', async (text) => {
    expect(await one(text)).toMatchObject({ ip: null, domain: null });
  });

  test('an address in brackets behind the codes is ours, and no host', async () => {
    expect(
      await one('550-5.7.25 [2001:db8::10] The IP address sending this message has no PTR record.'),
    ).toMatchObject({
      ip: '2001:db8::10',
      host: null,
    });
  });
});

describe('in the header of the message that came back', () => {
  const report = (returned: string) => `From: MAILER-DAEMON@mx1.example.net
To: bounces@mailer.example.org
Subject: Undelivered Mail Returned to Sender
Date: Sat, 21 Nov 2026 10:15:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

The message was refused.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx1.example.net

Final-Recipient: rfc822; user@example.net
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp; 550 5.7.1 Message rejected due to failed authentication

--b1
Content-Type: text/rfc822-headers

${returned}

--b1--
`;

  test('Authentication-Results, with the domain in From where it is another', async () => {
    expect(
      await one(
        report(`Return-Path: <bounces@mailer.example.org>
Authentication-Results: mx1.example.net; spf=fail (sender IP is 192.0.2.10)
 smtp.mailfrom=mailer.example.org; dkim=fail header.d=example.org header.s=s1;
 dmarc=fail header.from=example.com
From: Shop <news@example.com>
Subject: Hello`),
      ),
    ).toEqual({
      ip: '192.0.2.10',
      domain: 'mailer.example.org',
      host: null,
      auth: { dkimSelector: 's1', dkimDomain: 'example.org', fromDomain: 'example.com' },
    });
  });

  test('Received-SPF, and a DKIM-Signature', async () => {
    expect(
      await one(
        report(`Return-Path: <bounces@mailer.example.org>
Received-SPF: Fail (mx1.example.net: domain of mailer.example.org does not designate 192.0.2.10 as permitted
 sender) client-ip=192.0.2.10; envelope-from="bounces@mailer.example.org"; helo=mail.example.org;
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=2026; h=from:subject; b=abc
From: Shop <news@example.com>`),
      ),
    ).toMatchObject({
      ip: '192.0.2.10',
      auth: { dkimSelector: '2026', dkimDomain: 'example.com', fromDomain: 'example.com' },
    });
  });

  test("6to4 addresses of Google's inner network are passed over", async () => {
    expect(
      await one(
        report(`Return-Path: <bounces@mailer.example.org>
Received-SPF: pass (google.com: domain of bounces@mailer.example.org designates 2002:a17:902:9a94:: as permitted sender) client-ip=2002:a17:902:9a94::;
Authentication-Results: mx.google.com; spf=pass (google.com: domain of bounces@mailer.example.org designates 192.0.2.22 as permitted sender)
From: Shop <news@example.com>`),
      ),
    ).toMatchObject({ ip: '192.0.2.22' });
  });

  test('the same domain in both', async () => {
    expect(await one(report('Return-Path: <a@example.com>\nFrom: <b@example.com>'))).toMatchObject({
      domain: 'example.com',
      auth: { fromDomain: 'example.com', dkimDomain: null },
    });
  });
});

describe('the pair that was sent: the envelope, and From', () => {
  const pair = async (text: string) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    return [bounce?.envelopeDomain ?? null, bounce?.auth?.fromDomain ?? null];
  };
  const GMAIL =
    "550-5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy. - gsmtp";
  const SPF = 'smtp; 550 5.7.1 Email rejected per DMARC policy for shop.example';

  test.each([
    ['words of DMARC name From', GMAIL, [null, 'shop.example']],
    [
      "Microsoft's as well",
      '550 5.7.509 Access denied, sending domain [shop.example] does not pass DMARC verification',
      [null, 'shop.example'],
    ],
    [
      "Mimecast's as well",
      '550 Rejected by header based Anti-Spoofing policy: news@shop.example - https://community.mimecast.com/docs/DOC-1369#550',
      [null, 'shop.example'],
    ],
    [
      'words of SPF name the envelope',
      '550 5.7.1 SPF fail: domain of info@mailer.example does not designate 192.0.2.15 as permitted sender',
      ['mailer.example', null],
    ],
    [
      "so does SPF's explanation",
      '550 5.7.23 Message rejected due to: SPF fail. Please see http://www.openspf.net/Why?s=mfrom;id=bounces%40mailer.example;ip=192.0.2.16;r=ann@example.net',
      ['mailer.example', null],
    ],
    [
      'which may be about the greeting',
      '550 5.7.23 Message rejected due to: SPF fail. Please see http://www.openspf.net/Why?s=helo;id=mail.mailer.example;ip=192.0.2.16',
      [null, null],
    ],
    [
      'another sender than the one whom SPF was asked about is in From',
      JSON.stringify({
        event: 'hard_bounce',
        email: 'ann@example.net',
        'message-id': '<m1@relay.example>',
        sender_email: 'a@shop.example',
        reason: '550 5.7.1 SPF check failed: domain of b@mailer.example does not designate 192.0.2.7',
      }),
      ['mailer.example', 'shop.example'],
    ],
    [
      'the name of a server is none of these',
      '550 5.7.1 SPF failed: mx1.example.net refuses mail from 192.0.2.25 (see dmarc.example DMARC policy guide)',
      [null, null],
    ],
    [
      'a log has the envelope, the words From',
      `2026-11-27T10:00:00Z mx postfix/qmgr[9]: 4FpQx0abcz9: from=<b+7@mailer.example>, size=900, nrcpt=1 (queue active)
2026-11-27T10:00:01Z mx postfix/smtp[9]: 4FpQx0abcz9: to=<ann@example.net>, relay=mx.example.net[192.0.2.9]:25, delay=1, dsn=5.7.1, status=bounced (host mx.example.net[192.0.2.9] said: 550 5.7.1 Email rejected per DMARC policy for shop.example (in reply to end of DATA command))`,
      ['mailer.example', 'shop.example'],
    ],
    [
      'an event has both',
      JSON.stringify({
        event: 'bounce',
        to: 'ann@example.net',
        sender: 'b@mailer.example',
        from: 'a@shop.example',
        response: SPF,
      }),
      ['mailer.example', 'shop.example'],
    ],
    [
      'its `from` is the envelope where the words name another From',
      JSON.stringify({ event: 'bounce', to: 'ann@example.net', from: 'b@mailer.example', response: SPF }),
      ['mailer.example', 'shop.example'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await pair(text)).toEqual(expected);
  });

  const letter = (
    header: string,
  ) => `A message that you sent could not be delivered. The following address(es) failed:

  ann@example.net
    SMTP error from remote mail server after end of data:
    550 5.7.1 rejected by DMARC policy for shop.example

------ This is a copy of the message, including all the headers. ------

${header}`;

  test('of a letter that was pasted with the header of the message', async () => {
    const header = `Return-path: <www@web3.mailer.example>
Authentication-Results: mx.example.net; spf=pass (sender IP is 192.0.2.20) smtp.mailfrom=web3.mailer.example
DKIM-Signature: v=1; a=rsa-sha256; d=mailer.example; s=sel9; b=abc
From: Shop <news@news.shop.example>
`;
    const [bounce] = (await read(letter(header), { asked: true })).bounces;
    expect(bounce).toMatchObject({
      envelopeDomain: 'web3.mailer.example',
      sourceIp: '192.0.2.20',
      auth: { fromDomain: 'news.shop.example', dkimDomain: 'mailer.example', dkimSelector: 'sel9' },
    });
  });

  test('of a letter with the headers of two messages: of neither', async () => {
    const headers = ['a@one.example', 'b@two.example'].map(
      (one) => `Return-path: <${one}>\nFrom: <${one}>\n`,
    );
    expect(await pair(letter(headers.join('\n')))).toEqual([null, 'shop.example']);
  });

  const mail = (returned: string, fields = '') => `Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mx1.example.org>
To: b+7@mailer.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

The message was refused.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx1.example.org
${fields}
Final-Recipient: rfc822; ann@example.net
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp; 550 5.7.1 Email rejected per DMARC policy for shop.example

--b1
Content-Type: text/rfc822-headers

${returned}
--b1--
`;
  const FROM = 'From: "sales@other.example" <news@shop.example>\n';
  test.each([
    ['Return-Path', mail(`Return-Path: <b+7@mailer.example>\n${FROM}`)],
    ["Postfix's own field", mail(FROM, 'X-Postfix-Sender: rfc822; b+7@mailer.example\n')],
    [
      'Authentication-Results',
      mail(`Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=mailer.example\n${FROM}`),
    ],
    [
      'Received-SPF',
      mail(`Received-SPF: pass client-ip=192.0.2.10; envelope-from="b+7@mailer.example";\n${FROM}`),
    ],
    ['whom the report was sent to', mail(FROM)],
  ])('of a report, by %s', async (_, text) => {
    expect(await pair(text)).toEqual(['mailer.example', 'shop.example']);
  });

  test('of two signatures the one that may speak for From, with its own selector', async () => {
    const text = mail(
      `DKIM-Signature: v=1; a=rsa-sha256; d=mailer.example; s=k1; b=abc\nDKIM-Signature: v=1; a=rsa-sha256; d=news.shop.example;\n s=nov; b=abc\n${FROM}`,
    );
    expect((await one(text)).auth).toEqual({
      dkimSelector: 'nov',
      dkimDomain: 'news.shop.example',
      fromDomain: 'shop.example',
    });
  });

  test('whom our own server refused: their address is none of ours', async () => {
    const line =
      'Nov 27 10:00:00 mx postfix/smtpd[327]: NOQUEUE: reject: RCPT from mail.shop.example[192.0.2.16]: 550 5.7.23 <ann@example.net>: Recipient address rejected: Message rejected due to: SPF fail; from=<info@shop.example> to=<ann@example.net> proto=ESMTP helo=<mail.shop.example>';
    const [bounce] = (await read(line, { asked: true })).bounces;
    expect(bounce).toMatchObject({ sourceIp: null, clientIp: '192.0.2.16', envelopeDomain: 'shop.example' });
  });
});
