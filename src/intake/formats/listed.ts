/**
 * Answers that people list, an address and what it got in each line: `2) to: a@example.com — 550 5.1.1 …`,
 * `* a@example.com (550 …)`, `a@example.com | 550 …`. Each line stands for itself, whatever mark and sign it has.
 */
import { type Found, MOST, type Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import type { Reader } from './reader.ts';

/** What a list puts before its items: bullets, numbers, boxes to tick; the bars of a table. */
const MARK = String.raw`(?:(?:[*•·▪‣◦|+–—-]|\(?\d{1,4}[.):]|[①-⑳]|\[[ xX]?\])[\s>]{1,4}){0,3}`;
/** What names a recipient before the address; any other label may name a sender. */
const LABEL =
  '(?:(?:to|for|rcpt(?:[ _-]?to)?|(?:final[- ]?)?recipient|addressee|e-?mail(?: address)?|mail|address|user|bounced|failed|customer|client|an|für|empfänger|adresse|kunde|à|pour|destinataire|client|para|destinatari[oa]|cliente|correo|per|a|aan|voor|ontvanger|do|dla|odbiorca|adres|кому|получатель|адрес|одержувач|till|til|mottagare|modtager|mottaker|alıcı|příjemce|címzett|宛先|受信者|收件人|收件者|地址|수신자|받는 사람)(?:\\s{0,2}[:：=]\\s{0,3}|\\s{1,3}))?';
const ADDRESS = String.raw`["'(<[]{0,2}([^\s<>@:：|,;()[\]"'=]{1,64}@(?:[\p{L}\p{N}_-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,24})[>"')\]]{0,2}`;
/** What parts the address from its answer. */
const SIGNS = String.raw`(?:\s{0,4}(:|：|\.\.\.:?|[,;|=([–—-]|[-=~]{1,2}>|[→⇒⟶➜»])\s{0,6}|\t{1,4}|\s{2,12})`;
const CODE = String.raw`["'(<[]{0,2}(#?(?:[45]\d\d(?=[\s:;,)\]-]|$)|[45]\.\d{1,3}\.\d{1,3}(?=[\s:;,)\]-]|$)))`;
const LINE = new RegExp(`^[\\s>]{0,12}${MARK}${LABEL}${ADDRESS}${SIGNS}${CODE}`, 'iu');
/** The same from the sign of the address on: a search that is soon done. */
const MAY_BE_LINE = new RegExp(`@[\\p{L}\\p{N}_.-]{4,400}[>"')\\]]{0,2}${SIGNS}${CODE}`, 'u');
/** The same without mark, label or a sign of its own is what servers write, and others read it. */
const AS_SERVERS = /^\s{0,8}<?[^\s<>@]{1,64}@[^\s<>@:]{1,253}>?\s?(?::|\.\.\.)/;
/** Errors joined into one line: others take them apart. */
const SEVERAL = /@[^\s<>@"'(),:;]{1,253}[>"')]{0,2}\s?: ?["'(]?[45]\d\d\b/;
/** A line that goes on: indented, with no address and no code in front. */
const GOES_ON = /^[ \t]{2,}(?![*•|+–—-]\s|\d{1,4}[.)]\s)(?![45]\d\d\b)[^@]{1,2000}$/;
/** Longest front of a line that is looked at, and what is read of one, in characters. */
const FRONT = 600;
const LONGEST = 4000;

export const listed: Reader = {
  name: 'list of answers',
  gate: { codes: true, needs: SIGN.at },
  proofs: [],
  examples: [
    {
      text: '* to: ann@example.com — 550 5.1.1 User unknown\n* to: bob@example.net — 552 5.2.2 Mailbox full',
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' },
        { recipient: 'bob@example.net', replyCode: '552', enhancedCode: '5.2.2' },
      ],
    },
  ],
  read(text) {
    const passages: Passage[] = [];
    for (let at = 0; at <= text.length && passages.length <= MOST; ) {
      const end = endOf(text, at);
      const line = text.slice(at, Math.min(end, at + LONGEST));
      const item = line.includes('@') && !AS_SERVERS.test(line.slice(0, FRONT)) ? itemIn(line) : null;
      const stop = item === null ? end : lastOf(text, end, item);
      if (item !== null) passages.push(passageOf(text, at, stop, item));
      at = stop + 1;
    }
    return passages;
  },
};

type Item = {
  readonly recipient: string;
  readonly code: string;
  /** Of several lines, each of which begins with the code (RFC 5321 §4.2.1). */
  readonly isOpen: boolean;
  /** Where its answer begins in the line. */
  readonly from: number;
  readonly isInBrackets: boolean;
};

function itemIn(line: string): Item | null {
  const front = line.slice(0, FRONT);
  const found = MAY_BE_LINE.test(front) ? LINE.exec(front) : null;
  if (found === null) return null;
  const [head, recipient = '', sign = '', code = ''] = found;
  if (SEVERAL.test(line.slice(head.length))) return null;
  const isOpen = line[head.length] === '-';
  return {
    recipient,
    code,
    isOpen,
    from: head.length - code.length,
    isInBrackets: sign === '(' || sign === '[',
  };
}

/** @returns the end of the last line that belongs to the item whose first line ends at `end` */
function lastOf(text: string, end: number, { code, isOpen }: Item): number {
  let last = end;
  while (last < text.length) {
    const next = endOf(text, last + 1);
    const line = text.slice(last + 1, Math.min(next, last + 1 + LONGEST));
    const repeats = isOpen && !line.includes('@') && line.trimStart().startsWith(code);
    if (!repeats && !GOES_ON.test(line)) break;
    last = next;
  }
  return last;
}

function passageOf(
  text: string,
  start: number,
  end: number,
  { recipient, from, isInBrackets }: Item,
): Passage {
  const words = text.slice(start + from, Math.min(end, start + from + LONGEST)).trim();
  const found: Found = {
    text: isInBrackets ? words.replace(/[)\]][.,;]?$/, '') : words.replace(/\s{0,4}\|$/, ''),
    recipient,
    passage: text.slice(start, Math.min(end, start + LONGEST)).trim(),
  };
  return { start, end, found: [found] };
}

function endOf(text: string, at: number): number {
  const stop = text.indexOf('\n', at);
  return stop < 0 ? text.length : stop;
}
