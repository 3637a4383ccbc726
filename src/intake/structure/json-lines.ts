/**
 * JSON lines (https://jsonlines.org): each line is one value, and a line that was cut off, or lost its front, is no
 * part of the next one. Logs put the time before it.
 */

/** The text without the lines that can't be read, and which those are. */
export type JsonLines = {
  /** Lines that were taken out are empty: places of all others stay in their lines. */
  readonly text: string;
  /** In plain words, which lines weren't read; none where there is no such line. */
  readonly left: readonly string[];
};

/** A value that isn't whole is taken for a cut line where no line of a pretty-printed value looks like it. */
const CUT_OBJECT = /^\{\s{0,9}"/;
/** Line numbers that are told one by one. */
const MOST_TOLD = 5;

/** @returns the text to be read, and what to say of the rest; a text of anything else as it is */
export function jsonLines(text: string): JsonLines {
  if (!text.includes('{"') || !text.includes('\n')) return { text, left: [] };
  const lines = text.split('\n');
  let whole = 0;
  let isObjects = true;
  const broken: number[] = [];
  for (const [i, line] of lines.entries()) {
    if (line === '') continue;
    const value = valueIn(line);
    const end = value === null ? null : endOf(value);
    if (end === 'whole') whole += 1;
    else if (value !== null && end === 'cut') {
      broken.push(i);
      isObjects &&= CUT_OBJECT.test(value);
    }
  }
  // Of a list that is printed over many lines only the last item is whole.
  if (broken.length === 0 || whole < broken.length || (whole === broken.length && !isObjects))
    return { text, left: [] };
  const last = lines.findLastIndex((line) => line.trim() !== '');
  // What is cut off at the end of all swallows nothing, and is read up to there.
  const isLastCut = broken.at(-1) === last && !isRest(lines[last] ?? '');
  const unread = isLastCut ? broken.slice(0, -1) : broken;
  for (const i of unread) lines[i] = '';
  return {
    text: unread.length === 0 ? text : lines.join('\n'),
    left: [
      ...(unread.length === 0 ? [] : [notRead(unread.map((i) => i + 1))]),
      ...(isLastCut ? [`Line ${told(last + 1)} was read as far as it goes: it is cut off.`] : []),
    ],
  };
}

/** @returns whether a line is an object of JSON that was cut off */
export const isCutObject = (line: string): boolean => CUT_OBJECT.test(line) && endOf(line) === 'cut';

/** What logs put before a value, in characters. */
const MAX_HEAD = 300;

/** @returns the value of a line, or what is left of one; null where it is something else */
function valueIn(line: string): string | null {
  const text = line.trim();
  if (text.startsWith('{') || text.startsWith('[') || isRest(text)) return text;
  const at = text.slice(0, MAX_HEAD).indexOf('{"');
  if (at < 0) return null;
  const head = text.slice(0, at);
  return /\d\d:\d\d/.test(head) && !/["{]/.test(head) ? text.slice(at) : null;
}

/** Whether it ends what it doesn't begin: the front of the line was lost. */
const isRest = (text: string): boolean =>
  /["\w]\s?[}\]]$/.test(text) && /",|":/.test(text) && countOf(text, '}') > countOf(text, '{');

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

/** Whether its first bracket is closed by its last character, by none, or by one before: then it is no line of JSON. */
function endOf(value: string): 'whole' | 'cut' | null {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at];
    if (isInString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth < 0) return 'cut';
      if (depth === 0) return at === value.length - 1 ? 'whole' : null;
    }
  }
  return 'cut';
}

const told = (line: number): string => line.toLocaleString('en');

function notRead(numbers: readonly number[]): string {
  const some = numbers.slice(0, MOST_TOLD).map(told);
  const more = numbers.length - some.length;
  if (some.length === 1) return `Line ${some[0]} was not read: it is cut off or broken.`;
  const all = more > 0 ? [...some, `${told(more)} more`] : some;
  return `Lines ${all.slice(0, -1).join(', ')} and ${all.at(-1)} were not read: they are cut off or broken.`;
}
