/** What the columns of a table hold that no name tells: its cells do. Better nobody than the wrong one. */
import { isTime } from '../time/moment.ts';
import { saysSomething } from '../words.ts';
import { meaningOf } from './keys.ts';
import { type Cells, cellsOf, MIN_COLUMNS } from './rows.ts';
import { BEGINS_WITH_CODE } from './said.ts';

/** Longest name of a column, and longest address (RFC 5321 §4.5.3.1.3: 254) with a name beside it, in characters. */
const LONGEST_NAME = 60;
const LONGEST_ADDRESS = 320;
/** Columns without a header are guessed where they are few: servers' own files of many columns have their readers. */
const MOST_UNNAMED = 8;

const NAME = /^(?:#|[\p{L}_][^@"<>{}[\]=]*|)$/u;
/** Names of columns that are somebody's mailbox; elsewhere they are whoever reads it. */
const MAILBOX = /^\W*(?:e-?mail\s?)?(?:mailbox|inbox)\W*$/i;
const MAY_BE_CODED = /[45](?:\d\d|\.\d)/;
const ADDRESS = /^(?:[^@<>]{0,100}<)?[^\s@<>]{1,160}@[^\s<>]{1,253}>?$/;
const NOTHING = /^(?:-|n\/a|null|none)?$/i;
const SUCCESS = /^(?:smtp;\s?)?2[0-5]\d(?:[ -]|$)/i;

/** What a refusal has that no other text has which begins with a number, such as a street: 450 Oak Avenue. */
const OF_MAIL =
  /[45]\.\d{1,3}\.\d{1,3}|\b(?:mail|e-?mail|mailbox|message|user|recipient|address|account|sender|relay|relaying|server|host|spam|quota|policy|rejected|refused|denied|blocked|unavailable|delivered|try again)\b/i;

const isAddress = (cell: string): boolean => cell.length <= LONGEST_ADDRESS && ADDRESS.test(cell);
const isRefusal = (cell: string): boolean =>
  BEGINS_WITH_CODE.test(cell) && saysSomething(cell) && OF_MAIL.test(cell);
const isAnswer = (cell: string): boolean => isRefusal(cell) || SUCCESS.test(cell);

/** Somebody's address and a server's answer stand side by side. */
const isMailRow = (cells: Cells): boolean => cells.some(isAddress) && cells.some(isAnswer);

/** @returns whether cells may be a row of a table of mails: somebody's address, or a server's answer, is among them */
export const mayBeMailRow = (cells: Cells): boolean =>
  cells.some((cell) => isAddress(cell) || isAnswer(cell));

/**
 * @param line the first line of what may be a table
 * @param next the one below it
 * @returns the names of its columns, empty ones where the line is a row itself; null where no mail's fate stands below it
 */
export function namesAbove(line: string, next: string, separator: string): Cells | null {
  if (!next.includes(separator) || !next.includes('@') || !MAY_BE_CODED.test(next)) return null;
  const above = cellsOf(line, separator);
  const below = cellsOf(next, separator);
  if (above.length < MIN_COLUMNS || !isMailRow(below)) return null;
  if (above.every((name) => name.length <= LONGEST_NAME && NAME.test(name)))
    return below.length >= above.length ? above : null;
  return isMailRow(above) && below.length <= MOST_UNNAMED && above.filter(isAddress).length === 1
    ? Array.from({ length: Math.min(above.length, below.length) }, () => '')
    : null;
}

/**
 * Names the columns by what is in them: where each cell is an address, and no other column's are, it is the
 * recipient's; where the cells are servers' answers it is the answer's; the first one of times is when it was tried.
 * @param names as the header has them
 * @returns the names, of which those that tell nothing may be others now
 */
export function namedByCells(names: Cells, rows: readonly Cells[]): Cells {
  const meanings = names.map(meaningOf);
  const columnsWhere = (is: (cells: Cells, i: number) => boolean): readonly number[] =>
    names.flatMap((_, i) => {
      const cells = rows.map((row) => row[i] ?? '').filter((cell) => !NOTHING.test(cell));
      return cells.length > 0 && is(cells, i) ? [i] : [];
    });
  const isSenders = (i: number): boolean => meanings[i]?.whose === 'sender';
  const isUntold = (i: number): boolean =>
    (meanings[i]?.whose === null && meanings[i]?.fact === null) || MAILBOX.test(names[i] as string);

  const [whom, ...others] = columnsWhere((cells, i) => cells.every(isAddress) && !isSenders(i));
  const isOneForAll = (i: number): boolean => new Set(rows.map((row) => row[i]?.toLowerCase())).size === 1;
  const isTold = meanings.some(({ whose }) => whose === 'recipient' || whose === 'original');
  // What one row holds may be anybody's.
  const isFew = rows.length < 2;
  const recipient =
    whom === undefined || others.length > 0 || isTold || !isUntold(whom) || isFew || isOneForAll(whom)
      ? -1
      : whom;

  const [said, ...more] = columnsWhere(
    (cells) => cells.filter(isAnswer).length * 2 > cells.length && cells.some(isRefusal),
  );
  const times = columnsWhere((cells, i) => cells.every(isTime) && isUntold(i));
  const time = meanings.some(({ fact }) => fact === 'time') ? undefined : times[0];

  const isSaid = meanings.some(({ said: strength }) => strength > 1);
  const answer = said === undefined || more.length > 0 || isSaid || !isUntold(said) ? -1 : said;

  return names.map((name, i) =>
    i === recipient ? 'recipient' : i === answer ? 'response' : i === time ? 'time' : name,
  );
}
