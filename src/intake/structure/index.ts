/**
 * Structured text is read as structure. One reader for all notations: each turns text into keys and values, and one
 * table knows what keys mean (`keys.ts`). Only an explicit key makes an address the recipient.
 */
import { codesIn } from '../codes.ts';
import { type Found, MOST, type Passage } from '../found.ts';
import { type Marks, marksOf, PHRASE, SIGN } from '../marks.ts';
import { BROKEN, structuresIn } from './brackets.ts';
import { dated } from './dated.ts';
import { gapTablesIn } from './gaps.ts';
import { keyLinesIn } from './key-lines.ts';
import { leavesOf } from './leaves.ts';
import { pairsIn } from './pairs.ts';
import type { Told } from './record.ts';
import { eventsIn, type Platform, tellsNothing } from './records.ts';
import { tablesIn } from './table.ts';
import { textsIn } from './texts.ts';
import type { Structure } from './tree.ts';

export type { Platform } from './records.ts';

/** What the structures of a text tell. */
export type Structured = {
  /** Bounces, and what is known to tell none. */
  readonly passages: readonly Passage[];
  /** Structures that only wrap up somebody else's text, with that text. */
  readonly wrapped: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** Who unsubscribed, as events say that are no bounces. */
  readonly unsubscribed: readonly string[];
  /** One of them tells a failure beyond doubt. */
  readonly isSure: boolean;
  /** What is no proof and no refutation is judged by its words: those of each passage. */
  readonly words: readonly { readonly start: number; readonly end: number; readonly text: string }[];
};

const NONE: Structured = { passages: [], wrapped: [], unsubscribed: [], isSure: false, words: [] };

/** What parts the lines of a table, and its cells. */
const mayBeTable = (signs: number): boolean => (signs & SIGN.newline) !== 0 && (signs & CELLS) !== 0;
const CELLS = SIGN.comma | SIGN.semicolon | SIGN.cell;
const FIELDS = SIGN.at | SIGN.newline;
const mayHaveGaps = (signs: number): boolean => (signs & FIELDS) === FIELDS;

/** What each structure in brackets has that `structuresIn` finds. */
const mayBeInBrackets = ({ signs, phrases }: Marks): boolean =>
  (signs & SIGN.opening) !== 0 ||
  (signs & LISTED) === LISTED ||
  ((signs & SIGN.parenthesis) !== 0 && (phrases & PHRASE.php) !== 0);
const LISTED = SIGN.bracket | SIGN.arrow;

/** @returns whether a text with these marks could hold what `readBrackets` finds */
export const mayBeStructured = (marks: Marks): boolean =>
  mayBeInBrackets(marks) || mayBeTable(marks.signs) || mayHaveGaps(marks.signs);

/** @returns what stands in brackets and tables; the platforms' readers are asked first */
export function readBrackets(text: string, platforms: readonly Platform[]): Structured {
  const marks = marksOf(text);
  const brackets = mayBeInBrackets(marks) ? structuresIn(text) : [];
  const tables = mayBeTable(marks.signs) ? outside(tablesIn(text), brackets) : [];
  const read = [...outside(brackets, tables), ...tables];
  const gaps = mayHaveGaps(marks.signs) ? gapTablesIn(text) : [];
  const structures = gaps.length === 0 ? read : [...apart(read, gaps), ...gaps];
  return structures.length === 0 ? NONE : told(text, structures, platforms);
}

const FORM = SIGN.equals | SIGN.ampersand;

/** … what `readLines` finds */
export const mayHaveLines = ({ signs }: Marks): boolean =>
  (signs & FIELDS) === FIELDS ||
  (signs & FORM) === FORM ||
  (signs & (SIGN.at | SIGN.equals)) === (SIGN.at | SIGN.equals);

/** @returns what stands in `key=value` lines and in fields one a line */
export function readLines(text: string, platforms: readonly Platform[]): Structured {
  const { signs } = marksOf(text);
  const pairs = (signs & SIGN.equals) !== 0 ? pairsIn(text) : [];
  const lines = (signs & SIGN.at) !== 0 && (signs & SIGN.newline) !== 0 ? keyLinesIn(text) : [];
  const structures = [...pairs, ...apart(lines, pairs)];
  return structures.length === 0 ? NONE : told(text, structures, platforms);
}

/** @returns those of them that begin in none of the others; both stand in the order of the text, none in another */
const outside = (some: readonly Structure[], others: readonly Structure[]): readonly Structure[] => {
  let next = 0;
  return some.filter(({ start }) => {
    while ((others[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return (others[next]?.start ?? Number.POSITIVE_INFINITY) > start;
  });
};

/** … and those that have no place in common with one of the others. */
const apart = (some: readonly Structure[], others: readonly Structure[]): readonly Structure[] => {
  let next = 0;
  return some.filter(({ start, end }) => {
    while ((others[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return (others[next]?.start ?? Number.POSITIVE_INFINITY) >= end;
  });
};

/** A literal in a program or in its test: told to a function, kept in a variable, returned. */
const IN_CODE =
  /(?::=|\b(?:const|let|var|val|auto|final|static)\s[^\n]{0,80}=|\$\w{1,40}\s?=|^\s{0,40}[a-z_]\w{0,40}\s=|\b(?:return|yield|assert\w*)|\b[a-z_]\w{0,40}\()[\s"'`rfb]{0,8}$/m;
const isInCode = (text: string, start: number): boolean => IN_CODE.test(lineBefore(text, start, 200));

/** @returns what stands before a place on its line, at most so many characters */
function lineBefore(text: string, at: number, most: number): string {
  const before = text.slice(Math.max(0, at - most), at);
  return before.slice(before.lastIndexOf('\n') + 1);
}

/** Characters before a structure on its line that may tell the same. */
const MAX_HEAD = 4000;
/** Structures on one line of a log that have something before them: an exception, its context, what else there is. */
const MOST_LOGGED = 8;

/** Loggers write an exception's message, and the exception behind it: what names nobody there is no second answer. */
const withoutEcho = (event: Told, head: string): Told => {
  const found = event.found.filter(
    (one) =>
      one.recipient != null || !(head.includes(one.text) || (!isCoded(one) && isCoded({ text: head }))),
  );
  return found.length === event.found.length
    ? event
    : { ...event, found, telling: found.length > 0 ? event.telling : 'fine' };
};

const isCoded = ({ text, reply, status }: Found): boolean => {
  const codes = codesIn(text);
  return (reply ?? status ?? codes.replyCode ?? codes.enhancedCode) !== null;
};

function told(text: string, structures: readonly Structure[], platforms: readonly Platform[]): Structured {
  const passages: Passage[] = [];
  const wrapped: { start: number; end: number; text: string }[] = [];
  const words: { start: number; end: number; text: string }[] = [];
  const unsubscribed: string[] = [];
  let isSure = false;
  let bounces = 0;
  let before = 0;
  let onLine = 0;
  for (const { start, end, value } of structures) {
    if (bounces > MOST) break;
    onLine = start < before || text.slice(before, start).includes('\n') ? 0 : onLine + 1;
    before = start;
    const isMute = tellsNothing(value);
    const events = (isMute ? [] : eventsIn(value, platforms)).map((event) =>
      event.found.length === 0 || onLine > MOST_LOGGED
        ? event
        : withoutEcho(event, lineBefore(text, start, MAX_HEAD)),
    );
    const tells = events.filter(({ telling }) => telling !== null);
    if (tells.length > 0) {
      const found = tells.flatMap((event) => event.found.map(byItself));
      bounces += found.length;
      const delivered = tells.flatMap((event) => event.delivered);
      passages.push(delivered.length === 0 ? { start, end, found } : { start, end, found, delivered });
      unsubscribed.push(...tells.flatMap((event) => event.unsubscribed));
      const inCode = isInCode(text, start);
      isSure ||= !inCode && tells.some((event) => event.isSure);
      // One answer may hold for thousands.
      const answers = new Set(found.map((one) => one.text));
      words.push({ start, end, text: inCode ? '' : [...answers].join('\n\n') });
    } else {
      const leaves = isMute ? [] : leavesOf(value);
      const texts = textsIn(leaves);
      const inside = texts.map(({ text: one, at }) => dated(one, leaves, at, texts.length === 1));
      if (inside.length > 0) wrapped.push({ start, end, text: inside.join('\n\n').replaceAll(BROKEN, '\n') });
      else if (text[start] === '{' || text[start] === '[') {
        passages.push({ start, end, found: [] });
        words.push({ start, end, text: '' });
      }
    }
  }
  return { passages, wrapped, unsubscribed, isSure, words };
}

/** Field names, enum values and metadata around the words are nobody's words. */
const byItself = (found: Found): Found => ({ ...found, passage: found.passage ?? found.text });
