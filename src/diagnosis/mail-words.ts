/** Words of mail, in the languages that most write in: what has none is hardly about a mail that came back. */

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

/** An address is anybody's, and its name may be "mail" or "newsletter". */
const ADDRESS = /[^\s@<>()]{1,64}@[^\s@<>()]{1,253}/g;

/** @returns whether the words name mail or something that only mail has */
export const isOfMail = (text: string): boolean => OF_MAIL.test(text.replace(ADDRESS, ' '));
