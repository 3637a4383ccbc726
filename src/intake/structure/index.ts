/**
 * Structured text is read as structure. One reader for all notations: each turns text into keys and values, and one
 * table knows what keys mean (`keys.ts`). Only an explicit key makes an address the recipient.
 */
import { codesIn } from '../codes.ts';
import type { Found, Passage } from '../found.ts';
import { marksOf, SIGN } from '../marks.ts';
import { BROKEN, structuresIn } from './brackets.ts';
import { dated } from './dated.ts';
import { keyLinesIn } from './key-lines.ts';
import { leavesOf } from './leaves.ts';
import { pairsIn } from './pairs.ts';
import type { Told } from './record.ts';
import { eventsIn, type Platform } from './records.ts';
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

/** @returns what stands in brackets and tables; the platforms' readers are asked first */
export function readBrackets(text: string, platforms: readonly Platform[]): Structured {
  const { signs } = marksOf(text);
  const brackets = (signs & (SIGN.brace | SIGN.bracket | SIGN.parenthesis)) !== 0 ? structuresIn(text) : [];
  const hasTable = (signs & SIGN.newline) !== 0 && /[,;|\t]/.test(text);
  const tables = hasTable
    ? tablesIn(text).filter(
        (table) => !brackets.some((one) => one.start <= table.start && one.end > table.start),
      )
    : [];
  const structures = [
    ...brackets.filter((one) => !tables.some((table) => table.start <= one.start && table.end > one.start)),
    ...tables,
  ];
  return structures.length === 0 ? NONE : told(text, structures, platforms);
}

/** @returns what stands in `key=value` lines and in fields one a line */
export function readLines(text: string, platforms: readonly Platform[]): Structured {
  const { signs } = marksOf(text);
  const pairs = (signs & SIGN.equals) !== 0 ? pairsIn(text) : [];
  const lines = (signs & SIGN.at) !== 0 && (signs & SIGN.newline) !== 0 ? keyLinesIn(text) : [];
  const structures = [
    ...pairs,
    ...lines.filter((one) => !pairs.some((pair) => pair.start < one.end && pair.end > one.start)),
  ];
  return structures.length === 0 ? NONE : told(text, structures, platforms);
}

/** A literal in a program or in its test: told to a function, kept in a variable, returned. */
const IN_CODE =
  /(?::=|\b(?:const|let|var|val|auto|final|static)\s[^\n]{0,80}=|\$\w{1,40}\s?=|^\s{0,40}[a-z_]\w{0,40}\s=|\b(?:return|yield|assert\w*)|\b[a-z_]\w{0,40}\()[\s"'`rfb]{0,8}$/m;
const isInCode = (text: string, start: number): boolean =>
  IN_CODE.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start).slice(-200));

/** Characters before a structure on its line that may tell the same. */
const MAX_HEAD = 4000;

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
  for (const { start, end, value } of structures) {
    const before = text.slice(Math.max(0, start - MAX_HEAD), start);
    const head = before.slice(before.lastIndexOf('\n') + 1);
    const events = eventsIn(value, platforms).map((event) => withoutEcho(event, head));
    const tells = events.filter(({ telling }) => telling !== null);
    if (tells.length > 0) {
      passages.push({ start, end, found: tells.flatMap(({ found }) => found.map(byItself)) });
      unsubscribed.push(...tells.flatMap((event) => event.unsubscribed));
      const inCode = isInCode(text, start);
      isSure ||= !inCode && tells.some((event) => event.isSure);
      const said = tells.flatMap((event) => event.found.map((found) => found.text));
      words.push({ start, end, text: inCode ? '' : said.join('\n\n') });
    } else {
      const leaves = leavesOf(value);
      const texts = textsIn(leaves);
      const inside = texts.map((one) => dated(one, leaves, texts.length === 1));
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
