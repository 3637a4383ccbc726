/**
 * Whose address is it? Each address in a server's words or a letter gets a role from the place where it stands. Only an
 * explicit place makes a recipient: better nobody than the wrong one.
 */
import { domainOf, type Place, placesIn } from './address.ts';
import { envelopeIn } from './envelope.ts';
import {
  ASKED,
  BEFORE_RECIPIENTS,
  BEHIND_CONTACTS,
  BEHIND_RECIPIENTS,
  BEHIND_SENDERS,
  CONTACTS,
  DELIVERY_STEMS,
  EXAMPLES,
  IDS,
  ORIGINAL_FIELDS,
  RECIPIENT_FIELDS,
  REPORTED_TO,
  SENDERS,
} from './role-words.ts';

export type Role =
  | 'recipient'
  | 'original recipient'
  | 'sender'
  | 'got the report'
  | 'contact'
  | 'example'
  | 'unknown';

/** How explicit the place is: a field or command, words right beside the address, or its sentence. */
export const SURENESS = { sentence: 1, words: 2, field: 3 } as const;

export type Placed = Place & {
  readonly role: Role;
  /** The words that told it, at most 100 characters. */
  readonly evidence: string;
  readonly sureness: number;
};

/** Characters of a text whose addresses are looked at, those beside an address that tell its role, and addresses. */
const MAX_TEXT = 8000;
const BEFORE = 100;
const BEHIND = 90;
const MOST = 60;

const literal = (phrase: string): string =>
  phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s{1,3}');
const oneOf = (phrases: readonly string[]): string => phrases.map(literal).join('|');

/** What may stand between a phrase and its address. */
const SIGNS = '[\\s:=<>("\'\\[*_`|]{0,8}(?:(?:mailto|smtp|rfc822)[:;]\\s?)?[<"\'(\\[]{0,2}';
/** A phrase begins with a word, save where it begins with a sign or in a script without blanks. */
const EDGE = '(?:^|[^\\p{L}\\p{N}_-]|(?=[^\\x00-\\x7f]))';
const before = (phrases: readonly string[], signs = SIGNS): RegExp =>
  new RegExp(`${EDGE}(?:${oneOf(phrases)})${signs}$`, 'iu');
const behind = (phrases: readonly string[]): RegExp =>
  new RegExp(
    `^[>)\\]"'*_\`|]{0,4}\\s{0,3}(?:\\.\\.\\.|[:,;(–-])?\\s{0,3}\\(?(?:${oneOf(phrases)})(?![\\p{L}\\p{N}])`,
    'iu',
  );

type Rule = {
  readonly role: Role;
  readonly sureness: number;
  readonly before?: RegExp;
  readonly behind?: RegExp;
};

/** `550 5.1.1 <`: a reply's own code, then the address it is about. */
const CODE = /(?:^|[^\d.])[45]\d\d[ -]{1,2}(?:#?[45]\.\d{1,3}\.\d{1,3}[ :]{1,2})?(?:smtp; ?)?[<("']{0,2}$/;
const IN_BRACKETS_THEN = /^>(?:\.\.\.|:|,|\s|\)|$)/;

/** The first rule whose parts all match tells the role. */
const RULES: readonly Rule[] = [
  { role: 'unknown', sureness: SURENESS.field, before: before(IDS, '[\\s:=<"\']{1,6}') },
  { role: 'original recipient', sureness: SURENESS.field, before: before(ORIGINAL_FIELDS) },
  { role: 'recipient', sureness: SURENESS.field, before: before(RECIPIENT_FIELDS) },
  { role: 'example', sureness: SURENESS.words, before: before(EXAMPLES) },
  { role: 'sender', sureness: SURENESS.words, before: before(SENDERS) },
  { role: 'sender', sureness: SURENESS.words, behind: behind(BEHIND_SENDERS) },
  // What was refused is the sender where the command was.
  { role: 'sender', sureness: SURENESS.words, before: CODE, behind: /^[^@\n]{0,200}in reply to MAIL FROM/i },
  {
    role: 'sender',
    sureness: SURENESS.words,
    before: CODE,
    behind: /^[>:. ]{0,5}[^@\n.;]{0,40}\b(?:sender|not allowed to send|envelope from)\b/i,
  },
  {
    role: 'recipient',
    sureness: SURENESS.words,
    before:
      /\b(?:not|n't|unable|failed|fail(?:ure|s|ing)?|cannot|error|problem|wasn't|undeliverable)\b[^.\n@]{0,60}\b(?:sen[dt]|sending|e?-?mails?|messages?)\b[^.\n@]{0,30}\bto:?\s{0,3}[<"'(]{0,2}$/i,
  },
  { role: 'contact', sureness: SURENESS.words, before: before(CONTACTS) },
  { role: 'contact', sureness: SURENESS.words, behind: behind(BEHIND_CONTACTS) },
  {
    role: 'contact',
    sureness: SURENESS.words,
    before:
      /\b(?:please|contact|assistance|questions?|help|report|forward)\b[^.\n@]{0,60}\b(?:to|at|via|or|with|contact|e-?mail)\s{0,3}[<"'(]{0,2}$/i,
  },
  { role: 'got the report', sureness: SURENESS.words, before: before(REPORTED_TO, '[\\s:=<,"\']{1,6}') },
  { role: 'recipient', sureness: SURENESS.words, before: CODE, behind: IN_BRACKETS_THEN },
  // `<ann@example.com>: why`, `ann@example.com: 550 why`, `ann@example.com... why`
  { role: 'recipient', sureness: SURENESS.words, behind: /^>(?:\.\.\.|:)/ },
  {
    role: 'recipient',
    sureness: SURENESS.words,
    behind: /^["'*_~)\]]{0,3}\s?(?:\.\.\.|:?\s{0,2}\(?#?[45]\d\d[ -]|: ?host )/,
  },
  { role: 'recipient', sureness: SURENESS.words, before: before(BEFORE_RECIPIENTS) },
  { role: 'recipient', sureness: SURENESS.words, behind: behind(BEHIND_RECIPIENTS) },
];

const DELIVERY = new RegExp(oneOf(DELIVERY_STEMS), 'iu');
const SENTENCE_START = /[.!?。！？]\s|\n\s{0,9}\n|[。！？]/g;
const SENTENCE_END = /[.!?](?:\s|$)|\n\s{0,9}\n|[。！？]/;

/**
 * @param text a server's words or a letter; its first 8,000 characters are looked at
 * @returns its addresses in order, each with the role that its place tells and how explicit that place is
 */
export function rolesIn(text: string): readonly Placed[] {
  const head = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  if (!head.includes('@')) return [];
  const placed = placesIn(head)
    .slice(0, MOST)
    .map((place) => placedBy(head, place));
  return enumerated(head, placed).map((one, _, all) => inSentence(head, one, all));
}

function placedBy(text: string, place: Place): Placed {
  const ahead = text.slice(Math.max(0, place.start - BEFORE), place.start);
  const after = text.slice(place.end, place.end + BEHIND);
  const longAfter = text.slice(place.end, place.end + 3 * BEHIND);
  if (isMessageId(place.address))
    return { ...place, role: 'unknown', evidence: place.address.slice(0, 100), sureness: SURENESS.field };
  for (const rule of RULES) {
    const before = rule.before?.exec(ahead);
    if (before === null) continue;
    const behind = rule.behind?.exec(rule.before === undefined ? after : longAfter);
    if (behind === null) continue;
    const isAsked =
      rule.role === 'recipient' &&
      rule.sureness < SURENESS.field &&
      ASKED.test(place.address) &&
      before?.[0] === undefined;
    if (isAsked)
      return { ...place, role: 'contact', evidence: place.address.slice(0, 100), sureness: SURENESS.words };
    const evidence = (before?.[0] ?? behind?.[0] ?? '').trim().slice(0, 100);
    return { ...place, role: rule.role, evidence, sureness: rule.sureness };
  }
  if (ASKED.test(place.address))
    return { ...place, role: 'contact', evidence: place.address.slice(0, 100), sureness: SURENESS.sentence };
  return { ...place, role: 'unknown', evidence: '', sureness: 0 };
}

/** Only signs and "and" between two addresses: the second has the first one's role. */
function enumerated(text: string, placed: readonly Placed[]): readonly Placed[] {
  const all: Placed[] = [];
  for (const one of placed) {
    const last = all.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, one.start);
    const isListed =
      last !== undefined &&
      one.sureness === 0 &&
      /^[>"'\])]{0,2}\s?(?:,|;|and|und|et|y|e|或)\s{0,3}[<"'([]{0,2}$/i.test(between);
    all.push(isListed ? { ...one, role: last.role, evidence: last.evidence, sureness: last.sureness } : one);
  }
  return all;
}

/** The only address of a sentence on failed delivery that no word beside it gives another role. */
function inSentence(text: string, one: Placed, all: readonly Placed[]): Placed {
  if (one.role !== 'unknown' || one.sureness > 0) return one;
  const from = Math.max(0, one.start - 250);
  const ahead = text.slice(from, one.start);
  const starts = [...ahead.matchAll(SENTENCE_START)];
  const start = from + (starts.length === 0 ? 0 : (starts.at(-1)?.index ?? 0) + 1);
  const after = text.slice(one.end, one.end + 250);
  const stop = SENTENCE_END.exec(after);
  const end = one.end + (stop?.index ?? after.length);
  const others = all.some(
    (other) =>
      other !== one &&
      other.start < end &&
      other.end > start &&
      other.address !== one.address &&
      other.role !== 'contact',
  );
  if (others) return one;
  const words = `${text.slice(start, one.start)} ${text.slice(one.end, end)}`;
  const stem = DELIVERY.exec(words)?.[0];
  return stem === undefined
    ? one
    : { ...one, role: 'recipient', evidence: stem, sureness: SURENESS.sentence };
}

/** @returns all that the text names as recipients, in order, with the place that is the surest for each */
export function recipientsIn(text: string): readonly Placed[] {
  const all = new Map<string, Placed>();
  for (const one of rolesIn(text)) {
    const key = one.address.toLowerCase();
    const known = all.get(key);
    if (one.role === 'recipient' && (known === undefined || known.sureness < one.sureness)) all.set(key, one);
  }
  return [...all.values()];
}

/**
 * @param text a server's words or a letter
 * @returns whom the text names as recipient; the original one where an alias was expanded; null where no place is
 * explicit, or where places that are equally explicit name different people
 */
export function recipientOf(text: string): string | null {
  const placed = rolesIn(text);
  const original = distinct(
    placed.filter(({ role, address }) => role === 'original recipient' && isWhole(address)),
  );
  if (original.length === 1) return original[0] ?? null;
  if (original.length > 1) return null;
  const senders = new Set(
    placed.filter(({ role }) => role === 'sender').map(({ address }) => address.toLowerCase()),
  );
  // Who is the sender elsewhere in the text was the recipient only of a command: people do mail themselves.
  const recipients = placed.filter(
    ({ role, sureness, address }) =>
      role === 'recipient' && (sureness === SURENESS.field || !senders.has(address.toLowerCase())),
  );
  for (const sureness of [SURENESS.field, SURENESS.words, SURENESS.sentence]) {
    const named = distinct(recipients.filter((one) => one.sureness === sureness));
    if (named.length === 1) return named[0] ?? null;
    if (named.length > 1) return null;
  }
  return null;
}

/** @returns the one recipient that the envelope's sender tells (VERP), where the words name none; else null */
export function recipientByEnvelope(text: string): string | null {
  const told = rolesIn(text)
    .filter(({ role }) => role === 'sender' || role === 'got the report')
    .flatMap(({ address }) => envelopeIn(address)?.recipient ?? []);
  const [only, ...others] = new Set(told);
  return others.length === 0 ? (only ?? null) : null;
}

const isWhole = (address: string): boolean => domainOf(address)?.includes('.') === true;

function distinct(placed: readonly Placed[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const { address } of placed)
    if (!seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address);
  return [...seen.values()];
}

/** Long local parts of digits and hex before an `@` are ids, not people. */
const isMessageId = (address: string): boolean =>
  /^[\da-f.-]{24,}@|^\d{8,}\.[\w.]+@|amazonses\.com$|@(?:mail\.gmail\.com|ismtpd[\w-]*|geopod-ismtpd[\w-]*|swift\.generated)$|javamail/i.test(
    address,
  );
