/** From what was pasted to the bounces in it: a mail is taken apart, a text cleaned and read. */

import { AskedReading, isNews } from './asked-reading.ts';
import type { Bounce, OtherReport, Reading } from './bounce.ts';
import { proveLines, structuredProof, unsubscribedIn, unwrapped } from './formats/structured.ts';
import { type Found, MOST, STOPPED, toBounce } from './found.ts';
import { scan } from './gates.ts';
import { maySayGivenUp, withGivenUp } from './given-up.ts';
import { looksLikeMail, parseMail } from './mail.ts';
import { hasWideMark } from './mime/index.ts';
import { isComplaint } from './no-bounce.ts';
import { NOTHING } from './nothing.ts';
import { isNoticed, mayHoldBounce } from './notice.ts';
import { unpaste } from './paste.ts';
import type { ReadOptions } from './read-all.ts';
import { type OpenAttached, readMail } from './read-mail.ts';
import { readText } from './read-text.ts';
import { recipientIn } from './recipient.ts';
import { jsonLines } from './structure/json-lines.ts';
import { mayTellOfMail } from './tells-mail.ts';
import { type Clock, clockOf } from './time/clock.ts';
import { withoutTorn } from './torn.ts';
import { withSpaces } from './underscored.ts';
import { withUnseen } from './unseen.ts';
import { saysSomething } from './words.ts';

/** Characters of a text that are read at most. */
const MAX_TEXT = 16 * 1024 * 1024;
/** Stands in `left` where they are not all. */
export const ONLY_FRONT = `Only the first ${MAX_TEXT / 1024 / 1024} million characters were read.`;
/** Longest text that is taken as a server's words as a whole, in characters, when nothing in it has a code. */
const MAX_PROSE = 8000;

const NONE: readonly never[] = [];
/**
 * Finds the bounces in one text: a mail, a log, an answer.
 * @param input text as pasted, or the bytes of a file
 * @param text the input as text
 * @returns the bounces, in the order of the text; never throws for any input, but for what `step` throws
 */
export function read(
  input: string | Uint8Array,
  text: string,
  options: Omit<ReadOptions, 'name'>,
  within: Within,
): Reading | Promise<Reading> {
  const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  if (!options.asked && !mayHoldBounce(cut) && !mayTellOfMail(cut)) return NOTHING;
  return looksLikeMail(cut)
    ? readAsMail(input, cut, options, within)
    : readAsText(input, cut, options, within);
}

/** What a text is read within: all that was handed over. */
export type Within = {
  /** Reads what is attached to a mail. */
  readonly open: OpenAttached;
  /** Is called between two steps, and throws where it has taken too long. */
  readonly step: () => void;
};

type Read = (
  input: string | Uint8Array,
  cut: string,
  options: Omit<ReadOptions, 'name'>,
  within: Within,
) => Reading | Promise<Reading>;

const readAsMail: Read = async (input, cut, options, within) => {
  const { asked, now = null, zone = 'UTC' } = options;
  const parsed = parseMail(typeof input === 'string' || hasWideMark(input) ? cut : input);
  const { noticed, bounces, others, left, ...more } = await readMail(
    parsed.mail,
    within.open,
    clockOf(cut, now, zone),
  );
  // `From:`, `To:` and `Error:` of a form look like a header.
  if (bounces.length === 0 && others.length === 0 && proveLines(unpaste(cut)))
    return readAsText(input, cut, options, within);
  const lefts = [...left, ...parsed.left];
  return {
    noticed,
    bounces: asked || noticed ? bounces.map(withGivenUp) : [],
    others,
    ...more,
    left: lefts.length > 0 ? lefts.join(' ') : null,
  };
};

const readAsText: Read = (input, cut, options, within) => {
  const { asked, now = null, zone = 'UTC' } = options;
  // Whoever asks for marks has them from this one pass.
  scan(cut);
  const lines = jsonLines(cut);
  const pasted = unpaste(lines.text);
  const plain = unwrapped(pasted);
  // A whole mail in a string of a structure.
  if (plain !== pasted && looksLikeMail(plain.trimStart()))
    return read(plain.trimStart(), plain.trimStart(), options, within);
  const clock = clockOf(cut, now, zone);
  if (!asked && !isNoticed(plain, lines.text))
    return mayTellOfMail(plain) ? withoutBounces(readText(plain, clock, within.step)) : NOTHING;
  const places = scan(plain);
  const taken = readText(plain, clock, within.step);
  const { deliveries, messages } = taken;
  const proof = structuredProof(plain);
  const all = (): readonly Bounce[] => {
    // A log of deliveries or an event that tells of no failure is no server's words.
    const told = taken.isFound || taken.isUnderstood ? taken.bounces() : asWords(proof.rest, clock);
    const whole = withUnseen(cut, withoutTorn(plain, told));
    return maySayGivenUp(places.marks) ? whole.map(withGivenUp) : whole;
  };
  const left = leftOf(input.length <= MAX_TEXT, taken.stopped, lines.left);
  if (asked) {
    const unsubscribed = unsubscribedIn(plain);
    const others = unsubscribed.length === 0 ? NONE : unsubscribed.slice(0, MOST).map(unsubscribe);
    const known = { text: plain, pasted, asPasted: cut, places, proof, all };
    return new AskedReading(known, { deliveries, messages, others, left });
  }
  const bounces = all();
  return bounces.some(isNews)
    ? { noticed: true, bounces, deliveries, messages, others: NONE, left }
    : withoutBounces({ deliveries, messages });
};

/** Nothing to answer; but what arrived, and who sent what, is to be remembered. */
const withoutBounces = ({ deliveries, messages }: Pick<Reading, 'deliveries' | 'messages'>): Reading => ({
  ...NOTHING,
  deliveries,
  messages,
});

function leftOf(isWhole: boolean, stopped: boolean, unread: readonly string[]): string | null {
  if (isWhole && !stopped && unread.length === 0) return null;
  const lefts = [...unread, ...(isWhole ? [] : [ONLY_FRONT]), ...(stopped ? [STOPPED] : [])];
  return lefts.join(' ');
}

/** An unsubscribe is no bounce, and worth a word to who asks. */
const unsubscribe = (address: string): OtherReport => ({
  title: `Unsubscribe by ${address}`,
  lines: ['This is not a bounce: the recipient wants no more of this list. Take the address off it.'],
});

/** A text that nothing recognised is, when asked for, taken as a server's words. */
function asWords(text: string, clock: Clock): readonly Bounce[] {
  const words = withSpaces(text.trim());
  if (words.length > MAX_PROSE || !saysSomething(words)) return [];
  const found: Found = {
    ...(isComplaint(words) ? { kind: 'feedback' } : {}),
    text: words,
    recipient: recipientIn(words),
  };
  return [toBounce(found, words, clock)];
}
