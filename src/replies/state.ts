import type { Case } from '../cases/index.ts';
import { type Line, plain } from './reply.ts';

/** @returns what the team did with the case, who and when; null while it is open */
export function stateOf({ status, recipients }: Case): Line | null {
  if (status.kind === 'open') return null;
  const what = {
    suppressed:
      recipients.length > 1 ? `All ${recipients.length} addresses marked suppressed` : 'Marked suppressed',
    'not-a-bounce': 'Marked as not a bounce',
    resolved: 'Resolved',
  }[status.kind];
  return [
    ...plain(`${what} by `),
    { kind: 'actor', actor: status.by },
    ...plain(', '),
    { kind: 'time', at: status.at },
  ];
}
