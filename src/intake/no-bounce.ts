/** Mails and texts that look like bounces and are none: complaints (RFC 5965) and automatic answers (RFC 3834). */
import { addressIn } from './address.ts';
import { feedbackBlocks, feedbackIn } from './feedback-report.ts';
import type { Found } from './found.ts';
import type { Mail } from './mail.ts';
import { marksOf, WORD } from './marks.ts';

const AWAY =
  /\b(?:out of (?:the |my )?office|away from (?:the |my )?(?:office|e-?mail|desk|computer)|currently (?:away|out|on (?:leave|vacation|holiday))|on (?:annual |parental |maternity )?(?:vacation|holidays?|leave)\b|limited access to (?:my )?e-?mail|automatic reply|auto-?reply|autoresponse|abwesen(?:d|heit)|nicht im b\u00fcro|absent du bureau|absence du bureau|fuera de la oficina|assente|fuori ufficio|ausente|\u4e0d\u5728(?:\u901a\u77e5|\u306b\u3057|\u306e\u305f\u3081|\u4e2d|\u3067\u3059|\u529e\u516c|\u8fa6\u516c))/i;

/** @returns whether a mail answers for a person who is away */
export function isAutoReply(mail: Mail): boolean {
  const { headers } = mail;
  const submitted = headers.get('auto-submitted') ?? '';
  if (/^\s*auto-replied/i.test(submitted)) return true;
  if (/^\s*(?:auto[_-]?reply|auto_reply)/i.test(headers.get('precedence') ?? '')) return true;
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-auto-response-suppress'))
    return true;
  return (
    isAway(headers.get('subject') ?? '') ||
    /^(?:auto(?:matic(?:ally)?)?[ :-]|re: auto)/i.test(headers.get('subject') ?? '')
  );
}

/** @returns whether a text is an absence note */
export const isAway = (text: string): boolean => AWAY.test(text.slice(0, 1500));

/** @returns an automatic answer, as from the address that sent it */
export function autoReply(mail: Mail): Found {
  return {
    kind: 'vacation',
    recipient: addressIn(mail.headers.get('from') ?? '') ?? addressIn(mail.headers.get('reply-to') ?? ''),
    text: mail.text.trim().slice(0, 2000),
  };
}

const COMPLAINT =
  /this is an? (?:e-?mail )?abuse report for an e-?mail|(?:e-?mail )?feedback (?:report|loop)|complaint about message|unsubscribe from the message|(?:received|this is) an? spam (?:complaint|report)/i;

/** @returns whether a text is a complaint that a mailbox provider passes on */
export const isComplaint = (text: string): boolean =>
  (marksOf(text).words & WORD.complaint) !== 0 && COMPLAINT.test(text.slice(0, 800));

/** @returns whether a mail reports a complaint about a mail of ours */
export function isFeedback(mail: Mail): boolean {
  if (mail.feedback !== null) return true;
  if (/report-type\s?=\s?"?feedback-report/i.test(mail.headers.get('content-type') ?? '')) return true;
  const from = mail.headers.get('from') ?? '';
  if (
    mail.headers.has('x-hmxmroriginalrecipient') ||
    (/staff@hotmail\.com/i.test(from) && /^staff@hotmail\.com$/i.test(addressIn(from) ?? ''))
  )
    return mail.returned.size > 0;
  return (
    COMPLAINT.test(`${mail.headers.get('subject') ?? ''}\n${mail.text.slice(0, 800)}`) &&
    (mail.returned.size > 0 || /apple mail sent this/i.test(mail.text))
  );
}

/** @returns the complaints: who complained about which mail of ours, one for each address */
export function feedback(mail: Mail): readonly Found[] {
  const source = mail.feedback ?? mail.body();
  const blocks = feedbackBlocks(source).map(({ start, end }) => source.slice(start, end));
  return (blocks.length > 0 ? blocks : [mail.feedback ?? '']).flatMap((block) => feedbackIn(block, mail));
}
