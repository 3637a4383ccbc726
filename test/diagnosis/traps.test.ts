import { describe, expect, test } from 'vitest';
import { senderKey } from '../../src/cases/problems.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { createJudge, foreignSenderOf } from '../../src/diagnosis/index.ts';
import { read } from '../../src/intake/index.ts';

/** What users of other tools complain about: the code says one thing, the truth is another. Text in, verdict out. */
const { catalog } = await openCatalog({
  folder: new URL('../../catalog', import.meta.url).pathname,
  own: null,
});
const { diagnose } = createJudge(catalog);

/** [text, reason, category, suppress, retry, and what else it says: control, blocklist, the facts in it] */
type Row = readonly [
  text: string,
  reason: string,
  category: string,
  suppress: boolean,
  retry: boolean,
  more?: Readonly<Record<string, string>>,
];

const table = (title: string, rows: readonly Row[]): void => {
  describe(title, () => {
    test.each(rows.map((row) => ({ row, text: row[0] })))('$text', async ({ row }) => {
      const [text, reason, category, suppress, retry, more = {}] = row;
      const { bounces } = await read(text, { asked: true });
      expect(bounces).toHaveLength(1);
      const [bounce] = bounces;
      if (!bounce) throw new Error('nothing was read');
      const verdict = diagnose(bounce);
      const { control, blocklist, provider } = verdict;
      const { sourceIp, senderDomain, auth } = bounce;
      const said = { control, blocklist, provider, sourceIp, senderDomain, ...auth };
      expect(verdict).toMatchObject({ reason, category, suppress, retry });
      expect(said).toMatchObject(more);
    });
  });
};

const DEAD = ['user-unknown', 'hard', true, false] as const;
const NOT_YET = ['user-unknown', 'soft', false, false] as const;

table('5.7.x is about policy: an address is suppressed for its words only, where they say that it is dead', [
  ['550 5.7.1 <jane@example.com>: Recipient address rejected: User unknown', ...DEAD],
  ['550 5.7.1 Message rejected due to local policy', 'policy-violation', 'policy', false, false],
  ['554 5.7.1 <jane@example.com>: Relay access denied', 'no-relaying', 'configuration', false, false],
  [
    '550 5.7.1 Our system has detected that this message is likely spam',
    'spam-detected',
    'content',
    false,
    false,
  ],
  [
    '550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.10]',
    'require-ptr',
    'authentication',
    false,
    false,
    { control: 'ptr', sourceIp: '192.0.2.10' },
  ],
  [
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; group only accepts messages from people in its organization',
    'filtered',
    'configuration',
    false,
    false,
  ],
  [
    '550 5.7.606 Access denied, banned sending IP [192.0.2.10]',
    'blocked',
    'policy',
    false,
    false,
    { sourceIp: '192.0.2.10' },
  ],
  ['550 5.7.0 Authentication required', 'security-error', 'configuration', false, false],
]);

table('5.1.1 whose words say something else', [
  ['550 5.1.1 sending rate limit exceeded, try again later', 'rate-limited', 'throttle', false, true],
  [
    '550 5.1.1 Mail from 192.0.2.10 blocked using bl.spamcop.net',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'spamcop', sourceIp: '192.0.2.10' },
  ],
  ['550 5.1.1 <jane@example.com>: mailbox is full', 'mailbox-full', 'soft', false, true],
  ['550 5.1.1 Message rejected as spam', 'spam-detected', 'content', false, false],
]);

table('in other words of every day', [
  [
    '554 Your account is limited to 100 messages / hour. It is enabled again in 341 seconds',
    'rate-limited',
    'throttle',
    false,
    true,
  ],
  ['450 4.7.5 non DNSSEC destination', 'failed-starttls', 'authentication', false, true, { control: 'tls' }],
  ['451 Internal resource is temporarily unavailable', 'greylisted', 'soft', false, true],
  ['421 4.3.2 Service shutting down', 'system-error', 'soft', false, true],
  ["550 5.1.1 User hasn't got the service mapped", ...DEAD],
  [
    '550 relay not permitted, the recipient is not a local user and you are not authenticated',
    'no-relaying',
    'configuration',
    false,
    false,
  ],
  [
    '552 5.7.0 This mail has an illegal attachment, see http://support.example.com/mail/',
    'virus-detected',
    'content',
    false,
    false,
  ],
  [
    'Remote host said: 451 4.7.1 Your IP address does not resolve to an existing hostname - no proper reverse mapping exists',
    'require-ptr',
    'authentication',
    false,
    true,
    { control: 'ptr' },
  ],
]);

table('one reason, one category, whoever says it', [
  [
    '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
    'failed-starttls',
    'authentication',
    false,
    true,
    { control: 'tls' },
  ],
  ['403 4.7.0 TLS handshake failed', 'failed-starttls', 'authentication', false, true, { control: 'tls' }],
]);

table('what Yahoo slows down for its volume first is to be sent slower', [
  [
    '421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or user complaints',
    'bad-reputation',
    'throttle',
    false,
    true,
  ],
]);

table('5.4.1 of Microsoft is a dead recipient', [
  [
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [AM0EUR02FT040.eop-EUR02.prod.protection.outlook.com]',
    ...DEAD,
    { provider: 'microsoft' },
  ],
  ['550 5.4.1 [jane@example.com]: Recipient address rejected: Access denied', ...DEAD],
]);

table('a full mailbox is alive, whatever the class', [
  ['552 5.2.2 <jane@example.com>: Over quota', 'mailbox-full', 'soft', false, true],
  ['550 5.1.1 <jane@example.com> over-quota', 'mailbox-full', 'soft', false, true],
  [
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException',
    'mailbox-full',
    'soft',
    false,
    true,
  ],
  [
    '452-4.2.2 The email account that you tried to reach is over quota. gsmtp',
    'mailbox-full',
    'soft',
    false,
    true,
    { provider: 'google' },
  ],
]);

table('a 4xx says "for now", whatever else it says', [
  [
    '450 4.1.1 <jane@example.com>: Recipient address rejected: User unknown in local recipient table',
    ...NOT_YET,
  ],
  ['451 4.1.1 No such user here', ...NOT_YET],
]);

table('5.0.0 and 5.3.0 with telling words', [
  ['550 5.0.0 <jane@example.com>... User unknown', ...DEAD],
  ['554 5.3.0 mailbox quota exceeded for jane', 'mailbox-full', 'soft', false, true],
  [
    '550 5.3.0 Rejected: 192.0.2.10 listed at zen.spamhaus.org',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'spamhaus' },
  ],
  ['552 5.3.0 message size exceeds fixed maximum message size', 'email-too-large', 'content', false, false],
]);

table('wrong enhanced codes', [
  [
    '550 5.2.1 rejected: 192.0.2.10 is on the Spamhaus block list',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'spamhaus' },
  ],
  ['550 5.2.1 The email account that you tried to reach does not exist', ...DEAD],
  ['550 5.5.0 Requested action not taken: mailbox unavailable: user unknown', ...DEAD],
  [
    '554 5.2.0 This message violates DMARC policy of example.org',
    'auth-failure',
    'authentication',
    false,
    false,
    { control: 'dmarc' },
  ],
  [
    '553 5.3.0 <jane@example.com>... Domain of sender address news@example.org does not exist',
    'rejected',
    'configuration',
    false,
    false,
  ],
]);

table('not permanent: a report that gave up on a temporary answer', [
  [
    `Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; jane@example.com
Action: failed
Status: 4.4.7
Diagnostic-Code: smtp; delivery time expired`,
    'expired',
    'soft',
    false,
    true,
  ],
  [
    `Final-Recipient: rfc822; jane@example.com
Action: failed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx.example.com[192.0.2.20]:25: Connection timed out`,
    'expired',
    'soft',
    false,
    true,
  ],
  [
    `Final-Recipient: rfc822; jane@example.com
Action: failed
Status: 4.2.2
Diagnostic-Code: smtp; 452 4.2.2 The recipient's mailbox is over quota`,
    'mailbox-full',
    'soft',
    false,
    true,
  ],
]);

table('SES gave up: the last attempt alone is no proof that the domain is dead', [
  [
    JSON.stringify({
      notificationType: 'Bounce',
      bounce: {
        bounceType: 'Transient',
        bounceSubType: 'General',
        bouncedRecipients: [
          {
            emailAddress: 'jane@gone.example',
            action: 'failed',
            status: '4.4.7',
            diagnosticCode:
              'smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.0 Unable to lookup DNS for gone.example>',
          },
        ],
      },
      mail: { source: 'news@example.org', messageId: '0100' },
    }),
    'expired',
    'soft',
    false,
    false,
  ],
]);

table('words that tell the cause beside everyday ones', [
  ['550 Requested action not taken: mailbox unavailable: throttled', 'rate-limited', 'throttle', false, true],
  ['550 5.7.1 Rejected for policy reasons: loop detected', 'network-error', 'soft', false, false],
  [
    '554 5.7.1 Message content rejected due to policy restrictions: no PTR record',
    'require-ptr',
    'authentication',
    false,
    false,
  ],
  ['451 4.7.0 quota exceeded: too many sessions from your host', 'rate-limited', 'throttle', false, true],
  ['554 Delivery not authorized, message refused: mail loop', 'network-error', 'soft', false, false],
  ['552 5.2.2 quota exceeded', 'mailbox-full', 'soft', false, true],
  ['550 5.7.1 Rejected for policy reasons', 'policy-violation', 'policy', false, false],
]);

table('the same words with another enhanced code', [
  ['550 5.7.511 Access denied, banned sender', 'blocked', 'policy', false, false],
  ['550 5.7.502 Access denied, banned sender', 'rejected', 'policy', false, false],
]);

const OURS = ['rejected', 'configuration', false, false] as const;

table('what is said of who sends is no word about the recipient', [
  ['552 Mailbox of the sender is over quota, mail cannot be sent', ...OURS],
  ['550 5.1.1 The account you are sending from was not found', ...OURS],
  ['554 5.7.1 The mailbox of the sender is disabled', ...OURS],
  ['550 Das Postfach des Absenders ist deaktiviert', ...OURS],
  ['550 Почтовый ящик отправителя не найден', ...OURS],
  [
    '550 5.5.3 Directory harvest attack: most of your recipients do not exist',
    'rate-limited',
    'throttle',
    false,
    true,
  ],
  ['550 Rejected: 37 of your last 40 recipients were unknown users', ...OURS],
  ['550 domain of forward path is not allowed', 'no-relaying', 'configuration', false, false],
  [
    JSON.stringify({
      from: 'news@example.org',
      to: 'jane@example.com',
      response: '550 5.1.1 <news@example.org>: user unknown in our directory',
    }),
    ...OURS,
  ],
]);

table('but the recipient is meant where the sender only stands by', [
  ['550 5.1.1 User unknown. Your mail was returned to the sender', ...DEAD],
  ['550 Empfänger unbekannt, Nachricht geht zurück an den Absender', ...DEAD],
  ['550 5.1.1 The address you sent your mail to is unknown here', ...DEAD],
  ['552 5.2.2 The mailbox you are sending to is over quota', 'mailbox-full', 'soft', false, true],
  ['Message from news@example.org to jane@example.com was refused: 550 5.1.1 mailbox not found', ...DEAD],
]);

table('links are no words', [
  [
    '550 5.7.1 Refused by local policy, see https://help.example.net/unknown-user-blocked.html',
    'policy-violation',
    'policy',
    false,
    false,
  ],
  [
    '554 5.7.1 Access denied (help.example.net/kb?topic=mailbox-does-not-exist)',
    'policy-violation',
    'policy',
    false,
    false,
  ],
  ['550 <https://support.google.com/mail/?p=NoSuchUser|why> - gsmtp', ...DEAD, { provider: 'google' }],
]);

table('"unknown" is said of the sender', [
  [
    '450 4.1.7 <news@example.org>: Sender address rejected: unverified address: User unknown',
    'rejected',
    'configuration',
    false,
    true,
  ],
  [
    '550 5.1.8 <news@example.org>: Sender address rejected: Domain not found',
    'rejected',
    'configuration',
    false,
    false,
    { senderDomain: 'example.org' },
  ],
  ['550 5.7.1 Sender unknown', 'rejected', 'configuration', false, false],
]);

table('the blocklist that is named', [
  [
    '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.10',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'spamhaus', sourceIp: '192.0.2.10' },
  ],
  [
    '550 5.7.1 Service unavailable; client [192.0.2.10] blocked using b.barracudacentral.org',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'barracuda', sourceIp: '192.0.2.10' },
  ],
  [
    '554 5.7.1 Client host [192.0.2.10] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.10',
    'blocked',
    'policy',
    false,
    false,
    { blocklist: 'spamcop' },
  ],
  [
    '550 5.7.1 Message contains a link that is listed at dbl.spamhaus.org',
    'spam-detected',
    'content',
    false,
    false,
    { blocklist: 'spamhaus' },
  ],
]);

const IN_THE_MESSAGE = ['spam-detected', 'content', false, false] as const;
const OUR_DOMAIN = ['rejected', 'policy', false, false] as const;
const OUR_HOST = ['blocked', 'policy', false, false] as const;

table('what is listed decides, and the list is named', [
  [
    '550 5.7.1 URL in message is listed by Spam Eating Monkey',
    ...IN_THE_MESSAGE,
    { blocklist: 'spameatingmonkey' },
  ],
  [
    '554 5.7.1 the host name in your message body appears on Spamhaus DBL',
    ...IN_THE_MESSAGE,
    { blocklist: 'spamhaus' },
  ],
  [
    '550 5.7.1 refused: mail contains a web address blacklisted by uribl.com',
    ...IN_THE_MESSAGE,
    { blocklist: 'uribl' },
  ],
  [
    '550 rejected: envelope sender domain found in dbl.spamhaus.org',
    ...OUR_DOMAIN,
    { blocklist: 'spamhaus' },
  ],
  [
    '554 5.7.1 Return-path domain example.org is blacklisted (Spam Eating Monkey)',
    ...OUR_DOMAIN,
    { blocklist: 'spameatingmonkey' },
  ],
  [
    '554 5.7.1 connection from 192.0.2.10 rejected: your host appears in the SpamRATS list',
    ...OUR_HOST,
    { blocklist: 'spamrats' },
  ],
  ['554 5.7.1 Barracuda Reputation: no', ...OUR_HOST, { blocklist: 'barracuda' }],
  ['550 5.7.1 zen.spamhaus.org: query refused, public resolver', 'system-error', 'soft', false, false],
  [
    '554 5.7.1 rejected: too many DNSBL queries from this nameserver, see spamhaus.org/returnc/vol',
    'system-error',
    'soft',
    false,
    false,
  ],
]);

table('of two blocklists the one that the deciding words are about', [
  [
    '550 mail from 192.0.2.3 refused (barracudacentral.org/lookups) - blocked using dnsbl.sorbs.net',
    ...OUR_HOST,
    { blocklist: 'sorbs' },
  ],
  [
    '550 5.7.1 Not on Spamhaus, but 192.0.2.10 is listed by Barracuda Reputation',
    ...OUR_HOST,
    { blocklist: 'barracuda' },
  ],
  [
    '554 Your IP 192.0.2.10 is listed at psbl.surriel.com; help: https://www.spamcop.net/',
    ...OUR_HOST,
    { blocklist: 'psbl' },
  ],
  [
    '550 5.7.1 SpamCop is quiet about it; the link in your mail is listed in multi.surbl.org',
    ...IN_THE_MESSAGE,
    { blocklist: 'surbl' },
  ],
]);

const PERHAPS_DEAD = ['user-unknown', 'soft', false, true] as const;

table('what says "for now" condemns no address', [
  ['450 4.1.1 Benutzer vorübergehend nicht gefunden', ...PERHAPS_DEAD],
  [
    '450 4.1.1 <jane@example.com>: Recipient address rejected: unverified address: mailbox might be disabled, full, or may not exist',
    ...PERHAPS_DEAD,
  ],
  ['450 4.1.1 user unknown; try again later', ...PERHAPS_DEAD],
  ['451 4.1.1 Usuario desconocido por el momento, inténtelo de nuevo', ...PERHAPS_DEAD],
  ['450 4.1.1 <jane@example.com>: User unknown in virtual mailbox table', ...NOT_YET],
  ['550 5.1.1 user unknown; try again later', ...PERHAPS_DEAD],
]);

table('greylisting that is named decides', [
  [
    "451 greylisted: address doesn't exist yet in our database, try again in 5 minutes",
    'greylisted',
    'soft',
    false,
    true,
  ],
  ['450 4.1.1 user unknown to our greylist, come back later', 'greylisted', 'soft', false, true],
  ['450 4.7.1 Recipient not found among known triplets: Graylisting', 'greylisted', 'soft', false, true],
]);

table('words without a code: who is away, and what is', [
  ['DKIM assente', 'auth-failure', 'authentication', false, false, { control: 'dkim' }],
  ['registro SPF ausente', 'auth-failure', 'authentication', false, false, { control: 'spf' }],
  ['Registro PTR ausente para 192.0.2.10', 'require-ptr', 'authentication', false, false, { control: 'ptr' }],
  ['Sono assente fino al 5 gennaio', 'vacation', 'info', false, false],
  ['Estaré ausente hasta el lunes', 'vacation', 'info', false, false],
  ['Automatic reply: I am away from my desk today', 'vacation', 'info', false, false],
  ['On parental leave. For urgent matters write to my colleague', 'vacation', 'info', false, false],
]);

table('the refused command is no wording of the server', [
  [
    'host mx.example.com[192.0.2.20] said: 472 Validating sender, refused (in reply to RCPT TO command)',
    'rejected',
    'policy',
    false,
    true,
  ],
  [
    'host mx.example.com[192.0.2.20] said: 550 5.7.1 Access denied (in reply to MAIL FROM command)',
    'rejected',
    'policy',
    false,
    false,
  ],
  [
    'host mx.example.com[192.0.2.20] said: 453 You have no mail (in reply to RCPT TO command)',
    'undefined',
    'info',
    false,
    false,
  ],
  [
    'host mx.example.com[192.0.2.20] said: 472 Validating Sender (in reply to RCPT TO command)',
    'undefined',
    'soft',
    false,
    true,
  ],
]);

table('of alternatives the one that stands in the text weighs', [
  ['550 5.7.1 your mail server is denylisted here, user unknown or not', 'blocked', 'policy', false, false],
  ['550 The domain of the sender does not exist', 'rejected', 'configuration', false, false],
  [
    '550 Absenderadresse abgelehnt: Die Domain des Absenders existiert nicht',
    'rejected',
    'configuration',
    false,
    false,
  ],
]);

table('letters that are no letter with an accent are read as people type them', [
  ['550 Skrzynka odbiorcy jest pełna', 'mailbox-full', 'soft', false, true],
  ['550 Skrzynka odbiorcy jest pelna', 'mailbox-full', 'soft', false, true],
  ['550 Kullanıcı bulunamadı', ...DEAD],
  ['550 Kullanici bulunamadi', ...DEAD],
  ['552 Nachricht zu groß', 'email-too-large', 'content', false, false],
  ['552 Nachricht zu gross', 'email-too-large', 'content', false, false],
]);

const AUTH = ['auth-failure', 'authentication', false, false] as const;

table('which control failed, with what it names', [
  [
    '550 5.7.23 The message was rejected because of Sender Policy Framework violation: SPF check failed, smtp.mailfrom=example.org, client ip: 192.0.2.10',
    ...AUTH,
    { control: 'spf', senderDomain: 'example.org', sourceIp: '192.0.2.10' },
  ],
  [
    '550 5.7.20 DKIM signature verification failed: d=example.org s=sel1',
    ...AUTH,
    { control: 'dkim', dkimDomain: 'example.org', dkimSelector: 'sel1' },
  ],
  [
    '550 5.7.20 no key for signature: no TXT record at sel1._domainkey.example.org, DKIM failed',
    ...AUTH,
    { control: 'dkim', dkimDomain: 'example.org', dkimSelector: 'sel1' },
  ],
  [
    '554 5.7.5 Message rejected: dkim=fail (bad signature) header.i=@mail.example.org header.s=k1',
    ...AUTH,
    { control: 'dkim', dkimDomain: 'mail.example.org', dkimSelector: 'k1' },
  ],
  [
    "550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy. gsmtp",
    ...AUTH,
    { control: 'dmarc', fromDomain: 'example.org', provider: 'google' },
  ],
  [
    '550 5.7.509 Access denied, sending domain [example.org] does not pass DMARC verification and has a DMARC policy of reject',
    ...AUTH,
    { control: 'dmarc', senderDomain: 'example.org' },
  ],
  [
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. Authentication results: DKIM = did not pass, SPF [example.org] with ip: [203.0.113.7] = did not pass',
    ...AUTH,
    { control: 'multiple', senderDomain: 'example.org', sourceIp: '203.0.113.7' },
  ],
  [
    '450 4.7.25 Client host rejected: cannot find your hostname, [203.0.113.7]',
    'require-ptr',
    'authentication',
    false,
    true,
    { control: 'ptr', sourceIp: '203.0.113.7' },
  ],
  [
    '530 5.7.0 Must issue a STARTTLS command first',
    'failed-starttls',
    'authentication',
    false,
    false,
    { control: 'tls' },
  ],
]);

test('a returned message tells the key that its refusal leaves out', async () => {
  const mail = `From: MAILER-DAEMON@mx.example.org
To: news@example.org
Subject: Undelivered Mail Returned to Sender
Date: Sat, 21 Nov 2026 10:00:00 +0000
Message-ID: <1@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<jane@example.com>: host mx.example.com[192.0.2.20] said: 550 5.7.20 DKIM check failed

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; jane@example.com
Action: failed
Status: 5.7.20
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; 550 5.7.20 DKIM check failed

--b
Content-Type: message/rfc822

Authentication-Results: mx.example.com; dkim=fail header.d=example.org header.s=nov26; dmarc=fail header.from=example.org
From: news@example.org
To: jane@example.com
Subject: News
Message-ID: <2@example.org>

Hello
--b--
`;
  const [bounce] = (await read(mail, { asked: true })).bounces;
  if (!bounce) throw new Error('nothing was read');
  expect(bounce.auth).toEqual({
    dkimSelector: 'nov26',
    dkimDomain: 'example.org',
    fromDomain: 'example.org',
  });
  expect(diagnose(bounce)).toMatchObject({ reason: 'auth-failure', control: 'dkim', suppress: false });
});

describe('whose server spoke', () => {
  test.each([
    ['its host name', 'host mx-eu.mail.am0.yahoodns.net[192.0.2.20] said: 421 4.7.0 try later', 'yahoo'],
    ['a mark in the text', '421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred', 'yahoo'],
  ])('%s tells it', async (_, text, provider) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce && diagnose(bounce).provider).toBe(provider);
  });

  test.each([
    [
      'where another host spoke',
      'host relay.example.net[192.0.2.20] said: 550 5.7.1 <jane@gmail.com>: Relay access denied',
    ],
    ['where no host is named', '550 5.1.1 <jane@gmail.com>: no such user'],
    [
      'where our own server gave up',
      'Mar  3 10:15:03 mx1 postfix/error[2211]: 5FpQx0abcz9: to=<jane@gmail.com>, relay=none, delay=30, delays=0/0/30/0, dsn=4.3.0, status=deferred (unknown mail transport error)',
    ],
  ])('a mailbox says nothing %s', async (_, text) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce && diagnose(bounce).provider).toBe(null);
  });

  test.each([
    ['ours', 'status=deferred (unknown mail transport error)'],
    ['ours', 'delivery 245: failure: Unable_to_run_qmail-remote./'],
    ['theirs', '550 5.1.1 <jane@example.com>: no such user'],
    [null, 'connect to mx.example.com[192.0.2.20]:25: Connection timed out'],
  ])('%s: %s', async (speaker, text) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce?.speaker).toBe(speaker);
  });

  test('what our own server refused suppresses nothing', async () => {
    const text =
      'Mar  3 10:15:03 mx1 postfix/smtpd[2213]: NOQUEUE: reject: RCPT from host.example.net[192.0.2.77]: 550 5.1.1 <jane@example.com>: Recipient address rejected: User unknown in local recipient table; from=<bob@example.net> to=<jane@example.com> proto=ESMTP helo=<x>';
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce && diagnose(bounce)).toMatchObject({ reason: 'user-unknown', suppress: false });
  });
});

describe('whose domain', () => {
  test.each([
    [
      'of a mailbox provider: send from your own',
      '550 5.7.1 This message was not accepted due to domain (mail.ru) owner DMARC policy (RFC 7489) https://help.mail.ru/mail-help/postmaster/dmarc',
      'freemail',
    ],
    [
      'of our own',
      "550 5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy",
      undefined,
    ],
  ])('%s', async (_, text, because) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce && foreignSenderOf(bounce, catalog)?.because).toBe(because);
  });

  test('of an author whose mail was only forwarded: ARC, or rewriting', async () => {
    const text =
      '2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com F=<SRS0=x1y2=AB=example.net=bob@example.org> R=dnslookup T=remote_smtp: SMTP error from remote mail server after end of data: host mx.example.com [192.0.2.20]: 550 5.7.1 DMARC policy of example.net says reject';
    const [bounce] = (await read(text, { asked: true })).bounces;
    expect(bounce && foreignSenderOf(bounce, catalog)).toMatchObject({ because: 'forwarded' });
  });
});

describe('whose words, at a host that is nobody’s we know', () => {
  const at = (host: string, words: string): string =>
    `Mar  3 10:15:02 mx1 postfix/smtp[41]: 4FpQx0abcz9: to=<jane@shop.example>, relay=${host}[192.0.2.20]:25, dsn=5.0.0, status=bounced (host ${host}[192.0.2.20] said: ${words} (in reply to RCPT TO command))`;
  test.each([
    ['mx3.qq.com', '550 Mailbox unavailable or access denied', 'qq'],
    ['mx.shop.example', '550 Mailbox unavailable or access denied', null],
    ['mx.shop.example', '550 5.7.27 Sender address has null MX', null],
    ['mx.shop.example', '550 5.1.6 Recipient no longer on server: jane@shop.example', null],
    ['mx.shop.example', '450 4.2.1 The user is receiving mail at a rate that prevents delivery', null],
  ])('%s: %s', async (host, words, provider) => {
    const [bounce] = (await read(at(host, words), { asked: true })).bounces;
    const { provider: named, entry } = bounce ? diagnose(bounce) : { provider: '', entry: null };
    expect([named, entry?.provider ?? null]).toEqual([provider, provider]);
  });

  test('a domain that isn’t found and an address that isn’t one’s own are two problems', async () => {
    const text = [
      at('mx.a.example', '450 4.1.8 <n@news.example>: Sender address rejected: Domain not found'),
      at('mx.b.example', '553 5.7.1 <n@news.example>: Sender address rejected: not owned by user'),
    ].join('\n');
    const keys = (await read(text, { asked: true })).bounces.map((bounce) => senderKey(diagnose(bounce)));
    expect(new Set(keys).size).toBe(2);
  });
});

describe('a provider’s words without its codes, which any server may say', () => {
  test.each([
    ['550 5.7.1 Message rejected due to DMARC policy of shop.example.net', 'dmarc-failed', null],
    ['Message expired, queued too long', 'queued-too-long', null],
    ['551 5.2.1 <jo@example.com> is a deactivated mailbox', 'mailbox-disabled', null],
    ['550 5.2.0 Message rejected due to DMARC', 'comcast-dmarc', 'comcast'],
  ])('%s', async (text, entry, provider) => {
    const [bounce] = (await read(text, { asked: true })).bounces;
    const verdict = bounce && diagnose(bounce);
    expect([verdict?.entry?.id, verdict?.provider]).toEqual([entry, provider]);
  });
});

test('the name of a router in a log is no word of anybody’s', async () => {
  const line =
    '2026-03-03 10:16:02 1tQx0a-0001Ab-2C == bob@example.net R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host';
  const [bounce] = (await read(line, { asked: true })).bounces;
  expect(bounce && diagnose(bounce)).toMatchObject({ reason: 'on-hold', control: null, suppress: false });
});
