/** The header of the message that came back, where somebody pasted it below a letter or a server's answer. */
import { returnedAt } from './formats/letters/returned.ts';
import type { Found } from './found.ts';
import { type Headers, headersIn } from './mail.ts';
import { marksOf, PHRASE } from './marks.ts';
import { returnedAuth, returnedEnvelope, returnedFrom, returnedSourceIp } from './returned-facts.ts';
import { isNoticeSubject } from './structure/texts.ts';

/** Longer texts are logs and exports. */
const LONGEST = 64 * 1024;
/** Fields that tell of who sent it, and that nobody writes but mail servers. */
const TELLING = /^(return-path|authentication-results|received-spf|dkim-signature|message-id)[ \t]?:/gim;
const MOST = 20;
/** Alone it may be that of somebody's mail about the bounce, whose header stands above all. */
const OF_ANY_MAIL = 'message-id';
const BY_SERVER = /mailer-daemon|postmaster@|mail delivery (?:sub)?system/i;

type Sent = Required<
  Pick<Found, 'sender' | 'from' | 'auth' | 'sourceIp' | 'subject' | 'messageId' | 'arrival'>
>;

/** @returns what was found, with what the header tells of the mail where the words around the answer don't */
export const withHeader = (found: Found, sent: Sent | null): Found =>
  sent === null
    ? found
    : {
        ...found,
        sender: found.sender ?? sent.sender,
        from: found.from ?? sent.from,
        auth: found.auth ?? sent.auth,
        sourceIp: found.sourceIp ?? sent.sourceIp,
        subject: found.subject ?? sent.subject,
        messageId: found.messageId ?? sent.messageId,
        arrival: found.arrival ?? sent.arrival,
      };

/**
 * @param text as pasted, no whole mail
 * @returns who sent the message, and how it fared, for every answer in the text; null where no header stands there, or
 * the headers of several messages do
 */
export function pastedHeader(text: string): Sent | null {
  const isNone = !text.includes('\n') || (marksOf(text).phrases & PHRASE.header) === 0;
  if (text.length > LONGEST || isNone) return null;
  const found: Headers[] = [];
  let end = 0;
  let looked = 0;
  let returned: number | null = null;
  for (const { index, 1: field = '' } of text.matchAll(TELLING)) {
    if (++looked > MOST) return null;
    if (index < end) continue;
    const start = text.lastIndexOf('\n\n', index) + 1;
    const stop = text.indexOf('\n\n', index);
    end = stop < 0 ? text.length : stop;
    const headers = headersIn(text.slice(start, end));
    // A notice's own header stands above it.
    const isNotice =
      BY_SERVER.test(headers.get('from') ?? '') ||
      /^\s*<\s*>/.test(headers.get('return-path') ?? '') ||
      isNoticeSubject(headers.get('subject') ?? '');
    if (isNotice) continue;
    if (field.toLowerCase() === OF_ANY_MAIL && start === 0 && headers.has('from')) {
      returned ??= returnedAt(text);
      if (index < returned) continue;
    }
    found.push(headers);
  }
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return null;
  return {
    sender: returnedEnvelope(only),
    from: returnedFrom(only),
    auth: returnedAuth(only),
    sourceIp: returnedSourceIp(only),
    subject: only.get('subject') ?? null,
    messageId: only.get('message-id')?.trim() || null,
    arrival: only.get('date') ?? null,
  };
}
