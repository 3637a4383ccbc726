/** Structured text: events of sending platforms and programs, exports, log lines of keys and values. */
import type { Reader } from '../found.ts';
import { marksOf, SIGN } from '../marks.ts';
import { readBrackets, readLines, type Structured } from '../structure/index.ts';
import { platforms } from './webhooks/index.ts';

/** What is in brackets or in a table with a header. */
export const structured: Reader = {
  name: 'structured text',
  recognises: (text) => mayBeStructured(text) && inBrackets(text).passages.length > 0,
  read: (text) => inBrackets(text).passages,
};

/** Lines of `key=value`, and fields one a line: behind the logs that have a reader of their own. */
export const fields: Reader = {
  name: 'fields',
  recognises: (text) => (marksOf(text).signs & SIGN.at) !== 0 && inLines(text).passages.length > 0,
  read: (text) => inLines(text).passages,
};

const STRUCTURE = SIGN.brace | SIGN.bracket | SIGN.parenthesis;
const mayBeStructured = (text: string): boolean => {
  const { signs } = marksOf(text);
  return (signs & STRUCTURE) !== 0 || ((signs & SIGN.newline) !== 0 && /[,;|\t]/.test(text));
};

/**
 * Log shippers and APIs wrap texts up: `{"log":"… to=\\u003cann@example.com\\u003e …\\n"}`.
 * @returns the text with what they wrapped up in their place; the same text where there is nothing of the kind
 */
export function unwrapped(text: string): string {
  if (!mayBeStructured(text)) return text;
  const { wrapped } = inBrackets(text);
  return replaced(text, wrapped);
}

/** What the structures of a text prove, and the rest of it, which is to be judged by its words. */
export type Proof = { readonly isSure: boolean; readonly rest: string };

/** @param text as `unwrapped` left it */
export function structuredProof(text: string): Proof {
  if (!mayBeStructured(text) && (marksOf(text).signs & SIGN.at) === 0) return { isSure: false, rest: text };
  const brackets = inBrackets(text);
  const lines = inLines(
    replaced(
      text,
      brackets.words.map((words) => ({ ...words, text: '' })),
    ),
  );
  // A line that tells a failure has its own words, and perhaps a log's whole line of them.
  const told = [...brackets.words, ...lines.words.filter(({ text: words }) => words === '')];
  return { isSure: brackets.isSure || lines.isSure, rest: replaced(text, told) };
}

let lastBrackets: { readonly text: string; readonly read: Structured } | null = null;
let lastLines: { readonly text: string; readonly read: Structured } | null = null;

/** Several ask for the same text, one right after the other. */
function inBrackets(text: string): Structured {
  if (lastBrackets?.text !== text) lastBrackets = { text, read: readBrackets(text, platforms) };
  return lastBrackets.read;
}

function inLines(text: string): Structured {
  if (lastLines?.text !== text) lastLines = { text, read: readLines(text, platforms) };
  return lastLines.read;
}

function replaced(
  text: string,
  parts: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): string {
  if (parts.length === 0) return text;
  let whole = '';
  let at = 0;
  for (const part of parts.toSorted((a, b) => a.start - b.start)) {
    if (part.start < at) continue;
    const before = text.slice(at, part.start);
    whole +=
      part.text === ''
        ? `${before}\n`
        : `${before.trimEnd()}${before.trim() === '' ? '' : '\n'}${part.text}\n`;
    at = part.end;
  }
  return whole + text.slice(at);
}
