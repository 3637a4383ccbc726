/**
 * What PHPMailer says of a failure (src/PHPMailer.php and src/SMTP.php, `getLastError`), in lines or run together, the
 * code last: `SMTP server error: RCPT TO command failed Detail: … SMTP code: 554 Additional SMTP info: 5.7.1`.
 */
import { addressesIn, addressIn } from '../address.ts';
import { type Found, forRecipients, type Passage } from '../found.ts';
import { wordsBehind } from '../quick.ts';
import type { Reader } from './reader.ts';

const FRONT =
  /(?:SMTP Error: |Mailer Error: |Message could not be sent\.? ?){1,3}|The following From address failed: |Following From address failed: |SMTP server error: |SMTP error from remote server /gi;
const CODE =
  /\bSMTP code: ?([45]\d\d)(?:,?[ \t]{0,4}\n?[ \t]{0,4}Additional SMTP info: ?([45]\.\d{1,3}\.\d{1,3})?)?/gi;
/** Characters between a front and its code. */
const LONGEST = 3000;
const MOST = 10_000;
const DETAIL = /\bDetail: ?([\s\S]{0,2500}?)(?:,?\s{0,4}\bSMTP code:)/i;
const FAILED =
  /\b(RCPT TO|MAIL FROM|DATA END|DATA|STARTTLS|EHLO|HELO|AUTH|Password|Username) command (?:failed|was rejected)/i;
/** Each recipient with why: one a line, or one behind the other; `addAnAddress` puts nothing between them. */
const RECIPIENTS =
  /\brecipients failed: ?([\s\S]{3,4000}?)(?=SMTP server error|SMTP code:|\n\s{0,20}(?:in |at |#\d|Stack trace|Detail:|\n)|$)/i;
/** The exception alone, without the answer to the last command. */
const EXCEPTION = /\bSMTP Error: The following recipients failed: [\s\S]{3,4000}/gi;
const SENDER = /\bFrom address failed: ?<?([^\s<>:]{3,320})/i;

export const phpmailer: Reader = {
  name: 'PHPMailer',
  gate: {
    marks: ['smtp code:', 'recipients failed:'],
    pattern: /\bSMTP code: ?[45]\d\d|\brecipients failed: /i,
  },
  proofs: [
    {
      marks: ['smtp error'],
      pattern:
        /\bSMTP [Ee]rror ?(?:\([45]\d\d\)|: ?\[?[45]\d\d\]?|: (?:The following recipients failed|data not accepted|Could not (?:authenticate|connect)))/i,
    },
    { marks: ['smtp server error'], pattern: /\bSMTP server error: [^\n]{0,80}command failed/i },
    {
      marks: ['smtp code:'],
      pattern: new RegExp(wordsBehind('\\bSMTP code: ?[45]\\d\\d', '\\bDetail: [\\s\\S]{3,600}'), 'i'),
    },
  ],
  examples: [
    {
      text: 'SMTP Error: The following recipients failed: ann@example.com: Access denied\nSMTP server error: RCPT TO command failed\nDetail: Relay access denied\nSMTP code: 554\nAdditional SMTP info: 5.7.1',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '554',
          enhancedCode: '5.7.1',
          diagnosticCode: '554 5.7.1 Relay access denied',
          command: 'RCPT TO',
        },
      ],
    },
    {
      text: 'SMTP Error: The following recipients failed: ann@example.com: 5.1.1 <ann@example.com>: Recipient address rejected: User unknown\nSMTP server error: DATA command failed Detail: 5.5.1 Error: no valid recipients SMTP code: 554',
      finds: [{ recipient: 'ann@example.com', enhancedCode: '5.1.1', command: 'RCPT TO' }],
    },
  ],
  read(text) {
    const blocks = blocksIn(text).map(({ start, whole, code, status }): Passage => {
      const detail = DETAIL.exec(whole)?.[1]?.trim() ?? '';
      const words = detail === '' ? (/^[^\n]{0,400}?\.(?=\s|SMTP|$)/.exec(whole)?.[0] ?? '') : detail;
      const about: Found = {
        text: `${code} ${status} ${words}`.replace(/ {2,}/g, ' '),
        status: status || null,
        reply: code,
        action: code.startsWith('4') ? 'delayed' : 'failed',
        command: commandOf(FAILED.exec(whole)?.[1]),
        sender: addressIn(SENDER.exec(whole)?.[1] ?? ''),
      };
      const failed = RECIPIENTS.exec(whole)?.[1] ?? '';
      const heads = headsOf(failed);
      const found =
        heads.length > 1 ? each(heads, about, detail) : all(about, eachOnce(failed), heads, detail);
      return { start, end: start + whole.length, found };
    });
    return blocks.length > 0 ? blocks : exceptionsIn(text);
  },
};

type Block = {
  readonly start: number;
  readonly whole: string;
  readonly code: string;
  readonly status: string;
};

/** Each front with the next code behind it, where that isn't far; what a block holds begins no other. */
function blocksIn(text: string): readonly Block[] {
  const blocks: Block[] = [];
  CODE.lastIndex = 0;
  let code = CODE.exec(text);
  let done = 0;
  for (const { 0: front, index: start } of text.matchAll(FRONT)) {
    const behind = start + front.length;
    if (start < done) continue;
    while (code !== null && code.index < behind) code = CODE.exec(text);
    if (code === null || blocks.length >= MOST) break;
    if (code.index - behind > LONGEST) continue;
    done = code.index + code[0].length;
    blocks.push({ start, whole: text.slice(start, done), code: code[1] ?? '', status: code[2] ?? '' });
  }
  return blocks;
}

/** A reason names its recipient again. */
const eachOnce = (failed: string): readonly string[] => [
  ...new Map(addressesIn(failed).map((one) => [one.toLowerCase(), one])).values(),
];

const isConsequence = (detail: string): boolean => /no valid recipients|need rcpt|valid rcpt/i.test(detail);

/** A recipient, and why it was refused; null where its name is glued to the words before it. */
type Head = { readonly recipient: string | null; readonly words: string };

const HEAD = /(?<![<\w.@-])([^\s<>:,;]{1,64}@[^\s<>:,;]{1,253}): /g;

/** `a@example.com: reason`, one behind the other: what each was refused for. */
function headsOf(failed: string): readonly Head[] {
  const heads = [...failed.matchAll(HEAD)].slice(0, 5000);
  return heads.map(({ 0: head, 1: address = '', index }, i) => ({
    recipient:
      i === 0 || PARTED.test(failed.slice(Math.max(0, index - 4), index)) ? addressIn(address) : null,
    words: failed
      .slice(index + head.length, heads[i + 1]?.index)
      .replace(/[\s,;]{1,9}$/, '')
      .trim(),
  }));
}
/** `Mailbox fullann@example.com: …`: a blank further ahead parts nothing, the name may begin with somebody's words. */
const PARTED = /[\n,;][ \t]{0,3}$/;

/** Each has the words behind its own colon; the block behind tells only what the last of them was answered. */
const each = (heads: readonly Head[], about: Found, detail: string): readonly Found[] =>
  heads.map(({ recipient, words }, i) =>
    i === heads.length - 1 && detail !== '' && (words === '' || words.includes(detail))
      ? { ...about, recipient, passage: about.text }
      : { ...about, recipient, text: words, passage: words, status: null, reply: null, command: 'RCPT TO' },
  );

/** That nobody is left to send to is said of the message; why, of its one recipient. */
function all(
  about: Found,
  recipients: readonly string[],
  [head]: readonly Head[],
  detail: string,
): readonly Found[] {
  const words = isConsequence(detail) && recipients.length === 1 ? (head?.words ?? '') : '';
  return recipients.length === 0
    ? [about]
    : words === ''
      ? forRecipients(about, recipients)
      : [
          {
            ...about,
            recipient: recipients[0] ?? null,
            text: words,
            status: null,
            reply: null,
            command: 'RCPT TO',
          },
        ];
}

/** An exception's message for several; for one it is read as any answer. */
function exceptionsIn(text: string): readonly Passage[] {
  return [...text.matchAll(EXCEPTION)].flatMap(({ 0: whole, index }) => {
    const failed = RECIPIENTS.exec(whole)?.[1] ?? '';
    const heads = headsOf(failed);
    if (heads.length < 2) return [];
    const end = index + whole.indexOf(failed) + failed.length;
    return [{ start: index, end, found: each(heads, { text: '', action: 'failed' }, '') }];
  });
}

function commandOf(failed: string | undefined): string | null {
  if (failed === undefined) return null;
  const command = failed.toUpperCase();
  if (command === 'DATA END') return 'end of DATA';
  return command === 'PASSWORD' || command === 'USERNAME' ? 'AUTH' : command;
}
