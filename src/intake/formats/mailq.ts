/**
 * What `mailq`, `postqueue -p` (Postfix, postqueue(1)) and Sendmail's `mailq` print: a line for each mail with its id,
 * size, time and sender; why it waits, in parentheses; and whom it waits for. In Postfix's list a reason holds for the
 * addresses below it, in Sendmail's one without an address holds for all of them.
 */
import { addressIn } from '../address.ts';
import type { Found, Passage } from '../found.ts';
import { SIGN } from '../marks.ts';
import type { Reader } from './reader.ts';

const MAIL =
  /^[\s>]{0,4}([A-Za-z\d]{5,24})[*!#-]{0,2}\s{1,12}(?:\d{1,12}|\(no control file\))\s{1,4}\w{3} \w{3}\s{1,2}\d{1,2} \d\d:\d\d(?::\d\d)?\s{1,4}<?([^\s<>]{1,320})>?/;
const REASON = /^\s{1,80}\((.{3,2000}?)\)?\s*$/;
const RECIPIENT = /^\s{2,100}<?([^\s<>()]{1,100}@[^\s<>()]{1,253})>?\s*$/;

type Mail = {
  readonly start: number;
  readonly sender: string | null;
  reason: string;
  readonly found: Found[];
};

export const mailq: Reader = {
  name: 'mail queue',
  gate: {
    signs: SIGN.parenthesis,
    needs: SIGN.newline,
    pattern:
      /^[\s>]{0,4}[A-Za-z\d]{5,24}[*!#-]{0,2}\s{1,12}\d{1,12}\s{1,4}\w{3} \w{3}\s{1,2}\d{1,2} \d\d:\d\d[^\n]{0,400}\n\s{0,80}\(/m,
  },
  proofs: [
    {
      marks: ['queue id-', '-q-time-', 'said:', 'connect to ', 'deferred:', 'name service error'],
      pattern:
        /^[\s>]{0,4}[A-Za-z\d]{5,24}[*!#-]{0,2}\s{1,12}\d{1,12}\s{1,4}\w{3} \w{3}\s{1,2}\d{1,2} \d\d:\d\d[^\n]{0,400}\n\s{0,80}\([^\n]{3,2000}\n\s{2,100}<?\S{1,100}@/m,
    },
  ],
  examples: [
    {
      text: '-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4FpQx0abcz9     2048 Tue Mar  3 10:15:02  news@example.org\n(host mx.example.com[192.0.2.20] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))\n                                         ann@example.com\n\n-- 2 Kbytes in 1 Request.',
      finds: [
        {
          recipient: 'ann@example.com',
          replyCode: '452',
          enhancedCode: '4.2.2',
          sender: 'news@example.org',
          action: 'delayed',
        },
      ],
    },
  ],
  read(text) {
    const passages: Passage[] = [];
    let mail: Mail | null = null;
    let end = 0;
    const close = (): void => {
      if (mail) passages.push({ start: mail.start, end, found: mail.found });
      mail = null;
    };
    for (let at = 0; at < text.length; ) {
      const stop = text.indexOf('\n', at);
      const lineEnd = stop < 0 ? text.length : stop;
      const line = text.slice(at, Math.min(lineEnd, at + 3000)).trimEnd();
      const named = MAIL.exec(line);
      if (named) {
        close();
        mail = { start: at, sender: addressIn(named[2] ?? ''), reason: '', found: [] };
      } else if (mail !== null) {
        const open: Mail = mail;
        const reason = REASON.exec(` ${line}`)?.[1];
        const recipient = RECIPIENT.exec(line)?.[1];
        if (reason !== undefined) open.reason = reason;
        else if (recipient !== undefined && open.reason !== '')
          open.found.push({
            recipient: addressIn(recipient),
            sender: open.sender,
            text: open.reason.replace(/^Deferred: /i, ''),
            action: 'delayed',
          });
        else if (line.trim() === '' || /^--/.test(line)) close();
      }
      if (mail !== null) end = lineEnd;
      at = lineEnd + 1;
    }
    close();
    return passages.filter(({ found }) => found.length > 0);
  },
};
