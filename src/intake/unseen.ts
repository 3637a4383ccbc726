/**
 * Addresses with a character in them that nobody sees and that turns the text's direction: what is read isn't what is
 * written. Marks of no width are only where a line may break: chats and pages scatter them about, and they are dropped.
 */
import { hasTurn } from '../direction.ts';
import type { Bounce } from './bounce.ts';
import { marksOf, SIGN } from './marks.ts';

const ALL_UNSEEN = /\p{Cf}+/gu;
const AT_EDGES = /^\p{Cf}+|\p{Cf}+$/gu;
const WORD = /[^\s<>"'`,;:()[\]{}|=]{3,320}/g;

/** @returns whether there is such a character in an address: which address is meant nobody can say */
export const hasUnseen = (address: string | null | undefined): boolean => address != null && hasTurn(address);

/**
 * What was pasted is read without such characters, which chats and pages scatter about.
 * @param pasted the text as it came
 * @returns the same bounces, but addresses that stand there only with such a character in them are given as they stand:
 * without it they would be other addresses
 */
export function withUnseen(pasted: string, bounces: readonly Bounce[]): readonly Bounce[] {
  if (bounces.length === 0 || (marksOf(pasted).signs & SIGN.foreign) === 0 || !hasTurn(pasted))
    return bounces;
  const written = writtenIn(pasted);
  if (written.size === 0) return bounces;
  const asWritten = (address: string | null): string | null =>
    (address === null ? null : written.get(address.toLowerCase())) ?? address;
  return bounces.map((bounce) => ({
    ...bounce,
    recipient: asWritten(bounce.recipient),
    finalRecipient: asWritten(bounce.finalRecipient),
  }));
}

/** @returns by address without such characters in lower case, how it stands in the text; none that also stands plain */
function writtenIn(text: string): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  const plain = new Set<string>();
  for (const [word] of text.matchAll(WORD)) {
    if (!word.includes('@')) continue;
    const address = word.replace(AT_EDGES, '');
    const bare = address.replace(ALL_UNSEEN, '').toLowerCase().replace(/\.$/, '');
    if (hasTurn(address)) written.set(bare, address);
    else plain.add(bare);
  }
  for (const bare of plain) written.delete(bare);
  return written;
}
