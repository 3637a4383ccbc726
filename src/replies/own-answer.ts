/** What we said, handed back: it tells of no bounce that we don't know. */

/** What ends our badges, as nobody else writes it; those of versions before 2 with them. */
const BADGES: readonly RegExp[] = [
  /· (?:address is dead|their side|nobody[’']s fault|ours to fix|cause not told|a complaint|already listed|counts as dead) · (?:suppress it|suppressed|keep (?:it for now|the address|all addresses))/,
  /· (?:works, )?as [^·\n]{0,20} said · (?:suppress it|suppressed|keep it)/,
  /\bNot sure · (?:(?:often|perhaps) [\w ]{5,30}|one of two causes|cause not told) · keep it for now/,
  /· (?:suppress|keep) the address · (?:a retry can work|do not retry unchanged)/,
  /often a dead address · keep it for now|that lasts · treat as hard now ·/,
];

/** "46 bounces, 9 problems" with "Suppress 25 · Fix 17" behind it. */
const COUNTS =
  /\d (?:bounce|deferral|refusal)s?, \d[\d,]{0,9} problems?[\s*_]{1,20}(?:Suppress|Fix|Wait for|Decide on|Ignore|Done with) \d/;
/** "Suppressed: …" with "By Ann, 10:15 · here ✓". */
const SUPPRESSED = /\bSuppressed: [^\n]{1,80}\n[\s\S]{0,400}· here ✓/;

const DOTTED = [...BADGES, SUPPRESSED];

/** @returns whether a text repeats an answer of ours */
export const quotesOurAnswer = (text: string): boolean =>
  (text.includes('·') && DOTTED.some((words) => words.test(text))) ||
  (text.includes(' problem') && COUNTS.test(text));

/** Characters or bytes of what may be an answer of ours, handed back: a log that quotes one is longer. */
const MOST = 16_384;

/** @returns whether a text, or a file, is an answer of ours */
export const isOwnAnswer = (input: string | Uint8Array): boolean =>
  input.length <= MOST &&
  (typeof input === 'string' ? quotesOurAnswer(input) : holdsMark(input) && quotesOurAnswer(textOf(input)));

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textOf = (bytes: Uint8Array): string => asBuffer(bytes).toString();

/** Most files are mails, and none of them need be made text for this. */
const holdsMark = (bytes: Uint8Array): boolean =>
  asBuffer(bytes).includes('·') || asBuffer(bytes).includes(' problem');
