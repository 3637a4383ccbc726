/**
 * Which lines of a letter are about which of its recipients, so that one's words never judge another. A line that
 * names several, and what stands before the first or after a paragraph that was one's own, is about none of them.
 */
import { addressesIn } from './address.ts';
import type { Found } from './found.ts';
import { saysSomething } from './words.ts';

/** A line of a transcript: it is about the address that it names, or about one that is named further down. */
const SPOKEN = /^\s{0,8}(?:\.{3} while talking to |>>> |<<< |(?:In|Out): )/;

/** @returns the address that a report's words are about, in lower case; an alias has several, with one original */
export const namedAs = ({ recipient, finalRecipient }: Found): string | null =>
  (finalRecipient ?? recipient)?.toLowerCase() ?? null;

/**
 * @param text a letter, or a passage of it
 * @param recipients all that the report names, in lower case
 * @returns the lines of each that has some, by its address
 */
export function ownParts(text: string, recipients: ReadonlySet<string>): ReadonlyMap<string, string> {
  const parts = new Map<string, string[]>();
  let owner: string | null = null;
  /** The owner's paragraph has said something, and a blank line came. */
  let isOver = false;
  let hasSpoken = false;
  /** Addresses one below the other, without words: those that follow are about all of them. */
  let isList = false;
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === '';
    const named: readonly string[] = isBlank ? [] : namedIn(line, recipients);
    if (named.length > 0) {
      const next = named.length === 1 ? (named[0] as string) : null;
      const speaks = saysSomething(line.replaceAll(/\S*@\S*/g, ''));
      isList = !speaks && (isList || (owner !== null && owner !== next)) && !hasSpoken;
      owner = next;
      hasSpoken = speaks;
      isOver = false;
    } else if (isBlank) {
      isOver = hasSpoken;
    } else {
      if (isList || SPOKEN.test(line) || (isOver && !/^[ \t]+(?!-{3})\S/.test(line))) owner = null;
      isOver = false;
      hasSpoken = true;
    }
    if (owner === null) continue;
    const lines = parts.get(owner);
    if (lines) lines.push(line);
    else parts.set(owner, [line]);
  }
  return new Map([...parts].map(([address, lines]) => [address, lines.join('\n').trim()]));
}

function namedIn(line: string, recipients: ReadonlySet<string>): readonly string[] {
  if (!line.includes('@')) return [];
  const all = addressesIn(line)
    .map((address) => address.toLowerCase())
    .filter((address) => recipients.has(address));
  return [...new Set(all)];
}
