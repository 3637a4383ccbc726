/** The fields of a feedback report (RFC 5965), pasted as text. */
import { feedbackBlocks, feedbackIn } from '../feedback-report.ts';
import type { Reader } from '../found.ts';
import { marksOf, WORD } from '../marks.ts';

export const feedback: Reader = {
  name: 'feedback report',
  recognises: (text) =>
    (marksOf(text).words & WORD.feedback) !== 0 && /^[ \t]{0,8}feedback-type[ \t]?:/im.test(text),
  read: (text) =>
    feedbackBlocks(text).map(({ start, end }) => ({
      start,
      end,
      found: feedbackIn(text.slice(start, end), null),
    })),
};
