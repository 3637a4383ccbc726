/** Lines in which a letter names the mail that it is about: nobody's words about the failure. */
import { codesIn } from '../../codes.ts';

/** Who sent it, what it is called and when it was sent; whom it was for is told elsewhere. */
const FIELD =
  /^[\s>*|-]{0,20}(?:subject|sender(?: address)?|sent|date|created date|message[- ]?id|betreff|absender|gesendet|datum|objet|expéditeur|envoyé(?: le)?|asunto|remitente|enviado(?: el)?|fecha|oggetto|mittente|inviato|assunto|remetente|enviado em|onderwerp|afzender|verzonden|emne|afsender|avsender|sendt|dato|ämne|avsändare|skickat|aihe|lähettäjä|lähetetty|temat|nadawca|wysłano|předmět|odesílatel|tárgy|feladó|konu|gönderen|тема|отправитель|отправлено|дата|відправник|件名|差出人|送信者|送信日時|主题|主旨|主題|发件人|寄件者|发送时间|제목|보낸 사람)\*{0,2}[ \t]?[:：]/iu;
/** Longest line that is one; a reason behind a label is mostly longer. */
const LONGEST = 300;

/** @returns a letter without such lines */
export const withoutOwnFields = (letter: string): string =>
  letter
    .split('\n')
    .filter((line) => !isOwnField(line))
    .join('\n')
    .trim();

/** @returns whether a line of a letter only says which mail it was; never one with a code in it */
export function isOwnField(line: string): boolean {
  if (line.length > LONGEST || !FIELD.test(line)) return false;
  const { replyCode, enhancedCode } = codesIn(line);
  return replyCode === null && enhancedCode === null;
}
