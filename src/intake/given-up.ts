/**
 * That the sending server gave up on a mail, read from its letter's words where no machine part says `Action: failed`
 * (RFC 3464 §2.3.3): a 4xx is put off only as long as somebody goes on trying.
 */
import type { Bounce } from './bounce.ts';
import { type Marks, PHRASE } from './marks.ts';

/**
 * Of qmail (qmail-send.c), Sendmail (deliver.c, queue.c), Exim (deliver.c, retry.c) and those that write like them.
 * qmail's "Giving up on 192.0.2.7" is said of one server at each try, and means nothing of the kind.
 */
const GIVEN_UP =
  /\bnot going to try again\b|\bin the queue too long\b|\bhad permanent fatal errors\b|^[>\s]{0,8}message will be deleted from queue|\bretry (?:timeout|time limit) exceeded\b|\bhave been failing for a long time\b|\bafter a long failure period\b|\bthis is a permanent error[.;]/im;
/** A warning tells of the mail's end too: "will be deleted if it is not delivered by then". */
const STILL_TRIED =
  /\btransient non-fatal\b|\bwarning message only\b|\b(?:not|n['’]t) need to resend\b|\bwill (?:be retried|continue|keep trying|go on trying|try again)\b/i;

/** @returns whether a text with these marks may say that nobody tries any more */
export const maySayGivenUp = ({ phrases }: Marks): boolean => (phrases & PHRASE.givenUp) !== 0;

/** @returns the bounce, as failed where its words say that nobody tries any more */
export const withGivenUp = (bounce: Bounce): Bounce =>
  bounce.action === null &&
  bounce.kind === 'bounce' &&
  !(bounce.replyCode ?? bounce.enhancedCode ?? '').startsWith('5') &&
  saysGivenUp(wordsOf(bounce))
    ? { ...bounce, action: 'failed' }
    : bounce;

/** Mostly the passage is the server's words, and nothing more. */
const wordsOf = ({ diagnosticCode, excerpt }: Bounce): string =>
  diagnosticCode === null || diagnosticCode === excerpt ? excerpt : `${diagnosticCode}\n${excerpt}`;

const saysGivenUp = (words: string): boolean => GIVEN_UP.test(words) && !STILL_TRIED.test(words);
