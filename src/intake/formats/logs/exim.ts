/** Exim's main log: `**` is a failure, `==` a deferral, `<=` an arrival, `=>` and `->` deliveries. */
import { addressIn } from '../../address.ts';
import { originalFirst } from '../../original.ts';
import type { LogLine } from './log-line.ts';
import { timeOf } from './time.ts';

const LINE =
  /^.{0,80}?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?) (?:\[\d+\] )?([\w-]{16,26}) (\*\*|==|<=|=>|->|Completed|SMTP|Message|Frozen|Unfrozen)(?: (.*))?$/;
const REFUSED =
  /^(\S{1,330})(?: <([^>]{1,320})>)?(?: \S{1,80}=\S{0,300}){0,12}?(?: defer \((-?\d+)\))?(?: H=(\S{1,253}) \[([^\]]{2,60})\])?:? ?(.*)$/;

export const exim: LogLine = {
  name: 'Exim',
  mark: /^.{0,80}?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})? (?:\[\d+\] )?[\w-]{16,26} (?:\*\*|==|<=|=>|->|Completed|Message|Frozen|Unfrozen|SMTP)/,
  read(line, memory) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, , id = '', mark, rest = ''] = parts;
    if (mark === '<=') memory.set(id, rest.split(' ')[0] ?? '');
    if (mark !== '**' && mark !== '==') return [];
    // `final@example.net <mailed@example.com>`, with the aliases between them in parentheses, where it was told to.
    const original = /^\S{1,330}(?: \([^()]{1,330}\)){0,5} <([^>]{1,330})>/.exec(rest)?.[1] ?? '';
    const final = rest.split(' ')[0] ?? '';
    const host = /\bH=(\S{1,253}) \[/.exec(rest)?.[1] ?? null;
    return [
      {
        ...originalFirst(addressIn(original), addressIn(final)),
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
