/** What is said where an alias or a forwarder took the mail and sent it on to an address that is dead. */
import type { Diagnosis } from '../diagnosis/index.ts';

/** Lines with marks, see "Lines" in catalog/README.md. */
export type Forwarded = Readonly<Record<'title' | 'sentence' | 'meaning' | 'whose', string>> & {
  readonly steps: readonly string[];
  readonly long: readonly string[];
  /** Why and what to do, for those whose mail it was. */
  readonly customers: Readonly<Record<'because' | 'sender' | 'recipient', string>>;
};

/** @returns the words; null where nothing was sent on, or it isn't surely dead where it was sent to */
export function forwarded({
  bounce: { recipient, finalRecipient, refusedByUs },
  category,
  suppress,
}: Pick<Diagnosis, 'bounce' | 'category' | 'suppress'>): Forwarded | null {
  if (recipient === null || finalRecipient === null || refusedByUs) return null;
  return category === 'hard' && suppress ? WORDS : null;
}

const WORDS: Forwarded = {
  title: 'It forwards to an address that is dead',
  sentence: 'It sends its mail on to {finalRecipient|another address}, which is dead.',
  steps: [
    'Ask whoever runs {recipient|the address} to correct where it forwards to.',
    'Nobody to ask? Suppress it: each retry costs reputation.',
  ],
  long: [
    '{recipient|The address} takes mail and sends it on to {finalRecipient|another address}. Ask whoever runs {recipient|it} to correct or remove that forward.',
    'Until then all mail to it comes back: suppress it, and take it off the list once the forward is right.',
  ],
  meaning:
    '{recipient|The address} is an alias, or forwards its mail. It sent this on to {finalRecipient|another address}, and the server there says that this one is dead.',
  whose:
    'That of whoever runs {recipient|the address}: they alone can correct where it forwards to. Nothing is wrong with your mail set-up.',
  customers: {
    because: 'it was sent on to another address, which is no longer in use',
    sender: 'Please reach the person another way, and tell them that their forwarding fails.',
    recipient: 'Please correct where your mail is forwarded to, or give us another address.',
  },
};
