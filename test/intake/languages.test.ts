import { describe, expect, test } from 'vitest';
import { read } from '../../src/intake/index.ts';

const recipientsIn = async (text: string): Promise<readonly (string | null)[]> =>
  (await read(text, { asked: true })).bounces.map(({ recipient }) => recipient);

const asMail = (letter: string): string =>
  [
    'Return-Path: <>',
    'From: Mail Delivery Subsystem <mailer-daemon@example.org>',
    'To: sender@example.org',
    'Content-Type: text/plain; charset=utf-8',
    '',
    letter,
    '',
  ].join('\n');

/** Letters without a machine part, one sentence with the address in it. */
const LETTERS: readonly (readonly [string, string])[] = [
  [
    'Ihre Nachricht wurde nicht an erika@example.de zugestellt, weil die Adresse nicht gefunden wurde.',
    'erika@example.de',
  ],
  ["Votre message n'est pas parvenu à jean@example.fr, car l'adresse est introuvable.", 'jean@example.fr'],
  ['Ваше сообщение не доставлено на адрес ivan@example.ru, так как этот адрес не найден.', 'ivan@example.ru'],
  ['您的邮件未送达wang@example.cn，因为系统找不到此邮箱地址。', 'wang@example.cn'],
  ['退信原因：收件人邮件地址（li@example.cn）不存在，邮件无法送达。', 'li@example.cn'],
  ['주소를 찾을 수 없어 메일이 kim@example.kr에 전송되지 않았습니다.', 'kim@example.kr'],
  ['taro@example.jpにメールを配信できませんでした。アドレスが見つかりません。', 'taro@example.jp'],
  ['لم يتم تسليم رسالتك إلى ali@example.sa لأنه تعذر العثور على العنوان.', 'ali@example.sa'],
];

describe('letters in other languages', () => {
  test.each(LETTERS)('name their recipient, pasted and in a mail: %s', async (letter, recipient) => {
    expect(await recipientsIn(letter)).toEqual([recipient]);
    expect(await recipientsIn(asMail(letter))).toEqual([recipient]);
  });

  test('keep addresses whose own letters are not ASCII', async () => {
    expect(await recipientsIn('550 5.1.1 <用户@例子.广告>: 用户不存在')).toEqual(['用户@例子.广告']);
    expect(await recipientsIn('550 5.1.1 <anna@straße.example>: Benutzer unbekannt')).toEqual([
      'anna@straße.example',
    ]);
  });

  test('of people who are away are not taken for reports, whoever they name', async () => {
    const mail = asMail(
      'Ich bin bis Montag im Urlaub, bitte schreiben Sie an vertretung@example.de.',
    ).replace('Mail Delivery Subsystem <mailer-daemon@example.org>', 'Erika <erika@example.de>');
    const { noticed } = await read(mail, { asked: false });
    expect(noticed).toBe(false);
  });
});
