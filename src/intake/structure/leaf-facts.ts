/** Facts that the keys of an event name: the first value of the shape that is asked for, and which message it is about. */
import type { Found } from '../found.ts';
import { isTime } from '../time/moment.ts';
import type { Fact } from './keys.ts';
import type { Leaf } from './leaves.ts';

export const valuesOf = (leaves: readonly Leaf[], facts: readonly Fact[]): readonly string[] =>
  leaves.filter((leaf) => tells(leaf, facts)).map(({ text }) => text);

const tells = ({ key, isApart }: Leaf, facts: readonly Fact[]): boolean =>
  !isApart && key !== null && key.fact !== null && facts.includes(key.fact);

/** @returns the first value of the first of these facts that has one of this shape */
export function factIn(
  leaves: readonly Leaf[],
  facts: readonly Fact[],
  shape: RegExp,
  isRight?: (text: string) => boolean,
): string | null {
  for (const fact of facts)
    for (const { key, isApart, text } of leaves) {
      if (key?.fact !== fact || isApart) continue;
      const found = shape.exec(text);
      if (found && text.length < 1000 && isRight?.(text) !== false)
        return fact === 'messageId' || fact === 'queueId' || fact === 'eventId' || fact === 'remoteHost'
          ? text
          : found[0];
    }
  return null;
}

/** Which message it is about, and when. */
export const attemptIn = (leaves: readonly Leaf[]) =>
  ({
    messageId: factIn(leaves, ['messageId'], /@/),
    platformId: factIn(leaves, ['messageId'], /^[^\s@]{2,250}$/),
    queueId: factIn(leaves, ['queueId'], /^[\w-]{4,64}$/),
    eventId: factIn(leaves, ['eventId'], /^[\w.:=+/-]{4,250}$/),
    time: timeIn(leaves, 'time') ?? timeIn(leaves, 'created'),
    arrival: timeIn(leaves, 'sent'),
  }) satisfies Partial<Found>;

/** @returns the first time that an event's keys name, as it stands there; null where none does */
function timeIn(leaves: readonly Leaf[], fact: Fact): string | null {
  const told = leaves.filter(({ key, text }) => key?.fact === fact && isTime(text));
  // Beside what became of it, the message has the time when it was sent: SES.
  const leaf = told.find(({ place }) => !/^\/(?:mail|message)\//i.test(place)) ?? told[0];
  if (leaf === undefined) return null;
  return /utc$/i.test(leaf.place) && !ZONED.test(leaf.text) ? `${leaf.text} UTC` : leaf.text;
}

const ZONED = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$|^\d{9,}/;
