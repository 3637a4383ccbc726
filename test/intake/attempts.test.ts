import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attempt, read } from '../../src/intake/index.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const pasted = (text: string) => read(text, { asked: true, now: NOW, zone: 'Europe/Berlin' });

/** The ids and the time of the one bounce in a text. */
async function attemptIn(text: string): Promise<Partial<Attempt>> {
  const { bounces } = await pasted(text);
  expect(bounces.flatMap(({ attempts }) => attempts)).toHaveLength(1);
  return Object.fromEntries(
    Object.entries(bounces[0]?.attempts[0] ?? {}).filter(([, value]) => value !== null),
  );
}

const outcome = (id: string, to = 'ann@example.com') =>
  `${id}: to=<${to}>, relay=mx.example.com[192.0.2.20]:25, delay=1.4, dsn=4.2.2, status=deferred (host mx.example.com[192.0.2.20] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))`;

describe('a log tells the queue id, the host and the moment', () => {
  const POSTFIX = { queueId: '4FpQx0abcz9', queueHost: 'mx1', timeFrom: 'log' };
  const line = (head: string) => `${head} mx1 postfix/smtp[2211]: ${outcome('4FpQx0abcz9')}`;

  test.each([
    ['syslog', line('Nov 20 10:00:00'), '2026-11-20T09:00:00.000Z'],
    ['syslog, of a file', line('/var/log/mail.log.1:Nov 20 10:00:00'), '2026-11-20T09:00:00.000Z'],
    [
      'RFC 5424',
      line('<22>1 2026-11-20T10:00:00.123456+01:00').replace('[2211]:', ' 2211 - -'),
      '2026-11-20T09:00:00.123Z',
    ],
    ['journalctl, short-iso', line('2026-11-20T10:00:00+0100'), '2026-11-20T09:00:00.000Z'],
    ['journalctl, short-full', line('Fri 2026-11-20 10:00:00 UTC'), '2026-11-20T10:00:00.000Z'],
    ['journalctl, short-unix', line('1795168800.123456'), '2026-11-20T10:00:00.123Z'],
    ['docker compose', line('mail-1  | Nov 20 10:00:00'), '2026-11-20T09:00:00.000Z'],
    [
      'kubectl, with a time of its own',
      line('2026-11-20T09:00:00.987654321Z Nov 20 10:00:00'),
      '2026-11-20T09:00:00.987Z',
    ],
    [
      'Docker, as JSON',
      JSON.stringify({
        log: `${line('Nov 20 10:00:00')}\n`,
        stream: 'stdout',
        time: '2026-11-20T09:00:01.5Z',
      }),
      '2026-11-20T09:00:01.500Z',
    ],
    [
      'journald, as JSON',
      JSON.stringify({
        __REALTIME_TIMESTAMP: '1795168800123456',
        _HOSTNAME: 'mx1',
        SYSLOG_IDENTIFIER: 'postfix/smtp',
        MESSAGE: outcome('4FpQx0abcz9'),
      }),
      '2026-11-20T10:00:00.123Z',
    ],
    [
      'Loki',
      JSON.stringify({ stream: { job: 'mail' }, values: [['1795168800000000000', line('Nov 20 11:00:00')]] }),
      '2026-11-20T10:00:00.000Z',
    ],
  ])('Postfix, %s', async (_, text, time) => {
    expect(await attemptIn(text)).toEqual({ ...POSTFIX, time });
  });

  test.each([
    [
      'Exim',
      '2026-11-20 10:00:00 1tQx0a-0001Ab-2C <= news@example.org H=app [192.0.2.7] P=esmtps S=999 id=m1@example.org\n2026-11-20 10:00:05 1tQx0a-0001Ab-2C ** ann@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<ann@example.com>: host mx.example.com [192.0.2.20]: 550 5.1.1 User unknown',
      { queueId: '1tQx0a-0001Ab-2C', messageId: '<m1@example.org>', time: '2026-11-20T09:00:05.000Z' },
    ],
    [
      'Sendmail',
      'Nov 20 10:00:00 gw sm-mta[99]: 4AKA00xY012345: from=<news@example.org>, size=1, class=0, nrcpts=1, msgid=<m1@example.org>, relay=localhost [127.0.0.1]\nNov 20 10:00:02 gw sm-mta[99]: 4AKA00xY012345: to=<ann@example.com>, delay=00:00:02, mailer=esmtp, relay=mx.example.com. [192.0.2.20], dsn=5.1.1, stat=User unknown',
      {
        queueId: '4AKA00xY012345',
        queueHost: 'gw',
        messageId: '<m1@example.org>',
        time: '2026-11-20T09:00:02.000Z',
      },
    ],
    [
      'qmail',
      '@40000000 new msg 5500\n@400000006b00128a0c1b2a34 info msg 5500: bytes 900 from <news@example.org> qp 3 uid 1\n@400000006b00128a0c1b2a34 starting delivery 8: msg 5500 to remote ann@example.com\n@400000006b00128a1dcd6500 delivery 8: failure: Remote_host_said:_550_5.1.1_User_unknown/',
      { queueId: '5500.3', time: '2026-11-20T09:27:28.500Z' },
    ],
    [
      'OpenSMTPD',
      '2026-11-20T10:00:00.123Z gw smtpd[77]: 5d1f0a6b7c8d9e0f mta delivery evpid=0a1b2c3d4e5f6071 from=<news@example.org> to=<ann@example.com> rcpt=<-> relay="192.0.2.20 (mx.example.com)" delay=1s result="PermFail" stat="550 5.1.1 User unknown"',
      { queueId: '0a1b2c3d', queueHost: 'gw', time: '2026-11-20T10:00:00.123Z' },
    ],
    [
      'Haraka',
      'Nov 20 10:00:00 gw haraka[9]: [INFO] [5F2C1A3B-7D8E-4F90-A1B2-C3D4E5F60718.1.1] [outbound] recipient <ann@example.com> rejected: 550 5.1.1 User unknown',
      {
        queueId: '5F2C1A3B-7D8E-4F90-A1B2-C3D4E5F60718.1',
        queueHost: 'gw',
        time: '2026-11-20T09:00:00.000Z',
      },
    ],
    [
      'ZoneMTA',
      '2026-11-20T10:00:00Z INFO 19a0b1c2d3e4f5a6b7.001 REJECTED[user] id=<m1@example.org> from=n@example.org[news@example.org] to=ann@example.com mx=mx.example.com (550 5.1.1 User unknown)',
      { queueId: '19a0b1c2d3e4f5a6b7', messageId: '<m1@example.org>', time: '2026-11-20T10:00:00.000Z' },
    ],
    [
      'PowerMTA',
      'type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,header_Message-Id\nb,2026-11-20 10:00:02+0100,2026-11-20 09:59:00+0100,news@example.org,ann@example.com,failed,5.1.1 (bad destination mailbox address),smtp;550 5.1.1 User unknown,mx.example.com (192.0.2.20),<m1@example.org>',
      { messageId: '<m1@example.org>', time: '2026-11-20T09:00:02.000Z' },
    ],
    [
      'IronPort',
      "Fri Nov 20 10:00:00 2026 Info: MID 4711 Message-ID '<m1@example.org>'\nFri Nov 20 10:00:01 2026 Info: MID 4711 ICID 8 RID 0 To: <ann@example.com>\nFri Nov 20 10:00:02 2026 Info: Bounced: DCID 3 MID 4711 to RID 0 - 5.1.0 - Unknown address error ('550', ['5.1.1 User unknown']) []",
      { queueId: '4711', messageId: '<m1@example.org>', time: '2026-11-20T09:00:02.000Z' },
    ],
    [
      'Stalwart',
      '2026-11-20T10:00:00Z INFO SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 221341, from = "news@example.org", to = "ann@example.com", hostname = "mx.example.com", code = 550, details = "5.1.1 User unknown"',
      { queueId: '221341', time: '2026-11-20T10:00:00.000Z' },
    ],
    [
      'Exchange',
      '#Fields: date-time,server-hostname,source,event-id,internal-message-id,message-id,recipient-address,recipient-status,sender-address\n2026-11-20T10:00:00.123Z,EX01,SMTP,FAIL,8899,<m1@example.org>,ann@example.com,550 5.1.1 User unknown,news@example.org',
      { queueId: '8899', queueHost: 'ex01', messageId: '<m1@example.org>', time: '2026-11-20T10:00:00.123Z' },
    ],
    [
      'a program’s own log',
      '[2026-11-20 10:00:00] production.ERROR: Expected response code "250" but got code "550", with message "550 5.1.1 <ann@example.com>: User unknown"',
      { time: '2026-11-20T09:00:00.000Z' },
    ],
  ])('%s', async (_, text, attempt) => {
    expect(await attemptIn(text)).toEqual({ timeFrom: 'log', ...attempt });
  });
});

describe('a report tells which message of which server, and when it was last tried', () => {
  const group =
    'Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n';

  test.each([
    [
      'Postfix',
      `Reporting-MTA: dns; mx1.example.org\nX-Postfix-Queue-ID: 4FpQx0abcz9\nArrival-Date: Fri, 20 Nov 2026 09:59:00 +0100 (CET)\n\n${group}`,
      {
        queueId: '4FpQx0abcz9',
        queueHost: 'mx1.example.org',
        time: '2026-11-20T08:59:00.000Z',
        timeFrom: 'arrival',
      },
    ],
    [
      'with its last attempt',
      `Reporting-MTA: dns; gw.example.org\nArrival-Date: Fri, 20 Nov 2026 09:00:00 GMT\n\n${group}Last-Attempt-Date: Fri, 20 Nov 2026 13:00:00 GMT\nFinal-Log-Id: 4AKA00xY012345\n`,
      {
        queueId: '4AKA00xY012345',
        queueHost: 'gw.example.org',
        time: '2026-11-20T13:00:00.000Z',
        timeFrom: 'report',
      },
    ],
    ['that tells no time', group, {}],
    [
      'in a mail, with the message that came back',
      [
        'Date: Fri, 20 Nov 2026 10:00:09 +0100 (CET)',
        'From: MAILER-DAEMON@gw.example.org (Mail Delivery System)',
        'To: news@example.org',
        'Subject: Undelivered Mail Returned to Sender',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; gw.example.org',
        '',
        `${group}--b`,
        'Content-Type: message/rfc822',
        '',
        'Received: from app (app [192.0.2.9]) by gw.example.org (Postfix) with ESMTPS',
        '\tid 4ZZx0abcz9 for <ann@example.com>; Fri, 20 Nov 2026 10:00:00 +0100 (CET)',
        'From: news@example.org',
        'To: ann@example.com',
        'Message-ID: <m1@example.org>',
        '',
        'Hello',
        '--b--',
        '',
      ].join('\n'),
      {
        queueId: '4ZZx0abcz9',
        queueHost: 'gw.example.org',
        messageId: '<m1@example.org>',
        time: '2026-11-20T09:00:09.000Z',
        timeFrom: 'mail',
      },
    ],
  ])('%s', async (_, text, attempt) => {
    expect(await attemptIn(text)).toEqual(attempt);
  });
});

describe('an event tells the message, itself, and the moment', () => {
  test.each([
    [
      'Amazon SES',
      {
        eventType: 'Bounce',
        bounce: {
          feedbackId: 'f1',
          bounceType: 'Permanent',
          bouncedRecipients: [
            { emailAddress: 'ann@example.com', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
          ],
          timestamp: '2026-11-20T10:00:00.000Z',
        },
        mail: {
          timestamp: '2026-11-20T09:59:00.000Z',
          messageId: 'p1',
          commonHeaders: { messageId: '<m1@example.org>' },
        },
      },
      { platformId: 'p1', eventId: 'f1', messageId: '<m1@example.org>' },
    ],
    [
      'SendGrid',
      [
        {
          email: 'ann@example.com',
          timestamp: 1795168800,
          event: 'bounce',
          reason: '550 5.1.1 user unknown',
          'smtp-id': '<m1@example.org>',
          sg_event_id: 'e1',
          sg_message_id: 'p1.filter0001.16648.5515E0B88.0',
        },
      ],
      { platformId: 'p1', eventId: 'e1', messageId: '<m1@example.org>' },
    ],
    [
      'Mailgun',
      {
        'event-data': {
          id: 'e1',
          timestamp: 1795168800,
          event: 'failed',
          recipient: 'ann@example.com',
          message: { headers: { 'message-id': 'm1@example.org' } },
          'delivery-status': { code: 550, message: '5.1.1 user unknown' },
        },
      },
      { eventId: 'e1', messageId: '<m1@example.org>' },
    ],
    [
      'Postmark',
      {
        RecordType: 'Bounce',
        ID: 42,
        MessageID: 'p1',
        Details: 'smtp;550 5.1.1 user unknown',
        Email: 'ann@example.com',
        BouncedAt: '2026-11-20T10:00:00.0000000Z',
      },
      { platformId: 'p1', eventId: '42' },
    ],
    [
      'SparkPost',
      {
        msys: {
          message_event: {
            type: 'bounce',
            event_id: 'e1',
            message_id: 'p1',
            raw_reason: '550 5.1.1 user unknown',
            rcpt_to: 'ann@example.com',
            timestamp: '1795168800',
          },
        },
      },
      { platformId: 'p1', eventId: 'e1' },
    ],
    [
      'Mailchimp Transactional',
      [
        {
          event: 'hard_bounce',
          ts: 1795168800,
          msg: { email: 'ann@example.com', diag: '550 5.1.1 user unknown', _id: 'p1' },
        },
      ],
      { platformId: 'p1' },
    ],
    [
      'Resend',
      {
        type: 'email.bounced',
        created_at: '2026-11-20T10:00:00Z',
        data: { email_id: 'p1', to: ['ann@example.com'], bounce: { message: '550 5.1.1 user unknown' } },
      },
      { platformId: 'p1' },
    ],
    [
      'Mailjet, whose events have no reader of their own',
      {
        event: 'bounce',
        time: 1795168800,
        MessageID: 13792286917,
        email: 'ann@example.com',
        error: '550 5.1.1 user unknown',
      },
      { platformId: '13792286917' },
    ],
  ])('%s', async (_, event, ids) => {
    expect(await attemptIn(JSON.stringify(event))).toEqual({
      ...ids,
      time: '2026-11-20T10:00:00.000Z',
      timeFrom: 'event',
    });
  });

  test('whose Message-ID is the platform’s own names its id: a report of the same mail is known again', async () => {
    const [bounce] = (
      await pasted(
        'From: MAILER-DAEMON@a.example\nTo: news@example.org\nSubject: Delivery Status Notification (Failure)\nDate: Fri, 20 Nov 2026 10:00:09 +0100\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nFrom: news@example.org\nMessage-ID: <0102019a-000000@eu-west-1.amazonses.com>\n\nHello\n--b--\n',
      )
    ).bounces;
    expect(bounce).toMatchObject({ platformId: '0102019a-000000' });
  });
});

describe('several attempts', () => {
  const at = (time: string, id = '4FpQx0abcz9') => `Nov 20 ${time} mx1 postfix/smtp[2]: ${outcome(id)}`;

  test('of one message are one bounce with all its moments; the newest is the bounce’s own', async () => {
    const { bounces } = await pasted(
      [at('10:00:00'), at('10:10:00'), at('10:30:00'), at('10:10:00')].join('\n'),
    );
    expect(bounces).toMatchObject([{ queueId: '4FpQx0abcz9', time: '2026-11-20T09:30:00.000Z' }]);
    expect(bounces[0]?.attempts.map(({ time }) => time?.slice(11, 19))).toEqual([
      '09:00:00',
      '09:10:00',
      '09:30:00',
    ]);
  });

  test('within a minute are one try, told twice or by two hosts of theirs', async () => {
    const { bounces } = await pasted([at('10:00:00'), at('10:00:04')].join('\n'));
    expect(bounces[0]?.attempts).toHaveLength(1);
  });

  test('of two messages at one moment are two', async () => {
    const { bounces } = await pasted([at('10:00:00'), at('10:00:00', '5FpQx0abcz9')].join('\n'));
    expect(bounces[0]?.attempts.map(({ queueId }) => queueId)).toEqual(['4FpQx0abcz9', '5FpQx0abcz9']);
  });

  test('a report and its log line, pasted together, are one', async () => {
    const report =
      'Reporting-MTA: dns; mx1.example.org\nX-Postfix-Queue-ID: 4FpQx0abcz9\nArrival-Date: Fri, 20 Nov 2026 09:59:00 +0100\n\nFinal-Recipient: rfc822; ann@example.com\nAction: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\n';
    const { bounces } = await pasted(`${at('10:00:00')}\n\n${report}`);
    expect(bounces.flatMap(({ attempts }) => attempts)).toMatchObject([
      { queueId: '4FpQx0abcz9', time: '2026-11-20T09:00:00.000Z', timeFrom: 'log' },
    ]);
  });

  test('what arrived later is no bounce any more, and is told as a delivery', async () => {
    const sent = `Nov 20 11:00:00 mx1 postfix/smtp[2]: 4FpQx0abcz9: to=<ann@example.com>, relay=mx.example.com[192.0.2.20]:25, delay=3600, dsn=2.0.0, status=sent (250 2.0.0 OK)`;
    const other = `Nov 20 12:00:00 mx1 postfix/smtp[2]: ${outcome('6FpQx0abcz9')}`;
    for (const lines of [
      [at('10:00:00'), sent, other],
      [other, sent, at('10:00:00')],
    ]) {
      const { bounces, deliveries } = await pasted(lines.join('\n'));
      expect(bounces).toMatchObject([{ queueId: '6FpQx0abcz9' }]);
      expect(deliveries).toMatchObject([
        {
          recipient: 'ann@example.com',
          queueId: '4FpQx0abcz9',
          queueHost: 'mx1',
          time: '2026-11-20T10:00:00.000Z',
        },
      ]);
    }
  });

  test.each([
    [
      'SendGrid',
      [
        {
          email: 'ann@example.com',
          timestamp: 1795168800,
          event: 'deferred',
          response: '452 4.2.2 Mailbox full',
          sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
          sg_event_id: 'e1',
        },
        {
          email: 'ann@example.com',
          timestamp: 1795172400,
          sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
          event: 'delivered',
          response: '250 OK',
          sg_event_id: 'e2',
        },
      ],
    ],
    [
      'Amazon SES',
      {
        eventType: 'Delivery',
        mail: {
          timestamp: '2026-11-20T10:59:00Z',
          messageId: 'p1',
          source: 'news@example.org',
          destination: ['ann@example.com'],
        },
        delivery: {
          timestamp: '2026-11-20T11:00:00Z',
          recipients: ['ann@example.com'],
          smtpResponse: '250 ok',
        },
      },
    ],
    [
      'Postmark',
      {
        RecordType: 'Delivery',
        MessageID: 'p1',
        Recipient: 'ann@example.com',
        DeliveredAt: '2026-11-20T11:00:00Z',
      },
    ],
    [
      'Resend',
      {
        type: 'email.delivered',
        created_at: '2026-11-20T11:00:00Z',
        data: { email_id: 'p1', to: ['ann@example.com'] },
      },
    ],
  ])('so do the events of platforms: %s', async (_, event) => {
    const { bounces, deliveries } = await pasted(JSON.stringify(event));
    expect(bounces).toEqual([]);
    expect(deliveries).toMatchObject([{ recipient: 'ann@example.com', time: '2026-11-20T11:00:00.000Z' }]);
  });

  test('a line that tells of a message alone is kept for the bounce that another paste has', async () => {
    const lines = [
      at('10:00:00'),
      'Nov 20 09:59:58 mx1 postfix/qmgr[4]: 9FpQx0abcz9: from=<news@example.org>, size=999, nrcpt=1 (queue active)',
      'Nov 20 09:59:58 mx1 postfix/cleanup[3]: 9FpQx0abcz9: message-id=<m9@example.org>',
    ];
    expect((await pasted(lines.join('\n'))).messages).toMatchObject([
      { queueId: '9FpQx0abcz9', messageId: '<m9@example.org>', sender: 'news@example.org' },
    ]);
  });
});

describe('in any order, and however it is split over pastes', () => {
  const minutes = (count: number) => String(Math.floor(count / 2) % 60).padStart(2, '0');
  const log = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, i) => {
      const id = `4FpQx0ab${i % 3}`;
      const clock = `Nov 20 1${i % 3}:${minutes(i)}:00 mx1`;
      return i % 4 === 3
        ? `${clock} postfix/qmgr[4]: ${id}: from=<news@example.org>, size=999, nrcpt=1 (queue active)`
        : `${clock} postfix/smtp[2]: ${outcome(id, i % 2 ? 'bob@example.com' : 'ann@example.com')}`;
    });
  const attemptsIn = async (text: string): Promise<readonly string[]> =>
    (await pasted(text)).bounces.flatMap(({ recipient, attempts }) =>
      attempts.map((one) => JSON.stringify([recipient, one])),
    );
  const shuffled = fc
    .integer({ min: 2, max: 14 })
    .chain((count) => fc.shuffledSubarray([...log(count)], { minLength: count, maxLength: count }));

  test('lines of a log give the same attempts', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async (lines) => {
        const inOrder = await attemptsIn(lines.toSorted().join('\n'));
        expect((await attemptsIn(lines.join('\n'))).toSorted()).toEqual(inOrder.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  test('each paste of some of the lines gives some of the attempts, and all of them give all', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 13 }), async (lines, cut) => {
        const pastes = [lines.slice(0, cut), lines.slice(cut)];
        const told = (await Promise.all(pastes.map((some) => attemptsIn(some.join('\n'))))).flat();
        expect([...new Set(told)].toSorted()).toEqual([...(await attemptsIn(lines.join('\n')))].toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
