/**
 * Reports for people, in the layouts that mail servers share: an address, then why it failed; or several
 * addresses, then why. What stands before the first address is the server's letter, what stands behind the
 * returned message's headline is not about the bounce.
 */
import { addressesIn, addressIn } from '../address.ts';
import type { Found, Passage, Reader } from '../found.ts';

/** Headlines behind which the returned message stands. */
const RETURNED =
  /^[\s*=_-]{0,40}(?:below this line is a copy of the (?:message|headers)|this is a copy of (?:the|your) (?:message|headers|original)|(?:the )?original message(?: headers| follows| text)?\b[\s:*-]{0,12}$|unsent message (?:below|follows)|returned message follows|message header|your (?:original )?message (?:header|follows|is (?:attached|appended))|the header of the original message|a copy of (?:your|the) (?:original )?message|(?:here is )?(?:the )?body of your message|received: (?:from|by) |return-path: )/i;
/** `<a@example.com>: why`, `a@example.com`, `<a@example.com>... why`, `a@example.com [why]`. */
const AT_FRONT =
  /^[\s>*•-]{0,20}(?:to:?\s{1,3})?<?((?:"[^"\n]{1,64}"|[^\s<>@"'(),:;]{1,100})@[^\s<>@"'(),:;]{1,253})>?(?:<mailto:[^>\n]{1,320}>)?[ \t]{0,8}(:|\.\.\.|[([,/]|\bby\b|$)?(.*)$/i;
/** `Recipient: <a@example.com>`, `Could not deliver message to: a@example.com`. */
const LABELLED =
  /^[\s>*-]{0,20}(?:(?:failed |final |original |intended )?recipients?(?: address)?|addressed to|e?-?mail address|rcpt(?: to)?|could not deliver (?:the )?(?:message|mail) to|undeliverable(?: mail)? to|invalid final delivery userid|user mailbox exceeds allowed size|delivery failed \d{1,4} attempts|unknown (?:user|local user|host)|user not listed in domain[^:]{0,40}|failed to send to identified host|mailbox|(?:your )?message to|to|address|destinataire|empf\u00e4nger|destinatario)\s?:\s{0,4}<?((?:"[^"\n]{1,64}"|[^\s<>@"'(),:;]{1,100})@[^\s<>@"'(),:;]{1,253})>?[ \t]?[,;:]?(.*)$/i;
/** `Your message wasn't delivered to a@example.com because …` */
const INLINE =
  /(?:wasn't delivered to|was not delivered to|not be delivered to|be delivered to|message to|mail to|deliver(?:ing)? (?:your |the |this )?(?:message|mail|e-?mail) to|undeliverable to|not relayed to:?|not reach|account|delivered to)\s{1,3}(?:the )?(?:recipient |group |address )?:?\s?<?((?:"[^"\n]{1,64}"|[^\s<>@"'(),:;]{1,100})@[^\s<>@"'(),:;]{1,253})>?/i;
/** Lines of a letter that name other people. */
const NOT_RECIPIENT =
  /^[\s>]{0,20}(?:from|return-path|reply-to|sender|message-id|cc|bcc|subject|date|received|x-[\w-]{2,30}|references|in-reply-to|envelope-from)\s?:|postmaster@|mailer-daemon@|contact |send (?:e?-?mail|mail) to|\bplease (?:send|forward|contact|write)|mail from:|original message was received|^from \S{1,80}@/i;
/** A letter from a mail server, told by its phrases. */
const LETTER =
  /deliver|undeliver|recipient|returned mail|mail system|mailbox|rejected|could not be sent|not relayed|failed|unzustellbar|nicht zugestellt|non recapit|no se pudo|не может быть|\u914d\u4fe1|\u9001\u4fe1/i;

/** Lines that are read of one letter. */
const MAX_LINES = 20_000;

export const prose: Reader = {
  name: 'letter of a mail server',
  recognises: (text) => text.includes('@') && LETTER.test(text),
  read: (text) => readProse(text),
};

type Entry = { readonly recipient: string; readonly lines: string[]; start: number; end: number };

/** @returns one finding per address of the letter; an address without a reason of its own gets the next one's */
export function readProse(text: string): readonly Passage[] {
  const entries: Entry[] = [];
  let current: Entry | null = null;
  let count = 0;
  for (let at = 0; at <= text.length && count < MAX_LINES; count++) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, Math.min(end, at + 4000));
    if (RETURNED.test(line) && entries.length > 0) break;
    const named = recipientOf(line, current);
    if (named) {
      const known: Entry | undefined = entries.find(
        ({ recipient }) => recipient.toLowerCase() === named.address.toLowerCase(),
      );
      current = known ?? { recipient: named.address, lines: [], start: at, end };
      if (!known) entries.push(current);
      if (named.rest.trim() !== '') current.lines.push(named.rest);
      current.end = end;
    } else if (current && line.trim() !== '') {
      current.lines.push(line);
      current.end = end;
    }
    at = end + 1;
  }
  return entries.map((entry, i) =>
    passageOf(entry, entries.slice(i + 1).find(({ lines }) => lines.length > 0) ?? null),
  );
}

function passageOf(entry: Entry, next: Entry | null): Passage {
  const lines = entry.lines.length > 0 ? entry.lines : (next?.lines ?? []);
  const found: Found = { recipient: entry.recipient, text: lines.join('\n') };
  return { start: entry.start, end: entry.end, found: [found] };
}

function recipientOf(line: string, current: Entry | null): { address: string; rest: string } | null {
  if (!line.includes('@') || NOT_RECIPIENT.test(line)) return null;
  const front = AT_FRONT.exec(line);
  if (front?.[1] && (front[2] !== undefined || current === null || current.lines.length === 0)) {
    const address = addressIn(front[1]);
    if (address !== null)
      return { address, rest: `${front[2] === '[' || front[2] === '(' ? front[2] : ''}${front[3] ?? ''}` };
  }
  const labelled = LABELLED.exec(line);
  const label = labelled?.[1] === undefined ? null : addressIn(labelled[1]);
  if (label !== null) {
    const isReason = /quota|exceed|userid|failed|unknown|not listed|invalid/i.test(
      line.slice(0, line.indexOf('@')),
    );
    return { address: label, rest: isReason ? line : (labelled?.[2] ?? '') };
  }
  if (current === null) {
    const inline = INLINE.exec(line);
    const address = inline?.[1] === undefined ? null : addressIn(inline[1]);
    if (address !== null) return { address, rest: line };
    const only = addressesIn(line);
    if (
      only.length === 1 &&
      only[0] !== undefined &&
      /fail|deliver|reject|unknown|not (?:found|exist)/i.test(line)
    )
      return { address: only[0], rest: line };
  }
  return null;
}
