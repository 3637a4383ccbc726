/** The fields of a feedback report (RFC 5965), pasted as text. */
import { addressIn } from '../address.ts';
import type { Reader } from '../found.ts';
import { headersIn } from '../mail.ts';
import { marksOf, WORD } from '../marks.ts';
import { complaint } from '../no-bounce.ts';

const FIRST =
  /^[ \t]{0,8}(?:feedback-type|user-agent|version|source-ip|original-mail-from|original-rcpt-to|reported-domain|arrival-date)[ \t]?:/im;

export const feedback: Reader = {
  name: 'feedback report',
  recognises: (text) =>
    (marksOf(text).words & WORD.feedback) !== 0 && /^[ \t]{0,8}feedback-type[ \t]?:/im.test(text),
  read(text) {
    const start = FIRST.exec(text)?.index ?? 0;
    const gap = text.indexOf('\n\n', start);
    const end = gap < 0 ? text.length : gap;
    const fields = headersIn(text.slice(start, end));
    return [{ start, end, found: [complaint(fields, addressIn(fields.get('original-rcpt-to') ?? ''), '')] }];
  },
};
