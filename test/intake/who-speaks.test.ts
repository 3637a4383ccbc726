import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const KIM = 'kim@werft-nord.example';
const PIA = 'pia@hafen-sued.example';
const SAID = '550 5.2.1 The mailbox is disabled';

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

/** How a sentence goes on behind whoever speaks of a bounce. */
const REPORTS = [
  'reports that the invoice bounced with',
  'writes: the newsletter came back with',
  'complained, her mail was returned:',
  'asked why the mail bounced:',
  'forwarded us this bounce:',
  'got a strange bounce back:',
  'received the following error:',
  'keeps getting this bounce:',
  'says his mail bounced with',
  'noticed that our mail bounced:',
  'meldet, dass unsere Mail zurückkam:',
  'hat geschrieben, die Rechnung kam zurück:',
  'bekam eine Fehlermeldung:',
  'signale que notre mail est revenu avec',
  'a reçu une erreur :',
  'se queja de que el correo rebotó con',
  'recibió este error:',
  'segnala che la mail è tornata con',
  'ha ricevuto un errore:',
  'reclama que o e-mail voltou com',
  'meldt dat de mail terugkwam met',
  'kreeg een foutmelding:',
  'zgłasza, że mail wrócił:',
  'сообщает, что письмо вернулось:',
  'skriver att mejlet studsade med',
] as const;

describe('who reports a bounce', () => {
  test.each(REPORTS)('is not the recipient: … %s', async (words) => {
    for (const front of ['', 'Our client ', 'Ticket 4: colleague '])
      expect(await recipientsIn(`${front}${KIM} ${words} ${SAID}`), words).toEqual([null]);
  });

  test.each([
    'reports',
    'says',
    'meldet',
    'signale',
    'informa',
  ])('leaves whom the mail was for: %s', async (verb) => {
    expect(await recipientsIn(`${KIM} ${verb} that mail to ${PIA} bounced: ${SAID}`)).toEqual([PIA]);
  });

  test.each([
    'asked',
    'We told',
    'I have informed',
    'Habe gefragt:',
  ])('nor is who was told: %s', async (words) => {
    expect(await recipientsIn(`${words} ${KIM}; the mail bounced: ${SAID}`)).toEqual([null]);
  });

  test.each([
    `${PIA} said: ${SAID}`,
    `${PIA} bounced with ${SAID}`,
    `The server for ${PIA} reported that the mailbox is disabled: ${SAID}`,
    `${PIA} is the address that bounced: ${SAID}`,
    `Ваше сообщение не доставлено пользователю ${PIA}, потому что адрес не найден.\n${SAID}`,
  ])('but a server’s words name whom they are about: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([PIA]);
  });
});

describe('whoever pastes or signs', () => {
  test.each([
    `${SAID}\n-- \nKim Own\n${KIM}`,
    `Our mail fails:\n${SAID}\n--\nKim Own, Sales\n${KIM}\n+49 30 1234`,
    `10:14 ${KIM}: my mail bounced ${SAID}`,
    `${KIM}'s mail bounced: ${SAID}`,
    `mail by ${KIM} bounced: ${SAID}`,
    `Bounce notice went to ${KIM}: ${SAID}`,
    `${KIM} can't send, bounces with ${SAID}`,
    `This is ${KIM}, your mail bounced here: ${SAID}`,
  ])('is not the recipient: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual([null]);
  });

  test.each([
    `{"to":"${KIM}","cc":["${PIA}"],"error":"550 5.1.1 <${PIA}> user unknown"}`,
    `To: ${KIM}\nCc: ${PIA}\nFrom: news@werft-nord.example\nError: 550 5.1.1 <${PIA}>: User unknown`,
    `to=${KIM} cc=${PIA} err="550 5.1.1 <${PIA}> User unknown"`,
  ])('nor is whom a copy hides: %j', async (text) => {
    expect(await recipientsIn(text)).toEqual([PIA]);
  });
});

describe('a field that a sentence names', () => {
  const QUOTED = [
    `Standup: the ticket view now shows "Final-Recipient: rfc822; ${KIM}" in bold. Next up: the mailbox full page.`,
    `Our import drops rows with \`X-Failed-Recipients: ${KIM}\`, I will look at it. After that the user unknown banner.`,
    `In the log viewer \`to=<${KIM}>\` is a link now. User unknown gets its own colour.`,
    `The manual puts RCPT TO:<${KIM}> before DATA. Mailbox disabled is the next chapter.`,
    `Wir zeigen jetzt „Original-Recipient: rfc822; ${KIM}“ im Ticket. Die Seite zu „Postfach voll“ folgt.`,
    `Does anybody know what comes behind Final-Recipient: rfc822; ${KIM} in a report? The case of no such user is done.`,
  ];
  test.each(QUOTED)('is no bounce, asked or not: %s', async (text) => {
    expect((await read(text, { asked: true })).bounces).toEqual([]);
    expect((await read(text, { asked: false })).noticed).toBe(false);
  });

  test.each([
    `Final-Recipient: rfc822; ${PIA}\nAction: failed\nStatus: 5.1.1`,
    `> Final-Recipient: rfc822; ${PIA}\n> Status: 5.1.1`,
    `Reporting-MTA: dns; mx.werft-nord.example Final-Recipient: rfc822; ${PIA} Action: failed Status: 5.1.1`,
    `Our server refused RCPT TO:<${PIA}>: mailbox is disabled. What now?`,
    `Look at this one: to=<${PIA}>, status=bounced (host mx.hafen-sued.example[192.0.2.4] said: ${SAID})`,
  ])('is one at the front of a line, or with the words that fail it: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([PIA]);
  });
});

describe('a sender that is refused', () => {
  test.each([
    `<${KIM}>: Sender address rejected: undeliverable address: 550 5.1.1 User unknown`,
    `${KIM}: 550 5.1.0 Sender address rejected: User unknown`,
    `<${KIM}>: Sender address rejected: undeliverable address: unknown user: "kim"`,
    `(553, b'5.1.1 User unknown', '${KIM}')`,
    `mail failed: (550, b'5.2.1 The mailbox is disabled', '${KIM}')`,
    `smtplib.SMTPSenderRefused: (550, b'5.1.1 User unknown', '${KIM}')`,
  ])('is no recipient: %s', async (text) => {
    expect(await recipientsIn(text)).toEqual([null]);
  });

  test('by smtplib is known as the sender', async () => {
    const { bounces } = await read(`(550, b'5.1.1 User unknown', '${KIM}')`, { asked: true });
    expect(bounces).toMatchObject([{ sender: KIM, command: 'MAIL FROM', enhancedCode: '5.1.1' }]);
  });

  test.each(['550 ', '550-'])('by Exim, which verified them, is one bounce: %s', async (front) => {
    const text = [
      `${front}Verification failed for <${KIM}>`,
      `${front}Called:   192.0.2.3`,
      `${front}Sent:     RCPT TO:<${KIM}>`,
      `${front}Response: 550 5.1.1 No such user here`,
      '550 Sender verify failed',
    ].join('\n');
    expect(await recipientsIn(text)).toEqual([null]);
  });
});

describe('the underscores of qmail’s log', () => {
  const answer = (words: string): string =>
    `192.0.2.5_does_not_like_recipient./Remote_host_said:_${words}/Giving_up_on_192.0.2.5./`;
  test.each(['delivery 77: failure: ', ''])('are blanks, but those of an address: "%s"', async (front) => {
    expect(await recipientsIn(front + answer(`550_5.1.1_<pia_maria@hafen.example>_unknown_user`))).toEqual([
      'pia_maria@hafen.example',
    ]);
    expect(await recipientsIn(front + answer('550_5.1.1_pia@hafen.example_unknown_user'))).toEqual([
      'pia@hafen.example',
    ]);
    // `maria@`, or `pia_maria@`?
    expect(await recipientsIn(front + answer('550_sorry,_no_mailbox_pia_maria@hafen.example'))).toEqual([
      null,
    ]);
  });

  test('a message’s number is no reply code', async () => {
    expect(await recipientsIn('@4000000068f3 bounce msg 551 qp 771')).toEqual([]);
  });
});

describe('what is no mail', () => {
  test.each([
    'psql: error: connection to server at "db.local" failed: FATAL:  role "app@main" does not exist',
    "ERROR 1045 (28000): Access denied for user 'app'@'192.0.2.8' (using password: YES)",
    'remote: user deploy@forge.local does not exist\nfatal: Could not read from remote repository.',
    'Error response from daemon: unknown user ci@registry.local, access denied',
    `The parcel for ${PIA} goes back: recipient unknown at this address`,
    `Paket für ${PIA}: Empfänger unbekannt, geht zurück`,
    `HTTP/1.1 422 Unprocessable Entity\n\n{"errors":[{"field":"email","message":"${PIA} is not a valid address"}]}`,
  ])('is no bounce when asked: %s', async (text) => {
    expect((await read(text, { asked: true })).bounces).toEqual([]);
  });

  test.each([
    `The mail on the parcel to ${PIA} bounced: ${SAID}`,
    `remote: hook failed, mail to ${PIA} bounced: ${SAID}`,
    `HTTP/1.1 422\n\n{"ErrorCode":406,"Message":"Found inactive addresses: ${PIA}. Inactive recipients are ones that have generated a hard bounce."}`,
  ])('but mail that goes with it is: %s', async (text) => {
    expect(await recipientsIn(text)).toContain(PIA);
  });
});
