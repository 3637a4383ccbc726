/**
 * Whose address is it? Each address in a server's words or a letter gets a role from the place where it stands. Only an
 * explicit place makes a recipient: better nobody than the wrong one.
 */
import { domainOf, type Place, placesIn } from './address.ts';
import { envelopeIn } from './envelope.ts';
import { type Hit, phraseAt, phrases } from './phrases.ts';
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
  STATE_STEMS,
  WORKERS,
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
const NEAR = 40;
const BEFORE = 120;
const BEHIND = 280;
const MOST = 60;

/** What the words right beside an address tell; the first that fits decides. */
type Rule = {
  readonly role: Role;
  readonly sureness: number;
  /** Phrases that end where the address begins, with signs between at most. */
  readonly before?: readonly string[];
  /** Phrases that begin where it ends. */
  readonly behind?: readonly string[];
  /** Shapes that are no phrases: of what stands right before (40 characters), further before (120), and behind. */
  readonly near?: RegExp;
  readonly ahead?: RegExp;
  readonly after?: RegExp;
};

const { field, words } = SURENESS;

/** `550 5.1.1 <`: a reply's own code, then the address it is about. */
const CODE = /(?:^|[^\d.])[45]\d\d[ -]{1,2}(?:#?[45]\.\d{1,3}\.\d{1,3}[ :]{1,2})?(?:smtp; ?)?[<("']{0,2}$/;

/**
 * Nothing but marks, a time or a level stands before in the line, or words that announce a failure: any other word or
 * label there may be whoever works on it ("Ticket 4471 assigned to sam@example.org: 550 …").
 */
const AT_FRONT =
  /(?:(?:^|\n)[\s>|*•·#"'`~_<([\d.,)\]/:TZ+–-]{0,36}|[\])]:?\s{1,3}[<"'`(]{0,2}|[.;!?,]\s{1,3}<|(?:\b(?:err(?:or)?|warn(?:ing)?|info|notice|debug|fatal|critical|fail(?:ed|ure|s)?|reject(?:ed|s)?|bounced?|bounces|refused|undeliverable|deferred|said|exception|reason|response|reply|smtp|status|result|user|unknown|recipients?|address|invalid|denied|disabled|full)|\d):?\s{1,3}[<"'`([]{0,2}|\d:<)$/i;

/** `Maintainer: sam@example.org` in a line of its own: a label that no table knows is no recipient's. */
const LABELLED =
  /(?:^|\n)[\s>*•-]{0,8}(?!(?:re|fwd?|to|an|a|à|aan|do|para|till|til|errors?|fail\w*|bounced?)\b)\p{L}[\p{L}'’-]{1,20}(?:[ _]\p{L}[\p{L}'’-]{0,20}){0,2}\s?[:：]\s{1,3}[<"'(]{0,2}$/iu;
/** `user: sam@example.org` in a line of its own is who works with the program. */
const WHO_WORKS =
  /(?:^|\n)[\s>*•-]{0,8}(?:user|user ?name|account|account name|login)\s?[:=]\s{0,3}[<"']{0,2}$/i;
/** "SMTP error from the remote server for ann@example.com: 550 …" */
const FOR = /\bfor\s{1,3}[<"'(]{0,2}$/i;
const FAILED_FOR =
  /\b(?:errors?|fail\w{0,4}|bounced?|bounces|reject\w{0,5}|refus\w{0,3}|undeliver\w{0,6}|problem)\b[^.\n@]{0,60}\bfor\s{1,3}[<"'(]{0,2}$/i;
const ENDS_LINE = /^[>"')\]]{0,2}[ \t]{0,8}(?:\n|$)/;

/** What is done to somebody. */
const TO = /\bto:?\s{0,3}[<"'(]{0,2}$/i;
const ASKING = /\b(?:to|at|via|or|with|contact|e-?mail)\s{0,3}[<"'(]{0,2}$/i;

const RULES: readonly Rule[] = [
  // A callout, in which a server asked another one about the sender: `550-Sent: RCPT TO:<postmaster@example.org>`.
  {
    role: 'unknown',
    sureness: field,
    near: /\b(?:sent:\s{1,8}rcpt to|response:\s{1,8}[45]\d\d)[ :]{1,2}<?$/i,
  },
  { role: 'unknown', sureness: field, before: IDS },
  { role: 'original recipient', sureness: field, before: ORIGINAL_FIELDS },
  { role: 'recipient', sureness: field, before: RECIPIENT_FIELDS },
  { role: 'example', sureness: words, before: EXAMPLES },
  { role: 'sender', sureness: words, before: SENDERS },
  { role: 'sender', sureness: words, behind: BEHIND_SENDERS },
  // `news@example.org → ann@example.com`, and `ann@example.com → 550 …`
  {
    role: 'sender',
    sureness: words,
    after: /^>?\s{0,3}(?:→|->|=>)\s{0,3}[<"']{0,2}[^\s<>@"']{1,64}@/,
  },
  { role: 'recipient', sureness: words, after: /^>?\s{0,3}(?:→|->|=>)\s{0,3}["'(<]{0,2}[45]\d\d[ -]/ },
  {
    role: 'sender',
    sureness: words,
    ahead:
      /\b(?:spf|dmarc|dkim|(?:un)?authenticat\w{1,6}|log-?in|credentials)\b(?:(?!recipient|\bto\b)[^.\n@]){0,40}[\s:][<"'(]{0,2}$/i,
  },
  {
    role: 'recipient',
    sureness: words,
    near: /\bto:?\s{1,3}[<"']{0,2}$/i,
    ahead:
      /\bfrom:?\s{1,3}[<"']{0,2}[^\s<>@]{1,64}@[^\s<>@]{1,100}[>"',]{0,3}\s{1,3}(?:via [\w.-]{1,253},?\s{1,3})?to:?\s{1,3}[<"']{0,2}$/i,
  },
  {
    role: 'recipient',
    sureness: words,
    near: /\b(?:to|for):? [<"']{0,2}$/i,
    ahead: /\brelay(?:ing)?(?: mail| messages?)?(?: from \S{3,253})? (?:to|for):? [<"']{0,2}$/i,
  },
  // What was refused is the sender where the command was.
  { role: 'sender', sureness: words, near: CODE, after: /^[^@\n]{0,200}in reply to MAIL FROM/i },
  {
    role: 'sender',
    sureness: words,
    near: CODE,
    after: /^[>:. ]{0,5}[^@\n.;]{0,40}\b(?:sender|not allowed to send|envelope from)\b/i,
  },
  {
    role: 'recipient',
    sureness: words,
    near: TO,
    ahead:
      /\b(?:not|n't|unable|fail(?:ed|ure|s|ing)?|cannot|error|problem|undeliverable)\b[^.\n@]{0,60}\b(?:sen[dt]|sending|e?-?mails?|messages?)\b[^.\n@]{0,30}\bto:?\s{0,3}[<"'(]{0,2}$/i,
  },
  { role: 'contact', sureness: words, before: CONTACTS },
  {
    role: 'contact',
    sureness: words,
    near: ASKING,
    ahead:
      /\b(?:please|contact|assistance|questions?|help|report|forward)\b[^.\n@]{0,60}\b(?:to|at|via|or|with|contact|e-?mail)\s{0,3}[<"'(]{0,2}$/i,
  },
  { role: 'got the report', sureness: words, before: REPORTED_TO },
  { role: 'unknown', sureness: words, before: WORKERS },
  { role: 'recipient', sureness: words, near: CODE, after: /^>?(?:\.\.\.|:|,|\s|\)|$)/ },
  // `<ann@example.com>: why`, `ann@example.com: 550 why`, `ann@example.com... why`
  { role: 'recipient', sureness: words, near: AT_FRONT, after: /^>(?:\.\.\.| ?:)/ },
  // netqmail: `<ann@example.com> 192.0.2.20 failed on DATA command.`
  {
    role: 'recipient',
    sureness: words,
    near: AT_FRONT,
    after: /^>? (?:\d{1,3}\.){3}\d{1,3} (?:failed|does not|said|rejected)/,
  },
  {
    role: 'recipient',
    sureness: words,
    near: AT_FRONT,
    after: /^["'*_~)\]]{0,3}[ \t]?(?:\.\.\.|[:–-]?[ \t]{0,2}\(?#?[45]\d\d[ -]|: ?host )/,
  },
  { role: 'unknown', sureness: words, near: WHO_WORKS, after: ENDS_LINE },
  {
    role: 'recipient',
    sureness: words,
    near: FOR,
    ahead: FAILED_FOR,
    after: /^[>"'*_)]{0,3}\s{0,2}:\s{0,2}#?[45]\d\d[ -]/,
  },
  { role: 'recipient', sureness: words, before: BEFORE_RECIPIENTS },
  // Microsoft: "Recipient address rejected: Access denied. ann@example.com [host]"
  {
    role: 'recipient',
    sureness: words,
    near: /\. ?[<"]?$/,
    ahead: /recipient address rejected: [^.@\n]{3,40}\. ?[<"]?$/i,
  },
  { role: 'contact', sureness: words, behind: BEHIND_CONTACTS },
  { role: 'unknown', sureness: words, near: LABELLED, after: ENDS_LINE },
  { role: 'recipient', sureness: words, behind: BEHIND_RECIPIENTS },
];

const ranked = (of: (rule: Rule) => readonly string[] | undefined): (readonly [string, number])[] =>
  RULES.flatMap((rule, rank) => (of(rule) ?? []).map((phrase) => [phrase, rank] as const));
const PHRASES_BEFORE = phrases(
  ranked(({ before }) => before),
  true,
);
const PHRASES_BEHIND = phrases(
  ranked(({ behind }) => behind),
  false,
);
/** Rules that aren't phrases, with their ranks. */
const SHAPES = RULES.flatMap((rule, rank) =>
  rule.near !== undefined || rule.ahead !== undefined || rule.after !== undefined ? [{ rule, rank }] : [],
);

/** Signs between a phrase and its address, at most so many. */
const SIGNS_BEFORE = signsOf(' \t\n\v\f\r:=<>("\'[*_`|,');
const SIGNS_BEHIND = signsOf('>)]"\'*_`|');
const SIGNS_BETWEEN = signsOf(':,;(-');
const BLANKS = signsOf(' \t\n\v\f\r');
const DASH = 0x2013;
const MOST_SIGNS = 10;
/** What names the kind of an address, between its field and it. */
const KIND = /(?:mailto:|smtp:|rfc822;\s?)$/i;
const KEYED = signsOf(':; ');

const oneOf = (stems: readonly string[]): RegExp =>
  new RegExp(stems.map((stem) => stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'iu');
const DELIVERY = oneOf(DELIVERY_STEMS);
const STATE = oneOf(STATE_STEMS);
/** Beside words on a state these tell that it is the sender's, or another address to write to. */
const NOT_THEIRS =
  /\b(?:(?:senders?|from|contact|write|moved|changed?|now on|please|try|use|as|behalf|dkim|spf|dmarc|your)\b|spoof|identit|auth|log-?in|verif|forward (?:this|the)|new address|polic|header|password|credential)/i;
const SENTENCE_START = /[.!?。！？]\s|\n\s{0,9}\n|[。！？]/g;
const SENTENCE_END = /[.!?](?:\s|$)|\n\s{0,9}\n|[。！？]/;

/**
 * @param text a server's words or a letter; its first 8,000 characters are looked at
 * @returns its addresses in order, each with the role that its place tells and how explicit that place is
 */
export function rolesIn(text: string): readonly Placed[] {
  // The reader that finds whom a line names, and the one that reads it, ask for the same text one after the other.
  if (text !== last.text) last = { text, placed: findRoles(text) };
  return last.placed;
}

let last: { readonly text: string; readonly placed: readonly Placed[] } = { text: '', placed: [] };

function findRoles(text: string): readonly Placed[] {
  const head = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  if (!head.includes('@')) return [];
  const places = placesIn(head);
  const placed = places.slice(0, MOST).map((place) => placedBy(head, place));
  return enumerated(head, placed).map((one, _, all) => inSentence(head, one, all));
}

function placedBy(text: string, place: Place): Placed {
  if (isMessageId(place.address))
    return { ...place, role: 'unknown', evidence: place.address.slice(0, 100), sureness: field };
  const before = told(text, place);
  const behind = toldBehind(text, place, before?.rank ?? RULES.length);
  const hit = behind ?? before;
  const rank = hit?.rank ?? RULES.length;
  const shape = shapeAt(text, place, rank);
  const rule = RULES[shape?.rank ?? rank];
  if (rule !== undefined) {
    const evidence = (shape ?? hit)?.words.trim().slice(0, 100) ?? '';
    // A postmaster is a recipient only where a server names one.
    const isAsked = rule.role === 'recipient' && rule.behind !== undefined && ASKED.test(place.address);
    return { ...place, role: isAsked ? 'contact' : rule.role, evidence, sureness: rule.sureness };
  }
  if (ASKED.test(place.address))
    return { ...place, role: 'contact', evidence: place.address.slice(0, 100), sureness: SURENESS.sentence };
  return { ...place, role: 'unknown', evidence: '', sureness: 0 };
}

/** The phrase before an address: signs between are stepped over one by one, since some phrases end in one. */
function told(text: string, place: Place): Hit | null {
  let best: Hit | null = null;
  let at = place.start;
  for (let signs = 0; signs <= MOST_SIGNS && at > 0; signs++) {
    const hit = phraseAt(PHRASES_BEFORE, text, at);
    if (hit !== null && (best === null || hit.rank < best.rank)) best = hit;
    const last = text.charCodeAt(at - 1);
    const kind = KEYED[last] === 1 ? KIND.exec(text.slice(Math.max(0, at - 12), at)) : null;
    if (kind !== null) at -= kind[0].length;
    else if (SIGNS_BEFORE[last] === 1 || isWideBlank(last)) at--;
    else break;
  }
  return best;
}

/** The phrase behind it, if it outranks what stands before. */
function toldBehind(text: string, place: Place, limit: number): Hit | null {
  let at = place.end;
  for (let signs = 0; signs < 4 && SIGNS_BEHIND[text.charCodeAt(at)] === 1; signs++) at++;
  at = skipBlanks(text, at);
  const next = text.charCodeAt(at);
  if (text.startsWith('...', at)) at += 3;
  else if (SIGNS_BETWEEN[next] === 1 || next === DASH) at++;
  at = skipBlanks(text, at);
  if (text[at] === '(') at++;
  const hit = phraseAt(PHRASES_BEHIND, text, at);
  if (hit === null || hit.rank >= limit) return null;
  // The next line is another's unless it is folded; a sentence on the recipient may be wrapped.
  const isNextLine = /\n(?![ \t])/.test(text.slice(place.end, at));
  return isNextLine && RULES[hit.rank]?.role !== 'recipient' ? null : hit;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < from + 4 && (BLANKS[text.charCodeAt(at)] === 1 || isWideBlank(text.charCodeAt(at)))) at++;
  return at;
}

/** @returns a mark for each of these signs, by its code */
function signsOf(signs: string): Uint8Array {
  const marks = new Uint8Array(128);
  for (const sign of signs) marks[sign.charCodeAt(0)] = 1;
  return marks;
}

const isWideBlank = (code: number): boolean => code > 127 && /\s/.test(String.fromCharCode(code));

function shapeAt(text: string, place: Place, limit: number): Hit | null {
  if (limit <= (SHAPES[0]?.rank ?? 0)) return null;
  const near = text.slice(Math.max(0, place.start - NEAR), place.start);
  const ahead = text.slice(Math.max(0, place.start - BEFORE), place.start);
  const after = text.slice(place.end, place.end + BEHIND);
  for (const { rule, rank } of SHAPES) {
    if (rank >= limit) return null;
    // The quicker look first.
    const close = rule.near?.exec(near);
    if (close === null) continue;
    const behind = rule.after?.exec(after);
    if (behind === null) continue;
    const before = rule.ahead?.exec(ahead) ?? (rule.ahead === undefined ? close : null);
    if (before === null) continue;
    return { rank, words: before?.[0] ?? behind?.[0] ?? '' };
  }
  return null;
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

const ANSWERED = /^[>"'`)\]]{0,3}\s{0,2}[:–-]\s{0,2}["'`(]?#?[45](?:\d\d[ -]|\.\d\.\d)/;

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
      ((other.role === 'unknown' && other.sureness === 0) || other.role === 'recipient'),
  );
  if (others) return one;
  // Behind other words, a server's answer tells nothing of who is named before it.
  const behind = text.slice(one.end, end);
  const own = `${text.slice(start, one.start)} ${ANSWERED.test(after) ? '' : behind}`;
  // An address that is a sentence of its own is what the one before it spoke of.
  const isAlone = !/[\p{L}\d]/u.test(`${text.slice(start, one.start)}${behind}`);
  const words = isAlone ? ahead.slice(starts.at(-2)?.index ?? 0, start - from) : own;
  const stem = DELIVERY.exec(words)?.[0] ?? (NOT_THEIRS.test(words) ? undefined : STATE.exec(words)?.[0]);
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
  if (placed.length < 2) return alone(placed[0]);
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

/** Nearly always: no other address contradicts it. */
function alone(one: Placed | undefined): string | null {
  if (one?.role === 'original recipient' && isWhole(one.address)) return one.address;
  return one?.role === 'recipient' ? one.address : null;
}

/** @returns the one recipient that the envelope's sender tells (VERP), where the words name none; else null */
export function recipientByEnvelope(text: string): string | null {
  if (!text.includes('=')) return null;
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

/** Long local parts of digits and hex before an `@` are ids, not people, and so is what programs number. */
const isMessageId = (address: string): boolean =>
  (MAY_BE_ID.test(address) && ID_LOCAL.test(address)) ||
  ID_HOST.test(address.slice(address.lastIndexOf('@')));
const MAY_BE_ID = /^[\da-f]{8}|^\d{8}|^[\da-f-]{8}/i;
const ID_LOCAL = /^[\da-f.-]{24,160}@|^\d{8,40}\.[\w.]{1,120}@|^[^@]{0,100}javamail/i;
const ID_HOST =
  /^@(?:(?:[\w-]{1,63}\.){0,3}amazonses\.com|mail\.gmail\.com|(?:geopod-)?ismtpd|swift\.generated)/i;
