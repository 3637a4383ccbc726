/** Which address a server's words are about. */
import { envelopeIn } from './envelope.ts';
import { recipientByEnvelope, recipientOf } from './roles/index.ts';

/**
 * @param words a server's words, a letter, or a passage of a log
 * @returns the address that was refused, where a place in the words names it; null where none does or they contradict
 * each other, and for a return path made for one recipient (VERP). An address that a forwarder rewrote (SRS) is given as
 * the one it holds
 */
export function recipientIn(words: string): string | null {
  if (!words.includes('@')) return null;
  const recipient = recipientOf(words);
  if (recipient === null) return recipientByEnvelope(words);
  const inside = envelopeIn(recipient);
  // Our own return path: that it can't be mailed says nothing of whom it was made for.
  if (inside !== null && inside.recipient !== null) return null;
  return inside?.sender ?? recipient;
}
