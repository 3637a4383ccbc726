/** From what was pasted to the bounces in it: a mail is taken apart, a text cleaned and read. */

import type { Bounce, OtherReport, Reading } from './bounce.ts';
import { type Proof, proveLines, structuredProof, unsubscribedIn, unwrapped } from './formats/structured.ts';
import { type Found, MOST, STOPPED, toBounce } from './found.ts';
import { scan } from './gates.ts';
import { withGivenUp } from './given-up.ts';
import { looksLikeMail, parseMail } from './mail.ts';
import { hasWideMark } from './mime/index.ts';
import { isComplaint } from './no-bounce.ts';
import { NOTHING } from './nothing.ts';
import { isNoticed, mayHoldBounce } from './notice.ts';
import { unpaste } from './paste.ts';
import { quotesFields } from './quoted-field.ts';
import type { ReadOptions } from './read-all.ts';
import { type OpenAttached, readMail } from './read-mail.ts';
import { readText } from './read-text.ts';
import { recipientIn } from './recipient.ts';
import type { Places } from './scan.ts';
import { jsonLines } from './structure/json-lines.ts';
import { isOfOtherService, isSource } from './talk.ts';
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
  const { bounces: found, deliveries, messages, stopped, isUnderstood } = readText(plain, clock, within.step);
  const proof = structuredProof(plain);
  // A log of deliveries or an event that tells of no failure is no server's words.
  const all = withUnseen(
    cut,
    withoutTorn(plain, found.length > 0 || isUnderstood ? found : asWords(proof.rest, clock)),
  ).map(withGivenUp);
  const bounces = !asked ? all : whereMailSpeaks(plain, pasted, all);
  if (!asked && !bounces.some(isNews)) return withoutBounces({ deliveries, messages });
  const unsubscribed = asked ? unsubscribedIn(plain) : NONE;
  const isWhole = input.length <= MAX_TEXT;
  const told = {
    bounces,
    deliveries,
    messages,
    others: unsubscribed.length === 0 ? NONE : unsubscribed.slice(0, MOST).map(unsubscribe),
    left: leftOf(isWhole, stopped, lines.left),
  };
  return asked
    ? new AskedReading({ text: plain, asPasted: cut, places, proof }, told)
    : { noticed: true, ...told };
};

/** Nothing to answer; but what arrived, and who sent what, is to be remembered. */
const withoutBounces = ({ deliveries, messages }: Pick<Reading, 'deliveries' | 'messages'>): Reading => ({
  ...NOTHING,
  deliveries,
  messages,
});

/** What is known of a text when it was read. */
type Known = {
  readonly text: string;
  readonly asPasted: string;
  readonly places: Places;
  readonly proof: Proof;
};

/** Who asked gets an answer anyway: most never look whether it is noticed, and that takes as long as all the rest. */
class AskedReading implements Reading {
  readonly bounces: Reading['bounces'];
  readonly deliveries: Reading['deliveries'];
  readonly messages: Reading['messages'];
  readonly others: Reading['others'];
  readonly left: Reading['left'];
  readonly #known: Known;
  #noticed: boolean | null = null;

  constructor(known: Known, told: Omit<Reading, 'noticed'>) {
    this.bounces = told.bounces;
    this.deliveries = told.deliveries;
    this.messages = told.messages;
    this.others = told.others;
    this.left = told.left;
    this.#known = known;
  }

  get noticed(): boolean {
    this.#noticed ??= this.bounces.some(isNews) && this.#isNoticed();
    return this.#noticed;
  }

  #isNoticed(): boolean {
    const { text, asPasted, places, proof } = this.#known;
    scan.recall(text, places);
    return isNoticed(text, asPasted, proof);
  }
}

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

/** @param pasted before its structure was taken off: that tells which page was asked for */
function whereMailSpeaks(text: string, pasted: string, all: readonly Bounce[]): readonly Bounce[] {
  if (
    all.length === 0 ||
    quotesFields(text) ||
    isOfOtherService(text) ||
    (pasted !== text && isOfOtherService(pasted))
  )
    return [];
  const namesSomebody = all.some(
    ({ recipient, finalRecipient }) => recipient !== null || finalRecipient !== null,
  );
  return namesSomebody && isSource(text) ? all.map(ofNobody) : all;
}

/** Nobody was refused by a program's source or a server's map. */
const ofNobody = (bounce: Bounce): Bounce => ({ ...bounce, recipient: null, finalRecipient: null });

/** What a watched channel is told of unasked: not what arrived, nor whom our own server turned away. */
const isNews = ({ kind, refusedByUs }: Bounce): boolean => kind !== 'delivered' && !refusedByUs;

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
