/** What stands right beside an address: the phrase or the shape that tells its role. */
import type { Place } from '../address.ts';
import { marksOf } from '../marks.ts';
import { type Hit, phraseAt, phrases } from '../phrases.ts';
import { endsIn, signsOf } from '../quick.ts';
import type { Rule } from './role.ts';
import { RULES } from './rules.ts';

/** Characters beside an address that tell its role. */
const NEAR = 40;
const BEFORE = 120;
const BEHIND = 280;

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
/** Rules that aren't phrases, with their ranks, and the look backwards that tells soonest that one doesn't fit. */
const SHAPES = RULES.flatMap((rule, rank) => {
  const { near, ahead, after, words, last, first } = rule;
  if (near === undefined && ahead === undefined && after === undefined) return [];
  const [lasts, firsts] = [last && signsOf(last), first && signsOf(first)];
  return [{ rank, near, ahead, after, words, lasts, firsts, fits: near && endsIn(near) }];
});

/** Signs between a phrase and its address, at most so many. */
const SIGNS_BEFORE = signsOf(' \t\n\v\f\r:=<>("\'[*_`|,');
const SIGNS_BEHIND = signsOf('>)]"\'*_`|');
const SIGNS_BETWEEN = signsOf(':,;(-');
const BLANKS = signsOf(' \t\n\v\f\r');
const DASH = 0x2013;
const PARENTHESIS = 40;
const MOST_SIGNS = 10;
/** What names the kind of an address, between its field and it. */
const KIND = /(?:mailto:|smtp:|rfc822;\s?)$/i;
const KEYED = signsOf(':;');
const isKeyed = (text: string, at: number): boolean =>
  KEYED[text.charCodeAt(at - 1)] === 1 || text.startsWith('; ', at - 2);

/** The rule that decides, and the words by which it does. */
export type Told = { readonly rule: Rule; readonly words: string };

/** @returns what the words right beside an address tell of it; null where no rule knows them */
export function toldBeside(text: string, place: Place): Told | null {
  const before = toldBefore(text, place);
  const hit = toldBehind(text, place, before?.rank ?? RULES.length) ?? before;
  const first = shapeAt(text, place, hit?.rank ?? RULES.length) ?? hit;
  const rule = first === null ? undefined : RULES[first.rank];
  return first === null || rule === undefined ? null : { rule, words: first.words.trim().slice(0, 100) };
}

/** The phrase before an address: signs between are stepped over one by one, since some phrases end in one. */
function toldBefore(text: string, place: Place): Hit | null {
  let best: Hit | null = null;
  let at = place.start;
  for (let signs = 0; signs <= MOST_SIGNS && at > 0; signs++) {
    const hit = phraseAt(PHRASES_BEFORE, text, at);
    if (hit !== null && (best === null || hit.rank < best.rank)) best = hit;
    const last = text.charCodeAt(at - 1);
    const kind = isKeyed(text, at) ? KIND.exec(text.slice(Math.max(0, at - 12), at)) : null;
    if (kind !== null) at -= kind[0].length;
    else if (SIGNS_BEFORE[last] === 1 || isWideBlank(last)) at--;
    else break;
  }
  return best;
}

/** The phrase behind it, if it outranks what stands before. */
function toldBehind(text: string, place: Place, limit: number): Hit | null {
  let at = place.end;
  const { length } = text;
  for (let signs = 0; signs < 4 && at < length && SIGNS_BEHIND[text.charCodeAt(at)] === 1; signs++) at++;
  at = skipBlanks(text, at);
  if (at >= length) return null;
  const next = text.charCodeAt(at);
  if (text.startsWith('...', at)) at += 3;
  else if (SIGNS_BETWEEN[next] === 1 || next === DASH) at++;
  at = skipBlanks(text, at);
  if (at < length && text.charCodeAt(at) === PARENTHESIS) at++;
  const hit = phraseAt(PHRASES_BEHIND, text, at);
  if (hit === null || hit.rank >= limit) return null;
  // The next line is another's unless it is folded; a sentence on the recipient may be wrapped.
  const isNextLine = /\n(?![ \t])/.test(text.slice(place.end, at));
  return isNextLine && RULES[hit.rank]?.role !== 'recipient' ? null : hit;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (
    at < from + 4 &&
    at < text.length &&
    (BLANKS[text.charCodeAt(at)] === 1 || isWideBlank(text.charCodeAt(at)))
  )
    at++;
  return at;
}

const isWideBlank = (code: number): boolean => code > 127 && /\s/.test(String.fromCharCode(code));

const ASIDE_BEFORE = signsOf(' \t\n\v\f\r<"\'(*_`~:;=-');
const ASIDE_BEHIND = signsOf(' \t\v\f\r>"\'*_~)]');

/** @returns the last character before a place, signs and blanks aside, as a small letter; NaN at the front */
export function lastBefore(text: string, start: number): number {
  let at = start - 1;
  while (at >= 0 && ASIDE_BEFORE[text.charCodeAt(at)] === 1) at--;
  if (at < 0) return Number.NaN;
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** @returns the first character behind a place, signs and blanks aside; a line feed at the end */
export function firstBehind(text: string, end: number): number {
  let at = end;
  while (at < text.length && ASIDE_BEHIND[text.charCodeAt(at)] === 1) at++;
  return at < text.length ? text.charCodeAt(at) : LINE_FEED;
}
const LINE_FEED = 10;

function shapeAt(text: string, place: Place, limit: number): Hit | null {
  if (limit <= (SHAPES[0]?.rank ?? 0)) return null;
  const before = text.slice(Math.max(0, place.start - NEAR), place.start);
  const behind = text.slice(place.end, place.end + BEHIND);
  const last = lastBefore(text, place.start);
  const first = firstBehind(text, place.end);
  for (const { rank, near, ahead, after, words, lasts, firsts, fits } of SHAPES) {
    if (rank >= limit) return null;
    if (lasts !== undefined && lasts[last] === 0) continue;
    if (firsts !== undefined && firsts[first] === 0) continue;
    if (words !== undefined && (marksOf(text).words & words) === 0) continue;
    // The quicker looks first: forwards, from a place that is known.
    const next = after?.exec(behind);
    if (next === null) continue;
    if (fits !== undefined && !fits(before)) continue;
    const told =
      ahead === undefined
        ? near?.exec(before)
        : ahead.exec(text.slice(Math.max(0, place.start - BEFORE), place.start));
    if (told === null) continue;
    return { rank, words: told?.[0] ?? next?.[0] ?? '' };
  }
  return null;
}
