/**
 * What PHPMailer says of a failure (src/PHPMailer.php and src/SMTP.php, `getLastError`), in lines or run together, the
 * code last: `SMTP server error: RCPT TO command failed Detail: … SMTP code: 554 Additional SMTP info: 5.7.1`.
 */
import { addressesIn, addressIn } from '../address.ts';
import type { Found, Passage } from '../found.ts';
import type { Reader } from './reader.ts';

const BLOCK =
  /(?:(?:SMTP Error: |Mailer Error: |Message could not be sent\.? ?){1,3}|The following From address failed: |Following From address failed: |SMTP server error: |SMTP error from remote server )[\s\S]{0,3000}?\bSMTP code: ?([45]\d\d)(?:,?[ \t]{0,4}\n?[ \t]{0,4}Additional SMTP info: ?([45]\.\d{1,3}\.\d{1,3})?)?/gi;
const DETAIL = /\bDetail: ?([\s\S]{0,2500}?)(?:,?\s{0,4}\bSMTP code:)/i;
const FAILED =
  /\b(RCPT TO|MAIL FROM|DATA END|DATA|STARTTLS|EHLO|HELO|AUTH|Password|Username) command (?:failed|was rejected)/i;
const RECIPIENTS = /\brecipients failed: ?([\s\S]{3,2000}?)(?=\n|SMTP server error|$)/i;
const SENDER = /\bFrom address failed: ?<?([^\s<>:]{3,320})/i;

export const phpmailer: Reader = {
  name: 'PHPMailer',
  gate: { marks: ['smtp code:'], pattern: /\bSMTP code: ?[45]\d\d/i },
  proofs: [
    {
      marks: ['smtp error'],
      pattern:
        /\bSMTP [Ee]rror ?(?:\([45]\d\d\)|: ?\[?[45]\d\d\]?|: (?:The following recipients failed|data not accepted|Could not (?:authenticate|connect)))/i,
    },
    { marks: ['smtp server error'], pattern: /\bSMTP server error: [^\n]{0,80}command failed/i },
    { marks: ['smtp code:'], pattern: /\bDetail: [\s\S]{3,600}\bSMTP code: ?[45]\d\d/i },
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
    return [...text.matchAll(BLOCK)].slice(0, 10_000).map((block): Passage => {
      const [whole, code = '', status = ''] = block;
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
      const recipients = addressesIn(failed);
      const own = ownWords(failed);
      const found =
        recipients.length === 0
          ? [about]
          : recipients.map((recipient): Found => {
              // That nobody is left to send to is said of the message; why, of each recipient.
              const words = isConsequence(detail) ? (own.get(recipient.toLowerCase()) ?? '') : '';
              return words === ''
                ? { ...about, recipient }
                : { ...about, recipient, text: words, status: null, reply: null, command: 'RCPT TO' };
            });
      return { start: block.index, end: block.index + whole.length, found };
    });
  },
};

const isConsequence = (detail: string): boolean => /no valid recipients|need rcpt|valid rcpt/i.test(detail);

/** `a@example.com: reason`, one behind the other: what each was refused for. */
function ownWords(failed: string): ReadonlyMap<string, string> {
  const heads = [...failed.matchAll(/(?<![<\w.@-])([^\s<>:,]{1,64}@[^\s<>:,]{1,253}): /g)];
  return new Map(
    heads.map(({ 0: head, 1: address = '', index }, i) => [
      address.toLowerCase(),
      failed.slice(index + head.length, heads[i + 1]?.index).trim(),
    ]),
  );
}

function commandOf(failed: string | undefined): string | null {
  if (failed === undefined) return null;
  const command = failed.toUpperCase();
  if (command === 'DATA END') return 'end of DATA';
  return command === 'PASSWORD' || command === 'USERNAME' ? 'AUTH' : command;
}
