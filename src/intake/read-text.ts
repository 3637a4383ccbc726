/** One text, given to each reader in turn: what one took, the next ones don't see. */
import { announcedIn } from './announced.ts';
import { arrivalsIn, withoutArrived } from './arrived.ts';
import type { Bounce, Reading } from './bounce.ts';
import { recipientInContext } from './context-object.ts';
import { structured } from './formats/structured.ts';
import { type Found, MOST, type Passage, toBounce } from './found.ts';
import { scan, textReaders } from './gates.ts';
import { joined } from './joined.ts';
import { letterMail } from './letter-mail.ts';
import { namedAs, ownParts } from './own-words.ts';
import { pastedHeader, withHeader } from './pasted-header.ts';
import { recipientIn } from './recipient.ts';
import type { Clock } from './time/clock.ts';
import { timeAt } from './time/stamp.ts';

/** Longest text whose words around its only reply may name whom it is about, in characters. */
const MAX_PROSE = 8000;

const NONE: readonly never[] = [];

/** What readers found in a text. */
export type TextRead = Pick<Reading, 'deliveries' | 'messages'> & {
  /** They found answers, none of which `bounces` may be in the end: what arrived later is no bounce. */
  readonly isFound: boolean;
  /** Works the bounces out: of many texts, those of each are best found before the first one's are worked out. */
  readonly bounces: () => readonly Bounce[];
  readonly stopped: boolean;
  readonly isUnderstood: boolean;
};

/**
 * Lets every reader take what it understands; what one took, the next ones don't see.
 * @param step is called between two readers, and may throw
 */
export function readText(text: string, clock: Clock, step: () => void): TextRead {
  const passages: Passage[] = [];
  let rest = text;
  let places = scan(rest);
  let isUnderstood = false;
  for (const reader of textReaders) {
    if (passages.length > MOST) break;
    if (!reader.isWorthTrying(rest, places)) continue;
    step();
    const read = reader.format.read(rest, places, scan);
    for (const passage of read) passages.push(passage);
    if (reader === textReaders.at(-1)) break;
    if (read.length === 0) continue;
    // Brackets that hold nothing of a mail say nothing of the text around them.
    isUnderstood ||= reader.format !== structured;
    rest = without(rest, read);
    if (rest.trim() === '') break;
    places = scan(rest);
  }
  const arrived = arrivalsIn(passages, clock);
  const deliveries = arrived.map(({ delivery }) => delivery);
  const messages = passages.some((passage) => passage.messages !== undefined)
    ? passages.flatMap((passage) => passage.messages ?? []).slice(0, MOST)
    : NONE;
  const sent = passages.length === 0 ? null : pastedHeader(text);
  const mail = letterMail(passages, text);
  const only = passages[0];
  const one = only?.found[0];
  // Nearly always.
  if (passages.length === 1 && only?.found.length === 1 && one && arrived.length === 0) {
    const around =
      one.recipient == null
        ? (aroundIt(text, rest) ?? recipientInContext(text, only) ?? announcedIn(rest))
        : null;
    const itself = timed(text, one, only);
    const found = around === null ? itself : { ...itself, recipient: around };
    const whole = called(withHeader(found, sent), mail);
    return {
      isFound: true,
      bounces: () => [toBounce(whole, one.passage ?? passageIn(text, only), clock)],
      deliveries,
      messages,
      stopped: false,
      isUnderstood: true,
    };
  }
  const all = passages
    .toSorted((a, b) => a.start - b.start)
    .flatMap((passage) => passage.found.map((one) => ({ one, passage })));
  const found = withoutEchoes(all);
  return {
    isFound: found.length > 0,
    bounces: () => {
      const excerptOf = excerptsOf(
        text,
        found.map(({ one }) => one),
      );
      const bounces = found.slice(0, MOST).map(({ one, passage }) => ({
        bounce: toBounce(
          called(withHeader(timed(text, inContext(text, one, passage), passage), sent), mail),
          one.passage ?? excerptOf(one, passage),
          clock,
        ),
        at: passage.start,
      }));
      return joined(withoutArrived(bounces, arrived));
    },
    deliveries,
    messages,
    stopped: found.length > MOST,
    isUnderstood: isUnderstood || arrived.length > 0,
  };
}

const called = (one: Found, { subject, arrival }: ReturnType<typeof letterMail>): Found =>
  subject === null && arrival === null
    ? one
    : { ...one, subject: one.subject ?? subject, arrival: one.arrival ?? arrival };

/** Whom the text names that stands around its only reply: a program's "Email to ann@example.com failed". */
const aroundIt = (text: string, unread: string): string | null =>
  !text.includes('@') || text.length > MAX_PROSE || unread !== text || /[{}]/.test(text)
    ? null
    : recipientIn(text);

const inContext = (text: string, one: Found, passage: Passage): Found =>
  one.recipient == null ? { ...one, recipient: recipientInContext(text, passage) } : one;

/** What names no time of its own was said when its line was written. */
function timed(text: string, one: Found, { start }: Passage): Found {
  const time = one.time == null && one.arrival == null ? timeAt(text, start) : null;
  return time === null ? one : { ...one, time, timeFrom: 'log' };
}

type Told = { readonly one: Found; readonly passage: Passage };

/** A server that mails through itself logs its refusal twice, as it said it and as it heard it: the second counts. */
function withoutEchoes(all: readonly Told[]): readonly Told[] {
  if (!all.some(({ one }) => one.refusedByUs)) return all;
  const heard = new Set(all.filter(({ one }) => !one.refusedByUs).map(({ one }) => one.recipient ?? null));
  return all.filter(({ one }) => !one.refusedByUs || one.recipient == null || !heard.has(one.recipient));
}

/** Longest passage that is kept of a bounce, in characters. */
const LONGEST = 4000;

const passageIn = (text: string, { start, end }: Passage): string =>
  text.slice(start, Math.min(end, start + LONGEST)).trim();

/** @returns what finds a bounce's passage: of several lines with several recipients those that are about its own */
function excerptsOf(text: string, all: readonly Found[]): (found: Found, passage: Passage) => string {
  const recipients = new Set(all.flatMap((found) => namedAs(found) ?? []));
  const known = new Map<Passage, ReadonlyMap<string, string>>();
  const wholes = new Map<Passage, string>();
  return (found, passage) => {
    const whole = wholes.get(passage) ?? passageIn(text, passage);
    wholes.set(passage, whole);
    const name = namedAs(found);
    if (recipients.size < 2 || name === null || !whole.includes('\n')) return whole;
    const parts = known.get(passage) ?? ownParts(whole, recipients);
    known.set(passage, parts);
    return parts.get(name) ?? found.text;
  };
}

/** Spaces in place of all but the line breaks. */
function blanked(text: string): string {
  let blank = '';
  let at = 0;
  for (let stop = text.indexOf('\n'); stop >= 0; stop = text.indexOf('\n', at)) {
    blank += `${' '.repeat(stop - at)}\n`;
    at = stop + 1;
  }
  return blank + ' '.repeat(text.length - at);
}

/** Blanks what was read, so that offsets stay. */
function without(text: string, passages: readonly Passage[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of passages.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    rest += text.slice(at, start) + blanked(text.slice(start, end));
    at = end;
  }
  return rest + text.slice(at);
}
