/** Which address a server's words are about. */
import { envelopeIn } from './envelope.ts';
import { recipientByEnvelope, recipientOf } from './roles/index.ts';

/**
 * @param words a server's words, a letter, or a passage of a log
 * @returns the address that was refused, where a place in the words names it; null where none does or they contradict
 * each other. An address that a forwarder rewrote (SRS) is given as the one it holds
 */
export function recipientIn(words: string): string | null {
  if (!words.includes('@')) return null;
  const recipient = recipientOf(words);
  if (recipient === null) return recipientByEnvelope(words);
  return envelopeIn(recipient)?.sender ?? recipient;
}
