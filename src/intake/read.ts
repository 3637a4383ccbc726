/** From what was pasted or attached to the bounces in it. */
import type { Bounce, Reading } from './bounce.ts';
import { readers } from './formats/index.ts';
import { type Found, type Passage, toBounce } from './found.ts';
import { decode, looksLikeMail, parseMail } from './mail.ts';
import { isBounceBeyondDoubt, mayHoldBounce } from './notice.ts';
import { unpaste } from './paste.ts';
import { readMail } from './read-mail.ts';
import { recipientIn } from './recipient.ts';
import { saysSomething } from './words.ts';

/** Bounces that one reading holds at most. */
const MAX_BOUNCES = 10_000;
/** Characters of a text that are read at most. */
const MAX_TEXT = 16 * 1024 * 1024;
/** Longest text that is taken as a server's words as a whole, in characters, when nothing in it has a code. */
const MAX_PROSE = 8000;

const NOTHING: Reading = { noticed: false, bounces: [], left: null };

/**
 * Finds the bounces in whatever was pasted.
 * @param input text as pasted, or the bytes of a file (a mail, a log)
 * @param options.asked true: somebody asked, try hard. False: a watched channel, speak only beyond reasonable doubt
 * @returns the bounces, in the order of the text; never throws for any input
 */
export async function read(
  input: string | Uint8Array,
  options: { readonly asked: boolean },
): Promise<Reading> {
  const { asked } = options;
  const text = typeof input === 'string' ? input : decode(input.subarray(0, MAX_TEXT));
  const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const wholeLength = typeof input === 'string' ? text.length === cut.length : input.length <= MAX_TEXT;
  if (!asked && !mayHoldBounce(cut)) return NOTHING;
  if (looksLikeMail(cut)) {
    const parsed = await parseMail(typeof input === 'string' ? new TextEncoder().encode(cut) : input);
    if (parsed) {
      const { noticed, bounces } = await readMail(parsed.mail);
      const left = parsed.whole ? null : 'Only the front of this mail was read: 512 kB or 12,000 lines.';
      return { noticed, bounces: asked || noticed ? bounces : [], left };
    }
  }
  const plain = unpaste(cut);
  const noticed = isBounceBeyondDoubt(plain);
  if (!asked && !noticed) return NOTHING;
  const bounces = readText(plain);
  const found = bounces.length > 0 ? bounces : asWords(plain);
  const lefts = [
    ...(wholeLength ? [] : [`Only the first ${MAX_TEXT / 1024 / 1024} million characters were read.`]),
    ...(found.length > MAX_BOUNCES ? [`Stopped after ${MAX_BOUNCES.toLocaleString('en')} recipients.`] : []),
  ];
  return { noticed, bounces: found.slice(0, MAX_BOUNCES), left: lefts.length > 0 ? lefts.join(' ') : null };
}

/** Lets every reader take what it understands; what one took, the next ones don't see. */
export function readText(text: string): readonly Bounce[] {
  const passages: Passage[] = [];
  let rest = text;
  for (const reader of readers) {
    if (!reader.recognises(rest)) continue;
    const read = reader.read(rest);
    passages.push(...read);
    rest = without(rest, read);
    if (rest.trim() === '') break;
  }
  const inOrder = passages.toSorted((a, b) => a.start - b.start);
  return joined(
    inOrder.flatMap(({ start, end, found }) =>
      found.map((one) => toBounce(one, text.slice(start, end).trim())),
    ),
  );
}

/** A text that nothing recognised is, when asked for, taken as a server's words. */
function asWords(text: string): readonly Bounce[] {
  const words = text.trim();
  if (words.length > MAX_PROSE || !saysSomething(words)) return [];
  const found: Found = { text: words, recipient: recipientIn(words) };
  return [toBounce(found, words)];
}

/** Blanks what was read, so that offsets stay. */
function without(text: string, passages: readonly Passage[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of passages.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    rest += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return rest + text.slice(at);
}

/** Doubles made one: the same recipient with the same answer. */
export function joined(bounces: readonly Bounce[]): readonly Bounce[] {
  const seen = new Map<string, Bounce>();
  for (const bounce of bounces) {
    const key = JSON.stringify([
      bounce.kind,
      bounce.recipient,
      bounce.replyCode,
      bounce.enhancedCode,
      bounce.recipient === null ? bounce.diagnosticCode : bounce.action,
    ]);
    if (!seen.has(key)) seen.set(key, bounce);
  }
  return [...seen.values()];
}
