/** The fields of a feedback report (RFC 5965), pasted as text. */
import { feedbackBlocks, feedbackIn } from '../feedback-report.ts';
import type { Reader } from './reader.ts';

export const feedback: Reader = {
  name: 'feedback report',
  gate: { marks: ['feedback-type'], pattern: /^[ \t]{0,8}feedback-type[ \t]?:/im },
  proofs: [
    {
      marks: ['feedback-type'],
      pattern: /^Feedback-Type\s?:\s?(?:abuse|fraud|virus|opt-out|not-spam|auth-failure|dmarc|other)\b/im,
    },
  ],
  examples: [
    {
      text: 'Feedback-Type: abuse\nUser-Agent: Example/1\nVersion: 1\nOriginal-Rcpt-To: <ann@example.com>\nSource-IP: 192.0.2.5\n',
      finds: [{ kind: 'feedback', recipient: 'ann@example.com', sourceIp: '192.0.2.5' }],
    },
  ],
  read: (text) =>
    feedbackBlocks(text).map(({ start, end }) => ({
      start,
      end,
      found: feedbackIn(text.slice(start, end), null),
    })),
};
