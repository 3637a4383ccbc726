/** SMTP replies as a terminal, a log viewer or a chat shows them: one line or many, one reply or several. */
import { codesIn } from '../codes.ts';
import { type Found, MOST, type Passage } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import { timeAt } from '../time/stamp.ts';
import { programProofs } from './program-words.ts';
import type { Reader } from './reader.ts';

/** A line that begins a reply: perhaps a name before it, then `550 `, `550-`, `#5.1.1`, `smtp; 550`. */
const BEGINS =
  /^[\s>|*•"'(\-–]{0,12}(?:[<]{3}\s|smtp;\s?|x-[\w-]{2,30};\s?|(?:error|reason|response|status|diagnostic-code|remote host said|said|message|reply|smtp|got|received|answer|bounce)\s?:\s?)?["'(#<[]{0,2}(?:([45]\d\d)(?=[\s:;,#-])|(?:#\s?)?[45]\.\d{1,3}\.\d{1,3}(?=[\s:;,)\]-]))/i;
/** A multi-line reply that begins behind other words: `host mx.example.com said: 550-5.1.1 The email …`. */
const OPENS = /(?:^|[\s:;,'"([{])([45]\d\d)-/;
/** A line that tells first whom its reply is about: `<a@example.com>: host … said: 550 …`. */
const FOR_ONE = /^[\s>*•-]{0,12}<?[^\s<>@:]{1,80}@[^\s<>@:]{3,253}>?\s{0,3}(?::|\.\.\.|\()/;
/** A line that continues a multi-line reply (RFC 5321 §4.2.1). */
const CONTINUES = /^[\s>|"'<]{0,16}([245]\d\d)(-| |$)/;

/** Characters of a reply that are looked at: what stands behind them is a reply of its own. */
const LONGEST = 6000;

export const reply: Reader = {
  name: 'SMTP reply',
  gate: { codes: true },
  // What else proves a bare reply is told in `notice.ts`: it takes more than a wording.
  proofs: programProofs,
  examples: [
    {
      text: '<ann@example.com>: host mx.example.com[192.0.2.20] said: 550 5.1.1 User unknown (in reply to RCPT TO command)',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
    {
      text: '550 5.1.1 <ann@example.com>: Recipient address rejected: User unknown',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  read(text, { ats }) {
    const passages: Passage[] = [];
    let block: Block | null = null;
    const close = (): void => {
      if (block) passages.push(passageOf(text, block.start, block.end, ats.length > 1));
      block = null;
    };
    for (let at = 0; at <= text.length && passages.length <= MOST; ) {
      const stop = text.indexOf('\n', at);
      const end = stop < 0 ? text.length : stop;
      const line = text.slice(at, end);
      const continues = block?.open ? CONTINUES.exec(line.slice(0, 24)) : null;
      const begins = BEGINS.exec(line.slice(0, 200));
      if (block?.open && continues && continues[1] === block.code && at - block.start < LONGEST) {
        block.end = end;
        block.open = continues[2] === '-';
      } else if (begins && block !== null && goesOn(text, block, line, begins)) {
        block.end = end;
      } else if (begins) {
        close();
        const code = begins[1] ?? null;
        const isOpen = code !== null && line.slice(line.indexOf(code) + 3).startsWith('-');
        block = { start: at, end, code, open: isOpen };
      } else if (line.trim() === '' || isHeading(line)) {
        close();
      } else if (FOR_ONE.test(line.slice(0, 400)) && hasReply(line)) {
        close();
        block = { start: at, end, ...openedBy(line) };
      } else if (block !== null && isOwnLine(text, at, line) && !hasReply(line)) {
        close();
      } else if (block) {
        block.end = end;
      } else if (hasReply(line)) {
        block = { start: at, end, ...openedBy(line) };
      }
      at = end + 1;
    }
    close();
    return passages;
  },
};

function openedBy(line: string): { readonly code: string | null; readonly open: boolean } {
  const head = line.slice(0, 2000);
  const code = /[45]\d\d-/.test(head) ? (OPENS.exec(head)?.[1] ?? null) : null;
  return { code, open: code !== null };
}

type Block = { readonly start: number; end: number; readonly code: string | null; open: boolean };

/**
 * @returns whether a line that begins like a reply goes on with the one above: with the enhanced code that each line of
 * one answer repeats (Gmail's, without their reply codes), or behind a reply code that had no words yet
 */
function goesOn(text: string, { start, end }: Block, line: string, begins: RegExpExecArray): boolean {
  const before = text.slice(start, Math.min(end, start + 4000));
  if (ASKED.test(line) && ASKING.test(before)) return true;
  const [enhanced] = ENHANCED_AT_FRONT.exec(line) ?? [];
  if (begins[1] === undefined && enhanced !== undefined) {
    if (enhanced.trim() === ENHANCED_AT_FRONT.exec(before)?.[0].trim()) return true;
    const code = BARE_CODE.exec(before)?.[1];
    return code !== undefined && code[0] === enhanced.trim()[0];
  }
  return false;
}

/** What Exim tells of how it verified an address, each line with the reply's code, whether or not with its dash. */
const ASKING = /^[^\n]{0,40}verification failed for/i;
const ASKED = /^[\s>]{0,8}[45]\d\d[ -](?:called|sent|response|(?:sender|recipient) verif)/i;
const ENHANCED_AT_FRONT = /^[\s>|]{0,8}[45]\.\d{1,3}\.\d{1,3}(?=\s|$)/;
/** `550`, `SMTPDataError: 550`, `Error code: 550`: the words are still to come. */
const BARE_CODE = /^[^\n]{0,80}?(?<![\d.])([45]\d\d)[\s,:;-]{0,3}$/;

/** A short label line, `Bounce 2:`, or a quoted prompt of SMTP commands. */
const isHeading = (line: string): boolean =>
  /^\s*(?:>>> |(?:MAIL FROM|RCPT TO|DATA|QUIT|EHLO|HELO)\b)/i.test(line.slice(0, 40)) &&
  !WITH_REPLY.test(line.slice(0, 400));
/** The command that an error names, with the reply behind it. */
const WITH_REPLY = /@[^\s@]{1,253}: ?[45]\d\d[ -]/;

/** @returns whether a line has its own time or level, as each line of a log has: the one above has ended */
const isOwnLine = (text: string, at: number, line: string): boolean =>
  LEVEL.test(line) || timeAt(text, at) !== null;
const LEVEL = /^[\s>|]{0,8}[[(<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b/;

/** Where more is told of a code: nobody's reply. */
const REFERENCE = /^[\s>*]{0,8}(?:for more information,? )?see (?:\[|the )?(?:status|error) code\b/i;

function hasReply(line: string): boolean {
  if (REFERENCE.test(line)) return false;
  const codes = codesIn(line);
  return codes.replyCode !== null || codes.enhancedCode !== null;
}

function passageOf(text: string, start: number, end: number, mayNameSeveral: boolean): Passage {
  const passage = text.slice(start, end).trim();
  const several = mayNameSeveral ? answersIn(passage) : [];
  if (several.length > 1)
    return {
      start,
      end,
      found: several.map(({ whole, words }) => ({
        text: words,
        passage: whole,
        recipient: recipientIn(whole),
      })),
    };
  const found: Found = { text: passage, recipient: recipientIn(passage) };
  return { start, end, found: [found] };
}

/** An address with the answer that it got: `rcpt a@example.com: 550 5.1.1 …`. */
const ANSWERED =
  /(?<![^\s<"'(=:,;])([^\s<>@"'(),:;=]{1,64}@[^\s<>@"'(),:;]{1,253})[>"')]{0,2}\s?: ?["'(]?[45](?:\d\d[ -]|\.\d{1,3}\.\d{1,3} )/g;
/** The same from the sign on: a search that is soon done. */
const MAY_BE_ANSWERED = /@[^\s<>@"'(),:;]{1,253}[>"')]{0,2}\s?: ?["'(]?[45]/;
const CODE_AT_END = /[45](?:\d\d[ -]|\.\d{1,3}\.\d{1,3} )$/;
/** @returns where what stands before a place ends, without what parts it from that */
function endBefore(text: string, at: number): number {
  const last = text.slice(Math.max(0, at - 9), at);
  return at - last.length + last.replace(/[\s;,|]{1,9}$/, '').length;
}

/** What parts an answer from the next address, and the words that lead to that: `; rcpt to <`. */
const LEAD = /[;,|\n][^;,|\n]{0,40}$/;

/**
 * Errors that were joined into one, as Go's `errors.Join` and many programs do it.
 * @returns each answer with the address that it belongs to; none where fewer than two people are answered
 */
function answersIn(passage: string): readonly { readonly whole: string; readonly words: string }[] {
  if (!MAY_BE_ANSWERED.test(passage)) return [];
  const heads = [...passage.matchAll(ANSWERED)];
  if (new Set(heads.map(([, address = '']) => address.toLowerCase())).size < 2) return [];
  const starts = heads.map(({ index }, i) => {
    const before = i === 0 ? 0 : (heads[i - 1]?.index ?? 0) + (heads[i - 1]?.[0].length ?? 0);
    const lead = LEAD.exec(passage.slice(before, index));
    return lead === null ? (i === 0 ? 0 : index) : before + lead.index + 1;
  });
  return heads.map(({ index, 0: head }, i) => {
    const end = endBefore(passage, starts[i + 1] ?? passage.length);
    const code = index + head.search(CODE_AT_END);
    return { whole: passage.slice(starts[i], end).trim(), words: passage.slice(code, end).trim() };
  });
}
