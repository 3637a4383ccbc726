/**
 * How mail programs say that a mail didn't arrive, in scripts that have no letters a-z and so no marks that a scan could
 * find: beside an address it is a failure beyond doubt.
 */
const UNDELIVERED = [
  '配信(?:されませんでした|できません)',
  '送信(?:されませんでした|できませんでした)',
  '届きませんでした',
  '(?:未|无法|無法|未能)(?:成功)?(?:送达|送達|传递|傳遞|传送|傳送|投递|投遞|寄达)',
  '(?:전송|배달|전달)(?:되지 (?:않|못)|할 수 없)',
  'не (?:был[ао]? )?доставлен[оаы]?(?![\\p{L}])',
  'не удалось доставить',
  'Не (?:удалось|вдалося) доставити?ь? (?:ваше |Ваше )?(?:сообщение|письмо|повідомлення|лист)',
  'не может быть доставлен',
  'не (?:вдалося|беше) достав',
  'δεν (?:παραδόθηκε|ήταν δυνατή η παράδοση)',
  'לא (?:נמסרה?|נשלחה?|ניתן היה למסור)',
  '(?:لم يتم|تعذر|تعذّر) (?:تسليم|إرسال)',
  'ไม่สามารถ(?:จัด)?ส่ง',
  'नहीं (?:भेजा|पहुँचा|पहुंचा)',
];
const WORDS = new RegExp(UNDELIVERED.join('|'), 'gu');
const FOREIGN = /[\u0370-\uffff]/;
const ADDRESS = /[^\s@]@[^\s@]{1,100}\.[^\s@]{2}/;
/** Characters before and behind the words in which the address stands, and places that are looked at. */
const NEAR = 160;
const MOST = 20;

/** @returns whether a line of the text says of an address that a mail to it didn't arrive */
export function saysUndelivered(text: string): boolean {
  if (!FOREIGN.test(text)) return false;
  WORDS.lastIndex = 0;
  for (let i = 0, words = WORDS.exec(text); words && i < MOST; i++, words = WORDS.exec(text)) {
    const before = text.slice(Math.max(0, words.index - NEAR), words.index);
    const behind = text.slice(WORDS.lastIndex, WORDS.lastIndex + NEAR);
    const line = `${before.slice(before.lastIndexOf('\n') + 1)} ${behind.split('\n', 1)[0] ?? ''}`;
    if (ADDRESS.test(line)) return true;
  }
  return false;
}
