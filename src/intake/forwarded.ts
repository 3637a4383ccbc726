/**
 * Notices that people pass on: what mail programs put before a forwarded mail is not the returned message, and nobody
 * named there is a recipient.
 */

/** Headlines of a forwarded or quoted mail, in the programs' languages. */
const HEADLINE =
  /^[\s>*_=-]{0,60}(?:begin forwarded message|forwarded message(?: from [^\n]{1,100})?|forwarded by [^\n]{1,120}|original(?: appointment| message)|ursprüngliche nachricht|(?:anfang der )?weitergeleitete[n]? (?:nachricht|e-mail)|original-nachricht|message d['’]origine|message (?:transféré|transmis|réexpédié)|début du message (?:réexpédié|transféré)|mensaje (?:original|reenviado)|inicio del mensaje reenviado|messaggio (?:originale|inoltrato)|inizio messaggio inoltrato|mensagem (?:original|encaminhada|reencaminhada)|oorspronkelijk bericht|doorgestuurd bericht|begin doorgestuurd bericht|wiadomość oryginalna|(?:treść )?przekazan\S{1,4} (?:dalej )?wiadomoś\S{1,3}|wiadomość przekazana dalej|исходное сообщение|(?:пересылаемое|перенаправленное|пересланное) (?:сообщение|письмо)|özgün ileti|orijinal mesaj|(?:iletilmiş|yönlendirilen|yönlendirilmiş) (?:mesaj|ileti)|ursprungligt meddelande|vidarebefordrat (?:meddelande|mail|brev)|元のメッセージ|転送(?:された)?メッセージ|转发(?:的)?邮件|转发邮件信息|原始邮件|邮件原件)[\s:：>*_=-]{0,60}$/imu;
/** Fields of the header that stands behind such a headline, or alone (Outlook). */
const FIELD =
  /^[\s>*|]{0,12}(?:from|sent|date|to|cc|bcc|subject|reply-to|importance|von|gesendet|datum|an|kopie|betreff|de|envoyé|date|à|objet|enviado(?: el)?|fecha|para|asunto|da|inviato|data|a|oggetto|enviad[ao](?: em)?|assunto|van|verzonden|aan|onderwerp|od|wysłano|do|dw|temat|от|отправлено|дата|кому|копия|тема|kimden|gönderen|gönderildi|tarih|kime|bilgi|konu|från|skickat|till|kopia|ämne|差出人|送信者|送信日時|日付|宛先|件名|发件人|发送时间|日期|收件人|抄送|主题)\s?\*{0,2}[:：]\*{0,2}(?:\s|$)/iu;
/** Fields that tell neither who sent it nor what it is about. */
const OTHERS =
  /^[\s>*|]{0,12}(?:reply-to|to|cc|bcc|an|kopie|à|para|a|aan|do|dw|кому|копия|kime|bilgi|till|kopia|宛先|收件人|抄送)\s?\*{0,2}[:：]/iu;
/** Who sends reports, and what they are about: then it is a report that was forwarded. */
const REPORT =
  /mailer-daemon|postmaster|mail delivery|microsoft outlook|microsoftexchange|delivery sub|mail system|undeliver|unzustellbar|non remis|non distribu|no se puede entregar|imposs|delivery (?:status|fail|has|incomplete|problem)|returned mail|return(?:ed)? to sender|failure notice|nondeliver|non-deliver|zustell|wasn't delivered|bounce/i;
/** Signs that a letter above the headline tells a failure itself: then what is behind it was returned. */
const FAILURE =
  /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|deliver|recipient|zustell|zugestellt|remis|distribu|recapit|entreg|доставл|配信|送达|bezorg|dostarcz|levere|teslim/i;

/** Words of a server above the headline: a bounce of its own. */
const OWN_BOUNCE = /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|^\s{0,9}<\S{3,320}>:/m;
/** Each forwarded mail has a headline with one of these, or the line with its date. */
const MAY_BE =
  /forwarded|original|nachricht|message (?:d['’]|tr|r)|mensaje|messaggio|mensagem|bericht|wiadomo|сообщение|письмо|ileti|mesaj|meddelande|vidarebe|メッセージ|邮件|^[\s>*|]{0,12}(?:sent|date|gesendet|datum|envoyé|enviad[ao]|fecha|inviato|data|verzonden|wysłano|отправлено|дата|gönderildi|tarih|skickat|送信日時|日付|发送时间|日期)\b/imu;

/** Headlines of one text that are looked at, fields of one header, and lines that are no fields before the first. */
const MOST = 20;
const MOST_FIELDS = 14;
/** Characters of a text that may hold a forwarder's part. */
const MAX_TEXT = 100_000;

/**
 * @param text a pasted text or the letter of a mail
 * @returns the same text, in which the headlines and headers of forwarded reports are blank; offsets stay
 */
export function withoutForwarding(text: string): string {
  if (text.length > MAX_TEXT || !text.includes('\n') || !MAY_BE.test(text)) return text;
  const lines = text.split('\n');
  let seen = '';
  let headlines = 0;
  for (let i = 0; i < lines.length && headlines < MOST; i++) {
    const line = lines[i] ?? '';
    const isHeadline = HEADLINE.test(line);
    if (!isHeadline && !isHeaderOfOutlook(lines, i)) {
      if (seen.length < 4000) seen += `${line}\n`;
      continue;
    }
    headlines++;
    const first = isHeadline ? i + 1 : i;
    const header = headerAt(lines, first);
    const told = lines.slice(first, header).filter((one) => !OTHERS.test(one));
    const isReport = REPORT.test(told.join('\n'));
    if (!isReport && (!isHeadline || FAILURE.test(seen))) continue;
    // What the forwarder wrote above is no server's.
    const above = isReport && !OWN_BOUNCE.test(seen) ? 0 : i;
    for (let j = above; j < Math.max(header, i + 1); j++) lines[j] = ' '.repeat(lines[j]?.length ?? 0);
    i = Math.max(header, i + 1) - 1;
  }
  return lines.join('\n');
}

/** A rule of underscores, or nothing at all, then `From:` and `Sent:` or `Date:` in any of the languages. */
function isHeaderOfOutlook(lines: readonly string[], at: number): boolean {
  if (!FIELD.test(lines[at] ?? '')) return false;
  return at + 2 < lines.length && FIELD.test(lines[at + 1] ?? '') && FIELD.test(lines[at + 2] ?? '');
}

/** @returns the first line behind the header that begins here, blank lines ahead of it included */
function headerAt(lines: readonly string[], from: number): number {
  let at = from;
  while (at < from + 3 && (lines[at] ?? '').trim() === '' && at < lines.length) at++;
  const start = at;
  while (at < lines.length && at < start + MOST_FIELDS) {
    const line = lines[at] ?? '';
    const isFolded = at > start && /^[ \t]{1,20}\S/.test(line);
    if (!FIELD.test(line) && !isFolded) break;
    at++;
  }
  return at === start ? from : at;
}
