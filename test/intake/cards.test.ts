import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const recipientsOf = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

/** As people copy them: in lines, in tables, glued together. */
const CARDS: readonly (readonly [string, readonly string[]])[] = [
  [
    `Your message to ann@acme.example couldn't be delivered.ann wasn't found at acme.example.bobOffice 365annAction RequiredRecipientUnknown To addressHow to Fix ItThe address may be misspelled or may not exist. Try one or more of the following:Send the message again following these steps: In Outlook, open this non-delivery report (NDR) and choose Send Again`,
    ['ann@acme.example'],
  ],
  [
    `| Your message to ann@acme.example couldn't be delivered. |
| --- |
| **ann** wasn't found at **acme.example**. |
| bob | Office 365 | ann |
| Action Required | | Recipient |
| Unknown To address | | |

How to Fix It
The address may be misspelled or may not exist.`,
    ['ann@acme.example'],
  ],
  [
    `<table><tr><td>Your message to <b>ann@acme.example</b> couldn't be delivered.</td></tr><tr><td>ann wasn't found at acme.example.</td></tr><tr><td>bob</td><td>Office 365</td><td>ann</td></tr></table>`,
    ['ann@acme.example'],
  ],
  [
    `Ihre Nachricht an ann@acme.example konnte nicht zugestellt werden.

ann wurde in acme.example nicht gefunden.
bob	Office 365	ann
Aktion erforderlich		Empfänger
Unbekannte An-Adresse

So beheben Sie das Problem
Möglicherweise ist die Adresse falsch geschrieben oder nicht vorhanden.`,
    ['ann@acme.example'],
  ],
  [
    `No se pudo entregar el mensaje a ann@acme.example.

No se encontró ann en acme.example.
bob	Office 365	ann
Acción necesaria		Destinatario
Dirección Para desconocida

Cómo corregirlo
Es posible que la dirección esté mal escrita`,
    ['ann@acme.example'],
  ],
  [
    `Impossibile recapitare il messaggio a ann@acme.example.

ann non è stato trovato in acme.example.
bob	Office 365	ann
Azione richiesta		Destinatario
Indirizzo A sconosciuto`,
    ['ann@acme.example'],
  ],
  [
    `Não foi possível entregar sua mensagem a ann@acme.example.

ann não foi encontrado em acme.example.
bob	Office 365	ann
Ação necessária		Destinatário
Endereço Para desconhecido`,
    ['ann@acme.example'],
  ],
  [
    `Uw bericht aan ann@acme.example kan niet worden bezorgd.

ann is niet gevonden bij acme.example.
bob	Office 365	ann
Actie vereist		Geadresseerde
Onbekend Aan-adres`,
    ['ann@acme.example'],
  ],
  [
    `Nie można dostarczyć wiadomości do ann@acme.example.

Nie znaleziono adresata ann w domenie acme.example.
bob	Office 365	ann
Wymagana akcja		Adresat
Nieznany adres Do`,
    ['ann@acme.example'],
  ],
  [
    `ann@acme.example へのメッセージを配信できませんでした。

ann が acme.example に見つかりませんでした。
bob	Office 365	ann
アクションが必要です		受信者
不明な宛先アドレス`,
    ['ann@acme.example'],
  ],
  [
    `无法传递你发送给 ann@acme.example 的邮件。

在 acme.example 找不到 ann。
bob	Office 365	ann
需要操作		收件人
未知的收件人地址`,
    ['ann@acme.example'],
  ],
  [
    `Не удалось доставить ваше сообщение для ann@acme.example.

Пользователь ann не найден в acme.example.
bob	Office 365	ann
Требуется действие		Получатель
Неизвестный адрес в поле "Кому"`,
    ['ann@acme.example'],
  ],
  [
    `ann@acme.example adresine gönderdiğiniz ileti teslim edilemedi.

ann, acme.example konumunda bulunamadı.
bob	Office 365	ann
Eylem Gerekli		Alıcı
Bilinmeyen Kime adresi`,
    ['ann@acme.example'],
  ],
  [
    `Det gick inte att leverera ditt meddelande till ann@acme.example.

ann hittades inte på acme.example.
bob	Office 365	ann
Åtgärd krävs		Mottagare
Okänd Till-adress`,
    ['ann@acme.example'],
  ],
  [
    `Your message to ann@acme.example couldn't be delivered.

The group ann only accepts messages from people in its organization or on its allowed senders list, and your email address isn't on the list.

bob	Office 365	ann
Sender		Action Required
		Sender not allowed`,
    ['ann@acme.example'],
  ],
  [
    `Your message to ann@acme.example couldn't be delivered.

ann's mailbox is full and can't accept messages now.

bob	Office 365	ann
Sender		Action Required
		Mailbox full

How to Fix It
ann needs to delete some messages`,
    ['ann@acme.example'],
  ],
  [
    `Delivery has failed to these recipients or groups:

Ann Smith (ann@acme.example)<mailto:ann@acme.example>
The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message. If the problem continues, please contact your helpdesk.

Bob (bob@kite.example)<mailto:bob@kite.example>
The recipient's mailbox is full and can't accept messages now. Please try resending your message later, or contact the recipient directly.`,
    ['ann@acme.example', 'bob@kite.example'],
  ],
  [
    `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

ann@acme.example
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers, und versuchen Sie, die Nachricht erneut zu senden.

Diagnoseinformationen für Administratoren:

Generierender Server: EX01.us.example

ann@acme.example
Remote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'

Kopfzeilen der ursprünglichen Nachricht:

Received: from EX01.us.example
From: Bob <bob@us.example>
To: ann@acme.example`,
    ['ann@acme.example'],
  ],
  [
    `Address not foundYour message wasn't delivered to ann@acme.example because the address couldn't be found, or is unable to receive mail.LEARN MOREThe response from the remote server was:550 5.1.1 The email account that you tried to reach does not exist.`,
    ['ann@acme.example'],
  ],
  [
    `Address not found
Your message wasn't delivered to ann@acme.examplebecause the address couldn't be found, or is unable to receive mail.`,
    ['ann@acme.example'],
  ],
  [
    `Message not delivered
There was a problem delivering your message to ann@acme.example. See the technical details below, or try resending in a few minutes.
LEARN MORE
The response was:

452 4.2.2 The email account that you tried to reach is over quota.`,
    ['ann@acme.example'],
  ],
  [
    `Recipient inbox full
Your message couldn't be delivered to ann@acme.example. Their inbox is full, or it's getting too much mail right now.
LEARN MORE
The response was:
The email account that you tried to reach is over quota. https://support.google.com/mail/?p=OverQuotaPerm`,
    ['ann@acme.example'],
  ],
  [
    `Adresse introuvable

Votre message n'a pas été distribué à ann@acme.example, car l'adresse est introuvable ou ne peut pas recevoir d'e-mails.
EN SAVOIR PLUS
Réponse :

550 5.1.1 The email account that you tried to reach does not exist.`,
    ['ann@acme.example'],
  ],
  [
    `No se ha encontrado la dirección

Tu mensaje no se ha entregado a ann@acme.example porque no se ha encontrado la dirección o esta no puede recibir correo.
MÁS INFORMACIÓN
La respuesta fue:
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Indirizzo non trovato

Il tuo messaggio non è stato recapitato a ann@acme.example perché l'indirizzo non è stato trovato o non può ricevere posta.
ULTERIORI INFORMAZIONI
La risposta è stata:
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Endereço não encontrado

Sua mensagem não foi entregue a ann@acme.example porque o endereço não foi encontrado ou não pode receber e-mails.
SAIBA MAIS
A resposta foi:
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Adres niet gevonden

Je bericht is niet bezorgd bij ann@acme.example omdat het adres niet is gevonden of geen e-mails kan ontvangen.`,
    ['ann@acme.example'],
  ],
  [
    `Nie znaleziono adresu

Twoja wiadomość nie została dostarczona na adres ann@acme.example, ponieważ nie znaleziono adresu lub nie może on odbierać poczty.`,
    ['ann@acme.example'],
  ],
  [
    `Адрес не найден

Ваше сообщение не доставлено пользователю ann@acme.example, потому что адрес не найден или не может принимать почту.
ПОДРОБНЕЕ
Ответ сервера:
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `アドレスが見つかりません

アドレスが見つからなかったか、アドレスがメールを受信できないため、ann@acme.example にメールを配信できませんでした。
詳細
リモート サーバーからの応答:
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `找不到地址

您的邮件未能送达 ann@acme.example，因为系统找不到该地址，或该地址无法接收邮件。
了解详情
响应如下：
550 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Adres bulunamadı

Adres bulunamadığından veya posta alamadığından, iletiniz ann@acme.example adresine teslim edilemedi.`,
    ['ann@acme.example'],
  ],
  [
    `Adressen hittades inte

Ditt meddelande levererades inte till ann@acme.example eftersom adressen inte hittades eller inte kan ta emot e-post.`,
    ['ann@acme.example'],
  ],
  [
    `Nachricht blockiert
Ihre Nachricht an ann@acme.example wurde blockiert. Weitere Informationen finden Sie unten in den technischen Details.
WEITERE INFORMATIONEN
Die Antwort lautete:
550 5.7.1 Service unavailable, Client host [192.0.2.41] blocked using Spamhaus.`,
    ['ann@acme.example'],
  ],
  [
    `Delivery to the following recipient failed permanently:

     ann@acme.example

Technical details of permanent failure: 
Google tried to deliver your message, but it was rejected by the server for the recipient domain acme.example by mx.acme.example. [192.0.2.20].

The error that the other server returned was:
550 5.1.1 <ann@acme.example>: Recipient address rejected: User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Sorry, we were unable to deliver your message to the following address.

<ann@acme.example>:
550: 5.1.1 User unknown`,
    ['ann@acme.example'],
  ],
  [
    `Sorry, we were unable to deliver your message to the following address.

<ann@acme.example>:
No mx record found for domain=acme.example`,
    ['ann@acme.example'],
  ],
  [
    `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to
one or more of its recipients. This is a permanent error.
The following address failed:

ann@acme.example:
SMTP error from remote server for RCPT TO command, host: mx.acme.example (192.0.2.20) reason: 550 5.1.1 User unknown

--- The header of the original message is following. ---

Received: from [192.0.2.9] by mx.us.example
From: bob@us.example
To: ann@acme.example`,
    ['ann@acme.example'],
  ],
];

describe('cards of mail programs', () => {
  test.each(CARDS)('%s', async (card, recipients) => {
    expect(await recipientsOf(card)).toEqual(recipients);
  });

  test('give the reason without the advice, or what the server said where that stands on them', async () => {
    const card = `Your message to ann@acme.example couldn't be delivered.
ann wasn't found at acme.example.
bob\tOffice 365\tann
Action Required\t\tRecipient

How to Fix It
Ask ann whether a message to ann@kite.example arrives.`;
    const { bounces } = await read(card, { asked: true });
    expect(bounces).toMatchObject([
      { recipient: 'ann@acme.example', diagnosticCode: expect.not.stringContaining('Ask ann') },
    ]);
    const more = `${card}\n\nMore Info for Email Admins\nStatus code: 550 5.1.10\nReported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found`;
    expect((await read(more, { asked: true })).bounces).toMatchObject([
      { recipient: 'ann@acme.example', replyCode: '550', enhancedCode: '5.1.10' },
    ]);
  });

  test('glued together: the next sentence begins with the name before the sign', async () => {
    const card =
      'Non è stato possibile recapitare il messaggio a ann@acme.example.ann non è stato trovato in acme.example.bobOffice 365annAzione richiestaDestinatario';
    expect(await read(card, { asked: false })).toMatchObject({
      noticed: true,
      bounces: [{ recipient: 'ann@acme.example' }],
    });
  });

  test('end where the message begins that they return', async () => {
    const { bounces } = await read(
      `Sorry, we were unable to deliver your message to the following address.

<ann@acme.example>:
Remote host said: 550 5.1.1 <ann@acme.example>... User Unknown [RCPT_TO]

--- Below this line is a copy of the message.

Received: from [192.0.2.140] by web1.us.example with HTTP; 21 Nov 2014 22:11:03 -0000
DKIM-Signature: v=1; a=rsa-sha256; d=us.example; s=k1; h=From:To
From: news@us.example
`,
      { asked: true },
    );
    expect(bounces).toMatchObject([
      {
        recipient: 'ann@acme.example',
        diagnosticCode: '550 5.1.1 <ann@acme.example>... User Unknown',
        sourceIp: null,
        // Not of the words: of the header below them.
        auth: { dkimSelector: 'k1', dkimDomain: 'us.example', fromDomain: 'us.example' },
      },
    ]);
  });

  test('of Google on one line tell what the other server answered', async () => {
    const { bounces } = await read(
      '** Message not delivered ** There was a problem delivering your message to ann@acme.example. See the technical details below. Learn more here: https://support.google.com/mail/answer/7720 The response was: The recipient server did not accept our requests to connect. [acme.example 192.0.2.22: timed out]',
      { asked: true },
    );
    expect(bounces).toMatchObject([
      {
        recipient: 'ann@acme.example',
        diagnosticCode: expect.stringMatching(/^The recipient server did not accept/),
        action: 'failed',
      },
    ]);
  });

  test('of Exchange are one bounce, with the code of the part for administrators', async () => {
    const { bounces } = await read(
      `Delivery has failed to these recipients or distribution lists:

staff@acme.example
Your message was not delivered because of security policies.

Diagnostic information for administrators:

Generating server: mx.us.example

staff@acme.example
#550 5.7.1 RESOLVER.RST.AuthRequired; authentication required ##`,
      { asked: true },
    );
    expect(bounces).toMatchObject([
      { recipient: 'staff@acme.example', replyCode: '550', enhancedCode: '5.7.1' },
    ]);
  });
});

test.each([
  [
    '次の受信者またはグループに配信できませんでした:',
    '入力した電子メール アドレスが見つかりませんでした。',
    '管理者向けの診断情報:',
  ],
  ['未能向以下收件人或组传递邮件:', '找不到您输入的电子邮件地址。', '供管理员使用的诊断信息:'],
])('a card in a script without blanks is one bounce with its part for administrators: %s', async (...lines) => {
  const [head, why, administrators] = lines;
  const text = `${head}\n\nann@example.com (ann@example.com)\n${why}\n\n${administrators}\n\nann@example.com\nmx.example.com\nRemote server returned '550 5.1.1 <ann@example.com>... User unknown'`;
  const { bounces } = await read(text, { asked: true });
  expect(bounces).toMatchObject([{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }]);
});

describe('Microsoft’s card copied as one line', () => {
  test.each([
    [
      'Ihre Nachricht an ann@acme.example konnte nicht zugestellt werden.ann wurde in acme.example nicht gefunden.p.lang\tOffice 365\tannAktion erforderlich\t\tEmpfängerUnbekannte An-Adresse',
      'nicht zugestellt werden. ann wurde in acme.example nicht gefunden.',
    ],
    [
      "Votre message à ann@acme.example n'a pas pu être remis.ann est introuvable sur acme.example.p.lang\tOffice 365\tannAction requise\t\tDestinataireAdresse À inconnue",
      "n'a pas pu être remis. ann est introuvable sur acme.example.",
    ],
    [
      'Ihre Nachricht an ann@acme.example konnte nicht zugestellt werden.ann@acme.example wurde in acme.example nicht gefunden.',
      'nicht zugestellt werden. ann@acme.example wurde in acme.example nicht gefunden.',
    ],
  ])('keeps the sentence that tells why: %s', async (text, why) => {
    const [bounce, ...more] = (await read(text, { asked: true })).bounces;
    expect(more).toEqual([]);
    expect(bounce).toMatchObject({ recipient: 'ann@acme.example' });
    expect(bounce?.diagnosticCode).toContain(why);
  });
});

test('the answer in the part for administrators is the card’s own, whatever its label', async () => {
  const text = `ann@example.com へのメッセージを配信できませんでした。
ann が example.com で見つかりませんでした。

詳細な診断情報
リモート サーバーから返されました '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'`;
  expect((await read(text, { asked: true })).bounces).toMatchObject([
    { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.10' },
  ]);
});

test('受信者アドレス labels the recipient', async () => {
  const text = '配信エラーのお知らせ\n\n受信者アドレス：ann@example.com\nエラー内容：550 5.1.1 User unknown';
  expect((await read(text, { asked: true })).bounces).toMatchObject([{ recipient: 'ann@example.com' }]);
});

test.each([
  ['O seu email para pia@acme.example não pôde ser entregue.\npia não foi encontrado em acme.example.'],
  [
    'Je bericht aan pia@acme.example kan niet worden bezorgd.\npia is niet gevonden op acme.example.\nMeer informatie voor e-mailbeheerders\nStatuscode: 550 5.1.10',
  ],
  ['Din meddelelse til pia@acme.example kunne ikke leveres.\npia blev ikke fundet på acme.example.'],
  [
    "Votre message à pia@acme.example n'a pas pu être remis.\npia n'a pas été trouvé sur acme.example.\nInformations supplémentaires pour les administrateurs de messagerie\nCode d'état : 550 5.1.10\nExpéditeur : kim@werft.example",
  ],
])('a card in another language is noticed, and names whom it is about: %s', async (text) => {
  const { noticed, bounces } = await read(text, { asked: false });
  expect(noticed).toBe(true);
  expect(bounces.map(({ recipient }) => recipient)).toEqual(['pia@acme.example']);
});
