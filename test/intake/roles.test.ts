import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { recipientIn } from '../../src/intake/recipient.ts';
import { rolesIn } from '../../src/intake/roles/index.ts';

/** Words of servers and programs, and whose address failed by them; null: they don't say. */
const NAMED: readonly (readonly [string, string | null])[] = [
  // The address that the words are about, right beside it
  [
    '550 5.1.1 <ann@acme.example>: Recipient address rejected: User unknown in virtual mailbox table',
    'ann@acme.example',
  ],
  ['550 5.1.1 <ann@acme.example>... User unknown', 'ann@acme.example'],
  ['550 5.1.1 ann@acme.example... User unknown', 'ann@acme.example'],
  ['550 5.1.1 ann@acme.example User unknown', 'ann@acme.example'],
  ['550 ann@acme.example: No such user here', 'ann@acme.example'],
  ['550 No such user here "ann@acme.example"', 'ann@acme.example'],
  ['550 5.1.1 The email account ann@acme.example does not exist.', 'ann@acme.example'],
  [
    "550 5.1.1 The email account that you tried to reach, ann@acme.example, doesn't exist",
    'ann@acme.example',
  ],
  ['550 sorry, no mailbox here by that name: ann@acme.example', 'ann@acme.example'],
  ['552 5.2.2 <ann@acme.example>: user is over quota', 'ann@acme.example'],
  ['552 The mailbox of ann@acme.example is full', 'ann@acme.example'],
  ['550 5.2.1 ann@acme.example is disabled', 'ann@acme.example'],
  [
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@acme.example not found by SMTP address lookup',
    'ann@acme.example',
  ],
  [
    '550 5.4.1 Recipient address rejected: Access denied. ann@acme.example [AM0EUR.prod.protection.outlook.com]',
    'ann@acme.example',
  ],
  ['554 5.7.1 <ann@acme.example>: Relay access denied', 'ann@acme.example'],
  ['550 5.7.1 Unable to relay for ann@acme.example', 'ann@acme.example'],
  ['553 sorry, relaying denied to ann@acme.example', 'ann@acme.example'],
  [
    '450 4.2.0 <ann@acme.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help/acme.example.html',
    'ann@acme.example',
  ],
  ['550 Invalid recipient ann@acme.example (#5.1.1)', 'ann@acme.example'],
  ['511 5.1.1 unknown address or alias: ann@acme.example', 'ann@acme.example'],
  ['550-Callout to mx.acme.example failed for ann@acme.example\n550 Unknown user', 'ann@acme.example'],
  ['550 5.1.1 unknown or illegal alias: ann@acme.example', 'ann@acme.example'],
  ['550 5.1.1 User ann@acme.example unknown', 'ann@acme.example'],
  ["550 5.0.0 <ann@acme.example> Can't find this person", 'ann@acme.example'],
  ['#5.1.1 bad address ann@acme.example', 'ann@acme.example'],
  [
    '550 5.7.1 <ann@acme.example>: Recipient address rejected: undeliverable address: host mx.acme.example[192.0.2.1] said: 550 5.1.1 <ann@acme.example> User unknown',
    'ann@acme.example',
  ],
  ['ann@acme.example: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['550 ann@acme.example only accepts mail from known senders', 'ann@acme.example'],
  ['452 ann@acme.example: insufficient disk space', 'ann@acme.example'],
  ['<ann@acme.example> 192.0.2.20 failed on DATA command. Remote host said: 554 Error', 'ann@acme.example'],
  ['sandy:00000:<ann@acme.example> : Connection timed out in connect', 'ann@acme.example'],
  // Behind the words, or as a sentence of its own
  ['550 5.2.1 Account suspended: ann@acme.example', 'ann@acme.example'],
  ['bounce: ann@acme.example → "550 5.1.1 User unknown"', 'ann@acme.example'],
  ['news@us.example -> ann@acme.example: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['El correo a ann@acme.example fue rechazado: 550 5.1.1 usuario desconocido', 'ann@acme.example'],
  ['550 5.1.6 recipient no longer on server: ann@acme.example', 'ann@acme.example'],
  ['550 #5.1.0 Address rejected. ann@acme.example', 'ann@acme.example'],
  ['This message was undeliverable. The user(s) account is disabled. <ann@acme.example>', 'ann@acme.example'],
  [
    '554 5.4.6 Too many hops: from <news@us.example> via localhost, to <ann@acme.example>',
    'ann@acme.example',
  ],
  [
    '550 This system is not configured to relay mail from 192.0.2.10 to <ann@acme.example>',
    'ann@acme.example',
  ],
  [
    'You tried to send to a recipient marked as inactive. Found inactive addresses: ann@acme.example',
    'ann@acme.example',
  ],
  ['Adressen ble ikke funnet. Meldingen ble ikke levert til ann@acme.example', 'ann@acme.example'],
  ['ann@acme.example - 550 5.1.1 User unknown', 'ann@acme.example'],
  // Sentences of programs
  ['Delivery to ann@acme.example failed: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['Delivery failed for accounting@acme.example: 550 5.1.1 User unknown', 'accounting@acme.example'],
  [
    'Could not deliver message to user.service@acme.example: 550 mailbox unavailable',
    'user.service@acme.example',
  ],
  ['Failed to send email to ann@acme.example: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['Error sending mail to mailbox1@acme.example: 550 5.1.1 User unknown', 'mailbox1@acme.example'],
  [
    'SMTP error from remote mail server after RCPT TO:<users@acme.example>: 550 5.1.1 no such user',
    'users@acme.example',
  ],
  ['RCPT TO:<ann@acme.example>\n550 5.1.1 no such user', 'ann@acme.example'],
  [
    'MAIL FROM:<news@us.example>\n250 OK\nRCPT TO:<ann@acme.example>\n550 5.1.1 no such user',
    'ann@acme.example',
  ],
  ['Message to address.book@acme.example bounced: 550 5.1.1 unknown', 'address.book@acme.example'],
  ['Undeliverable to ann@acme.example (550 5.1.1 user unknown)', 'ann@acme.example'],
  ['Recipient: ann@acme.example\nReason: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['to=<ann@acme.example>, from=<news@us.example>, 550 5.1.1 User unknown', 'ann@acme.example'],
  ['from=<news@us.example>, to=<ann@acme.example>, 550 5.1.1 User unknown', 'ann@acme.example'],
  ['news@us.example -> ann@acme.example: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['news@us.example → ann@acme.example: 550 5.1.1 User unknown', 'ann@acme.example'],
  ['to=<inner@backend.example>, orig_to=<info@acme.example>, 550 5.1.1 User unknown', 'info@acme.example'],
  ['to=<inner@backend.example>, orig_to=<root>, 550 5.1.1 User unknown', 'inner@backend.example'],
  ['Mail from news@us.example to ann@acme.example was rejected: 550 5.1.1 User unknown', 'ann@acme.example'],
  [
    '550 5.1.1 <ann@acme.example>: User unknown. Please contact postmaster@acme.example for assistance.',
    'ann@acme.example',
  ],
  ['550 5.1.1 No such user ann@acme.example. Send questions to help@acme.example', 'ann@acme.example'],
  ['550 5.1.1 <support@acme.example>: Recipient address rejected: User unknown', 'support@acme.example'],
  [
    "Sorry, we couldn't deliver your message to ann@acme.example. If you believe that this is wrong, write to abuse@acme.example.",
    'ann@acme.example',
  ],
  // Other languages
  ['Zustellung an ann@acme.example fehlgeschlagen: 550 Benutzer unbekannt', 'ann@acme.example'],
  ['550 Der Empfänger ann@acme.example existiert nicht', 'ann@acme.example'],
  ['550 Das Postfach ann@acme.example ist voll', 'ann@acme.example'],
  ["550 L'utilisateur ann@acme.example n'existe pas", 'ann@acme.example'],
  ['550 La boîte aux lettres ann@acme.example est pleine', 'ann@acme.example'],
  ['550 El usuario ann@acme.example no existe', 'ann@acme.example'],
  ['550 El buzón ann@acme.example está lleno', 'ann@acme.example'],
  ["550 L'utente ann@acme.example non esiste", 'ann@acme.example'],
  ['550 A caixa de correio ann@acme.example está cheia', 'ann@acme.example'],
  ['550 O usuário ann@acme.example não existe', 'ann@acme.example'],
  ['550 De gebruiker ann@acme.example bestaat niet', 'ann@acme.example'],
  ['550 Użytkownik ann@acme.example nie istnieje', 'ann@acme.example'],
  ['550 Пользователь ann@acme.example не существует', 'ann@acme.example'],
  ['550 ann@acme.example kullanıcısı bulunamadı', 'ann@acme.example'],
  ['550 Användaren ann@acme.example finns inte', 'ann@acme.example'],
  ['550 ユーザー ann@acme.example は存在しません', 'ann@acme.example'],
  ['550 用户ann@acme.example不存在', 'ann@acme.example'],
  // Somebody else's
  ['550 5.1.8 <news@us.example>: Sender address rejected: Domain not found', null],
  ['553 5.1.8 <news@us.example>... Domain of sender address news@us.example does not exist', null],
  ['550 5.7.1 <news@us.example>: Sender address rejected: not owned by user me@us.example', null],
  ['550 Sender verify failed for <news@us.example>', null],
  ['550 5.7.1 Message rejected. Contact postmaster@acme.example', null],
  ['554 5.7.1 Blocked. For removal write to delist@acme.example', null],
  ['554 5.7.1 Your IP is blocked; please send an e-mail to unblock-me@acme.example to be delisted', null],
  ['550 5.7.23 SPF fail: domain of news@us.example does not designate 192.0.2.1 as permitted sender', null],
  ['550 SPF check failed for news@us.example', null],
  ['550 Rejected by header based Anti-Spoofing policy: boss@us.example', null],
  ['551 5.1.6 ann has moved, please try ann@elsewhere.example', null],
  ['550 5.1.6 Address changed. Use ann@elsewhere.example from now on', null],
  [
    '550-Postmaster verification failed while checking <news@us.example>\n550-Sent: RCPT TO:<postmaster@us.example>\n550-Response: 550 <postmaster@us.example>: User unknown',
    null,
  ],
  ['User me@us.example has exceeded its 24-hour sending limit. Messages to 25 recipients out of 25', null],
  ['552 5.2.0 Mailbox me@us.example has exceeded the maximum number of emails it may send', null],
  ['535 5.7.8 Authentication failed for me@us.example', null],
  ['535 5.7.8 Error: authentication failed: me@us.example', null],
  ['550 5.7.60 Client does not have permissions to send as news@us.example', null],
  [
    '554 Email address is not verified. The following identities failed the check in region EU-WEST-1: news@us.example',
    null,
  ],
  ['550 5.7.1 Unauthenticated email from news@us.example is not accepted', null],
  ['554 5.7.1 message from <news@us.example> rejected as spam', null],
  ['550 5.1.1 User unknown. Message-ID: <20260301.1234@us.example>', null],
  ['550 5.1.1 User unknown; Return-Path: <news@us.example>; Reply-To: boss@us.example', null],
  ['550 Enter a full address, for example name@acme.example', null],
  ['550 5.1.1 User unknown\n\n--\nBob Builder, bob@us.example', null],
  ['| news@us.example | ann@acme.example | 550 5.1.1 User unknown |', null],
  // Places that contradict each other
  ['550 5.1.1 <ann@acme.example>: User unknown. 550 5.1.1 <bob@acme.example>: User unknown', null],
  ['recipient=ann@acme.example rcpt=bob@acme.example 550 5.1.1 User unknown', null],
];

describe('whose address it is', () => {
  test.each(NAMED)('%s', (words, recipient) => {
    expect(recipientIn(words)).toBe(recipient);
  });

  test('is told with the evidence for it', () => {
    const text =
      'MAIL FROM:<news@us.example> RCPT TO:<inner@backend.example> orig_to=<ann@acme.example>: user unknown, ' +
      'e.g. name@acme.example; contact postmaster@acme.example. Hello bob@us.example, see x@y.example';
    expect(rolesIn(text).map(({ address, role }) => [address, role])).toEqual([
      ['news@us.example', 'sender'],
      ['inner@backend.example', 'recipient'],
      ['ann@acme.example', 'original recipient'],
      ['name@acme.example', 'example'],
      ['postmaster@acme.example', 'contact'],
      ['bob@us.example', 'got the report'],
      ['x@y.example', 'unknown'],
    ]);
    expect(rolesIn(text)[1]?.evidence).toContain('RCPT TO');
  });
});

describe('addresses around the words', () => {
  const around = fc.constantFrom(
    'From: news@us.example',
    'Sender: <news@us.example>',
    'Reply-To: boss@us.example',
    'Return-Path: <bounces@us.example>',
    'MAIL FROM:<bounces@us.example>',
    'from=<news@us.example>',
    'Message-ID: <20260301.77@us.example>',
    'List-Unsubscribe: <mailto:leave@us.example>',
    'List-Post: <mailto:list@us.example>',
    'Please contact postmaster@acme.example for assistance.',
    'For help write to help@acme.example.',
    'Questions? abuse@acme.example',
    'Cc: colleague@us.example',
    'Hello bob@us.example,',
    'Report abuse to abuse@provider.example.',
    'Absender: news@us.example',
    'Sender address <news@us.example>',
  );
  const named = fc.constantFrom(
    '550 5.1.1 <ann@acme.example>: Recipient address rejected: User unknown',
    '550 5.1.1 <ann@acme.example>... User unknown',
    '550 No such user ann@acme.example',
    '550 5.1.1 RCPT TO:<ann@acme.example> unknown user',
    '552 5.2.2 The mailbox ann@acme.example is full',
    '550 Der Empfänger ann@acme.example existiert nicht',
    'Delivery to ann@acme.example failed: 550 5.1.1 User unknown',
    '550 5.1.1 User unknown',
    '554 5.7.1 Message rejected as spam',
  );

  test('never change the recipient', () => {
    fc.assert(
      fc.property(
        named,
        fc.array(around, { maxLength: 4 }),
        fc.array(around, { maxLength: 4 }),
        (words, ahead, behind) => {
          const expected = words.includes('ann@') ? 'ann@acme.example' : null;
          expect(recipientIn([...ahead, words, ...behind].join('\n'))).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never are the recipient of what is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        named,
        fc.array(around, { maxLength: 4 }),
        fc.array(around, { maxLength: 4 }),
        async (words, ahead, behind) => {
          const { bounces } = await read([...ahead, words, ...behind].join('\n'), { asked: true });
          for (const { recipient } of bounces)
            expect(recipient ?? 'ann@acme.example').toBe('ann@acme.example');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('examples', () => {
  test.each([
    'e.g. RCPT TO:<jones@foo.example> would get 550 5.1.1 No such user here',
    'For example, RCPT TO:<jones@foo.example> gets 550 5.1.1 No such user here.',
    'Example: `550 5.1.1 <jones@foo.example>: User unknown` means that the mailbox is gone.',
    'Zum Beispiel würde RCPT TO:<jones@foo.example> mit 550 5.1.1 No such user here beantwortet.',
    'z. B. „550 5.1.1 <jones@foo.example>: User unknown“',
    'Par exemple, RCPT TO:<jones@foo.example> recevrait 550 5.1.1 No such user here.',
    'Por ejemplo, to=<jones@foo.example> devolvería 550 5.1.1 No such user here',
    'Por exemplo, RCPT TO:<jones@foo.example> daria 550 5.1.1 No such user here',
    'Ad esempio RCPT TO:<jones@foo.example> darebbe 550 5.1.1 No such user here',
    'Bijvoorbeeld RCPT TO:<jones@foo.example> geeft 550 5.1.1 No such user here',
    'Na przykład RCPT TO:<jones@foo.example> zwróci 550 5.1.1 No such user here',
    'Например, на RCPT TO:<jones@foo.example> сервер ответит 550 5.1.1 No such user here',
    '例えば RCPT TO:<jones@foo.example> には 550 5.1.1 No such user here が返ります。',
  ])('name nobody: %s', async (text) => {
    const { bounces } = await read(text, { asked: true });
    expect(bounces.filter(({ recipient }) => recipient !== null)).toEqual([]);
  });

  test('what is told in a line of its own happened', async () => {
    const text =
      'For example this one bounced:\n\n<ann@acme.example>: host mx.acme.example[192.0.2.4] said: 550 5.1.1 User unknown (in reply to RCPT TO command)';
    expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient: 'ann@acme.example' }]);
  });
});

describe('whom Exim verified is the sender', () => {
  const SAID =
    '550-Verification failed for <news@us.example>\n550-No Such User Here\n550 Sender verify failed';
  test.each([
    ['alone', SAID, null],
    ['in one line', SAID.replaceAll('\n', ' '), null],
    ['as exim -v shows it', `  SMTP<< ${SAID.replaceAll('\n', '\n          ')}`, null],
    [
      'in a session',
      `MAIL FROM:<news@us.example>\n250 OK\nRCPT TO:<ann@acme.example>\n${SAID}`,
      'ann@acme.example',
    ],
  ])('%s', async (_, text, recipient) => {
    expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient, replyCode: '550' }]);
  });
});

describe('mark-up of chats around an address and its answer', () => {
  test.each([
    '<mailto:ann\\_b@acme.example|ann\\_b@acme.example> — *550 5.1.1* no such user',
    '<mailto:ann_b@acme.example|ann_b@acme.example> 550 5.1.1 no such user',
    '*ann_b@acme.example* — `550 5.1.1 no such user`',
    '**ann_b@acme.example**: **550 5.1.1** no such user',
    'Undelivered! <mailto:ann\\_b@acme.example|ann\\_b@acme.example> — *550 5.1.1* no such user',
  ])('%s', async (text) => {
    const { noticed, bounces } = await read(text, { asked: true });
    expect(bounces).toMatchObject([
      { recipient: 'ann_b@acme.example', diagnosticCode: '550 5.1.1 no such user' },
    ]);
    expect(noticed).toBe(true);
  });
});
