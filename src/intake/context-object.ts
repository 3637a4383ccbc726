/**
 * The object that a program's logger puts behind its message, as Monolog and its like do: it may tell whom the mail was
 * for, where the message has the server's answer alone. `production.ERROR: 550 User unknown {"to":"ann@example.com"}`
 */
import type { Passage } from './found.ts';
import { leavesOf, placesOf } from './structure/leaves.ts';
import { recipientsOf } from './structure/recipients.ts';
import type { Value } from './structure/tree.ts';

const LONGEST = 8000;

/**
 * @param text all of it
 * @param passage of an answer that names nobody
 * @returns whom the object at the end of its line names as the recipient, by a key that says so; null where none does
 */
export function recipientInContext(
  text: string,
  { start, end }: Pick<Passage, 'start' | 'end'>,
): string | null {
  const front = Math.max(0, start - LONGEST);
  const before = text.slice(front, start + 1).lastIndexOf('\n') + 1;
  // Nobody's line begins further ahead.
  if (before === 0 && front > 0) return null;
  const from = front + before;
  const most = text.slice(from, from + LONGEST);
  const stop = most.indexOf('\n', end - from);
  const line = stop < 0 ? most : most.slice(0, stop);
  const open = line.indexOf('{"');
  const close = line.lastIndexOf('}');
  // A line that is an object has readers of its own.
  if (open < 1 || close < open || !line.includes('@', open)) return null;
  const value = parsed(line.slice(open, close + 1));
  if (value === null) return null;
  const places = placesOf(leavesOf(value)).filter(({ tier }) => tier === 'recipient' || tier === 'failed');
  const { recipients, isExplicit } = recipientsOf(
    places,
    '',
    { isBounce: true, isForAll: false },
    () => null,
  );
  return isExplicit && recipients.length === 1 ? (recipients[0] ?? null) : null;
}

function parsed(json: string): Value | null {
  try {
    return JSON.parse(json) as Value;
  } catch {
    return null;
  }
}
