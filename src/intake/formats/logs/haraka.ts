/** Haraka's outbound plugin: `[outbound] bouncing mail: …`, `recipient X deferred: …` (outbound/hmail.js). */
import { addressIn } from '../../address.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const BOUNCED =
  /\[outbound\][^a-z]{0,20}(?:bouncing mail: (?:Some recipients failed: )?|recipient )(.{3,3000})$/i;

export const haraka: LogLine = {
  name: 'Haraka',
  gate: { marks: ['[outbound]'] },
  proofs: [],
  examples: [
    {
      text: '[INFO] [7C3E1A2B-0001.1] [outbound]  bouncing mail: Some recipients failed: bob@example.net 550 5.1.1 User unknown',
      finds: [{ recipient: 'bob@example.net', replyCode: '550', enhancedCode: '5.1.1' }],
    },
  ],
  line: /\[outbound\]/,
  read(line) {
    const words = BOUNCED.exec(line)?.[1];
    if (words === undefined) return [];
    const isDeferred = /\bdeferred: /.test(words);
    const recipient = addressIn(words);
    const at =
      recipient === null ? 0 : words.toLowerCase().indexOf(recipient.toLowerCase()) + recipient.length;
    const text = words.slice(at).replace(/^[>\s]*(?:deferred|rejected)?[:\s]*/, '') || words;
    return [{ recipient, text, action: isDeferred ? 'delayed' : 'failed', time: timeOf(line) }];
  },
};
