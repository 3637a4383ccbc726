/** Texts as people paste them, for the typical answers. Names, domains and addresses are nobody's. */
import { attempt } from '../support/postfix-log.ts';

export const HARD =
  '550 5.1.1 <sam@example.com>: Recipient address rejected: User unknown in local recipient table (host mx1.example.com[192.0.2.20])';

export const GMAIL = [
  'host gmail-smtp-in.l.google.com[142.250.27.26] said:',
  '550-5.7.26 Your email has been blocked because the sender is unauthenticated.',
  '550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.',
  '550-5.7.26 Authentication results:',
  '550-5.7.26  DKIM = did not pass',
  '550-5.7.26  SPF [example.com] with ip: [192.0.2.5] = did not pass',
  '550-5.7.26 For instructions on setting up authentication, go to',
  '550 5.7.26 https://support.google.com/mail/answer/81126#authentication ffacd0b85a97d-3a5 - gsmtp (in reply to end of DATA command)',
].join('\n');

export const SPAMHAUS =
  '550 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.5 (host mx.example.net[198.51.100.25], in reply to RCPT TO command)';

export const GREYLISTED = attempt({
  time: '10:04:11',
  id: '4FpQx0ab12z9',
  to: 'pat@example.net',
  words:
    '450 4.2.0 <pat@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.net.html',
});

export const RATE_LIMIT = [3, 17, 41]
  .map((minute, n) =>
    attempt({
      time: `09:${String(minute).padStart(2, '0')}:07`,
      id: `4FpQx0rl${n}z9`,
      to: `reader${n}@gmail.com`,
      words:
        '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. For more information, go to https://support.google.com/mail/?p=UnsolicitedRateLimitError - gsmtp',
      relay: 'gmail-smtp-in.l.google.com',
    }),
  )
  .join('\n');

export const MAILBOX_FULL =
  '<kim@icloud.com>: host mx01.mail.icloud.com[17.57.154.33] said: 552 5.2.2 <kim@icloud.com>: user is over quota (in reply to RCPT TO command)';

export const NOT_SURE =
  '<lee@example.org>: host mx.example.org[198.51.100.7] said: 550 Requested action not taken: mailbox unavailable (in reply to RCPT TO command)';

export const LIKELY =
  '<jo@example.com>: host mx1.example.com[192.0.2.20] said: 550 5.1.1 Address rejected (in reply to RCPT TO command)';

export const COMPLAINT = [
  'From: Yahoo! Mail AntiSpam Feedback <feedback@arf.mail.yahoo.com>',
  'To: fbl@example.com',
  'Subject: FW: Your November offers',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=feedback-report; boundary="b1"',
  '',
  '--b1',
  'Content-Type: text/plain',
  '',
  'This is an email abuse report for an email message received from IP 192.0.2.10.',
  '',
  '--b1',
  'Content-Type: message/feedback-report',
  '',
  'Feedback-Type: abuse',
  'User-Agent: Yahoo!-Mail-Feedback/2.0',
  'Version: 1',
  'Original-Mail-From: <news@example.com>',
  'Original-Rcpt-To: max@yahoo.com',
  'Source-IP: 192.0.2.10',
  'Reported-Domain: example.com',
  '',
  '--b1',
  'Content-Type: message/rfc822',
  '',
  'From: News <news@example.com>',
  'To: max@yahoo.com',
  'Subject: Your November offers',
  'Message-ID: <20261121.1@example.com>',
  '',
  'Hello Max',
  '--b1--',
].join('\n');

/** 14 customers whose mail Google takes no more, a minute each. */
export const GOOGLE_FAILS = Array.from({ length: 14 }, (_, n) =>
  attempt({
    time: `10:0${n % 10}:0${n % 7}`,
    id: `4FpQx0gf${n}z9`,
    to: `info@customer${n}.example`,
    words: '421-4.3.0 Temporary System Problem. Try again later (10). gsmtp',
    relay: 'aspmx.l.google.com',
  }),
).join('\n');

/** 30 refusals within a quarter of an hour, of Outlook's own list. */
export const OUTLOOK_REFUSES = Array.from({ length: 30 }, (_, n) =>
  attempt({
    time: `10:${String(n % 15).padStart(2, '0')}:${String(n + 10)}`,
    id: `4FpQx0or${n}z9`,
    to: `client${n}@outlook.com`,
    words:
      "550 5.7.1 Unfortunately, messages from [192.0.2.5] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors.",
    relay: 'outlook-com.olc.protection.outlook.com',
  }),
).join('\n');

type Kind = {
  readonly count: number;
  readonly domain: string;
  readonly relay: string;
  readonly words: string;
};

const MANY: readonly Kind[] = [
  {
    count: 9,
    domain: 'mail.ru',
    relay: 'mxs.mail.ru',
    words:
      '550 5.1.1 Message was not accepted -- invalid mailbox. Local mailbox is unavailable: user not found',
  },
  { count: 7, domain: 'comcast.net', relay: 'mx1.comcast.net', words: '550 5.1.1 Not our Customer' },
  {
    count: 5,
    domain: 'gmx.de',
    relay: 'mx00.emig.gmx.net',
    words: '550 5.1.1 Requested action not taken: mailbox unavailable. User unknown',
  },
  {
    count: 4,
    domain: 'example.com',
    relay: 'mx1.example.com',
    words: '550 5.1.1 Recipient address rejected: User unknown in local recipient table',
  },
  {
    count: 7,
    domain: 'yahoo.com',
    relay: 'mta7.am0.yahoodns.net',
    words:
      "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.10, because the ip is in Spamhaus's list; see https://postmaster.yahooinc.com/error-codes",
  },
  {
    count: 4,
    domain: 'gmail.com',
    relay: 'gmail-smtp-in.l.google.com',
    words:
      '550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. DKIM = did not pass SPF [example.com] with ip: [192.0.2.5] = did not pass gsmtp',
  },
  {
    count: 3,
    domain: 'outlook.com',
    relay: 'outlook-com.olc.protection.outlook.com',
    words:
      '550 5.7.1 Service unavailable, Client host [192.0.2.5] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.5 (AS3130)',
  },
  {
    count: 2,
    domain: 'gmail.com',
    relay: 'gmail-smtp-in.l.google.com',
    words:
      '421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. gsmtp',
  },
  { count: 2, domain: 'icloud.com', relay: 'mx01.mail.icloud.com', words: '552 5.2.2 user is over quota' },
  {
    count: 1,
    domain: 'gmx.de',
    relay: 'mx00.emig.gmx.net',
    words: '552 5.3.4 Message size exceeds maximum message size',
  },
  {
    count: 1,
    domain: 'example.net',
    relay: 'mx.example.net',
    words: '450 4.2.0 Recipient address rejected: Greylisted, try again in 5 minutes',
  },
  {
    count: 1,
    domain: 't-online.de',
    relay: 'mx03.t-online.de',
    words: '421 4.3.2 System not accepting network messages',
  },
];

/** 46 bounces of a morning. */
export const LOG = MANY.flatMap(({ count, domain, relay, words }, kind) =>
  Array.from({ length: count }, (_, n) =>
    attempt({
      time: `0${7 + (kind % 3)}:${String(10 + n)}:0${kind % 10}`,
      id: `4FpQx0${kind}m${n}z9`,
      to: `person${kind}.${n}@${domain}`,
      words,
      relay,
    }),
  ),
).join('\n');
