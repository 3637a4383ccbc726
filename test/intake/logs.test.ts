import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { factsOf } from './facts-of.ts';

describe('mail logs', () => {
  test('Postfix: failures and deferrals, with the sender from an earlier line; the rest is skipped', async () => {
    const text = `2026-03-03T10:15:01.000000+00:00 mx1 postfix/qmgr[22]: 4FpQx0abcz9: from=<news@example.org>, size=2048, nrcpt=2 (queue active)
2026-03-03T10:15:02.000000+00:00 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, delays=0.05/0.01/0.7/0.64, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))
2026-03-03T10:15:03.000000+00:00 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<bob@example.net>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.21]:25: Connection timed out)
2026-03-03T10:15:04.000000+00:00 mx1 postfix/smtp[2212]: 5FpQx0abcz9: to=<carol@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 7A)
2026-03-03T10:15:05.000000+00:00 mx1 postfix/qmgr[22]: 5FpQx0abcz9: removed`;
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 User unknown',
        remoteHost: 'mx.example.com',
        sender: 'news@example.org',
        senderDomain: 'example.org',
        envelopeDomain: 'example.org',
        time: '2026-03-03T10:15:02.000Z',
        action: 'failed',
        command: 'RCPT TO',
      },
      {
        kind: 'bounce',
        recipient: 'bob@example.net',
        enhancedCode: '4.4.1',
        diagnosticCode: 'connect to mx.example.net[192.0.2.21]:25: Connection timed out',
        remoteHost: 'mx.example.net',
        sender: 'news@example.org',
        senderDomain: 'example.org',
        envelopeDomain: 'example.org',
        time: '2026-03-03T10:15:03.000Z',
        action: 'delayed',
      },
    ]);
  });

  test('Exim', async () => {
    const text = `2026-03-03 10:15:00 1tQx0a-0001Ab-2C <= news@example.org H=app.example.org [192.0.2.5] P=esmtp S=1047
2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<ann@example.com>: host mx.example.com [192.0.2.20]: 550 5.1.1 User unknown
2026-03-03 10:16:02 1tQx0a-0001Ab-2C == bob@example.net R=dnslookup T=remote_smtp defer (-46) H=mx.example.net [192.0.2.21]: SMTP error from remote mail server after RCPT TO:<bob@example.net>: 451 4.7.1 Greylisted
2026-03-03 10:16:03 1tQx0a-0001Ab-2C => carol@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.20] C="250 OK"
2026-03-03 10:16:04 1tQx0a-0001Ab-2C Completed`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        diagnosticCode: '550 5.1.1 User unknown',
        remoteHost: 'mx.example.com',
        sender: 'news@example.org',
        action: 'failed',
        time: '2026-03-03T10:15:02.000Z',
      },
      {
        recipient: 'bob@example.net',
        replyCode: '451',
        diagnosticCode: '451 4.7.1 Greylisted',
        remoteHost: 'mx.example.net',
        action: 'delayed',
      },
    ]);
  });

  test('Sendmail', async () => {
    const text = `Mar  3 10:15:02 mx1 sm-mta[2211]: 223AF2: to=<ann@example.com>, ctladdr=<news@example.org> (0/0), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30000, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown
Mar  3 10:15:02 mx1 sm-mta[2212]: 223AF3: to=<bob@example.net>, delay=00:00:01, mailer=esmtp, relay=mx.example.net. [192.0.2.21], dsn=4.7.1, stat=Deferred: 451 4.7.1 Greylisted, please try again
Mar  3 10:15:02 mx1 sm-mta[2212]: 223AF4: to=<carol@example.com>, delay=00:00:01, mailer=esmtp, relay=mx.example.com. [192.0.2.20], dsn=2.0.0, stat=Sent (Ok)`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        enhancedCode: '5.1.1',
        diagnosticCode: 'User unknown',
        remoteHost: 'mx.example.com',
        action: 'failed',
      },
      { recipient: 'bob@example.net', replyCode: '451', enhancedCode: '4.7.1', action: 'delayed' },
    ]);
  });

  test('qmail: the recipient stands on the line that starts the delivery', async () => {
    const text = `@4000000065e4 starting delivery 12: msg 3407 to remote ann@example.com
@4000000065e4 status: local 0/10 remote 1/20
@4000000065e5 delivery 12: failure: 192.0.2.20_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.20./
@4000000065e6 delivery 13: success: 192.0.2.20_accepted_message./`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 User unknown',
        remoteHost: '192.0.2.20',
      },
    ]);
  });

  test('OpenSMTPD and Haraka', async () => {
    const text = `9f3d0c1e00000001 mta delivery evpid=1a2b3c4d5e6f7081 from=<news@example.org> to=<ann@example.com> rcpt=<-> source="192.0.2.5" relay="192.0.2.20 (mx.example.com)" delay=2s result="PermFail" stat="550 5.1.1 User unknown"
[INFO] [7C3E1A2B-0001.1] [outbound]  bouncing mail: Some recipients failed: bob@example.net 550 5.1.1 User unknown`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        sourceIp: '192.0.2.5',
        remoteHost: 'mx.example.com',
        sender: 'news@example.org',
      },
      { recipient: 'bob@example.net', replyCode: '550', diagnosticCode: '550 5.1.1 User unknown' },
    ]);
  });

  test('PowerMTA accounting, with and without its header line', async () => {
    const record =
      'b,2026-03-03 10:15:02+0000,2026-03-03 10:15:00+0000,news@example.org,ann@example.com,,failed,5.1.1 (bad destination mailbox address),"smtp;550 5.1.1 ""ann"", user unknown",mx.example.com (192.0.2.20),bad-mailbox,smtp,app.example.org (192.0.2.6),smtp,192.0.2.5,192.0.2.20,,2048,vmta1,job7,';
    const expected = {
      recipient: 'ann@example.com',
      replyCode: '550',
      enhancedCode: '5.1.1',
      diagnosticCode: '550 5.1.1 "ann", user unknown',
      remoteHost: 'mx.example.com',
      sourceIp: '192.0.2.5',
      sender: 'news@example.org',
    };
    expect(await factsOf(record)).toMatchObject([expected]);
    const other = `type,timeLogged,orig,rcpt,dsnStatus,dsnDiag,dlvSourceIp\nb,2026-03-03 10:15:02+0000,news@example.org,bob@example.net,4.2.2,smtp;452 4.2.2 full,192.0.2.5\nd,2026-03-03 10:15:02+0000,news@example.org,carol@example.com,2.0.0,smtp;250 ok,192.0.2.5`;
    expect(await factsOf(other)).toMatchObject([
      { recipient: 'bob@example.net', replyCode: '452', enhancedCode: '4.2.2' },
    ]);
  });

  test('Exchange message tracking', async () => {
    const text = `#Software: Microsoft Exchange Server
#Fields: date-time,client-ip,server-hostname,source,event-id,message-id,recipient-address,recipient-status,sender-address
2026-03-03T10:15:02.000Z,192.0.2.6,mx1,SMTP,RECEIVE,<m1@example.org>,ann@example.com,,news@example.org
2026-03-03T10:15:03.000Z,192.0.2.6,mx1,SMTP,FAIL,<m1@example.org>,ann@example.com,[{LED=550 5.1.1 User unknown};{FQDN=mx.example.com}],news@example.org`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        diagnosticCode: '550 5.1.1 User unknown',
        sender: 'news@example.org',
        messageId: '<m1@example.org>',
        time: '2026-03-03T10:15:03.000Z',
      },
    ]);
  });

  test('reads a file that Windows wrote as UTF-16', async () => {
    const bytes = Buffer.from('\ufeff550 5.1.1 <ann@example.com>: User unknown\r\n', 'utf16le');
    expect(await factsOf(bytes)).toMatchObject([
      { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' },
    ]);
  });

  test('stops after 10,000 bounces and says so', async () => {
    const line = (i: number): string =>
      `Mar  3 10:15:02 mx1 postfix/smtp[1]: 4FpQx0: to=<u${i}@example.com>, relay=none, dsn=5.1.1, status=bounced (550 5.1.1 User unknown)`;
    const { bounces, left } = await read(Array.from({ length: 10_050 }, (_, i) => line(i)).join('\n'), {
      asked: true,
    });
    expect(bounces).toHaveLength(10_000);
    expect(left).toBe('Stopped after 10,000 bounces.');
  });

  test('joins the tries for one recipient', async () => {
    const line =
      'Mar  3 10:15:02 mx1 postfix/smtp[1]: 4FpQx0: to=<ann@example.com>, relay=none, dsn=4.4.1, status=deferred (Connection timed out)';
    expect(await factsOf([line, line, line].join('\n'))).toHaveLength(1);
  });

  test('what was put off and arrived later needs nobody; what was refused stays', async () => {
    const to = (user: string, rest: string) =>
      `Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<${user}@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, ${rest}`;
    const greylisted =
      'dsn=4.2.0, status=deferred (host mx.example.com[192.0.2.20] said: 450 4.2.0 Greylisted (in reply to RCPT TO command))';
    const text = [
      to('ann', greylisted),
      to('bob', greylisted),
      to('ann', 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 7A)'),
      to('carol', 'dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown)'),
    ].join('\n');
    const { bounces } = await read(text, { asked: false });
    expect(bounces.map(({ recipient }) => recipient)).toEqual(['bob@example.com', 'carol@example.com']);
  });

  test.each([
    [
      'PowerMTA, whose messages have no id',
      [
        'type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta',
        't,2026-11-11 06:00:30+0000,2026-11-11 06:00:00+0000,news@example.org,ann@example.com,delayed,4.7.0 (other or undefined security status),smtp;421 4.7.0 Too many connections,mx.example.com (192.0.2.99)',
        't,2026-11-11 06:00:31+0000,2026-11-11 06:00:00+0000,news@example.org,bob@example.com,delayed,4.7.0 (other or undefined security status),smtp;421 4.7.0 Too many connections,mx.example.com (192.0.2.99)',
        'd,2026-11-11 06:30:00+0000,2026-11-11 06:00:00+0000,news@example.org,ann@example.com,relayed,2.0.0 (success),smtp;250 OK,mx.example.com (192.0.2.99)',
        // Another message to him.
        'd,2026-11-11 06:30:00+0000,2026-11-11 06:10:00+0000,news@example.org,bob@example.com,relayed,2.0.0 (success),smtp;250 OK,mx.example.com (192.0.2.99)',
      ],
    ],
    [
      'Exchange, whose SEND names the next server',
      [
        '#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source,event-id,internal-message-id,message-id,recipient-address,recipient-status,sender-address',
        '2026-11-12T06:00:05.123Z,,,,EX01,SMTP,DEFER,13,<m13@example.org>,ann@example.com;bob@example.com,[{LED=451 4.7.1 Greylisted};{FQDN=mx.example.com}],news@example.org',
        '2026-11-12T06:20:05.123Z,10.0.0.2,EX01,192.0.2.120,mx.example.com,SMTP,SEND,13,<m13@example.org>,ann@example.com,250 2.1.5 OK,news@example.org',
        // Another server of ours took it: it waits there.
        '2026-11-12T06:20:06.123Z,10.0.0.2,EX01,10.0.0.3,EX02,SMTP,SEND,13,<m13@example.org>,bob@example.com,250 2.6.0 <m13@example.org> Queued mail for delivery,news@example.org',
      ],
    ],
  ])('what was put off and arrived later in a log of %s', async (_, lines) => {
    const { bounces, deliveries } = await read(lines.join('\n'), { asked: true });
    expect(bounces.map(({ recipient }) => recipient)).toEqual(['bob@example.com']);
    expect(deliveries.map(({ recipient }) => recipient)).toContain('ann@example.com');
  });

  test.each([
    [
      'by a person',
      'Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0abcz9: to=<ann@example.com>, \nrelay=mx.example.com[192.0.2.20]:25, \ndelay=1.4, \ndsn=5.1.1, \nstatus=bounced (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\nany idea?',
    ],
    [
      'by a mail program',
      '2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com\nR=dnslookup T=remote_smtp:\nSMTP error from remote mail server after RCPT TO:<ann@example.com>:\nhost mx.example.com [192.0.2.20]: 550 5.1.1\nUser unknown',
    ],
    [
      'by colours',
      '\x1b[32mmail | \x1b[0mMar  3 10:15:02 mx1 postfix/smtp[1]: 4FpQx0: to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, dsn=5.1.1, \x1b[31mstatus=bounced\x1b[0m (host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
    ],
  ])('reads an entry that was broken %s', async (_, text) => {
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 User unknown',
        remoteHost: 'mx.example.com',
      },
    ]);
  });

  test('what our own server refused is told when asked, with nobody’s address or domain taken for ours', async () => {
    const text =
      'Mar  3 10:15:03 mx1 postfix/smtpd[2213]: NOQUEUE: reject: RCPT from host.example.net[192.0.2.77]: 554 5.7.1 Service unavailable; Client host [192.0.2.77] blocked using zen.spamhaus.org; from=<bob@example.net> to=<ann@example.com> proto=ESMTP helo=<x>';
    const { bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([
      {
        recipient: 'ann@example.com',
        speaker: 'ours',
        refusedByUs: true,
        sourceIp: null,
        senderDomain: null,
      },
    ]);
    expect(await read(text, { asked: false })).toMatchObject({ noticed: false, bounces: [] });
  });

  test('delivered mail is silence, whatever the other server said', async () => {
    const text =
      'Mar  3 10:15:02 mx1 postfix/smtp[2211]: 4FpQx0: to=<ann@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.27]:25, delay=1.2, dsn=2.0.0, status=sent (250 2.0.0 OK  1717599715 5b1f17b1804b1-4215814a6b2si12345.22 - gsmtp)';
    for (const asked of [true, false]) expect((await read(text, { asked })).bounces).toEqual([]);
  });
});

test('what both sides of a delivery by Haraka said is a session', async () => {
  const said = (words: string): string =>
    `2026-02-17 21:53:28 [PROTOCOL] [930E3B02-4254-4499-8294-70044A00835D.1.1] [outbound] ${words}`;
  const one = await read(
    said('S: 504 5.5.2 <c231fa>: Helo command rejected: need fully-qualified hostname'),
    {
      asked: false,
    },
  );
  expect(one).toMatchObject({ noticed: true, bounces: [{ replyCode: '504', enhancedCode: '5.5.2' }] });
  const both = await read(
    [said('C: RCPT TO:<ann@example.com>'), said('S: 550 5.1.1 User unknown')].join('\n'),
    { asked: false },
  );
  expect(both).toMatchObject({
    noticed: true,
    bounces: [{ recipient: 'ann@example.com', enhancedCode: '5.1.1' }],
  });
});

test('what else a plugin of Haraka logs is read as any line is', async () => {
  const line =
    '[INFO] [7C3E1A2B-0001.1] [outbound] gave up rcpt=ann@example.com err="Error: 550 5.1.1 No such user here" from=news@example.org';
  expect((await read(line, { asked: false })).bounces).toMatchObject([
    { recipient: 'ann@example.com', enhancedCode: '5.1.1' },
  ]);
});

test('the server that spoke is named without its address too', async () => {
  const hostOf = async (text: string) => (await read(text, { asked: true })).bounces[0]?.remoteHost;
  expect(await hostOf('host mx3.shop.example said: 550 5.1.1 User unknown')).toBe('mx3.shop.example');
  expect(await hostOf('remote server mx3.shop.example replied: 550 5.1.1 User unknown')).toBe(
    'mx3.shop.example',
  );
  expect(await hostOf('ann@mail.shop.example said: 550 5.1.1 User unknown')).toBe(null);
});
