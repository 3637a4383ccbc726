/**
 * Exceptions of Jakarta Mail, JavaMail and Angus as they are printed: a `SendFailedException` holds one
 * `SMTPAddressFailedException` for each recipient that was refused, nested one in the other (API documentation of the
 * package `org.eclipse.angus.mail.smtp`).
 */
import { type Found, MOST, type Passage } from '../found.ts';
import { recipientIn } from '../recipient.ts';
import type { Reader } from './reader.ts';

const MARKS = ['smtpaddressfailed', 'smtpsendfailed', 'smtpsenderfailed'];
const EXCEPTION = /\bSMTP(Address|Send|Sender)FailedException: ?(?=[45]\d\d)/g;
/** Where the answer ends: the next exception, or the stack. */
const END =
  /\s{0,20};\s{0,20}(?:nested exception is|message exceptions|Failed message)|\n\s{0,20};|\n\s{1,20}at \S|\n\s{0,20}(?:Caused by|\.{3} \d)|\n\s{0,20}(?:[\w$]{1,60}\.){1,12}\w{1,80}Exception\b/;
/** Longest answer, in characters. */
const LONGEST = 3000;
const COMMANDS: Readonly<Record<string, string>> = { Address: 'RCPT TO', Sender: 'MAIL FROM' };

export const jakartaMail: Reader = {
  name: 'Jakarta Mail',
  gate: { marks: MARKS, pattern: /\bSMTP(?:Address|Send|Sender)FailedException: ?[45]\d\d/ },
  proofs: [
    {
      marks: [...MARKS, 'sendfailedexception'],
      pattern: /\bSMTP(?:Address|Send|Sender)FailedException: ?[45]\d\d/,
    },
  ],
  examples: [
    {
      text: 'jakarta.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\torg.eclipse.angus.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <ann@example.com>: User unknown\n;\n  nested exception is:\n\torg.eclipse.angus.mail.smtp.SMTPAddressFailedException: 554 5.7.1 <bob@example.com>: Relay access denied\n\tat org.eclipse.angus.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2064)',
      finds: [
        { recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', command: 'RCPT TO' },
        { recipient: 'bob@example.com', replyCode: '554', enhancedCode: '5.7.1', command: 'RCPT TO' },
      ],
    },
  ],
  read(text) {
    const passages: Passage[] = [];
    const matches = [...text.matchAll(EXCEPTION)].slice(0, MOST + 1);
    for (const [i, match] of matches.entries()) {
      const from = match.index + match[0].length;
      const rest = text.slice(from, Math.min(from + LONGEST, matches[i + 1]?.index ?? text.length));
      const words = rest.slice(0, END.exec(rest)?.index ?? rest.length).trimEnd();
      const command = COMMANDS[match[1] ?? ''] ?? null;
      const found: Found = {
        text: words,
        recipient: match[1] === 'Sender' ? null : recipientIn(words),
        ...(command === null ? {} : { command }),
      };
      passages.push({ start: match.index, end: from + words.length, found: [found] });
    }
    return passages;
  },
};
