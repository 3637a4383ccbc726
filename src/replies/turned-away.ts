/** What is said where our own server refused or put off what somebody sent to us: no bounce of ours. */
import { type Diagnosis, OF_THE_RECIPIENT } from '../diagnosis/index.ts';

/** Lines with marks, see "Lines" in catalog/README.md. */
export type TurnedAway = Readonly<Record<'title' | 'sentence' | 'step' | 'meaning' | 'whose', string>>;

/** @returns the words; null where the refusal is another server's */
export function turnedAway({
  bounce: { refusedByUs },
  reason,
  permanence,
}: Pick<Diagnosis, 'bounce' | 'reason' | 'permanence'>): TurnedAway | null {
  if (!refusedByUs) return null;
  const did = permanence === 'temporary' ? 'put off' : 'refused';
  return {
    title: `Your own server ${did} this mail`,
    sentence: 'Somebody else sent it, to you. No mail of yours bounced.',
    step: OF_THE_RECIPIENT.has(reason)
      ? 'Nothing to do, unless {recipient|the address} ought to exist.'
      : 'Nothing to do, unless you want this sender’s mail.',
    meaning: `Your own mail server ${did} what somebody sent to {recipient|an address of yours}. It tells nothing of an address that you mail to.`,
    whose: 'Nobody’s, as long as it was right to turn it away; else whoever runs your mail server.',
  };
}
