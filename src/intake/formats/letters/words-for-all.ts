/** Words that stand for several recipients at once. */
import { codesIn } from '../../codes.ts';

/** Codes on one address or one mailbox (RFC 3463 §3.2, §3.3), and words on them. */
const ONE_ADDRESS = /^[45]\.[12]\./;
const ON_ONE =
  /user|recipient|mailbox|account|address|inbox|quota|person|postfach|benutzer|empfänger|adress|utilisateur|destinat|boîte|usuario|buzón|utente|casella|usuário|caixa|gebruiker|użytkownik|skrzynk|пользовател|ящик|адрес|получател|alıcı|kullanıcı|användare|ユーザー|アドレス|受信者|收件人|用户|邮箱|地址/iu;

/**
 * @param words that a letter gives once for several recipients
 * @returns the words where they can hold for all of them (a blocked IP address, a host that is down); '' where they
 * speak of an address or a mailbox, and don't tell whose
 */
export function wordsForAll(words: string): string {
  const { enhancedCode } = codesIn(words);
  return ONE_ADDRESS.test(enhancedCode ?? '') || ON_ONE.test(words) ? '' : words;
}
