import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';
import { factsOf } from './facts-of.ts';

test("Sendmail's transcript names the sender in its MAIL command", async () => {
  const text = [
    '   ----- The following addresses had permanent fatal errors -----',
    '<lager@parts.example>',
    '    (reason: 550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.140])',
    '',
    '   ----- Transcript of session follows -----',
    '... while talking to mx.parts.example.:',
    '>>> MAIL From:<service@garage.example> SIZE=1822',
    '<<< 550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.140]',
    '554 5.0.0 Service unavailable',
    '',
    'Reporting-MTA: dns; relay2.garage.example',
    '',
    'Final-Recipient: RFC822; lager@parts.example',
    'Action: failed',
    'Status: 5.7.25',
    'Remote-MTA: DNS; mx.parts.example',
    'Diagnostic-Code: SMTP; 550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.140]',
  ].join('\n');
  expect(await factsOf(text)).toMatchObject([
    { recipient: 'lager@parts.example', senderDomain: 'garage.example', sourceIp: '192.0.2.140' },
  ]);
});

describe('letters of mail servers without a machine part', () => {
  test('Exim', async () => {
    const text = `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@example.com
    SMTP error from remote mail server after RCPT TO:<ann@example.com>:
    host mx.example.com [192.0.2.20]: 550 5.1.1 <ann@example.com>: User unknown
  bob@example.net
    mailbox is full: retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

Return-path: <news@example.org>
To: carol@example.com
`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        remoteHost: 'mx.example.com',
        command: 'RCPT TO',
      },
      { recipient: 'bob@example.net', diagnosticCode: 'mailbox is full: retry timeout exceeded' },
    ]);
  });

  test('Sendmail', async () => {
    const text = `   ----- The following addresses had permanent fatal errors -----
<ann@example.com>
    (reason: 550-5.7.1 This message fails to pass)

   ----- Transcript of session follows -----
... while talking to mx.example.com.:
>>> DATA
<<< 550-5.7.1 This message fails to pass
<<< 550 5.7.1 authentication checks
554 5.0.0 <ann@example.com>... Service unavailable
`;
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.7.1',
        diagnosticCode: '550 5.7.1 This message fails to pass authentication checks',
        remoteHost: 'mx.example.com',
        command: 'DATA',
      },
    ]);
  });

  test('qmail', async () => {
    const text = `Hi. This is the qmail-send program at mx1.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@example.com>:
192.0.2.20 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.20.

<bob@example.net>:
Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)
`;
    expect(await factsOf(text)).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '550',
        diagnosticCode: '550 5.1.1 User unknown',
        remoteHost: '192.0.2.20',
        command: 'RCPT TO',
      },
      { recipient: 'bob@example.net', enhancedCode: '5.4.4' },
    ]);
  });

  test('Gmail', async () => {
    const text = `Address not found

Your message wasn't delivered to ann@example.com because the address couldn't be found, or is unable to receive mail.
LEARN MORE

The response from the remote server was:

550 5.1.1 The email account that you tried to reach does not exist. x1-2.3 - gsmtp
`;
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.1.1',
        diagnosticCode: '550 5.1.1 The email account that you tried to reach does not exist. x1-2.3 - gsmtp',
        action: 'failed',
      },
    ]);
  });

  test('Microsoft 365, with a question in front', async () => {
    const text = `Ann asks what to do about this one:

Delivery has failed to these recipients or groups:

ann@example.com
Your message wasn't delivered. Check the address and try again.

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com

ann@example.com
Remote Server at mx.example.com (192.0.2.20) returned '550 5.7.1 Access denied, banned sending IP
 [192.0.2.5]'

Original message headers:

Received: from AM0PR01MB1234.eurprd01.prod.exchangelabs.com
`;
    expect(await factsOf(text)).toEqual([
      {
        kind: 'bounce',
        recipient: 'ann@example.com',
        replyCode: '550',
        enhancedCode: '5.7.1',
        diagnosticCode: '550 5.7.1 Access denied, banned sending IP [192.0.2.5]',
        remoteHost: 'mx.example.com',
        sourceIp: '192.0.2.5',
      },
    ]);
  });

  test('Yahoo', async () => {
    expect(
      await factsOf('<ann@example.com>: 554: 5.7.1 Service unavailable; client blocked [RCPT_TO]'),
    ).toMatchObject([
      {
        recipient: 'ann@example.com',
        replyCode: '554',
        enhancedCode: '5.7.1',
        diagnosticCode: '554 5.7.1 Service unavailable; client blocked',
        command: 'RCPT TO',
      },
    ]);
  });

  test('Google Groups, whose letter names only the sender, and the header the group', async () => {
    const raw = [
      'Return-Path: <>',
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'To: ann@example.com',
      'Date: Tue, 3 Mar 2026 10:16:00 +0000',
      'Subject: Delivery Status Notification (Failure)',
      'X-Failed-Recipients: board@example.org',
      '',
      'Hallo ann@example.com,',
      '',
      'die Gruppe, die Sie kontaktieren möchten, ist möglicherweise nicht vorhanden.',
    ].join('\n');
    expect(await read(raw, { asked: false })).toMatchObject({
      noticed: true,
      bounces: [{ recipient: 'board@example.org' }],
    });
  });

  test('a code that is told twice in one letter is one answer', async () => {
    const text = `Your message to bob@example.com couldn't be delivered.
Status code: 550 5.1.10
Recipient Address: bob@example.com
Error Details
Reported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bob@example.com not found by SMTP address lookup`;
    const { bounces } = await read(text, { asked: false });
    expect(bounces).toMatchObject([{ recipient: 'bob@example.com', enhancedCode: '5.1.10' }]);
  });
});

describe('letters that end in a field, or tell in their own way', () => {
  test.each([
    [
      'Google Groups',
      "Hello news@us.example,\n\nWe're writing to let you know that the group you tried to contact (team) may not exist, or you may not have permission to post messages to the group.\n\n * You might have spelled or formatted the group name incorrectly.\n\nThanks,\n\nacme.example admins\n\nX-Failed-Recipients: ann@acme.example\n",
    ],
    [
      'Stalwart, put off',
      "There was a temporary problem delivering your message to the following recipients:\n\n<ann@acme.example> (connection to 'mx.acme.example' failed: Connection timeout)\n",
    ],
    [
      'Stalwart, refused',
      "Your message could not be delivered to the following recipients:\n\n<ann@acme.example> (failed to lookup 'acme.example': No such domain)\n",
    ],
    [
      'in Czech',
      'Dobrý den,\n\nVaši zprávu se nepodařilo doručit následujícím příjemcům:\n\n  ann@acme.example\n\nDůvod: schránka neexistuje.',
    ],
    [
      'in Czech, the address first',
      'Vaše zpráva pro ann@acme.example nemohla být doručena.\n\nAdresát neexistuje.',
    ],
    ['in Slovak', 'Správu sa nepodarilo doručiť príjemcovi ann@acme.example: schránka neexistuje'],
    [
      'in Polish',
      'Wiadomość nie mogła zostać dostarczona do następujących odbiorców:\nann@acme.example\nPowód: skrzynka nie istnieje',
    ],
  ])('%s', async (_, text) => {
    const { noticed, bounces } = await read(text, { asked: false });
    expect(noticed).toBe(true);
    expect(bounces).toMatchObject([{ recipient: 'ann@acme.example' }]);
  });

  test('who asks somebody to write reports no bounce', async () => {
    const text = 'Ahoj, dopis pro tebe se nepodařilo doručit na poštu, prosím napiš na jana@acme.example';
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });
});

test('Exim: each address of its list is told, in whatever words', async () => {
  const text = `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@example.com
    host mx.example.com [192.0.2.20]
    SMTP error from remote mail server after RCPT TO:<ann@example.com>:
    550 5.1.1 no such user
  bob@example.net
    all relevant MX records point to non-existent hosts
  carol@example.org
    lowest numbered MX record points to local host

Regards
dora@shop.example
Sales`;
  const { bounces } = await read(text, { asked: true });
  expect(bounces.map(({ recipient }) => recipient)).toEqual([
    'ann@example.com',
    'bob@example.net',
    'carol@example.org',
  ]);
});

test.each([
  [
    'Danish',
    'Modtager: ann@example.com',
    'Afsender: news@example.org\nEmne: Faktura 4711\nDato: 7. oktober 2026',
  ],
  ['German', 'Empfänger: ann@example.com', 'Betreff: Rechnung 4711\nGesendet: 07.10.2026 08:01'],
  ['French', 'Destinataire : ann@example.com', 'Objet : Facture 4711\nEnvoyé le : 7 octobre 2026'],
])('%s: the lines that name the mail are nobody’s words about it', async (_, recipient, fields) => {
  const letter = `Delivery has failed.\n\n${recipient}\n${fields}\nMailbox is full.`;
  const { bounces } = await read(letter, { asked: true });
  expect(bounces).toMatchObject([{ recipient: 'ann@example.com', diagnosticCode: 'Mailbox is full.' }]);
});
