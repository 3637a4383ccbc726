/**
 * Whether what somebody says is about mail that came back. Servers and people share most words: rooms have numbers,
 * invoices are rejected, colleagues are on vacation, and programs have versions that read like codes.
 */
import { type Diagnosis, isRecognised } from '../diagnosis/index.ts';
import { holdsNumber } from '../intake/index.ts';
import { ADDRESS, isOnlyTold, isQuestion } from './asking.ts';
import { COUNTED_WORDS, LIST, mayHave, NUMBERED_WORDS, WATCHED_WORDS } from './listed.ts';

/** Words of mail alone, each language in a line; `message` and `delivery` are any program's, so they need company. */
const WORDS = [
  String.raw`e-?mails?|mail(?:s|er|ing|ed|box(?:es)?|server)?|inbox(?:es)?|bounc\w{0,4}|smtp|recipients?|senders?|postmaster|undeliver\w{0,6}|newsletters?|spf|dkim|dmarc|spamhaus|gr[ea]y-?list\w{0,4}|block-?lists?|black-?list\w{0,3}|dnsbl|rbl|relay|starttls|helo|ehlo|user unknown|unknown user|delivery (?:fail\w{0,4}|status|report)|messages? (?:was |is |has been |got ){0,2}(?:rejected|refused|blocked|deferred|expired|undelivered|too (?:large|big))|delivery temporarily`,
  String.raw`(?:e-?)?mail\p{L}{0,12}|postf[aä]ch\p{L}{0,4}|empf[aä]nger\p{L}{0,8}|absender\p{L}{0,8}|unzustellbar\p{L}{0,3}|zustell\p{L}{0,6}`,
  'courriels?|bo[iî]tes? (?:aux lettres|mail|de réception|e-?mail|pleine)|messagerie|destinataires?|expéditeurs?|non remis',
  'correos?|buz[oó]n|buzones|destinatari[oa]s?|remitentes?',
  'posta|caselle?|destinatari[oa]?|mittent[ei]',
  'correio|caixas? (?:postal|de correio|de entrada|cheia)|destinat[aá]ri[oa]s?|remetentes?',
  'postvak|ontvangers?|afzenders?',
  String.raw`poczt\p{L}{1,4}|skrzynk\p{L}{1,3}|odbiorc\p{L}{1,3}|nadawc\p{L}{1,3}|mejl\p{L}{0,3}`,
  String.raw`почт\p{L}{1,4}|письм\p{L}{1,3}|ящик\p{L}{0,3}|получател\p{L}{1,3}|отправител\p{L}{1,3}|пошт\p{L}{1,3}|скриньк\p{L}{1,3}|одержувач\p{L}{0,3}|отримувач\p{L}{0,3}`,
  String.raw`e-?posta\p{L}{0,6}|alıcı\p{L}{0,4}|gönderen\p{L}{0,4}|e-?post\p{L}{0,6}|mejl\p{L}{0,4}|brevlåd\p{L}{1,3}|postkass\p{L}{1,3}|inkorg\p{L}{0,3}|mottagar\p{L}{1,4}|modtager\p{L}{0,4}|sähköposti\p{L}{0,5}|vastaanottaj\p{L}{1,4}`,
  String.raw`schránk\p{L}{1,3}|příjemc\p{L}{1,3}|odesílatel\p{L}{0,3}|postafiók\p{L}{0,4}|címzett\p{L}{0,4}|surel|hộp thư|người nhận`,
].map((words) => `(?<![\\p{L}\\p{N}@.])(?:${words})(?![\\p{L}\\p{N}@])`);
/** Scripts that part no words by blanks, or put articles before them. */
const UNPARTED =
  'メール|受信者|宛先|送信者|邮件|郵件|邮箱|郵箱|信箱|收件人|发件人|退信|메일|수신자|사서함|بريد|דואר|תיבת|נמען|อีเมล|กล่องจดหมาย|ईमेल';
const OF_MAIL = new RegExp([...WORDS, UNPARTED].join('|'), 'iu');

/** @returns whether the words name mail or something that only mail has */
export const isOfMail = (text: string): boolean => OF_MAIL.test(text.replace(ADDRESS, ' '));

/** `550 5.1.1`, `550-5.7.26`, `smtp;421 4.7.28`, `5.1.1 (550)`: both codes of one class side by side. */
const BOTH_CODES =
  /(?<![\p{L}\d.])(?:([45])\d\d[ :;,(#-]{1,4}\1\.[0-7]\.\d{1,3}|([45])\.[0-7]\.\d{1,3}[ :;,(#-]{1,4}\2\d\d)(?!\d|\.\d)/u;

/** @returns whether the text has a server's two codes as only servers write them */
export const hasBothCodes = (text: string): boolean => BOTH_CODES.test(text.normalize('NFKC'));

/** What counts mails, and what has a number of its own: neither is a code. */
const NUMBER = new RegExp(
  `(?<![\\d.])[2-5]\\d\\d(?![\\d.]*\\d) ?(?:${COUNTED_WORDS})|\\b(?:${NUMBERED_WORDS})s? v?[2-5][\\d.]*\\d`,
  'iu',
);

/** @returns whether the text has a number that looks like a code and counts or names something else */
export const isNumber = (text: string): boolean =>
  (mayHave(text, LIST.numbers) && NUMBER.test(text)) || holdsNumber(text);

/** What watches machines speaks of disks and queues, and of mail as one of many things. */
const WATCHED = new RegExp(`(?:^|[\\s[(])(?:${WATCHED_WORDS})(?![\\p{L}\\p{N}@])`, 'iu');
/** … and of how full they are. */
const FULL =
  /(?<!\d)\d{1,3}(?:[.,]\d{1,2})? ?% (?:full|used|voll|belegt|plein|lleno|pieno|vol|zajęt\p{L})(?!\p{L})/iu;

/** @returns whether the text is what a monitor says, or a person of one */
export const isWatched = (text: string): boolean =>
  (mayHave(text, LIST.watched) && WATCHED.test(text)) || (text.includes('%') && FULL.test(text));

/** A reply code where a server's answer begins: at the front of a line or of a quotation, behind a colon, or "said". */
const ANSWER =
  /(?:^|[\n:;"'`«„“(<>[|]|\b(?:said|says|returned|got|with)[\s:]{1,3})[\s"'`>*•-]{0,6}[45]\d\d[ -]/;

/** Nothing but a server's answer: it speaks of "us" and "our" too. A capital begins a sentence of its own. */
const REPLY = /^[45]\d\d[ -](?:(\p{Lu})|\p{L})/u;

function isReply(text: string, diagnosis: Diagnosis): boolean {
  const reply = REPLY.exec(text);
  if (reply === null || isNumber(text) || isWatched(text) || isQuestion(text)) return false;
  return (
    (isRecognised(diagnosis) && diagnosis.certainty !== 'unsure') ||
    (reply[1] !== undefined && isOfMail(text))
  );
}

/**
 * @param diagnosis of the text; null where none is in it
 * @returns whether the text tells of a refusal, and is no talk that only sounds like one
 */
export function tellsOfRefusal(text: string, diagnosis: Diagnosis | null): boolean {
  if (hasBothCodes(text)) return true;
  if (diagnosis === null) return false;
  if (isReply(text, diagnosis)) return true;
  if (!isRecognised(diagnosis)) return false;
  const { bounce, category, certainty, provider } = diagnosis;
  const isNamed = bounce.recipient !== null || provider !== null;
  if (!isNamed && isOnlyTold(text)) return false;
  if (!isNamed && (certainty === 'unsure' || isWatched(text))) return false;
  return isOfMail(text) ? isNamed || !isNumber(text) : ANSWER.test(text) && category !== 'info';
}
