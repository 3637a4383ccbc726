import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const noticed = async (text: string): Promise<boolean> => (await read(text, { asked: false })).noticed;

describe('noticing in a watched channel', () => {
  test.each([
    '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown',
    '550 user unknown',
    '421 4.7.28 Our system has detected an unusual rate of unsolicited mail',
    'smtp; 550 5.1.1 user unknown',
    'hey, what is this? 550 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org',
    "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'",
    'connect to mx.example.com[192.0.2.20]:25: Connection timed out',
    "Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)",
    '4.7.0 (TEMPFAIL) Message deferred due to low sender reputation',
    "Your message wasn't delivered to user@example.com because the address couldn't be found",
    '450 User is receiving mail too quickly',
    'host mx3.qq.com said: 550 Content denied',
    'Il messaggio non è stato consegnato. 552 RCPT TO:<ann@example.com> disk full',
    '550 #5.1.0 Address rejected.',
    '550 - Connection frequency limited',
    'SMTP Error (550): Failed to set sender "bob@example.org" (Access denied - Invalid HELO name)',
    '[SMTP error: [451] Temporary local problem]',
    'Error: Invalid greeting. response=554 Local Policy Violation: 554 Local Policy Violation',
    'Mailbox unavailable. The server response was: 5.7.1 Unable to relay for ann@example.com',
    'An Outgoing server (SMTP) error occurred while sending mail. The server responded:  5.7.1 <DATA>: Data command rejected',
    'Expected response code "250" but got code "550", with message "550 5.1.1 <ann@example.com>: User unknown".',
    'Traceback (most recent call last):\n    raise SMTPDataError(code, resp)\nsmtplib.SMTPDataError: (554, b"5.7.1 Spam message rejected")',
    // One label, and no colon.
    '**Bounce** `550 5.4.310 DNS domain shop.example does not exist [Message=InfoDomainNonexistent]`',
    'Bounce 550 5.4.310 DNS domain shop.example does not exist',
    '**Bounced** `550 User unknown`',
    ':rotating_light: *Mail error* 554 5.7.1 Service unavailable; client blocked using zen.spamhaus.org',
    'Nightly run:\n> *shop-prod* — `452 4.2.2 mailbox is full`',
  ])('speaks up on %j', async (text) => {
    expect(await noticed(text)).toBe(true);
  });

  test.each([
    'HTTP 550 from the upstream',
    'host api.example.com said: 502 Bad Gateway',
    'Getting 550 5.1.1 user unknown a lot today',
    'Error 550 5.7.1 means that the sender is blocked',
    '## Error 550 5.1.1 User unknown\n\nThis error means that the mailbox does not exist.',
    '**Note** 550 5.1.1 user unknown should be suppressed',
    '**Runbook** 550 5.1.1 mailbox errors',
    '**Error** 550 items of the mailbox failed to import',
    'Blocked 550 users today, 421 complaints',
    'version 5.1.1 is out',
    'error 421 in the build',
    'listening on port 5432, try 550 next',
    'we see lots of 5.7.1 lately',
    'Gmail returns 550 5.7.1 when there is no SPF, right?',
    'what does 550 5.1.1 mean for a mailbox?',
    '550 Failed to open file.',
    '421 Too many connections (8) from this IP',
    '450 Requested file action not taken. File unavailable.',
    'SIP/2.0 480 Temporarily Unavailable',
    'at send (/srv/app/mail/deliver.js:550:12)',
    "ERROR 1062 (23000): Duplicate entry '550' for key 'users.email'",
    '- 5.1.1: fix recipients with quotes in the mailer',
    '- **classifier**: one code for every provider (`550 5.7.1` = spam for all)',
    '450 - mailbox unavailable\n451 - mail not sent, server error\n452 - too many recipients\n550 - mailbox not found\n552 - mailbox full',
    'the laptop costs 550 EUR, e-mail me',
    'return c.reply(550, "5.1.1", "User unknown")',
    'expect(classify("552 5.2.2 Mailbox full")).toBe("soft")',
    'if err.Code == 550 && strings.Contains(err.Msg, "5.1.1 User unknown") {',
    'RULES = {\n  "550 5.1.1": "user-unknown",\n  "552 5.2.2": "mailbox-full",\n}',
    '- "^550 5.1.10 RESOLVER.ADR.RecipientNotFound"',
    'match: "550 5.1.1.*User unknown"\naction: suppress',
    'We treat "552 5.2.2 Mailbox full" as soft.',
    'Permanent errors (e.g. "550 5.1.1 User unknown") are taken off the list at once.',
    'When the mailbox is full, the server answers with "552 5.2.2 Mailbox full" and we retry for a day.',
    'Example payload:\n{"event":"bounce","email":"user@example.com","reason":"550 5.1.1 User unknown","sg_event_id":"x"}',
    '250 2.0.0 OK  1733044161 5b1f17b1804b1-434b0f7.22 - gsmtp',
    '220 mx.google.com ESMTP 5b1f17b1804b1-434b0f7.22 - gsmtp\nEHLO x\n250 SMTPUTF8',
    'I am out of the office until Monday.',
    'Our order 554 was delivered to the reception',
    '',
  ])('is silent on %j', async (text) => {
    expect(await read(text, { asked: false })).toEqual({
      noticed: false,
      bounces: [],
      deliveries: [],
      messages: [],
      others: [],
      left: null,
    });
  });

  test('says the same whether it was asked or not', async () => {
    const text = 'what does 550 5.1.1 mean for a mailbox?';
    expect(await read(text, { asked: true })).toMatchObject({
      noticed: false,
      bounces: [{ enhancedCode: '5.1.1' }],
    });
  });
});

const WATCHED = { asked: false };
const ASKED = { asked: true };

describe('letters and cards whose words alone tell a failure', () => {
  const notes = (why: string): string =>
    `Your message\n\n  Subject: Offer\n\nwas not delivered to:\n\n  ann@example.com\n\nbecause:\n\n  ${why}\n`;
  test.each([
    notes('User ann (ann@example.com) not listed in Domino Directory'),
    notes('User ann.b (ann@example.com) not listed in public Name & Address Book'),
    notes('Error delivering to CN=Ann/O=North; Database is over quota'),
    notes('No route found to domain example.com from server MAIL01/NORTH.'),
    'Your message  Subject: Hi  was not delivered to:  ann@example.com  because:  User not found',
    'Ihre Nachricht\n\n  Betreff: Angebot\n\nwurde nicht zugestellt an:\n\n  ann@example.com\n\nda:\n\n  Benutzer unbekannt',
    'User ann (ann@example.com) not listed in Domino Directory',
    '抱歉,您的邮件被退回来了……\n收件人 ann@example.com\n发件人 news@example.org\n退信原因\n550 User not found\n收件人邮件地址(ann@example.com)不存在,邮件无法送达。',
    '抱歉，您的邮件被退回来了……\n收件人:ann@example.com\n退信原因: 552 Mailbox full 对方邮箱已满',
    '抱歉，您的邮件未能成功送达以下收件人：\nann@example.com\n退信原因：\n550 Mailbox not found',
    '系统退信\n您的邮件未能送达 ann@example.com\n错误原因:550 Invalid User',
    'Your message addressed to "ann@example.com" was rejected: error 5.1.1 - invalid address',
    'The mail addressed to ann@example.com was refused: error 5.2.2 - mailbox full.',
    'Message addressed to <ann@example.com> could not be delivered: error 550 5.1.1 - invalid mailbox',
  ])('%s', async (text) => {
    for (const options of [WATCHED, ASKED])
      expect(await read(text, options)).toMatchObject({
        noticed: true,
        bounces: [{ recipient: 'ann@example.com' }],
      });
  });

  const pec = (to: string, error: string): string =>
    `Avviso di mancata consegna\n\nNel giorno 14/03/2026 alle ore 10:11:12 (+0100) nel messaggio\n"Fattura" proveniente da "news@pec.example.org"\n${to}\nè stato rilevato un errore ${error}.\nIl messaggio è stato rifiutato dal sistema.\nIdentificativo messaggio: opec21005.20260314101112.12345.678.1.53@pec.example.net`;
  test.each([
    pec('e destinato all\'utente "ann@pec.example.com"', '5.1.1 - Gestore S.p.A. - indirizzo non valido'),
    pec('e destinato all’utente “ann@pec.example.com”', '5.2.2 - Gestore - casella piena'),
    pec('ed indirizzato a ann@pec.example.com', '5.1.1 - Gestore - indirizzo non valido'),
    'Le message provenant de "news@example.org" et destiné à l\'utilisateur "ann@pec.example.com" a été refusé par le système : erreur 5.1.1 - adresse invalide.',
    'El mensaje procedente de "news@example.org" y destinado al usuario "ann@pec.example.com" ha sido rechazado por el sistema: error 5.1.1 - dirección no válida.',
    'A mensagem proveniente de "news@example.org" e destinada ao usuário "ann@pec.example.com" foi rejeitada pelo sistema: erro 5.1.1 - endereço inválido.',
    'Die Nachricht von "news@example.org", bestimmt für den Benutzer "ann@pec.example.com", wurde vom System abgelehnt: Fehler 5.1.1 - ungültige Adresse.',
    'In the message "Order" from "news@example.org" and addressed to the user "ann@pec.example.com" an error 5.1.1 was detected - invalid address. The message was rejected by the system.',
  ])('of certified mail: %s', async (text) => {
    for (const options of [WATCHED, ASKED])
      expect(await read(text, options)).toMatchObject({
        noticed: true,
        bounces: [{ recipient: 'ann@pec.example.com' }],
      });
  });

  test.each([
    'Moin, unsere Rechnung an ann@example.com kam zurück mit »552 5.2.2 Das Postfach ist voll«. Rückfragen an postmaster@example.com steht noch dabei.',
    'Die Mail an ann@example.com wurde abgelehnt: „550 5.1.1 User unknown“. Kann jemand schauen?',
    "Bonjour, mon message à ann@example.com est revenu avec « 550 5.1.1 Adresse inconnue » hier soir, quelqu'un peut regarder ?",
    'Le mail envoyé à ann@example.com a été rejeté : «554 5.7.1 Message rejected as spam». Merci de regarder.',
    'Hola, el correo a ann@example.com fue rechazado con «550 5.1.1 usuario desconocido». ¿Alguien puede mirar?',
    'La mail a ann@example.com è tornata indietro con «550 5.1.1 utente sconosciuto», potete guardare?',
    'The mail to ann@example.com came back with “550 5.1.1 User unknown” this morning, can someone look?',
  ])('in quotes of any language: %s', async (text) => {
    for (const options of [WATCHED, ASKED])
      expect(await read(text, options)).toMatchObject({
        noticed: true,
        bounces: [{ recipient: 'ann@example.com' }],
      });
  });

  test.each([
    'メールアドレスが見つかりません\n\nann@example.com が見つからないため、メールは配信されませんでした。',
    '주소를 찾을 수 없음\n\nann@example.com 주소를 찾을 수 없어 메일이 전송되지 않았습니다.',
    '找不到地址\n\n系统找不到地址 ann@example.com，因此您的邮件未送达。',
    'Адрес не найден\n\nВаше сообщение не доставлено по адресу ann@example.com, так как этот адрес не найден.',
    'Το μήνυμά σας δεν παραδόθηκε στη διεύθυνση ann@example.com επειδή η διεύθυνση δεν βρέθηκε.',
    'Adres bulunamadı\n\nİletiniz ann@example.com adresine teslim edilemedi; adres bulunamadı.',
    'ts=2026-03-03T10:00:00Z lvl=error sender=news@example.org rcpt=ann@example.com code=550 enhanced=5.1.1 reply="mailbox unavailable"',
  ])('a card in another script, or a line whose keys tell both codes: %s', async (text) => {
    expect(await read(text, WATCHED)).toMatchObject({
      noticed: true,
      bounces: [{ recipient: 'ann@example.com' }],
    });
  });

  test.each([
    'The package was not delivered to: the office, because: nobody was there. Write to ann@example.com',
    'How do I find users not listed in Domino Directory?',
    '我们的邮件经常被退回来,请问 550 是什么意思?',
    '如果您的邮件被退回来了,请检查退信原因,例如 550 User not found。',
    'Wenn »550 5.1.1 User unknown« kommt, dann sperren wir die Adresse, sagt lena@example.org.',
    'Was bedeutet „550 5.1.1 User unknown“ eigentlich genau?',
    'Que veut dire « 550 5.1.1 Adresse inconnue » dans nos statistiques ?',
    'Mails addressed to our partners were rejected: error 5.1.1 is rising, any idea?',
    'Nei log è stato rilevato un errore 5.1.1, che cosa significa?',
    'Il messaggio proveniente da "news@pec.example.org" è stato consegnato nella casella di destinazione "ann@pec.example.com".',
  ])('talk and other letters stay unanswered: %s', async (text) => {
    expect(await read(text, WATCHED)).toMatchObject({ noticed: false, bounces: [] });
  });
});
