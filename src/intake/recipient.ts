/** Which address a server's words are about. */
import { addressesIn, addressIn } from './address.ts';
import { marksOf, SIGN, WORD } from './marks.ts';

const NAMED: readonly RegExp[] = [
  /rcpt to:\s?<?([^\s<>]{3,320})>?/i,
  /<([^\s<>@]{1,80}@[^\s<>@]{1,253})>\s?(?:\.\.\.|:|\()?\s{0,3}(?:recipient|user|mailbox|no such|unknown|address|account|relay|does not|is not|not |over|quota|temporar|unrout|host unknown|invalid)/i,
  /(?:wasn't delivered to|delivering your message to|message to|mail to|undeliverable to|deliver(?:ed|y)? to|relayed to|addressed to|recipient|recipients|mailbox|user|for|account|unknown user|email to group|to)\s?(?:address(?:es)?)?\s?:?\s{1,3}<?([^\s<>@"'(]{1,80}@[^\s<>@"',;)]{1,253})>?/i,
];
/** An address after these words is the sender's, or somebody to ask. */
const OTHERS =
  /(?:mail from:?|sender(?: address)?(?: rejected)?:?|from:?|contact|mail to|e-?mail to|write to|return-path:?|reply-to:?|f=|please send .{0,40}|message-id:?|id=?|domain of)\s?[[(<"']{0,2}$/i;

/** @returns the address that was refused, as far as the words name one; null where they don't */
export function recipientIn(words: string): string | null {
  const marks = marksOf(words);
  if ((marks.signs & SIGN.at) === 0) return null;
  const head = words.slice(0, 3000);
  if (!head.includes('@')) return null;
  for (const pattern of NAMED) {
    if (pattern === NAMED[0] && (marks.words & WORD.rcpt) === 0) continue;
    if (pattern === NAMED[1] && (marks.signs & SIGN.less) === 0) continue;
    const found = pattern.exec(head);
    if (!found?.[1]) continue;
    const at = head.indexOf(found[1], found.index);
    if (OTHERS.test(head.slice(Math.max(0, at - 40), at)) && pattern !== NAMED[2]) continue;
    const address = addressIn(found[1]);
    if (address !== null && !isPostmaster(address)) return address;
  }
  for (const address of addressesIn(head)) {
    const at = head.toLowerCase().indexOf(address.toLowerCase());
    if (!OTHERS.test(head.slice(Math.max(0, at - 40), at)) && !isPostmaster(address) && !isMessageId(address))
      return address;
  }
  return null;
}

const isPostmaster = (address: string): boolean =>
  /^(?:postmaster|mailer-daemon|abuse|support|noreply|no-reply)@/i.test(address);
/** Long local parts of digits and hex before an `@` are ids, not people. */
const isMessageId = (address: string): boolean =>
  /^[\da-f.-]{24,}@|^\d{8,}\.[\w.]+@|amazonses\.com$/i.test(address);
