/** Codes and tags that look like one that nobody knows: it was mistyped, or is a kin of theirs. */
import type { Entry } from './entry.ts';
import type { QueryCodes } from './query.ts';
import { isLike } from './spelling.ts';

/** How far an entry is from what was typed, 0 being a letter away; null: too far to be offered. */
type Distance = (entry: Entry) => number | null;

/** @returns the entries whose code or tag is like one that was typed, the likest first, of those the commonest */
export function nearCodes(
  entries: readonly Entry[],
  { reply, enhanced, words }: QueryCodes,
): readonly Entry[] {
  const tags = words.filter((word) => /\d/.test(word) || word.includes('-'));
  const from: Distance =
    enhanced !== null ? fromEnhanced(enhanced) : reply !== null ? fromReply(reply) : fromTags(tags);
  return entries
    .flatMap((entry) => {
      const distance = from(entry);
      return distance === null ? [] : [{ entry, distance }];
    })
    .sort((a, b) => a.distance - b.distance || b.entry.common - a.entry.common)
    .map(({ entry }) => entry);
}

/** A digit is wrong, or it is another one of the same class and subject (RFC 3463 §2). */
const fromEnhanced =
  (code: string): Distance =>
  ({ kind, id }) => {
    if (kind !== 'enhanced-code' || id[0] !== code[0]) return null;
    if (isLike(id, code, 1)) return 0;
    return subjectOf(id) === subjectOf(code) ? 1 : null;
  };

const subjectOf = (code: string): string => code.slice(0, code.lastIndexOf('.'));

const fromReply =
  (code: string): Distance =>
  ({ kind, id }) =>
    kind === 'reply-code' && id[0] === code[0] && isLike(id, code, 1) ? 0 : null;

const fromTags =
  (typed: readonly string[]): Distance =>
  ({ tags }) => {
    const known = tags.map(({ source }) => bareTag(source));
    const pairs = typed.map(bareTag).flatMap((one) => known.map((tag) => [one, tag] as const));
    if (pairs.some(([one, tag]) => one[0] === tag[0] && one.length > 2 && isLike(one, tag, 1))) return 0;
    return pairs.some(([one, tag]) => shapeOf(one) === shapeOf(tag)) ? 1 : null;
  };

/** Of one series: "TS03" and "TS99". */
const shapeOf = (tag: string): string => tag.replace(/\d/g, '0');

/** Tags are written with or without their brackets. */
export const bareTag = (tag: string): string => tag.toLowerCase().replace(/[[\](){}#]/g, '');
