/**
 * Finds the reply code (RFC 5321 §4.2) and the enhanced status code (RFC 3463) that a diagnostic text carries,
 * whatever the notation: `550-5.7.26`, `550 5 2 1`, `#5.1.1`, `smtp; 550 5.1.1`, `ERROR_CODE :550`.
 */

import { isDenied } from './denied.ts';
import { isCountOrNumber, isVersion } from './numbered.ts';
import { endsIn, isWhite, signsOf } from './quick.ts';

export type Codes = {
  readonly replyCode: string | null;
  readonly enhancedCode: string | null;
  /** Where the reply itself begins in the text, codes included; 0 when it has no reply code. */
  readonly start: number;
};

/** No diagnostic text needs more than this many characters to show its codes. */
const LONGEST = 6000;

/** Reply codes of failures that mail servers use: RFC 5321, 4954, 7504, and the ones seen in the wild. */
const SMTP_FAILURES: ReadonlySet<string> = new Set(
  (
    '420 421 422 430 431 432 441 442 444 446 447 449 450 451 452 453 454 455 456 458 459 471 472 498 ' +
    '500 501 502 503 504 505 510 511 512 513 515 517 520 521 522 523 524 525 530 531 532 533 534 535 538 ' +
    '540 541 542 543 544 545 546 547 550 551 552 553 554 555 556 557 558 559 561 562 570 571 572 573 574 575 577 579 585 590 591 592 593 599'
  ).split(' '),
);

/** What may stand behind a reply code. */
const BEHIND = signsOf(' \t\n\v\f\r:;,.#<>()\'"[]!?-');
/** What no reply code stands right behind, but for those of `SIGNED`; a comma neither behind a digit. */
const JOINED = signsOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/=@+$#-');
const JOINED_ABROAD = /[€£]/;
const SIGNED = /[#:;=-]\s{0,2}$/;
const SIGNED_OR_BLANK = signsOf('#:;=- \t\n\v\f\r');
/** What may stand between a reply code and its enhanced code. */
const ENHANCED_NEXT = /[\s:;,#=("'[-]{1,6}([245])([. ])(\d{1,3})\2(\d{1,3})(?![.\d]?\d)/y;
const ENHANCED = /(?<![\w.-]|\d[ ,])[245]\.\d{1,3}\.\d{1,3}(?![.-]?\d|[a-z_])/gi;
/** Words after which a server's own reply stands. */
const MARKER = endsIn(
  /(?:said|returned|replied|reply|response|responded|respond with|was|error|failure|failed|reason|message|rejected|answer|code|command|data|server|talk to me|smtp|<<<|\]|\)|\.\.\.|->|bounced|connection)\s{0,2}[:;,(]?\s{0,3}['"(#:[<-]{0,3}\s{0,2}$/i,
);
/** What may stand behind the words of a marker … */
const MARKER_SIGNS = signsOf(' \t\n\v\f\r:;,(\'"#[<-');
/** … and the last characters of those: where another stands, there is none. */
const MARKER_ENDS = signsOf('dyehsrnapDYEHSRNAP]).>');
/** Characters that a marker takes at most, with what follows it. */
const MARKER_LENGTH = 24;
const EXIM_MARKER = endsIn(
  /smtp error from remote mail server after [^:]{3,60}\s{0,2}[:;,(]?\s{0,3}['"(#:[<-]{0,3}\s{0,2}$/i,
);
const SERVER_AFTER = /mail server after/i;
/** Replies that only follow from the refusal before them. */
const CONSEQUENCE =
  /^503\b|^554[ -](?:5\.5\.1 )?(?:error: )?no valid recipients|^421[ -]4\.7\.0 \S+ error: too many errors/i;

/** Their codes. */
const CONSEQUENCES: ReadonlySet<string> = new Set(['503', '554', '421']);

type Candidate = {
  readonly at: number;
  readonly reply: string;
  readonly enhanced: string | null;
  readonly score: number;
};

/**
 * @param text one diagnostic text, folded or not
 * @returns the codes of the refusal that decides; null for what the text does not have
 */
export function codesIn(text: string): Codes {
  // The reader that finds a reply and the one that reads it ask for the same text, one right after the other.
  if (text !== last.text) last = { text, codes: findCodes(text) };
  return last.codes;
}

let last: { readonly text: string; readonly codes: Codes } = {
  text: '',
  codes: { replyCode: null, enhancedCode: null, start: 0 },
};

function findCodes(text: string): Codes {
  const head = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const best = bestReply(head);
  if (best?.enhanced != null) return { replyCode: best.reply, enhancedCode: best.enhanced, start: best.at };
  const alone = enhancedAlone(head);
  if (best) {
    const enhanced = alone !== null && alone.code[0] === best.reply[0] ? alone.code : null;
    return { replyCode: best.reply, enhancedCode: enhanced, start: best.at };
  }
  return { replyCode: null, enhancedCode: alone?.code ?? null, start: 0 };
}

/** @returns the codes of an answer that is no failure, `250 2.0.0 …`, or null */
export function successIn(text: string): Codes | null {
  const found =
    /^\s{0,4}(?:smtp;\s{0,2})?(211|214|220|221|235|250|251|252|253|334|354)(?:[ -](2\.\d{1,3}\.\d{1,3}))?(?=\s|$)/i.exec(
      text,
    );
  return found ? { replyCode: found[1] ?? null, enhancedCode: found[2] ?? null, start: 0 } : null;
}

/** @returns whether an enhanced code says as good as nothing (RFC 3463 §3.1: "other undefined status") */
export const isVague = (enhanced: string | null): boolean => enhanced === null || enhanced.endsWith('.0.0');

function bestReply(text: string): Candidate | null {
  const places = placesOf(text);
  let best: Candidate | null = null;
  const rateAll = (isReply: (text: string, at: number) => boolean): void => {
    for (const at of places) {
      if (at > 0 && !isReply(text, at)) continue;
      const candidate = rate(text, at, places.length === 1);
      if (candidate && (best === null || isBetter(candidate, best))) best = candidate;
    }
  };
  if (places.length === 0) return null;
  rateAll(standsFree);
  if (places.length > 1 || (places[0] as number) > 0) rateAll(isSigned);
  return best;
}

/** @returns whether somebody says that a code which stands before others isn't the answer */
const isDeniedAt = (text: string, at: number, next: RegExpExecArray | null): boolean =>
  isDenied(text, at, next === null ? at + 3 : next.index + next[0].length);

function standsFree(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before > 127) return !JOINED_ABROAD.test(text[at - 1] as string);
  return JOINED[before] === 0 && !(before === COMMA && isDigit(text.charCodeAt(at - 2)));
}

function isSigned(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return (before > 127 || SIGNED_OR_BLANK[before] === 1) && SIGNED.test(text.slice(Math.max(0, at - 3), at));
}

/** @returns where numbers stand that could be reply codes of failures, in order */
function placesOf(text: string): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at + 2 < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code !== FOUR && code !== FIVE) || !isDigit(text.charCodeAt(at + 1))) continue;
    if (!isDigit(text.charCodeAt(at + 2))) continue;
    if (at + 3 === text.length || mayEnd(text, at + 3)) places.push(at);
  }
  return places;
}

function mayEnd(text: string, at: number): boolean {
  const behind = text.charCodeAt(at);
  return behind > 127 ? WHITE.test(text[at] as string) : BEHIND[behind] === 1;
}
const WHITE = /\s/;
const LESS = 60;
const COMMA = 44;
const DOT = 46;
const FOUR = 52;
const FIVE = 53;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A later repetition of the same codes is the same reply, further on. */
const isBetter = (one: Candidate, best: Candidate): boolean =>
  one.score > best.score && !(one.at > best.at && one.reply === best.reply && one.enhanced === best.enhanced);

function rate(text: string, at: number, isOnly: boolean): Candidate | null {
  const reply = text.slice(at, at + 3);
  const after = text.slice(at + 3, at + 60);
  ENHANCED_NEXT.lastIndex = at + 3;
  const next = ENHANCED_NEXT.exec(text);
  const enhanced = next ? `${next[1]}.${next[3]}.${next[4]}` : null;
  if (enhanced === null && !SMTP_FAILURES.has(reply)) return null;
  if (isInLink(text, at) || (enhanced === null && isCountOrNumber(text, at))) return null;
  // There is nothing to compare it with.
  if (isOnly && (enhanced !== null || at === 0) && !CONSEQUENCES.has(reply))
    return { at, reply, enhanced, score: 1 };
  const before = text.slice(Math.max(0, at - 90), at);
  const isFirst =
    at === 0 ||
    (before.length < 40 && /^[\s'"(#<[*>-]*(?:smtp;\s*|x-[\w-]{1,30};\s*)?[\s'"(#<[*-]*$/i.test(before));
  const startsLine = before.includes('\n') && /\n[\s>|'"(#<-]*$/.test(before);
  let score = 0;
  if (enhanced !== null) score += enhanced.endsWith('.0.0') ? 1 : 5;
  if (isFirst || startsLine) score += 2;
  if (before !== '' && (isMarked(before) || (SERVER_AFTER.test(before) && EXIM_MARKER(before)))) score += 2;
  if (at > 0 && text.charCodeAt(at - 1) === PARENTHESIS && IN_TUPLE.test(after)) score += 2;
  const sign = at > 0 && isWhite(text, at - 1) ? at - 2 : at - 1;
  const signed = sign < 0 ? 0 : text.charCodeAt(sign);
  if (signed === DOT && text.startsWith('...', sign - 2)) score += 1;
  if (signed === LESS && at > 8 && enhanced !== null) score += 3;
  if (CONSEQUENCES.has(reply) && CONSEQUENCE.test(text.slice(at, at + 60))) score -= 4;
  if (!isOnly && isDeniedAt(text, at, next)) return null;
  if (score === 0 && !isWorded(after)) return null;
  return { at, reply, enhanced, score };
}

function isMarked(before: string): boolean {
  // Nearly always.
  if (before.endsWith('said: ') || before.endsWith(']: ')) return true;
  let end = before.length;
  while (end > 0 && MARKER_SIGNS[before.charCodeAt(end - 1)] === 1) end--;
  if (end > 0 && MARKER_ENDS[before.charCodeAt(end - 1)] !== 1 && !before.includes('<<<')) return false;
  return MARKER(before.slice(-MARKER_LENGTH));
}

/** Python's and PHP's way to print code and words: `(554, 'words')`, `(550, b'words')`. */
const IN_TUPLE = /^, ?[bru]?['"]/;
const PARENTHESIS = 40;

/** Longest part of a link that is looked back over. */
const LINK_LENGTH = 300;

/** The pages of help that a report links to have codes in their names: `…/fix-error-code-550-5-7-64`. */
const isInLink = (text: string, at: number): boolean =>
  at > 0 &&
  /[\w/=%.-]/.test(text[at - 1] as string) &&
  /https?:\/\/[^\s<>"']*$/i.test(text.slice(Math.max(0, at - LINK_LENGTH), at));

/** A bare number in running text is a reply code only if words of a refusal follow. */
const isWorded = (after: string): boolean => /^[ -]{1,3}(?:[#<'"[(]|[A-Za-z]{2})/.test(after);

function enhancedAlone(text: string): { code: string; at: number } | null {
  const signed = text.includes('#') ? /\(?#\s?([245]\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(text) : null;
  if (signed?.[1]) return { code: signed[1], at: signed.index };
  ENHANCED.lastIndex = 0;
  let best = null as { code: string; at: number } | null;
  for (let match = ENHANCED.exec(text); match; match = ENHANCED.exec(text)) {
    if (match[0].startsWith('2') || isVersion(text, match.index, ENHANCED.lastIndex)) continue;
    // What a gateway quotes of the server behind it says more than its own x.1.0 or x.0.0.
    const better = best?.code.endsWith('.0') && !match[0].endsWith('.0') && best.code[0] === match[0][0];
    if (best === null || better) best = { code: match[0], at: best?.at ?? match.index };
  }
  return best;
}
