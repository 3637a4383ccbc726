/** Exim's main log: `**` is a failure, `==` a deferral, `<=` an arrival, `=>` and `->` deliveries. */
import { addressIn } from '../../address.ts';
import { SIGN } from '../../marks.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const LINE =
  /^.{0,80}?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?) (?:\[\d+\] )?([\w-]{16,26}) (\*\*|==|<=|=>|->|Completed|SMTP|Message|Frozen|Unfrozen)(?: (.*))?$/;
const REFUSED =
  /^(\S{1,330})(?: <([^>]{1,320})>)?(?: \S{1,80}=\S{0,300}){0,12}?(?: defer \((-?\d+)\))?(?: H=(\S{1,253}) \[([^\]]{2,60})\])?:? ?(.*)$/;

export const exim: LogLine = {
  name: 'Exim',
  gate: { signs: SIGN.star | SIGN.equals, pattern: / (?:\*\*|==) \S{1,330}@/ },
  proofs: [],
  examples: [
    {
      text: '2026-03-03 10:15:02 1tQx0a-0001Ab-2C ** ann@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<ann@example.com>: host mx.example.com [192.0.2.20]: 550 5.1.1 User unknown',
      finds: [{ recipient: 'ann@example.com', replyCode: '550', enhancedCode: '5.1.1', action: 'failed' }],
    },
  ],
  line: /^.{0,80}?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})? (?:\[\d+\] )?[\w-]{16,26} (?:\*\*|==|<=|=>|->|Completed|Message|Frozen|Unfrozen|SMTP)/,
  read(line, memory) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, , id = '', mark, rest = ''] = parts;
    if (mark === '<=') memory.set(id, rest.split(' ')[0] ?? '');
    if (mark !== '**' && mark !== '==') return [];
    const address = addressIn(/^\S+ <([^>]+)>/.exec(rest)?.[1] ?? '') ?? addressIn(rest.split(' ')[0] ?? '');
    const host = /\bH=(\S{1,253}) \[/.exec(rest)?.[1] ?? null;
    return [
      {
        recipient: address,
        text: reasonOf(rest),
        remoteHost: host,
        action: mark === '==' ? 'delayed' : 'failed',
        sender: addressIn(memory.get(id) ?? ''),
        time: timeOf(parts[1] ?? ''),
      },
    ];
  },
};

/** What stands behind the fields: `a@example.com R=dnslookup T=remote_smtp: reason`. */
function reasonOf(rest: string): string {
  const server = /SMTP error from remote (?:mail )?server/.exec(rest);
  if (server) return rest.slice(server.index);
  const fields = REFUSED.exec(rest);
  const reason = fields?.[6] ?? rest;
  return (
    reason
      .replace(/^(?:\w{1,3}=\S+ )*(?:defer \(-?\d+\))?:? ?/, '')
      .replace(/^(?:[A-Z]{1,4}=(?:"[^"]*"|\S+)(?: \[[^\]]*\])?:? )*/, '') || rest
  );
}
