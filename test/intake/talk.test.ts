import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

describe('what people tell of a mail that came back', () => {
  test.each([
    'the newsletter mail to ann@example.com bounced yesterday with 550 5.1.1 User unknown, can you check?',
    'The invoice for ann@example.com came back today: 550 5.1.1 No such user here',
    'we got "550 5.1.1 User unknown" for ann@example.com when sending as billing@example.org',
    'We get `550 5.1.1` for ann@example.com (#123)',
    '`ann@example.com` → 552 5.2.2 mailbox full',
    'de mail naar ann@example.com kwam terug met 550 5.1.1 User unknown',
    'die Mail an ann@example.com kam heute früh mit 550 5.1.1 User unknown zurück',
    'Meine Nachricht an ann@example.com wurde mit 550 5.1.1 User unknown abgewiesen',
    'le mail pour ann@example.com est revenu avec 550 5.1.1 User unknown',
    'el correo a ann@example.com rebotó con 550 5.1.1 User unknown',
    'la mail a ann@example.com è tornata indietro con 550 5.1.1 User unknown',
    'o email para ann@example.com voltou com 550 5.1.1 User unknown',
    'mail do ann@example.com wrócił z błędem 550 5.1.1 User unknown',
    'письмо на ann@example.com вернулось с ошибкой 550 5.1.1 User unknown',
    'mejlet till ann@example.com studsade med 550 5.1.1 User unknown',
  ])('names the recipient, and a watched channel is answered: %j', async (text) => {
    const { noticed, bounces } = await read(text, { asked: false });
    expect({ noticed, recipients: bounces.map(({ recipient }) => recipient) }).toEqual({
      noticed: true,
      recipients: ['ann@example.com'],
    });
  });
});
