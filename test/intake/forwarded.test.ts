import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const recipientsOf = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

const LETTER = `This is the mail system at host mx.us.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<ann@acme.example>: host mx.acme.example[192.0.2.20] said: 550 5.1.1
    <ann@acme.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)
`;

/** Headline, and the labels of who sent it, when, to whom, and what about. */
const PROGRAMS: readonly (readonly [string, string, string, string, string])[] = [
  ['-----Original Message-----', 'From', 'Sent', 'To', 'Subject'],
  ['---------- Forwarded message ---------', 'From', 'Date', 'To', 'Subject'],
  ['Begin forwarded message:\n', 'From', 'Date', 'To', 'Subject'],
  ['________________________________', 'From', 'Sent', 'To', 'Subject'],
  ['-----Ursprüngliche Nachricht-----', 'Von', 'Gesendet', 'An', 'Betreff'],
  ['-------- Weitergeleitete Nachricht --------', 'Von', 'Datum', 'An', 'Betreff'],
  ["-----Message d'origine-----", 'De', 'Envoyé', 'À', 'Objet'],
  ['-----Mensaje original-----', 'De', 'Enviado el', 'Para', 'Asunto'],
  ['-----Messaggio originale-----', 'Da', 'Inviato', 'A', 'Oggetto'],
  ['-----Mensagem original-----', 'De', 'Enviada em', 'Para', 'Assunto'],
  ['-----Oorspronkelijk bericht-----', 'Van', 'Verzonden', 'Aan', 'Onderwerp'],
  ['-----Исходное сообщение-----', 'От', 'Отправлено', 'Кому', 'Тема'],
  ['-----Ursprungligt meddelande-----', 'Från', 'Skickat', 'Till', 'Ämne'],
];

const forwarded = ([headline, from, sent, to, subject]: (typeof PROGRAMS)[number]): string =>
  `${headline}
${from}: Mail Delivery System <MAILER-DAEMON@mx.us.example>
${sent}: Monday, 2 December 2024 09:10
${to}: Bob <bob@us.example>
${subject}: Undelivered Mail Returned to Sender

${LETTER}`;

describe('notices that a colleague passes on', () => {
  test.each(PROGRAMS)('pasted, %s', async (...program) => {
    const text = `Can you look at this? Bob\n\nbob@us.example\n\n${forwarded(program)}`;
    expect(await recipientsOf(text)).toEqual(['ann@acme.example']);
  });

  test.each(PROGRAMS)('with the header of the forward, %s', async (...program) => {
    const text = `From: Bob <bob@us.example>\nSent: Monday\nTo: Ops <ops@us.example>\nSubject: FW: Undelivered\n\nAny idea?\n\n${forwarded(program)}`;
    expect(await recipientsOf(text)).toEqual(['ann@acme.example']);
  });

  test('quoted', async () => {
    expect(
      await recipientsOf(`Bob Builder <bob@us.example> wrote:\n> ${LETTER.replaceAll('\n', '\n> ')}`),
    ).toEqual(['ann@acme.example']);
  });

  test('keep the message that a letter returned apart, whose headline is the same', async () => {
    const text = `${LETTER}\n-----Original Message-----\nFrom: Bob <bob@us.example>\nSent: Monday\nTo: Carol <carol@kite.example>\nSubject: Undelivered\n\nHello Carol,\nmail to dave@kite.example failed, unknown user.\n`;
    expect(await recipientsOf(text)).toEqual(['ann@acme.example']);
  });
});
