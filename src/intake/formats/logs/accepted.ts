/**
 * Deliveries in logs of no known kind: programs of one's own, lines that were masked or cut. Such a line is about its own
 * address alone, and what another line says was refused isn't that address.
 */
import { addressesIn } from '../../address.ts';
import { SIGN } from '../../marks.ts';
import { wordsBehind } from '../../quick.ts';
import type { LogLine } from './log-line.ts';

/** What a server or a program says of a mail that it took. */
const ACCEPTED = new RegExp(
  [
    '\\b(?:status|stat|result|event|action)["\']?[=:] ?["\']?(?:sent|delivered|success|ok)\\b',
    wordsBehind('\\bdelivered to\\b', '\\d\\d:\\d\\d[^\\n]{0,160}?(?<!\\b(?:be|being|been) )'),
    wordsBehind('delivered\\b', '@\\S{1,255}[ \\t]{1,4}[-=:|,>]{1,3}[ \\t]{0,4}'),
    '\\btransport succeeded\\b',
    wordsBehind(
      '(?:250[ -]|2\\.\\d\\.\\d{1,3}[ ;])',
      '@\\S{1,255}[ \\t]{1,4}[-=:|,>]{0,3}[ \\t]{0,4}(?:sent |accepted |reply )?["\'(]?',
    ),
  ].join('|'),
  'im',
);
/** A refusal on the same line, or the words of one: whatever else it says, it isn't told that all went well. */
const REFUSED =
  /(?<![\d.])[45]\d\d[ \-:;]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)|\b(?:not|never|n't|un(?:deliver|able|known)\w*|fail\w*|reject\w*|refus\w*|bounc\w*|defer\w*|error|denied|expired|queued|delayed|retry\w*)\b/i;
/** A session's commands and what was answered to each: the mail may be refused further down. */
const COMMAND = /\b(?:RCPT TO|MAIL FROM|DATA|EHLO|HELO)\b|Recipient ok/i;

export const accepted: LogLine = {
  name: 'delivery in a log of any kind',
  gate: {
    marks: ['status', 'stat=', 'result', 'event', 'action', 'delivered', 'succeeded'],
    codes: true,
    needs: SIGN.at,
    pattern: ACCEPTED,
  },
  proofs: [],
  examples: [
    {
      text: '2026-03-03 10:15:02 INFO delivered to bob@example.net via mx.example.net: 250 OK\n2026-03-03 10:15:03 ERROR ann@example.com: 550 5.1.1 User unknown',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  line: ACCEPTED,
  read: (line) =>
    line.includes('@') &&
    ACCEPTED.test(line) &&
    !REFUSED.test(line) &&
    !COMMAND.test(line) &&
    addressesIn(line).length > 0
      ? []
      : null,
};
