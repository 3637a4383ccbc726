/** The fields of a feedback report (RFC 5965), pasted as text. */
import { addressIn } from '../address.ts';
import { headersIn } from '../mail.ts';
import { complaint } from '../no-bounce.ts';
import type { Reader } from './reader.ts';

const FIRST =
  /^[ \t]{0,8}(?:feedback-type|user-agent|version|source-ip|original-mail-from|original-rcpt-to|reported-domain|arrival-date)[ \t]?:/im;

export const feedback: Reader = {
  name: 'feedback report',
  gate: { marks: ['feedback-type'], pattern: /^[ \t]{0,8}feedback-type[ \t]?:/im },
  proofs: [
    {
      marks: ['feedback-type'],
      pattern: /^Feedback-Type\s?:\s?(?:abuse|fraud|virus|opt-out|not-spam|auth-failure|other)\b/im,
    },
  ],
  examples: [
    {
      text: 'Feedback-Type: abuse\nUser-Agent: Example/1\nVersion: 1\nOriginal-Rcpt-To: <ann@example.com>\nSource-IP: 192.0.2.5\n',
      finds: [{ kind: 'feedback', recipient: 'ann@example.com', sourceIp: '192.0.2.5' }],
    },
  ],
  read(text) {
    const start = FIRST.exec(text)?.index ?? 0;
    const gap = text.indexOf('\n\n', start);
    const end = gap < 0 ? text.length : gap;
    const fields = headersIn(text.slice(start, end));
    return [{ start, end, found: [complaint(fields, addressIn(fields.get('original-rcpt-to') ?? ''), '')] }];
  },
};
