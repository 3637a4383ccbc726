/** The header of the message that came back, where somebody pasted it below a letter or a server's answer. */
import type { Found } from './found.ts';
import { type Headers, headersIn } from './mail.ts';
import { marksOf, PHRASE } from './marks.ts';
import { returnedAuth, returnedEnvelope, returnedFrom, returnedSourceIp } from './returned-facts.ts';

/** Longer texts are logs and exports. */
const LONGEST = 64 * 1024;
/** Fields that tell of who sent it, and that nobody writes but mail servers. */
const TELLING = /^(?:return-path|authentication-results|received-spf|dkim-signature)[ \t]?:/gim;
const MOST = 20;
const BY_SERVER = /mailer-daemon|postmaster@|mail delivery (?:sub)?system/i;

type Sent = Required<Pick<Found, 'sender' | 'from' | 'auth' | 'sourceIp' | 'subject'>>;

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
  for (const { index } of text.matchAll(TELLING)) {
    if (++looked > MOST) return null;
    if (index < end) continue;
    const start = text.lastIndexOf('\n\n', index) + 1;
    const stop = text.indexOf('\n\n', index);
    end = stop < 0 ? text.length : stop;
    const headers = headersIn(text.slice(start, end));
    // A notice's own header stands above it.
    const isNotice =
      BY_SERVER.test(headers.get('from') ?? '') || /^\s*<\s*>/.test(headers.get('return-path') ?? '');
    if (!isNotice) found.push(headers);
  }
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return null;
  return {
    sender: returnedEnvelope(only),
    from: returnedFrom(only),
    auth: returnedAuth(only),
    sourceIp: returnedSourceIp(only),
    subject: only.get('subject') ?? null,
  };
}
