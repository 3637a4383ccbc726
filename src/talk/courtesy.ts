/** Thanks, greetings and assent: what nobody wants an answer to. */

/** A language a line: words of courtesy, and behind the stroke what goes with them and says nothing by itself. */
const LANGUAGES = [
  'thanks thank thx ty tysm cheers great nice cool awesome perfect excellent lovely brilliant amazing super sweet neat wow ok okay k kk good got gotcha noted understood roger ack sure yes yep yeah no nope nvm nevermind sorry lol haha hi hello hey yo morning bye welcome done worked works +1 / you so very much many a lot for your the help that it its is was all well evening there folks mate guys team everyone bot job work one catch will do my bad mind never now again in afternoon',
  'danke dankeschon dank super prima toll klasse perfekt klar passt gut genau ja nein gern gerne erledigt hallo moin servus tschuss morgen verstanden / vielen herzlichen besten dir euch ihnen sehr schon alles guten tag abend fur die hilfe',
  'merci super genial top nickel parfait accord oui non salut bonjour bonsoir bien compris / beaucoup a toi vous tres d c est bon note de rien pour l aide bonne journee',
  'gracias vale perfecto genial bueno bien entendido listo si no hola buenos buenas / muchas mil muchisimas dias tardes de nada por la ayuda',
  'grazie perfetto ottimo bene accordo capito si no ciao buongiorno buonasera prego / mille tante molte va d per l aiuto',
  'obrigado obrigada valeu perfeito otimo beleza blz certo entendi sim nao ola oi bom boa / muito dia tarde noite de nada pela ajuda',
  'bedankt dank top prima fijn super oke goed duidelijk ja nee hoi hallo / je jij u wel hartelijk dag voor de hulp',
  'dzieki dziekuje super swietnie ok okej dobrze jasne tak nie czesc hej / bardzo serdecznie dzien dobry za pomoc',
  'спасибо благодарю отлично супер хорошо понятно понял поняла ок окей да нет привет здравствуйте класс ясно дякую / большое огромное вам тебе всем за помощь дуже',
  'tack tackar bra toppen perfekt okej ja nej hej takk tak kiitos / sa mycket for hjalpen skal du ha mange paljon',
  'どうも ありがとう ありがとうございます ありがとうございました 有難うございます 感謝します 了解 了解です 了解しました 承知しました わかりました おはようございます こんにちは お疲れ様です お疲れさまです はい いいえ 助かりました / ',
  '谢谢 謝謝 多谢 谢谢你 谢谢大家 非常感谢 感谢 好的 好 收到 明白 明白了 知道了 你好 大家好 辛苦了 太好了 可以 / ',
  '감사합니다 감사해요 고마워 고맙습니다 네 예 넵 알겠습니다 좋아요 안녕하세요 수고하셨습니다 / ',
  'شكرا حسنا تمام مرحبا תודה tesekkurler tesekkur tamam merhaba धन्यवाद शुक्रिया नमस्ते / جزيلا لك רבה ederim sag ol',
  'diky dekuji ahoj multumesc koszonom ευχαριστω hvala terima kasih / moc mult szepen πολυ lepa',
].map((line) => line.split(' / ').map((words) => new Set(words.split(' ').map(bare))));

const isIn = (part: 0 | 1) => (word: string) => LANGUAGES.some((language) => language[part]?.has(word));
const isCore = isIn(0);
const isCompanion = isIn(1);

/** More words than this are no mere courtesy. */
const MOST = 8;

/** @returns whether a text says thanks, yes or hello and nothing besides; one of signs and emoji alone is no question */
export function isCourtesy(text: string): boolean {
  const words = bare(text.replace(/:[\w+-]+:/g, ' ')).match(/\+1|[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length === 0) return text.trim() !== '' && !/[?？]/.test(text);
  return (
    words.length <= MOST && words.some(isCore) && words.every((word) => isCore(word) || isCompanion(word))
  );
}

/** What parts a greeting from the question behind it; a dot within a code parts nothing. */
const PARTED = /[,;:.!…–—-]+(?=\s|$)|[、。！，,]|(?<=[?？])(?=\s)|\n/gu;
/** Nobody greets in more characters than this. */
const LONGEST = 300;

/**
 * @param opensAsking whether a text begins as a question does
 * @returns the text without the greetings and thanks around what it asks: "hey, what does 4.5.3 mean?" is "what does …"
 */
export function withoutCourtesy(text: string, opensAsking: (text: string) => boolean): string {
  if (text.length > LONGEST) return text;
  const cuts = [...text.matchAll(PARTED)].map(({ index, 0: { length } }) => ({ index, end: index + length }));
  const front = cuts.findLast(({ index }) => isCourtesy(text.slice(0, index)))?.end ?? 0;
  const back = cuts.find(({ index, end }) => end > front && isCourtesy(text.slice(end).trim()) && index > 0);
  const rest = text.slice(front, back?.end ?? text.length).trim();
  return rest === '' ? text : withoutGreeting(rest, opensAsking);
}

/** "hello bot what is 5.2.1?": nothing parts them but that a question begins, or a code. */
function withoutGreeting(text: string, opensAsking: (text: string) => boolean): string {
  for (const { index, 0: gap } of [...text.matchAll(/\s+/g)].slice(0, MOST)) {
    if (!isCourtesy(text.slice(0, index))) return text;
    const rest = text.slice(index + gap.length);
    if (opensAsking(rest) || /^\d/.test(rest)) return rest;
  }
  return text;
}

/** @returns the text in small letters, those of Latin without their accents */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(?<=\p{sc=Latn})\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss');
}
