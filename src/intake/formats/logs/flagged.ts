/** The front of a line in Exim's log: whose it is, and the flag that says what became of it. */

const DATE = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?(?: [+-]\\d{4})?';
/** With an id of one of Exim's forms, which needs no time before it. */
const NAMED = new RegExp(
  `^.{0,80}?(?:${DATE} )?(?:\\[\\d{1,10}\\] )?\\b([A-Za-z\\d]{6,9}-[A-Za-z\\d]{3,12}(?:-[A-Za-z\\d]{2,4})?) (\\*\\*|==|<=|=>|->|>>|Completed|SMTP|Message|Frozen|Unfrozen)(?: (.*))?$`,
);
/** With another id or none: people mask ids, shorten them and cut them off. */
const UNNAMED = /^([^@]{0,160}?)(?<!\S)(\*\*|==|<=|=>|->) (<>|<?[^\s@]{1,160}@\S{1,255})( .*)?$/;
/** `R=dnslookup`, `T=remote_smtp`, `H=mx.example.com [192.0.2.20]`: each such line but a router's failure has some. */
const FIELD = /(?:^| )[A-Z]{1,3}=\S/;
/** What tells an id from a date or a time: `1vA-01`. */
const ID = /(?:^|\s)(?!\d{4}-\d\d-\d\d)((?=\S*\d)[A-Za-z\d][\w-]{2,40})$/;
/** Nothing before the flag but one name, or a time somewhere. */
const HEAD = /^[\s>|]{0,8}(?:[\w.<>…-]{1,40}\s?)?$|\d\d:\d\d/;

export type Flagged = { readonly id: string | null; readonly flag: string; readonly rest: string };

/** @returns what a line is flagged as, and what stands behind the flag; null for a line that has no flag of Exim's */
export function flaggedIn(line: string): Flagged | null {
  const named = NAMED.exec(line);
  if (named) return { id: named[1] ?? null, flag: named[2] ?? '', rest: named[3] ?? '' };
  const [, head = '', flag = '', address = '', more = ''] = UNNAMED.exec(line) ?? [];
  if (flag === '' || !HEAD.test(head)) return null;
  // "-> ann@example.com: 550 …" is somebody's arrow.
  const isFailure = flag === '**' || flag === '==';
  if (!FIELD.test(more) && !(isFailure && address.endsWith(':'))) return null;
  return { id: ID.exec(head.trimEnd())?.[1] ?? null, flag, rest: `${address}${more}` };
}
