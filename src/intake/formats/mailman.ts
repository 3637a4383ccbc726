/**
 * Mailman's notices to the owner of a list that a member's mails bounce: version 2 (templates/en/bounce.txt) and
 * version 3 (templates/en/list:admin:notice:disable.txt, …:removal.txt, …:increment.txt). They name no server's words:
 * those are in what is attached.
 */
import { addressIn } from '../address.ts';
import type { Found } from '../found.ts';
import { wordsBehind } from '../quick.ts';
import type { Reader } from './reader.ts';

const NOTICE =
  /\bbounce action notice:?[^\n]{0,80}\n[\s\S]{0,200}?\bMember:[ \t]{0,20}(\S{3,320})[ \t]{0,8}\n(?:[ \t]{0,8}Action:[ \t]{0,20}([^\n]{3,200})\n)?(?:[ \t]{0,8}Reason:[ \t]{0,20}([^\n]{3,200}))?/i;
const DISABLED = new RegExp(
  `${wordsBehind(
    "(?:['’]s subscription has been disabled on \\S{3,320} due to their\\s{1,3}bounce score exceeding|['’]s bounce score (?:has been )?incremented on \\S{3,320}| has been (?:unsubscribed|removed) from \\S{3,320} due to excessive bounces)",
    '(\\S{1,80}@\\S{3,250}?)',
  )}[^\\n]{0,200}`,
  'i',
);

export const mailman: Reader = {
  name: 'Mailman',
  gate: { marks: ['bounce action notice', 'bounce score', 'excessive bounces'] },
  proofs: [
    { marks: ['bounce action notice'], pattern: NOTICE },
    { marks: ['bounce score', 'excessive bounces'], pattern: DISABLED },
  ],
  examples: [
    {
      text: 'This is a Mailman mailing list bounce action notice:\n\n    List:       dev\n    Member:     ann@example.com\n    Action:     Subscription disabled.\n    Reason:     Excessive or fatal bounces.\n\n\nThe triggering bounce notice is attached below.\n\nQuestions?\nContact the Mailman site administrator at\nmailman@lists.example.org.',
      finds: [{ recipient: 'ann@example.com', replyCode: null }],
    },
    {
      text: "ann@example.com's subscription has been disabled on dev@lists.example.org due to their bounce score exceeding the mailing list's bounce_score_threshold.\n\nThe triggering DSN if available is attached.",
      finds: [{ recipient: 'ann@example.com', replyCode: null }],
    },
  ],
  read(text) {
    const notice = NOTICE.exec(text);
    const told = notice ?? DISABLED.exec(text);
    if (told === null) return [];
    const [words, address = '', action = '', reason = ''] = told;
    const start = notice === null ? told.index - address.length : told.index;
    const end = told.index + words.length;
    const found: Found = {
      recipient: addressIn(address),
      text:
        notice === null ? text.slice(start, end) : `Mailman: ${[action, reason].filter(Boolean).join(' ')}`,
      speaker: 'platform',
      action: 'failed',
    };
    return [{ start, end, found: [found] }];
  },
};
